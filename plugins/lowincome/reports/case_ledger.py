"""The 销号台账: every case, open, closed or joined to another, with its last step, its clock and what closing it still lacks.

For each township with the heads of its households; for the county counts and cases without a name.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from lowincome import month as months
from lowincome.reports import case_words, ledger, outbox, query, render, words, workbook_style
from lowincome.reports.case_words import CLOSED, ENDED, MERGED
from lowincome.reports.render import Context, Figure, figure
from lowincome.reports.warning_list import UNKNOWN_VILLAGE, township_status

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE, OPEN = "销号台账", "在办"
STATES = ("待核查", "核查中", "外出未见", "属实", "不属实", "已有政策覆盖", "需部门复核", "帮扶落实", "观察", "不得销号", "暂缓")

# heading, key in the line, width, style
_IDENTITY = (
    ("序号", "number", 5, "centre"),
    ("预警编号", "case_id", 16, "code"),
    ("行政村", "village", 10, "text"),
    ("户主", "head", 8.5, "text"),
    ("问题类别", "family", 10, "text"),
    ("涉及的问题", "findings", 30, "text"),
    ("立案月份", "opened", 9, "centre"),
)
OPEN_COLUMNS = (
    *_IDENTITY,
    ("状态", "state", 13, "text"),
    ("最近一件事", "last_event", 12, "text"),
    ("已办月数", "months_open", 8.5, "count"),
    ("核查期限", "due_on", 11, "centre"),
    ("是否超期", "overdue", 8.5, "centre"),
    ("申请销号的答复", "answer", 22, "fine"),
    ("销号还差什么", "lacking", 26, "fine"),
)
CLOSED_COLUMNS = (
    *_IDENTITY,
    ("销号日期", "closed_on", 12.5, "centre"),
    ("销号时的核查结论", "closing_reason", 24, "text"),
    ("办了月数", "months_open", 10, "count"),
)
MERGED_COLUMNS = (*_IDENTITY, ("并入哪一案", "joined_into", 22, "text"))
_COUNTY = (("序号", 6, "centre"), ("乡镇", 9, "text"), ("预警编号", 14, "code"), ("问题类别", 10, "text"), ("涉及的问题", 30, "fine"))
COUNTY_OPEN = (
    *_COUNTY,
    ("立案月份", 10, "centre"),
    ("状态", 13, "text"),
    ("最近一件事", 12, "text"),
    ("已办月数", 10, "count"),
    ("核查期限", 12, "centre"),
    ("申请销号的答复", 22, "fine"),
    ("销号还差什么", 26, "fine"),
)
COUNTY_ENDED = (*_COUNTY, ("立案月份", 9, "centre"), ("怎样办结", 24, "text"), ("日期", 11, "centre"), ("办了月数", 8, "count"))
_SELECT = """
SELECT l.*, coalesce(t.name, '不知哪个乡镇') AS township_name
FROM mart.case_ledger AS l
LEFT JOIN ref.division AS t ON l.township_code = t.code
WHERE l.month = $month
"""


def write(con: duckdb.DuckDBPyConnection, month: date, township_code: str, out: Path) -> list[Path]:
    """The ledger of one township at the end of a month, or as far as a month in progress was tracked, as .xlsx and .html. Returns both paths.

    Errors: ReportError when the month's submission status has no line for the township, that is, the month did not run.
    """
    context = read(con, month, township_code)
    stem = words.file_name(TITLE, months.label(month), context["township"])
    html = render.page("case_ledger", context)
    with workbook_style.workbook(out / f"{stem}.xlsx", month) as (book, styles):
        for name, key, columns in ((OPEN, "open", OPEN_COLUMNS), (CLOSED, "closed", CLOSED_COLUMNS), (MERGED, "merged", MERGED_COLUMNS)):
            _write_sheet(book.add_worksheet(name), styles, context, context[key], columns)
    return [out / f"{stem}.xlsx", outbox.put_page(out / f"{stem}.html", html)]


def read(con: duckdb.DuckDBPyConnection, month: date, township_code: str) -> Context:
    """Open cases by village, the earliest due first; closed ones with the latest on top; those joined to another by number."""
    township = township_status(con, month, township_code)
    tracked_to = case_words.tracked_to(con, month)
    found = query.rows(
        con,
        f"{_SELECT} AND l.township_code = $code ORDER BY coalesce(l.village, ''), l.due_on NULLS LAST, l.case_id",
        {"month": month, "code": township_code},
    )
    still_open = [row for row in found if row["state"] not in ENDED]
    closed = sorted((row for row in found if row["state"] == CLOSED), key=lambda row: row["closed_on"] or date.min, reverse=True)
    merged = [row for row in found if row["state"] == MERGED]
    return {
        "township": township["township_name"],
        "month_zh": words.month_zh(month),
        "as_of": f"截至 {words.day(tracked_to)} " if tracked_to else "月末",
        "open": [_line(number, row) for number, row in enumerate(still_open, start=1)],
        "closed": [_line(number, row) for number, row in enumerate(closed, start=1)],
        "merged": [_line(number, row) for number, row in enumerate(merged, start=1)],
        "overdue": _overdue(still_open),
    }


def _overdue(cases: list[query.Row]) -> Figure:
    """How many are overdue; not known where of any it can't be told."""
    told = [row["is_overdue"] for row in cases]
    return figure(None if None in told else sum(told), "件")


