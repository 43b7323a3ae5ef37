"""A few pushed warnings and what came of them, said in words. Households and cases are numbers; nobody is named.

`pushed` says that a rule found a household and that its case stood on the list of that month, which went out in the next;
`heard` says what the township answered, `helped` that a measure arrived, `opened` and `closed` begin and end a case.
"""

from datetime import date
from itertools import count
from typing import Any

import duckdb

from lowincome import month as months
from lowincome import policy, rules, warehouse

JANUARY = date(2021, 1, 1)
SETTINGS = {
    "yield_confidence_level": 0.95,
    "yield_cohort_months": 12,
    "yield_answer_months": 2,
    "yield_review_below": 0.1,
    "missed_review_above": 0.03,
    "relapse_watch_first": 1,
    "relapse_watch_second": 3,
    "relapse_watch_third": 6,
    "visit_hours_household": 2,
    "small_cell_minimum": 5,
}
VERDICTS = ("属实", "不属实", "已有政策覆盖")
YIELD = ("mart.rule_push", "mart.rule_yield", "mart.yield_total", "mart.yield_proposal")
PUBLISHED = ("pub.rule_yield", "pub.missed_rate", "pub.relapse")
_step = count(1)


def after(n: int) -> date:
    """The month n months after January 2021."""
    return months.add(JANUARY, n)


def new() -> duckdb.DuckDBPyConnection:
    """An empty warehouse with the settings of three years and the rules `r1` (about a number) and `r2` (yes or no)."""
    con = warehouse.in_memory()
    rules.prepare(con)
    warehouse.run_models(con, ["ref.yield_band", "ref.feed", "ref.document", "ref.parameter", "ref.unit"], policy.reference_params())
    for n in range(-12, 24):
        for parameter, value in SETTINGS.items():
            put(con, "ref.policy_in_force", month=after(n), parameter=parameter, value=value, confidence="local")
        for rule_id in ("r1", "r2"):
            define(con, after(n), rule_id)
    return con


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def county_of(con: duckdb.DuckDBPyConnection, month: date) -> None:
    """泾源县 with one township, as far as a report asks where it is."""
    con.execute("DELETE FROM ref.division")
    put(con, "ref.division", code="640424", name="泾源县", parent_code="6404")
    put(con, "ref.division", code="640424100", name="香水镇", parent_code="640424")
    put(con, "mart.submission_status", month=month, township_code="640424100", township_name="香水镇")


def define(
    con: duckdb.DuckDBPyConnection,
    month: date,
    rule_id: str,
    feeds: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    title: str | None = None,
) -> None:
    con.execute("DELETE FROM rule.definition WHERE month = ? AND rule_id = ?", [month, rule_id])
    said = {"title": title or f"标题{rule_id}", "family": "漏保漏救", "state": "施行", "subject": "household", "is_private": False}
    put(con, "rule.definition", month=month, rule_id=rule_id, feeds=list(feeds), not_compared=list(missing) or None, **said)


def found(con: duckdb.DuckDBPyConnection, case: str, rule_id: str, month: date, **hit: Any) -> None:
    """A rule found the household of the case (household `H…` of case `Y…`) and the case was open at the month's end."""
    household_id = hit.pop("household_id", case.replace("Y", "H"))
    told = {"measured": 120, "threshold": 100, "unit": "yuan", "parameter": "income_drop_share", "is_triggered": True, **hit}
    put(con, "rule.unsafe_water", month=month, rule_id=rule_id, household_id=household_id, **told)
    put(con, "mart.warning", month=month, household_id=household_id, case_id=case, rule_id=rule_id, is_listed=False)


def listed(con: duckdb.DuckDBPyConnection, case: str, month: date, is_sent: bool = True, **plan: Any) -> None:
    """The case stands on the list of the month; the list goes out in the next, or does not."""
    put(con, "mart.visit_plan", month=month, case_id=case, is_listed=True, **plan)
    if is_sent:
        event(con, case, months.add(month, 1), "派单", state_after="核查中")


def pushed(con: duckdb.DuckDBPyConnection, case: str, rule_id: str, month: date, **hit: Any) -> None:
    found(con, case, rule_id, month, **hit)
    listed(con, case, month)


def event(con: duckdb.DuckDBPyConnection, case: str, month: date, event: str, **more: Any) -> None:
    """One line of the case's life, after all those written before. It happened and was known in the middle of the month's cycle."""
    day = more.pop("on", month.replace(day=10))
    told = {"household_id": case.replace("Y", "H"), "family": "漏保漏救", "move": event, "rule_ids": [], **more}
    put(con, "mart.case_event", month=month, case_id=case, seq=next(_step), event=event, happened_on=day, known_on=day, **told)


def heard(con: duckdb.DuckDBPyConnection, case: str, month: date, result: str, **more: Any) -> None:
    event(con, case, month, "核查结果", **{"move": result, "state_after": result, **more})


def helped(con: duckdb.DuckDBPyConnection, case: str, month: date) -> None:
    event(con, case, month, "帮扶落实", state_after="帮扶落实")


def opened(con: duckdb.DuckDBPyConnection, case: str, month: date, predecessor: str | None = None, **more: Any) -> None:
    told = {"on": month.replace(day=26), "predecessor_case_id": predecessor, "state_after": "待核查", **more}
    event(con, case, month, "复开" if predecessor else "立案", **told)


def closed(con: duckdb.DuckDBPyConnection, case: str, month: date, result: str = "属实", **more: Any) -> None:
    heard(con, case, month, result, **more)
    event(con, case, month, "销号", **{"state_after": "已销号", **more})


def run(con: duckdb.DuckDBPyConnection, tables: tuple[str, ...], month: date) -> None:
    warehouse.run_models(con, tables, {"month": month})


def rows(con: duckdb.DuckDBPyConnection, table: str, **where: Any) -> list[dict[str, Any]]:
    """The table's rows with these values, in a fixed order."""
    conditions = " AND ".join(["TRUE", *(f'"{key}" = ?' for key in where)])
    cursor = con.execute(f"SELECT * FROM {table} WHERE {conditions} ORDER BY ALL", list(where.values()))
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]


def empty(con: duckdb.DuckDBPyConnection) -> None:
    """Takes away everything that was pushed and answered; settings and rules stay."""
    for table in ("rule.unsafe_water", "mart.warning", "mart.visit_plan", "mart.case_event", *YIELD, "mart.missed_rate", "mart.relapse"):
        con.execute(f"DELETE FROM {table}")
