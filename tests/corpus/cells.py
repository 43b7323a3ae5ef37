"""Cells typed otherwise: dates, months, amounts, whole numbers, words, identity numbers and names."""

from datetime import date, datetime
from typing import Any

from corpus.mutation import PARTLY, TAKEN, WITH_NOTES, Change, Mutation, Row, Rows, add, at, form, understood
from factories import household, id_number, member
from intake.sending import ENDS_IN_X, as_typed
from lowincome.intake.form import AMOUNTS, CODES

DAY, MONTH, WAGE, COVERED = "走访日期", "首次纳入年月", "工资性收入", "保障人数"
IN_JULY = "2021-07-02T10:00"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def house(column: str, value: Any, status: str, *checks: str, why: str = "", **more: Any) -> Mutation:
    """One cell of the first household; the checks are looked for at that cell."""
    placed = tuple(f"{check} {at('household', column)}" for check in checks)
    return form(f"家庭 {column} {why or repr(value)}", status, *placed, house={column: value}, **more)


def cell(sheet: str, name: str, value: Any, style: str) -> Any:
    def edit(book: Any) -> None:
        one = book[sheet][name]
        one.value, one.number_format = value, style

    return edit


def renamed_head(name: Any, **more: Any) -> Row:
    return {"house": {"户主姓名": name}, "person": {"姓名": name}, **more}


def head_with(typed: str) -> Change:
    """The number of the first head so in both sheets."""

    def do(rows: Rows) -> None:
        rows["household"][0]["户主证件号码"] = rows["member"][0]["证件号码"] = typed

    return do


D, W = at("household", DAY).partition("!")[2], at("household", WAGE).partition("!")[2]
OLD = id_number(1)[:6] + id_number(1)[8:17]
ONE = household(1)


def of_x(rows: Rows) -> None:
    """The second household is one whose head's number ends in X, typed with blanks, full width and a small x."""
    one = household(ENDS_IN_X, 户主证件号码=as_typed(ENDS_IN_X))
    rows["household"][1], rows["member"][2:] = one, [member(one), member(one, 2)]


def children(what: str, *wrong: tuple[str, Any, str]) -> Mutation:
    """As many children of the first household as there are (column, value, check), each with that one cell wrong."""
    more = [member(ONE, n, **{column: value}) for n, (column, value, _) in enumerate(wrong, start=3)]
    checks = [f"{check} {at('member', column, n)}" for n, (column, _, check) in enumerate(wrong, start=6)]
    return form(f"成员: {what}", WITH_NOTES, *checks, do=add("member", *more), rows=6 + len(wrong))


