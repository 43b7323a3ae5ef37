"""Who is on the list and who waits: one situation each. A visit takes 2 hours, the way 2, a day has 8: three households a walk."""

from datetime import date

import pytest

from lists.township import JUNE, OTHER, TOWNSHIP, by_household, case, household, listed, put, run, settings
from lowincome import month as months


def test_priority_is_urgency_then_score_then_months_waited(con):
    settings(con)
    for name, urgency, score in (("A", "核实", 99), ("B", "一般", 10), ("C", "一般", 50), ("D", "紧急", None), ("E", None, 80)):
        household(con, name)
        case(con, name, urgency=urgency, score=score)
    plan = by_household(run(con))
    assert sorted(plan, key=lambda name: plan[name]["priority"]) == ["D", "C", "B", "A", "E"]


def test_of_two_with_one_score_the_one_that_has_waited_longer_goes_first(con):
    settings(con, month=months.add(JUNE, -1), visit_hours_township_month=0)
    settings(con, visit_hours_township_month=4)
    household(con, "Z", months.add(JUNE, -1))
    case(con, "Z", months.add(JUNE, -1), score=50)
    run(con, months.add(JUNE, -1))
    for name in ("A", "Z"):
        household(con, name)
        case(con, name, score=50)
    plan = by_household(run(con))
    assert (plan["Z"]["priority"], plan["Z"]["months_waiting"], plan["Z"]["is_listed"]) == (1, 1, True)
    assert (plan["A"]["months_waiting"], plan["A"]["is_listed"]) == (0, False)


def test_the_urgent_are_listed_though_the_hours_do_not_suffice(con):
    settings(con, visit_hours_township_month=4)
    for name in ("U1", "U2", "U3"):
        household(con, name)
        case(con, name, urgency="紧急")
    household(con, "H1")
    case(con, "H1", score=100)
    plan = run(con)
    assert listed(plan) == {"U1", "U2", "U3"}
    assert all(row["is_forced"] for row in plan if row["is_listed"])
    assert sum(row["hours"] for row in plan if row["is_listed"]) == 8


def test_an_urgent_report_is_urgent_whatever_the_rules_found(con):
    settings(con, visit_hours_township_month=0)
    household(con, "H1")
    number = case(con, "H1", urgency=None)
    put(con, "mart.urgent_case", month=JUNE, case_id=number, event="新增预警", household_id="H1")
    (row,) = run(con)
    assert (row["urgency"], row["is_listed"], row["is_forced"]) == ("紧急", True, True)


def test_to_have_come_onto_the_roster_since_the_report_is_nothing_urgent(con):
    settings(con)
    household(con, "H1")
    number = case(con, "H1")
    put(con, "mart.urgent_case", month=JUNE, case_id=number, event="入册", household_id="H1")
    assert run(con)[0]["urgency"] == "一般"


def test_a_quiet_finding_makes_nobody_urgent(con):
    settings(con, visit_hours_township_month=0)
    household(con, "H1")
    case(con, "H1", urgency="紧急")
    con.execute("UPDATE mart.finding SET is_quiet = TRUE")
    (row,) = run(con)
    assert (row["urgency"], row["is_listed"]) == ("核实", False)


def test_whoever_has_waited_the_months_allowed_is_listed_whatever_the_hours(con):
    """Given no hours at all, then a case waits three months and is on the fourth list."""
    seen = []
    for step in range(5):
        month = months.add(JUNE, step)
        settings(con, month, visit_hours_township_month=0)
        household(con, "H1", month)
        case(con, "H1", month)
        (row,) = run(con, month)
        seen.append((row["months_waiting"], row["is_listed"], row["not_listed_reason"]))
    assert seen == [
        (0, False, "本月没有走访工时"),
        (1, False, "本月没有走访工时"),
        (2, False, "本月没有走访工时"),
        (3, True, None),
        (3, True, None),
    ]


def test_months_on_hold_are_no_waiting(con):
    for step, state in enumerate(("暂缓", "暂缓", "待核查")):
        month = months.add(JUNE, step)
        settings(con, month, visit_hours_township_month=0)
        household(con, "H1", month)
        case(con, "H1", month, state=state)
        (row,) = run(con, month)
    assert row["months_waiting"] == 0


def test_a_list_that_did_not_leave_the_centre_counts_as_waiting(con):
    may = months.add(JUNE, -1)
    for month in (may, JUNE):
        settings(con, month)
        household(con, "H1", month)
        case(con, "H1", month)
    run(con, may)
    assert run(con)[0]["months_waiting"] == 0
    put(con, "stg.list_approval", month=JUNE, submission_id="S", row_number=2, list_month=may, decision="不下发")
    assert run(con)[0]["months_waiting"] == 1
    put(con, "stg.list_approval", month=JUNE, submission_id="T", row_number=2, list_month=may, decision="下发")
    assert run(con)[0]["months_waiting"] == 0


