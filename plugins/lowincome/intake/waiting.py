"""Households that have been waiting since an earlier month: in quarantine then and now, for the same reason."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from lowincome import month as months
from lowincome.intake import earlier, submission
from lowincome.intake.read import plain

SHEETS = ("household", "member", "change")
Reasons = Counter[tuple[str, str]]


class Waiting(NamedTuple):
    """rows: of this sending, in quarantine since earlier. since: the first month of the household that waits longest."""

    rows: int
    households: int
    since: date


def of(home: Path, folder: Path) -> Waiting | None:
    """Which quarantined rows of a sending are no news; None where all are, or there are none. A month in which nothing was sent does not count."""
    line = submission.load(folder)
    if line["kind"] != "form" or not line["rows_quarantined"]:
        return None
    now = _quarantined(folder)
    still = set(now)
    since: dict[str, date] = {}
    for older in earlier.rosters(home, line["township_code"], months.parse(line["month"][:7])):
        if not still:
            break
        still &= set(_quarantined(older))
        since |= dict.fromkeys((household for household, _ in still), months.parse(older.parent.name))
    rows = sum(count for (household, _), count in now.items() if household in since)
    return Waiting(rows, len(since), min(since.values())) if since else None


def _quarantined(folder: Path) -> Reasons:
    """How many rows of which household are in quarantine for which reason."""
    found: Reasons = Counter()
    for sheet in SHEETS:
        rows = pq.read_table(folder / f"{sheet}.parquet", columns=["户编号", "verdict", "verdict_reason"]).to_pylist()
        found.update(
            (plain(row["户编号"]), row["verdict_reason"]) for row in rows if row["verdict"] == "quarantined" and plain(row["户编号"])
        )
    return found
