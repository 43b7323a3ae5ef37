"""A township's month just before its list is made: roster, cases and hours, put straight into the tables that the models read."""

from datetime import date
from typing import Any

import duckdb

from lowincome import rules, warehouse

JUNE = date(2021, 6, 1)
TOWNSHIP, OTHER = "640424100", "640424200"
NAMES = {TOWNSHIP: "香水镇", OTHER: "新民乡"}
SETTINGS = {
    "visit_hours_township_month": 24,
    "visit_hours_household": 2,
    "visit_travel_hours": 2,
    "visit_day_hours": 8,
    "visit_wait_months": 3,
    "random_visit_share": 0.05,
}
PLAN = ("mart.visit_capacity", "mart.visit_need", "mart.visit_plan")
FILLED = (
    *("ref.policy_in_force", "ref.village_travel", "stg.visit_capacity", "stg.list_approval", "core.household_month"),
    *("rule.definition", "rule.unsafe_water", "mart.finding", "mart.case_before", "mart.case_state", "mart.urgent_case"),
    *(
        "mart.risk_score",
        "mart.visit_capacity",
        "mart.random_draw",
        "mart.visit_need",
        "mart.visit_plan",
        "mart.list_line",
        "mart.form_feedback",
    ),
)
Row = dict[str, Any]


def county() -> duckdb.DuckDBPyConnection:
    """Two townships and no household."""
    con = warehouse.in_memory()
    rules.prepare(con)
    for code, name in NAMES.items():
        put(con, "ref.division", code=code, name=name, parent_code="640424", level="乡")
    return con


def clear(con: duckdb.DuckDBPyConnection) -> None:
    for table in FILLED:
        con.execute(f"DELETE FROM {table}")


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def settings(con: duckdb.DuckDBPyConnection, month: date = JUNE, **changed: float | None) -> None:
    """The office's numbers of the month; a parameter that is None is not in force."""
    for parameter, value in {**SETTINGS, **changed}.items():
        if value is not None:
            put(con, "ref.policy_in_force", month=month, parameter=parameter, value=value)


def household(con: duckdb.DuckDBPyConnection, household_id: str, month: date = JUNE, **over: Any) -> None:
    row = {"township_code": TOWNSHIP, "township_name": "香水镇", "village": "上村", "head_name": "马某", "persons": 3, **over}
    put(con, "core.household_month", month=month, household_id=household_id, **row)


def case(
    con: duckdb.DuckDBPyConnection,
    household_id: str,
    month: date = JUNE,
    *,
    urgency: str | None = "一般",
    score: int | None = None,
    family: str = "漏保漏救",
    drawn: date | None = None,
    **over: Any,
) -> str:
    """An open case of a household, with this month's finding of that urgency (None: found earlier, not again); returns its number.

    drawn: the month in which a routine visit was drawn; this one unless said otherwise.
    """
    case_id = over.pop("case_id", f"YJ-{household_id}-{family}")
    row = {"township_code": TOWNSHIP, "state": "待核查", "is_random": family == "例行走访", **over}
    put(con, "mart.case_state", month=month, case_id=case_id, household_id=household_id, family=family, **row)
    if urgency:
        rule_id = f"{family}_{urgency}"
        if not con.execute("SELECT 1 FROM rule.definition WHERE month = ? AND rule_id = ?", [month, rule_id]).fetchall():
            put(con, "rule.definition", month=month, rule_id=rule_id, family=family, urgency=urgency, title=f"标题{rule_id}")
        put(con, "mart.finding", month=month, household_id=household_id, rule_id=rule_id, family=family, is_quiet=False)
    if family == "例行走访" and drawn in (None, month):
        put(con, "mart.random_draw", month=month, township_code=row["township_code"], household_id=household_id, draw=0.01)
    if score is not None:
        put(con, "mart.risk_score", month=month, household_id=household_id, score=score)
    return case_id


def run(con: duckdb.DuckDBPyConnection, month: date = JUNE, models: tuple[str, ...] = PLAN) -> list[Row]:
    """The models' month; returns the rows of the last one."""
    warehouse.run_models(con, models, {"month": month, "region": "640424"})
    return rows(con, f"SELECT * FROM {models[-1]} WHERE month = '{month}' ORDER BY ALL")


def rows(con: duckdb.DuckDBPyConnection, select: str) -> list[Row]:
    cursor = con.execute(select)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def by_household(plan: list[Row]) -> dict[str, Row]:
    return {row["household_id"]: row for row in plan}


def listed(plan: list[Row]) -> set[str]:
    return {row["household_id"] for row in plan if row["is_listed"]}
