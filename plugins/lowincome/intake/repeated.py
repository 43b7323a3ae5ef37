"""请核对 that a receipt has said before about the same cell, which still says what it said: nobody is asked twice."""

from datetime import date
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq

from lowincome import month as months
from lowincome.intake import earlier, form, submission
from lowincome.intake.answers_difference import DIFFERENCE
from lowincome.intake.read import plain

# 增减 and 核查反馈 are filled anew every month
SHEETS = {form.SHEETS[key]: key for key in ("household", "member")}
# what two sheets or two rosters say otherwise than each other: the cell may be as it was and the other not
COMPARED = ("head_gone", "head_name_differs", "head_number_differs", *DIFFERENCE)
Cell = tuple[str, ...]


def since(home: Path, folder: Path) -> dict[int, date]:
    """By finding_number the first month since which it has been said in every sending that stands, and nothing has changed; nothing for new ones.

    A month in which nothing was taken does not count.
    """
    line = submission.load(folder)
    if line["kind"] != "form":
        return {}
    now = _asked(folder)
    still, found = set(now), dict[int, date]()
    for older in earlier.rosters(home, line["township_code"], months.parse(line["month"][:7])):
        if not still:
            break
        then, month = _asked(older), months.parse(older.parent.name)
        # two nameless people of a household look the same: where there are more of them than before, nobody knows which is new
        still = {cell for cell in still if len(now[cell]) <= len(then.get(cell, ()))}
        found |= {number: month for cell in still for number in now[cell]}
    return found


@cache
def _asked(folder: Path) -> dict[Cell, list[int]]:
    """The numbers of the findings by cell: whose it is, what it says, what is asked about it."""
    # as with the manifest: it never changes, and every later month asks for it
    found: dict[Cell, list[int]] = {}
    findings = [one for one in pq.read_table(folder / "finding.parquet").to_pylist() if one["severity"] == "warning" and one["row_number"]]
    for title, sheet in SHEETS.items():
        asked = [one for one in findings if one["sheet"] == title and _is_lasting(sheet, one["column_name"], one["check_id"])]
        numbers = {one["row_number"] for one in asked}
        rows = pq.read_table(folder / f"{sheet}.parquet", filters=[("row_number", "in", numbers)]).to_pylist() if numbers else []
        by_number = {row["row_number"]: row for row in rows}
        for one in asked:
            row, column = by_number[one["row_number"]], one["column_name"]
            who = (title, plain(row["户编号"]), plain(row.get("姓名")))
            found.setdefault((*who, column, plain(row[column]), one["message_zh"]), []).append(one["finding_number"])
    return found


def _is_lasting(sheet: str, column: str, check_id: str) -> bool:
    filling = form.filling().get((sheet, column))
    return filling is not None and filling.how != form.ANEW and check_id not in COMPARED
