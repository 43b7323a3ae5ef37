"""The slips a real office makes, put into clean rows on purpose, and a note of every one."""

import random
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import NamedTuple

from lowincome.example.chance import share, stream
from lowincome.example.county import SEED
from lowincome.example.rows import Cell, Row
from lowincome.example.twice import Pair
from lowincome.intake import form

Sheets = dict[str, list[Row]]
INCOMES = form.AMOUNTS[:4]
OPTIONAL = {
    "household": ("住房等级", "饮水安全", "存款与有效资产", "走访人", "建档立卡", "住房支出", "其他刚性支出"),
    "member": ("民族", "健康状况", "劳动能力", "自理能力", "医保参保", "长期照料需求", "留守类别", "能单独立户"),
}
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
FORMULAS = ("=1+1", '=HYPERLINK("http://example.invalid","点此查看")', "=CMD|'/C calc'!A0", "+1+1")


class Blemish(NamedTuple):
    """One slip. row: index in the sheet's rows (the Excel row is two more); None where rows were left out."""

    kind: str
    month: date
    township: str
    sheet: str
    row: int | None
    column: str
    before: Cell
    after: Cell


class _Page(NamedTuple):
    """Where a slip may be put: one month of the whole county."""

    month: date
    county: dict[str, Sheets]
    chance: random.Random
    notes: list[Blemish]


def spoil(month: date, county: dict[str, Sheets], listed_twice: list[Pair]) -> list[Blemish]:
    """Puts a month's slips into the rows (township → sheet key → rows), in place, and returns them."""
    page = _Page(month, county, stream(SEED, "dirt", month), [])
    households = sum(len(sheets["household"]) for sheets in county.values())
    # rows are left out first and added next, so that the row of every later note stays right
    for stage in (LEFT_OUT, ADDED, ALTERED):
        if stage is ADDED:
            _list_twice(page, listed_twice)
        for slip, per_thousand in stage:
            for _ in range(max(1, round(per_thousand * households / 1000))):
                slip(page)
    _lasting_wrong_digits(page)
    return page.notes


def first_version(month: date, township: str, sheets: Sheets) -> tuple[Sheets, list[Blemish]]:
    """What a township sent before its correction: a copy with slips that the correction no longer has."""
    worse = deepcopy(sheets)
    page = _Page(month, {township: worse}, stream(SEED, "first version", month, township), [])
    for slip in (_negative, _text_in_number, _two_heads, _missing_income, _impossible_date, _wrong_digit):
        for _ in range(2):
            slip(page)
    return worse, page.notes


def _somewhere(page: _Page, sheet: str, wanted: Callable[[Row], object] = bool) -> tuple[str, int, Row] | None:
    """A row drawn from the county among those wanted; None where there is none."""
    for _ in range(60):
        township = page.chance.choice(sorted(page.county))
        rows = page.county[township][sheet]
        if rows:
            index = page.chance.randrange(len(rows))
            if wanted(rows[index]):
                return township, index, rows[index]
    return None


def _change(
    page: _Page, kind: str, sheet: str, column: str, after: Callable[[Cell], Cell], wanted: Callable[[Row], object] | None = None
) -> None:
    """Alters one cell somewhere that is filled (or wanted) and writes it down."""
    found = _somewhere(page, sheet, wanted or (lambda row: row.get(column) is not None))
    if found:
        township, index, row = found
        before = row.get(column)
        row[column] = after(before)
        page.notes.append(Blemish(kind, page.month, township, sheet, index, column, before, row[column]))


def wrong_digit(number: str) -> str:
    """The same number with another check digit."""
    return number[:-1] + ("0" if number[-1] == "X" else str((int(number[-1]) + 1) % 10))


def _wrong_digit(page: _Page) -> None:
    _change(page, "wrong_check_digit", "member", "证件号码", lambda number: wrong_digit(str(number)), _has_plain_number)


def _has_plain_number(row: Row) -> bool:
    number = row.get("证件号码")
    return isinstance(number, str) and len(number) == 18 and number.isascii() and not number.endswith("x")


def _lasting_wrong_digits(page: _Page) -> None:
    """Some numbers are written wrongly every month, by the same clerk for the same person."""
    for township, sheets in page.county.items():
        for index, row in enumerate(sheets["member"]):
            number = row["证件号码"]
            if _has_plain_number(row) and share("wrong digit", number) < 0.0009:
                row["证件号码"] = wrong_digit(str(number))
                page.notes.append(Blemish("wrong_check_digit", page.month, township, "member", index, "证件号码", number, row["证件号码"]))


def _missing_optional(page: _Page) -> None:
    sheet = page.chance.choice(("household", "member"))
    _change(page, "missing_optional", sheet, page.chance.choice(OPTIONAL[sheet]), lambda _: None)


def _missing_income(page: _Page) -> None:
    _change(page, "missing_income", "household", page.chance.choice(INCOMES), lambda _: None)


def _full_width(page: _Page) -> None:
    if page.chance.random() < 0.5:
        _change(page, "full_width", "member", "证件号码", lambda number: str(number).translate(FULL_WIDTH), _has_plain_number)
    else:
        _change(page, "full_width", "household", page.chance.choice(INCOMES), lambda amount: str(amount).translate(FULL_WIDTH))