@pytest.mark.parametrize(
    ("state", "needs_visit", "reason"),
    [
        ("待核查", True, None),
        ("核查中", True, None),
        ("外出未见", True, None),
        ("暂缓", False, "暂缓办理"),
        ("需部门复核", False, "等待部门复核"),
        ("属实", False, "已有核查结果,等待办理"),
        ("不属实", False, "已有核查结果,等待办理"),
        ("帮扶落实", False, "已经帮扶,继续跟踪"),
        ("观察", False, "已经帮扶,继续跟踪"),
        ("不得销号", False, "已经帮扶,继续跟踪"),
    ],
)
def test_a_visit_is_for_those_not_yet_seen(con, state, needs_visit, reason):
    settings(con)
    household(con, "H1")
    case(con, "H1", state=state, urgency="紧急")
    (row,) = run(con)
    assert (row["needs_visit"], row["is_listed"], row["not_listed_reason"]) == (needs_visit, needs_visit, reason)
    assert (row["priority"] is not None, row["walk"] is not None, row["hours"] is not None) == (needs_visit,) * 3


@pytest.mark.parametrize("state", ["已销号", "已并案"])
def test_a_case_that_is_over_is_not_planned(con, state):
    settings(con)
    household(con, "H1")
    case(con, "H1", state=state)
    assert run(con) == []


def test_a_household_with_several_cases_is_one_visit(con):
    settings(con, visit_hours_township_month=4)
    household(con, "H1")
    case(con, "H1", urgency="核实")
    case(con, "H1", family="三保障", urgency="一般")
    case(con, "H1", family="查损补失", state="属实")
    plan = run(con)
    visits = [row for row in plan if row["needs_visit"]]
    assert [(row["priority"], row["walk"], row["is_listed"]) for row in visits] == [(1, 1, True)] * 2
    assert sorted(row["hours"] for row in visits) == [0, 4]
    assert [row["is_listed"] for row in plan if not row["needs_visit"]] == [False]


def test_a_household_that_has_moved_is_on_the_list_of_where_it_lives_now(con):
    settings(con)
    household(con, "H1", township_code=OTHER, village="新村")
    case(con, "H1", township_code=TOWNSHIP)
    (row,) = run(con)
    assert (row["township_code"], row["village"], row["is_listed"]) == (OTHER, "新村", True)


def test_a_household_that_left_the_roster_is_looked_for_where_it_was(con):
    """Gone from the roster is no reason to drop a case: the visit finds out."""
    may = months.add(JUNE, -1)
    for month in (may, JUNE):
        settings(con, month)
        case(con, "H1", month)
    household(con, "H1", may, village="下村")
    run(con, may)
    (row,) = run(con)
    assert (row["township_code"], row["village"], row["is_listed"]) == (TOWNSHIP, "下村", True)


def test_a_household_on_no_roster_lives_where_the_urgent_report_says(con):
    settings(con)
    number = case(con, "U1")
    put(con, "mart.urgent_case", month=JUNE, case_id=number, event="立案", household_id="U1", village="远村")
    (row,) = run(con)
    assert (row["village"], row["urgency"], row["is_listed"]) == ("远村", "紧急", True)


def test_a_carried_forward_household_is_visited_like_any_other(con):
    settings(con)
    household(con, "H1", is_carried_forward=True, roster_month=date(2021, 5, 1))
    case(con, "H1")
    assert listed(run(con)) == {"H1"}


def test_without_hours_in_force_only_those_that_cannot_wait_are_listed_and_the_reason_is_named(con):
    settings(con, visit_hours_township_month=None)
    household(con, "H1")
    case(con, "H1")
    household(con, "U1")
    case(con, "U1", urgency="紧急")
    plan = by_household(run(con))
    assert plan["U1"]["is_listed"]
    assert (plan["H1"]["is_listed"], plan["H1"]["not_listed_reason"]) == (False, "县里还没有定走访工时")


def test_without_a_bound_in_force_nobody_is_forced_by_waiting(con):
    for step in range(6):
        month = months.add(JUNE, step)
        settings(con, month, visit_hours_township_month=0, visit_wait_months=None)
        household(con, "H1", month)
        case(con, "H1", month)
        (row,) = run(con, month)
        assert not row["is_listed"]
