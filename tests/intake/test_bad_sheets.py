"""Workbooks of the wrong month, township, sheets or columns: returned with the reason, or taken with what was missing named."""

import openpyxl
import pyarrow.parquet as pq
import pytest

from factories import TOWNSHIP, change, household, member, write_form
from intake.sending import returned, taken
from lowincome.intake import form
from lowincome.intake.answers import ANSWERS

# --- whose and which month ----------------------------------------------------------------------------------------


def test_a_workbook_without_cover(answer, form_file, home):
    critical = returned(answer, form_file(drop=["cover"]))
    assert critical["message_zh"] == "没有找到「说明」表。"
    [folder] = (home / "raw" / "unrecognised").iterdir()
    assert (folder / "original.xlsx").exists()
    assert pq.read_table(folder / "household.parquet").num_rows == 0


def test_a_cover_without_month(answer, form_file):
    assert returned(answer, form_file(cover={"月份": None}))["message_zh"] == "「说明」表前五行缺少“月份”。"


@pytest.mark.parametrize("stated", ["2021-13", "六月", "2021-6", ""])
def test_a_month_that_is_none(answer, form_file, stated):
    assert returned(answer, form_file(month=stated))["mend_zh"] == "请写成 年-月,例如 2021-06。"


def test_the_template_of_a_later_month(answer, form_file):
    assert returned(answer, form_file(month="2021-07"))["message_zh"] == (
        "表上的月份是 2021-07,比收到的月份 2021-06 还晚:用的是另一个月的模板。"
    )


def test_the_template_of_an_earlier_month_is_seen_by_its_visits(answer, form_file):
    _, messages = taken(answer, form_file(month="2021-05"))
    assert "大多数走访日期(3/3 户)不在 2021-05 月内。" in messages


def test_a_township_of_another_county(answer, form_file):
    assert returned(answer, form_file(cover={"乡镇代码": "640522100"}))["message_zh"] == "乡镇代码“640522100”不是本县的乡镇。"


def test_the_template_of_another_township(answer, form_file):
    path = form_file(cover={"乡镇代码": "640424101", "乡镇名称": "泾河源镇"})
    assert returned(answer, path)["message_zh"] == "表上写的是泾河源镇,但 3/3 户的户编号都是香水镇的:用的是另一个乡镇的表。"


def test_a_township_whose_name_differs_is_taken_by_its_code(answer, form_file):
    summary, messages = taken(answer, form_file(cover={"乡镇名称": "黄花乡"}))
    assert summary["township_name"] == "香水镇"
    assert messages == ["乡镇代码是香水镇的,乡镇名称却写“黄花乡”。"]


def test_neither_name_nor_folder_decides(home, answer, form_file):
    path = form_file(name="2019年12月_黄花乡.xlsx")
    summary, _ = taken(answer, path)
    assert (summary["township_name"], summary["month"]) == ("香水镇", "2021-06")


# --- sheets and columns -------------------------------------------------------------------------------------------


def test_a_missing_sheet(answer, form_file):
    assert returned(answer, form_file(drop=["member"]))["message_zh"] == "缺少「成员」表。"


def test_a_renamed_sheet(answer, form_file):
    critical = returned(answer, form_file(titles={"household": "家庭信息"}))
    assert critical["message_zh"] == "缺少「家庭」表(有一张叫「家庭信息」)。"


def test_a_sheet_name_with_blanks_is_understood(answer, form_file):
    assert taken(answer, form_file(titles={"household": " 家 庭"}))[0]["status"] == "接收"


def test_a_copy_of_a_sheet_is_not_read_and_the_receipt_says_which_one_was(answer, form_file):
    path = form_file()
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["家庭"]).title = "家庭 (2)"
    book.save(path)
    summary, findings = answer(path)
    [told] = [one for one in findings if one["check_id"] == "sheet_twice"]
    assert (summary["status"], summary["rows_in"]) == ("接收有提示", 9)
    assert told["message_zh"] == "「家庭」表不止一张:读的是「家庭」,没有读「家庭 (2)」。"
    assert told["mend_zh"] == "没有读的那张是多余的,请删去;那张才对的,请删去「家庭」,把它改名为「家庭」再报。"


def test_without_changes_and_feedback_nothing_was_reported(answer, form_file):
    summary, messages = taken(answer, form_file(drop=["change", "feedback"]))
    assert summary["status"] == "接收"
    assert messages == ["没有「增减」表,按本月没有内容处理。", "没有「核查反馈」表,按本月没有内容处理。"]


