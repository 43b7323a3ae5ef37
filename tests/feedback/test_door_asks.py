"""What the door asks about a row of feedback: does it fit the case, the dates, the evidence, and what was said before. It only asks.

The list of June went out on 26 June and comes back on 3 July; what the door knows of cases was written by the run of June.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from factories import TOWNSHIP, feedback, household, member, write_form
from feedback.answered import HELPED, JULY, OTHER_TOWNSHIP, TRUE, UNSEEN, UNTRUE, Row, cases, returned, tell_the_door
from intake.sending import send
from lowincome import month as months
from lowincome.intake import decision, receive

Sent = tuple[dict[str, Any], dict[str, Row]]


@pytest.fixture
def answer(home: Path, tmp_path: Path) -> Callable[..., Sent]:
    """Sends a list with these rows; returns the summary, and the findings about rows by check."""

    def sent(*rows: Row, at: str = JULY, **how: Any) -> Sent:
        summary, findings = send(home, returned(tmp_path / f"{at[:10]}.xlsx", rows, **how), at)
        return summary, {one["check_id"]: one for one in findings if one["row_number"]}

    return sent


def form(path: Path, month: str, *notes: Row) -> Path:
    homes = [household(1, month=month)]
    return write_form(path, TOWNSHIP, month, homes, [member(homes[0])], feedback=notes)


def test_a_row_that_fits_its_case_is_asked_nothing(home: Path, answer: Callable[..., Sent]) -> None:
    tell_the_door(home)
    summary, told = answer(HELPED, UNTRUE, UNSEEN, {**HELPED, "申请销号": "是"}, {**UNTRUE, "申请销号": "是"})
    assert (summary["status"], told) == ("接收", {})


def test_without_a_list_of_cases_nothing_is_asked_about_them(answer: Callable[..., Sent]) -> None:
    summary, told = answer(HELPED, extra=[{"预警编号": "YJ202105-0000000000", **HELPED}])
    assert (summary["status"], told) == ("接收", {})


@pytest.mark.parametrize(
    ("number", "is_asked"),
    [
        ("YJ202106-0000000000", True),  # a case of June would be known
        ("YJ202105-0000000000", True),
        ("第3户", True),
        ("YJ202107-0000000000", False),  # an urgent report of July may have opened it since
    ],
)
def test_a_number_that_no_case_has(home: Path, answer: Callable[..., Sent], number: str, is_asked: bool) -> None:
    tell_the_door(home)
    summary, told = answer(extra=[{"预警编号": number, **HELPED}])
    assert set(told) == ({"case_unknown"} if is_asked else set())
    assert summary["rows_accepted"] == 1  # the month decides, and may know more


def test_a_month_in_progress_may_have_opened_cases_since_its_list_was_written(home: Path, answer: Callable[..., Sent]) -> None:
    tell_the_door(home, month="2021-07")
    assert answer(extra=[{"预警编号": "YJ202107-0000000000", **HELPED}])[1] == {}


def test_a_number_is_known_however_it_is_typed(home: Path, answer: Callable[..., Sent]) -> None:
    tell_the_door(home)
    wide = str.maketrans("YJ0123456789", "ＹＪ０１２３４５６７８９")
    assert answer(extra=[{"预警编号": f" {cases()[0].lower()} ".translate(wide), **HELPED}])[1] == {}


def test_a_case_of_another_township_a_closed_one_and_a_visit_before_it_was_opened(home: Path, answer: Callable[..., Sent]) -> None:
    first, second, _, fourth, *_ = cases()
    tell_the_door(
        home,
        {
            first: {"townships": [OTHER_TOWNSHIP]},
            second: {"closed_on": date(2021, 6, 26)},
            fourth: {"townships": sorted([TOWNSHIP, OTHER_TOWNSHIP])},  # the household has moved: both were given it
        },
    )
    summary, told = answer(HELPED, HELPED, {**HELPED, "核查日期": "2021-06-25"}, HELPED)
    assert set(told) == {"case_of_another_township", "case_closed", "visited_before_opening"}
    assert "2021-06-26" in told["case_closed"]["message_zh"]
    assert "2021-06-26" in told["visited_before_opening"]["message_zh"]
    assert told["visited_before_opening"]["row_number"] > told["case_closed"]["row_number"] > told["case_of_another_township"]["row_number"]
    assert (summary["status"], summary["rows_accepted"]) == ("接收有提示", 4)


@pytest.mark.parametrize(
    ("row", "check", "column"),
    [
        ({**HELPED, "核查日期": "2021-07-04"}, "date_in_future", "核查日期"),
        ({**HELPED, "落实日期": "2021-07-04"}, "date_in_future", "落实日期"),
        ({**HELPED, "落实日期": "2021-06-30"}, "delivered_before_visit", "落实日期"),
        ({**TRUE, "核查日期": None}, "result_without_date", "核查日期"),
        ({"采取措施": "临时救助"}, "result_missing", "核查结果"),
        ({"申请销号": "是"}, "closing_without_result", "核查结果"),
        ({**TRUE, "申请销号": "是"}, "closing_without_measure", "采取措施"),
        ({**HELPED, "落实日期": None, "申请销号": "是"}, "closing_without_measure", "采取措施"),
        ({**UNSEEN, "申请销号": "是"}, "closing_without_conclusion", "申请销号"),
        ({**UNSEEN, "核查结果": "需部门复核", "申请销号": "是"}, "closing_without_conclusion", "申请销号"),
    ],
)
def test_a_date_or_an_evidence_that_cannot_be(home: Path, answer: Callable[..., Sent], row: Row, check: str, column: str) -> None:
    tell_the_door(home)
    summary, told = answer(row)
    assert [(one, told[one]["column_name"]) for one in told if told[one]["severity"] != "info"] == [(check, column)]
    assert (summary["status"], summary["rows_accepted"]) == ("接收有提示", 1)


@pytest.mark.parametrize(
    "row",
    [
        {**HELPED, "核查结果": "已有政策覆盖", "落实日期": "2021-03-01"},  # it had been given long before
        {**UNSEEN, "申请销号": "是", "说明": "全家已迁往外县"},
        {**HELPED, "落实日期": "2021-07-01", "申请销号": "是"},
        {**TRUE, "申请销号": "否", "采取措施": "已转住建部门"},
    ],
)
def test_what_only_looks_wrong_is_not_asked(home: Path, answer: Callable[..., Sent], row: Row) -> None:
    tell_the_door(home)
    assert answer(row)[1] == {}


def test_true_without_a_measure_is_a_notice_and_no_mistake(home: Path, answer: Callable[..., Sent]) -> None:
    tell_the_door(home)
    summary, told = answer(TRUE)
    assert [(one["check_id"], one["severity"]) for one in told.values()] == [("true_without_measure", "info")]
    assert summary["status"] == "接收"


def test_the_opposite_of_what_was_said_is_asked_why(answer: Callable[..., Sent]) -> None:
    answer({**TRUE, "采取措施": "无"}, UNTRUE, UNSEEN)
    summary, told = answer({**UNTRUE, "核查日期": "2021-07-05"}, {**UNTRUE, "核查日期": "2021-07-05"}, UNTRUE, at="2021-07-06T09:00")
    assert set(told) == {"result_contradicts"}
    assert "“属实”" in told["result_contradicts"]["message_zh"]
    assert "“不属实”" in told["result_contradicts"]["message_zh"]
    assert summary["status"] == "接收有提示"
    # the last word on the first case is untrue now, so true is the opposite
    assert set(answer(HELPED, at="2021-07-08T09:00")[1]) == {"result_contradicts"}


def test_the_opposite_with_a_word_of_why_is_asked_nothing(answer: Callable[..., Sent]) -> None:
    answer(HELPED)
    assert answer({**UNTRUE, "说明": "前次看错了门"}, at="2021-07-07T09:00")[1] == {}


def test_two_rows_of_one_file_may_not_contradict_each_other_either(answer: Callable[..., Sent]) -> None:
    assert set(answer(HELPED, extra=[{"预警编号": cases()[0], **UNTRUE}])[1]) == {"result_contradicts"}


def test_another_township_and_what_was_withdrawn_contradict_nobody(home: Path, tmp_path: Path, answer: Callable[..., Sent]) -> None:
    withdrawn, _ = answer(HELPED)
    decision.write(home, withdrawn["submission_id"], "撤回", "填错了", "监测中心", date(2021, 7, 4))
    for submission_id in receive.collect(home, months.local(datetime.fromisoformat("2021-07-04T10:00"))):
        receive.read_submission(home, submission_id)
    theirs = household(9, OTHER_TOWNSHIP, "2021-07")
    notes = [feedback(cases()[0], 核查日期="2021-07-01")]
    send(home, write_form(tmp_path / "t.xlsx", OTHER_TOWNSHIP, "2021-07", [theirs], [member(theirs)], feedback=notes), "2021-07-04T11:00")
    assert answer(UNTRUE, at="2021-07-05T09:00")[1] == {}


def test_a_form_is_asked_the_same_and_hears_what_the_list_said(home: Path, tmp_path: Path, answer: Callable[..., Sent]) -> None:
    tell_the_door(home)
    answer(HELPED)
    notes = [
        feedback(cases()[0], 核查结果="不属实", 核查日期="2021-07-10"),
        feedback("YJ202106-0000000000", 核查日期="2021-07-10"),
        feedback(cases()[1], 核查日期="2021-06-10"),
    ]
    _, findings = send(home, form(tmp_path / "july.xlsx", "2021-07", *notes), "2021-07-20T09:00")
    told = {one["check_id"]: one["cell"] for one in findings if one["sheet"] == "核查反馈"}
    assert told == {"result_contradicts": "F2", "case_unknown": "A3", "visited_before_opening": "D4"}


def test_a_line_of_the_form_that_nobody_has_filled_is_asked_nothing(home: Path, tmp_path: Path) -> None:
    tell_the_door(home, {cases()[0]: {"closed_on": date(2021, 7, 1)}, cases()[1]: {"townships": [OTHER_TOWNSHIP]}})
    notes = [{"预警编号": number} for number in (*cases()[:2], "YJ202106-0000000000")]
    _, findings = send(home, form(tmp_path / "july.xlsx", "2021-07", *notes), "2021-07-20T09:00")
    assert not [one for one in findings if one["sheet"] == "核查反馈"]


def test_a_form_that_takes_the_place_of_another_does_not_contradict_it(home: Path, tmp_path: Path) -> None:
    send(home, form(tmp_path / "1.xlsx", "2021-07", feedback(cases()[0], 核查日期="2021-07-10")), "2021-07-20T09:00")
    mended = form(tmp_path / "2.xlsx", "2021-07", feedback(cases()[0], 核查日期="2021-07-10", 核查结果="不属实"))
    _, findings = send(home, mended, "2021-07-21T09:00")
    assert not [one for one in findings if one["sheet"] == "核查反馈"]


def test_what_was_answered_before_it_closed_may_be_sent_again_without_a_word(
    home: Path, tmp_path: Path, answer: Callable[..., Sent]
) -> None:
    """Given two cases that have closed, one of them with this very answer."""
    answer(HELPED)
    tell_the_door(home, {cases()[0]: {"closed_on": date(2021, 7, 26)}, cases()[1]: {"closed_on": date(2021, 7, 26)}}, month="2021-07")
    _, findings = send(home, returned(tmp_path / "again.xlsx", [HELPED, UNTRUE]), "2021-07-28T09:00")
    told = [(one["check_id"], one["value_masked"]) for one in findings if one["row_number"]]
    assert told == [("case_closed", cases()[1])]


def test_the_door_does_not_look_into_the_future(home: Path, answer: Callable[..., Sent]) -> None:
    tell_the_door(home, {cases()[0]: {"closed_on": date(2021, 7, 26)}}, month="2021-08")
    assert answer(HELPED)[1] == {}
