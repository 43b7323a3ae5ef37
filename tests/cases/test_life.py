"""A case from its first day to its last: what may follow what, told as it happens to one household."""

from datetime import date

import duckdb
import pytest

from cases.life import (
    OTHER,
    case,
    close,
    decides,
    events,
    finds,
    hears,
    helped,
    last,
    lists,
    lives,
    opened,
    put,
    refuses_later,
    state,
)

Con = duckdb.DuckDBPyConnection


def test_a_finding_opens_a_case_and_the_same_finding_joins_it(con: Con) -> None:
    number = opened(con)
    lives(con, "2021-05")
    finds(con, "2021-05")
    close(con, "2021-05")
    assert events(con, number) == ["立案"]
    assert case(con, "2021-05") == number


def test_a_second_finding_of_the_same_kind_joins_and_one_of_another_kind_opens_its_own(con: Con) -> None:
    number = opened(con)
    lives(con, "2021-05")
    finds(con, "2021-05")
    finds(con, "2021-05", rule_id="second")
    finds(con, "2021-05", rule_id="water", family="三保障")
    close(con, "2021-05")
    assert events(con, number) == ["立案", "新增预警"]
    assert case(con, "2021-05", family="三保障") not in ("", number)


def test_only_an_approved_list_sends_somebody_to_the_door(con: Con) -> None:
    number = opened(con)
    lists(con, "2021-04", number)
    close(con, "2021-05")
    assert state(con, "2021-05", number) == "核查中"
    assert last(con, number, "happened_on") == date(2021, 4, 26)


@pytest.mark.parametrize("approved", [False, None], ids=["refused", "not yet spoken"])
def test_a_list_that_did_not_go_out_dispatches_nobody(con: Con, approved: bool | None) -> None:
    number = opened(con)
    lists(con, "2021-04", number, approved)
    close(con, "2021-05")
    assert state(con, "2021-05", number) == "待核查"


def test_a_revision_refused_after_the_list_went_out_calls_nobody_back(con: Con) -> None:
    number = opened(con)
    lists(con, "2021-04", number)
    refuses_later(con, "2021-04")
    close(con, "2021-05")
    assert state(con, "2021-05", number) == "核查中"
    assert last(con, number, "happened_on") == date(2021, 4, 26)


@pytest.mark.parametrize("result", ["属实", "不属实", "已有政策覆盖", "外出未见", "需部门复核"])
def test_each_result_of_a_visit_becomes_the_state(con: Con, result: str) -> None:
    number = opened(con)
    hears(con, "2021-05", number, result)
    close(con, "2021-05")
    assert state(con, "2021-05", number) == result
    assert last(con, number, "submission_id || ':' || row_number") == "S2021-05:2"


def test_true_helped_and_gone_is_closed_when_the_township_asks(con: Con) -> None:
    number = opened(con)
    lives(con, "2021-05")
    hears(con, "2021-05", number, "属实", asks_to_close=True, **helped("2021-05"))
    close(con, "2021-05")
    assert events(con, number) == ["立案", "核查结果", "帮扶落实", "销号"]
    assert state(con, "2021-05", number, "closed_on") == date(2021, 5, 12)


def test_help_told_one_month_and_closing_asked_the_next_belong_together(con: Con) -> None:
    number = opened(con)
    hears(con, "2021-05", number, "属实", **helped("2021-05"))
    close(con, "2021-05")
    lives(con, "2021-06")
    hears(con, "2021-06", number, "属实", asks_to_close=True)
    close(con, "2021-06")
    assert state(con, "2021-06", number) == "已销号"


def test_two_answers_of_one_month_both_count_in_the_order_of_the_days(con: Con) -> None:
    number = opened(con)
    hears(con, "2021-05", number, "属实", on=12, **helped("2021-05", on=13))
    hears(con, "2021-05", number, "外出未见", on=3)
    close(con, "2021-05")
    assert events(con, number) == ["立案", "核查结果", "核查结果", "帮扶落实"]
    assert state(con, "2021-05", number) == "帮扶落实"


