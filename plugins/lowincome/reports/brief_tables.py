"""The two tables of the 月度简报 that count: warnings and cases by family, households by rule and township."""

from datetime import date
from typing import Any

import duckdb

from lowincome.reports import disclosure, query
from lowincome.reports.query import Row
from lowincome.reports.render import figure

URGENCIES = ("紧急", "一般", "核实")
CLOCKS = ("opened", "reopened", "still_open", "overdue", "closed")
IN_FORCE = "施行"


def families(con: duckdb.DuckDBPyConnection, month: date) -> dict[str, Any]:
    """Warnings by family and urgency beside the cases of the family."""
    warnings = query.rows(
        con,
        "SELECT family, urgency, count(*) AS warnings FROM mart.warning WHERE month = ? GROUP BY family, urgency ORDER BY family, urgency",
        [month],
    )
    cases = query.rows(
        con,
        """
        SELECT
          s.family,
          count(*) FILTER (WHERE s.opened_month = s.month) AS opened,
          count(*) FILTER (WHERE s.opened_month = s.month AND s.predecessor_case_id IS NOT NULL) AS reopened,
          count(*) FILTER (WHERE is_open_case(s.state)) AS still_open,
          count(*) FILTER (WHERE s.is_overdue AND is_open_case(s.state)) AS overdue,
          count(*) FILTER (WHERE s.state = '已销号' AND p.state IS DISTINCT FROM '已销号') AS closed
        FROM mart.case_state AS s
        LEFT JOIN mart.case_state AS p ON p.month = s.month - INTERVAL 1 MONTH AND s.case_id = p.case_id
        WHERE s.month = ?
        GROUP BY s.family
        ORDER BY s.family
        """,
        [month],
    )
    warned: dict[str, dict[str, int]] = {}
    for row in warnings:
        warned.setdefault(row["family"], {})[row["urgency"]] = row["warnings"]
    kept = {row["family"]: row for row in cases}
    lines = [_family(family, warned.get(family, {}), kept.get(family, {})) for family in sorted(warned.keys() | kept.keys())]
    all_warned = {urgency: sum(counts.get(urgency, 0) for counts in warned.values()) for urgency in URGENCIES}
    return {
        "urgencies": list(URGENCIES),
        "families": lines,
        "all_families": _family("合计", all_warned, {clock: sum(row[clock] for row in cases) for clock in CLOCKS}),
        "warnings": figure(sum(all_warned.values()), "条"),
    }


def _family(name: str, warned: dict[str, int], cases: Row) -> dict[str, Any]:
    return {
        "family": name,
        "warnings": [figure(warned.get(urgency, 0), "条") for urgency in URGENCIES],
        **{clock: figure(cases.get(clock, 0), "件") for clock in CLOCKS},
    }


def rules(con: duckdb.DuckDBPyConnection, month: date, minimum: float) -> tuple[list[dict[str, Any]], list[str]]:
    """Each rule's county figures and its townships', and the townships' names. Private matters keep small cells back."""
    found = query.rows(
        con,
        """
        SELECT rule_id, title, family, urgency, is_private, township_name, triggered, not_triggered, unknown, state
        FROM mart.rule_summary
        WHERE month = ?
        ORDER BY rule_id, township_code
        """,
        [month],
    )
    by_rule: dict[str, list[Row]] = {}
    for row in found:
        by_rule.setdefault(row["rule_id"], []).append(row)
    rules = [_rule(rows, minimum) for rows in by_rule.values()]
    order = sorted(rules, key=lambda rule: (URGENCIES.index(rule["urgency"]), rule["family"], rule["title"]))
    return order, [row["township_name"] for row in next(iter(by_rule.values()), [])]


def _rule(rows: list[Row], minimum: float) -> dict[str, Any]:
    first = rows[0]
    is_in_force = first["state"] == IN_FORCE
    counts = [_triggered(row) for row in rows]
    hide = disclosure.hidden(counts, minimum) if first["is_private"] else set()
    known = [count for count in counts if count is not None]
    return {
        "title": first["title"],
        "family": first["family"],
        "urgency": first["urgency"],
        "state": first["state"],
        "triggered": figure(sum(known) if known else None, "户", None if is_in_force else "not_in_force"),
        "unknown": figure(sum(row["unknown"] or 0 for row in rows), "户", None if is_in_force else "not_in_force"),
        "townships": [
            figure(count, "户", "not_in_force" if not is_in_force else "suppressed" if place in hide else None)
            for place, count in enumerate(counts)
        ],
    }


def _triggered(row: Row) -> int | None:
    """Households for which the rule is true; None where it could not be answered for a single one."""
    answered = (row["triggered"] or 0) + (row["not_triggered"] or 0)
    return row["triggered"] if answered else None
