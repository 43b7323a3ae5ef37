"""超期清单: who answers for what and for how long; what cannot be told stands apart; no name on the county's."""

from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from clocks import world
from clocks.world import CASE, HOUSEHOLD, day, event, home, look, put, urgent
from lowincome import warehouse
from lowincome.reports import case_ledger, overdue_list

JUNE = date(2021, 6, 1)
TOWNSHIP = "640424100"


@pytest.fixture
def june(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A case not verified in time, a review overdue, a rigid status of unknown beginning; another township with nothing; one late result."""
    for code, name in (("640424100", "香水镇"), ("640424101", "泾河源镇"), ("640424102", "六盘山镇")):
        put(con, "mart.submission_status", month=JUNE, township_code=code, township_name=name, status="已报", is_carried_forward=False)
    home(con, "2021-06-01", support_category="农村低保", is_in_dibao=True, dibao_class="A", visited_on=date(2020, 6, 10))
    rigid = {"household_id": "640424100-00000002", "head_name": "李大山", "village": "下村"}
    home(con, "2021-06-01", **rigid, support_category="刚性支出困难", is_in_dibao=False)
    event(con, "2021-05-26", "立案", "待核查")
    late = {"household_id": "640424102-00000001", "township_code": "640424102"}
    event(con, "2021-05-26", "立案", "待核查", case_id="YJ202105-0000000009", **late)
    event(con, "2021-06-13", "核查结果", "不属实", case_id="YJ202105-0000000009", **late)
    put(con, "mart.visit_plan", month=JUNE, case_id=CASE, needs_visit=True, is_listed=False, not_listed_reason="本月走访时间已排满")
    look(con, "2021-06-25")
    return con


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


def test_a_township_reads_who_answers_for_what_since_when(june: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    workbook, page = overdue_list.write(june, JUNE, TOWNSHIP, tmp_path)
    lines = [row for row in sheet(workbook, "已超期") if isinstance(row[0], int)]
    assert [row[1:9] for row in lines] == [
        ("上村", "马小花", "低保复核（A类）", "12个月", "2020-06-10", "2021-06-10", 15, "香水镇"),
        ("上村", "马小花", "核查期限", "15天", "2021-05-26", "2021-06-10", 15, "香水镇"),
    ]
    assert {row[10] for row in lines} == {CASE, None}
    assert [row[11] for row in lines if row[10]] == ["现在待核查\n没有列入清单：本月走访时间已排满"]
    html = page.read_text(encoding="utf-8")
    assert "马小花" in html
    assert "本县规定" in html


def test_what_cannot_be_told_stands_apart_with_the_reason(june: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    workbook, page = overdue_list.write(june, JUNE, TOWNSHIP, tmp_path)
    (line,) = [row for row in sheet(workbook, "不知超没超") if row[2] == 1]
    assert line == ("刚性支出困难认定有效期", "起算日不知道", 1, "下村", "李大山")
    assert "不当作没有超期" in page.read_text(encoding="utf-8")


def test_a_township_without_anything_reads_that_there_is_nothing(june: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    workbook, page = overdue_list.write(june, JUNE, "640424101", tmp_path)
    assert [row[0] for row in sheet(workbook, "已超期")][-1] == "没有。"
    assert page.read_text(encoding="utf-8").count("没有。") == 2


def test_the_county_reads_counts_and_lines_and_no_name(june: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    workbook, page = overdue_list.write_county(june, JUNE, "泾源县", tmp_path)
    assert [row for row in sheet(workbook, "按乡镇和责任单位") if isinstance(row[3], int)] == [
        ("香水镇", "社会救助科", "刚性支出困难认定有效期", 0, 0, 1, 0),
        ("香水镇", "香水镇", "低保复核（A类）", 1, 15, 0, 0),
        ("香水镇", "香水镇", "核查期限", 1, 15, 0, 0),
        ("六盘山镇", "六盘山镇", "核查期限", 0, 0, 0, 1),
    ]
    assert [row[1] for row in sheet(workbook, "逐项") if isinstance(row[0], int)] == ["香水镇", "香水镇"]
    text = page.read_text(encoding="utf-8")
    assert [name for name in ("马小花", "李大山", HOUSEHOLD) if name in text] == []


def test_an_unpublished_year_is_told_on_paper(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    put(
        con,
        "mart.submission_status",
        month=date(2021, 1, 1),
        township_code=TOWNSHIP,
        township_name="香水镇",
        status="已报",
        is_carried_forward=False,
    )
    world.reference(con, published_until=2020)
    event(con, "2020-11-01", "立案", "待核查")
    event(con, "2020-11-27", "核查结果", "属实")
    look(con, "2021-01-25")
    workbook, page = overdue_list.write(con, date(2021, 1, 1), TOWNSHIP, tmp_path)
    (line,) = [row for row in sheet(workbook, "已超期") if isinstance(row[0], int)]
    assert line[3:8] == ("低保审核确认期限", "30个工作日", "2020-11-27", "2021-01-08", 17)
    assert line[11] == "现在属实\n节假日安排未公布，暂按周一至周五计"
    assert "节假日安排未公布，暂按周一至周五计" in page.read_text(encoding="utf-8")


def test_equal_content_gives_equal_bytes(june: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    first, second = (
        [*overdue_list.write(june, JUNE, TOWNSHIP, tmp_path / name), *overdue_list.write_county(june, JUNE, "泾源县", tmp_path / name)]
        for name in ("a", "b")
    )
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_days_of_the_list_are_those_of_its_date(june: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """The month's own run stands on the 26th: one day more than a look on the 25th."""
    warehouse.run_models(june, ("mart.case_clock",), {"month": JUNE, "known_on": None, "closes_on": day("2021-06-26")})
    assert june.execute("SELECT max(days_over) FROM mart.case_clock WHERE is_overdue").fetchone() == (16,)


@pytest.fixture
def here(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """One township that has sent its form."""
    put(con, "mart.submission_status", month=JUNE, township_code=TOWNSHIP, township_name="香水镇", status="已报", is_carried_forward=False)
    return con


def test_the_ledger_and_the_list_call_the_same_cases_overdue(here: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """Nobody at home stops no clock, a case on hold stands still, an answer ends it, and an urgent report has days of its own."""
    for name in ("waits", "unseen", "held", "held too late", "answered", "reported", "in time"):
        event(here, "2021-06-11" if name == "in time" else "2021-05-26", "立案", "待核查", case_id=name)
    event(here, "2021-06-05", "核查结果", "外出未见", case_id="unseen")
    event(here, "2021-06-05", "暂缓", "暂缓", case_id="held")
    event(here, "2021-06-15", "暂缓", "暂缓", case_id="held too late")
    event(here, "2021-06-05", "核查结果", "属实", case_id="answered", family="三保障")
    event(here, "2021-06-01", "核查结果", "属实", case_id="reported", family="三保障")
    urgent(here, "2021-06-20", "新增预警", case_id="reported")
    look(here, "2021-06-25")
    warehouse.run_models(here, ("mart.case_ledger",), {"month": JUNE})
    ledger = [row for row in sheet(case_ledger.write(here, JUNE, TOWNSHIP, tmp_path)[0], "在办") if isinstance(row[0], int)]
    listed = [row for row in sheet(overdue_list.write(here, JUNE, TOWNSHIP, tmp_path)[0], "已超期") if isinstance(row[0], int)]
    over = {(row[1], row[10]) for row in ledger if row[11] == "超期"}
    assert over == {(row[10], row[6]) for row in listed}
    assert {case_id for case_id, _ in over} == {"waits", "unseen", "held too late", "reported"}
    county = sheet(case_ledger.write_county(here, JUNE, "泾源县", tmp_path)[0], "各乡镇")
    assert [row[county[2].index("核查超期")] for row in county if row[0] in ("香水镇", "合计")] == [4, 4]


def test_where_nobody_has_set_a_term_the_ledger_does_not_say_in_time(here: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    event(here, "2021-05-26", "立案", "待核查")
    look(here, "2021-06-25", region="500153")
    warehouse.run_models(here, ("mart.case_ledger",), {"month": JUNE})
    workbook, page = case_ledger.write(here, JUNE, TOWNSHIP, tmp_path)
    rows = sheet(workbook, "在办")
    assert (rows[1][0], rows[3][10:12]) == ("月末在办 1 件，其中超期不知。", (None, "不知超没超"))
    assert 'class="nb"><div>不知超没超</div>' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("in_progress", "in_ledger", "in_list"), [(True, "截至 2021-06-20 ", 1), (False, "月末", 0)])
def test_a_month_in_progress_is_told_up_to_its_day_and_not_as_if_it_had_ended(
    here: duckdb.DuckDBPyConnection, tmp_path: Path, in_progress: bool, in_ledger: str, in_list: int
) -> None:
    put(here, "mart.case_tracking", month=JUNE, known_on=date(2021, 6, 20), is_in_progress=in_progress)
    event(here, "2021-05-26", "立案", "待核查")
    look(here, "2021-06-20")
    warehouse.run_models(here, ("mart.case_ledger",), {"month": JUNE})
    workbook, page = case_ledger.write(here, JUNE, TOWNSHIP, tmp_path)
    assert [sheet(workbook, name)[1][0] for name in ("在办", "已销号", "已并案")] == [
        f"{in_ledger}在办 1 件，其中超期 1 件。",
        f"{in_ledger}已销号 0 件。",
        f"{in_ledger}已并案 0 件。",
    ]
    assert f"<p>{in_ledger}在办 <b>1</b> 件" in page.read_text(encoding="utf-8")
    for paper in (overdue_list.write(here, JUNE, TOWNSHIP, tmp_path), overdue_list.write_county(here, JUNE, "泾源县", tmp_path)):
        said = "截至 2021-06-20 的情况，本月还没有结束。"
        assert [row[0] for row in sheet(paper[0], openpyxl.load_workbook(paper[0]).sheetnames[0])].count(said) == in_list
        assert paper[1].read_text(encoding="utf-8").count(said) == in_list


def test_before_the_months_roster_is_there_a_household_is_named_as_in_the_last_one(here: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    home(here, "2021-05-10", support_category="农村低保", is_in_dibao=True, dibao_class="A", visited_on=date(2020, 5, 10))
    look(here, "2021-06-20")
    (line,) = [row for row in sheet(overdue_list.write(here, JUNE, TOWNSHIP, tmp_path)[0], "已超期") if isinstance(row[0], int)]
    assert line[1:4] == ("上村", "马小花", "低保复核（A类）")
