"""Takes files out of the inbox, and answers each one: recognised, landed, checked, and kept for good.

Two steps, each safe to run again after a kill at any moment. `collect` only moves bytes; `read_submission` reads one file and
neither waits for nor disturbs another. A file that cannot be read is answered like any other: returned, with the reason.
"""

import hashlib
import json
import os
import shutil
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import paths
from lowincome.errors import IntakeError
from lowincome.intake import examine, submission

_TEMPORARY = ".tmp-"
_UNFINISHED = (".tmp", ".part", ".crdownload", ".download")  # still being copied by a browser or a mail program


def collect(home: Path, received_at: datetime) -> list[str]:
    """Moves every file of the inbox into `raw/_incoming` and returns all submissions waiting there, also those of a killed run.

    Bytes that are waiting already, or that are what stands for their township and month, or that came at this very moment
    before, are no new submission: the copy in the inbox is removed and nothing else changes.
    """
    incoming = submission.incoming(home)
    incoming.mkdir(parents=True, exist_ok=True)
    _recover(incoming)
    for path in _files(paths.inbox(home)):
        sha256 = _sha256(path)
        if _is_waiting(incoming, sha256) or _is_known(home, sha256, received_at):
            path.unlink()
        else:
            _take(home, path, sha256, received_at)
    return sorted(folder.name for folder in incoming.iterdir() if (folder / submission.ARRIVAL).exists())


def read_submission(home: Path, submission_id: str) -> dict[str, Any]:
    """Reads, checks and keeps one file; returns its summary. Run again, it returns the same summary.

    Errors: IntakeError when there is no such submission.
    """
    folder = submission.incoming(home) / submission_id
    if finished := submission.find(home, submission_id):
        shutil.rmtree(folder, ignore_errors=True)
        return submission.summary(home, finished)
    if not (folder / submission.ARRIVAL).exists():
        raise IntakeError(f"没有编号为 {submission_id} 的报送:请先运行收件(township_intake)。")
    arrival = json.loads((folder / submission.ARRIVAL).read_text(encoding="utf-8"))
    original = next(path for path in sorted(folder.iterdir()) if path.stem == "original")
    line, tables = examine.examine(original, arrival)
    return submission.summary(home, submission.finish(home, line, tables))


def _files(inbox: Path) -> list[Path]:
    """Regular files at any depth, in a fixed order: no links, devices, hidden or lock files."""
    found = []
    for folder, names, files in os.walk(inbox):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            is_passed_over = name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)
            if not is_passed_over and stat.S_ISREG(path.lstat().st_mode):
                found.append(path)
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_waiting(incoming: Path, sha256: str) -> bool:
    arrivals = (json.loads(path.read_text(encoding="utf-8")) for path in incoming.glob(f"S*/{submission.ARRIVAL}"))
    return any(arrival["sha256"] == sha256 for arrival in arrivals)


def _is_known(home: Path, sha256: str, received_at: datetime) -> bool:
    lines = [submission.load(folder) for folder in submission.folders(home) if sha256[:12] in folder.name]
    same = [line for line in lines if line["sha256"] == sha256]
    moment = months.local(received_at)
    return any(datetime.fromisoformat(line["received_at"]) == moment or submission.standing_sha256(home, line) == sha256 for line in same)


def _take(home: Path, path: Path, sha256: str, received_at: datetime) -> None:
    moment = months.local(received_at)
    submission_id = name = f"S{moment:%Y%m%d}-{sha256[:12]}"
    again = 1
    while submission.find(home, submission_id):  # the same bytes on the same day, after others had come between
        again += 1
        submission_id = f"{name}-{again}"
    arrival = {
        "submission_id": submission_id,
        "file_name": path.name,
        "sha256": sha256,
        "size_bytes": path.stat().st_size,
        "received_at": moment.isoformat(),
    }
    temporary = submission.incoming(home) / f"{_TEMPORARY}{submission_id}"
    temporary.mkdir(exist_ok=True)
    (temporary / submission.ARRIVAL).write_text(json.dumps(arrival, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.move(path, temporary / f"original{path.suffix.lower()}")
    os.rename(temporary, submission.incoming(home) / submission_id)


def _recover(incoming: Path) -> None:
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
            shutil.rmtree(temporary)
