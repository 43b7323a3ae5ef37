"""Cases in a warehouse in memory: what stands on the rosters, what rules find, what is heard from the doors, and the month's close."""

from datetime import date, timedelta
from typing import Any

import duckdb

from lowincome import policy, rules, warehouse

REGION = "640424"
TOWNSHIP, OTHER = "640424100", "640424101"
RULE = "low_income_uncovered"
FAMILY = "漏保漏救"
STANDING = ("ref.policy_value", "ref.parameter", "ref.unit", "ref.document", "ref.division", "ref.case_move", "ref.closing_demand")
MODELS = (
    "mart.roster_pair",
    "mart.household_change",
    "mart.case_home",
    "mart.case_before",
    "mart.feedback_unplaced",
    "mart.case_claim",
    "mart.closing_check",
    "mart.case_answer",
    "mart.case_now",
    "mart.finding",
    "mart.case_event",
    "mart.case_state",
)
WELL_OFF = {"income_yuan_12m": 40000, "income_per_capita_yuan_year": 40000, "rigid_yuan_12m": 0}


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def day(month: str, number: int) -> date:
    return date.fromisoformat(f"{month}-{number:02}")


def lives(con: duckdb.DuckDBPyConnection, month: str, household_id: str = "H1", people: tuple[str, ...] = ("P1",), **said: Any) -> None:
    """A household on the month's roster, well off and able to work unless said otherwise."""
    labour = {
        key: said.pop(key, value) for key, value in {"labour_capacity": "有", "is_main_labour": True, "months_without_income": 0}.items()
    }
    row = {
        "township_code": TOWNSHIP,
        "settlement": "农村",
        "support_category": "无",
        "is_in_dibao": False,
        "is_in_tekun": False,
        "monitoring_category": "一般户",
        "persons": len(people),
        "head_person_id": people[0],
        **WELL_OFF,
        **said,
    }
    put(con, "core.household_month", month=day(month, 1), household_id=household_id, **row)
    for person in people:
        put(
            con,
            "core.person_month",
            month=day(month, 1),
            household_id=household_id,
            person_id=person,
            name=person,
            is_in_household=True,
            **labour,
        )


def finds(
    con: duckdb.DuckDBPyConnection,
    month: str,
    household_id: str = "H1",
    rule_id: str = RULE,
    family: str = FAMILY,
    is_triggered: bool | None = True,
    measured: float = 3000,
    unit: str = "yuan_per_person_year",
    evidence: str = '{"状况": "甲"}',
) -> None:
    """What a rule answers of a household this month: yes, no, or not known."""
    first = day(month, 1)
    if not con.execute("SELECT count(*) FROM rule.definition WHERE month = ? AND rule_id = ?", [first, rule_id]).fetchone()[0]:
        put(
            con,
            "rule.definition",
            month=first,
            rule_id=rule_id,
            family=family,
            subject="household",
            urgency="一般",
            state="施行",
            title=rule_id,
        )
    said = {"is_triggered": is_triggered, "measured": measured, "threshold": 6000, "unit": unit, "evidence": evidence}
    put(con, "rule.unsafe_water", month=first, rule_id=rule_id, household_id=household_id, **said)


def hears(con: duckdb.DuckDBPyConnection, month: str, case_id: str, result: str | None, on: int = 10, **said: Any) -> None:
    """One row of 核查反馈: visited on the given day of the month, the file received two days later."""
    row_number = con.execute("SELECT count(*) + 2 FROM stg.feedback").fetchone()[0]
    row = {
        "township_code": TOWNSHIP,
        "submission_id": f"S{month}",
        "row_number": row_number,
        "visited_on": day(month, on),
        "known_on": day(month, on + 2),
        "asks_to_close": False,
        "is_repeat": False,
        **said,
    }
    spoken = repr((result, {name: value for name, value in row.items() if name not in ("known_on", "submission_id", "row_number")}))
    put(con, "stg.feedback", month=day(month, 1), case_id=case_id, result=result, said=spoken, **row)


HELPED = {"measure": "临时救助", "amount_yuan": 500}


def helped(month: str, on: int = 11, **said: Any) -> dict[str, Any]:
    """The columns of feedback that tell of a measure delivered."""
    return {**HELPED, "delivered_on": day(month, on), **said}