def test_nobody_at_home_does_not_undo_what_was_verified(con: Con) -> None:
    number = opened(con)
    hears(con, "2021-05", number, "属实")
    close(con, "2021-05")
    hears(con, "2021-06", number, "外出未见")
    close(con, "2021-06")
    assert (state(con, "2021-06", number), state(con, "2021-06", number, "result")) == ("属实", "属实")


def test_untrue_after_true_is_asked_about_and_taken_once_it_is_explained(con: Con) -> None:
    number = opened(con)
    hears(con, "2021-05", number, "属实")
    close(con, "2021-05")
    hears(con, "2021-06", number, "不属实")
    close(con, "2021-06")
    assert (last(con, number, "event"), state(con, "2021-06", number)) == ("待说明", "属实")
    assert last(con, number) == "这次是「不属实」,以前是「属实」,请在「说明」写清为什么"
    hears(con, "2021-07", number, "不属实", remark="上次走错了户")
    close(con, "2021-07")
    assert state(con, "2021-07", number) == "不属实"


def test_the_same_visit_told_again_next_month_is_not_a_second_visit(con: Con) -> None:
    number = opened(con)
    hears(con, "2021-05", number, "属实", **helped("2021-05"))
    close(con, "2021-05")
    hears(con, "2021-06", number, "属实", **helped("2021-05"), visited_on=date(2021, 5, 10))
    close(con, "2021-06")
    assert events(con, number) == ["立案", "核查结果", "帮扶落实"]


def test_a_hold_rests_the_case_until_its_day_and_then_it_is_queued_again(con: Con) -> None:
    number = opened(con)
    decides(con, "2021-05", number, "暂缓", until=date(2021, 6, 20))
    close(con, "2021-05")
    assert (state(con, "2021-05", number), state(con, "2021-05", number, "held_until")) == ("暂缓", date(2021, 6, 20))
    close(con, "2021-06")
    assert (state(con, "2021-06", number), last(con, number)) == ("待核查", "暂缓到期")


def test_a_hold_until_after_the_close_still_holds(con: Con) -> None:
    number = opened(con)
    decides(con, "2021-05", number, "暂缓", until=date(2021, 6, 26))
    close(con, "2021-05")
    close(con, "2021-06")
    assert state(con, "2021-06", number) == "暂缓"


def test_what_the_table_does_not_allow_is_written_down_and_changes_nothing(con: Con) -> None:
    number = opened(con)
    decides(con, "2021-05", number, "恢复")
    close(con, "2021-05")
    assert (last(con, number, "event"), last(con, number), state(con, "2021-05", number)) == (
        "未采纳",
        "「待核查」的个案不能「恢复」",
        "待核查",
    )


def test_a_household_that_moves_takes_its_case_along(con: Con) -> None:
    number = opened(con)
    lives(con, "2021-05", township_code=OTHER)
    finds(con, "2021-05")
    close(con, "2021-05")
    assert events(con, number) == ["立案", "户变更"]
    assert (last(con, number), state(con, "2021-05", number, "township_code"), state(con, "2021-05", number)) == ("迁移", OTHER, "待核查")


def test_a_household_under_a_new_number_and_a_new_head_keeps_its_case(con: Con) -> None:
    lives(con, "2021-04", people=("P1", "P2"))
    finds(con, "2021-04")
    close(con, "2021-04")
    number = case(con, "2021-04")
    lives(con, "2021-05", "H9", people=("P2", "P1"))
    finds(con, "2021-05", "H9")
    close(con, "2021-05")
    assert (last(con, number), case(con, "2021-05", "H9")) == ("换号、换户主", number)
    assert con.execute("SELECT count(DISTINCT case_id) FROM mart.case_event").fetchone() == (1,)


def test_a_new_head_in_the_same_household_goes_on_with_the_case(con: Con) -> None:
    lives(con, "2021-04", people=("P1", "P2"), head_name="甲")
    finds(con, "2021-04")
    close(con, "2021-04")
    number = case(con, "2021-04")
    lives(con, "2021-05", people=("P2",), head_name="乙")
    finds(con, "2021-05")
    close(con, "2021-05")
    assert (last(con, number), state(con, "2021-05", number)) == ("换户主", "待核查")


