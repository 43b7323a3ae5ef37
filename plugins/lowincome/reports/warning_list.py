"""The 预警清单 of one township: whom to visit this month, why, and what to ask; as .xlsx to fill in and .html to print."""

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.intake import form
from lowincome.reports import outbox, query, render, warning_list_book, words
from lowincome.reports.query import Row
from lowincome.reports.render import Context, figure

UNKNOWN_VILLAGE = "行政村不详"


def write(con: duckdb.DuckDBPyConnection, month: date, township_code: str, out: Path) -> list[Path]:
    """The list of one township and month. out: the folder it goes to. Returns both paths.

    Errors: ReportError when the month's submission status has no line for the township, that is, the month did not run.
    """
    context = read(con, month, township_code)
    stem = words.file_name("预警清单", months.label(month), context["township"])
    html = render.page("warning_list", context)
    warning_list_book.write(out / f"{stem}.xlsx", month, context)
    return [out / f"{stem}.xlsx", outbox.put_page(out / f"{stem}.html", html)]


def read(con: duckdb.DuckDBPyConnection, month: date, township_code: str) -> Context:
    """What stands on the list: villages by name, in each the households by priority, then those not on it and why."""
    township = township_status(con, month, township_code)
    found = query.rows(
        con,
        """
        SELECT
          coalesce(village, '') AS village, case_id, household_id, head_name, persons, family, urgency, seen, basis, ask, may_apply,
          parameters_local, score_reasons, score_method, priority, due_on, is_listed, not_listed_reason, months_waiting
        FROM mart.list_line
        WHERE month = ? AND township_code = ?
        ORDER BY village, priority NULLS LAST, household_id, case_id
        """,
        [month, township_code],
    )
    listed = [row for row in found if row["is_listed"]]
    left_out = sorted(
        (row for row in found if not row["is_listed"]), key=lambda row: (row["priority"] is None, row["priority"] or 0, row["case_id"])
    )
    villages = _villages(listed)
    return {
        "township": township["township_name"],
        "month_zh": words.month_zh(month),
        "source": source(township),
        "is_carried_forward": bool(township["is_carried_forward"]),
        "not_compared": query.not_compared_zh(con, month),
        "method": query.score_method_zh(sorted({row["score_method"] for row in found if row["score_method"]})),
        "households": figure(len({row["household_id"] for row in listed}), "户"),
        "cases": figure(len(listed), "件"),
        "villages": villages,
        "unscheduled": [
            _line(number, row) | {"reason": row["not_listed_reason"] or "", "months_waiting": figure(row["months_waiting"], "个月")}
            for number, row in enumerate(left_out, start=1)
        ],
        "parameters": query.unconfirmed_parameters(con, month),
        "results": list(form.CODES["feedback"]["核查结果"]),
        "yes_no": list(form.CODES["feedback"]["申请销号"]),
    }


def township_status(con: duckdb.DuckDBPyConnection, month: date, township_code: str) -> Row:
    """The township's line of the month. Errors: ReportError when there is none."""
    found = query.rows(
        con,
        """
        SELECT township_name, status, version, is_on_time, is_carried_forward, roster_month, received_at AT TIME ZONE 'Asia/Shanghai' AS received_at
        FROM mart.submission_status
        WHERE month = ? AND township_code = ?
        """,
        [month, township_code],
    )
    if not found:
        raise ReportError(f"mart.submission_status 没有 {months.label(month)} 乡镇 {township_code} 的一行:请先运行本月的监测。")
    return found[0]


def source(township: Row) -> str:
    """Which roster the list stands on, in one sentence."""
    if township["is_carried_forward"]:
        return f"名册来源:本月没有可用的报送表,沿用{words.month_zh(township['roster_month'])}名册。走访时请顺便核对人口有没有变化。"
    if township["received_at"] is None:
        return "名册来源:贵乡镇还没有报过名册。"
    timely = "按时" if township["is_on_time"] else "逾期"
    return f"名册来源:本月第 {township['version']} 次报送({words.moment_zh(township['received_at'])} 收到,{timely})。"


def _villages(listed: list[Row]) -> list[dict[str, Any]]:
    """Villages, in each the households to visit, in each its cases. Lines are numbered through the whole list."""
    number = 0
    villages = []
    for village, in_village in groupby(listed, key=lambda row: row["village"]):
        households = []
        for _, in_household in groupby(in_village, key=lambda row: row["household_id"]):
            cases = []
            for row in in_household:
                number += 1
                cases.append(_line(number, row))
            households.append({"cases": cases, "head": cases[0]["head"], "persons": cases[0]["persons"]})
        villages.append({"name": village or UNKNOWN_VILLAGE, "households": households})
    return villages


def _line(number: int, row: Row) -> dict[str, Any]:
    return {
        "number": number,
        "case_id": row["case_id"],
        "village": row["village"] or UNKNOWN_VILLAGE,
        "head": row["head_name"] or "",
        "persons": figure(row["persons"], "人"),
        "family": row["family"],
        "urgency": row["urgency"] or "",
        "priority": row["priority"],
        "due_on": words.day(row["due_on"]),
        "seen": words.lines(row["seen"]),
        "basis": words.lines(row["basis"]),
        "ask": words.lines(row["ask"]),
        "may_apply": words.lines(row["may_apply"]),
        "reasons": words.lines(row["score_reasons"]),
        "provisional": row["parameters_local"] or "",
    }
