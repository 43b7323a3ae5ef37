"""Features: as known when the month closed, unknown stays unknown, and nothing that must not be looked at."""

import re
from datetime import date

import pytest
import sqlglot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlglot import exp

from lowincome import sql_model
from lowincome.errors import LowIncomeError
from lowincome.risk import features
from risk.world import build, empty_warehouse, features_of, household, insert, params, person, refer, rows

MAY, JUNE = date(2021, 5, 1), date(2021, 6, 1)
CLOSE = params(JUNE)["closes_on"]


def test_income_is_set_against_the_line_in_force(con):
    # given a family of two with 15 000 yuan, of which 3 000 go to rigid costs; the rural line is 6 000
    household(con, JUNE, income=15000, rigid=3000)
    # then
    found = features_of(con, JUNE)
    assert found["income_per_head_yuan"] == 7500
    assert found["ratio_to_line"] == pytest.approx(1.25)
    assert found["rigid_share"] == pytest.approx(0.2)
    assert found["after_rigid_ratio"] == pytest.approx(1.0)


def test_unknown_income_is_unknown_everywhere(con):
    household(con, JUNE, income=None)
    found = features_of(con, JUNE)
    assert [found[name] for name in ("income_per_head_yuan", "ratio_to_line", "rigid_share", "after_rigid_ratio")] == [None] * 4


def test_no_income_gives_no_share_but_a_ratio_of_zero(con):
    household(con, JUNE, income=0, rigid=500)
    found = features_of(con, JUNE)
    assert found["rigid_share"] is None
    assert found["ratio_to_line"] == 0
    assert found["after_rigid_ratio"] < 0


def test_a_known_sick_person_counts_although_another_is_unknown(con):
    # given one seriously ill, one of whom nothing is known
    household(con, JUNE)
    person(con, JUNE, "P1", health="大病")
    person(con, JUNE, "P2", health=None, labour_capacity=None, has_disability_card=None)
    # then the illness is seen; that nobody is disabled, and how many can work, is not known
    found = features_of(con, JUNE)
    assert (found["seriously_ill"], found["disabled"], found["labour_capable"]) == (1, None, None)


def test_members_of_another_roster_are_not_counted(con):
    # given the household's row is of the 20th; a member row stands there out of a file of the 30th
    household(con, JUNE)
    person(con, JUNE, "P1")
    person(con, JUNE, "P2", known_on=JUNE.replace(day=30), health="大病")
    assert (features_of(con, JUNE)["labour_capable"], features_of(con, JUNE)["seriously_ill"]) == (1, 0)


@pytest.mark.parametrize(
    ("born", "children", "elders"), [("1961-06-30", 0, 1), ("1961-07-01", 0, 0), ("2005-06-30", 0, 0), ("2005-07-01", 1, 0)]
)
def test_ages_hold_on_the_last_day_of_the_month(con, born, children, elders):
    household(con, JUNE)
    person(con, JUNE, "P1", birth_date=date.fromisoformat(born))
    found = features_of(con, JUNE)
    assert (found["children"], found["elders"]) == (children, elders)


def test_change_against_the_month_before(con):
    household(con, MAY, income=20000)
    household(con, JUNE, income=15000)
    assert features_of(con, JUNE)["income_change_1m"] == pytest.approx(-0.25)


def test_a_roster_carried_forward_shows_no_change_and_no_shock_of_this_month(con):
    # given May's roster stands for June too
    household(con, MAY, shock="因病")
    household(con, JUNE, shock="因病", roster_month=MAY, known_on=MAY.replace(day=20), is_carried_forward=True)
    # then it says nothing about June; May's shock counts once
    found = features_of(con, JUNE)
    assert (found["income_change_1m"], found["shock_this_month"], found["shocks_3m"]) == (None, None, 1)


def test_costs_of_school_are_no_shock(con):
    household(con, JUNE, shock="因学")
    assert features_of(con, JUNE)["shock_this_month"] is False


def test_only_rules_about_need_are_counted(con):
    # given three rules hit: a need, the same need for a second person, and a possible exit
    household(con, JUNE)
    insert(con, "rule.definition", [{"month": JUNE, "rule_id": r, "family": f} for r, f in (("ill", "因困致贫"), ("exit", "漏查漏退"))])
    hits = [("ill", "P1"), ("ill", "P2"), ("exit", None)]
    insert(con, "rule.hit", [{"month": JUNE, "rule_id": r, "household_id": "H1", "person_id": p, "is_triggered": True} for r, p in hits])
    assert features_of(con, JUNE)["needs_found"] == 1


def test_rules_that_could_not_be_judged_leave_the_count_unknown(con):
    household(con, JUNE)
    assert features_of(con, JUNE)["needs_found"] is None


