"""销号台账: every case in one of three sheets; until when it rests or is published, how its request was answered, what closing still lacks."""

from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from lowincome import warehouse
from lowincome.reports import case_ledger
from lowincome.reports.workbook_style import OVERDUE
from trackers import world

Con = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def written(lived: Con, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return case_ledger.write(lived, world.JUNE, world.TOWNSHIP, tmp_path_factory.mktemp("ledger"))


@pytest.fixture(scope="module")
def county(lived: Con, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return case_ledger.write_county(lived, world.JUNE, "泾源县", tmp_path_factory.mktemp("county"))


def line(lived: Con, household_id: str, key: str = "open") -> dict[str, Any]:
    """The only line of a household's head in a section of the township's ledger."""
    (found,) = [row for row in case_ledger.read(lived, world.JUNE, world.TOWNSHIP)[key] if row["head"] == world.HEADS[household_id]]
    return found


def test_the_page_is_the_one_that_was_looked_at(written: list[Path], golden: Any) -> None:
    golden("case_ledger.html", written[1].read_text(encoding="utf-8"))


def test_the_countys_page_is_the_one_that_was_looked_at(county: list[Path], golden: Any) -> None:
    golden("case_ledger_county.html", county[1].read_text(encoding="utf-8"))


def test_every_case_of_the_township_stands_in_one_sheet(lived: Con, written: list[Path]) -> None:
    book = openpyxl.load_workbook(written[0])
    assert book.sheetnames == ["在办", "已销号", "已并案"]
    numbers = [str(cell.value) for sheet in book for cell in sheet["B"] if str(cell.value).startswith("YJ")]
    held = lived.execute(
        "SELECT case_id FROM mart.case_state WHERE month = ? AND township_code = ?", [world.JUNE, world.TOWNSHIP]
    ).fetchall()
    assert sorted(numbers) == sorted(case_id for (case_id,) in held)


def test_a_case_in_publicity_says_until_when_and_that_closing_was_granted(lived: Con) -> None:
    row = line(lived, world.WATCHED)
    assert row["state"] == ["观察", "公示到 6月27日"]
    assert (row["answer"], row["lacking"]) == (["6月22日申请,准予公示"], [])


def test_a_case_on_hold_says_until_when(lived: Con) -> None:
    assert line(lived, world.HELD)["state"] == ["暂缓", "到 7月20日"]


def test_a_hold_without_a_day_says_so(lived: Con) -> None:
    with warehouse.tentative(lived):
        lived.execute("UPDATE mart.case_state SET held_until = NULL WHERE month = ? AND household_id = ?", [world.JUNE, world.HELD])
        world.follow(lived, "2021-06", ("mart.case_ledger",))
        assert line(lived, world.HELD)["state"] == ["暂缓", "没有写到哪天"]


def test_a_refused_request_says_why_once_and_the_reason_that_still_holds_stands_beside_it(lived: Con) -> None:
    row = line(lived, world.REFUSED)
    assert row["state"] == ["不得销号"]
    assert row["answer"] == ["6月13日申请,不得销号,继续跟踪帮扶,原因至今还在"]
    assert row["lacking"] == ["家中没有劳动力,继续跟踪帮扶"]


def test_a_reason_that_is_gone_by_now_stays_with_the_answer(lived: Con) -> None:
    """Given labour in the household since the refusal, then nothing is lacking any more and the answer keeps its reason."""
    with warehouse.tentative(lived):
        lived.execute("UPDATE mart.closing_check SET is_met = TRUE WHERE month = ? AND demand = 'has_labour'", [world.JUNE])
        world.follow(lived, "2021-06", ("mart.case_ledger",))
        row = line(lived, world.REFUSED)
        assert row["answer"] == ["6月13日申请,不得销号,继续跟踪帮扶:", "家中没有劳动力,继续跟踪帮扶"]
        assert row["lacking"] == []


def test_what_is_lacking_is_said_of_cases_found_true_only_and_unknown_is_not_lacking(lived: Con) -> None:
    assert line(lived, world.ASKED)["lacking"] == [
        "请先说明:这次是「不属实」,以前是「属实」,请在「说明」写清为什么",
        "属实的问题要先填采取措施和落实日期",
        "本月数据仍显示同一类问题",
        "人均收入还没有到低保标准,也没有纳入低保或特困",
    ]
    assert line(lived, world.JOINED)["lacking"] == []
    with warehouse.tentative(lived):
        lived.execute("UPDATE mart.closing_check SET is_met = NULL WHERE month = ? AND demand = 'finding_gone'", [world.JUNE])
        world.follow(lived, "2021-06", ("mart.case_ledger",))
        assert "本月数据仍显示同一类问题" not in line(lived, world.ASKED)["lacking"]


def test_contradicting_feedback_is_marked_until_it_is_explained(lived: Con) -> None:
    assert line(lived, world.ASKED)["state"] == ["属实", "待说明"]


def test_a_reopened_case_names_the_one_before(lived: Con) -> None:
    (before,) = lived.execute("SELECT case_id FROM mart.case_event WHERE event = '销号' AND household_id = ?", [world.REOPENED]).fetchone()
    assert line(lived, world.REOPENED)["findings"][-1] == f"接 {before}"


def test_a_case_joined_to_another_names_it(lived: Con) -> None:
    assert line(lived, world.JOINED, "merged")["joined_into"] == world.number(lived, world.JOINED, month="2021-04")


def test_a_case_that_moved_stands_with_the_township_where_the_household_is_now(lived: Con) -> None:
    assert line(lived, world.MOVED)["case_id"] == world.number(lived, world.MOVED, "因困致贫")
    other = case_ledger.read(lived, world.JUNE, world.OTHER)
    assert [row["head"] for row in other["open"]] == []


def test_only_what_is_overdue_is_coloured(written: list[Path]) -> None:
    sheet = openpyxl.load_workbook(written[0])["在办"]
    names = [cell.value for cell in sheet[3]]
    coloured = {names[cell.column - 1] for row in sheet.iter_rows(min_row=4) for cell in row if cell.fill.fgColor.rgb == f"FF{OVERDUE[1:]}"}
    assert coloured == {"核查期限", "是否超期"}


def test_the_county_reads_every_open_case_and_no_name(lived: Con, county: list[Path]) -> None:
    page = county[1].read_text(encoding="utf-8")
    assert [name for name in (*world.HEADS.values(), "640424100-0") if name in page] == []
    book = openpyxl.load_workbook(county[0])
    assert book.sheetnames == ["各乡镇", "在办", "本月办结"]
    numbers = [str(cell.value) for cell in book["在办"]["C"] if str(cell.value).startswith("YJ")]
    held = lived.execute("SELECT case_id FROM mart.case_state WHERE month = ? AND is_open_case(state)", [world.JUNE]).fetchall()
    assert sorted(numbers) == sorted(case_id for (case_id,) in held)


def test_the_countys_sums_are_those_of_its_townships_in_the_order_of_their_codes(county: list[Path]) -> None:
    rows = [row for row in openpyxl.load_workbook(county[0])["各乡镇"].iter_rows(values_only=True) if isinstance(row[1], int)]
    assert [row[0] for row in rows] == [*world.NAMES.values(), "合计"]
    assert [sum(column) for column in zip(*(row[1:] for row in rows[:-1]), strict=True)] == list(rows[-1][1:])


def test_what_ended_this_month_is_told_with_how(lived: Con, tmp_path: Path) -> None:
    files = case_ledger.write_county(lived, world.JUNE.replace(month=5), "泾源县", tmp_path)
    (row,) = [row for row in openpyxl.load_workbook(files[0])["本月办结"].iter_rows(values_only=True) if isinstance(row[0], int)]
    assert row[6:8] == (f"已并案\n并入 {world.number(lived, world.JOINED, month='2021-04')}", "2021-05-26")


def test_a_case_tracked_between_two_runs_still_says_what_it_is_about(lived: Con) -> None:
    """Given a month in progress that no rule has judged yet, then the findings are named from the last month that was."""
    with warehouse.tentative(lived):
        lived.execute("DELETE FROM rule.definition WHERE month = ?", [world.JUNE])
        world.follow(lived, "2021-06", ("mart.case_ledger",))
        assert line(lived, world.HELD)["findings"] == ["住房等级为危房"]


def test_equal_content_gives_equal_bytes(lived: Con, tmp_path: Path) -> None:
    first, second = (
        [
            *case_ledger.write(lived, world.JUNE, world.TOWNSHIP, tmp_path / name),
            *case_ledger.write_county(lived, world.JUNE, "泾源县", tmp_path / name),
        ]
        for name in ("a", "b")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
