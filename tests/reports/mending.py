"""A workbook with mistakes of every kind, and a clerk who mends its returned copy: she reads the comments and knows the households."""

import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from factories import TOWNSHIP, Row, change, feedback, household, household_id, id_number, member, write_form
from lowincome.intake import form

WRONG_HOUSEHOLD: dict[int, Row] = {
    11: {"工资性收入": -500},
    12: {"医疗自付": 88_000_000},
    13: {"教育支出": "约三千"},
    14: {"走访日期": "2021-06-31"},
    15: {"住房等级": "E"},
    16: {"保障人数": 5},
    17: {"救助类别": None},
    18: {"首次纳入年月": "2020.1"},
    19: {"行政村": None},
    20: {"走访日期": "2021-07-02"},
    **{n: {"监测类别": "贫困户"} for n in range(21, 25)},
    25: {"渐退起始年月": "去年"},
    26: {"保障人数": "一个"},
    27: {"户主姓名": "=1+1"},
    28: {"户编号": household_id(128)},
}
WRONG_MEMBER: dict[int, Row] = {
    41: {"证件号码": id_number(41)[:17] + "*"},
    42: {"证件号码": float(id_number(42).replace("X", "1"))},
    43: {"证件号码": None},
    44: {"健康状况": "不太好"},
    45: {"与户主关系": "配偶"},
    46: {"状态": "死亡", "状态日期": "2021-06-02"},
    47: {"务工月数": "半年"},
    48: {"务工月数": 14},
    49: {"状态日期": "昨天"},
    50: {"姓名": None},
}
GOOD = range(1, 11)
TO_MEND = ("【必须改】", "【请核对】")


def write(folder: Path) -> Path:
    """One township's workbook: ten households without a mistake, the others each with one."""
    numbers = [*GOOD, *WRONG_HOUSEHOLD, *WRONG_MEMBER, *range(51, 57)]
    good = {n: household(n) for n in numbers}
    households = [{**row, **WRONG_HOUSEHOLD.get(n, {})} for n, row in good.items()]
    members = [member(row, **WRONG_MEMBER.get(n, {})) for n, row in good.items() if n != 52]  # 52 stands without anybody
    members += [
        member(good[28], 2),
        member(good[28], 3),
        member(good[46], 2),  # the head died, the spouse is left
        member(good[51], 2, 与户主关系="户主"),  # two heads
        member(household(99)),  # of a household that is not in 家庭
        member(good[54], 2, 证件号码=good[53]["户主证件号码"]),  # lives in 53 as well
        member(good[7]),  # the same row twice
        member(good[55], 3),
        member(good[55], 3, 民族="汉族"),  # the same child, told differently
        {**member(good[2], 2), "户编号": None},  # nobody's
    ]
    # below an empty row: one repeated, and one told differently
    households += [{}, household(8), household(56, 行政村="另一村")]
    changes = [change(good[1]), change(good[3], 变动="变了"), change(good[4], 户编号=None)]
    notes = [feedback("Y-1"), feedback("Y-2", 核查日期=None), feedback("Y-3", 金额=-1), feedback(None)]
    headers = {"member": [column for column in form.COLUMNS["member"] if column != "医保参保"]}
    formulas = {("家庭", "N3"): "=3000+3001", ("家庭", "AE4"): '="网格"&"员"'}
    path = folder / "六月.xlsx"
    return write_form(path, TOWNSHIP, "2021-06", households, members, changes, notes, headers=headers, formulas=formulas)


def comments(path: Path) -> list[tuple[str, Cell]]:
    """Every comment of a workbook and its cell."""
    book = openpyxl.load_workbook(path)
    return [(cell.comment.text, cell) for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment]


def mend(copy: Path, mended: Path) -> list[str]:
    """Does at every red and yellow cell what its comment says, and saves. Returns the comments she could make nothing of."""
    book = openpyxl.load_workbook(copy)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.comment and cell.comment.text.startswith(TO_MEND)]
    helpless = []
    for cell in cells:
        act = next((act for sign, act in ACTS.items() if sign in cell.comment.text), None)
        if act:
            act(book, cell)
        else:
            helpless.append(cell.comment.text)
    book.save(mended)
    return helpless


def _column(cell: Cell) -> str:
    return str(cell.parent.cell(1, cell.column).value)


def _at(cell: Cell, column: str) -> Cell:
    key = next(key for key, title in form.SHEETS.items() if title == cell.parent.title)
    return cell.parent.cell(cell.row, form.COLUMNS[key].index(column) + 1)


def _put(value: object) -> Callable[[Workbook, Cell], None]:
    def act(_: Workbook, cell: Cell) -> None:
        cell.value = value

    return act


