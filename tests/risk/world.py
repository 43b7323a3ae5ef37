"""Small worlds for the score: single households said in words, and a county of a year with a signal that is known.

Persons are invented. The reference (lines, parameters) is the project's own.
"""

from datetime import date
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from lowincome import month as months
from lowincome import policy, sql_model, warehouse
from lowincome.risk import score

REGION = "640424"
LINE = 6000.0
HOUSEHOLD = {
    "township_code": "640424100",
    "township_name": "香水镇",
    "settlement": "农村",
    "support_category": "无",
    "monitoring_category": "一般户",
    "persons": 2,
    "housing_grade": "A",
    "has_safe_water": True,
    "shock": "无",
    "is_carried_forward": False,
}
PERSON = {
    "township_code": "640424100",
    "is_in_household": True,
    "birth_date": date(1980, 5, 1),
    "health": "健康",
    "has_disability_card": False,
    "labour_capacity": "有",
    "employment": "就业",
    "has_medical_insurance": True,
    "has_unemployment_cover": True,
    "months_without_income": 0,
}


def params(month: date) -> dict[str, Any]:
    """What the caller gives for a month. closes_on: the 26th, the day after the deadline."""
    return {
        "month": month,
        "closes_on": month.replace(day=26),
        "jurisdictions": policy.chain(REGION),
        **policy.reference_params(),
    }


def refer(con: duckdb.DuckDBPyConnection, month: date) -> None:
    """The month's lines and parameters; what does not change from month to month is read once."""
    is_first = con.execute("SELECT count(*) = 0 FROM ref.policy_value").fetchone()[0]
    monthly = ("ref.policy_in_force", "ref.dibao_line")
    warehouse.run_models(con, [model.table for model in sql_model.layer("ref") if is_first or model.table in monthly], params(month))


def build(con: duckdb.DuckDBPyConnection, month: date) -> None:
    """The month's features and the answers that become known in it."""
    warehouse.run_models(con, score.INPUTS, params(month))


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]] | pd.DataFrame) -> None:
    given = pd.DataFrame(rows)
    con.register("given", given)
    con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM given")
    con.unregister("given")


def household(con: duckdb.DuckDBPyConnection, month: date, income: float | None = 20000, rigid: float | None = 2000, **facts: Any) -> None:
    """One household-month as core holds it, sent on the 20th unless said otherwise. income, rigid: yuan of 12 months, of the household."""
    row = {"month": month, "household_id": "H1", "known_on": month.replace(day=20), "roster_month": month, **HOUSEHOLD, **facts}
    row |= {"income_yuan_12m": income, "rigid_yuan_12m": rigid, "submission_id": f"S{row['roster_month']}-{row['known_on']}"}
    row["income_per_capita_yuan_year"] = None if income is None else round(income / row["persons"], 2)
    insert(con, "core.household_month", [{"wage_yuan_12m": income, "medical_yuan_12m": rigid, **row}])


def person(con: duckdb.DuckDBPyConnection, month: date, person_id: str, known_on: date | None = None, **facts: Any) -> None:
    """One member of H1, out of the same roster as the household's row."""
    row = {"month": month, "household_id": "H1", "person_id": person_id, **PERSON, **facts}
    insert(con, "core.person_month", [{**row, "submission_id": f"S{month}-{known_on or month.replace(day=20)}"}])


def rows(con: duckdb.DuckDBPyConnection, sql: str, *given: Any) -> list[dict[str, Any]]:
    answer = con.execute(sql, list(given))
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def features_of(con: duckdb.DuckDBPyConnection, month: date, household_id: str = "H1") -> dict[str, Any]:
    """The household's row of mart.risk_feature, made now; {} where there is none."""
    build(con, month)
    found = rows(con, "SELECT * FROM mart.risk_feature WHERE month = ? AND household_id = ?", month, household_id)
    return found[0] if found else {}


def empty_warehouse() -> duckdb.DuckDBPyConnection:
    """In memory, with plain tables in place of the rules."""
    con = warehouse.in_memory()
    con.execute("DROP VIEW IF EXISTS rule.hit")
    con.execute(
        "CREATE OR REPLACE TABLE rule.hit (month DATE, rule_id VARCHAR, household_id VARCHAR, person_id VARCHAR, is_triggered BOOLEAN)"
    )
    con.execute("CREATE OR REPLACE TABLE rule.definition (month DATE, rule_id VARCHAR, family VARCHAR, urgency VARCHAR)")
    return con


def county(households: int, length: int, seed: int = 7) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A year of households and members. Rigid costs, missing labour and shocks make incomes fall; all else is noise.

    Nothing depends on ethnicity, sex or village.
    """
    random = np.random.default_rng(seed)
    size = random.integers(1, 6, households)
    workers = np.minimum(random.binomial(3, 0.5, households), size)
    rigid = random.beta(1.5, 4, households)
    level = LINE * np.exp(random.normal(0.75, 0.4, households))
    pictures, people = [], []
    for month in months.between(date(2020, 7, 1), months.add(date(2020, 7, 1), length - 1)):
        odds = np.exp(-4.2 + 3.5 * rigid + 1.2 * (workers == 0))
        shocked = random.random(households) < odds / (1 + odds)
        level = np.where(shocked, level * random.uniform(0.5, 0.8, households), level * np.exp(random.normal(0.004, 0.05, households)))
        income = (level * size).round(2)
        pictures.append(
            pd.DataFrame(HOUSEHOLD, index=range(households)).assign(
                month=month,
                household_id=[f"640424100-{number:08d}" for number in range(households)],
                township_code=[f"64042410{number % 3}" for number in range(households)],
                township_name=[("香水镇", "泾河源镇", "六盘山镇")[number % 3] for number in range(households)],
                head_person_id=[f"P{number}-0" for number in range(households)],
                known_on=month.replace(day=20),
                roster_month=month,
                submission_id=f"S{month}",
                persons=size,
                income_yuan_12m=income,
                income_per_capita_yuan_year=(income / size).round(2),
                wage_yuan_12m=(income * 0.6).round(2),
                rigid_yuan_12m=(income * rigid).round(2),
                medical_yuan_12m=(income * rigid * 0.5).round(2),
                shock=np.where(shocked, "因病", "无"),
            )
        )
        member = [(number, at) for number in range(households) for at in range(size[number])]
        people.append(
            pd.DataFrame(PERSON, index=range(len(member))).assign(
                month=month,
                household_id=[f"640424100-{number:08d}" for number, _ in member],
                person_id=[f"P{number}-{at}" for number, at in member],
                submission_id=f"S{month}",
                is_male=[(number + at) % 2 == 0 for number, at in member],
                ethnicity=[("回族", "汉族")[number % 5 < 2] for number, _ in member],
                birth_date=[date(1950 + (number * 7 + at * 23) % 65, 3, 1) for number, at in member],
                labour_capacity=["有" if at < workers[number] else "无" for number, at in member],
            )
        )
    return pd.concat(pictures), pd.concat(people)


def county_warehouse(households: int, length: int) -> tuple[duckdb.DuckDBPyConnection, date]:
    """The county's year, features and answers month by month; and its last month."""
    con = empty_warehouse()
    pictures, people = county(households, length)
    insert(con, "core.household_month", pictures)
    insert(con, "core.person_month", people)
    last = months.add(date(2020, 7, 1), length - 1)
    for month in months.between(date(2020, 7, 1), last):
        refer(con, month)
        build(con, month)
    return con, last
