"""What a closing demands, by cause: given, asked for, answered; the day before and the day after; and what is not known."""

from datetime import date
from typing import Any

import duckdb
import pytest

from cases.life import case, close, events, finds, hears, helped, last, lives, opened, state

Con = duckdb.DuckDBPyConnection
MONITORED = "突发严重困难户"


def asked(con: Con, number: str, month: str = "2021-05", on: int = 10, **household: Any) -> tuple[str, str]:
    """True, helped, and closing asked for two days after the visit, with the household as said: the state and the last answer."""
    lives(con, month, **household)
    hears(con, month, number, "属实", on=on, asks_to_close=True, **helped(month))
    close(con, month)
    return state(con, month, number), last(con, number)


@pytest.mark.parametrize("result", ["外出未见", "需部门复核"])
def test_without_a_conclusion_nothing_closes(con: Con, result: str) -> None:
    number = opened(con)
    hears(con, "2021-05", number, result, asks_to_close=True)
    close(con, "2021-05")
    assert (state(con, "2021-05", number), last(con, number)) == (result, "尚无核查结论")


def test_true_without_a_measure_is_not_closed(con: Con) -> None:
    number = opened(con)
    hears(con, "2021-05", number, "属实", asks_to_close=True)
    close(con, "2021-05")
    assert (state(con, "2021-05", number), last(con, number)) == ("属实", "属实的问题要先填采取措施和落实日期")


def test_what_this_month_still_shows_is_not_closed(con: Con) -> None:
    number = opened(con)
    finds(con, "2021-05")
    assert asked(con, number) == ("帮扶落实", "本月数据仍显示同一类问题")


def test_an_income_one_yuan_below_the_line_is_not_closed_and_at_the_line_it_is(con: Con) -> None:
    number = opened(con)
    line = con.execute("SELECT yuan_per_person_year FROM ref.dibao_line WHERE month = '2021-04-01' AND settlement = '农村'").fetchone()[0]
    assert asked(con, number, income_per_capita_yuan_year=line - 1)[0] == "帮扶落实"
    assert last(con, number).startswith("人均收入还没有到低保标准")
    assert asked(con, number, "2021-06", income_per_capita_yuan_year=line)[0] == "已销号"


def test_who_has_come_under_dibao_need_not_have_the_income(con: Con) -> None:
    assert asked(con, opened(con), income_per_capita_yuan_year=1, is_in_dibao=True)[0] == "已销号"


def test_an_unknown_income_is_asked_for_not_taken_for_enough(con: Con) -> None:
    answered = asked(con, opened(con), income_per_capita_yuan_year=None, income_yuan_12m=None)
    assert answered == ("帮扶落实", "家庭收入还不知道,请在「家庭」表填齐收入")


BARRED = {
    "no labour": ({"labour_capacity": "无"}, "家中没有劳动力,继续跟踪帮扶"),
    "unsteady income": ({"months_without_income": 1}, "主要劳动力正连续没有收入,收入不稳定"),
    "uncontrolled expenditure": ({"rigid_yuan_12m": 400000}, "刚性支出仍超过收入的规定比例"),
}


@pytest.mark.parametrize(("household", "words"), BARRED.values(), ids=BARRED)
def test_who_may_not_be_closed_stays_with_the_reason_and_is_followed_on(con: Con, household: dict[str, Any], words: str) -> None:
    assert asked(con, opened(con), **household) == ("不得销号", words)


def test_an_open_guarantee_bars_the_closing_of_another_cause(con: Con) -> None:
    number = opened(con)
    finds(con, "2021-05", rule_id="water", family="三保障")
    assert asked(con, number) == ("不得销号", "住房、饮水、医疗、教育还有没解决的问题")


UNKNOWN = {"labour": {"labour_capacity": None}, "months": {"months_without_income": None}, "expenditure": {"rigid_yuan_12m": None}}


@pytest.mark.parametrize("household", UNKNOWN.values(), ids=UNKNOWN)
def test_what_is_not_known_bars_nobody(con: Con, household: dict[str, Any]) -> None:
    assert asked(con, opened(con), **household)[0] == "已销号"


def test_who_was_barred_is_closed_once_the_bar_is_gone(con: Con) -> None:
    number = opened(con)
    assert asked(con, number, labour_capacity="无")[0] == "不得销号"
    assert asked(con, number, "2021-06")[0] == "已销号"


def test_a_policy_shortfall_asks_for_the_measure_alone(con: Con) -> None:
    number = opened(con, family="查短补齐", rule_id="payment_short")
    assert asked(con, number, income_per_capita_yuan_year=1, labour_capacity="无")[0] == "已销号"


def test_a_household_under_watch_is_published_first_and_closed_when_the_days_are_over(con: Con) -> None:
    number = opened(con)
    answered, words = asked(con, number, on=20, monitoring_category=MONITORED)
    days = con.execute(
        "SELECT value FROM ref.policy_in_force WHERE month = '2021-05-01' AND parameter = 'publicity_days_risk_removed'"
    ).fetchone()[0]
    assert (answered, words) == ("观察", f"公示 {int(days)} 天")
    close(con, "2021-06")
    assert (state(con, "2021-06", number), events(con, number)[-2:]) == ("已销号", ["申请销号", "销号"])
    assert state(con, "2021-06", number, "closed_on") == date(2021, 5, 22 + int(days))


def test_publicity_that_is_over_before_the_month_closes_needs_no_second_asking(con: Con) -> None:
    number = opened(con)
    assert asked(con, number, monitoring_category=MONITORED) == ("已销号", "属实")
    assert events(con, number)[-2:] == ["申请销号", "销号"]


