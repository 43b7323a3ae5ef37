"""An urgent report between two 25ths: answered and on a list within the hour, one case, asked once, whoever works the number out.

The story: May is closed. On 10 June 香水镇 reports an accident, an illness, a fire at a household on no roster, and two lines that
cannot be taken; on the 12th the accident again. The form of the 24th says the same of the accident and what the visit found. On the 27th,
after the deadline, another household is reported. In July the household of the fire is on the roster.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exchange import month
from exchange.urgent_sheet import ACCIDENT, FIRE, ILLNESS, JUNE, LATER, NAME, Row, report
from factories import TOWNSHIP, feedback, household, member, write_form
from lowincome import paths, steps
from pipeline import query

LIST = f"{NAME}/急难快报清单_2021-06_{NAME}.html"


def close(label: str) -> None:
    """The month as the monthly run makes it, without score and lists."""
    for step in (steps.stage, steps.judge, steps.follow):
        step(label)


def roster(path: Path, label: str, notes: list[Row] | None = None, more: list[Row] | None = None, **first: Any) -> Path:
    rows = [household(1, month=label, **first), *(household(n, month=label) for n in range(2, 6)), *(more or [])]
    return write_form(path, TOWNSHIP, label, rows, [member(row, k) for row in rows for k in (1, 2)], feedback=notes or [])


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What lay in the outbox after each step; the warehouse as July left it."""
    folder = tmp_path_factory.mktemp("urgent")
    seen: dict[str, Any] = {"home": folder / "home"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(folder / "home"))
        month.take([roster(folder / "may.xlsx", "2021-05")], "2021-05-20T10:00")
        close("2021-05")
        rows = [
            {**ACCIDENT, "户编号": household(1)["户编号"], "困难情形": "骑车摔伤", "已采取措施": "送医", "先行救助金额": "500"},
            ILLNESS,
            FIRE,
            {"遭遇": "因病", "困难情形": "没有写是谁"},
            {**FIRE, "户主姓名": "钱写错", "先行救助金额": "-500"},
        ]
        seen["status"] = month.take([report(folder / "first.xlsx", rows, 报告日期="2021-06-10")], "2021-06-10T09:00")
        steps.send_receipts()
        steps.answer_urgent()
        seen["first"] = pages(folder / "home")
        seen["again"] = month.take([report(folder / "again.xlsx", [{**ACCIDENT, "困难情形": "再报一次"}])], "2021-06-12T09:00")
        steps.answer_urgent()
        seen["repeated"] = pages(folder / "home")
        note = feedback(number_of(seen["first"][LIST], "骑车摔伤"), 核查日期="2021-06-11", 落实日期="2021-06-12", 申请销号="否")
        month.take([roster(folder / "june.xlsx", "2021-06", [note], 本月遭遇="因意外")], "2021-06-24T10:00")
        close("2021-06")
        month.take([report(folder / "later.xlsx", [LATER, FIRE])], "2021-06-27T09:00")
        steps.answer_urgent()
        seen["later"] = pages(folder / "home")
        entered = household(77, 户主姓名="周新来", 行政村="第3村", month="2021-07", 本月遭遇="因灾", 本月变化="新增")
        month.take([roster(folder / "july.xlsx", "2021-07", more=[entered])], "2021-07-24T10:00")
        close("2021-07")
        yield seen