def _lower_x(page: _Page) -> None:
    _change(page, "lower_case_x", "member", "证件号码", lambda number: str(number).lower(), lambda row: str(row["证件号码"]).endswith("X"))


def _blank_inside(page: _Page) -> None:
    _change(page, "blank_inside", "member", "姓名", lambda name: f"{str(name)[:1]} {str(name)[1:]}\n")


def _date_form(page: _Page) -> None:
    style = page.chance.randrange(5)
    _change(page, "date_form", "household", "走访日期", lambda text: _written(date.fromisoformat(str(text)), style), _has_iso_visit)


def _has_iso_visit(row: Row) -> bool:
    return len(str(row["走访日期"])) == 10 and str(row["走访日期"])[4] == "-"


def _written(day: date, style: int) -> Cell:
    """A day as clerks also write it; the first is Excel's serial number."""
    return (
        (day - date(1899, 12, 30)).days,
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    )[style]


def _impossible_date(page: _Page) -> None:
    _change(page, "impossible_date", "household", "走访日期", lambda text: f"{str(text)[:8]}32", _has_iso_visit)


def _text_in_number(page: _Page) -> None:
    word = page.chance.choice(("约3000", "不详", "三千", "待核实", "3000元左右"))
    _change(page, "text_in_number", "household", page.chance.choice(form.AMOUNTS), lambda _: word)


def _negative(page: _Page) -> None:
    column = page.chance.choice(("工资性收入", "转移净收入", "医疗自付"))
    _change(
        page,
        "negative_amount",
        "household",
        column,
        lambda amount: -abs(int(amount or 0) or 1200),
        lambda row: isinstance(row[column], int),
    )


def _formula(page: _Page) -> None:
    text = FORMULAS[page.month.month % len(FORMULAS)]
    _change(page, "formula_text", "member", "姓名", lambda _: text, lambda row: row["与户主关系"] != "户主")


def _number_lost(page: _Page) -> None:
    """An identity number typed into a cell that Excel takes for a number: the last digits are gone."""
    _change(page, "id_as_number", "member", "证件号码", lambda number: float(str(number)[:15] + "000"), _has_plain_number)


def _two_heads(page: _Page) -> None:
    _change(page, "two_heads", "member", "与户主关系", lambda _: "户主", lambda row: row["与户主关系"] in ("配偶", "子女", "父母"))


def _member_alone(page: _Page) -> None:
    """A slip in the household number: the member belongs to no row of 家庭."""
    _change(page, "member_without_household", "member", "户编号", lambda number: str(number)[:-8] + "9" + str(number)[-7:])


def _household_alone(page: _Page) -> None:
    """The members of a household were left out."""
    found = _somewhere(page, "household", lambda row: row["本月变化"] == "无变化")
    if found:
        township, index, row = found
        rows = page.county[township]["member"]
        rows[:] = [member for member in rows if member["户编号"] != row["户编号"]]
        page.notes.append(
            Blemish("household_without_members", page.month, township, "household", index, "户编号", row["户编号"], row["户编号"])
        )


def _duplicate(page: _Page) -> None:
    sheet = page.chance.choice(("member", "member", "household"))
    found = _somewhere(page, sheet)
    if found:
        township, _, row = found
        rows = page.county[township][sheet]
        rows.append(dict(row))
        page.notes.append(Blemish("duplicate_row", page.month, township, sheet, len(rows) - 1, "户编号", None, row["户编号"]))


def _change_forgotten(page: _Page) -> None:
    found = _somewhere(page, "change")
    if found:
        township, index, row = found
        del page.county[township]["change"][index]
        page.notes.append(Blemish("change_forgotten", page.month, township, "change", None, "户编号", row["户编号"], None))


def _list_twice(page: _Page, pairs: list[Pair]) -> None:
    for host, guest, person in pairs:
        rows = page.county.get(guest.township, {}).get("member", [])
        own = next((row for row in rows if row["证件号码"] == person.id_number), None)
        if own and host.township in page.county:
            second = own | {"户编号": host.number, "与户主关系": "其他", "主要劳动力": "否", "单人户纳入": "否"}
            rows = page.county[host.township]["member"]
            rows.append(second)
            page.notes.append(
                Blemish("person_in_two_townships", page.month, host.township, "member", len(rows) - 1, "证件号码", None, person.id_number)
            )


Slips = tuple[tuple[Callable[[_Page], None], float], ...]  # each with how many a thousand households and month, at least one
LEFT_OUT: Slips = ((_household_alone, 0.15), (_change_forgotten, 0.3))
ADDED: Slips = ((_duplicate, 1.2),)
ALTERED: Slips = (
    (_missing_optional, 12),
    (_missing_income, 2),
    (_text_in_number, 1),
    (_negative, 0.7),
    (_date_form, 8),
    (_impossible_date, 0.3),
    (_wrong_digit, 0.8),
    (_lower_x, 4),
    (_full_width, 1.5),
    (_blank_inside, 1.5),
    (_number_lost, 0.15),
    (_two_heads, 0.6),
    (_member_alone, 0.6),
    (_formula, 0),
)
