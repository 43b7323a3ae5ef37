"""The month's comparison: one overview for the county, one workbook a department that can be filled in and sent back."""

import zipfile
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pytest

from factories import TOWNSHIP, id_number
from lowincome.intake import feed
from lowincome.reports import disagreement_list, words
from reports import sample
from reports.sample import MONTH, insert

CARDS, RURAL, SCHOOLS = (
    ("disability", "持证残疾人名册", "残联"),
    ("rural_revitalisation", "监测对象名单", "乡村振兴局"),
    ("education", "在校学生学籍", "教育局"),
)


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    """Two extracts that came and one that did not; a line of every kind and state."""
    con = sample.warehouse_of(3)
    for one, counts in ((CARDS, (212, 205, 2, 5, 0, 1, 1)), (RURAL, (160, 158, 0, 2, 2, 0, 0)), (SCHOOLS, (None,) * 7)):
        names = ("rows_in", "matched", "doubtful", "unmatched", "only_theirs", "only_ours", "differing")
        stand = {"month": MONTH, "feed": one[0], "title": one[1], "department": one[2], "is_compared": counts[0] is not None}
        insert(con, "mart.comparison", **stand, **dict(zip(names, counts, strict=True)))
    insert(con, "core.household_month", month=MONTH, household_id="H00001", township_code=TOWNSHIP, village="柳泉湾村", head_name="马有福")
    insert(con, "core.person_month", month=MONTH, household_id="H00001", person_id="P1", name="马小军", id_number=id_number(3))
    for row, (kind, name) in enumerate((("rural_revitalisation", "冶玉梅"), ("disability", "马小君")), start=2):
        there = {"month": MONTH, "feed": kind, "submission_id": f"S-{kind}", "row_number": row}
        insert(con, "core.feed_row", **there, name=name, id_number=id_number(row), village="青石咀村")
    ours = {"township_code": TOWNSHIP, "household_id": "H00001", "person_id": "P1"}
    _line(con, "FQ-LEVEL", CARDS, "字段不同", "残疾等级", **ours, ours="3级", theirs="2级")
    expired = {"state": "裁定到期", "ruling": "双方都对", "expires_on": date(2021, 5, 31)}
    _line(con, "FQ-CARD", CARDS, "我方有对方无", "残疾人证", **ours, **expired, ours="有")
    evidence = '{"证件号码":"差一位","姓名":"名同姓不同","性别":null,"名册里像的人数":1,"为什么要看":"像,但不足以认定"}'
    doubtful = {"submission_id": "S-disability", "row_number": 3, "theirs": evidence}
    _line(con, "FQ-WHO", CARDS, "疑似待认", "是不是同一人", **ours, **doubtful)
    _line(con, "FQ-DONE", CARDS, "字段不同", "残疾类别", **ours, ours="肢体", theirs="视力", state="已裁定", ruling="以部门为准")
    listed = {"submission_id": "S-rural_revitalisation", "row_number": 2, "theirs": "在名单里"}
    _line(con, "FQ-LIST", RURAL, "对方有我方无", "名单", **listed)
    gone = {"theirs": "边缘易致贫户", "state": "已消失", "note": "2021年6月两边一致"}
    _line(con, "FQ-GONE", RURAL, "字段不同", "监测类别", **ours, **gone, ours="一般户")
    _line(con, "FQ-WAIT", SCHOOLS, "我方有对方无", "在校情况", **ours, ours="在校", state="未比对")
    return con


def _line(con: duckdb.DuckDBPyConnection, number: str, source: tuple[str, str, str], kind: str, field: str, **more: object) -> None:
    owner = "社会救助科会同" + source[2]
    row = {"state": "待裁定", "first_month": date(2021, 5, 1), "months_open": 1, "owner": owner, **more}
    insert(
        con, "mart.disagreement", month=MONTH, disagreement_id=number, feed=source[0], department=source[2], kind=kind, field=field, **row
    )


@pytest.fixture(scope="module")
def files(con, tmp_path_factory) -> list[Path]:
    return disagreement_list.write(con, MONTH, tmp_path_factory.mktemp("county"))


