"""The lists of a month wait under `pending/` for the centre. What it approves moves into the outbox, a township whole or not at all.

Lists that wait carry a batch number worked out from their bytes: what leaves is what somebody has looked at, and nothing made since.
"""

import hashlib
import os
import shutil
from datetime import date
from pathlib import Path

from lowincome import month as months
from lowincome import paths
from lowincome.errors import ReleaseError

NOTE = "下发审批.txt"  # what the centre is asked; it stands there only when every list does, and stays behind
_UNPACKING = ".unpacking"


def clear(home: Path, month: date) -> None:
    """Makes room for new lists of the month: what has waited until now waits no longer."""
    shutil.rmtree(paths.pending(home, month), ignore_errors=True)


def lists(home: Path, month: date) -> list[Path]:
    """Every file that waits, the note aside, in a fixed order."""
    return sorted(path for path in paths.pending(home, month).glob("*/**/*") if path.is_file())


def batch(home: Path, month: date) -> str:
    """The number of the lists that wait: the same for the same bytes under the same names."""
    folder, whole = paths.pending(home, month), hashlib.sha256()
    for path in lists(home, month):
        whole.update(path.relative_to(folder).as_posix().encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:12]


def asked(home: Path, month: date) -> str | None:
    """The note that goes with the lists that wait; None where none wait, or not all of them are made yet."""
    note = paths.pending(home, month) / NOTE
    return note.read_text(encoding="utf-8") if note.exists() else None


def let_go(home: Path, month: date, approved: str | None = None) -> int:
    """Moves every township's folder, and the county's, into the outbox; returns how many folders. Run again after a kill, it ends what was begun.

    approved: the batch number that was approved; None for whatever waits. Errors: ReleaseError when other lists wait, or only a part of them.
    """
    waiting, outbox = paths.pending(home, month), paths.outbox(home, month)
    note = asked(home, month)
    if note is None and lists(home, month):
        raise ReleaseError(f"{months.label(month)} 的清单正在重新出,还没有出齐:请等出齐以后再审批。")
    if note is not None and approved is not None and approved not in note:
        raise ReleaseError(f"{months.label(month)} 的清单在等候审批时重新出过,批准的那一批({approved})没有下发:请看新的一批再审批。")
    for left in sorted(outbox.glob(f"*/{_UNPACKING}")):
        _unpack(left)
    folders = sorted(path for path in waiting.glob("*") if path.is_dir())
    for folder in folders:
        target = outbox / folder.name
        target.mkdir(parents=True, exist_ok=True)
        # from this one rename on the township's lists have left, all of them
        os.rename(folder, target / _UNPACKING)
        _unpack(target / _UNPACKING)
    clear(home, month)
    return len(folders)


def _unpack(inside: Path) -> None:
    """Each file to its place beside, over the one of an earlier run."""
    for path in sorted(inside.rglob("*")):
        if path.is_file():
            target = inside.parent / path.relative_to(inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
    shutil.rmtree(inside)