def test_reordered_columns(answer, form_file, home):
    summary, messages = taken(answer, form_file(headers={"household": form.COLUMNS["household"][::-1]}))
    assert (summary["status"], messages) == ("接收", [])
    rows = pq.read_table(home / summary["folder"] / "household.parquet").to_pylist()
    assert rows[0]["工资性收入"] == "6001"


def test_another_offices_words_for_a_column(answer, tmp_path):
    rename = {"证件号码": "公民身份号码", "户编号": "家庭编号", "姓名": "成员\n姓名*"}
    head = [rename.get(name, name) for name in form.COLUMNS["member"]]
    members = [{rename.get(key, key): value for key, value in member(household(n)).items()} for n in (1, 2)]
    path = write_form(tmp_path / "a.xlsx", TOWNSHIP, "2021-06", [household(1), household(2)], members, headers={"member": head})
    assert taken(answer, path)[1] == []


def test_a_missing_column_is_unknown(answer, form_file, home):
    head = [name for name in form.COLUMNS["household"] if name != "医疗自付"]
    summary, messages = taken(answer, form_file(headers={"household": head}))
    assert summary["status"] == "接收有提示"
    assert messages == ["「家庭」表没有“医疗自付”栏,全部按未知处理。"]
    assert set(pq.read_table(home / summary["folder"] / "household.parquet")["医疗自付"].to_pylist()) == {None}


def test_a_renamed_column_is_named_with_the_nearest_known_one(answer, form_file):
    head = ["医疗自付费用" if name == "医疗自付" else name for name in form.COLUMNS["household"]]
    _, messages = taken(answer, form_file(headers={"household": head}))
    assert messages == [
        "「家庭」表的“医疗自付费用”栏不认识,没有读取(是不是“医疗自付”?)。",
        "「家庭」表没有“医疗自付”栏(有一栏叫“医疗自付费用”),全部按未知处理。",
    ]


def test_a_missing_required_column(answer, form_file):
    head = [name for name in form.COLUMNS["member"] if name != "与户主关系"]
    assert returned(answer, form_file(headers={"member": head}))["message_zh"] == "「成员」表缺少“与户主关系”栏。"


def test_a_column_twice(answer, form_file):
    _, messages = taken(answer, form_file(headers={"household": [*form.COLUMNS["household"], "行政村"]}))
    assert messages == ["「家庭」表有两栏都是“行政村”,只读了左边的一栏。"]


def test_a_title_above_the_header(answer, form_file):
    path = form_file()
    book = openpyxl.load_workbook(path)
    book["家庭"].insert_rows(1)
    book["家庭"]["A1"] = "香水镇低收入人口摸排表"
    book.save(path)
    assert returned(answer, path)["message_zh"] == "「家庭」表的表头在第 2 行,应在第 1 行。"


def test_a_sheet_without_rows(answer, tmp_path):
    path = write_form(tmp_path / "a.xlsx", TOWNSHIP, "2021-06", [], [member(household(1))])
    assert returned(answer, path)["message_zh"] == "「家庭」表没有填写任何一行。"


def test_a_file_in_which_every_household_is_in_doubt_does_not_empty_the_township(answer, tmp_path):
    path = write_form(tmp_path / "a.xlsx", TOWNSHIP, "2021-06", [household(1)], [member(household(1), 2)], [change(household(1))])
    summary, findings = answer(path)
    assert (summary["status"], summary["rows_accepted"]) == ("退回", 0)
    assert {"没有一户可以接收,整份退回。", "「成员」表里这一户没有人填“户主”。"} <= {one["message_zh"] for one in findings}


def test_a_formula_written_by_another_program_is_found(answer, form_file):
    path = form_file()
    book = openpyxl.load_workbook(path)
    book["成员"]["B3"] = '=HYPERLINK("http://example.invalid")'
    book.save(path)
    _, findings = answer(path)
    # never computed: it shows nothing that could be taken
    assert [one["cell"] for one in findings if one["check_id"] == "formula_without_result"] == ["B3"]


def test_every_answer_says_what_and_how_to_mend():
    for check_id, (severity, message, _, mend) in ANSWERS.items():
        assert severity in ("critical", "warning", "info"), check_id
        assert message, check_id
        assert mend, check_id
