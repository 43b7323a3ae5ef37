"""四查四补清单 and 分类动态监测台账: what a township and the county read; nobody is named at the county's."""

import openpyxl
import pytest

from lowincome.reports import four_checks, monitoring_ledger
from reports import sample


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    return tmp_path_factory.mktemp("ledgers")


def test_the_list_of_four_checks_is_the_one_that_was_looked_at(con, out, golden):
    golden("four_checks.html", four_checks.write(con, sample.MONTH, sample.TOWNSHIP, out)[1].read_text(encoding="utf-8"))


def test_the_countys_list_is_the_one_that_was_looked_at(con, out, golden):
    golden("four_checks_county.html", four_checks.write_county(con, sample.MONTH, "泾源县", out)[1].read_text(encoding="utf-8"))


def test_the_monitoring_ledger_is_the_one_that_was_looked_at(con, out, golden):
    golden("monitoring_ledger.html", monitoring_ledger.write(con, sample.MONTH, sample.TOWNSHIP, out)[1].read_text(encoding="utf-8"))


def test_every_check_has_a_sheet_and_every_finding_stands_in_one(con, out):
    book = openpyxl.load_workbook(four_checks.write(con, sample.MONTH, sample.TOWNSHIP, out)[0])
    assert book.sheetnames == list(four_checks.CHECKS)
    case_ids = [cell.value for sheet in book for cell in sheet["J"] if str(cell.value).startswith("YJ")]
    held = con.execute("SELECT count(case_id) FROM mart.four_checks").fetchone()
    assert (len(case_ids),) == held


def test_the_county_reads_no_name(con, out):
    for report in (four_checks, monitoring_ledger):
        page = report.write_county(con, sample.MONTH, "泾源县", out)[1].read_text(encoding="utf-8")
        assert [name for name in sample.HEADS if name in page] == []


def test_an_extract_that_did_not_come_is_named_on_every_list(con, out):
    told = "未比对：教育局「在校学生学籍」，本月没有收到"
    for report in (four_checks, monitoring_ledger):
        assert told in report.write(con, sample.MONTH, sample.TOWNSHIP, out)[1].read_text(encoding="utf-8")
        assert told in report.write_county(con, sample.MONTH, "泾源县", out)[1].read_text(encoding="utf-8")


def test_equal_content_gives_equal_bytes(con, tmp_path):
    for report in (four_checks, monitoring_ledger):
        first, second = (report.write(con, sample.MONTH, sample.TOWNSHIP, tmp_path / name) for name in ("a", "b"))
        assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_the_countys_monitoring_ledger_is_the_one_that_was_looked_at(con, out, golden):
    golden("monitoring_ledger_county.html", monitoring_ledger.write_county(con, sample.MONTH, "泾源县", out)[1].read_text(encoding="utf-8"))


def test_page_and_workbook_give_a_column_the_same_room(con, out):
    book, page = four_checks.write(con, sample.MONTH, sample.TOWNSHIP, out)
    html = page.read_text(encoding="utf-8")
    whole = sum(width for _, width, _ in four_checks.COLUMNS)
    for _, width, _ in four_checks.COLUMNS:
        assert f'<col style="width: {round(width / whole * 100, 2)}%">' in html
    sheet = openpyxl.load_workbook(book).worksheets[0]
    # a workbook adds the cell's own padding, less than a unit
    for letter, (_, width, _) in zip("ABCDEFGHIJKL", four_checks.COLUMNS, strict=True):
        assert width <= sheet.column_dimensions[letter].width < width + 1