def book(files: list[Path], title: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(next(path for path in files if title in path.name))


def numbers(sheet) -> list[str]:
    return [cell.value for cell in sheet["A"] if str(cell.value).startswith("FQ-")]


def test_the_overview_is_the_one_that_was_looked_at(files, golden):
    golden("disagreement_overview.html", files[1].read_text(encoding="utf-8"))


def test_a_department_that_sent_nothing_is_not_compared_and_has_no_zeros(files):
    sheet = openpyxl.load_workbook(files[0]).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "教育局")
    assert row[2:] == ("未比对", *["不知"] * 9)


def test_every_kind_stands_on_its_own_sheet_and_an_empty_one_says_so(files):
    cards, rural = book(files, CARDS[1]), book(files, RURAL[1])
    assert {sheet.title: numbers(sheet) for sheet in cards} == {"名单差异": ["FQ-CARD"], "字段差异": ["FQ-LEVEL"], "疑似待认": ["FQ-WHO"]}
    assert numbers(rural["名单差异"]) == ["FQ-LIST"]
    assert "没有。" in [cell.value for cell in rural["疑似待认"]["A"]]


def test_what_is_ruled_is_not_asked_again_and_what_has_gone_says_so_once(files):
    cards, rural = book(files, CARDS[1]), book(files, RURAL[1])
    assert "FQ-DONE" not in [number for sheet in cards for number in numbers(sheet)]
    gone = next(row for row in rural["字段差异"].iter_rows(values_only=True) if row[0] == "FQ-GONE")
    assert gone[11].startswith("已消失")


def test_open_lines_of_a_department_that_sent_nothing_go_on_as_not_compared(files):
    line = next(row for row in book(files, SCHOOLS[1])["名单差异"].iter_rows(values_only=True) if row[0] == "FQ-WAIT")
    assert line[11] == "未比对"


def test_who_is_not_in_our_roster_is_named_by_the_departments_own_row(files):
    line = next(row for row in book(files, RURAL[1])["名单差异"].iter_rows(values_only=True) if row[0] == "FQ-LIST")
    assert (line[2], line[4], line[6]) == ("青石咀村", "冶玉梅", "对方有我方无")


def test_whoever_must_say_whether_two_are_one_sees_both_and_what_agrees(files):
    """Both names and masked numbers, the evidence in words, and the row of the department's file."""
    line = next(row for row in book(files, CARDS[1])["疑似待认"].iter_rows(values_only=True) if row[0] == "FQ-WHO")
    number = f"640499********{id_number(3)[-2:]}"
    assert line[5] == number
    assert line[8] == "马小军"
    who, row = line[9].split("\n")
    assert who == words.shown(f"马小君 {number}: 像,但不足以认定,证件号码: 差一位,姓名: 名同姓不同,名册里像的人数: 1")
    assert row == "来文第 3 行"


def test_no_identity_number_stands_in_any_of_the_files(files):
    for path in files:
        texts = [path.read_text(encoding="utf-8")] if path.suffix == ".html" else []
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                texts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
        assert [number for number in (2, 3) for text in texts if id_number(number) in text] == []
    shown = [cell.value for cell in book(files, CARDS[1])["字段差异"]["F"]]
    assert f"640499********{id_number(3)[-2:]}" in shown


def test_the_filled_list_is_recognised_when_it_comes_back_and_offers_the_words_that_are_taken(files):
    for sheet in book(files, CARDS[1]):
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        found = feed.recognise(rows)
        assert found is not None
        assert found.feed.feed == "ruling"
        ruling = next(column for column in found.feed.columns if column.title == "裁定")
        offered = sheet.data_validations.dataValidation[0].formula1.strip('"').split(",")
        assert tuple(offered) == ruling.words
        first = sheet[found.header + 2]
        assert [first[found.positions[title]].protection.locked for title in ("分歧编号", "裁定")] == [True, False]


def test_equal_content_gives_equal_bytes(con, files, tmp_path):
    again = disagreement_list.write(con, MONTH, tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]
