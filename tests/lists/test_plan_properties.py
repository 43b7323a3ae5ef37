"""Whatever the cases, the villages and the hours: the list keeps to the hours, nobody waits for ever, and chance is chance."""

from decimal import Decimal
from typing import Any

import duckdb
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lists import township
from lists.township import JUNE, TOWNSHIP, put
from lowincome import month as months

VILLAGES = ("上村", "下村", "远村", None)
ROUTES = st.dictionaries(st.sampled_from(VILLAGES[:3]), st.tuples(st.sampled_from(("东线", None)), st.sampled_from((None, 0, 1, 3.5, 9))))
CASE = st.fixed_dictionaries(
    {
        "village": st.sampled_from(VILLAGES),
        "urgency": st.sampled_from(("紧急", "一般", "一般", "一般", "核实", None)),
        "family": st.sampled_from(("漏保漏救", "漏保漏救", "漏保漏救", "例行走访")),
        "state": st.sampled_from(("待核查", "待核查", "核查中", "外出未见", "属实", "暂缓")),
        "score": st.integers(0, 100),
        # for a routine visit: drawn this month or before
        "drawn": st.sampled_from((None, months.add(JUNE, -1))),
    }
)
HOURS = st.sampled_from((0, 1, 4, 7.5, 24, 60))
few: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "phases": [Phase.generate],
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


def plan(
    con: duckdb.DuckDBPyConnection, cases: list[dict[str, Any]], routes: dict, hours: float, month=JUNE, order=1
) -> list[township.Row]:
    """The month's plan for cases given in that order or backwards."""
    township.settings(con, month, visit_hours_township_month=hours)
    for village, (route, travel) in routes.items():
        put(con, "ref.village_travel", township_code=TOWNSHIP, village=village, route=route, travel_hours=travel)
    for number, about in list(enumerate(cases))[::order]:
        name = f"H{number:03d}"
        township.household(con, name, month, village=about["village"])
        urgency = None if about["family"] == "例行走访" else about["urgency"]
        township.case(con, name, month, urgency=urgency, **{key: about[key] for key in ("family", "state", "score", "drawn")})
    return township.run(con, month)


@settings(max_examples=40, **few)
@given(cases=st.lists(CASE, max_size=16), routes=ROUTES, hours=HOURS)
def test_the_listed_hours_are_within_the_hours_had_unless_all_of_them_are_forced(con, cases, routes, hours):
    township.clear(con)
    found = plan(con, cases, routes, hours)
    on_list = [row for row in found if row["is_listed"]]
    assert sum(row["hours"] for row in on_list) <= hours or all(row["is_forced"] for row in on_list)
    # the list is the head of the queue, and everybody who must be visited is on it
    assert sorted(row["priority"] for row in on_list) == list(range(1, len(on_list) + 1))
    drawn = {f"H{number:03d}" for number, about in enumerate(cases) if about["family"] == "例行走访" and about["drawn"] is None}
    must = [row for row in found if row["needs_visit"] and (row["urgency"] == "紧急" or row["household_id"] in drawn)]
    assert all(row["is_forced"] and row["is_listed"] for row in must)
    # a routine visit of an earlier month takes nobody's hours
    if any(row["is_listed"] and row["is_random"] and row["household_id"] not in drawn for row in found):
        assert all(row["is_listed"] for row in found if row["needs_visit"] and not row["is_random"])


@settings(max_examples=40, **few)
@given(cases=st.lists(CASE, min_size=1, max_size=16), routes=ROUTES, hours=HOURS)
def test_a_walk_is_one_village_or_one_route_one_way_and_a_day(con, cases, routes, hours):
    """Only a single door may take longer than a day: the village is too far."""
    township.clear(con)
    found = [row for row in plan(con, cases, routes, hours) if row["is_listed"]]
    walks = {number: [row for row in found if row["walk"] == number] for number in {row["walk"] for row in found}}
    assert sorted(walks) == list(range(1, len(walks) + 1))
    for rows in walks.values():
        assert sum(row["hours"] for row in rows) <= township.SETTINGS["visit_day_hours"] or len(rows) == 1
        assert sorted(row["hours"] for row in rows)[:-1] == [township.SETTINGS["visit_hours_household"]] * (len(rows) - 1)
        assert len({routes.get(row["village"], (None,))[0] or row["village"] or row["household_id"] for row in rows}) == 1


@settings(max_examples=20, **few)
@given(cases=st.lists(CASE, min_size=1, max_size=6), hours=st.lists(HOURS, min_size=5, max_size=7))
def test_nobody_warned_waits_longer_than_the_months_allowed(con, cases, hours):
    """Given any hours month after month and nobody ever visited, then nobody with a warning is left out a fourth time; months are counted for all."""
    township.clear(con)
    left_out: dict[str, int] = {}
    for step, had in enumerate(hours):
        for row in plan(con, cases, {}, had, months.add(JUNE, step)):
            if row["needs_visit"]:
                assert row["months_waiting"] == left_out.get(row["case_id"], 0)
                left_out[row["case_id"]] = left_out.get(row["case_id"], 0) + (not row["is_listed"])
    assert all(waited <= township.SETTINGS["visit_wait_months"] for case_id, waited in left_out.items() if "例行走访" not in case_id)


@settings(max_examples=20, **few)
@given(cases=st.lists(CASE, max_size=12), routes=ROUTES, hours=HOURS)
def test_the_same_month_gives_the_same_plan_in_whatever_order_it_came(con, cases, routes, hours):
    plans = []
    for order in (1, -1, 1):
        township.clear(con)
        plans.append(plan(con, cases, routes, hours, order=order))
    assert plans[0] == plans[1] == plans[2]


@settings(max_examples=20, **few)
@given(cases=st.lists(CASE, min_size=2, max_size=12), hours=HOURS)
def test_where_a_household_lives_does_not_change_its_place_in_the_queue(con, cases, hours):
    queues = []
    for village in (None, "上村"):
        township.clear(con)
        here = [about if village is None else {**about, "village": village} for about in cases]
        found = [row for row in plan(con, here, {}, hours) if row["is_listed"]]
        queues.append([row["case_id"] for row in sorted(found, key=lambda row: row["priority"])])
    assert [case for case in queues[0] if case in queues[1]] == [case for case in queues[1] if case in queues[0]]


@settings(max_examples=30, **few)
@given(
    numbers=st.sets(st.integers(0, 9999), max_size=25),
    scores=st.randoms(use_true_random=False),
    hours=HOURS,
    share=st.sampled_from((0.02, 0.05, 0.1, 0.5)),
)
def test_as_many_are_drawn_as_the_share_says_and_the_score_has_no_part_in_it(con, numbers, scores, hours, share):
    draws = []
    for scored in (False, True):
        township.clear(con)
        township.settings(con, visit_hours_township_month=hours, random_visit_share=share)
        for number in numbers:
            township.household(con, f"H{number:04d}")
            if scored:
                put(con, "mart.risk_score", month=JUNE, household_id=f"H{number:04d}", score=scores.randint(0, 100))
        draws.append(township.run(con, models=("mart.visit_capacity", "mart.random_draw")))
    visits = int(Decimal(str(hours)) * 3 // 8)
    assert len(draws[0]) == min(len(numbers), max(1, int(Decimal(str(share)) * visits + Decimal("0.5"))))
    assert draws[0] == draws[1]
    everybody = {row["household_id"] for row in draws[0]}
    assert len(everybody) == len(draws[0])