def lists(con: duckdb.DuckDBPyConnection, month: str, case_id: str, approved: bool | None = True) -> None:
    """The case stands on the month's list; the centre has let it out, refused it (False) or not spoken (None)."""
    put(con, "mart.visit_plan", month=day(month, 1), case_id=case_id, household_id="H1", township_code=TOWNSHIP, is_listed=True)
    if approved is not None:
        after = day(month, 26)
        said = {"list_month": day(month, 1), "decision": "下发" if approved else "不下发", "decided_on": after, "known_on": after}
        put(con, "stg.list_approval", month=_next(month), submission_id=f"A{month}", row_number=2, **said)


def refuses_later(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """The centre keeps back a revision of the month's list, two days after what it said of the list itself."""
    said = {"list_month": day(month, 1), "decision": "不下发", "decided_on": day(month, 28), "known_on": day(month, 28)}
    put(con, "stg.list_approval", month=_next(month), submission_id=f"B{month}", row_number=2, **said)


def decides(con: duckdb.DuckDBPyConnection, month: str, case_id: str, decision: str, on: int = 5, until: date | None = None) -> None:
    said = {"reason": "等部门答复", "decided_on": day(month, on), "known_on": day(month, on), "until_on": until}
    put(con, "stg.case_decision", month=day(month, 1), submission_id=f"D{month}", row_number=2, case_id=case_id, decision=decision, **said)


def close(con: duckdb.DuckDBPyConnection, month: str) -> None:
    """The month's run over what was put in. Without a roster of its own a month has last month's; without a rule it counts as judged."""
    first = day(month, 1)
    if not con.execute("SELECT count(*) FROM core.household_month WHERE month = ?", [first]).fetchone()[0]:
        for table in ("core.household_month", "core.person_month"):
            con.execute(
                f"INSERT INTO {table} SELECT * REPLACE (? AS month) FROM {table} WHERE month = (SELECT max(month) FROM {table})", [first]
            )
    put(
        con,
        "rule.definition",
        month=first,
        rule_id="nothing",
        family="三保障",
        subject="household",
        urgency="一般",
        state="施行",
        title="-",
    )
    params = {"month": first, "closes_on": day(month, 26), "region": REGION, "jurisdictions": policy.chain(REGION)}
    warehouse.run_models(con, ("ref.policy_in_force", "ref.dibao_line", *MODELS), params)


def events(con: duckdb.DuckDBPyConnection, case_id: str) -> list[str]:
    return [row[0] for row in con.execute("SELECT event FROM mart.case_event WHERE case_id = ? ORDER BY seq", [case_id]).fetchall()]


def last(con: duckdb.DuckDBPyConnection, case_id: str, column: str = "detail") -> Any:
    return con.execute(f"SELECT {column} FROM mart.case_event WHERE case_id = ? ORDER BY seq DESC LIMIT 1", [case_id]).fetchone()[0]


def case(con: duckdb.DuckDBPyConnection, month: str, household_id: str = "H1", family: str = FAMILY) -> str:
    """The newest case of a household and family at the month's end; empty where there is none."""
    found = con.execute(
        "SELECT case_id FROM mart.case_state WHERE month = ? AND household_id = ? AND family = ? ORDER BY opened_on DESC, case_id",
        [day(month, 1), household_id, family],
    ).fetchone()
    return found[0] if found else ""


def state(con: duckdb.DuckDBPyConnection, month: str, case_id: str, column: str = "state") -> Any:
    found = con.execute(f"SELECT {column} FROM mart.case_state WHERE month = ? AND case_id = ?", [day(month, 1), case_id]).fetchone()
    return found[0] if found else None


def opened(con: duckdb.DuckDBPyConnection, month: str = "2021-04", household_id: str = "H1", family: str = FAMILY, **found: Any) -> str:
    """A household with one finding at the close of a month: the number of the case it opened."""
    lives(con, month, household_id)
    finds(con, month, household_id, family=family, **found)
    close(con, month)
    return case(con, month, household_id, family)


def _next(month: str) -> date:
    return (day(month, 1) + timedelta(days=31)).replace(day=1)


def fresh() -> duckdb.DuckDBPyConnection:
    """An empty warehouse with what does not depend on the month."""
    con = warehouse.in_memory()
    rules.prepare(con)
    warehouse.run_models(con, STANDING, policy.reference_params())
    return con
