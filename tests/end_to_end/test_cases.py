"""A finding's life over some months: opened, visited, helped, closed, remembered, reopened."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from factories import feedback, household, member, write_form
from lowincome import paths, policy, steps
from lowincome.intake import receive
from pipeline import query

POOR = {"救助类别": "无", "低保档次": None, "保障人数": None, "月保障金额": None, "首次纳入年月": None, "工资性收入": 2000, "转移净收入": 0}
WELL = {**POOR, "工资性收入": 40000}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path))
    return tmp_path


def month(home: Path, name: str, answers: list[dict[str, Any]] | None = None, heads: int = 1, others: int = 1, **over: Any) -> None:
    """The township sends one household (none with heads=0) and others without any problem, unless `others_have` says so; the month runs."""
    well = {**WELL, **over.pop("others_have", {})}
    homes = [household(1, month=name, **{**POOR, **over}), *(household(n, month=name, **well) for n in range(2, others + 2))][not heads :]
    path = paths.inbox(home) / f"{name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    members = [member(one) for one in homes] + [member(homes[0], n, 与户主关系="户主") for n in range(2, heads + 1)]
    write_form(path, "640424100", name, homes, members, feedback=answers or [])
    received = datetime(int(name[:4]), int(name[5:]), 20, 2, tzinfo=UTC)
    for submission_id in receive.collect(home, received):
        assert steps.read_file(submission_id)["status"] in {"接收", "接收有提示", "部分接收"}
    steps.register()
    for step in (steps.stage, steps.judge, steps.assess, steps.follow):
        step(name)


def case(home: Path, name: str, family: str = "漏保漏救") -> tuple[str, str]:
    """The newest case of a family at the end of a month: its number and state."""
    rows = query(
        paths.warehouse(home),
        "SELECT case_id, state FROM mart.case_state WHERE month = ? AND family = ? ORDER BY opened_month DESC",
        [date.fromisoformat(f"{name}-01"), family],
    )
    return rows[0] if rows else ("", "")


def events(home: Path, case_id: str) -> list[str]:
    return [row[0] for row in query(paths.warehouse(home), "SELECT event FROM mart.case_event WHERE case_id = ? ORDER BY seq", [case_id])]


def answer(case_id: str, name: str, **over: Any) -> dict[str, Any]:
    return feedback(case_id, **{"核查日期": f"{name}-10", "落实日期": f"{name}-12", **over})


def test_the_same_finding_next_month_joins_the_open_case_instead_of_opening_another(home: Path) -> None:
    month(home, "2021-04")
    opened = case(home, "2021-04")
    month(home, "2021-05")
    assert opened[1] == "待核查"
    assert case(home, "2021-05") == opened
    assert events(home, opened[0]) == ["立案"]
    assert query(paths.warehouse(home), "SELECT count(*) FROM mart.warning WHERE case_id = ?", [opened[0]]) == [(2,)]


def test_a_finding_that_was_true_and_helped_and_is_gone_is_closed_when_the_township_asks(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05", [answer(number, "2021-05", 申请销号="是")], 工资性收入=40000)
    assert case(home, "2021-05") == (number, "已销号")
    assert events(home, number) == ["立案", "核查结果", "帮扶落实", "销号"]


def test_a_finding_that_is_still_there_is_not_closed_and_the_reason_is_kept(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05", [answer(number, "2021-05", 申请销号="是")])
    assert case(home, "2021-05") == (number, "帮扶落实")
    detail = query(paths.warehouse(home), "SELECT detail FROM mart.case_event WHERE case_id = ? AND event = '不予销号'", [number])
    assert detail == [("本月数据仍显示同一类问题;人均收入还没有到低保标准,也没有纳入低保或特困",)]


def test_true_without_a_delivered_measure_is_not_closed(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05", [answer(number, "2021-05", 申请销号="是", 采取措施=None, 落实日期=None)], 工资性收入=40000)
    assert case(home, "2021-05") == (number, "属实")


def test_what_was_found_untrue_does_not_come_back_while_nothing_changes(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05", [answer(number, "2021-05", 核查结果="不属实", 采取措施=None, 落实日期=None, 申请销号="是")])
    month(home, "2021-06")
    assert case(home, "2021-06") == (number, "已销号")
    quiet = query(
        paths.warehouse(home), "SELECT case_id, not_listed_reason FROM mart.warning WHERE month = '2021-06-01' AND family = '漏保漏救'"
    )
    assert quiet == [(None, "以前已核实,依据没有变化")]


def test_the_same_trouble_after_closing_opens_a_case_that_names_the_one_before(home: Path) -> None:
    month(home, "2021-03")
    first, _ = case(home, "2021-03")
    month(home, "2021-04", [answer(first, "2021-04", 申请销号="是")], 工资性收入=40000)
    month(home, "2021-05")
    second, state = case(home, "2021-05")
    assert second != first
    assert state == "待核查"
    assert events(home, second) == ["复开"]
    assert query(paths.warehouse(home), "SELECT DISTINCT predecessor_case_id FROM mart.case_event WHERE case_id = ?", [second]) == [
        (first,)
    ]


def test_nothing_closes_because_a_household_or_a_file_is_missing(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    for step in (steps.stage, steps.judge, steps.assess, steps.follow):
        step("2021-05")
    carried = query(paths.warehouse(home), "SELECT is_carried_forward FROM core.household_month WHERE month = '2021-05-01'")
    assert carried == [(True,), (True,)]
    assert case(home, "2021-05") == (number, "待核查")


def test_a_household_that_contradicts_itself_this_month_stays_as_it_was_and_the_list_says_so(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05", heads=2)
    kept = query(
        paths.warehouse(home),
        "SELECT persons, is_carried_forward, roster_month FROM core.household_month WHERE month = '2021-05-01' AND household_id = '640424100-00000001'",
    )
    assert kept == [(1, True, date(2021, 4, 1))]
    assert case(home, "2021-05") == (number, "待核查")
    seen = query(paths.warehouse(home), "SELECT seen FROM mart.list_line WHERE month = '2021-05-01' AND case_id = ?", [number])
    assert seen[0][0].startswith("(依据 2021-04 名册)")
    assert query(paths.warehouse(home), "SELECT count(*) FROM mart.conservation WHERE month = '2021-05-01' AND left_ > 0") == [(0,)]


def test_a_household_that_is_missing_without_a_word_keeps_its_case_and_the_list_says_so(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05", heads=0)
    kept = query(paths.warehouse(home), "SELECT carried_because FROM core.household_month WHERE month = '2021-05-01' ORDER BY household_id")
    assert kept == [("待说明",), (None,)]
    assert case(home, "2021-05") == (number, "待核查")
    seen = query(paths.warehouse(home), "SELECT seen FROM mart.list_line WHERE month = '2021-05-01' AND case_id = ?", [number])
    assert seen[0][0].startswith("(依据 2021-04 名册,本月报来的没有这一户,待说明)")


def test_a_case_not_yet_visited_is_overdue_the_day_after_its_due_date(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05")
    due = query(paths.warehouse(home), "SELECT month, due_on, is_overdue FROM mart.case_state WHERE case_id = ? ORDER BY month", [number])
    assert [(row[1], row[2]) for row in due] == [(date(2021, 5, 11), False), (date(2021, 5, 11), True)]


def test_a_list_is_as_long_as_the_hours_and_who_waits_is_listed_with_the_reason(home: Path) -> None:
    """Given more households with unsafe water than the township can visit, then the hours are used but for less than one more visit and its way."""
    names = ("visit_hours_township_month", "visit_hours_household", "visit_travel_hours")
    hours, visit, way = (policy.lookup(name, date(2021, 6, 1), "640424").value or 0 for name in names)
    for name in ("2021-06", "2021-07"):
        month(home, name, others=int(hours / visit), others_have={"饮水安全": "否"})
        plan = "SELECT is_listed, not_listed_reason, sum(hours) FROM mart.visit_plan WHERE month = ? GROUP BY ALL ORDER BY ALL"
        (out, reason, _), (on_list, _, planned) = query(paths.warehouse(home), plan, [date.fromisoformat(f"{name}-01")])
        assert (out, reason, on_list) == (False, "本月走访时间已排满", True)
        assert hours - visit - way < planned <= hours
    waited = query(paths.warehouse(home), "SELECT DISTINCT months_waiting FROM mart.visit_plan WHERE month = '2021-07-01' ORDER BY ALL")
    assert waited == [(0,), (1,)]


def test_a_case_with_a_result_is_not_in_the_queue_for_a_visit(home: Path) -> None:
    month(home, "2021-04")
    number, _ = case(home, "2021-04")
    month(home, "2021-05", [answer(number, "2021-05")])
    month(home, "2021-06")
    plan = query(
        paths.warehouse(home),
        "SELECT needs_visit, priority, is_listed, months_waiting FROM mart.visit_plan WHERE case_id = ? AND month > '2021-04-01'",
        [number],
    )
    assert plan == [(False, None, False, 0)] * 2


def test_feedback_that_fits_no_case_changes_nothing_and_is_not_lost_in_silence(home: Path) -> None:
    month(home, "2021-04")
    month(home, "2021-05", [answer("YJ202104-0000000000", "2021-05", 申请销号="是")])
    assert case(home, "2021-05")[1] == "待核查"
    assert query(paths.warehouse(home), "SELECT case_id, reason FROM mart.feedback_unplaced") == [
        ("YJ202104-0000000000", "没有这个预警编号,请对照上月清单")
    ]
