"""The 销号台账 of one township: every case, open and closed, with its last step and its clock."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from lowincome import month as months
from lowincome.reports import outbox, query, render, words, workbook_style
from lowincome.reports.render import Context, figure
from lowincome.reports.warning_list import UNKNOWN_VILLAGE, township_status

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

OPEN, CLOSED = "在办", "已销号"
CLOSED_STATE = "已销号"

# heading, key in the line, width, style
_IDENTITY = (
    ("序号", "number", 6, "centre"),
    ("预警编号", "case_id", 19, "code"),
    ("行政村", "village", 11, "text"),
    ("户主", "head", 10, "text"),
    ("问题类别", "family", 13, "text"),
    ("涉及的问题", "findings", 38, "text"),
    ("立案月份", "opened", 10, "centre"),
)
OPEN_COLUMNS = (
    *_IDENTITY,
    ("状态", "state", 13, "centre"),
    ("最近一件事", "last_event", 17, "text"),
    ("日期", "last_event_on", 12.5, "centre"),
    ("已办月数", "months_open", 9, "count"),
    ("核查期限", "due_on", 12.5, "centre"),
    ("是否超期", "overdue", 9, "centre"),
)
CLOSED_COLUMNS = (
    *_IDENTITY,
    ("销号日期", "closed_on", 12.5, "centre"),
    ("销号时的核查结论", "closing_reason", 24, "text"),
    ("办了月数", "months_open", 10, "count"),
)


def write(con: duckdb.DuckDBPyConnection, month: date, township_code: str, out: Path) -> list[Path]:
    """The ledger of one township at the end of a month, as .xlsx and .html. Returns both paths.

    Errors: ReportError when the month's submission status has no line for the township, that is, the month did not run.
    """
    context = read(con, month, township_code)
    stem = words.file_name("销号台账", months.label(month), context["township"])
    html = render.page("case_ledger", context)
    with workbook_style.workbook(out / f"{stem}.xlsx", month) as (book, styles):
        _write_sheet(book.add_worksheet(OPEN), styles, context, context["open"], OPEN_COLUMNS)
        _write_sheet(book.add_worksheet(CLOSED), styles, context, context["closed"], CLOSED_COLUMNS)
    return [out / f"{stem}.xlsx", outbox.put_page(out / f"{stem}.html", html)]


def read(con: duckdb.DuckDBPyConnection, month: date, township_code: str) -> Context:
    """Open cases by village, the earliest due first; closed ones with the latest on top."""
    township = township_status(con, month, township_code)
    found = query.rows(
        con,
        """
        SELECT
          case_id, coalesce(village, '') AS village, head_name, family, findings, state, opened_month, last_event, last_event_on, months_open,
          due_on, is_overdue, closed_on, closing_reason
        FROM mart.case_ledger
        WHERE month = ? AND township_code = ?
        ORDER BY village, due_on NULLS LAST, case_id
        """,
        [month, township_code],
    )
    still_open = [row for row in found if row["state"] != CLOSED_STATE]
    closed = sorted((row for row in found if row["state"] == CLOSED_STATE), key=lambda row: row["closed_on"] or date.min, reverse=True)
    return {
        "township": township["township_name"],
        "month_zh": words.month_zh(month),
        "open": [_line(number, row) for number, row in enumerate(still_open, start=1)],
        "closed": [_line(number, row) for number, row in enumerate(closed, start=1)],
        "overdue": figure(sum(bool(row["is_overdue"]) for row in still_open), "件"),
    }


def _line(number: int, row: query.Row) -> dict[str, Any]:
    return {
        "number": number,
        "case_id": row["case_id"],
        "village": row["village"] or UNKNOWN_VILLAGE,
        "head": row["head_name"] or "",
        "family": row["family"],
        "findings": words.lines(row["findings"]),
        "opened": months.label(row["opened_month"]),
        "state": row["state"],
        "last_event": row["last_event"] or "",
        "last_event_on": words.day(row["last_event_on"]),
        "months_open": figure(row["months_open"], "个月"),
        "due_on": words.day(row["due_on"]),
        "overdue": "超期" if row["is_overdue"] else "",
        "closed_on": words.day(row["closed_on"]),
        "closing_reason": row["closing_reason"] or "",
    }


def _write_sheet(
    sheet: "Worksheet",
    styles: workbook_style.Styles,
    context: Context,
    cases: list[dict[str, Any]],
    columns: tuple[tuple[str, str, float, str], ...],
) -> None:
    name = sheet.get_name()
    footer = f"{context['township']} {context['month_zh']}销号台账 {name}  仅供工作使用,不张贴,不转发"
    workbook_style.set_up(sheet, widths=[width for _, _, width, _ in columns], footer=footer)
    said = f"月末{name} {len(cases)} 件" + (f",其中超期 {words.number(context['overdue']['value'])} 件。" if name == OPEN else "。")
    workbook_style.put(sheet, 0, 0, f"{context['township']} {context['month_zh']}销号台账:{name}", styles["title"])
    workbook_style.put(sheet, 1, 0, said, styles["note"])
    workbook_style.put_row(sheet, 2, [heading for heading, _, _, _ in columns], [styles["head"]] * len(columns))
    sheet.set_row(0, 27)
    sheet.set_row(2, 20)
    row = 2
    for row, case in enumerate(cases, start=3):
        looks = ["overdue" if case["overdue"] and key in ("due_on", "overdue") else style for _, key, _, style in columns]
        values = ["\n".join(value) if isinstance(value := case[key], list) else value for _, key, _, _ in columns]
        workbook_style.put_row(sheet, row, values, [styles[look] for look in looks], [width for _, _, width, _ in columns])
    if not cases:
        row = 3
        workbook_style.put(sheet, row, 0, "没有。", styles["note"])
    sheet.freeze_panes(3, 4)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, row, len(columns) - 1)
    if cases:
        sheet.autofilter(2, 0, row, len(columns) - 1)
    workbook_style.lock(sheet)
