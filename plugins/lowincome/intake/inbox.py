"""The inbox from outside: which files lie there whole, what they are called, and how a file is put there. Nothing is read of them here.

Names of files are words for a receipt; none becomes a path of ours.
"""

import fcntl
import os
import re
import shutil
import signal
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from lowincome import identity, paths
from lowincome.errors import IntakeError

_DROPPED = "intake-"  # begins the name of a folder that `drop` made
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", ".download", ".aria2")  # still being copied by a program
_SETTLE_SECONDS = 0.5


def files(inbox: Path) -> list[Path]:
    """Regular files at any depth, in a fixed order: no links, devices, hidden or lock files."""
    found = []
    for folder, names, there in os.walk(inbox):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(there):
            path = Path(folder, name)
            is_passed_over = name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)
            if not is_passed_over and stat.S_ISREG(path.lstat().st_mode):
                found.append(path)
    return found


def settled(found: list[Path]) -> list[Path]:
    """The files that nobody is writing any more.

    On this machine one can ask. Where one cannot (a network folder, another owner), a file is looked at twice; only then is there a moment
    to wait, once for all of them.
    """
    answers = {path: _is_being_written(path) for path in found}
    unsure = {path: _look(path) for path, answer in answers.items() if answer is None}
    if unsure:
        time.sleep(_SETTLE_SECONDS)
    growing = {path for path, look in unsure.items() if _look(path) != look}
    return [path for path, answer in answers.items() if not answer and path not in growing]


def _is_being_written(path: Path) -> bool | None:
    """Whether a program of this machine has the file open for writing; None where we may not ask."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        # a read lease is granted only while nobody writes; who opens the file in that instant must not end us by a signal
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return None
    finally:
        os.close(descriptor)
    return False


def _look(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def clear(folder: Path) -> None:
    """Removes what `drop` made, once it is empty."""
    while folder.name.startswith(_DROPPED) or any(parent.name.startswith(_DROPPED) for parent in folder.parents):
        if any(folder.iterdir()):
            return
        folder.rmdir()
        folder = folder.parent


def name_of(path: Path) -> str:
    """The name as text for the receipt, never a path again: UTF-8, else GB18030 as old systems pack it, without control characters."""
    name = os.fsencode(path.name)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return identity.clean_output(name.decode(encoding))
    return identity.clean_output(name.decode("utf-8", "replace"))


def suffix_of(path: Path) -> str:
    """The ending in small letters, where it is an ordinary one; else nothing."""
    return path.suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", path.suffix) else ""


def drop(home: Path, path: Path) -> None:
    """Copies a file, or every regular file of a folder, into the inbox: in a folder of its own, which appears there whole or not at all.

    Errors: IntakeError for what is neither file nor folder.
    """
    if not (path.is_file() or path.is_dir()):
        raise IntakeError("要收的不是文件也不是文件夹。")
    paths.inbox(home).mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{_DROPPED}", dir=paths.inbox(home)))  # hidden: passed over until it is renamed
    beside.chmod(0o755)
    for file in [path] if path.is_file() else files(path):
        target = beside / (path.name if file == path else file.relative_to(path))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    os.rename(beside, beside.with_name(beside.name.removeprefix(".")))
