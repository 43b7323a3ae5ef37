"""Routine visits on the list: hours first in the month of the draw, what is left over from then on."""

import pytest

from lists.township import JUNE, by_household, case, household, listed, run, settings
from lowincome import month as months


def test_a_routine_visit_takes_hours_first_in_the_month_it_was_drawn_and_last_from_then_on(con):
    """Given hours for one walk and a warned household elsewhere, then the drawn one is listed in its month, afterwards only what is left over is for it."""
    seen = []
    for step in range(6):
        month = months.add(JUNE, step)
        settings(con, month, visit_hours_township_month=4 if step < 5 else 8)
        household(con, "R1", month, village="远村")
        case(con, "R1", month, family="例行走访", urgency=None, state="待核查" if step == 0 else "核查中", score=100, drawn=JUNE)
        household(con, "H1", month)
        case(con, "H1", month, urgency="核实", score=0)
        plan = by_household(run(con, month))
        routine, warned = plan["R1"], plan["H1"]
        assert (routine["is_random"], warned["is_random"]) == (True, False)
        seen.append(
            (routine["is_listed"], warned["is_listed"], routine["is_forced"], routine["months_waiting"], routine["not_listed_reason"])
        )
    last = "例行走访过了当月,排在最后,本月走访时间已排满"
    assert seen == [
        (True, False, True, 0, None),
        (False, True, False, 0, last),
        (False, True, False, 1, last),
        (False, True, False, 2, last),
        (False, True, False, 3, last),
        (True, True, False, 4, None),
    ]


def test_a_routine_visit_of_an_earlier_month_never_keeps_a_warned_household_waiting(con):
    """Given ten routine visits that nobody made, months ago, and a warned household that has waited its months, then the township goes there."""
    for step in range(5):
        month = months.add(JUNE, step)
        settings(con, month, visit_hours_township_month=0 if step < 4 else 4)
        for number in range(10):
            household(con, f"R{number}", month)
            case(con, f"R{number}", month, family="例行走访", urgency=None, drawn=months.add(JUNE, -1))
        household(con, "H1", month)
        case(con, "H1", month)
        plan = run(con, month)
        assert listed(plan) == ({"H1"} if step >= 3 else set())
    assert {row["not_listed_reason"] for row in plan if not row["is_listed"]} == {"例行走访过了当月,排在最后,本月走访时间已排满"}


def test_a_warned_household_with_an_old_routine_visit_stands_where_its_warning_puts_it(con):
    settings(con)
    for name, urgency, score in (("H1", "一般", 50), ("H2", "核实", 50), ("H3", "核实", 60)):
        household(con, name)
        case(con, name, urgency=urgency, score=score)
    case(con, "H3", family="例行走访", urgency=None, drawn=months.add(JUNE, -1))
    plan = run(con)
    assert {row["household_id"]: row["priority"] for row in plan} == {"H1": 1, "H3": 2, "H2": 3}
    assert all(row["is_listed"] for row in plan)


@pytest.mark.parametrize("state", ["不属实", "暂缓"])
def test_a_routine_visit_that_was_answered_or_is_on_hold_is_not_listed_in_any_month(con, state):
    settings(con)
    household(con, "R1")
    case(con, "R1", family="例行走访", urgency=None, state=state)
    assert listed(run(con)) == set()


def test_a_routine_visit_takes_its_place_among_the_others_by_urgency_and_score(con):
    """On paper nothing tells it apart: it is neither first nor without a place."""
    settings(con)
    for name, family, score in (("H1", "漏保漏救", 90), ("R1", "例行走访", 40), ("H2", "漏保漏救", 10)):
        household(con, name)
        case(con, name, family=family, urgency=None if family == "例行走访" else "一般", score=score)
    plan = by_household(run(con))
    assert {name: row["priority"] for name, row in plan.items()} == {"H1": 1, "R1": 2, "H2": 3}
