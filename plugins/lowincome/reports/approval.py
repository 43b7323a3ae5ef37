"""What the centre reads before it lets a month's lists go: how long they are, what they rest on, what is new since last month.

County figures and townships in the order of their codes; no household, no name. The text is Markdown, as Airflow shows it.
"""

from datetime import date
from typing import Any

import duckdb

from lowincome import month as months
from lowincome.reports import query, render, words
from lowincome.reports.query import Row
from lowincome.reports.render import Context, figure

IN_FORCE = "施行"


def text(con: duckdb.DuckDBPyConnection, month: date, batch: str, files: int) -> str:
    """batch: the number of the lists that wait; files: how many they are. Errors: ReportError when the month did not run."""
    return render.text("approval", read(con, month, batch, files))


def read(con: duckdb.DuckDBPyConnection, month: date, batch: str, files: int) -> Context:
    """Everything the text says."""
    before = _run_before(con, month)
    townships = _townships(con, month)
    run = query.rows(con, "SELECT revision, reason FROM mart.month_run WHERE month = ?", [month])[0]
    return {
        "county": query.county_name(con, month),
        "month_zh": words.month_zh(month),
        "batch": batch,
        "files": files,
        "revision": run["revision"],
        "reason": run["reason"] or "",
        "townships": [_township(row) for row in townships],
        "sums": {key: _sum(townships, key) for key in ("warnings", "listed", "waiting", "needed", "had")},
        "missing": [
            {"name": row["township_name"], "roster": words.month_zh(row["roster_month"]) if row["roster_month"] else ""}
            for row in townships
            if not row["file_status"]
        ],
        "not_compared": query.not_compared(con, month),
        "unconfirmed": len(query.unconfirmed_parameters(con, month)),
        "parameters": _parameters_on_lists(con, month),
        "changes": _changes(con, month, before) if before else None,
    }


def _run_before(con: duckdb.DuckDBPyConnection, month: date) -> date | None:
    """The month before, if it has been run: a month in progress has no lists to compare with."""
    found = con.execute("SELECT 1 FROM mart.month_run WHERE month = ?", [months.add(month, -1)]).fetchone()
    return months.add(month, -1) if found else None


def _townships(con: duckdb.DuckDBPyConnection, month: date) -> list[Row]:
    return query.rows(
        con,
        """
        WITH warned AS (SELECT township_code, count(*) AS warnings FROM mart.warning WHERE month = $month GROUP BY township_code),
        listed AS (
          SELECT
            township_code,
            count(DISTINCT household_id) FILTER (WHERE is_listed) AS listed,
            count(DISTINCT household_id) FILTER (WHERE NOT is_listed AND priority IS NOT NULL) AS waiting
          FROM mart.list_line
          WHERE month = $month
          GROUP BY township_code
        ),
        needed AS (SELECT township_code, sum(hours) AS needed FROM mart.visit_plan WHERE month = $month AND is_listed GROUP BY township_code)
        SELECT
          s.township_name, s.status, s.file_status, s.roster_month,
          coalesce(w.warnings, 0) AS warnings, coalesce(l.listed, 0) AS listed, coalesce(l.waiting, 0) AS waiting,
          coalesce(n.needed, 0) AS needed, k.hours AS had
        FROM mart.submission_status AS s
        LEFT JOIN warned AS w ON s.township_code = w.township_code
        LEFT JOIN listed AS l ON s.township_code = l.township_code
        LEFT JOIN needed AS n ON s.township_code = n.township_code
        LEFT JOIN mart.visit_capacity AS k ON s.month = k.month AND s.township_code = k.township_code
        WHERE s.month = $month
        ORDER BY s.township_code
        """,
        {"month": month},
    )


def _township(row: Row) -> dict[str, Any]:
    return {
        "name": row["township_name"],
        "status": row["status"],
        "warnings": figure(row["warnings"], "条"),
        "listed": figure(row["listed"], "户"),
        "waiting": figure(row["waiting"], "户"),
        "needed": figure(row["needed"], "小时"),
        "had": figure(row["had"], "小时"),
    }


def _sum(townships: list[Row], key: str) -> Any:
    """Over all townships; unknown where it is for one of them."""
    values = [row[key] for row in townships]
    return figure(None if None in values else sum(values))


def _parameters_on_lists(con: duckdb.DuckDBPyConnection, month: date) -> list[str]:
    """The numbers without a document that some line of a list rests on, each with its mark."""
    found = con.execute(
        "SELECT parameters_local FROM mart.list_line WHERE month = ? AND is_listed AND parameters_local IS NOT NULL", [month]
    )
    return sorted({name for (names,) in found.fetchall() for name in names.split("、")})


def _changes(con: duckdb.DuckDBPyConnection, month: date, before: date) -> dict[str, Any]:
    """What is different from the month before: warnings, cases, lists, rules, extracts compared."""
    warnings, listed = (
        con.execute(select, [before]).fetchall()[0][0]
        for select in (
            "SELECT count(*) FROM mart.warning WHERE month = ?",
            "SELECT count(DISTINCT household_id) FROM mart.list_line WHERE month = ? AND is_listed",
        )
    )
    events = dict(
        con.execute("SELECT event, count(DISTINCT case_id) FROM mart.case_event WHERE month = ? GROUP BY event", [month]).fetchall()
    )
    fresh = con.execute(
        "SELECT count(DISTINCT l.household_id) FROM mart.list_line AS l WHERE l.month = ? AND l.is_listed AND l.household_id NOT IN"
        " (SELECT p.household_id FROM mart.list_line AS p WHERE p.month = ? AND p.is_listed)",
        [month, before],
    ).fetchall()[0][0]
    now, then = _rules_in_force(con, month), _rules_in_force(con, before)
    gone, missing = set(query.not_compared(con, before)), set(query.not_compared(con, month))
    return {
        "before_zh": words.month_zh(before),
        "warnings": warnings,
        "listed": listed,
        "fresh": fresh,
        "opened": events.get("立案", 0),
        "reopened": events.get("复开", 0),
        "closed": events.get("销号", 0) + events.get("分歧消失", 0),
        "rules_begun": [now[rule] for rule in sorted(now.keys() - then.keys())],
        "rules_ended": [then[rule] for rule in sorted(then.keys() - now.keys())],
        "compared_again": sorted(gone - missing),
        "no_longer_compared": sorted(missing - gone),
    }


def _rules_in_force(con: duckdb.DuckDBPyConnection, month: date) -> dict[str, str]:
    return dict(con.execute("SELECT rule_id, title FROM rule.definition WHERE month = ? AND state = ?", [month, IN_FORCE]).fetchall())
