"""Answers: what became of a household within three months, known only when they have passed."""

from datetime import date

import pytest

from lowincome import month as months
from risk.world import build, features_of, household, rows

MARCH, JUNE = date(2021, 3, 1), date(2021, 6, 1)
OBSERVED = months.between(date(2021, 4, 1), JUNE)


def answer(con, month=JUNE):
    build(con, month)
    found = rows(con, "SELECT * FROM mart.risk_label WHERE month = ? AND household_id = 'H1'", month)
    return (found[0]["as_of_month"], found[0]["is_in_hardship"], found[0]["becomes_hardship"]) if found else None


def seen(con, incomes, **facts):
    """March as asked about, with its features, and the three months after it."""
    household(con, MARCH)
    features_of(con, MARCH)
    for month, income in zip(OBSERVED, incomes, strict=True):
        household(con, month, income=income, **facts)


def test_income_below_the_line_in_any_month_of_the_window(con):
    seen(con, [20000, 11999, 20000])
    assert answer(con) == (MARCH, False, True)


def test_income_on_the_line_is_not_below_it(con):
    seen(con, [12000, 12000, 12000])
    assert answer(con) == (MARCH, False, False)


def test_new_support_is_hardship(con):
    seen(con, [20000, 20000, 20000], support_category="低保边缘")
    assert answer(con) == (MARCH, False, True)


def test_support_it_had_already_is_not_new(con):
    household(con, MARCH, support_category="农村低保")
    features_of(con, MARCH)
    for month in OBSERVED:
        household(con, month, support_category="农村低保")
    assert answer(con) == (MARCH, False, False)


def test_who_is_in_hardship_already_has_no_answer(con):
    household(con, MARCH, income=8000)
    features_of(con, MARCH)
    for month in OBSERVED:
        household(con, month, income=8000)
    assert answer(con) == (MARCH, True, None)


def test_unknown_income_has_no_answer(con):
    household(con, MARCH, income=None)
    features_of(con, MARCH)
    for month in OBSERVED:
        household(con, month)
    assert answer(con) == (MARCH, None, None)


def test_a_household_not_seen_in_the_window_has_no_answer(con):
    household(con, MARCH)
    features_of(con, MARCH)
    for month in OBSERVED:
        household(con, month, household_id="H2")
    assert answer(con) == (MARCH, False, None)


def test_a_roster_carried_forward_is_not_seeing(con):
    seen(con, [20000, 20000, 20000], is_carried_forward=True)
    assert answer(con) == (MARCH, False, None)


def test_before_the_window_has_passed_there_is_no_answer(con):
    # given the household falls below the line at once
    household(con, MARCH)
    features_of(con, MARCH)
    household(con, OBSERVED[0], income=1000)
    # then April and May, run as months of their own, know nothing of March
    for month in OBSERVED[:2]:
        build(con, month)
    assert rows(con, "SELECT * FROM mart.risk_label WHERE as_of_month = ?", MARCH) == []


def test_a_window_with_a_month_missing_in_the_warehouse_gives_no_answer(con):
    household(con, MARCH)
    features_of(con, MARCH)
    household(con, OBSERVED[0], income=1000)
    household(con, JUNE, income=1000)
    assert answer(con) == (MARCH, False, None)


@pytest.mark.parametrize("run", [1, 2])
def test_one_month_is_one_partition(con, run):
    # given a month run once or twice
    seen(con, [20000, 20000, 20000])
    for _ in range(run):
        build(con, JUNE)
    assert len(rows(con, "SELECT * FROM mart.risk_label WHERE month = ?", JUNE)) == 1
