"""The clocks of a case: when each begins, when it stops, and the day before, the day and the day after it runs out."""

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from clocks.world import day, event, home, look, one, urgent

FALSE_ALARM = {"family": "因困致贫"}


def opened(con: duckdb.DuckDBPyConnection) -> None:
    event(con, "2021-05-26", "立案", "待核查")


def reported(con: duckdb.DuckDBPyConnection) -> None:
    event(con, "2021-06-01", "立案", "待核查", **FALSE_ALARM)
    urgent(con, "2021-06-01")


def found_true(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-02", "核查结果", "属实")


def sent_to_the_department(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-02", "核查结果", "需部门复核")


def refused(con: duckdb.DuckDBPyConnection) -> None:
    reported(con)
    event(con, "2021-06-10", "核查结果", "不属实", **FALSE_ALARM)


# clock, how it came to run, from when, its last day, the office, what the term rests on
TERMS = [
    # 15 days after the 26th of May
    ("verify", opened, "2021-05-26", "2021-06-10", "香水镇", "本县规定"),
    # 2 days after the report
    ("verify_urgent", reported, "2021-06-01", "2021-06-03", "香水镇", "本县规定"),
    # 30 working days: the 14th of June is the Dragon Boat Festival
    ("decide", found_true, "2021-06-02", "2021-07-15", "香水镇", "没有文件规定,暂用外地示例"),
    # 45 working days
    ("decide_special", sent_to_the_department, "2021-06-02", "2021-08-05", "香水镇", "没有文件规定,暂用外地示例"),
    # 3 working days after Thursday the 10th: Friday, Tuesday, Wednesday; Saturday to Monday are off
    ("refusal_notice", refused, "2021-06-10", "2021-06-16", "香水镇", "没有文件规定,暂用外地示例"),
]


@pytest.mark.parametrize(("clock", "given", "starts", "last", "office", "basis"), TERMS, ids=[term[0] for term in TERMS])
def test_a_clock_is_over_on_the_day_after_its_last_day(
    con: duckdb.DuckDBPyConnection, clock: str, given: Any, starts: str, last: str, office: str, basis: str
) -> None:
    given(con)
    found = {n: one(con, clock, (day(last) + timedelta(days=n)).isoformat()) for n in (-1, 0, 1, 9)}
    assert {n: (row["is_overdue"], row["days_over"]) for n, row in found.items()} == {
        -1: (False, 0),
        0: (False, 0),
        1: (True, 1),
        9: (True, 9),
    }
    assert {(row["started_on"], row["due_on"], row["office"], row["basis"]) for row in found.values()} == {
        (day(starts), day(last), office, basis)
    }
    assert {(row["is_running"], row["stopped_on"], row["doubt"]) for row in found.values()} == {(True, None, None)}
    assert len({row["clock_id"] for row in found.values()}) == 1


@pytest.mark.parametrize("result", ["属实", "不属实", "已有政策覆盖", "需部门复核"])
def test_a_result_stops_the_time_to_verify(con: duckdb.DuckDBPyConnection, result: str) -> None:
    opened(con)
    event(con, "2021-06-08", "核查结果", result)
    row = one(con, "verify", "2021-06-25")
    assert (row["stopped_on"], row["is_running"], row["is_overdue"], row["days_over"]) == (date(2021, 6, 8), False, False, 0)


def test_a_list_that_goes_out_and_a_door_that_stays_shut_do_not_stop_it(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-05-28", "派单", "核查中")
    event(con, "2021-06-08", "核查结果", "外出未见")
    assert one(con, "verify", "2021-06-11")["is_overdue"]


def test_a_result_that_came_late_is_no_longer_overdue_and_says_how_late_it_was(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-14", "核查结果", "不属实")
    row = one(con, "verify", "2021-06-25")
    assert (row["is_overdue"], row["days_over"]) == (False, 4)


def test_what_has_stopped_is_told_in_its_month_and_not_again(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-08", "核查结果", "不属实")
    assert [row["clock"] for row in look(con, "2021-06-25")] == ["verify"]
    assert look(con, "2021-07-25") == []


def test_feedback_known_months_later_is_told_when_it_is_known(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-08", "核查结果", "不属实", known_on="2021-08-20")
    assert one(con, "verify", "2021-07-25")["is_overdue"]
    assert one(con, "verify", "2021-08-25")["stopped_on"] == date(2021, 6, 8)


def test_a_case_on_hold_stands_still_and_goes_on_where_it_stopped(con: duckdb.DuckDBPyConnection) -> None:
    found_true(con)
    event(con, "2021-06-09", "暂缓", "暂缓")
    assert one(con, "decide", "2021-09-30")["days_over"] == 0
    event(con, "2021-06-19", "恢复", "属实")
    # nine days that were not worked on: of them five working days, from Thursday the 10th to Friday the 18th without the festival
    row = one(con, "decide", "2021-07-20")
    assert row["due_on"] == date(2021, 7, 23)


def test_a_case_taken_up_again_for_a_visit_is_given_its_days_anew(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-02", "核查结果", "不属实")
    event(con, "2021-06-03", "暂缓", "暂缓")
    event(con, "2021-07-01", "恢复", "待核查")
    rows = [row for row in look(con, "2021-07-20") if row["clock"] == "verify"]
    assert [(row["started_on"], row["due_on"]) for row in rows] == [(date(2021, 7, 1), date(2021, 7, 16))]


def test_the_days_on_hold_are_added_to_calendar_days(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-01", "暂缓", "暂缓")
    event(con, "2021-06-21", "恢复", "待核查")
    row = one(con, "verify", "2021-07-01")
    assert (row["started_on"], row["due_on"], row["is_overdue"]) == (date(2021, 5, 26), date(2021, 6, 30), True)


def test_help_delivered_stops_the_time_to_decide(con: duckdb.DuckDBPyConnection) -> None:
    found_true(con)
    event(con, "2021-07-20", "帮扶落实", "帮扶落实")
    row = one(con, "decide", "2021-07-25")
    assert (row["stopped_on"], row["days_over"]) == (date(2021, 7, 20), 5)


def test_only_who_may_be_missing_a_benefit_waits_for_a_decision(con: duckdb.DuckDBPyConnection) -> None:
    event(con, "2021-05-26", "立案", "待核查", family="漏统漏管")
    event(con, "2021-06-02", "核查结果", "属实", family="漏统漏管")
    assert [row["clock"] for row in look(con, "2021-06-25")] == ["verify"]


def test_before_townships_confirm_the_county_answers_for_the_decision(con: duckdb.DuckDBPyConnection) -> None:
    event(con, "2020-11-26", "立案", "待核查")
    event(con, "2020-12-02", "核查结果", "属实")
    assert one(con, "decide", "2020-12-25")["office"] == "社会救助科"
    assert one(con, "decide", "2021-01-25")["office"] == "香水镇"


def test_an_urgent_case_has_the_urgent_days_alone(con: duckdb.DuckDBPyConnection) -> None:
    reported(con)
    assert [row["clock"] for row in look(con, "2021-06-02")] == ["verify_urgent"]


def test_an_urgent_report_on_a_case_already_seen_asks_for_another_visit(con: duckdb.DuckDBPyConnection) -> None:
    event(con, "2021-04-26", "立案", "待核查", **FALSE_ALARM)
    event(con, "2021-05-03", "核查结果", "属实", **FALSE_ALARM)
    event(con, "2021-06-01", "新增预警", None, **FALSE_ALARM)
    urgent(con, "2021-06-01", event="新增预警")
    assert one(con, "verify_urgent", "2021-06-04")["is_overdue"]
    event(con, "2021-06-03", "核查结果", "属实", known_on="2021-06-20", **FALSE_ALARM)
    row = one(con, "verify_urgent", "2021-06-25")
    assert (row["stopped_on"], row["days_over"]) == (date(2021, 6, 3), 0)


def test_a_second_urgent_report_has_days_of_its_own(con: duckdb.DuckDBPyConnection) -> None:
    reported(con)
    event(con, "2021-07-01", "新增预警", None, **FALSE_ALARM)
    urgent(con, "2021-07-01", event="新增预警")
    found = [(row["started_on"], row["due_on"]) for row in look(con, "2021-07-20") if row["clock"] == "verify_urgent"]
    assert sorted(found) == [(date(2021, 6, 1), date(2021, 6, 3)), (date(2021, 7, 1), date(2021, 7, 3))]


@pytest.mark.parametrize(
    ("on", "event_word", "state", "detail", "stopped"),
    [
        ("2021-06-15", "帮扶落实", "不属实", "书面告知", "2021-06-15"),
        ("2021-06-15", "销号", "已销号", "不属实", "2021-06-15"),
        ("2021-06-15", "帮扶落实", "不属实", "送米面", None),
    ],
)
def test_who_asked_and_was_refused_is_told(
    con: duckdb.DuckDBPyConnection, on: str, event_word: str, state: str, detail: str, stopped: str | None
) -> None:
    refused(con)
    event(con, on, event_word, state, detail=detail, **FALSE_ALARM)
    assert one(con, "refusal_notice", "2021-06-25")["stopped_on"] == (day(stopped) if stopped else None)


def test_nobody_is_told_of_a_warning_that_was_nothing(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-06-02", "核查结果", "不属实")
    assert [row["clock"] for row in look(con, "2021-06-20")] == ["verify"]


@pytest.mark.parametrize(
    ("category", "clock", "last"),
    [
        ("边缘易致贫户", "publicity_monitored", "2021-06-15"),
        ("一般户", "publicity_dibao", "2021-06-17"),
        (None, "publicity_dibao", "2021-06-17"),
    ],
)
def test_a_notice_hangs_its_days_from_the_day_it_was_granted_and_is_never_overdue(
    con: duckdb.DuckDBPyConnection, category: str | None, clock: str, last: str
) -> None:
    home(con, "2021-06-10", monitoring_category=category)
    found_true(con)
    event(con, "2021-06-04", "帮扶落实", "帮扶落实")
    event(con, "2021-06-05", "申请销号", "观察", known_on="2021-06-10")
    for n in (-1, 0, 1):
        row = one(con, clock, (day(last) + timedelta(days=n)).isoformat())
        assert (row["started_on"], row["due_on"], row["is_overdue"], row["days_over"]) == (date(2021, 6, 10), day(last), False, 0)
    event(con, "2021-06-18", "销号", "已销号")
    assert not one(con, clock, "2021-06-25")["is_running"]


@pytest.mark.parametrize("end", ["已销号", "已并案"])
def test_a_case_that_ends_takes_its_clock_with_it(con: duckdb.DuckDBPyConnection, end: str) -> None:
    opened(con)
    event(con, "2021-06-05", "并案" if end == "已并案" else "分歧消失", end)
    assert not one(con, "verify", "2021-06-25")["is_running"]


def test_a_day_nobody_knows_leaves_the_clock_without_a_last_day(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, None, "核查结果", "属实", known_on="2021-06-20")
    row = one(con, "decide", "2021-06-25")
    assert (row["started_on"], row["due_on"], row["is_overdue"], row["days_over"]) == (None, None, None, None)
    assert row["doubt"] == "起算日不知道"
    stopped = one(con, "verify", "2021-06-25")
    assert (stopped["is_running"], stopped["days_over"], stopped["doubt"]) == (False, None, "办到的日期不知道")


def test_a_later_day_does_not_stand_in_for_an_unknown_first_one(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, None, "核查结果", "属实", known_on="2021-06-20")
    event(con, "2021-06-22", "核查结果", "属实")
    row = one(con, "decide", "2021-06-25")
    assert (row["started_on"], row["due_on"], row["is_overdue"]) == (None, None, None)


def test_where_nobody_has_set_a_term_it_is_not_known_whether_it_is_over(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    row = one(con, "verify", "2021-06-25", region="500153")
    assert (row["due_on"], row["is_overdue"], row["days_over"], row["doubt"]) == (None, None, None, "本地没有定期限")


def test_an_earlier_month_does_not_know_what_came_later(con: duckdb.DuckDBPyConnection) -> None:
    opened(con)
    event(con, "2021-07-08", "核查结果", "属实")
    assert one(con, "verify", "2021-06-25")["is_running"]
