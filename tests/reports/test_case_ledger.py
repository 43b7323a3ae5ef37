"""The ledger: every case once, open or closed; colour only for what is overdue."""

import openpyxl
import pytest

from lowincome.reports import case_ledger
from lowincome.reports.workbook_style import OVERDUE
from reports import sample


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return case_ledger.write(sample.warehouse_of(9), sample.MONTH, sample.TOWNSHIP, tmp_path_factory.mktemp("ledger"))


def test_the_page_is_the_one_that_was_looked_at(written, golden):
    golden("case_ledger.html", written[1].read_text(encoding="utf-8"))


def test_every_case_stands_in_one_of_the_sheets(written):
    book = openpyxl.load_workbook(written[0])
    assert book.sheetnames == ["在办", "已销号", "已并案"]
    ids = {name: [row[1] for row in book[name].iter_rows(min_row=4, values_only=True)] for name in book.sheetnames}
    assert (len(ids["在办"]), len(ids["已销号"]), ids["已并案"]) == (8, 1, [None])
    assert len(set(ids["在办"] + ids["已销号"])) == 9


def test_only_what_is_overdue_is_coloured(written):
    sheet = openpyxl.load_workbook(written[0])["在办"]
    names = [cell.value for cell in sheet[3]]
    coloured = {
        (names[cell.column - 1], sheet.cell(cell.row, names.index("是否超期") + 1).value)
        for row in sheet.iter_rows(min_row=4)
        for cell in row
        if cell.fill.fgColor.rgb == f"FF{OVERDUE[1:]}"
    }
    assert coloured == {("核查期限", "超期"), ("是否超期", "超期")}


def test_a_closed_case_says_when_and_why(written):
    sheet = openpyxl.load_workbook(written[0])["已销号"]
    (row,) = sheet.iter_rows(min_row=4, values_only=True)
    assert row[-3:] == ("2021-06-22", "属实\uff0c已纳入低保", 0)


def test_a_township_without_cases(con, tmp_path):
    workbook, page = case_ledger.write(con, sample.MONTH, "640424201", tmp_path)
    assert "月末在办 <b>0</b> 件" in page.read_text(encoding="utf-8")
    assert openpyxl.load_workbook(workbook)["在办"]["A4"].value == "没有。"
