"""The households drawn at random: how many in hardship no rule had seen, and how honest the figure is about those not met."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from yield_ import world
from yield_.world import after, heard, listed, put, rows, run

ANSWERS = (*world.VERDICTS, "外出未见", "需部门复核", None)


def drawn(con, case: str, month: date, result: str | None = None, is_sent: bool = True) -> None:
    """A household drawn in the month, visited in the next."""
    listed(con, case, month, is_sent, is_random=True)
    if result:
        heard(con, case, month.replace(month=month.month + 1), result, family="例行走访")


def rates(con, month: date, **where: Any) -> list[dict[str, Any]]:
    run(con, ("mart.missed_rate",), month)
    return rows(con, "mart.missed_rate", month=month, **where)


def monthly(con, month: date) -> dict[str, Any]:
    (row,) = rates(con, month, period="月")
    return row


def test_one_of_ten_drawn_at_random_was_in_hardship(con):
    for n in range(10):
        drawn(con, f"Y{n}", after(0), "属实" if n == 0 else "不属实")
    row = monthly(con, after(2))
    theirs = binomtest(1, 10).proportion_ci(method="wilson")
    assert (row["drawn"], row["visited"], row["confirmed"], float(row["share"])) == (10, 10, 1, 0.1)
    assert [float(row["low"]), float(row["high"])] == pytest.approx([theirs.low, theirs.high], abs=6e-5)
    assert (float(row["least"]), float(row["most"])) == (0.1, 0.1)


def test_those_not_met_may_be_in_hardship_or_not(con):
    for n, result in enumerate(["属实", "不属实", "不属实", "不属实", "外出未见", "外出未见", None, "需部门复核"]):
        drawn(con, f"Y{n}", after(0), result)
    row = monthly(con, after(2))
    assert (row["visited"], row["unseen"], row["unanswered"]) == (4, 2, 2)
    assert (float(row["least"]), float(row["share"]), float(row["most"])) == (0.125, 0.25, 0.625)


def test_a_household_already_covered_was_not_missed(con):
    drawn(con, "Y1", after(0), "已有政策覆盖")
    assert monthly(con, after(2))["confirmed"] == 0


def test_nobody_drawn_and_met_says_nothing_about_who_is_missed(con):
    drawn(con, "Y1", after(0), "外出未见")
    row = monthly(con, after(2))
    assert (row["share"], row["low"], row["high"], row["least"], row["most"]) == (None, None, None, 0, 1)


def test_a_draw_whose_list_did_not_go_out_is_no_silence_of_the_township(con):
    drawn(con, "Y1", after(0), is_sent=False)
    drawn(con, "Y2", after(0), "不属实")
    row = monthly(con, after(2))
    assert (row["drawn"], row["not_sent"], row["visited"], row["unanswered"]) == (2, 1, 1, 0)
    assert (row["least"], row["most"]) == (0, 0)


def test_the_draw_of_the_month_itself_has_not_gone_out_yet(con):
    put(con, "mart.visit_plan", month=after(0), case_id="Y1", is_listed=True, is_random=True)
    row = monthly(con, after(0))
    assert (row["drawn"], row["not_sent"], row["share"], row["most"]) == (1, 1, None, None)


def test_a_drawn_household_that_is_listed_again_belongs_to_the_month_of_its_draw(con):
    drawn(con, "Y1", after(0), "外出未见")
    listed(con, "Y1", after(1), is_random=True)
    heard(con, "Y1", after(2), "属实")
    row = monthly(con, after(2))
    assert (row["period_from"], row["drawn"], row["confirmed"]) == (after(0), 1, 1)


def test_a_case_of_a_rule_is_not_in_the_random_slice(con):
    listed(con, "Y1", after(0), is_random=False)
    assert rates(con, after(2)) == []


def test_months_whose_answers_are_still_coming_are_in_no_total(con):
    for n in range(4):
        drawn(con, f"Y{n}", after(n), "属实")
    found = rates(con, after(4))
    assert [(row["period"], row["period_from"], row["drawn"], row["is_mature"]) for row in found if row["period"] != "月"] == [
        ("全部", after(0), 3, True),
        ("半年", after(0), 3, True),
    ]
    assert [row["is_mature"] for row in found if row["period"] == "月"] == [True, True, True, False]


def test_half_years_are_apart_and_the_whole_is_both(con):
    for n in (4, 5, 6, 7):
        drawn(con, f"Y{n}", after(n), "属实" if n == 4 else "不属实")
    found = rates(con, after(12))
    assert [(row["period_from"], row["period_to"], row["drawn"], row["confirmed"]) for row in found if row["period"] == "半年"] == [
        (after(0), after(5), 2, 1),
        (after(6), after(7), 2, 0),
    ]
    (whole,) = [row for row in found if row["period"] == "全部"]
    assert (whole["period_from"], whole["period_to"], whole["drawn"], whole["confirmed"]) == (after(4), after(7), 4, 1)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draws=st.lists(st.tuples(st.integers(0, 8), st.sampled_from(ANSWERS), st.booleans()), min_size=1, max_size=30))
def test_everybody_drawn_is_accounted_for_and_the_rate_lies_within_its_bounds(county, draws):
    world.empty(county)
    for n, (month, result, is_sent) in enumerate(draws):
        drawn(county, f"Y{n}", after(month), result, is_sent)
    found = rates(county, after(9))
    assert sum(row["drawn"] for row in found if row["period"] == "月") == len(draws)
    for row in found:
        assert row["drawn"] == row["not_sent"] + row["visited"] + row["unseen"] + row["unanswered"]
        if row["share"] is not None:
            assert row["low"] <= row["share"] <= row["high"]
            assert row["least"] <= row["share"] <= row["most"]
