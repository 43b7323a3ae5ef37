"""The 报送表 as a file: what is written comes back as it was, as text where it must be, and nothing as a formula."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest
import python_calamine

from lowincome.intake import form, workbook

JUNE = date(2021, 6, 1)
NUMBER = "64049919700101001X"
ROWS = {
    "household": [
        {"户编号": "640424100-00000001", "户主姓名": "=1+1", "户主证件号码": NUMBER, "工资性收入": 12345.6, "走访日期": date(2021, 6, 3)}
    ],
    "member": [{"户编号": "640424100-00000001", "姓名": '=HYPERLINK("http://example.invalid")', "证件号码": NUMBER, "务工月数": 0}],
}


@pytest.fixture
def path(tmp_path):
    workbook.write(tmp_path / "deep" / "form.xlsx", "640424100", "香水镇", JUNE, ROWS, "abc123")
    return tmp_path / "deep" / "form.xlsx"


def read(path, sheet):
    return python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def test_the_cover_says_whose_it_is(path):
    assert [row[:2] for row in read(path, "说明")[:5]] == [
        ["模板版本", form.VERSION], ["乡镇代码", "640424100"], ["乡镇名称", "香水镇"], ["月份", "2021-06"], ["名册指纹", "abc123"],
    ]  # fmt: skip


def test_the_sheets_and_columns_are_those_of_the_form(path):
    assert python_calamine.CalamineWorkbook.from_path(path).sheet_names == [form.COVER, *form.SHEETS.values()]
    for key, title in form.SHEETS.items():
        assert read(path, title)[0] == form.COLUMNS[key]


def test_cells_come_back_as_they_were(path):
    household = dict(zip(form.COLUMNS["household"], read(path, "家庭")[1], strict=True))
    assert household["户主证件号码"] == NUMBER
    assert household["走访日期"] == "2021-06-03"
    assert household["工资性收入"] == 12345.6
    assert household["备注"] == ""
    assert dict(zip(form.COLUMNS["member"], read(path, "成员")[1], strict=True))["务工月数"] == 0


def test_nothing_is_a_formula(path):
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert book["家庭"]["B2"].value == "=1+1"
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))


def test_coded_columns_have_their_drop_downs_below_the_last_row_too(path):
    sheet = openpyxl.load_workbook(path)["成员"]
    lists = {str(rule.sqref).rstrip("0123456789").split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert len(lists) == len(form.CODES["member"])
    assert '"在户,死亡,迁入,迁出,出生,婚入,婚出"' in lists.values()
    assert all(area.max_row > 100 for rule in sheet.data_validations.dataValidation for area in rule.sqref.ranges)


def test_the_header_stays_in_sight(path):
    book = openpyxl.load_workbook(path)
    assert all(book[title].freeze_panes == "C2" for title in form.SHEETS.values())


def test_the_same_rows_give_the_same_bytes(path, tmp_path):
    workbook.write(tmp_path / "again.xlsx", "640424100", "香水镇", JUNE, ROWS, "abc123")
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


def test_the_file_does_not_know_when_it_was_written(path):
    """Two writings within one second would agree by luck."""
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb">(\d{4}-[^<]*)<", archive.read("docProps/core.xml"))) == {b"2020-01-01T00:00:00Z"}


def test_an_empty_form_can_be_written(tmp_path):
    workbook.write(tmp_path / "empty.xlsx", "640424100", "香水镇", JUNE, {})
    assert read(tmp_path / "empty.xlsx", "家庭") == [form.COLUMNS["household"]]
