"""A few invented households in a finished warehouse of 泾源, with the files they came in: for explanations and for other rules."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb

from factories import TOWNSHIP, TOWNSHIPS, id_number
from lowincome import policy, rules, warehouse

MONTH = date(2021, 6, 1)
BEFORE = date(2021, 5, 1)
REGION = "640424"
FORM = "香水镇6月.xlsx"
CARDS = "残联6月.csv"
NAME = "马有福"
# what is the same in every household: a known account, property within limits, visited
PLAIN = {
    **{"township_code": TOWNSHIP, "township_name": TOWNSHIPS[TOWNSHIP], "village": "柳泉湾村", "settlement": "农村"},
    **{"head_name": NAME, "monitoring_category": "一般户", "registered_poor": "否", "support_category": "无"},
    **{"is_in_dibao": False, "is_in_tekun": False, "shock": "无", "housing_grade": "A", "has_safe_water": True},
    **{"is_property_within_limits": True, "has_assets": False, "is_carried_forward": False, "visited_on": date(2021, 6, 3)},
    **{"business_yuan_12m": 0, "property_yuan_12m": 0, "transfer_yuan_12m": 0, "employment_cost_yuan_12m": 0},
    **{"medical_yuan_12m": 1000, "education_yuan_12m": 0, "housing_yuan_12m": 0, "care_yuan_12m": 0, "other_rigid_yuan_12m": 0},
}
# wage of the year of a household of two, and what else is particular about it
HOUSEHOLDS: dict[str, dict[str, Any]] = {
    "H-poor": {"wage_yuan_12m": 6000},
    "H-wider": {"wage_yuan_12m": 19200},
    "H-level3": {"wage_yuan_12m": 15000},
    "H-dibao": {"wage_yuan_12m": 15000, "support_category": "农村低保", "is_in_dibao": True, "employment_cost_yuan_12m": 600},
    "H-unknown": {"wage_yuan_12m": None, "is_property_within_limits": None},
}
LEVEL3 = {"health": "残疾", "has_disability_card": True, "disability_type": "智力", "disability_level": 3}


def build(path: Path) -> Path:
    """Two months, judged by their own rules."""
    with warehouse.writer(path) as con, warehouse.transaction(con):
        for month in (BEFORE, MONTH):
            _month(con, month)
            params = {"month": month, "jurisdictions": policy.chain(REGION), "known_on": None, **policy.reference_params()}
            warehouse.run_layer(con, "ref", params)
            warehouse.run_models(con, ["core.income_account"], params)
            rules.evaluate(con, month, params)
    return path


def insert(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def _month(con: duckdb.DuckDBPyConnection, month: date) -> None:
    form, cards = f"S{month:%Y%m}-form", f"S{month:%Y%m}-cards"
    arrived = {"month": month, "received_at": datetime(month.year, month.month, 20, tzinfo=UTC), "status": "接收"}
    insert(con, "raw.submission", submission_id=form, kind="form", file_name=FORM, **arrived)
    insert(con, "raw.submission", submission_id=cards, kind="feed", feed="disability", file_name=CARDS, **arrived)
    insert(con, "mart.month_run", month=month, region=REGION, revision=1)
    for row in policy.rows(policy.REFERENCE / "feeds.csv"):
        feed = {key: row[1][key] for key in ("feed", "title", "department")}
        came = {"submission_id": cards, "known_on": date(2021, 6, 20), "data_month": month} if feed["feed"] == "disability" else {}
        insert(con, "stg.feed_standing", month=month, **feed, is_compared=bool(came), **came)
    insert(con, "raw.feed", submission_id=cards, feed="disability", month=month, sheet="名册", row_number=7, verdict="accepted")
    for number, (household_id, stated) in enumerate(HOUSEHOLDS.items(), start=2):
        _household(con, month, household_id, number, {**PLAIN, **stated}, form)
    level3 = {"feed": "disability", "submission_id": cards, "row_number": 7, "household_id": "H-level3", "person_id": "H-level3-2"}
    insert(con, "core.match", month=month, **level3, result="已比中", method="证件号码")


def _household(con: duckdb.DuckDBPyConnection, month: date, household_id: str, row_number: int, row: dict[str, Any], form: str) -> None:
    wage = row["wage_yuan_12m"]
    account = {
        "persons": 2,
        "income_yuan_12m": wage,
        "income_per_capita_yuan_year": None if wage is None else wage / 2,
        "rigid_yuan_12m": 1000,
    }
    keys = {"month": month, "household_id": household_id, "submission_id": form}
    insert(con, "core.household_month", **keys, row_number=row_number, roster_month=month, **row, **account)
    for number in (1, 2):
        card = household_id == "H-level3" and number == 2
        person_id, person_row = f"{household_id}-{number}", 10 * row_number + number
        insert(
            con,
            "core.person_month",
            **keys,
            person_id=person_id,
            row_number=person_row,
            township_code=TOWNSHIP,
            name=NAME if number == 1 else "禹秀兰",
            id_number=id_number(10 * row_number + number),
            is_id_number_valid=True,
            is_in_household=True,
            relation="户主" if number == 1 else "配偶",
            age=45,
            is_single_admission=False,
            **(LEVEL3 if card else {"health": "健康", "has_disability_card": False}),
        )
        insert(
            con,
            "core.person_fact",
            month=month,
            household_id=household_id,
            person_id=person_id,
            in_disability=card,
            card_type=LEVEL3["disability_type"] if card else None,
            card_level=LEVEL3["disability_level"] if card else None,
        )
