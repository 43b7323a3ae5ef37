"""The docket of disagreements: how one is found, ruled on, runs out, waits for data that did not come, and goes away by itself."""

from datetime import date
from typing import Any

import duckdb
import pytest

from lowincome import rules, warehouse

APRIL, MAY, JUNE, JULY = date(2021, 4, 1), date(2021, 5, 1), date(2021, 6, 1), date(2021, 7, 1)
HOME = {"township_code": "640424100", "household_id": "H1"}
HELD = "以民政为准"
MODELS = [f"mart.{name}" for name in ("compared_person", "compared_household", "field_difference", "disagreement_found", "disagreement")]


@pytest.fixture
def con():
    con = warehouse.in_memory()
    rules.prepare(con)
    yield con
    con.close()


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def compare(
    con: duckdb.DuckDBPyConnection, month: date, ours: int | None = 2, theirs: int | None = 3, arrived: bool = True
) -> dict[str, Any] | None:
    """One person, whose certificate has one level with us and another with the federation; the line of the docket, None where there is none."""
    put(con, "stg.feed_standing", month=month, feed="disability", title="持证残疾人名册", department="县残联", is_compared=arrived)
    put(con, "core.household_month", month=month, **HOME)
    put(
        con, "core.person_month", month=month, person_id="P1", is_in_household=True, has_disability_card=True, disability_level=ours, **HOME
    )
    listed = {"in_disability": True, "card_level": theirs} if arrived else {}
    put(con, "core.person_fact", month=month, person_id="P1", household_id="H1", **listed)
    warehouse.run_models(con, MODELS, {"month": month, "region": "640424"})
    cursor = con.execute("SELECT * FROM mart.disagreement WHERE month = ?", [month])
    found = [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]
    assert len(found) < 2
    return found[0] if found else None


def rule(con: duckdb.DuckDBPyConnection, month: date, disagreement_id: str, ruling: str = HELD, **more: Any) -> None:
    put(
        con, "stg.ruling", month=month, row_number=2, disagreement_id=disagreement_id, ruling=ruling, ruled_on=month.replace(day=12), **more
    )


def test_two_levels_of_one_certificate_wait_for_the_office_that_owns_them(con):
    line = compare(con, APRIL)
    assert (line["kind"], line["field"], line["ours"], line["theirs"]) == ("字段不同", "残疾等级", "2级", "3级")
    assert (line["state"], line["owner"], line["months_open"], line["ruling"]) == ("待裁定", "社会救助科会同县残联", 0, None)


def test_the_same_disagreement_keeps_its_number_and_its_first_month(con):
    first, second = compare(con, APRIL), compare(con, MAY)
    assert first["disagreement_id"] == second["disagreement_id"]
    assert (second["first_month"], second["months_open"], second["state"]) == (APRIL, 1, "待裁定")


def test_a_level_nobody_knows_is_no_disagreement(con):
    assert compare(con, APRIL, ours=None) is None
    assert compare(con, MAY, theirs=None) is None


def test_what_agrees_again_closes_itself_leaves_one_line_and_is_gone_the_month_after(con):
    compare(con, APRIL)
    line = compare(con, MAY, theirs=2)
    assert (line["state"], line["first_month"]) == ("已消失", APRIL)
    assert line["note"] == "本月再比,两边已经一致;上次我方「2级」,对方「3级」"
    assert compare(con, JUNE, theirs=2) is None


def test_what_comes_back_after_it_had_gone_begins_anew(con):
    first = compare(con, APRIL)
    compare(con, MAY, theirs=2)
    line = compare(con, JUNE)
    assert (line["disagreement_id"], line["first_month"], line["state"]) == (first["disagreement_id"], JUNE, "待裁定")


def test_a_month_without_the_departments_file_closes_nothing(con):
    compare(con, APRIL)
    line = compare(con, MAY, arrived=False)
    assert (line["state"], line["note"]) == ("未比对", "本月没有收到对方数据,留着下次再比")
    line = compare(con, JUNE)
    assert (line["state"], line["first_month"], line["months_open"]) == ("待裁定", APRIL, 2)


def test_a_ruling_without_an_end_holds_in_the_months_after(con):
    number = compare(con, APRIL)["disagreement_id"]
    rule(con, MAY, number)
    assert [compare(con, month)["state"] for month in (MAY, JUNE, JULY)] == ["已裁定"] * 3


@pytest.mark.parametrize(("expires_on", "state"), [(date(2021, 6, 30), "已裁定"), (date(2021, 6, 29), "裁定到期")])
def test_a_ruling_with_an_end_is_asked_about_in_the_month_whose_last_day_it_does_not_reach(con, expires_on, state):
    rule(con, MAY, compare(con, APRIL)["disagreement_id"], expires_on=expires_on)
    assert compare(con, MAY)["state"] == "已裁定"
    assert compare(con, JUNE)["state"] == state


def test_a_ruling_answers_what_was_said_then_and_lapses_when_one_side_says_something_else(con):
    rule(con, MAY, compare(con, APRIL)["disagreement_id"])
    assert compare(con, MAY)["ruling"] == HELD
    line = compare(con, JUNE, theirs=4)
    assert (line["state"], line["ruling"], line["note"]) == ("待裁定", None, "裁定以后两边的说法变了,请重新裁定")


def test_of_two_rulings_the_later_stands(con):
    number = compare(con, APRIL)["disagreement_id"]
    rule(con, MAY, number)
    put(con, "stg.ruling", month=MAY, row_number=3, disagreement_id=number, ruling="以部门为准", ruled_on=date(2021, 5, 20))
    assert compare(con, MAY)["ruling"] == "以部门为准"


def test_a_ruling_about_something_else_changes_nothing(con):
    compare(con, APRIL)
    rule(con, MAY, "FQ-0000000000")
    assert compare(con, MAY)["state"] == "待裁定"
