"""Gives a township its workbook for a month, and writes down what it was given.

The same roster gives the same bytes, so it may be given again at any time. Once any file of the township for the month has come,
what it was given stays as it is: somebody is working in it.
"""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lowincome import month as months
from lowincome import paths
from lowincome.intake import earlier, prefill, recognise, submission, urgent, workbook
from lowincome.reports import outbox

if TYPE_CHECKING:
    import duckdb

Rows = dict[str, list[dict[str, Any]]]


def workbook_path(home: Path, month: date, code: str, name: str) -> Path:
    """Where a township finds its workbook."""
    return paths.township_outbox(home, month, code, name) / f"报送表_{months.label(month)}_{name}.xlsx"


def issue_all(home: Path, month: date, region: str, con: "duckdb.DuckDBPyConnection | None" = None) -> dict[str, Any]:
    """One workbook for every township of the region, with a blank 急难快报 beside it; what was given, and in which folder. con: the warehouse, None where there is none yet."""
    roster = prefill.roster_month(con, month) if con else None
    written, households = [], 0
    for code, name in recognise.townships(region).items():
        rows = prefill.rows(con, roster, code) if con and roster else {}
        written.append(issue(home, month, code, name, rows))
        urgent.write(paths.township_outbox(home, month, code, name) / f"{urgent.TITLE}_空白_{name}.xlsx", code, name, month)
        households += len(rows.get("household", ()))
    filled = f"按 {months.label(roster)} 名册预填 {households} 户" if roster else "还没有名册,是空表"
    kept = f",{written.count(False)} 个乡镇已有报送,不再改动" if False in written else ""
    place = f"放在 {paths.outbox(home, month).relative_to(home).as_posix()}/<乡镇>"
    return {"summary": f"{len(written)} 份,{filled}{kept},{place}", "files": len(written), "households": households}


def issue(home: Path, month: date, code: str, name: str, rows: Rows) -> bool:
    """Writes the workbook into the outbox and the register into raw; False where the one that lies there stays."""
    path = workbook_path(home, month, code, name)
    before = prefill.issued(home, month, code)
    if before and path.exists() and has_come(home, month, code):
        return False
    households = sorted({str(row["户编号"]) for row in rows.get("household", ())})
    persons = len(rows.get("member", ()))
    fingerprint = prefill.fingerprint(month, households, persons) if households else ""
    workbook.write(path, code, name, month, rows, fingerprint, issued=True)
    register: dict[str, Any] = {"fingerprint": fingerprint, "month": months.label(month), "households": households, "persons": persons}
    register["earlier"] = _earlier(before, fingerprint)
    outbox.put_page(prefill.register_path(home, month, code), json.dumps(register, ensure_ascii=False, indent=1) + "\n")
    return True


def has_come(home: Path, month: date, code: str) -> bool:
    """Whether any file of the township for the month has arrived, whatever became of it."""
    lines = (submission.load(folder) for folder in submission.folders(home, month))
    return any(line["kind"] == "form" and line["township_code"] == code for line in lines)


def missing(home: Path, month: date, region: str) -> list[str]:
    """The names of the townships of which nothing has been taken for the month yet, in the order of their codes."""
    return [name for code, name in sorted(recognise.townships(region).items()) if not earlier.version(home, code, month)]


def note_missing(home: Path, month: date, region: str) -> Path | None:
    """Writes down for the county who has not sent when the month closes; None where nobody is missing."""
    names = missing(home, month, region)
    if not names:
        return None
    path = paths.county_outbox(home, month) / "催报" / f"截止时还没有收到_{months.label(month)}.txt"
    text = (
        f"{month.year}年{month.month}月的报送表已到截止时间,还没有收下这 {len(names)} 个乡镇的:{'、'.join(names)}。\n"
        "名册先沿用上一次收下的,不会有人因此消失;晚报来的照样收,收下后重跑当月的「每月监测预警」。\n"
    )
    return outbox.put_page(path, text)


def _earlier(before: dict[str, Any] | None, fingerprint: str) -> list[str]:
    """The fingerprints that this one replaces: a workbook with one of them was ours too."""
    known = [*before["earlier"], before["fingerprint"]] if before else []
    return sorted({one for one in known if one} - {fingerprint})
