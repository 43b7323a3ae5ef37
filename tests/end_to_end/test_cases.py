"""A finding's life over some months: opened, visited, helped, closed, remembered, reopened. Each household of one county lives one story."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from factories import feedback, household, household_id, member, write_form
from lowincome import month as months
from lowincome import paths, policy, steps
from lowincome.intake import receive
from pipeline import query

XIANGSHUI, JINGHEYUAN, LIUPANSHAN = "640424100", "640424101", "640424102"
PLAIN = {"救助类别": "无", "低保档次": None, "保障人数": None, "月保障金额": None, "首次纳入年月": None, "转移净收入": 0}
POOR, WELL = {**PLAIN, "工资性收入": 2000}, {**PLAIN, "工资性收入": 40000}
LONG_LIST = 300  # the numbers of 六盘山镇's households begin here
Story = dict[str, dict[str, Any]]
# what the township says of a case in the month, beside the dates
CLOSE = {"申请销号": "是"}
NO_HELP = {"采取措施": None, "落实日期": None}
# story → month → the household's columns; "answer" is what is said of its case, "heads" how many it has, "absent" that its row is not sent.
# Where no month is named it is well. All are in 香水镇 but the one whose township sends nothing.
STORIES: dict[str, Story] = {
    "joined": {"2021-04": POOR, "2021-05": POOR},
    "helped and gone": {"2021-04": POOR, "2021-05": {"answer": CLOSE}},
    "still there": {"2021-04": POOR, "2021-05": {**POOR, "answer": CLOSE}},
    "true without help": {"2021-04": POOR, "2021-05": {"answer": {**CLOSE, **NO_HELP}}},
    "untrue": {"2021-04": POOR, "2021-05": {**POOR, "answer": {**CLOSE, **NO_HELP, "核查结果": "不属实"}}, "2021-06": POOR},
    "came back": {"2021-03": POOR, "2021-04": {"answer": CLOSE}, "2021-05": POOR},
    "two heads": {"2021-04": POOR, "2021-05": {**POOR, "heads": 2}},
    "missing": {"2021-04": POOR, "2021-05": {"absent": True}},
    "answered": {"2021-04": POOR, "2021-05": {**POOR, "answer": {}}, "2021-06": POOR},
    "another's number": {"2021-04": POOR, "2021-05": {**POOR, "answer": {**CLOSE, "预警编号": "YJ202104-0000000000"}}},
    "no file": {"2021-04": POOR},
}


def number(story: str) -> int:
    return list(STORIES).index(story) + 1


def of(story: str) -> str:
    return household_id(number(story), JINGHEYUAN if story == "no file" else XIANGSHUI)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county after five months. Look, do not touch."""
    folder = tmp_path_factory.mktemp("cases")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(folder))
        for name in ("2021-03", "2021-04", "2021-05", "2021-06", "2021-07"):
            live(folder, name)
    return folder


def live(home: Path, name: str) -> None:
    """The townships send, and the month runs."""
    if name <= "2021-06":
        send(home, XIANGSHUI, name, [story for story in STORIES if story != "no file"])
    if name <= "2021-04":
        send(home, JINGHEYUAN, name, ["no file"])
    if name >= "2021-06":
        households = [
            household(LONG_LIST + n, LIUPANSHAN, name, **WELL, 饮水安全="否")
            for n in range(int(allowed()["hours"] / allowed()["visit"]) + 1)
        ]
        deliver(home, LIUPANSHAN, name, households, [member(one) for one in households], [])
    for submission_id in receive.collect(home, datetime(int(name[:4]), int(name[5:]), 20, 2, tzinfo=UTC)):
        assert steps.read_file(submission_id)["status"] in {"接收", "接收有提示", "部分接收"}
    steps.register()
    for step in (steps.stage, steps.judge, steps.assess, steps.follow):
        step(name)


def send(home: Path, township: str, name: str, stories: list[str]) -> None:
    households, members, answers = [], [], []
    for story in stories:
        told = dict(STORIES[story].get(name, {}))
        said, heads, is_absent = told.pop("answer", None), told.pop("heads", 1), told.pop("absent", False)
        if is_absent:
            continue
        one = household(number(story), township, name, **{**WELL, **told})
        households.append(one)
        members += [member(one), *(member(one, n, 与户主关系="户主") for n in range(2, heads + 1))]
        if said is not None:
            days = {"核查日期": f"{name}-10", "落实日期": f"{name}-12"}
            answers.append(feedback(case(home, months.label(months.add(months.parse(name), -1)), story)[0], **{**days, **said}))
    deliver(home, township, name, households, members, answers)


