"""Whose hours a visit was: shared by what it answered, counted once."""

from decimal import Decimal

from yield_ import world
from yield_.cohorts import M0, M1, M2, M4, cohort
from yield_.world import found, heard, listed, pushed, rows, run


def test_a_visit_that_answers_two_rules_is_counted_once_between_them(con):
    for rule_id in ("r1", "r2"):
        found(con, "Y1", rule_id, M0)
    listed(con, "Y1", M0)
    heard(con, "Y1", M1, "属实")
    run(con, world.YIELD, M4)
    assert [row["hours"] for row in rows(con, "mart.rule_yield")] == [Decimal(1), Decimal(1)]


def test_a_visit_that_answers_two_cases_of_a_household_is_shared_by_them(con):
    for case, rule_id in (("Y1", "r1"), ("Y2", "r2")):
        pushed(con, case, rule_id, M0, household_id="H1")
        heard(con, case, M1, "不属实", household_id="H1")
    run(con, world.YIELD, M4)
    assert [row["hours"] for row in rows(con, "mart.rule_yield")] == [Decimal(1), Decimal(1)]


def test_going_in_vain_costs_hours_too(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "外出未见")
    heard(con, "Y1", M2, "不属实")
    assert cohort(con)["hours"] == 4


def test_hours_are_unknown_where_no_parameter_says_how_long_a_visit_takes(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "不属实")
    con.execute("UPDATE ref.policy_in_force SET value = NULL WHERE parameter = 'visit_hours_household' AND month = ?", [M1])
    assert cohort(con)["hours"] is None
    con.execute("UPDATE ref.policy_in_force SET value = 2 WHERE parameter = 'visit_hours_household'")
