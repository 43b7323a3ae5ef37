"""From a pushed warning to help: what counts as pushed, as visited, as true, and whose hours they were."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from yield_ import world
from yield_.cohorts import M0, M1, M2, M3, M4, cohort, counts
from yield_.world import after, event, found, heard, helped, listed, pushed, put, rows, run


def test_a_pushed_warning_that_was_true_and_helped(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "属实")
    helped(con, "Y1", M2)
    row = cohort(con)
    assert counts(row) == (1, 1, 0, 0, 1, 1)
    assert (row["pushed_month"], row["title"], row["department"]) == (M0, "标题r1", "乡镇")
    assert (row["confirmed_share"], row["helped_share"]) == (1, 1)


@pytest.mark.parametrize("result", ["不属实", "已有政策覆盖"])
def test_a_visit_that_found_no_trouble_is_a_visit(con, result):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, result)
    assert counts(cohort(con)) == (1, 1, 0, 0, 0, 0)


def test_nobody_at_home_is_neither_true_nor_untrue(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "外出未见")
    row = cohort(con)
    assert counts(row) == (1, 0, 1, 0, 0, 0)
    assert (row["confirmed_share"], row["confirmed_low"], row["confirmed_high"]) == (None, None, None)


def test_nobody_at_home_and_then_somebody(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "外出未见")
    heard(con, "Y1", M2, "属实")
    assert counts(cohort(con)) == (1, 1, 0, 0, 1, 0)


def test_a_known_answer_stays_when_nobody_is_at_home_later(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "属实")
    heard(con, "Y1", M2, "外出未见", state_after=None)
    assert counts(cohort(con)) == (1, 1, 0, 0, 1, 0)


def test_what_an_office_must_look_at_is_not_answered_yet(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "需部门复核")
    row = cohort(con)
    assert counts(row) == (1, 0, 0, 1, 0, 0)
    assert row["in_review"] == 1


def test_what_the_departments_own_list_settled_was_never_visited(con):
    pushed(con, "Y1", "r1", M0)
    event(con, "Y1", M2, "分歧消失", state_after="已销号")
    row = cohort(con)
    assert counts(row) == (1, 0, 0, 1, 0, 0)
    assert (row["gone"], row["hours"]) == (1, 0)


def test_no_answer_yet_is_unknown_not_zero(con):
    pushed(con, "Y1", "r1", M3)
    row = cohort(con)
    assert counts(row) == (1, 0, 0, 1, 0, 0)
    assert row["confirmed_share"] is None


def test_a_cohort_is_followed_as_the_answers_come(con):
    for case in ("Y1", "Y2", "Y3"):
        pushed(con, case, "r1", M0)
    heard(con, "Y1", M1, "属实")
    heard(con, "Y2", M3, "不属实")
    assert [counts(cohort(con, month)) for month in (M1, M2, M3)] == [(3, 1, 0, 2, 1, 0), (3, 1, 0, 2, 1, 0), (3, 2, 0, 1, 1, 0)]


def test_the_month_itself_knows_no_dispatch_of_its_own_list(con):
    pushed(con, "Y1", "r1", M0)
    run(con, world.YIELD, M0)
    assert rows(con, "mart.rule_yield", month=M0) == []


def test_a_list_that_did_not_go_out_pushed_nothing(con):
    found(con, "Y1", "r1", M0)
    listed(con, "Y1", M0, is_sent=False)
    heard(con, "Y1", M1, "属实")
    run(con, world.YIELD, M4)
    assert rows(con, "mart.rule_yield") == []


def test_a_warning_that_found_no_room_is_pushed_by_the_list_it_comes_on(con):
    found(con, "Y1", "r1", M0)
    put(con, "mart.visit_plan", month=M0, case_id="Y1", is_listed=False)
    found(con, "Y1", "r1", M1, measured=160)
    listed(con, "Y1", M1)
    row = cohort(con)
    assert (row["pushed_month"], row["band"]) == (M1, "五成以上")


def test_what_is_found_after_the_list_went_out_is_not_pushed_by_it(con):
    pushed(con, "Y1", "r1", M0)
    found(con, "Y1", "r2", M1)
    run(con, world.YIELD, M4)
    assert [row["rule_id"] for row in rows(con, "mart.rule_yield")] == ["r1"]


def test_a_rule_that_joins_the_case_later_is_pushed_by_the_next_list(con):
    pushed(con, "Y1", "r1", M0)
    pushed(con, "Y1", "r2", M1)
    run(con, world.YIELD, M4)
    assert [(row["rule_id"], row["pushed_month"]) for row in rows(con, "mart.rule_yield")] == [("r1", M0), ("r2", M1)]


def test_a_warning_on_two_lists_is_pushed_once(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "外出未见")
    pushed(con, "Y1", "r1", M1)
    assert (cohort(con)["pushed_month"], cohort(con)["pushed"]) == (M0, 1)


def test_the_later_answer_stands(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "不属实")
    heard(con, "Y1", M2, "属实")
    assert counts(cohort(con)) == (1, 1, 0, 0, 1, 0)


def test_help_that_came_makes_a_true_finding_no_less_true(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "属实")
    helped(con, "Y1", M1)
    heard(con, "Y1", M2, "已有政策覆盖", state_after=None)
    assert counts(cohort(con)) == (1, 1, 0, 0, 1, 1)


def test_help_without_a_true_finding_is_not_the_rules(con):
    pushed(con, "Y1", "r1", M0)
    heard(con, "Y1", M1, "不属实")
    helped(con, "Y1", M1)
    assert counts(cohort(con)) == (1, 1, 0, 0, 0, 0)


def test_an_answer_to_the_case_answers_all_its_rules(con):
    for rule_id in ("r1", "r2"):
        found(con, "Y1", rule_id, M0)
    listed(con, "Y1", M0)
    heard(con, "Y1", M1, "属实")
    run(con, world.YIELD, M4)
    assert [counts(row) for row in rows(con, "mart.rule_yield")] == [(1, 1, 0, 0, 1, 0)] * 2


def test_cohorts_older_than_the_parameter_are_let_go(con):
    pushed(con, "Y1", "r1", M0)
    run(con, world.YIELD, after(12))
    run(con, world.YIELD, after(13))
    assert len(rows(con, "mart.rule_yield", month=after(12))) == 1
    assert rows(con, "mart.rule_yield", month=after(13)) == []


@pytest.mark.parametrize(
    ("measured", "band"),
    [
        (100, "不到一成"),
        (109.99, "不到一成"),
        (110, "一成到两成半"),
        (91, "不到一成"),
        (75, "两成半到五成"),
        (150, "五成以上"),
        (900, "五成以上"),
        (-40, "五成以上"),
    ],
)
def test_the_band_says_how_far_beyond_the_threshold_on_either_side(con, measured, band):
    pushed(con, "Y1", "r1", M0, measured=measured)
    assert cohort(con)["band"] == band


@pytest.mark.parametrize(
    "hit",
    [
        {"measured": None},
        {"threshold": None},
        {"threshold": 0},
        {"measured": 1, "threshold": 0, "unit": "yes_no"},
        {"measured": 4, "threshold": 3, "unit": "housing_grade"},
    ],
)
def test_what_cannot_be_measured_against_a_number_has_no_band(con, hit):
    pushed(con, "Y1", "r1", M0, **hit)
    assert cohort(con)["band"] == "不分段"


def test_of_several_persons_the_one_farthest_beyond_counts(con):
    pushed(con, "Y1", "r1", M0, person_id="P1", measured=105)
    put(
        con,
        "rule.unsafe_water",
        **{"month": M0, "rule_id": "r1", "household_id": "H1", "person_id": "P2", "measured": 180, "threshold": 100, "unit": "yuan"},
        is_triggered=True,
    )
    assert (cohort(con)["pushed"], cohort(con)["band"]) == (1, "五成以上")


def test_the_bands_leave_no_gap_and_do_not_overlap(con):
    bands = sorted(rows(con, "ref.yield_band"), key=lambda band: band["from_ratio"])
    assert bands[0]["from_ratio"] == 0
    assert [band["below_ratio"] for band in bands] == [*(band["from_ratio"] for band in bands[1:]), None]


def test_a_rule_that_compares_with_a_department_is_that_departments(con):
    world.define(con, M0, "r1", feeds=("disability", "health"))
    pushed(con, "Y1", "r1", M0)
    assert cohort(con)["department"] == "卫健局、残联"
    world.define(con, M0, "r1")


def test_an_extract_that_did_not_come_leaves_it_the_townships_word(con):
    world.define(con, M0, "r1", feeds=("disability", "health"), missing=("disability", "health"))
    pushed(con, "Y1", "r1", M0)
    assert cohort(con)["department"] == "乡镇"
    world.define(con, M0, "r1")


def test_sums_by_rule_department_and_band_say_the_same_pushes(con):
    for n in range(20):
        pushed(con, f"Y{n}", "r1" if n % 2 else "r2", after(n % 3), measured=100 + 5 * n)
        heard(con, f"Y{n}", M4, "属实" if n % 5 == 0 else "不属实")
    run(con, world.YIELD, M4)
    by_scope: dict[str, int] = {}
    for row in rows(con, "mart.yield_total"):
        by_scope[row["scope"]] = by_scope.get(row["scope"], 0) + row["pushed"]
    assert by_scope == dict.fromkeys(("合计", "规则", "部门", "段", "规则的一段", "推送月份"), 20)
    (whole,) = rows(con, "mart.yield_total", scope="合计")
    assert (whole["from_month"], whole["to_month"], whole["confirmed"]) == (M0, M2, 4)


CASE = st.tuples(
    st.integers(0, 2),  # the month of the list
    st.sampled_from([("r1",), ("r2",), ("r1", "r2")]),
    st.lists(
        st.tuples(st.integers(1, 4), st.sampled_from([*world.VERDICTS, "外出未见", "需部门复核", "帮扶落实", "分歧消失"])), max_size=4
    ),
    st.booleans(),  # whether the list goes out
)


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=st.lists(CASE, max_size=12))
def test_whatever_happens_nothing_pushed_is_lost_and_every_visit_costs_once(county, cases):
    world.empty(county)
    trips = set()
    for number, (first, rule_ids, answers, is_sent) in enumerate(cases):
        case = f"Y{number}"
        for rule_id in rule_ids:
            found(county, case, rule_id, after(first), measured=100 + 7 * number)
        listed(county, case, after(first), is_sent)
        for later, result in sorted(answers):
            month = after(first + later)
            if result in ("帮扶落实", "分歧消失"):
                event(county, case, month, result)
            else:
                heard(county, case, month, result)
                trips |= {(case, month)} if is_sent and first + later <= 4 else set()
    run(county, world.YIELD, M4)
    found_rows = rows(county, "mart.rule_yield")
    assert sum(row["pushed"] for row in found_rows) == sum(len(rule_ids) for _, rule_ids, _, is_sent in cases if is_sent)
    for row in [*found_rows, *rows(county, "mart.yield_total")]:
        assert row["pushed"] == row["visited"] + row["unseen"] + row["unanswered"]
        assert row["in_review"] + row["gone"] <= row["unanswered"]
        assert row["helped"] <= row["confirmed"] <= row["visited"]
        for k, n in (("confirmed", "visited"), ("helped", "confirmed")):
            bounds = (row[f"{k}_low"], row[f"{k}_share"], row[f"{k}_high"])
            if row[n] == 0:
                assert bounds == (None, None, None)
            else:
                theirs = binomtest(row[k], row[n]).proportion_ci(method="wilson")
                assert [float(bound) for bound in bounds] == pytest.approx([theirs.low, row[k] / row[n], theirs.high], abs=6e-5)
    assert float(sum(row["hours"] for row in found_rows)) == pytest.approx(2 * len(trips), abs=0.01 * (len(found_rows) + 1))
