"""The income account: what is added, what a clause lets be deducted at that place and time, and how it is divided. One household each."""

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lowincome import policy, warehouse

JUNE_2021, FEBRUARY_2020, MARCH_2020 = date(2021, 6, 1), date(2020, 2, 1), date(2020, 3, 1)
JINGYUAN, ZHONGWEI, RONGCHANG = "640424", "640502", "500153"
RIGID = {"medical_yuan_12m": 4000, "education_yuan_12m": 1000, "housing_yuan_12m": 0, "care_yuan_12m": 500, "other_rigid_yuan_12m": 0}


@pytest.fixture(scope="module")
def con():
    con = warehouse.in_memory()
    yield con
    con.close()


def account(con: duckdb.DuckDBPyConnection, month: date = JUNE_2021, region: str = JINGYUAN, **stated: Any) -> dict[str, Any]:
    """The account of one rural household in 低保 with three persons, unless said otherwise; unsaid rigid expenditure is unknown."""
    params = {"month": month, "jurisdictions": policy.chain(region), **policy.reference_params()}
    warehouse.run_layer(con, "ref", params)
    row = {"month": month, "household_id": "H1", "settlement": "农村", "is_in_dibao": True, "persons": 3, **stated}
    con.execute("DELETE FROM core.household_month")
    con.execute(f"INSERT INTO core.household_month ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
    warehouse.run_models(con, ["core.income_account"], params)
    cursor = con.execute("SELECT * FROM core.income_account WHERE month = ?", [month])
    (found,) = cursor.fetchall()
    return dict(zip([column[0] for column in cursor.description], found, strict=True))


def money(text: str) -> Decimal:
    return Decimal(text)


def test_both_figures_are_kept_beside_each_other(con):
    one = account(con, income_yuan_12m=21000, wage_yuan_12m=9000, employment_cost_yuan_12m=1500, rigid_yuan_12m=5500, **RIGID)
    assert one["gross_yuan_12m"] == 21000
    assert (one["is_employment_cost_deducted"], one["after_employment_yuan_12m"]) == (True, 19500)
    assert (one["is_rigid_deducted"], one["after_all_yuan_12m"]) == (True, 14000)
    assert (one["gross_per_capita_yuan"], one["after_employment_per_capita_yuan"]) == (7000, 6500)
    assert one["after_all_per_capita_yuan"] == money("4666.67")
    assert one["line_yuan_year"] == 3 * one["line_yuan_per_person_year"] == 18000


def test_division_comes_last_and_is_rounded_once(con):
    """1894 over three persons: 631.33 a head is for showing; the household's own figure is not built back from it."""
    one = account(con, income_yuan_12m=1894, wage_yuan_12m=0, rigid_yuan_12m=0)
    assert one["gross_per_capita_yuan"] == money("631.33")
    assert one["after_all_yuan_12m"] == 1894


def test_employment_cost_is_deducted_from_the_month_of_the_first_clause_on(con):
    given_ = {"income_yuan_12m": 21000, "wage_yuan_12m": 9000, "employment_cost_yuan_12m": 1500, "rigid_yuan_12m": 0}
    before, after = account(con, FEBRUARY_2020, **given_), account(con, MARCH_2020, **given_)
    assert (before["is_employment_cost_deducted"], before["after_employment_yuan_12m"]) == (False, 21000)
    assert (after["is_employment_cost_deducted"], after["after_employment_yuan_12m"]) == (True, 19500)


def test_where_no_document_says_so_nothing_is_deducted(con):
    one = account(con, MARCH_2020, RONGCHANG, income_yuan_12m=21000, wage_yuan_12m=9000, employment_cost_yuan_12m=1500, rigid_yuan_12m=5500)
    assert (one["is_employment_cost_deducted"], one["is_rigid_deducted"]) == (False, False)
    assert one["after_all_yuan_12m"] == 21000


def test_the_clauses_of_the_region_hold_in_its_cities(con):
    one = account(con, MARCH_2020, ZHONGWEI, income_yuan_12m=21000, wage_yuan_12m=9000, employment_cost_yuan_12m=1500, rigid_yuan_12m=5500)
    assert one["after_all_yuan_12m"] == 14000


def test_employment_cost_belongs_to_households_in_dibao_only(con):
    one = account(con, is_in_dibao=False, income_yuan_12m=21000, wage_yuan_12m=9000, employment_cost_yuan_12m=1500, rigid_yuan_12m=0)
    assert (one["is_employment_cost_deducted"], one["after_employment_yuan_12m"]) == (False, 21000)


def test_cost_of_work_is_among_the_rigid_expenditure_of_those_who_are_not_in_dibao_and_deducted_once(con):
    """NX28 二(二)3 names 就业 beside 医疗、教育、住房, for whoever applies; 低保 households have their own clause."""
    given_ = {"income_yuan_12m": 21000, "wage_yuan_12m": 9000, "employment_cost_yuan_12m": 1500, "rigid_yuan_12m": 5500}
    applying, covered = account(con, is_in_dibao=False, **given_), account(con, **given_)
    assert (applying["work_yuan_12m"], applying["rigid_yuan_12m"], applying["after_all_yuan_12m"]) == (1500, 7000, 14000)
    assert (covered["work_yuan_12m"], covered["rigid_yuan_12m"], covered["after_all_yuan_12m"]) == (0, 5500, 14000)
    unsaid = account(con, is_in_dibao=False, **{**given_, "employment_cost_yuan_12m": None})
    assert (unsaid["work_yuan_12m"], unsaid["after_all_yuan_12m"]) == (None, None)
    elsewhere = account(con, MARCH_2020, RONGCHANG, is_in_dibao=False, **given_)
    assert (elsewhere["work_yuan_12m"], elsewhere["after_all_yuan_12m"]) == (0, 21000)


def test_a_cost_nobody_wrote_down_is_unknown_unless_nobody_earns_wages(con):
    earning = account(con, income_yuan_12m=21000, wage_yuan_12m=9000, rigid_yuan_12m=0)
    assert (earning["after_employment_yuan_12m"], earning["after_all_yuan_12m"]) == (None, None)
    without = account(con, income_yuan_12m=21000, wage_yuan_12m=0, rigid_yuan_12m=0)
    assert without["after_employment_yuan_12m"] == 21000


def test_unknown_income_stays_unknown_and_zero_stays_zero(con):
    unknown = account(con, wage_yuan_12m=0, rigid_yuan_12m=0)
    assert (unknown["gross_yuan_12m"], unknown["gross_per_capita_yuan"], unknown["after_all_yuan_12m"]) == (None, None, None)
    nothing = account(con, income_yuan_12m=0, wage_yuan_12m=0, rigid_yuan_12m=0)
    assert (nothing["gross_yuan_12m"], nothing["gross_per_capita_yuan"]) == (0, 0)


def test_without_persons_or_settlement_there_is_nothing_to_compare(con):
    empty = account(con, income_yuan_12m=9000, wage_yuan_12m=0, rigid_yuan_12m=0, persons=0)
    assert (empty["gross_yuan_12m"], empty["gross_per_capita_yuan"], empty["line_yuan_year"]) == (9000, None, None)
    nowhere = account(con, income_yuan_12m=9000, wage_yuan_12m=0, rigid_yuan_12m=0, settlement=None)
    assert nowhere["line_yuan_year"] is None


AMOUNT = st.decimals(0, 90000, places=2)


@settings(max_examples=25, deadline=None)
@given(income=AMOUNT, cost=AMOUNT, rigid=AMOUNT, persons=st.integers(1, 12))
def test_deductions_only_lower_and_the_head_figure_is_the_households_share(con, income, cost, rigid, persons):
    one = account(con, income_yuan_12m=income, wage_yuan_12m=income, employment_cost_yuan_12m=cost, rigid_yuan_12m=rigid, persons=persons)
    assert one["after_all_yuan_12m"] <= one["after_employment_yuan_12m"] <= one["gross_yuan_12m"] == income
    assert abs(one["gross_per_capita_yuan"] * persons - income) <= persons * money("0.005")
