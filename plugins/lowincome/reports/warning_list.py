"""The 预警清单 of one township: whom to visit this month, why, and what to ask; as .xlsx to fill in and .html to print."""

from collections import Counter
from datetime import date
from decimal import Decimal
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
# how many routine visits there are is the county's matter: on paper such a visit is one like any other
NOT_ON_PAPER = "random_visit_share"


def write(con: duckdb.DuckDBPyConnection, month: date, township_code: str, out: Path) -> list[Path]:
    """The list of one township and month. out: the folder it goes to. Returns both paths.

    Errors: ReportError when the month's submission status has no line for the township, that is, the month did not run.
    """
    context = read(con, month, township_code)
    stem = words.file_name("预警清单", months.label(month), context["township"])
    html = render.page("warning_list", context)
    warning_list_book.write(out / f"{stem}.xlsx", month, township_code, context)
    return [out / f"{stem}.xlsx", outbox.put_page(out / f"{stem}.html", html)]


def read(con: duckdb.DuckDBPyConnection, month: date, township_code: str) -> Context:
    """What stands on the list: walk by walk, in each the villages by name and the households by priority; then those not on it and why."""
    township = township_status(con, month, township_code)
    found = query.rows(
        con,
        """
        SELECT
          coalesce(village, '') AS village, case_id, household_id, head_name, persons, family, urgency, seen, basis, ask, may_apply,
          parameters_local, score_reasons, score_method, priority, due_on, is_listed, walk, hours, not_listed_reason, months_waiting
        FROM mart.list_line
        WHERE month = ? AND township_code = ?
        ORDER BY walk, village, priority NULLS LAST, household_id, list_position(['紧急', '一般', '核实'], urgency), case_id
        """,
        [month, township_code],
    )
    listed = [row for row in found if row["is_listed"]]
    left_out = sorted((row for row in found if not row["is_listed"]), key=lambda row: (row["priority"] or 0, row["case_id"]))
    unscheduled, settled = (
        [_left_out(number, row) for number, row in enumerate(some, start=1)]
        for some in ([row for row in left_out if row["priority"]], [row for row in left_out if not row["priority"]])
    )
    hours, shortage = hours_zh(con, month, township_code, found)
    return {
        "township": township["township_name"],
        "month_zh": words.month_zh(month),
        "source": source(township),
        "is_carried_forward": bool(township["is_carried_forward"]),
        "not_compared": query.not_compared_zh(con, month),
        "method": query.score_method_zh(sorted({row["score_method"] for row in found if row["score_method"]})),
        "hours": hours,
        "shortage": shortage,
        "wait": wait_zh(query.parameter(con, month, "visit_wait_months")),
        "households": figure(len({row["household_id"] for row in listed}), "户"),
        "cases": figure(len(listed), "件"),
        "walks": _walks(listed),
        "left_out": left_out_zh(len(unscheduled), len(settled)),
        "unscheduled": unscheduled,
        "settled": settled,
        "parameters": [row for row in query.unconfirmed_parameters(con, month) if row["name"] != NOT_ON_PAPER],
        "results": list(form.CODES["feedback"]["核查结果"]),
        "yes_no": list(form.CODES["feedback"]["申请销号"]),
    }


def hours_zh(con: duckdb.DuckDBPyConnection, month: date, township_code: str, found: list[Row]) -> tuple[str, str]:
    """Hours had against hours needed, by everybody who waits for a visit and by the list; and what to say where the list needs more than there is.

    Where the county has set no hours, neither is said.
    """
    capacity = query.rows(
        con, "SELECT hours, is_declared FROM mart.visit_capacity WHERE month = ? AND township_code = ?", [month, township_code]
    )
    had, is_declared = (capacity[0]["hours"], capacity[0]["is_declared"]) if capacity else (None, False)
    waiting = [row for row in found if row["priority"]]
    listed = [row for row in waiting if row["is_listed"]]
    if had is None or any(row["hours"] is None for row in waiting):
        return "走访工时:县里还没有定,只列入了必须去的。", ""
    told = "乡镇报的" if is_declared else "没有收到贵乡镇报的,按县里暂定的数"
    needed, planned = (sum((row["hours"] for row in some), Decimal(0)) for some in (waiting, listed))
    walks = f"分 {len({row['walk'] for row in listed})} 趟,约要 {words.number(planned)} 小时"
    homes, on_list = (len({row["household_id"] for row in some}) for some in (waiting, listed))
    if homes == on_list:
        need = f"要走访的 {homes} 户都在清单上,{walks}。" if homes else "没有要走访的户。"
    else:
        reached = f"清单上的 {on_list} 户{walks}" if on_list else "这个月一户也排不上"
        need = f"要走访的 {homes} 户全走完约要 {words.number(needed)} 小时,{reached}。"
    short = (
        f"工时不够:清单上的户这个月都必须去,比工时多 {words.number(planned - had)} 小时。先去紧急的,去不完的告诉监测中心。"
        if planned > had
        else ""
    )
    return f"走访工时:本月 {words.number(had)} 小时({told})。{need}", short


def left_out_zh(unscheduled: int, settled: int) -> str:
    """How many cases are not on the list, and why, in half a sentence."""
    waiting = f"另有 {unscheduled} 件这个月排不下" if unscheduled else "要走访的都排上了"
    return waiting + (f",{settled} 件不用再走访、正在办" if settled else "")


def wait_zh(months_allowed: float | None) -> str:
    """What becomes of those the hours do not reach."""
    bound = f",最多等 {words.number(months_allowed)} 个月,等满了一定去(过了当月的例行走访除外)" if months_allowed is not None else ""
    return f"没有安排不等于没有问题。走访时间排不下的,下个月接着排{bound}。"


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


def _walks(listed: list[Row]) -> list[dict[str, Any]]:
    """Walks, in each the households to visit, in each its cases. Lines are numbered through the whole list."""
    number = 0
    walks = []
    for walk, in_walk in groupby(listed, key=lambda row: row["walk"]):
        households = []
        for _, in_household in groupby(rows := list(in_walk), key=lambda row: row["household_id"]):
            cases = []
            for row in in_household:
                number += 1
                cases.append(_line(number, row))
            households.append({"cases": cases, "village": cases[0]["village"], "head": cases[0]["head"], "persons": cases[0]["persons"]})
        hours = None if any(row["hours"] is None for row in rows) else sum((row["hours"] for row in rows), Decimal(0))
        villages = Counter(household["village"] for household in households)
        walks.append(
            {
                "number": walk,
                "villages": "、".join(f"{name} {count} 户" for name, count in villages.items()),
                "hours": figure(hours, "小时"),
                "households": households,
            }
        )
    return walks


def _left_out(number: int, row: Row) -> dict[str, Any]:
    """A case that is not on the list; only one that still needs a visit is waiting."""
    waiting = figure(row["months_waiting"], "个月") if row["priority"] else None
    return _line(number, row) | {"reason": row["not_listed_reason"] or "", "months_waiting": waiting}


def _line(number: int, row: Row) -> dict[str, Any]:
    waited = [f"已经等了 {row['months_waiting']} 个月"] if row["is_listed"] and row["months_waiting"] else []
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
        "reasons": waited + words.lines(row["score_reasons"]),
        "provisional": row["parameters_local"] or "",
    }