def test_a_roster_that_came_after_the_close_is_not_used(con):
    # given June's roster arrives the day after the close, May's is there
    household(con, MAY, income=20000)
    household(con, JUNE, income=5000, known_on=CLOSE.replace(day=27))
    # then June is scored on what was known: May
    found = features_of(con, JUNE)
    assert (found["picture_month"], found["income_per_head_yuan"]) == (MAY, 10000)


def test_the_day_of_the_close_is_still_in_time(con):
    household(con, JUNE, known_on=CLOSE)
    assert features_of(con, JUNE)["picture_month"] == JUNE


def test_a_household_missing_in_a_roster_that_came_in_time_is_gone(con):
    # given H1 was there in May; June's roster of the same township came in time, without it
    household(con, MAY)
    household(con, JUNE, household_id="H2")
    assert features_of(con, JUNE) == {}


def test_a_late_township_does_not_hold_up_the_others(con):
    # given H1's township has sent nothing for June yet, another township has
    household(con, MAY)
    household(con, JUNE, household_id="H2", township_code="640424101")
    assert features_of(con, JUNE)["picture_month"] == MAY


@pytest.mark.parametrize(("seen", "has_row"), [(date(2021, 4, 1), True), (date(2021, 3, 1), False)])
def test_a_roster_older_than_two_months_is_not_used(con, seen, has_row):
    household(con, seen)
    assert bool(features_of(con, JUNE)) is has_row


ROSTERS = st.lists(
    st.tuples(
        st.sampled_from([date(2021, 2, 1), date(2021, 3, 1), date(2021, 4, 1), MAY, JUNE]),
        st.integers(0, 40000),
        st.sampled_from(["无", "因病", "因失业"]),
        st.sampled_from(["健康", "大病", None]),
        st.booleans(),
    ),
    unique_by=lambda roster: roster[0],
    min_size=1,
)


@pytest.fixture(scope="module")
def twin():
    """Two warehouses with the same reference."""
    pair = empty_warehouse(), empty_warehouse()
    for one in pair:
        refer(one, JUNE)
    return pair


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(rosters=ROSTERS)
def test_what_came_after_the_close_never_alters_the_features(twin, rosters):
    # given the same rosters, once with and once without those that came after June closed
    _, with_late = twin
    for one in twin:
        one.execute("DELETE FROM core.household_month")
        one.execute("DELETE FROM core.person_month")
    for month, income, shock, health, is_late in rosters:
        known_on = date(2021, 7, 2) if is_late else month.replace(day=20)
        for one in [with_late] if is_late else twin:
            household(one, month, income=income, shock=shock, known_on=known_on)
            person(one, month, "P1", known_on=known_on, health=health)
    # when both are made, then they are the same
    seen = []
    for one in twin:
        build(one, JUNE)
        seen.append(rows(one, "SELECT * FROM mart.risk_feature ORDER BY household_id"))
    assert seen[0] == seen[1]


FORBIDDEN_IN_SQL = re.compile(r"ethnic|is_male|gender|sex|relig|village|visit|opinion|name|id_number|relation$")


def columns_read(table: str) -> set[str]:
    model = next(model for model in sql_model.layer("mart") if model.table == table)
    return {column.name for column in sqlglot.parse_one(model.select, dialect="duckdb").find_all(exp.Column)}


@pytest.mark.parametrize("table", ["mart.risk_feature", "mart.risk_label", "mart.risk_score"])
def test_the_sql_looks_at_nothing_forbidden(table):
    assert not [name for name in columns_read(table) if FORBIDDEN_IN_SQL.search(name)]


def test_the_features_named_are_the_columns_there_are():
    model = next(model for model in sql_model.layer("mart") if model.table == "mart.risk_feature")
    assert [column.name for column in model.columns][3:] == list(features.NAMES)


@pytest.mark.parametrize("name", ["ethnicity", "head_is_male", "village", "religion", "visitor_opinion"])
def test_a_forbidden_feature_is_refused_when_added(monkeypatch, con, name):
    monkeypatch.setattr(features, "NAMES", (*features.NAMES, name))
    with pytest.raises(LowIncomeError, match=name):
        features.read(con, JUNE)


def test_features_do_not_change_with_ethnicity_sex_or_village(year):
    # given the county with everybody's ethnicity, sex, village and visitor's remark turned into something else
    con, last = year
    columns = features.columns()
    before = con.execute(f"SELECT household_id, {columns} FROM mart.risk_feature AS f WHERE month = ? ORDER BY 1", [last]).fetchall()
    con.begin()
    con.execute("UPDATE core.person_month SET is_male = NOT is_male, ethnicity = '其他', name = '甲' WHERE month = ?", [last])
    con.execute("UPDATE core.household_month SET village = '别处', change_stated = '有变化', visited_on = month WHERE month = ?", [last])
    # when the month is made again, then every feature is the same
    build(con, last)
    after = con.execute(f"SELECT household_id, {columns} FROM mart.risk_feature AS f WHERE month = ? ORDER BY 1", [last]).fetchall()
    con.rollback()
    assert len(before) > 800
    assert after == before