def _choose(_: Workbook, cell: Cell) -> None:
    """The first word of the list that the comment offers; of the monitoring categories, all the same."""
    cell.value = re.search(r"请从下拉框选择[:：]([^、。]+)", cell.comment.text)[1]


def _clear_row(_: Workbook, cell: Cell) -> None:
    for other in cell.parent[cell.row]:
        other.value = None


def _number(_: Workbook, cell: Cell) -> None:
    cell.value = id_number(int(str(_at(cell, "户编号").value)[-8:]))


def _fill_down(_: Workbook, cell: Cell) -> None:
    for row in range(2, cell.parent.max_row + 1):
        if cell.parent.cell(row, 2).value:
            cell.parent.cell(row, cell.column).value = "是"


def _rows_of(book: Workbook, title: str, household: object) -> list[Cell]:
    return [row[0] for row in book[title].iter_rows(min_row=2) if row[0].value == household]


def _make_head(book: Workbook, cell: Cell) -> None:
    """The household's only head is who stands in 家庭; where that one died, the other one, and 家庭 says so."""
    members = _rows_of(book, "成员", _at(cell, "户编号").value)
    heads = [one for one in members if _at(one, "状态").value != "死亡"]
    for one in members:
        _at(one, "与户主关系").value = "其他"
    _at(heads[0], "与户主关系").value = "户主"
    cell.value = _at(heads[0], "姓名").value
    _at(cell, "户主证件号码").value = _at(heads[0], "证件号码").value


def _add_member(book: Workbook, cell: Cell) -> None:
    sheet = book["成员"]
    row = max(one.row for one in sheet["B"] if one.value) + 1
    record = member(household(int(str(cell.value)[-8:])))
    for index, column in enumerate(form.COLUMNS["member"], start=1):
        sheet.cell(row, index).value = record.get(column)


def _right_household(book: Workbook, cell: Cell) -> None:
    """Household 28 was numbered wrongly in 家庭; the one member of 99 belongs to nobody here and goes."""
    if cell.value == household_id(99):
        _clear_row(book, cell)
    for one in _rows_of(book, "家庭", household_id(128)):
        one.value = household_id(28)


def _name_as_in(title: str, column: str) -> Callable[[Workbook, Cell], None]:
    """The name that the household's first row in the other sheet bears."""

    def act(book: Workbook, cell: Cell) -> None:
        cell.value = _at(_rows_of(book, title, _at(cell, "户编号").value)[0], column).value

    return act


def _moved_out(_: Workbook, cell: Cell) -> None:
    if _at(cell, "户编号").value == household_id(54):
        _at(cell, "状态").value = "迁出"


def _drop_the_later(_: Workbook, cell: Cell) -> None:
    if int(re.search(r"第(\d+)行", cell.comment.text)[1]) < cell.row:
        _clear_row(_, cell)


# what a comment says → what she does
ACTS: dict[str, Callable[[Workbook, Cell], None]] = {
    "同一户的第": _drop_the_later,
    "请从下拉框选择:": _choose,
    "请从下拉框选择：": _choose,
    "请删去这一行": _clear_row,
    "请核对金额和单位": _put(100),
    "请只填数字": _put(0),
    "写成 2021-06-03": _put("2021-06-03"),
    "写成 2021-06 ": _put("2021-06"),
    "写成 2020-01": _put("2020-01"),
    "请核对年份和月份": _put("2021-06-20"),
    "请写实际到户的那一天": _put("2021-06-20"),
    "保障人数比「成员」表": _put(1),
    "救助类别却是空的": _put("农村低保"),
    "请填写行政村": _put("第1村"),
    "请只填整数": _put(1),
    "应在 0 到 12 之间": _put(12),
    "这里已经换成它显示的结果": lambda _, cell: None,
    "像一条公式": _name_as_in("成员", "姓名"),
    "户主姓名与「成员」表": lambda _, cell: None,  # right again as soon as 成员 is
    "户主证件号码与「成员」表": lambda _, cell: None,
    "证件号码不对": _number,
    "末尾几位已经丢失": _number,
    "没有证件号码": _number,
    "没有填姓名": _name_as_in("家庭", "户主姓名"),
    "没有人填“户主”": _make_head,
    "还没有新的户主": _make_head,
    "个户主": _make_head,
    "「成员」表里没有这一户的人": lambda book, cell: _add_member(book, cell) if cell.value == household_id(52) else None,
    "「家庭」表里没有这一户": _right_household,
    "此人在另一户": _moved_out,
    "户编号与第": _drop_the_later,
    "没有填户编号": _put(household_id(2)),
    "没有填核查日期": _put("2021-06-12"),
    "没有填预警编号": _put("Y-4"),
    "没有“医保参保”栏": _fill_down,
}
