"""The look of a workbook that goes out: locked, open, checked, coloured; and that any program opens it as it is."""

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from exchange import clerk
from factories import feedback, household, member
from lowincome.intake import form, workbook, workbook_checks
from lowincome.intake.workbook_cells import ANSWERED, NOTES, OPEN, QUIET, ROW

JUNE = date(2021, 6, 1)
ANEW = {"本月变化": None, "走访日期": None, "走访人": None, "本月遭遇": None}
HOUSES = [household(n) | ANEW for n in (1, 2, 3)]
CASE = {"预警编号": "YJ202105-1", "户主": "马某", "行政村": "第2村"}
ROWS = {
    "household": [HOUSES[0], HOUSES[1] | {"本月变化": "无变化", "首次纳入年月": None}, HOUSES[2]],
    "member": [
        member(HOUSES[0]) | {"残疾人证": "有", "残疾等级": "二", ANSWERED: {"残疾等级"}},
        member(HOUSES[1]) | {OPEN: {"证件号码"}, NOTES: {"证件号码": "请看一看"}},
        member(HOUSES[2]),
    ],
    "feedback": [CASE | {NOTES: {"预警编号": "发现了什么"}}, CASE | {"预警编号": "YJ202105-2", QUIET: True}],
}
MARKS = {("household", 2, "行政村"): ("warning", "没有填行政村。"), ("cover", 4, "月份"): ("critical", "月份读不懂。")}


def write(path: Path, rows: dict[str, Any] = ROWS, **more: Any) -> Path:
    workbook.write(path, "640424100", "香水镇", JUNE, rows, "2021-06-3户3人-0123456789ab", issued=True, **more)
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("issued") / "报送表.xlsx")


@pytest.fixture(scope="module")
def book(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def cell(book: openpyxl.Workbook, key: str, row: int, column: str) -> Any:
    return book[form.SHEETS[key]].cell(row, form.COLUMNS[key].index(column) + 1)


def is_locked(book: openpyxl.Workbook, key: str, row: int, column: str) -> bool:
    return bool(cell(book, key, row, column).protection.locked)


def test_every_column_says_how_it_is_filled() -> None:
    assert set(form.filling()) == {(key, column) for key, columns in form.COLUMNS.items() for column in columns}
    assert {one.how for one in form.filling().values()} == {form.FIXED, form.CHANGING, form.ANEW, form.ANSWERED}
    assert all((one.feed != "") == (one.how == form.ANSWERED) for one in form.filling().values())


def test_what_is_known_is_locked_and_what_is_asked_is_open(book: openpyxl.Workbook) -> None:
    assert is_locked(book, "household", 2, "户编号")
    assert is_locked(book, "household", 2, "首次纳入年月")
    assert not is_locked(book, "household", 3, "首次纳入年月"), "nobody knows it yet: it may be filled in"
    assert not is_locked(book, "household", 2, "工资性收入")
    assert not is_locked(book, "household", 2, "本月变化")
    assert is_locked(book, "member", 2, "证件号码")
    assert not is_locked(book, "member", 3, "证件号码"), "it is wrong: it may be mended"
    assert is_locked(book, "member", 2, "残疾等级")
    assert not is_locked(book, "member", 3, "残疾人证"), "no department has answered for this one"
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)


def test_the_rows_below_the_list_are_open(book: openpyxl.Workbook) -> None:
    for key, columns in form.COLUMNS.items():
        groups = book[form.SHEETS[key]].column_dimensions.values()
        is_open = {number for group in groups if not group.protection.locked for number in range(group.min, group.max + 1)}
        assert is_open == set(range(1, len(columns) + 1))


def test_a_row_with_a_finding_is_open_whole_and_says_what_is_wrong(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write(tmp_path / "returned.xlsx", marks=MARKS))
    assert not is_locked(book, "household", 2, "户编号")
    assert is_locked(book, "household", 3, "户编号")
    assert "没有填行政村" in cell(book, "household", 2, "行政村").comment.text
    assert "月份读不懂" in book[form.COVER]["B4"].comment.text
    assert not book[form.COVER]["B4"].protection.locked


def test_a_row_stands_where_it_stood(tmp_path: Path) -> None:
    rows = {"household": [HOUSES[0] | {ROW: 4}, HOUSES[1]], "member": []}
    book = openpyxl.load_workbook(write(tmp_path / "gap.xlsx", rows))
    assert [cell(book, "household", row, "户编号").value for row in (2, 4, 5)] == [None, HOUSES[0]["户编号"], HOUSES[1]["户编号"]]


def test_numbers_that_read_back_the_same_are_numbers_and_others_stay_text(tmp_path: Path) -> None:
    texts = {"工资性收入": "6001", "经营净收入": "6000.50", "财产净收入": "约三千", "转移净收入": "-12.5"}
    book = openpyxl.load_workbook(write(tmp_path / "numbers.xlsx", {"household": [HOUSES[0] | texts]}))
    assert [cell(book, "household", 2, column).value for column in texts] == [6001, "6000.50", "约三千", -12.5]


def validations(book: openpyxl.Workbook, key: str) -> dict[str, Any]:
    found = {}
    for rule in book[form.SHEETS[key]].data_validations.dataValidation:
        [area] = rule.sqref.ranges
        assert area.min_row == 2
        assert area.max_row > 300, "new rows are checked too"
        found[form.COLUMNS[key][area.min_col - 1]] = rule
    return found


