"""Takes files out of the inbox, and answers each one: recognised, landed, checked, and kept for good.

Two steps, each safe to run again after a kill at any moment. `collect` only moves bytes; `read_submission` reads one file and
neither waits for nor disturbs another. A file that cannot be read is answered like any other: returned, with the reason.
"""

import fcntl
import hashlib
import json
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import paths
from lowincome.errors import IntakeError
from lowincome.intake import earlier, examine, inbox, submission

LOG = logging.getLogger(__name__)
_TEMPORARY = ".tmp-"


def collect(home: Path, received_at: datetime) -> list[str]:
    """Moves every file of the inbox into `raw/_incoming` and returns all submissions waiting there, also those of a killed run.

    Bytes that are waiting already, or that are what stands for their township and month, or that came at this very moment
    before, are no new submission: the copy in the inbox is removed and nothing else changes. A file that is still being copied, or that
    cannot be read or moved, stays where it is for the next time and holds up no other. Of two that collect at once, one waits.
    """
    incoming = submission.incoming(home)
    incoming.mkdir(parents=True, exist_ok=True)
    left = 0
    with _held(incoming):
        _recover(home, incoming)
        for path in inbox.settled(inbox.files(paths.inbox(home))):
            sha256 = _sha256_or_none(path)
            if sha256 is None:
                left += 1
            elif _waiting(incoming, sha256) or _is_known(home, sha256, received_at):
                path.unlink()
            else:
                _take(home, path, sha256, received_at)
            inbox.clear(path.parent)
        waiting = sorted(folder.name for folder in incoming.iterdir() if (folder / submission.ARRIVAL).exists())
    if left:
        LOG.warning("收件箱里有 %d 个文件读不了或移不走,留在原处:请检查文件权限和网络盘。", left)
    return waiting


def admit(home: Path, path: Path, received_at: datetime) -> list[str]:
    """Takes one file of our own making past the inbox, so that nobody else's is taken with it; returns the submissions of these bytes to read.

    What is known already, as `collect` understands it, is no new submission.
    """
    incoming = submission.incoming(home)
    incoming.mkdir(parents=True, exist_ok=True)
    sha256 = _sha256(path)
    with _held(incoming):
        if not _waiting(incoming, sha256) and not _is_known(home, sha256, received_at):
            _take(home, path, sha256, received_at)
        return _waiting(incoming, sha256)


def read_submission(home: Path, submission_id: str) -> dict[str, Any]:
    """Reads, checks and keeps one file; returns its summary. Run again, or twice at once, it returns the same summary.

    Errors: IntakeError when there is no such submission.
    """
    folder = submission.incoming(home) / submission_id
    with _held(folder):
        if finished := submission.find(home, submission_id):
            shutil.rmtree(folder, ignore_errors=True)
            return submission.summary(home, finished)
        if not (folder / submission.ARRIVAL).exists():
            raise IntakeError(f"没有编号为 {submission_id} 的报送:请先运行收件(township_intake)。")
        arrival = json.loads((folder / submission.ARRIVAL).read_text(encoding="utf-8"))
        original = next(path for path in sorted(folder.iterdir()) if path.stem == "original")
        (line, tables), *others = examine.examine(original, arrival, home)
        for part in others:
            submission.finish_part(home, original, *part)
        return submission.summary(home, submission.finish(home, line, tables))


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Alone with a folder: another process waits here until this one is done with it, or dead. A folder that is not there holds nobody."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sha256_or_none(path: Path) -> str | None:
    """None for a file that may not be read or moved: no right to it, a network folder that is gone, a broken disk."""
    try:
        return _sha256(path) if os.access(path.parent, os.W_OK | os.X_OK, effective_ids=True) else None
    except OSError:
        return None


def _waiting(incoming: Path, sha256: str) -> list[str]:
    found = []
    for path in incoming.glob(f"S*/{submission.ARRIVAL}"):
        with suppress(FileNotFoundError):  # finished this instant: then it is known
            if json.loads(path.read_text(encoding="utf-8"))["sha256"] == sha256:
                found.append(path.parent.name)
    return found


def _is_known(home: Path, sha256: str, received_at: datetime) -> bool:
    """Whether the same bytes came at this moment before, or stand for every township and month they were taken for.

    What says no month itself is of the month it comes in: last month's bytes are this month's news.
    """
    moment = months.local(received_at)
    lines = [submission.load(folder) for folder in submission.folders(home) if sha256[:12] in folder.name]
    same = [line for line in lines if line["sha256"] == sha256]
    if any(datetime.fromisoformat(line["received_at"]) == moment for line in same):
        return True
    taken = [line for line in same if line["status"] != examine.RETURNED and _speaks_of_now(line, moment)]
    return bool(taken) and all(submission.standing_sha256(home, line) == sha256 for line in taken)


def _speaks_of_now(line: dict[str, Any], moment: datetime) -> bool:
    has_cover = line["kind"] in ("form", "returned_list") and line["form_version"] != earlier.OLD_LIST
    return has_cover or months.of_moment(datetime.fromisoformat(line["received_at"])) == months.of_moment(moment)


def _take(home: Path, path: Path, sha256: str, received_at: datetime) -> None:
    moment = months.local(received_at)
    submission_id = name = f"S{moment:%Y%m%d}-{sha256[:12]}"
    again = 1
    while submission.find(home, submission_id):  # the same bytes on the same day, after others had come between
        again += 1
        submission_id = f"{name}-{again}"
    arrival = {
        "submission_id": submission_id,
        "file_name": inbox.name_of(path),
        "sha256": sha256,
        "size_bytes": path.stat().st_size,
        "received_at": moment.isoformat(),
    }
    temporary = submission.incoming(home) / f"{_TEMPORARY}{submission_id}"
    temporary.mkdir(exist_ok=True)
    (temporary / submission.ARRIVAL).write_text(json.dumps(arrival, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.move(path, temporary / f"original{inbox.suffix_of(path)}")
    os.rename(temporary, submission.incoming(home) / submission_id)


def _recover(home: Path, incoming: Path) -> None:
    """Ends what a killed `collect` began: a folder whose original arrived whole is kept, any other is begun anew from the inbox."""
    for temporary in sorted(incoming.glob(f"{_TEMPORARY}*")):
        original = next((path for path in temporary.iterdir() if path.stem == "original"), None)
        try:
            arrival = json.loads((temporary / submission.ARRIVAL).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            arrival = None
        if original and arrival and _sha256(original) == arrival["sha256"]:
            os.rename(temporary, incoming / arrival["submission_id"])
        else:
            if original and not _is_in_inbox(home, arrival):  # changed on its way: it is all there is of it
                inbox.drop(home, original)
            shutil.rmtree(temporary)


def _is_in_inbox(home: Path, arrival: dict[str, Any] | None) -> bool:
    return arrival is not None and any(_sha256(path) == arrival["sha256"] for path in inbox.files(paths.inbox(home)))
