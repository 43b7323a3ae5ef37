"""The reader of tables that are no 报送表: what it takes out of a page, and what it will not take on."""

import zipfile

import pytest

from exchange.old_lists import POVERTY_ALLEVIATED, TWO, as_csv, as_page, as_xls, as_xlsx
from lowincome.intake import bounds, feed_table

P = POVERTY_ALLEVIATED


def refused(path, data, **limits):
    path.write_bytes(data)
    _, answers = feed_table.parse(path, bounds.Limits(**limits))
    return [one["message_zh"] for one in answers]


WIDE, LONG = [["格"] * 300], [["格"]] * 120
NESTED = ("<table><tr><td>" * 30).encode()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (as_csv(WIDE), "有 300 栏,最多 207 栏"),
        (as_csv(LONG), "有 101 行,最多 100 行"),
        (as_xls([[""] * 250 + ["格"]]), "有 251 栏,最多 207 栏"),
        (as_xls(LONG), "有 120 行,最多 100 行"),
        (as_xlsx(LONG), "有 120 行,最多 100 行"),
        (as_page(WIDE), "超过 207 栏"),
        (as_page(LONG), "超过 100 行"),
        (b"<table><tr><td colspan=99999999>x</table>", "超过 207 栏"),
        (b"<table><tr><td rowspan=9>x" + b"<tr><td>y" * 60 + b"</table>" + NESTED, "表格套表格超过 8 层"),
        (as_csv([["格" * 400_000]]), "第 1 行有一格长得不像一格,可能少了一个引号"),
        (as_csv([["a"] * 200] * 90), "有 10,200 格,最多 10,000 格"),
        (as_page([["a"] * 200] * 90), "超过 10,000 格"),
    ],
)
def test_a_table_beyond_its_bounds_is_returned_with_what_is_too_much(tmp_path, data, what):
    assert refused(tmp_path / "a", data, rows=100, cells=10_000) == [f"表格过大,没有读取({what})。"]


MANY = [P, *TWO * 2000]


@pytest.mark.parametrize("data", [as_csv(MANY), as_page(MANY), as_xls([P, *TWO])], ids=["csv", "page", "xls"])
def test_a_reader_that_may_not_have_the_memory_is_no_table(tmp_path, data):
    path = tmp_path / "a"
    path.write_bytes(data)
    assert feed_table.read_tables(path, bounds.Limits(parse_bytes=20_000_000)) == ([], [])


def test_a_zip_that_was_refused_from_outside_is_not_opened_as_a_list_either(tmp_path):
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.bin", b"0" * 100)
    assert feed_table.parse(path) == ([], [])


def test_a_page_is_read_as_a_browser_lays_it_out(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(
        b"<html><script>var a = '<td>no</td>'</script><table><tr><th rowspan=2>a<th colspan=2>b<tr><td>c<td>d"
        b"<tr><td>e<br>f</td><td><script>alert(1)</script>&lt;b&gt;<table><tr><td>inner</table></td><td>&nbsp;</table>"
    )
    tables, _ = feed_table.parse(path)
    assert tables[0].rows == [["a", "b", None], ["a", "c", "d"], ["e f", "<b>", None]]
    assert tables[1].rows == [["inner"]]