def test_everybody_gone_closes_nothing_and_is_said_once(con: Con) -> None:
    number = opened(con)
    lives(con, "2021-04", "H2", people=("P2",))
    lives(con, "2021-05", "H2", people=("P2",))
    close(con, "2021-05")
    lives(con, "2021-06", "H2", people=("P2",))
    close(con, "2021-06")
    assert events(con, number) == ["立案", "户变更"]
    assert (last(con, number), state(con, "2021-06", number)) == ("全户离册", "待核查")


def test_two_households_that_become_one_have_one_case_and_the_older_goes_on(con: Con) -> None:
    older = opened(con, "2021-03")
    for household_id, person in (("H1", "P1"), ("H2", "P2")):
        lives(con, "2021-04", household_id, people=(person,))
        finds(con, "2021-04", household_id)
    close(con, "2021-04")
    younger = case(con, "2021-04", "H2")
    lives(con, "2021-05", people=("P1", "P2"))
    finds(con, "2021-05")
    close(con, "2021-05")
    assert (state(con, "2021-05", younger), last(con, younger)) == ("已并案", f"并入 {older}")
    assert state(con, "2021-05", older) == "待核查"


def test_a_household_whose_row_stays_a_month_with_everybody_gone_is_joined_all_the_same(con: Con) -> None:
    number = opened(con)
    lives(con, "2021-05", people=("P1x",))
    lives(con, "2021-05", "H2", people=("P2", "P1"))
    con.execute("UPDATE core.person_month SET is_in_household = FALSE WHERE month = '2021-05-01' AND household_id = 'H1'")
    close(con, "2021-05")
    assert (last(con, number), state(con, "2021-05", number, "household_id")) == ("并户", "H2")


def test_who_parts_from_the_household_gets_a_case_that_names_the_old_one(con: Con) -> None:
    lives(con, "2021-04", people=("P1", "P2"))
    finds(con, "2021-04")
    close(con, "2021-04")
    number = case(con, "2021-04")
    lives(con, "2021-05", people=("P1",))
    lives(con, "2021-05", "H9", people=("P2",))
    finds(con, "2021-05")
    close(con, "2021-05")
    child = case(con, "2021-05", "H9")
    assert (last(con, child), last(con, child, "predecessor_case_id"), state(con, "2021-05", number)) == ("由原户分出", number, "待核查")


def test_a_household_drawn_at_random_has_a_case_like_any_other(con: Con) -> None:
    put(con, "mart.random_draw", month=date(2021, 4, 1), township_code="640424100", household_id="H5", draw=0.01)
    close(con, "2021-04")
    number = case(con, "2021-04", "H5", "例行走访")
    assert (state(con, "2021-04", number), state(con, "2021-04", number, "is_random")) == ("待核查", True)
    hears(con, "2021-05", number, "不属实", asks_to_close=True)
    close(con, "2021-05")
    assert state(con, "2021-05", number) == "已销号"


def test_running_a_month_twice_gives_the_same(con: Con) -> None:
    number = opened(con)
    hears(con, "2021-05", number, "属实", **helped("2021-05"))
    close(con, "2021-05")
    before = con.execute("SELECT * FROM mart.case_event ORDER BY ALL").fetchall()
    con.execute("DELETE FROM rule.definition WHERE rule_id = 'nothing' AND month = '2021-05-01'")
    close(con, "2021-05")
    assert con.execute("SELECT * FROM mart.case_event ORDER BY ALL").fetchall() == before


def test_every_state_the_moves_lead_to_is_one_the_moves_start_from(con: Con) -> None:
    moves = con.execute("SELECT from_state, to_state FROM ref.case_move").fetchall()
    assert {after for _, after in moves} == {before for before, _ in moves if before != "无"} | {"已销号", "已并案"}
