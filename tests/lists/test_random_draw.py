"""The routine visits: drawn among those with whom nothing was found, by month and household alone."""

from hashlib import sha256

import pytest

from lists.township import JUNE, OTHER, TOWNSHIP, clear, household, put, rows, run, settings
from lowincome import month as months

DRAW = ("mart.visit_capacity", "mart.random_draw")


def roster(con, count: int, month=JUNE, **about) -> list[str]:
    names = [f"H{number:04d}" for number in range(count)]
    for name in names:
        household(con, name, month, **about)
    return names


def drawn(con, month=JUNE) -> list[str]:
    return [row["household_id"] for row in run(con, month, DRAW)]


@pytest.mark.parametrize(("hours", "count"), [(0, 1), (24, 1), (240, 5), (480, 9)])
def test_the_share_of_the_townships_visits_is_drawn_and_at_least_one(con, hours, count):
    """Of 0, 9, 90 and 180 households that the hours allow for."""
    settings(con, visit_hours_township_month=hours)
    roster(con, 40)
    assert len(drawn(con)) == count


def test_every_township_draws_its_own(con):
    settings(con, visit_hours_township_month=240)
    roster(con, 20)
    household(con, "N1", township_code=OTHER)
    assert {row["township_code"] for row in run(con, models=DRAW)} == {TOWNSHIP, OTHER}


def test_nobody_is_drawn_where_nobody_is_left_to_draw_from(con):
    settings(con)
    assert drawn(con) == []


@pytest.mark.parametrize("share", [None, 0])
def test_a_share_that_is_nothing_or_not_in_force_draws_nobody(con, share):
    settings(con, random_visit_share=share)
    roster(con, 5)
    assert drawn(con) == []


def test_whoever_has_a_finding_or_an_open_case_is_not_drawn(con):
    settings(con)
    for name in ("warned", "asked", "open", "held", "closed", "merged", "free"):
        household(con, name)
    put(con, "rule.unsafe_water", month=JUNE, rule_id="unsafe_water", household_id="warned", is_triggered=True)
    put(con, "rule.unsafe_water", month=JUNE, rule_id="unsafe_water", household_id="asked", is_triggered=None)
    for name, state in (("open", "核查中"), ("held", "暂缓"), ("closed", "已销号"), ("merged", "已并案")):
        put(con, "mart.case_before", month=JUNE, case_id=name, household_id=name, state=state)
    settings(con, month=months.add(JUNE, 1))
    con.execute("UPDATE ref.policy_in_force SET value = 1 WHERE parameter = 'random_visit_share'")
    assert set(drawn(con)) == {"asked", "closed", "merged", "free"}


def test_a_household_without_anybody_left_is_not_drawn_one_carried_forward_is(con):
    settings(con, random_visit_share=1)
    household(con, "empty", persons=0)
    household(con, "unknown", persons=None)
    household(con, "carried", is_carried_forward=True, carried_because="未报", roster_month=months.add(JUNE, -1))
    assert set(drawn(con)) == {"unknown", "carried"}


def test_the_draw_depends_on_month_and_household_alone(con):
    """Given other villages, names, scores and another order of rows, then the same households are drawn."""
    settings(con, visit_hours_township_month=240)
    names = roster(con, 60)
    first = run(con, models=DRAW)
    clear(con)
    settings(con, visit_hours_township_month=240)
    for place, name in enumerate(reversed(names)):
        household(con, name, village=f"第{place}村", head_name="李某", persons=1)
        put(con, "mart.risk_score", month=JUNE, household_id=name, score=place)
    assert run(con, models=DRAW) == first
    assert all(0 <= row["draw"] < 1 for row in first)


def test_the_smallest_hashes_are_drawn_and_another_month_draws_others(con):
    july = months.add(JUNE, 1)
    found = []
    for month in (JUNE, july):
        settings(con, month, visit_hours_township_month=240)
        names = roster(con, 60, month)
        found.append(set(drawn(con, month)))
        assert found[-1] == set(sorted(names, key=lambda name: sha256(f"{month:%Y-%m}|{name}".encode()).hexdigest())[:5])
    assert found[0] != found[1]


def test_a_households_place_in_one_month_says_nothing_of_the_next(con):
    """Given everybody drawn in two months, then the two orders have nothing in common."""
    july = months.add(JUNE, 1)
    for month in (JUNE, july):
        settings(con, month, visit_hours_township_month=100_000, random_visit_share=1)
        roster(con, 400, month)
        assert len(drawn(con, month)) == 400
    (found,) = rows(
        con,
        "SELECT corr(a.draw, b.draw) AS r, avg(a.draw) AS mean FROM mart.random_draw AS a INNER JOIN mart.random_draw AS b"
        f" ON a.household_id = b.household_id AND a.month = '{JUNE}' AND b.month = '{july}'",
    )
    assert abs(found["r"]) < 0.15  # 3 standard errors of 400 pairs
    assert 0.45 < found["mean"] < 0.55


def test_the_draw_does_not_wait_for_this_months_events():
    from lowincome import sql_model

    graph = {model.table: set(model.reads) for model in sql_model.layer("mart")}
    seen, ahead = set(), ["mart.random_draw"]
    while ahead:
        here = ahead.pop()
        seen.add(here)
        ahead += graph.get(here, set()) - seen
    assert not seen & {"mart.case_event", "mart.case_state", "mart.risk_score", "mart.visit_plan"}
