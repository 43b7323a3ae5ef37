"""After closing: who comes back within one, three and six months, and for whom it is too early to say."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from yield_ import world
from yield_.world import after, closed, event, opened, rows, run

M0 = after(0)


def relapse(con, month: date, closed_as: str = "合计", period: str = "月") -> dict[tuple[date, int], dict[str, Any]]:
    """By first month and months watched."""
    run(con, ("mart.relapse",), month)
    found = rows(con, "mart.relapse", month=month, closed_as=closed_as, period=period)
    return {(row["period_from"], row["watch_months"]): row for row in found}


def known(found: dict[tuple[date, int], dict[str, Any]], month: date = M0) -> dict[int, tuple[int, int | None]]:
    return {watch: (row["followed"], row["relapsed"]) for (first, watch), row in found.items() if first == month}


def test_a_case_that_stays_closed_has_not_come_back(con):
    closed(con, "Y1", M0)
    assert known(relapse(con, after(6))) == {1: (1, 0), 3: (1, 0), 6: (1, 0)}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (0, {1: (1, 1), 3: (1, 1), 6: (1, 1)}),
        (1, {1: (1, 1), 3: (1, 1), 6: (1, 1)}),
        (2, {1: (1, 0), 3: (1, 1), 6: (1, 1)}),
        (3, {1: (1, 0), 3: (1, 1), 6: (1, 1)}),
        (4, {1: (1, 0), 3: (1, 0), 6: (1, 1)}),
        (6, {1: (1, 0), 3: (1, 0), 6: (1, 1)}),
        (7, {1: (1, 0), 3: (1, 0), 6: (1, 0)}),
    ],
)
def test_a_case_reopened_so_many_months_later(con, later, expected):
    closed(con, "Y1", M0)
    opened(con, "Y2", after(later), predecessor="Y1", household_id="H1")
    assert known(relapse(con, after(8))) == expected


def test_the_same_household_and_family_opened_anew_has_come_back_too(con):
    closed(con, "Y1", M0)
    opened(con, "Y2", after(3), household_id="H1")
    assert known(relapse(con, after(6))) == {1: (1, 0), 3: (1, 1), 6: (1, 1)}


def test_another_family_of_troubles_is_another_trouble(con):
    closed(con, "Y1", M0)
    opened(con, "Y2", after(1), household_id="H1", family="三保障")
    assert known(relapse(con, after(6)))[6] == (1, 0)


def test_a_household_that_moved_and_was_reopened_is_found_by_its_predecessor(con):
    closed(con, "Y1", M0)
    opened(con, "Y2", after(2), predecessor="Y1", household_id="H9")
    assert known(relapse(con, after(6)))[3] == (1, 1)


def test_coming_back_twice_is_one_relapse_of_each_closing(con):
    closed(con, "Y1", M0)
    opened(con, "Y2", after(2), predecessor="Y1", household_id="H1")
    closed(con, "Y2", after(3), household_id="H1")
    opened(con, "Y3", after(5), predecessor="Y2", household_id="H1")
    found = relapse(con, after(9))
    assert known(found) == {1: (1, 0), 3: (1, 1), 6: (1, 1)}
    assert known(found, after(3)) == {1: (1, 0), 3: (1, 1), 6: (1, 1)}


def test_the_opening_of_the_case_itself_is_no_relapse(con):
    opened(con, "Y1", after(-2))
    closed(con, "Y1", M0)
    assert known(relapse(con, after(6)))[6] == (1, 0)


def test_a_case_opened_and_closed_on_the_same_day_is_no_relapse_of_itself(con):
    opened(con, "Y1", M0, on=M0.replace(day=10))
    closed(con, "Y1", M0)
    assert known(relapse(con, after(6)))[6] == (1, 0)


def test_an_earlier_case_of_the_same_trouble_is_no_relapse_of_the_later(con):
    opened(con, "Y1", after(-5))
    closed(con, "Y1", after(-3))
    opened(con, "Y2", after(-1), household_id="H1")
    closed(con, "Y2", M0, household_id="H1")
    assert known(relapse(con, after(6)))[6] == (1, 0)


def test_a_part_of_the_household_that_went_its_own_way_before_is_no_relapse(con):
    opened(con, "Y2", after(-1), household_id="H2")
    event(con, "Y2", after(-1), "立案", predecessor_case_id="Y1", household_id="H2")
    closed(con, "Y1", M0)
    assert known(relapse(con, after(6)))[6] == (1, 0)


def test_too_early_to_say_is_unknown_not_none(con):
    closed(con, "Y1", M0)
    opened(con, "Y2", after(1), predecessor="Y1", household_id="H1")
    found = relapse(con, after(2))
    assert known(found) == {1: (1, 1), 3: (0, None), 6: (0, None)}
    late = found[M0, 6]
    assert (late["closed"], late["share"], late["low"], late["high"]) == (1, None, None, None)


def test_in_a_total_only_the_months_old_enough_count(con):
    for n in range(6):
        closed(con, f"Y{n}", after(n))
    opened(con, "Y100", after(1), predecessor="Y0", household_id="H0")
    half = relapse(con, after(6), period="半年")
    assert {watch: (row["closed"], row["followed"], row["relapsed"]) for (_, watch), row in half.items()} == {
        1: (6, 6, 1),
        3: (6, 4, 1),
        6: (6, 1, 1),
    }


def test_closed_after_help_is_told_apart_from_nothing_found(con):
    closed(con, "Y1", M0)
    closed(con, "Y2", M0, "不属实")
    event(con, "Y3", M0, "分歧消失", state_after="已销号")
    opened(con, "Y4", after(1), predecessor="Y1", household_id="H1")
    assert known(relapse(con, after(6), "属实"))[1] == (1, 1)
    assert known(relapse(con, after(6), "其他"))[1] == (2, 0)
    assert known(relapse(con, after(6)))[1] == (3, 1)


def test_a_random_visit_closes_no_trouble(con):
    closed(con, "Y1", M0, "不属实", family="例行走访")
    assert relapse(con, after(6)) == {}


def test_a_case_that_lives_on_in_another_is_not_closed(con):
    event(con, "Y1", M0, "并案", state_after="已并案")
    assert relapse(con, after(6)) == {}


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lives=st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(0, 8), st.sampled_from(world.VERDICTS)), min_size=1, max_size=20)
)
def test_longer_watching_never_finds_fewer_and_the_parts_make_the_whole(county, lives):
    world.empty(county)
    for n, (month, later, result) in enumerate(lives):
        closed(county, f"Y{n}", after(month), result)
        if later is not None:
            opened(county, f"Y{n}b", after(month + later), predecessor=f"Y{n}", household_id=f"H{n}")
    run(county, ("mart.relapse",), after(9))
    found = rows(county, "mart.relapse")
    for row in found:
        assert (row["relapsed"] is None) == (row["followed"] == 0)
        if row["followed"]:
            theirs = binomtest(row["relapsed"], row["followed"]).proportion_ci(method="wilson")
            assert [float(row["low"]), float(row["high"])] == pytest.approx([theirs.low, theirs.high], abs=6e-5)
        parts = [
            one for one in found if (one["period"], one["period_from"], one["watch"]) == (row["period"], row["period_from"], row["watch"])
        ]
        if row["closed_as"] == "合计":
            assert sum(one["closed"] for one in parts if one["closed_as"] != "合计") == row["closed"]
            assert sum(one["relapsed"] or 0 for one in parts if one["closed_as"] != "合计") == (row["relapsed"] or 0)
    by_month = [row for row in found if row["period"] == "月" and row["closed_as"] == "合计" and row["followed"]]
    for row in by_month:
        assert all(
            one["relapsed"] >= row["relapsed"]
            for one in by_month
            if one["period_from"] == row["period_from"] and one["watch"] > row["watch"]
        )