def deliver(home: Path, township: str, name: str, households: list[Any], members: list[Any], answers: list[Any]) -> None:
    path = paths.inbox(home) / f"{township}_{name}.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_form(path, township, name, households, members, feedback=answers)


def allowed() -> dict[str, float]:
    """Hours a township has for visits in a month, of a visit, and of the way there and back."""
    names = {"hours": "visit_hours_township_month", "visit": "visit_hours_household", "way": "visit_travel_hours"}
    return {key: float(policy.lookup(name, date(2021, 6, 1), "640424").value or 0) for key, name in names.items()}


def case(home: Path, name: str, story: str) -> tuple[str, str]:
    """The household's newest case of this family at the end of a month: its number and state."""
    rows = query(
        paths.warehouse(home),
        "SELECT case_id, state FROM mart.case_state WHERE month = ? AND household_id = ? AND family = '漏保漏救' ORDER BY opened_month DESC",
        [date.fromisoformat(f"{name}-01"), of(story)],
    )
    return rows[0] if rows else ("", "")


def events(home: Path, case_id: str, until: str) -> list[str]:
    rows = query(
        paths.warehouse(home),
        "SELECT event FROM mart.case_event WHERE case_id = ? AND month <= ? ORDER BY seq",
        [case_id, date.fromisoformat(f"{until}-01")],
    )
    return [event for (event,) in rows]


def test_the_same_finding_next_month_joins_the_open_case_instead_of_opening_another(home: Path) -> None:
    opened = case(home, "2021-04", "joined")
    assert opened[1] == "待核查"
    assert case(home, "2021-05", "joined") == opened
    assert events(home, opened[0], "2021-05") == ["立案"]
    assert query(paths.warehouse(home), "SELECT count(*) FROM mart.warning WHERE case_id = ? AND month <= '2021-05-01'", [opened[0]]) == [
        (2,)
    ]


def test_a_finding_that_was_true_and_helped_and_is_gone_is_closed_when_the_township_asks(home: Path) -> None:
    opened, _ = case(home, "2021-04", "helped and gone")
    assert case(home, "2021-05", "helped and gone") == (opened, "已销号")
    assert events(home, opened, "2021-05") == ["立案", "核查结果", "帮扶落实", "销号"]


def test_a_finding_that_is_still_there_is_not_closed_and_the_reason_is_kept(home: Path) -> None:
    opened, _ = case(home, "2021-04", "still there")
    assert case(home, "2021-05", "still there") == (opened, "帮扶落实")
    detail = query(
        paths.warehouse(home),
        "SELECT detail FROM mart.case_event WHERE case_id = ? AND event = '不予销号' AND month = '2021-05-01'",
        [opened],
    )
    assert detail == [("本月数据仍显示同一类问题;人均收入还没有到低保标准,也没有纳入低保或特困",)]


def test_true_without_a_delivered_measure_is_not_closed(home: Path) -> None:
    opened, _ = case(home, "2021-04", "true without help")
    assert case(home, "2021-05", "true without help") == (opened, "属实")


def test_what_was_found_untrue_does_not_come_back_while_nothing_changes(home: Path) -> None:
    opened, _ = case(home, "2021-04", "untrue")
    assert case(home, "2021-06", "untrue") == (opened, "已销号")
    quiet = query(
        paths.warehouse(home),
        "SELECT case_id, not_listed_reason FROM mart.warning WHERE month = '2021-06-01' AND household_id = ? AND family = '漏保漏救'",
        [of("untrue")],
    )
    assert quiet == [(None, "以前已核实,依据没有变化")]


def test_the_same_trouble_after_closing_opens_a_case_that_names_the_one_before(home: Path) -> None:
    first, _ = case(home, "2021-03", "came back")
    second, state = case(home, "2021-05", "came back")
    assert second != first
    assert state == "待核查"
    assert events(home, second, "2021-05") == ["复开"]
    named = query(paths.warehouse(home), "SELECT DISTINCT predecessor_case_id FROM mart.case_event WHERE case_id = ?", [second])
    assert named == [(first,)]


