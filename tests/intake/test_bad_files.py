"""Files that cannot be taken: each is answered with its own reason, in Chinese, and kept; none is an exception."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from exchange.old_lists import as_csv, as_page, as_xls, as_xlsx
from intake.sending import returned
from lowincome.intake import bounds, read

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"%PDF-1.7 \x00\x01", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n\x00", "图片"),
        ("<html><table><tr><td>户编号".encode("gb18030"), "网页"),
        ("各乡镇:\n请于25日前报送\n".encode("gb18030") * 2000, "文本文件,如 .csv"),
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


def test_an_old_excel_file_that_cannot_be_read_is_damaged(answer, tmp_path):
    path = write(tmp_path / "a.xls", OLE2 + "Workbook".encode("utf-16-le"))
    assert returned(answer, path)["mend_zh"] == "请在电脑上打开确认没有报错,另存为 .xlsx 后重新报送。"


def test_a_binary_excel_file(answer, tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    assert returned(answer, tmp_path / "a.xlsb")["message_zh"] == "这是二进制格式的 Excel 文件(.xlsb)。"


NOBODY_S = [["编号", "联系电话", "车牌"], ["1", "0954", "无"], ["2", "0954", "无"]]


@pytest.mark.parametrize("write_list", [as_csv, as_xls, as_page, as_xlsx])
def test_a_list_whose_header_fits_nothing_is_told_so_whatever_kind_of_file_it_is(answer, tmp_path, write_list):
    critical = returned(answer, write(tmp_path / "名单", write_list(NOBODY_S)))
    assert critical["message_zh"] == "表头对不上报送表,也对不上任何部门数据。"
    assert critical["mend_zh"].startswith("乡镇请用本月下发的报送表,另存为 .xlsx 再报;部门名单请核对表头栏目")


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


def replace_part(path: Path, part: str, old: str, new: str) -> None:
    """The workbook with one text of one part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part].decode()
    parts[part] = parts[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