def pages(home: Path) -> dict[str, str]:
    """The pages in June's outbox, by township (or county) and name."""
    found = sorted((home / "outbox" / "2021-06").rglob("*.html"))
    return {f"{path.parent.name.partition('_')[2] or path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in found}


def number_of(page: str, hardship: str) -> str:
    """The case number in the line that tells of the hardship."""
    [line] = [line for line in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if hardship in line]
    return re.findall(r"YJ\d{6}-[0-9A-F]{10}", line)[0]


def events(story: dict[str, Any], case_id: str) -> list[tuple[Any, ...]]:
    select = "SELECT strftime(month, '%Y-%m'), event, state_after FROM mart.case_event WHERE case_id = ? ORDER BY month, seq"
    return query(paths.warehouse(story["home"]), select, [case_id])


def test_the_rows_are_counted_and_the_bad_ones_do_not_hold_up_the_others(story: dict[str, Any]) -> None:
    assert story["status"] == ["部分接收"]
    assert story["again"] == ["接收"]
    [counts] = query(
        paths.warehouse(story["home"]),
        "SELECT rows_in, rows_accepted, rows_quarantined, rows_rejected FROM raw.sheet WHERE sheet = '急难快报' ORDER BY rows_in DESC LIMIT 1",
    )
    assert counts == (5, 3, 1, 1)


def test_the_receipt_says_that_somebody_is_on_the_way(story: dict[str, Any]) -> None:
    page = story["first"][f"{NAME}/回执_2021-06_急难快报_第1次.html"]
    assert "急难快报清单" in page
    assert "急事随到随办" in page
    assert "不知道是谁家,就派不出去" in page.replace("，", ",")


def test_the_list_lies_there_before_any_monthly_run(story: dict[str, Any], golden: Any) -> None:
    golden("urgent_list.html", story["first"][LIST])
    golden("urgent_list_county.html", story["first"]["county/急难快报清单_2021-06_泾源县.html"])
    assert (paths.township_outbox(story["home"], JUNE, TOWNSHIP, NAME) / f"急难快报清单_2021-06_{NAME}.xlsx").exists()


def test_the_county_list_gives_no_full_name(story: dict[str, Any]) -> None:
    page = story["first"]["county/急难快报清单_2021-06_泾源县.html"]
    assert "周**" in page
    assert "周新来" not in page


def test_a_household_is_found_by_number_by_identity_or_by_name_and_village(story: dict[str, Any]) -> None:
    found = query(
        paths.warehouse(story["home"]),
        "SELECT shock, hardship, household_id, is_on_roster, is_repeat FROM mart.urgent_report WHERE month = '2021-06-01' ORDER BY ALL",
    )
    first, second = household(1)["户编号"], household(2)["户编号"]
    assert found == [
        ("因意外", "再报一次", first, True, True),
        ("因意外", "骑车摔伤", first, True, False),
        ("因灾", "失火,房子塌了一角", "U" + found[2][2][1:], False, False),
        ("因病", "住院,已借债", second, True, False),
    ]


def test_what_was_reported_twice_is_one_case_and_marked(story: dict[str, Any]) -> None:
    numbers = set(re.findall(r"YJ\d{6}-[0-9A-F]{10}", story["repeated"][LIST]))
    assert len(numbers) == 3
    assert "这件事报过" in story["repeated"][LIST]
    assert query(paths.warehouse(story["home"]), "SELECT count(DISTINCT case_id) FROM mart.case_event WHERE month = '2021-06-01'") == [(3,)]


def test_the_monthly_run_opens_the_case_under_the_number_of_the_list_and_never_asks_again(story: dict[str, Any]) -> None:
    case = number_of(story["first"][LIST], "骑车摔伤")
    assert events(story, case) == [
        ("2021-06", "立案", "待核查"),
        ("2021-06", "核查结果", "属实"),  # the form of the 24th brings what the visit of the 11th found
        ("2021-06", "帮扶落实", "帮扶落实"),
        ("2021-06", "新增预警", None),  # and says the same of the household, which joins when the month closes
    ]
    select = (
        "SELECT is_listed, seen LIKE '急难快报:06月09日,因意外,骑车摔伤%' FROM mart.list_line WHERE month = '2021-06-01' AND case_id = ?"
    )
    assert query(paths.warehouse(story["home"]), select, [case]) == [(False, True)]
    assert query(paths.warehouse(story["home"]), "SELECT count(*) FROM mart.feedback_unplaced") == [(0,)]


def test_a_case_without_an_answer_stands_on_the_monthly_list_as_urgent_with_the_urgent_date(story: dict[str, Any]) -> None:
    case = number_of(story["first"][LIST], "住院")
    select = "SELECT urgency, is_listed, due_on FROM mart.list_line WHERE month = '2021-06-01' AND case_id = ?"
    assert query(paths.warehouse(story["home"]), select, [case]) == [("紧急", True, date(2021, 6, 12))]


def test_a_household_on_no_roster_is_a_case_and_keeps_its_number_when_it_enters(story: dict[str, Any]) -> None:
    case = number_of(story["first"][LIST], "失火")
    line = "SELECT head_name, village, township_name, seen LIKE '急难快报(不在册)%' FROM mart.list_line WHERE month = '2021-06-01' AND case_id = ?"
    assert query(paths.warehouse(story["home"]), line, [case]) == [("周新来", "第3村", NAME, True)]
    assert events(story, case) == [("2021-06", "立案", "待核查"), ("2021-07", "入册", None), ("2021-07", "新增预警", None)]
    state = "SELECT household_id, state FROM mart.case_state WHERE month = '2021-07-01' AND case_id = ?"
    assert query(paths.warehouse(story["home"]), state, [case]) == [(household(77)["户编号"], "待核查")]


def test_what_comes_after_the_deadline_is_on_a_list_at_once_and_a_case_of_the_next_month(story: dict[str, Any]) -> None:
    case = number_of(story["later"][LIST], "停工")
    assert case.startswith("YJ202107-")
    assert events(story, case) == [("2021-07", "立案", "待核查")]
    family = "SELECT DISTINCT family FROM mart.case_event WHERE case_id = ?"
    assert query(paths.warehouse(story["home"]), family, [case]) == [("查损补失",)]


def test_the_same_event_told_again_a_month_later_makes_no_case(story: dict[str, Any]) -> None:
    fires = query(
        paths.warehouse(story["home"]), "SELECT month, case_id, is_repeat FROM mart.urgent_report WHERE shock = '因灾' ORDER BY month"
    )
    assert [(str(row[0]), row[2]) for row in fires] == [("2021-06-01", False), ("2021-07-01", True)]
    assert fires[0][1] == fires[1][1]


def test_no_case_opens_twice_and_a_month_run_again_says_the_same(story: dict[str, Any]) -> None:
    select = "SELECT * EXCLUDE (rule_ids) FROM mart.case_event ORDER BY ALL"
    before = query(paths.warehouse(story["home"]), select)
    opened = [row[1] for row in before if row[5] in ("立案", "复开")]
    assert len(opened) == len(set(opened))
    steps.follow("2021-07")
    assert query(paths.warehouse(story["home"]), select) == before
