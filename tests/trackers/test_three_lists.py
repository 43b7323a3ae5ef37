"""问题清单、任务清单、责任清单: what is open and why, what comes next and by whom, who answers for how much; and the account that holds them together."""

import ast
import inspect
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest

from lowincome import warehouse
from lowincome.reports import three_lists
from trackers import world

Con = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def written(lived: Con, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return three_lists.write_county(lived, world.JUNE, "泾源县", tmp_path_factory.mktemp("three"))


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    """Rows of a sheet that hold a number: its lines."""
    return [
        row for row in openpyxl.load_workbook(path)[name].iter_rows(values_only=True) if any(isinstance(cell, int | float) for cell in row)
    ]


def task(con: Con, household_id: str) -> dict[str, Any]:
    cursor = con.execute(
        "SELECT t.* FROM mart.case_task AS t INNER JOIN mart.case_state AS s ON t.month = s.month AND t.case_id = s.case_id"
        " WHERE t.month = ? AND s.household_id = ?",
        [world.JUNE, household_id],
    )
    (row,) = cursor.fetchall()
    return dict(zip([column[0] for column in cursor.description], row, strict=True))


def test_the_page_is_the_one_that_was_looked_at(written: list[Path], golden: Any) -> None:
    golden("three_lists.html", written[1].read_text(encoding="utf-8"))


def test_the_three_lists_and_the_account_speak_of_the_same_cases(lived: Con, written: list[Path]) -> None:
    (held,) = lived.execute("SELECT count(*) FROM mart.case_state WHERE month = ? AND is_open_case(state)", [world.JUNE]).fetchone()
    problems, duties, owners, balance = (sheet(written[0], name) for name in ("问题清单", "任务清单", "责任清单", "逐项对账"))
    assert {row[3] for row in problems} == {row[4] for row in duties}
    assert len(problems) == len(duties) == held
    assert [row[2] for row in owners if row[0] == "合计"] == [held]
    assert sum(row[2] for row in owners if row[1] == "全部" and row[0] != "合计") == held
    assert [row[9] for row in balance if row[1] == "合计"] == [held]
    assert {row[10] for row in balance} == {"平"}
    assert f"三张清单各 {held} 件，与对账的本月末在办 {held} 件相符" in written[1].read_text(encoding="utf-8")


def test_lists_that_miss_a_case_say_that_they_do_not_agree(lived: Con, tmp_path: Path) -> None:
    with warehouse.tentative(lived):
        lived.execute("DELETE FROM mart.case_task WHERE month = ? AND task = '公示'", [world.JUNE])
        page = three_lists.write_county(lived, world.JUNE, "泾源县", tmp_path)[1].read_text(encoding="utf-8")
    assert "三张清单各 9 件，对账的本月末在办 10 件，对不上" in page


def test_an_account_that_does_not_balance_is_called_so_and_so_is_the_countys(lived: Con, tmp_path: Path) -> None:
    """Given one case moved in that nobody let go, then the township's own line balances and the county's does not."""
    with warehouse.tentative(lived):
        lived.execute(
            "UPDATE mart.case_balance SET moved_in = 1, closing = closing + 1 WHERE month = ? AND township_code = ? AND family = '因困致贫'",
            [world.JUNE, world.TOWNSHIP],
        )
        rows = sheet(three_lists.write_county(lived, world.JUNE, "泾源县", tmp_path)[0], "逐项对账")
    told = {(row[0], row[1]): row[10] for row in rows}
    assert (told["香水镇", "因困致贫"], told["全县", "因困致贫"], told["全县", "合计"]) == ("平", "不平", "不平")
    assert told["全县", "三保障"] == "平"


def test_a_problem_says_what_was_measured_against_what_by_which_clause(lived: Con) -> None:
    row = task(lived, world.HELD)
    assert row["seen"] == "住房等级为危房:住房等级 D级,标准 C级"
    assert row["basis"] == "泾民发〔2021〕33号·二(三)"


def test_a_problem_the_data_no_longer_show_says_so_instead_of_vanishing(lived: Con) -> None:
    assert task(lived, world.WATCHED)["seen"] == "本月没有新的发现,以前:住房等级为危房"


def test_what_was_reported_urgently_is_the_problem(lived: Con) -> None:
    row = task(lived, world.URGENT)
    assert (row["seen"], row["basis"]) == ("急难快报:06月02日,因病,无钱住院", "宁民发〔2020〕52号·五(三)")
    assert (str(row["due_on"]), row["is_overdue"], row["days_over"]) == ("2021-06-05", True, 21)


@pytest.mark.parametrize(
    ("household", "step", "owner", "due_on"),
    [
        (world.REOPENED, "入户核查", "香水镇", "2021-06-10"),
        (world.REFUSED, "继续帮扶", "社会救助科", "None"),
        (world.MOVED, "继续帮扶", "社会救助科", "None"),
        (world.HELD, "恢复办理", "监测中心", "2021-07-20"),
        (world.WATCHED, "公示", "香水镇", "2021-06-27"),
        (world.ASKED, "说明", "香水镇", "None"),
        (world.CHECKED, "部门复核", "社会救助科", "None"),
        (world.DRAWN, "入户核查", "香水镇", "2021-07-11"),
    ],
)
def test_each_case_has_one_next_step_and_one_who_answers_for_it(lived: Con, household: str, step: str, owner: str, due_on: str) -> None:
    with warehouse.tentative(lived):
        lived.execute("DELETE FROM mart.case_task WHERE case_id IN (SELECT case_id FROM mart.case_state WHERE state = '已并案')")
        row = task(lived, household)
    assert (row["task"], row["owner"], str(row["due_on"])) == (step, owner, due_on)


@pytest.mark.parametrize(
    ("state", "result", "family", "step", "owner"),
    [
        ("属实", "属实", "漏保漏救", "审核确认", "香水镇"),
        ("属实", "属实", "三保障", "落实帮扶", "社会事务和养老服务科"),
        ("不属实", "不属实", "三保障", "申请销号", "香水镇"),
        ("已有政策覆盖", "已有政策覆盖", "三保障", "申请销号", "香水镇"),
        ("外出未见", "外出未见", "三保障", "入户核查", "香水镇"),
        ("帮扶落实", "属实", "三保障", "继续帮扶", "社会事务和养老服务科"),
        ("需部门复核", "需部门复核", "例行走访", "部门复核", "社会救助科"),
    ],
)
def test_every_state_has_its_step(lived: Con, state: str, result: str, family: str, step: str, owner: str) -> None:
    """Given a case of the household on hold in that state, then that is what comes next. After the handover townships confirm dibao."""
    with warehouse.tentative(lived):
        at = [world.JUNE, world.HELD]
        lived.execute(
            "UPDATE mart.case_state SET state = ?, result = ?, family = ?, is_helped = TRUE WHERE month = ? AND household_id = ?",
            [state, result, family, *at],
        )
        if family == "漏保漏救":
            lived.execute(
                "INSERT INTO mart.case_clock (month, clock_id, case_id, clock, due_on, is_running, is_overdue, days_over, office)"
                " SELECT month, 'x', case_id, 'decide', '2021-07-30', TRUE, FALSE, 0, '香水镇' FROM mart.case_state WHERE month = ? AND household_id = ?",
                at,
            )
        if family == "例行走访":
            lived.execute("UPDATE mart.case_state SET rule_ids = [] WHERE month = ? AND household_id = ?", at)
        world.follow(lived, "2021-06", ("mart.case_ledger", "mart.case_task"))
        row = task(lived, world.HELD)
    assert (row["task"], row["owner"]) == (step, owner)
    assert row["evidence"]


def test_help_goes_on_while_something_is_lacking_and_publicity_alone_is_not_lacking(lived: Con) -> None:
    """Given a true and helped case that lacks only its publicity, then the township may ask to close; with more lacking, help goes on."""
    with warehouse.tentative(lived):
        lived.execute("UPDATE mart.case_state SET state = '帮扶落实' WHERE month = ? AND household_id = ?", [world.JUNE, world.WATCHED])
        world.follow(lived, "2021-06", ("mart.case_ledger", "mart.case_task"))
        row = task(lived, world.WATCHED)
        assert (row["task"], row["told"]) == ("申请销号", "申请销号以后还要公示 5 天")
        lived.execute(
            "UPDATE mart.closing_check SET is_met = FALSE WHERE month = ? AND demand = 'finding_gone' AND case_id = ?",
            [world.JUNE, row["case_id"]],
        )
        world.follow(lived, "2021-06", ("mart.case_ledger", "mart.case_task"))
        assert task(lived, world.WATCHED)["task"] == "继续帮扶"


def test_a_refusal_of_an_urgent_report_is_told_in_writing_first(lived: Con) -> None:
    with warehouse.tentative(lived):
        lived.execute(
            "UPDATE mart.case_state SET state = '不属实', result = '不属实' WHERE month = ? AND household_id = ?",
            [world.JUNE, world.URGENT],
        )
        lived.execute(
            "INSERT INTO mart.case_clock (month, clock_id, case_id, clock, due_on, is_running, is_overdue, days_over, office)"
            " SELECT month, 'x', case_id, 'refusal_notice', '2021-06-29', TRUE, FALSE, 0, '香水镇' FROM mart.case_state WHERE month = ? AND household_id = ?",
            [world.JUNE, world.URGENT],
        )
        world.follow(lived, "2021-06", ("mart.case_ledger", "mart.case_task"))
        row = task(lived, world.URGENT)
    assert (row["task"], row["owner"], str(row["due_on"])) == ("书面告知", "香水镇", "2021-06-29")


def test_a_term_that_cannot_be_told_says_why_and_is_counted_apart(lived: Con, tmp_path: Path) -> None:
    with warehouse.tentative(lived):
        lived.execute(
            "UPDATE mart.case_clock SET due_on = NULL, is_overdue = NULL, days_over = NULL, doubt = '起算日不知道' WHERE month = ? AND case_id = ?",
            [world.JUNE, task(lived, world.REOPENED)["case_id"]],
        )
        world.follow(lived, "2021-06", ("mart.case_task",))
        files = three_lists.write_county(lived, world.JUNE, "泾源县", tmp_path)
    (line,) = [row for row in sheet(files[0], "任务清单") if row[6] == "起算日不知道"]
    assert line[7] == "不知"
    (township,) = [row for row in sheet(files[0], "责任清单") if row[:2] == ("香水镇", "全部")]
    assert (township[3], township[7]) == (2, 1)


def test_a_case_left_out_of_the_months_list_says_why(lived: Con) -> None:
    with warehouse.tentative(lived):
        case_id = task(lived, world.REOPENED)["case_id"]
        lived.execute(
            "UPDATE mart.list_line SET is_listed = FALSE, not_listed_reason = '本月走访时间已排满' WHERE month = ? AND case_id = ?",
            [world.JUNE, case_id],
        )
        world.follow(lived, "2021-06", ("mart.case_task",))
        assert task(lived, world.REOPENED)["told"] == "没有列入本月清单:本月走访时间已排满"


def test_who_answers_stands_in_a_fixed_order_however_much_is_overdue(written: list[Path]) -> None:
    whole = [row[0] for row in sheet(written[0], "责任清单") if row[1] == "全部"]
    assert whole == ["监测中心", "社会救助科", "香水镇", "泾河源镇", "六盘山镇", "合计"]
    nothing = [row for row in sheet(written[0], "责任清单") if row[0] == "六盘山镇"]
    assert [row[2:5] for row in nothing] == [(0, 0, 0)]


def test_the_county_reads_no_name_and_no_household(written: list[Path]) -> None:
    page = written[1].read_text(encoding="utf-8")
    assert [text for text in (*world.HEADS.values(), "640424100-0") if text in page] == []


def test_every_step_of_the_table_has_its_place_in_the_order_of_the_lists(lived: Con) -> None:
    """A step that the report does not know would stop the county's lists."""
    model = next(model for model in warehouse.sql_model.layer("mart") if model.table == "mart.case_task")
    comment = next(column.comment for column in model.columns if column.name == "task")
    assert comment.split(": ")[1].split("/") == list(three_lists.TASKS)
    for step in three_lists.TASKS:
        assert f"('{step}'," in model.select
    assert {step for (step,) in lived.execute("SELECT DISTINCT task FROM mart.case_task").fetchall()} <= set(three_lists.TASKS)


def test_no_score_decides_anything_here() -> None:
    names = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(ast.parse(inspect.getsource(three_lists)))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert not any("score" in name for name in names)
    model = next(model for model in warehouse.sql_model.layer("mart") if model.table == "mart.case_task")
    assert "score" not in model.select


def test_equal_content_gives_equal_bytes(lived: Con, tmp_path: Path) -> None:
    first, second = (three_lists.write_county(lived, world.JUNE, "泾源县", tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
