"""The warning list: what a clerk may and may not change, how it prints, and what it never holds."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lowincome.errors import ReportError
from lowincome.intake import form
from lowincome.reports import warning_list
from reports import sample

IDENTITY = re.compile(r"\d{17}[\dXx]")


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> tuple[Path, Path]:
    workbook, page = warning_list.write(sample.warehouse_of(9), sample.MONTH, sample.TOWNSHIP, tmp_path_factory.mktemp("list"))
    return workbook, page


@pytest.fixture(scope="module")
def sheet(written) -> Worksheet:
    return openpyxl.load_workbook(written[0])["预警清单"]


@pytest.fixture(scope="module")
def heads(sheet) -> dict[str, int]:
    """Column numbers by the names in the row above the first village."""
    return {cell.value: cell.column for cell in sheet[head_row(sheet)]}


def head_row(sheet: Worksheet) -> int:
    return next(row[0].row for row in sheet.iter_rows() if row[0].value == "序号")


def case_rows(sheet: Worksheet) -> list[int]:
    return [row[0].row for row in sheet.iter_rows(min_row=head_row(sheet) + 1) if isinstance(row[0].value, int)]


def test_the_page_is_the_one_that_was_looked_at(written, golden):
    golden("warning_list.html", written[1].read_text(encoding="utf-8"))


def test_names_of_files_and_sheets(written):
    assert [path.name for path in written] == ["预警清单_2021-06_香水镇.xlsx", "预警清单_2021-06_香水镇.html"]
    assert openpyxl.load_workbook(written[0]).sheetnames == ["预警清单", "未安排", "说明"]


def test_the_columns_that_come_back_carry_the_names_of_the_feedback_sheet(heads):
    assert set(form.COLUMNS["feedback"]) <= set(heads)
    answered = [name for name in form.COLUMNS["feedback"] if name not in ("预警编号", "户主", "行政村")]
    assert list(heads)[-len(answered) :] == answered


def test_what_was_found_is_locked_and_what_is_asked_is_open(sheet, heads):
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    first_answer = heads["核查日期"]
    for row in case_rows(sheet):
        for column in heads.values():
            cell = sheet.cell(row, column)
            assert cell.protection.locked == (column < first_answer), cell.coordinate
            assert (cell.fill.fgColor.rgb == "FFFFF9E3") == (column >= first_answer), cell.coordinate


def test_drop_downs_offer_what_the_form_accepts(sheet, heads):
    offered = {
        column: validation.formula1.strip('"').split(",")
        for validation in sheet.data_validations.dataValidation
        for column in heads.values()
        if sheet.cell(case_rows(sheet)[0], column).coordinate in validation.sqref
    }
    codes = form.CODES["feedback"]
    assert offered == {heads[name]: list(codes[name]) for name in ("核查结果", "申请销号")}
    for row in case_rows(sheet):
        for name in ("核查结果", "申请销号"):
            cell = sheet.cell(row, heads[name]).coordinate
            assert any(cell in validation.sqref for validation in sheet.data_validations.dataValidation), cell


def test_it_prints_on_a4_across_with_its_heads_on_every_page(sheet):
    head = head_row(sheet)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)  # one page wide is the default and not written
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == f"${head - 1}:${head}"
    assert sheet.print_area.endswith(f"$T${sheet.max_row}")
    assert "&P" in sheet.oddFooter.right.text


def test_walk_follows_walk_and_in_each_village_the_first_to_visit_comes_first(sheet, heads):
    walk, walks = "", {}
    for row in range(head_row(sheet) + 1, sheet.max_row + 1):
        if isinstance(sheet.cell(row, 1).value, int):
            walks[walk].append((sheet.cell(row, heads["行政村"]).value, sheet.cell(row, heads["优先"]).value))
        else:
            walk = sheet.cell(row, 1).value
            walks[walk] = []
    assert list(walks) == [
        "第 1 趟  上杏坪村 1 户\u3001柳泉湾村 1 户\u3001清水桥村 1 户  约 8 小时",
        "第 2 趟  柳泉湾村 1 户\u3001清水桥村 1 户  约 6 小时",
        "第 3 趟  清水桥村 2 户  约 6 小时",
    ]
    assert all(seen == sorted(seen) for seen in walks.values())
    assert [len(seen) for seen in walks.values()] == [3, 2, 2]


def test_hours_had_stand_against_hours_needed(written, sheet):
    said = "走访工时\uff1a本月 240 小时\uff08没有收到贵乡镇报的\uff0c按县里暂定的数\uff09。要走访的 8 户全走完约要 22 小时\uff0c清单上的 7 户分 3 趟\uff0c约要 20 小时。"
    assert said in [row[0].value for row in sheet.iter_rows()]
    assert said in written[1].read_text(encoding="utf-8")
    assert "工时不够" not in written[1].read_text(encoding="utf-8")


def test_every_line_says_what_was_measured_against_what_and_by_which_document(sheet, heads):
    assert case_rows(sheet)
    for row in case_rows(sheet):
        assert "标准" in sheet.cell(row, heads["发现了什么"]).value
        assert re.search(r"〔20\d\d〕\d+号·", sheet.cell(row, heads["依据"]).value)


def test_a_standard_that_nobody_confirmed_is_marked_where_it_is_used(sheet, heads):
    marked = {row: "※文件没有给数\uff1a农村低保标准" in sheet.cell(row, heads["依据"]).value for row in case_rows(sheet)}
    assert marked == {row: "低保标准" in sheet.cell(row, heads["发现了什么"]).value for row in case_rows(sheet)}
    assert set(marked.values()) == {True, False}


def test_who_is_not_on_it_is_told_with_the_reason_and_the_wait(written):
    rows = list(openpyxl.load_workbook(written[0])["未安排"].iter_rows(values_only=True))
    assert rows[2][-2:] == ("为什么没有安排", "已等月数")
    assert (
        rows[1][0]
        == "没有安排不等于没有问题。走访时间排不下的\uff0c下个月接着排\uff0c最多等 3 个月\uff0c等满了一定去\uff08过了当月的例行走访除外\uff09。"
    )
    assert rows[3][0] == "要走访\uff0c这个月排不下的  1 件"
    assert [row[-2:] for row in rows[4:]] == [("本月走访时间已排满", 2)]


def test_help_has_ten_lines_and_the_standards_nobody_confirmed(written):
    rows = list(openpyxl.load_workbook(written[0])["说明"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:11]] == list(range(1, 11))
    named = {row[1]: row[2:] for row in rows if row[4] in ("本地暂定", "示例")}
    assert named["农村低保标准"] == ("6,000", "元/人·年", "示例")
    assert named["收入大幅缩减的比例"] == ("30%", None, "本地暂定")
    assert named["无法返岗的最晚年月"] == ("2020年6月", None, "本地暂定")
    assert named["本地是否已扩大到智力\u3001精神三级"] == ("否", None, "本地暂定")
    assert "低收入家庭人均收入上限" not in named


def test_unknown_persons_are_not_printed_as_none(tmp_path):
    workbook, page = warning_list.write(sample.warehouse_of(11), sample.MONTH, sample.TOWNSHIP, tmp_path)
    values = [cell for row in openpyxl.load_workbook(workbook)["预警清单"].iter_rows(values_only=True) for cell in row]
    assert "不知" in values
    assert "不知" in page.read_text(encoding="utf-8")


def test_no_identity_number_and_nothing_alive(tmp_path):
    con = sample.warehouse_of(4)
    con.execute("""UPDATE mart.list_line SET head_name = '=HYPERLINK("http://x.invalid","甲")', seen = seen || '(640499199003077758)'""")
    workbook, page = warning_list.write(con, sample.MONTH, sample.TOWNSHIP, tmp_path)
    every = [cell for one in openpyxl.load_workbook(workbook) for row in one.iter_rows() for cell in row]
    assert {cell.data_type for cell in every} <= {"s", "n", "d"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in every)
    assert not any(cell.hyperlink for cell in every)
    assert not any(IDENTITY.search(str(cell.value)) for cell in every)
    assert IDENTITY.search(page.read_text(encoding="utf-8")) is None


def test_a_township_that_did_not_send_is_told_whose_month_the_roster_is(con):
    context = warning_list.read(con, sample.MONTH, "640424202")
    assert context["is_carried_forward"]
    assert "沿用2021年5月名册" in context["source"]


def test_the_method_of_the_score_is_named_with_its_limits(con):
    method = warning_list.read(con, sample.MONTH, sample.TOWNSHIP)["method"]
    assert "专家评分卡" in method
    assert "不能据此停发" in method


def test_a_township_without_warnings_gets_a_list_that_says_so(con, tmp_path):
    workbook, page = warning_list.write(con, sample.MONTH, "640424201", tmp_path)
    assert "本月没有要走访核查的户" in page.read_text(encoding="utf-8")
    assert openpyxl.load_workbook(workbook)["预警清单"].max_row > 1


def test_a_household_with_two_cases_is_one_visit(tmp_path):
    con = sample.warehouse_of(3)
    con.execute("UPDATE mart.list_line SET household_id = 'H', village = '上杏坪村', head_name = '马有福', priority = 1, walk = 1")
    context = warning_list.read(con, sample.MONTH, sample.TOWNSHIP)
    (walk,) = context["walks"]
    (household,) = walk["households"]
    assert len(household["cases"]) == 3
    assert [case["urgency"] for case in household["cases"]] == ["紧急", "一般", "一般"]
    assert context["households"]["value"] == 1


def test_a_month_that_did_not_run_gives_no_list(con, tmp_path):
    with pytest.raises(ReportError, match=r"2021-07.*640424100.*请先运行"):
        warning_list.write(con, date(2021, 7, 1), sample.TOWNSHIP, tmp_path)


def test_a_line_without_a_document_is_refused(tmp_path):
    con = sample.warehouse_of(3)
    con.execute("UPDATE mart.list_line SET basis = NULL WHERE priority = 1")
    with pytest.raises(ReportError, match=r"warning_list: .*basis"):
        warning_list.write(con, sample.MONTH, sample.TOWNSHIP, tmp_path)


def test_the_same_month_twice_gives_the_same_bytes(con, tmp_path):
    first = [path.read_bytes() for path in warning_list.write(con, sample.MONTH, sample.TOWNSHIP, tmp_path / "a")]
    assert first == [path.read_bytes() for path in warning_list.write(con, sample.MONTH, sample.TOWNSHIP, tmp_path / "b")]
