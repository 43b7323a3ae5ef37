"""The 月度简报: one A4 page for the county's leaders. County figures and plain facts by township, in the order of their codes.

No ranking, no household. A standard that no document settles is named on this page with its value.
"""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.reports import brief_tables, outbox, query, render, words
from lowincome.reports.query import Row
from lowincome.reports.render import Context, Figure, figure

RETURNED, OVERDUE = "退回", "逾期"
COUNTS = ("rows_in", "rows_accepted", "rows_quarantined", "rows_rejected")


def write(con: duckdb.DuckDBPyConnection, month: date, out: Path) -> list[Path]:
    """The brief of a month as 月度简报_<月>.html in the folder out.

    Errors: ReportError when the month did not run, or when the parameter small_cell_minimum is not in force.
    """
    html = render.page("county_brief", read(con, month))
    return [outbox.put_page(out / f"{words.file_name('月度简报', months.label(month))}.html", html)]


def read(con: duckdb.DuckDBPyConnection, month: date) -> Context:
    """Everything the page says."""
    minimum = query.parameter(con, month, "small_cell_minimum")
    if minimum is None:
        raise ReportError(
            f"参数 small_cell_minimum(小数隐去的起报数)在 {months.label(month)} 没有取值,简报没有出。请在 sql/0_reference/policy 补上。"
        )
    rules, names = brief_tables.rules(con, month, minimum)
    return {
        "county": query.county_name(con, month),
        "month_zh": words.month_zh(month),
        **_revision(con, month),
        **_townships(con, month),
        "watch": _watch(con, month),
        **brief_tables.families(con, month),
        "rules": [rule for rule in rules if rule["state"] == brief_tables.IN_FORCE],
        "rule_townships": names,
        "not_in_force": [rule["title"] for rule in rules if rule["state"] != brief_tables.IN_FORCE],
        "not_compared": query.not_compared(con, month),
        "office_findings": _office_findings(con, month),
        "method": query.score_method_zh(_score_methods(con, month)),
        "minimum": figure(minimum, "户"),
        "parameters": query.unconfirmed_parameters(con, month),
    }


def _office_findings(con: duckdb.DuckDBPyConnection, month: date) -> Figure:
    found = query.rows(con, "SELECT count(*) AS findings FROM mart.office_finding WHERE month = ? AND is_triggered", [month])
    return figure(found[0]["findings"], "项")


def _revision(con: duckdb.DuckDBPyConnection, month: date) -> dict[str, Any]:
    found = query.rows(con, "SELECT revision, reason FROM mart.month_run WHERE month = ?", [month])
    return {"revision": found[0]["revision"], "reason": found[0]["reason"] or ""} if found else {"revision": None, "reason": ""}


def _townships(con: duckdb.DuckDBPyConnection, month: date) -> dict[str, Any]:
    """What each township sent and how long its list is, in the order of the codes; with the sums."""
    found = query.rows(
        con,
        """
        SELECT
          s.township_code, s.township_name, s.status, s.file_status, s.is_taken, s.is_taken_on_time, s.is_on_time, s.rows_in, s.rows_accepted, s.rows_quarantined, s.rows_rejected,
          s.is_carried_forward, s.roster_month, s.received_at AT TIME ZONE 'Asia/Shanghai' AS received_at,
          count(DISTINCT l.household_id) FILTER (WHERE l.is_listed) AS listed,
          count(DISTINCT l.household_id) FILTER (WHERE NOT l.is_listed AND l.priority IS NOT NULL) AS waiting,
          max(l.months_waiting) FILTER (WHERE NOT l.is_listed AND l.priority IS NOT NULL AND l.family <> '例行走访') AS longest
        FROM mart.submission_status AS s
        LEFT JOIN mart.list_line AS l ON s.month = l.month AND s.township_code = l.township_code
        WHERE s.month = ?
        GROUP BY ALL
        ORDER BY s.township_code
        """,
        [month],
    )
    capacity = _capacity(con, month)
    sent = [row for row in found if row["file_status"]]
    return {
        "townships": [_township(row, capacity.get(row["township_code"])) for row in found],
        "sums": {count.removeprefix("rows_"): figure(sum(row[count] or 0 for row in sent), "行") for count in COUNTS}
        | {key: figure(sum(row[key] for row in found), "户") for key in ("listed", "waiting")},
        "on_time": figure(sum(row["is_taken_on_time"] for row in found), "个"),
        "late": [row["township_name"] for row in sent if row["status"] == OVERDUE and row["is_taken"]],
        "returned": [row["township_name"] for row in sent if row["file_status"] == RETURNED],
        "missing": [row["township_name"] for row in found if not row["file_status"]],
        "carried": [
            {"name": row["township_name"], "month_zh": words.month_zh(row["roster_month"])} for row in found if row["is_carried_forward"]
        ],
    }


def _township(row: Row, capacity: int | None) -> dict[str, Any]:
    return {
        "name": row["township_name"],
        "status": row["status"],
        "is_sent": bool(row["file_status"]),
        "received": words.moment_zh(row["received_at"]),
        "is_late": row["is_on_time"] is False,
        "roster": words.month_zh(row["roster_month"]) if row["roster_month"] else "还没有",
        **{count.removeprefix("rows_"): figure(row[count], "行") for count in COUNTS},
        "listed": figure(row["listed"], "户"),
        "capacity": figure(capacity, "户"),
        "waiting": figure(row["waiting"], "户"),
        "longest": figure(row["longest"] or 0, "个月"),
    }


def _capacity(con: duckdb.DuckDBPyConnection, month: date) -> dict[str, int | None]:
    """Households that each township's visiting hours of a month allow for."""
    found = query.rows(con, "SELECT township_code, households FROM mart.visit_capacity WHERE month = ?", [month])
    return {row["township_code"]: row["households"] for row in found}


def _watch(con: duckdb.DuckDBPyConnection, month: date) -> dict[str, Figure]:
    """Households and persons on the rosters at the end of the month, and who came and went."""
    found = query.rows(
        con,
        """
        SELECT unit, sum(closing) AS closing, sum(entered) AS entered, sum(left_) AS gone
        FROM mart.conservation
        WHERE month = ?
        GROUP BY unit
        """,
        [month],
    )
    by_unit = {row["unit"]: row for row in found}
    nothing: Row = {"closing": None, "entered": None, "gone": None}
    households, persons = by_unit.get("户", nothing), by_unit.get("人", nothing)
    return {
        "households": figure(households["closing"], "户"),
        "persons": figure(persons["closing"], "人"),
        "entered": figure(households["entered"], "户"),
        "gone": figure(households["gone"], "户"),
    }


def _score_methods(con: duckdb.DuckDBPyConnection, month: date) -> list[str]:
    found = query.rows(
        con,
        "SELECT DISTINCT score_method FROM mart.list_line WHERE month = ? AND score_method IS NOT NULL ORDER BY score_method",
        [month],
    )
    return [row["score_method"] for row in found]