def _line(number: int, row: query.Row) -> dict[str, Any]:
    return {
        "number": number,
        "case_id": row["case_id"],
        "village": row["village"] or UNKNOWN_VILLAGE,
        "head": row["head_name"] or "",
        "family": row["family"],
        "findings": case_words.findings(row),
        "opened": months.label(row["opened_month"]),
        "state": case_words.state(row),
        "last_event": _last_event(row),
        "months_open": figure(row["months_open"], "个月"),
        "due_on": words.day(row["due_on"]),
        "overdue": case_words.overdue(row),
        "answer": case_words.answer(row),
        "lacking": case_words.lacking(row),
        "closed_on": words.day(row["closed_on"]),
        "closing_reason": row["closing_reason"] or "",
        "joined_into": row["joined_into"] or "",
    }


def _last_event(row: query.Row) -> list[str]:
    return [text for text in (row["last_event"], words.day(row["last_event_on"])) if text]


def write_county(con: duckdb.DuckDBPyConnection, month: date, county: str, out: Path) -> list[Path]:
    """Counts by township and state; every open case, and those closed or joined to another this month, without a name."""
    found = query.rows(con, f"{_SELECT} ORDER BY l.township_code, l.due_on NULLS LAST, l.case_id", {"month": month})
    ended_now = {
        row["case_id"]: row["happened_on"]
        for row in query.rows(
            con, "SELECT case_id, happened_on FROM mart.case_event WHERE month = ? AND NOT is_open_case(state_after)", [month]
        )
    }
    still_open = [row for row in found if row["state"] not in ENDED]
    ended = [row for row in found if row["case_id"] in ended_now]
    lines = [[*_case(number, row), *_open(row)] for number, row in enumerate(still_open, start=1)]
    over = [[*_case(number, row), *_ended(row, ended_now[row["case_id"]])] for number, row in enumerate(ended, start=1)]
    sums = (("乡镇", 12, "text"), *((name, max(8, 2 * len(name)), "count") for name in (OPEN, *STATES, "核查超期", "本月办结", "历来办结")))
    sections = [
        ledger.section("各乡镇", "按区划代码排列。办结:已销号和已并案的。", sums, _sums(con, month, found, set(ended_now))),
        ledger.section(OPEN, f"共 {len(lines)} 件。户主姓名在各乡镇自己的台账上。", COUNTY_OPEN, lines),
        ledger.section("本月办结", f"共 {len(over)} 件。", COUNTY_ENDED, over),
    ]
    context = {"title": TITLE, "place": county, "month_zh": words.month_zh(month), "notes": [], "sections": sections}
    return ledger.write(context, month, out)


def _sums(con: duckdb.DuckDBPyConnection, month: date, found: list[query.Row], ended_now: set[str]) -> list[list[Any]]:
    """One line a township of the county, also one without any case; the county's own line at the end."""
    status = query.rows(con, "SELECT township_code, township_name FROM mart.submission_status WHERE month = ?", [month])
    names = {row["township_code"]: row["township_name"] for row in [*status, *found]}
    lines = []
    for code, name in [*sorted(names.items(), key=lambda item: item[0] or ""), (None, "合计")]:
        own = found if name == "合计" else [row for row in found if row["township_code"] == code]
        still_open = [row for row in own if row["state"] not in ENDED]
        counts = [len(still_open), *(sum(row["state"] == state for row in still_open) for state in STATES)]
        ended = [sum(row["case_id"] in ended_now for row in own), len(own) - len(still_open)]
        lines.append([name, *(figure(count, "件") for count in counts), _overdue(still_open), *(figure(count, "件") for count in ended)])
    return lines


def _case(number: int, row: query.Row) -> list[Any]:
    return [number, row["township_name"], row["case_id"], row["family"], case_words.findings(row), months.label(row["opened_month"])]


def _open(row: query.Row) -> list[Any]:
    due = [text for text in (words.day(row["due_on"]), case_words.overdue(row)) if text]
    told = [case_words.state(row), _last_event(row), figure(row["months_open"], "个月"), due]
    return [*told, case_words.answer(row), case_words.lacking(row)]


def _ended(row: query.Row, happened_on: date) -> list[Any]:
    how = case_words.state(row) if row["state"] == MERGED else [row["state"], row["closing_reason"] or ""]
    return [how, words.day(happened_on), figure(row["months_open"], "个月")]


def _write_sheet(
    sheet: "Worksheet",
    styles: workbook_style.Styles,
    context: Context,
    cases: list[dict[str, Any]],
    columns: tuple[tuple[str, str, float, str], ...],
) -> None:
    name = sheet.get_name()
    footer = f"{context['township']} {context['month_zh']}{TITLE} {name}  {ledger.FOOTER}"
    workbook_style.set_up(sheet, widths=[width for _, _, width, _ in columns], footer=footer)
    over = context["overdue"]
    told = f" {words.number(over['value'])} 件" if over["state"] == "known" else words.STATES[over["state"]]
    said = f"{context['as_of']}{name} {len(cases)} 件" + (f",其中超期{told}。" if name == OPEN else "。")
    workbook_style.put(sheet, 0, 0, f"{context['township']} {context['month_zh']}{TITLE}:{name}", styles["title"])
    workbook_style.put(sheet, 1, 0, said, styles["note"])
    workbook_style.put_row(sheet, 2, [heading for heading, _, _, _ in columns], [styles["head"]] * len(columns))
    sheet.set_row(0, 27)
    sheet.set_row(2, 20)
    row = 2
    for row, case in enumerate(cases, start=3):
        is_over = case["overdue"] == case_words.OVERDUE
        looks = ["overdue" if is_over and key in ("due_on", "overdue") else style for _, key, _, style in columns]
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
