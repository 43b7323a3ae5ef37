"""What the door knows of before: the township's rosters that lie in raw. Reads manifests only, never the warehouse."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import paths
from lowincome.intake import submission

OLD_LIST = "名单"  # the form_version of a list from another system: it has fewer columns than the form


def roster(home: Path, township_code: str, month: date) -> Path | None:
    """The folder of what stands of the township's newest month before `month`; None where it never sent one that was taken."""
    return next(rosters(home, township_code, month), None)


def rosters(home: Path, township_code: str, month: date) -> Iterator[Path]:
    """The folders of what stands of the township's months before `month`, the newest first; months in which nothing was taken are left out."""
    withdrawn = submission.withdrawn(home)
    for label in sorted(_month_labels(home), reverse=True):
        if label < months.label(month) and (found := _standing(home, township_code, months.parse(label), withdrawn)):
            yield found


def version(home: Path, township_code: str, month: date) -> Path | None:
    """The folder of what stands of the township for `month` itself, as stg.standing chooses it; None where nothing was taken yet."""
    return _standing(home, township_code, month, submission.withdrawn(home))


def _standing(home: Path, township_code: str, month: date, withdrawn: set[str]) -> Path | None:
    taken = [pair for pair in submission.taken_forms(home, township_code, month) if pair[1].name not in withdrawn]
    return max(taken, key=lambda pair: _rank(pair[0]))[1] if taken else None


def _rank(line: dict[str, Any]) -> tuple[bool, datetime, str]:
    return line["form_version"] != OLD_LIST, datetime.fromisoformat(line["received_at"]), line["sha256"]


def _month_labels(home: Path) -> Iterator[str]:
    return (folder.name for folder in paths.raw(home).glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]"))
