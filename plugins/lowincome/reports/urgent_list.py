"""The 急难快报清单: what was reported between two 25ths and whom to visit by when; for each township and for the county.

Written as soon as a report has come in. It lists everything of the calendar month, so that one file a month is enough.
"""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome import identity, paths
from lowincome import month as months
from lowincome.reports import ledger, query, words
from lowincome.reports.warning_list import UNKNOWN_VILLAGE

TITLE = "急难快报清单"
PLACE = (("序号", 5, "centre"), ("预警编号", 13, "code"))
TOLD = (
    ("行政村", 8, "text"),
    ("户主", 8, "text"),
    ("报了什么", 34, "text"),
    ("已采取措施", 17, "text"),
    ("到户问什么", 26, "fine"),
    ("可能适用的政策", 24, "fine"),
    ("收到", 8, "centre"),
    ("上门期限", 8, "centre"),
    ("备注", 14, "fine"),
)
OWN_NOTES = (
    "急事随到随办,不等月末清单。请在上门期限以前到户;已经去过的,不用再去。",
    "上门结果随本月报送表的「核查反馈」一起交,预警编号照抄;月末清单用同一个编号,不会另外派一次。",
)
COUNTY_NOTES = ("急事随到随办,各乡镇已各有一份清单。按区划代码和收到日期排列;户主只写姓,全名在乡镇的清单上。",)


def write(con: duckdb.DuckDBPyConnection, home: Path, month: date, county: str) -> list[Path]:
    """The lists of a calendar month: of every township that has reported, and the county's; of one that has withdrawn all, with nothing on it.

    `mart.urgent_report` holds the month's reports.
    """
    found = query.rows(
        con,
        """
        SELECT *
        FROM mart.urgent_report
        WHERE known_on BETWEEN ? AND ?
        ORDER BY township_code, known_on, submission_id, row_number
        """,
        [month, months.last_day(month)],
    )
    files = []
    for code, name in _reporting(con, month):
        own = [row for row in found if row["township_code"] == code]
        lines = [[number, row["case_id"], *_told(row, row["head_name"])] for number, row in enumerate(own, start=1)]
        files += _write(month, name, OWN_NOTES, (*PLACE, *TOLD), lines, _basis(own), paths.township_outbox(home, month, code, name))
    lines = [
        [number, row["case_id"], row["township_name"], *_told(row, identity.mask_name(row["head_name"]))]
        for number, row in enumerate(found, start=1)
    ]
    columns = (*PLACE, ("乡镇", 9, "text"), *TOLD)
    return files + _write(month, county, COUNTY_NOTES, columns, lines, _basis(found), paths.county_outbox(home, month))


def is_current(home: Path, month: date, county: str, folders: list[Path]) -> bool:
    """Whether the county's list, the last one written, is younger than all these: the month's reports and the decisions about them."""
    path = paths.county_outbox(home, month) / f"{words.file_name(TITLE, months.label(month), county)}.html"
    return path.exists() and path.stat().st_mtime_ns >= max(
        manifest.stat().st_mtime_ns for folder in folders for manifest in folder.iterdir()
    )


def _reporting(con: duckdb.DuckDBPyConnection, month: date) -> list[tuple[str, str]]:
    """Code and name of the townships of which a report was taken, also one withdrawn since."""
    return con.execute(
        """
        SELECT DISTINCT township_code, township_name
        FROM raw.submission
        WHERE kind = 'urgent' AND status <> '退回' AND month = ?
        ORDER BY township_code
        """,
        [month],
    ).fetchall()


def _write(
    month: date, place: str, notes: tuple[str, ...], columns: tuple[ledger.Column, ...], lines: list[list[Any]], basis: list[str], out: Path
) -> list[Path]:
    note = f"共 {len(lines)} 条。" + (f"依据:{'、'.join(basis)}。" if basis else "")
    context = {
        "title": TITLE,
        "place": place,
        "month_zh": words.month_zh(month),
        "notes": list(notes),
        "sections": [ledger.section("随到随办", note, columns, lines)],
    }
    return ledger.write(context, month, out)


def _told(row: query.Row, head: str) -> list[Any]:
    happened = (
        f"{words.day_zh(row['happened_on'])}起,{row['shock'] or '遭遇没有写明'}" if row["happened_on"] else row["shock"] or "遭遇没有写明"
    )
    given = f"已先行救助 {words.number(row['advance_yuan'])} 元" if row["advance_yuan"] else ""
    return [
        row["village"] or UNKNOWN_VILLAGE,
        head,
        [text for text in (happened, row["hardship"]) if text],
        [text for text in (row["measure"], given) if text],
        words.lines(row["ask"]),
        words.lines(row["may_apply"]),
        words.day_zh(row["known_on"]),
        words.day_zh(row["due_on"]),
        _remarks(row),
    ]


def _remarks(row: query.Row) -> list[str]:
    said = (
        (not row["is_on_roster"], "不在册,请一并核对是不是漏登"),
        (row["is_repeat"], "这件事报过,不另立案"),
        (row["has_open_case"] and not row["is_repeat"], "并入在办的个案"),
    )
    return [text for applies, text in said if applies]


def _basis(found: list[query.Row]) -> list[str]:
    return list(dict.fromkeys(line for row in found for line in words.lines(row["basis"])))
