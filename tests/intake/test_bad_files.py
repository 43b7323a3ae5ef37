"""Files that cannot be taken: each is answered with its own reason, in Chinese, and kept; none is an exception."""

import zipfile
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from factories import TOWNSHIP, household, member, write_form
from lowincome.intake import bounds, form, read
from lowincome.intake.answers import ANSWERS

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def returned(answer, path: Path) -> dict:
    """The answer's one critical finding; the file is returned, nothing is taken, and the original is kept."""
    summary, findings = answer(path)
    assert summary["status"] == "退回"
    assert summary["rows_accepted"] == 0
    assert summary["rows_in"] == summary["rows_rejected"]
    [critical] = [one for one in findings if one["severity"] == "critical"]
    assert critical["message_zh"]
    assert critical["mend_zh"]
    return critical


def taken(answer, path: Path) -> tuple[dict, list[str]]:
    summary, findings = answer(path)
    assert summary["status"] != "退回", [one["message_zh"] for one in findings]
    return summary, [one["message_zh"] for one in findings]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


# --- what kind of file -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"%PDF-1.7 \x00\x01", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n\x00", "图片"),
        ("<html><table><tr><td>户编号".encode("gb18030"), "网页"),
        ("户编号,姓名\n1,某某\n".encode("gb18030") * 2000, "文本文件,如 .csv"),
        (b"\x00\x01\x02\x03", "无法辨认的文件"),
        (OLE2 + "WordDocument".encode("utf-16-le"), "Word 文档"),
    ],
)
def test_not_an_excel_file(answer, tmp_path, data, looks):
    critical = returned(answer, write(tmp_path / "报送表.xlsx", data))
    assert critical["message_zh"] == f"这不是 Excel 文件(看上去是{looks})。"
    assert critical["mend_zh"] == "请用 Excel 或 WPS 打开报送表,另存为 .xlsx 后重新报送。"


@pytest.mark.parametrize(("inside", "looks"), [("word/document.xml", "Word 文档"), ("照片/1.jpg", "压缩包")])
def test_a_zip_that_is_no_workbook(answer, tmp_path, inside, looks):
    with zipfile.ZipFile(tmp_path / "报送表.xlsx", "w") as archive:
        archive.writestr(inside, "x")
    assert looks in returned(answer, tmp_path / "报送表.xlsx")["message_zh"]


def test_an_empty_file(answer, tmp_path):
    assert returned(answer, write(tmp_path / "a.xlsx", b""))["message_zh"] == "文件是空的(0 字节)。"


def test_a_password(answer, tmp_path):
    path = write(tmp_path / "a.xlsx", OLE2 + "EncryptedPackage".encode("utf-16-le"))
    assert returned(answer, path)["message_zh"] == "文件设了打开密码,无法读取。"


def test_an_old_excel_file(answer, tmp_path):
    path = write(tmp_path / "a.xls", OLE2 + "Workbook".encode("utf-16-le"))
    assert returned(answer, path)["mend_zh"] == "请用 Excel 或 WPS 另存为 .xlsx 后重新报送。"


def test_half_a_file(answer, form_file, tmp_path):
    whole = form_file().read_bytes()
    assert returned(answer, write(tmp_path / "half.xlsx", whole[: len(whole) // 2]))["check_id"] == "damaged"


def test_a_file_of_fifty_megabytes(answer, tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK\x03\x04")
        stream.truncate(50_000_000)
    assert returned(answer, path)["message_zh"] == "文件有 50 MB,超过 20 MB,没有打开。"


def test_a_zip_bomb(answer, form_file, tmp_path):
    path = form_file()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", b"0" * 60_000_000)
    assert returned(answer, path)["message_zh"] == "文件展开后异常巨大,没有打开。"


def test_a_member_that_lies_about_its_size_is_never_unpacked_beyond_it(answer, form_file):
    path = form_file()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", b"0" * 5_000_000)
    data = path.read_bytes()
    path.write_bytes(data.replace((5_000_000).to_bytes(4, "little"), (5_000).to_bytes(4, "little")))
    assert returned(answer, path)["check_id"] == "damaged"


def test_one_string_of_a_million_characters(answer, form_file):
    path = form_file()
    replace_part(path, "xl/sharedStrings.xml", "户主姓名", "户" * 400_000)
    assert returned(answer, path)["check_id"] == "zip_bomb"


def test_one_cell_in_the_last_corner(answer, form_file):
    path = form_file(formulas={("家庭", "XFD1048576"): "=1"})
    assert returned(answer, path)["message_zh"] == "「家庭」表在很远的地方(如 XFD1048576)有内容,表格范围过大,没有读取。"


def test_one_cell_in_the_last_corner_written_another_way(answer, form_file):
    path = form_file(formulas={("家庭", "XFD1048576"): "=1"})
    replace_part(path, "xl/worksheets/sheet2.xml", '<c r="XFD1048576"', "<c  s='0' r = 'XFD1048576'")
    assert returned(answer, path)["check_id"] == "stray_cell"


def test_entities_are_refused(answer, form_file):
    path = form_file()
    replace_part(path, "xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook')
    assert returned(answer, path)["check_id"] == "damaged"


def test_a_parser_that_needs_more_memory_than_it_may_have_is_an_answer(form_file, monkeypatch):
    assert read.read_workbook(form_file(), bounds.Limits(parse_bytes=20_000_000)) is None


def test_an_empty_workbook(answer, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    book.add_worksheet()
    book.close()
    assert returned(answer, tmp_path / "a.xlsx")["message_zh"] == "工作簿里没有内容。"


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
    path = write_form(tmp_path / "a.xlsx", TOWNSHIP, "2021-06", [household(1)], [member(household(1), 2)])
    summary, findings = answer(path)
    assert summary["status"] == "退回"
    assert {"没有一户可以接收,整份退回。", "「成员」表里这一户没有人填“户主”。"} <= {one["message_zh"] for one in findings}


def test_a_formula_written_by_another_program_is_found(answer, form_file):
    path = form_file()
    book = openpyxl.load_workbook(path)
    book["成员"]["B3"] = '=HYPERLINK("http://example.invalid")'
    book.save(path)
    _, findings = answer(path)
    assert [one["cell"] for one in findings if one["check_id"] == "formula_cell"] == ["B3"]


def test_every_answer_says_what_and_how_to_mend():
    for check_id, (severity, message, _, mend) in ANSWERS.items():
        assert severity in ("critical", "warning", "info"), check_id
        assert message, check_id
        assert mend, check_id


def replace_part(path: Path, part: str, old: str, new: str) -> None:
    """The workbook with one text of one part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part].decode()
    parts[part] = parts[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