@pytest.mark.parametrize(("until", "expected"), [(date(2021, 6, 25), "已销号"), (date(2021, 6, 26), "观察")])
def test_publicity_that_ends_on_the_last_day_in_time_is_over_and_a_day_later_it_is_not(con: Con, until: date, expected: str) -> None:
    number = opened(con)
    asked(con, number, on=20, monitoring_category=MONITORED)
    con.execute("UPDATE mart.case_event SET until_on = ? WHERE move = '准予观察'", [until])
    con.execute("UPDATE mart.case_state SET observed_until = ? WHERE month = '2021-05-01'", [until])
    lives(con, "2021-06", monitoring_category=MONITORED)
    close(con, "2021-06")
    assert state(con, "2021-06", number) == expected


def test_trouble_that_shows_again_during_publicity_sends_the_case_back_to_help(con: Con) -> None:
    number = opened(con)
    asked(con, number, on=20, monitoring_category=MONITORED)
    lives(con, "2021-06", monitoring_category=MONITORED)
    finds(con, "2021-06")
    close(con, "2021-06")
    assert (state(con, "2021-06", number), last(con, number)) == ("帮扶落实", "公示期内本月数据又显示同一类问题")


def test_a_disagreement_gone_at_its_source_closes_itself_with_a_trace(con: Con) -> None:
    number = opened(con, family="漏统漏管", rule_id="category_differs")
    finds(con, "2021-05", family="漏统漏管", rule_id="category_differs", is_triggered=False)
    close(con, "2021-05")
    assert (state(con, "2021-05", number), last(con, number)) == ("已销号", "部门数据与名册已经一致")
    assert state(con, "2021-05", number, "closing_reason") == "分歧消失"


def test_a_disagreement_gone_at_its_source_does_not_close_what_another_rule_has_just_joined(con: Con) -> None:
    number = opened(con, family="漏统漏管", rule_id="category_differs")
    finds(con, "2021-05", family="漏统漏管", rule_id="category_differs", is_triggered=False)
    finds(con, "2021-05", family="漏统漏管", rule_id="change_not_reported")
    close(con, "2021-05")
    assert (state(con, "2021-05", number), last(con, number, "event")) == ("待核查", "新增预警")


def test_a_disagreement_of_which_nothing_is_known_this_month_stays(con: Con) -> None:
    number = opened(con, family="漏统漏管", rule_id="category_differs")
    finds(con, "2021-05", family="漏统漏管", rule_id="category_differs", is_triggered=None)
    close(con, "2021-05")
    close(con, "2021-06")
    assert [state(con, month, number) for month in ("2021-05", "2021-06")] == ["待核查", "待核查"]


def test_a_disagreement_that_was_verified_true_is_not_closed_by_the_data(con: Con) -> None:
    number = opened(con, family="漏查漏退", rule_id="vehicle")
    hears(con, "2021-05", number, "属实")
    finds(con, "2021-05", family="漏查漏退", rule_id="vehicle", is_triggered=False)
    close(con, "2021-05")
    assert state(con, "2021-05", number) == "属实"


def test_trouble_of_another_kind_that_is_gone_from_the_data_still_waits_for_somebody_to_look(con: Con) -> None:
    number = opened(con)
    finds(con, "2021-05", is_triggered=False)
    close(con, "2021-05")
    assert state(con, "2021-05", number) == "待核查"


def test_the_same_cause_within_the_watch_reopens_and_after_it_opens_anew(con: Con) -> None:
    number = opened(con, "2021-01")
    asked(con, number, "2021-02")
    finds(con, "2021-08")
    close(con, "2021-08")
    again = case(con, "2021-08")
    assert (events(con, again), last(con, again, "predecessor_case_id")) == (["复开"], number)


def test_after_the_watch_the_same_cause_is_a_new_case(con: Con) -> None:
    number = opened(con, "2021-01")
    asked(con, number, "2021-02")
    lives(con, "2021-09")
    finds(con, "2021-09")
    close(con, "2021-09")
    again = case(con, "2021-09")
    assert (events(con, again), last(con, again, "predecessor_case_id")) == (["立案"], None)


def test_who_loses_the_last_worker_during_publicity_is_not_closed_when_its_days_are_over(con: Con) -> None:
    number = opened(con)
    asked(con, number, on=20, monitoring_category=MONITORED)
    lives(con, "2021-06", monitoring_category=MONITORED, labour_capacity="完全丧失")
    close(con, "2021-06")
    assert (state(con, "2021-06", number), last(con, number)) == ("不得销号", "家中没有劳动力,继续跟踪帮扶")


def test_whose_income_falls_again_during_publicity_goes_back_to_help(con: Con) -> None:
    number = opened(con)
    asked(con, number, on=20, monitoring_category=MONITORED)
    lives(con, "2021-06", monitoring_category=MONITORED, income_per_capita_yuan_year=1)
    close(con, "2021-06")
    assert (state(con, "2021-06", number), events(con, number)[-1]) == ("帮扶落实", "不予销号")


def test_a_clause_is_cited_from_the_day_its_document_was_issued(con: Con) -> None:
    before = opened(con, "2021-05")
    finds(con, "2021-06", rule_id="water", family="三保障")
    close(con, "2021-06")
    after = case(con, "2021-06", family="三保障")
    assert (last(con, before, "basis"), last(con, after, "basis")) == ("本县规定", "泾民发〔2021〕33号·二(四)")