def test_nothing_closes_because_a_file_is_missing(home: Path) -> None:
    opened, _ = case(home, "2021-04", "no file")
    carried = query(
        paths.warehouse(home),
        "SELECT is_carried_forward FROM core.household_month WHERE month = '2021-05-01' AND township_code = ?",
        [JINGHEYUAN],
    )
    assert carried == [(True,)]
    assert case(home, "2021-05", "no file") == (opened, "待核查")


def test_a_household_that_contradicts_itself_this_month_stays_as_it_was_and_the_list_says_so(home: Path) -> None:
    opened, _ = case(home, "2021-04", "two heads")
    kept = query(
        paths.warehouse(home),
        "SELECT persons, is_carried_forward, roster_month FROM core.household_month WHERE month = '2021-05-01' AND household_id = ?",
        [of("two heads")],
    )
    assert kept == [(1, True, date(2021, 4, 1))]
    assert case(home, "2021-05", "two heads") == (opened, "待核查")
    assert seen(home, opened).startswith("(依据 2021-04 名册)")
    assert query(paths.warehouse(home), "SELECT count(*) FROM mart.conservation WHERE month = '2021-05-01' AND left_ > 0") == [(0,)]


def test_a_household_that_is_missing_without_a_word_keeps_its_case_and_the_list_says_so(home: Path) -> None:
    opened, _ = case(home, "2021-04", "missing")
    kept = query(
        paths.warehouse(home),
        "SELECT household_id FROM core.household_month WHERE month = '2021-05-01' AND carried_because = '待说明'",
    )
    assert kept == [(of("missing"),)]
    assert case(home, "2021-05", "missing") == (opened, "待核查")
    assert seen(home, opened).startswith("(依据 2021-04 名册,本月报来的没有这一户,待说明)")


def seen(home: Path, case_id: str) -> str:
    """What May's list says of the case."""
    [(said,)] = query(paths.warehouse(home), "SELECT seen FROM mart.list_line WHERE month = '2021-05-01' AND case_id = ?", [case_id])
    return str(said)


def test_a_case_not_yet_visited_is_overdue_the_day_after_its_due_date(home: Path) -> None:
    opened, _ = case(home, "2021-04", "joined")
    due = query(
        paths.warehouse(home),
        "SELECT due_on, is_overdue FROM mart.case_state WHERE case_id = ? AND month <= '2021-05-01' ORDER BY month",
        [opened],
    )
    assert due == [(date(2021, 5, 11), False), (date(2021, 5, 11), True)]


def test_a_list_is_as_long_as_the_hours_and_who_waits_is_listed_with_the_reason(home: Path) -> None:
    """Given more households with unsafe water than the township can visit, then the hours are used but for less than one more visit and its way."""
    limit = allowed()
    for name in ("2021-06-01", "2021-07-01"):
        plan = "SELECT is_listed, not_listed_reason, sum(hours) FROM mart.visit_plan WHERE month = ? AND township_code = ? GROUP BY ALL ORDER BY ALL"
        (out, reason, _), (on_list, _, planned) = query(paths.warehouse(home), plan, [name, LIUPANSHAN])
        assert (out, reason, on_list) == (False, "本月走访时间已排满", True)
        assert limit["hours"] - limit["visit"] - limit["way"] < planned <= limit["hours"]
    waited = query(
        paths.warehouse(home),
        "SELECT DISTINCT months_waiting FROM mart.visit_plan WHERE month = '2021-07-01' AND township_code = ? ORDER BY ALL",
        [LIUPANSHAN],
    )
    assert waited == [(0,), (1,)]


def test_a_case_with_a_result_is_not_in_the_queue_for_a_visit(home: Path) -> None:
    opened, _ = case(home, "2021-04", "answered")
    plan = query(
        paths.warehouse(home),
        "SELECT needs_visit, priority, is_listed, months_waiting FROM mart.visit_plan"
        " WHERE case_id = ? AND month BETWEEN '2021-05-01' AND '2021-06-01'",
        [opened],
    )
    assert plan == [(False, None, False, 0)] * 2


def test_feedback_that_fits_no_case_changes_nothing_and_is_not_lost_in_silence(home: Path) -> None:
    assert case(home, "2021-05", "another's number")[1] == "待核查"
    assert query(paths.warehouse(home), "SELECT case_id, reason FROM mart.feedback_unplaced") == [
        ("YJ202104-0000000000", "没有这个预警编号,请对照上月清单")
    ]
