"""What a second or later sending of a month says otherwise than the one before it: rows that came, rows that are missing, cells that changed.

Compared are the landed texts, so that nothing is asked again that was not touched.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from lowincome import identity
from lowincome import month as months
from lowincome.intake import form, submission
from lowincome.intake.read import plain

Row = dict[str, Any]
ADDED, MISSING, CHANGED = "新增的行", "少了的行", "改动"
# by what a row of the one sending is found in the other; a member whose number was mended is found by name
KEYS = {
    "household": (("户编号",),),
    "member": (("户编号", "证件号码"), ("户编号", "姓名")),
    "change": (("户编号", "姓名", "变动"), ("户编号", "姓名")),
    "feedback": (("预警编号",),),
}
NAMES = ("户主姓名", "姓名", "户主")


def before(home: Path, folder: Path) -> Path | None:
    """The folder of the sending of the same township and month that was taken last before this one; None where this is the first."""
    line = submission.load(folder)
    if line["kind"] != "form":
        return None
    forms = submission.taken_forms(home, line["township_code"], months.parse(line["month"][:7]))
    return max(((_rank(other), path) for other, path in forms if _rank(other) < _rank(line)), default=(None, None))[1]


def _rank(line: Row) -> tuple[datetime, str]:
    return datetime.fromisoformat(line["received_at"]), line["sha256"]


def between(old: Path, new: Path) -> list[Row]:
    """One row for each row added or missing and each cell changed, by sheet and row. Two folders of raw.

    Columns: change (新增的行/少了的行/改动), sheet, household_id, who (masked), row_number (of the newer file; of the older where the row is
    missing), column, before and after (masked; None where the cell is empty, or for a whole row).
    """
    found: list[Row] = []
    for sheet, title in form.SHEETS.items():
        left, right = _rows(old, sheet), _rows(new, sheet)
        for keys in KEYS[sheet]:
            for earlier, later in _meet(left, right, keys):
                found += [
                    _row(CHANGED, title, later, column, earlier[column])
                    for column in form.COLUMNS[sheet]
                    if _differ(earlier, later, column)
                ]
        found += [_row(MISSING, title, row) for row in left]
        found += [_row(ADDED, title, row) for row in right]
    order = list(form.SHEETS.values())
    return sorted(found, key=lambda row: (order.index(row["sheet"]), row["row_number"], row["change"]))


def counts(rows: list[Row]) -> list[Row]:
    """The same in numbers, for the receipt: change, sheet, column (None for whole rows), count; in the order of sheets and columns."""
    tally = Counter((row["sheet"], row["change"], row["column"]) for row in rows)
    return [{"sheet": sheet, "change": change, "column": column, "count": count} for (sheet, change, column), count in tally.items()]


def _rows(folder: Path, sheet: str) -> list[Row]:
    rows: list[Row] = pq.read_table(folder / f"{sheet}.parquet").to_pylist()
    return rows


def _meet(left: list[Row], right: list[Row], keys: tuple[str, ...]) -> list[tuple[Row, Row]]:
    """The rows of both sides with the same key, in turn, taken out of both lists. An empty key meets nothing."""
    waiting: dict[tuple[str, ...], list[Row]] = {}
    for row in left:
        waiting.setdefault(_key(row, keys), []).append(row)
    pairs = [(waiting[key].pop(0), row) for row in right if all(key := _key(row, keys)) and waiting.get(key)]
    met = {id(row) for pair in pairs for row in pair}
    left[:] = [row for row in left if id(row) not in met]
    right[:] = [row for row in right if id(row) not in met]
    return pairs


def _key(row: Row, keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(plain(row[name]).upper() for name in keys)


def _differ(earlier: Row, later: Row, column: str) -> bool:
    return bool(earlier[column] != later[column] and plain(earlier[column]) != plain(later[column]))


def _row(change: str, sheet: str, row: Row, column: str | None = None, old: str | None = None) -> Row:
    return {
        "change": change,
        "sheet": sheet,
        "household_id": row.get("户编号") or row.get("预警编号"),
        "who": identity.mask_name(next((row[name] for name in NAMES if row.get(name)), "") or ""),
        "row_number": row["row_number"],
        "column": column,
        "before": identity.mask(column, old),
        "after": identity.mask(column, row[column]) if column else None,
    }