def test_every_coded_column_has_its_drop_down_without_a_change_first(book: openpyxl.Workbook) -> None:
    for key in form.SHEETS:
        lists = {column for column, rule in validations(book, key).items() if rule.type == "list"}
        assert lists - {"大病病种"} == set(form.CODES[key])
    assert validations(book, "household")["本月变化"].formula1 == '"无变化,有变化,新增,退出"'


def test_a_drop_down_that_depends_opens_only_where_it_applies(book: openpyxl.Workbook) -> None:
    rule = validations(book, "household")["低保档次"].formula1
    assert re.fullmatch(r"""IF\(OR\(\$H2="农村低保",\$H2="城市低保"\),'说明'!\$\w+\$1:\$\w+\$3,'说明'!\$Z\$1:\$Z\$1\)""", rule)
    [area] = re.findall(r"'说明'!(\$\w+\$1:\$\w+\$3)", rule)
    assert [one.value for (one,) in book[form.COVER][area.replace("$", "")]] == ["A", "B", "C"]
    assert book[form.COVER].column_dimensions["Z"].hidden


def test_formats_are_checked_while_typing_and_only_warned_about(book: openpyxl.Workbook) -> None:
    rules = validations(book, "member") | validations(book, "household")
    for column in ("证件号码", "户主证件号码", "状态日期", "走访日期", "首次纳入年月", "无收入起始年月"):
        assert (rules[column].type, rules[column].errorStyle) == ("custom", "warning")
        assert re.search("[一-鿿]", rules[column].error)
    assert "DATE(2021,6,30)" in rules["走访日期"].formula1
    assert (rules["工资性收入"].formula1, rules["务工月数"].formula2) == ("0", "12"), "the bounds are those of the suites"
    assert all(len(rule.formula1) < 256 and len(rule.error) < 226 for rule in rules.values() if rule.formula1)


def test_identity_numbers_and_dates_are_text_cells(book: openpyxl.Workbook) -> None:
    for key, column in (("household", "户主证件号码"), ("household", "走访日期"), ("member", "证件号码"), ("member", "状态日期")):
        assert cell(book, key, 2, column).number_format == "@"


def test_colours_show_what_is_still_to_do_but_not_where_nothing_is_asked(book: openpyxl.Workbook) -> None:
    areas = {str(area.sqref) for area in book["核查反馈"].conditional_formatting}
    assert areas == {"F2", "D2", "G2", "H2", "A2", "B2"}, "the second case waits for no visit"
    assert any(str(area.sqref).startswith("AE2:AE") for area in book["家庭"].conditional_formatting)


def test_progress_is_counted_by_a_formula_with_its_value(path: Path) -> None:
    shown = openpyxl.load_workbook(path, data_only=True)[form.COVER]
    assert (shown["B7"].value, shown["B8"].value) == ("已核 1/3 户", "已核 0/1 件")
    assert openpyxl.load_workbook(path)[form.COVER]["B7"].value.startswith('="已核 "&SUMPRODUCT(')


def test_no_formula_stands_outside_the_cover(book: openpyxl.Workbook) -> None:
    kinds = {one.data_type for title in form.SHEETS.values() for row in book[title].iter_rows() for one in row if one.value is not None}
    assert kinds == {"s", "n"}


def test_the_header_stays_in_sight_and_is_printed_on_every_page(book: openpyxl.Workbook) -> None:
    for title in form.SHEETS.values():
        sheet = book[title]
        assert sheet.freeze_panes == "C2"
        assert sheet.print_title_rows == "$1:$1"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_every_header_tells_what_it_wants(book: openpyxl.Workbook) -> None:
    for key, title in form.SHEETS.items():
        assert all(one.comment and one.comment.text for one in book[title][1]), key
    assert "残联的数据填好" in cell(book, "member", 1, "残疾等级").comment.text


def test_the_same_rows_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert write(tmp_path / "again.xlsx").read_bytes() == path.read_bytes()
    assert write(tmp_path / "marked.xlsx", marks=MARKS).read_bytes() == write(tmp_path / "marked again.xlsx", marks=MARKS).read_bytes()


def test_its_parts_are_well_formed_and_refer_only_to_each_other(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        for name in names:
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(archive.read(name))
        for name in (one for one in names if one.endswith(".rels")):
            targets = re.findall(rb'Target="([^"]+)"(?: TargetMode="(\w+)")?', archive.read(name))
            assert all(mode != b"External" for _, mode in targets)


@pytest.mark.skipif(clerk.SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_counts_the_progress_itself(path: Path, tmp_path: Path) -> None:
    """Given three households of which one is said, when a second is said and another program calculates, then it shows 2/3."""
    changed = clerk.fill(path, tmp_path / "changed.xlsx", {("household", 2, "本月变化"): "无变化"})
    again = clerk.saved_by_libreoffice(changed, tmp_path / "office")
    assert openpyxl.load_workbook(again, data_only=True)[form.COVER]["B7"].value == "已核 2/3 户"


@pytest.mark.skipif(clerk.SOFFICE is None, reason="LibreOffice is not installed")
def test_it_prints(path: Path, tmp_path: Path) -> None:
    assert clerk.saved_by_libreoffice(path, tmp_path / "office", "pdf").read_bytes().startswith(b"%PDF")


def test_what_is_not_asked_is_no_column_of_the_form() -> None:
    """A slip in the lists of this look would only be seen in Excel."""
    for key, undone in workbook_checks.UNDONE.items():
        for column, when in undone:
            assert {column, *re.findall(r"{(.+?)}", when)} <= set(form.COLUMNS[key])
    assert set(feedback("x")) <= set(form.COLUMNS["feedback"])