OWN_WAYS = (
    {DAY: "2021/6/2", MONTH: "2019/3", WAGE: "6,001元", COVERED: "１", "低保档次": "ｂ", "饮水安全": True, "救助类别": "农村 低保"},
    {
        DAY: "2021年6月2日",
        MONTH: "2019年3月",
        WAGE: "￥６001.00",
        "转移净收入": "3.6E3",
        "经营净收入": "０",
        "医疗自付": "0元",
        "城乡": "农\n村",
    },
    {DAY: "２０２１－０６－０２", MONTH: 201903, WAGE: " 6001\n", "财产净收入": "0.00", COVERED: 1.0},
    {DAY: 44349, MONTH: "2019.03", WAGE: "6，001", "教育支出": "-0", "住房支出": "¥0"},
)
UNREADABLE = ("0.6万", "约6001", "6000-7000", "无", "不详", "(500)", 1e13, True, "inf", "-")
TOO_MUCH = (-1, 5_000_001, "－6000000", "9e8", "-0.01", 88_000_000, -500, 5_000_001, -1, -1)
MUTATIONS = [
    # days and months
    *(
        understood(f"the first household in somebody's own way of writing, {number}", house=way)
        for number, way in enumerate(OWN_WAYS, start=1)
    ),
    understood("走访日期 a date cell", book=cell("家庭", D, date(2021, 6, 2), "yyyy-mm-dd")),
    understood("走访日期 a date cell with the time of day", book=cell("家庭", D, datetime(2021, 6, 2, 8, 30), "yyyy-mm-dd hh:mm")),  # noqa: DTZ001
    *(house(DAY, value, WITH_NOTES, "date_unreadable") for value in ("2021-02-30", "6/2/2021")),
    house(DAY, "2021-07-02", WITH_NOTES, "date_in_future"),
    house(DAY, "2021-06-25", WITH_NOTES, "date_in_future", why="the day after the file came"),
    house(DAY, "2021-06-24", TAKEN, why="the day the file came"),
    house(DAY, "2021-07-01", WITH_NOTES, "date_in_future", why="past the month, though before the file came", received_at=IN_JULY),
    house(DAY, "2021-06-30", TAKEN, why="the month's last day, in a file that came in July", received_at=IN_JULY),
    house(MONTH, "2019-13", WITH_NOTES, "date_unreadable"),
    house(MONTH, 2020.1, WITH_NOTES, "month_ambiguous", why="2020.10 that became a number"),
    house(MONTH, "2021-07", WITH_NOTES, "date_in_future"),
    # amounts and whole numbers
    understood("工资性收入 as money", book=cell("家庭", W, 6001, '"¥"#,##0.00')),
    form(
        "家庭: each amount unreadable in its own way",
        WITH_NOTES,
        *(f"amount_unreadable {at('household', column)}" for column in AMOUNTS),
        house=dict(zip(AMOUNTS, UNREADABLE, strict=True)),
    ),
    form(
        "家庭: each amount too small or too large",
        PARTLY,
        *(f"amount_out_of_range {at('household', column)}" for column in AMOUNTS),
        house=dict(zip(AMOUNTS, TOO_MUCH, strict=True)),
    ),
    form(
        "家庭 工资性收入 shown as a date",
        WITH_NOTES,
        f"amount_unreadable {at('household', WAGE)}",
        book=cell("家庭", W, 6001, "yyyy-mm-dd"),
    ),
    house(WAGE, "=3000+3001", WITH_NOTES, "amount_unreadable"),
    house(WAGE, None, TAKEN),
    house(WAGE, "－500", PARTLY, "amount_out_of_range"),
    house("月保障金额", -1, PARTLY, "amount_out_of_range"),
    house("经营净收入", -500, TAKEN),
    house("救助类别", "无", WITH_NOTES, "amount_without_category"),
    *(house(COVERED, value, WITH_NOTES, "number_unreadable") for value in ("1人",)),
    house(COVERED, 3, WITH_NOTES, "covered_exceeds_persons"),
    house(COVERED, -1, WITH_NOTES, "number_out_of_range"),
    # words
    form(
        "家庭: every word of its own",
        WITH_NOTES,
        *(f"word_not_allowed {at('household', column)}" for column in CODES["household"]),
        house=dict.fromkeys(CODES["household"], "胡写"),
    ),
    *(house(column, value, WITH_NOTES, "word_not_allowed") for column, value in (("救助类别", "低保"),)),
    children("every word of its own", *((column, "胡写", "word_not_allowed") for column in CODES["member"])),
    form("the head called 本人", PARTLY, "head_none", "word_not_allowed", person={"与户主关系": "本人"}),
    # identity numbers
    understood("a head's number with blanks, in full width", do=head_with(f" {id_number(1)[:6]} {id_number(1)[6:]}".translate(WIDE))),
    understood(
        "a head's number with a line break and an invisible character",
        do=head_with(f"{id_number(1)[:14]}\n\u200b{id_number(1)[14:]}\ufeff"),
    ),
    form("a number that ends in a small x in full width", TAKEN, do=of_x),
    children(
        "each number wrong in its own way",
        *(
            ("证件号码", value, "id_check_digit")
            for value in (
                id_number(5)[:17] + "*",
                id_number(5)[:17],
                id_number(5) + "0",
                "640499202102300014",
                "0" * 18,
                "无",
                "E12345678",
                OLD,
            )
        ),
        ("证件号码", None, "id_missing"),
        ("证件号码", 640499197506150014.0, "id_digits_lost"),
        ("证件号码", "6.40499E+17", "id_digits_lost"),
        ("证件号码", id_number(1, date(2021, 8, 1)), "born_after_month"),
    ),
    house("户主证件号码", 640499197506150036.0, WITH_NOTES, "id_digits_lost", why="that became a number"),
    # the other cells of persons
    children(
        "each with one other cell wrong",
        ("与户主关系", None, "relation_missing"),
        ("务工月数", "6个月", "number_unreadable"),
        ("务工月数", 13, "number_out_of_range"),
        ("连续无收入月数", "很久", "number_unreadable"),
        ("连续无收入月数", -1, "number_out_of_range"),
        ("无收入起始年月", "去年", "date_unreadable"),
        ("无收入起始年月", "2020.1", "month_ambiguous"),
        ("无收入起始年月", "2021-07", "date_in_future"),
        ("状态日期", "月底", "date_unreadable"),
        ("状态日期", "2021-07-01", "date_in_future"),
        ("姓名", None, "name_missing"),
        ("大病病种", "=1+1", "formula_text"),
    ),
    # names and free words
    form("no name of the head", WITH_NOTES, "name_missing 家庭!B2", "name_missing 成员!B2", **renamed_head(None)),
    house("行政村", None, WITH_NOTES, "village_missing"),
    house("户主姓名", "马 \n某", WITH_NOTES, "head_name_differs"),
    *(
        form(f"a remark of {what}", TAKEN, house={"备注": text}, reads_same=True)
        for what, text in (("32,767 characters, emoji and line breaks", "👵\n🏠" + "长" * 32764),)
    ),
    *(
        form(f"a name that begins like a formula: {name}", WITH_NOTES, "formula_text", **renamed_head(name))
        for name in (' ＝HYPERLINK("http://example.invalid")',)
    ),
    *(form(f"a name in markup: {name}", TAKEN, **renamed_head(name)) for name in ("<b>{{ 7*7 }}</b>'; DROP TABLE raw.member; --\x07",)),
]
