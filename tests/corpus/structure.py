"""Sheets, headers, columns, rows and households that stand otherwise than they were given out."""

from typing import Any

from openpyxl.comments import Comment
from openpyxl.worksheet.table import Table

from corpus.mutation import PARTLY, RETURNED, TAKEN, WITH_NOTES, add, form, understood, without
from factories import change, household
from lowincome.intake import form as sheets
from lowincome.intake.read import plain

HOUSE = sheets.COLUMNS["household"]


def renamed(sheet: str, old: str, new: str) -> dict[str, Any]:
    """One header otherwise; the cells below stay, by the way `write_form` names them."""
    place = sheets.COLUMNS[sheet].index(old) + 1

    def edit(book: Any) -> None:
        book[sheets.SHEETS[sheet]].cell(1, place).value = new

    return {"book": edit}


def above(sheet: str, *lines: str | None) -> dict[str, Any]:
    """Rows inserted above the header."""

    def edit(book: Any) -> None:
        page = book[sheets.SHEETS[sheet]]
        page.insert_rows(1, len(lines))
        for number, line in enumerate(lines, start=1):
            page.cell(number, 1).value = line

    return {"book": edit}


def order(book: Any) -> None:
    book._sheets.reverse()


def hide(state: str) -> Any:
    def edit(book: Any) -> None:
        book["家庭"].sheet_state = book["成员"].sheet_state = state

    return edit


def extra(*titles: str) -> Any:
    def edit(book: Any) -> None:
        for title in titles:
            book.create_sheet(title, 0)["A1"] = "随便记的"

    return edit


def copied(title: str) -> Any:
    def edit(book: Any) -> None:
        book.copy_worksheet(book["家庭"]).title = title

    return edit


def filtered(book: Any) -> None:
    book["家庭"].auto_filter.ref = "A1:AF3"
    book["家庭"].row_dimensions[3].hidden = True
    book["成员"].column_dimensions["C"].hidden = True


def dressed(book: Any) -> None:
    page = book["家庭"]
    page.protection.sheet = True
    page.freeze_panes = "C2"
    page["B2"].comment = Comment("核对过", "网格员")
    page.add_table(Table(displayName="名册", ref="A1:AF3"))
    page.print_title_rows = "1:1"


def blank_rows(book: Any) -> None:
    book["家庭"].insert_rows(3, 4)
    book["成员"].insert_rows(4)
    book["成员"]["B4"] = " \u3000\n"


def far_format(book: Any) -> None:
    for row in range(4, 400):
        book["家庭"].cell(row, 5).number_format = "@"


def merged_header(book: Any) -> None:
    book["家庭"].merge_cells("A1:B1")


def merged_numbers(book: Any) -> None:
    book["成员"].merge_cells("A2:A3")


def inserted(title: str | None, sheet: str = "家庭") -> Any:
    def edit(book: Any) -> None:
        book[sheet].insert_cols(3)
        book[sheet]["C1"] = title

    return edit


def pushed(book: Any) -> None:
    """The cells of a sheet one column to the right of their headers."""
    page = book["家庭"]
    for row in (2, 3):
        for column in range(page.max_column, 0, -1):
            page.cell(row, column + 1).value = page.cell(row, column).value
        page.cell(row, 1).value = None
    page.cell(1, page.max_column).value = None


MUTATIONS = [
    understood("nothing done to it"),
    # sheets
    form("家庭 is missing", RETURNED, "sheet_missing", writing={"drop": ["household"]}, rows=4),
    form("成员 is missing", RETURNED, "sheet_missing", writing={"drop": ["member"]}, rows=2),
    form(
        "家庭 and 成员 are missing, so that nobody is there", RETURNED, "sheet_missing", writing={"drop": ["household", "member"]}, rows=0
    ),
    form("增减 and 核查反馈 are missing", TAKEN, "sheet_absent", writing={"drop": ["change", "feedback"]}, reads_same=True),
    *(
        form(f"家庭 is called {title}", RETURNED, "sheet_missing", writing={"titles": {"household": title}}, rows=4)
        for title in ("家庭信息", "家庭表", "户", "Sheet2")
    ),
    *(
        form(f"成员 is called {title}", RETURNED, "sheet_missing", writing={"titles": {"member": title}}, rows=2)
        for title in ("家庭成员", "成员1", "人员")
    ),
    form("增减 is called 增减名单", TAKEN, "sheet_absent", writing={"titles": {"change": "增减名单"}}, reads_same=True),
    *(understood(f"家庭 is called {title!r}", writing={"titles": {"household": title}}) for title in (" 家\u3000庭\u200b",)),
    form("说明 is missing", RETURNED, "no_cover", writing={"drop": ["cover"]}, rows=0),
    form("说明 is called 填表说明", RETURNED, "no_cover", writing={"titles": {"cover": "填表说明"}}, rows=0),
    understood("the sheets in reverse order", book=order),
    understood("家庭 and 成员 hidden so that Excel's menu does not show them", book=hide("veryHidden")),
    understood("two sheets more, in front", book=extra("照片", "Sheet1")),
    *(
        form(f"a copy of 家庭 called {title!r}", WITH_NOTES, "sheet_twice", book=copied(title))
        for title in ("家庭 (2)", "家庭_2", "家 庭", "家庭副本")
    ),
    *(understood(f"a sheet that is no copy: {title}", book=extra(title)) for title in ("家庭情况汇总", "成员640499197506150013")),
    understood("a filter that hides a row, and a hidden column", book=filtered),
    understood("protection, frozen panes, a note, a table and a print title", book=dressed),
    # the header
    form("a title above the header of 家庭", RETURNED, "header_not_first", **above("household", "香水镇摸排表"), rows=7),
    form("three rows above the header of 成员", RETURNED, "header_not_first", **above("member", "标题", "单位:人", None), rows=8),
    form("an empty row above the header of 家庭", RETURNED, "header_not_first", **above("household", None), rows=7),
    form("the header of 家庭 cut off", RETURNED, "header_absent", book=lambda book: book["家庭"].delete_rows(1), rows=5),
    form("two cells of the header merged", RETURNED, "column_required", book=merged_header),
    *(
        understood(f"{ours} is called {theirs}", **renamed(sheet, ours, theirs))
        for sheet, theirs in (("household", "月保障金额（元）"), ("member", "公民身份号码"))
        for ours in [sheets.SYNONYMS[plain(theirs)]]
    ),
    *(understood(f"户主姓名 is written {text!r}", **renamed("household", "户主姓名", text)) for text in (" *户 主\n姓 名\u200b ",)),
    form("a header with a word more", WITH_NOTES, "column_unknown", "column_missing", **renamed("household", "医疗自付", "医疗自付费用")),
    form("a header in another language", WITH_NOTES, "column_unknown", "column_missing", **renamed("member", "健康状况", "Health")),
    # columns
    *(
        form(f"家庭 without {column}", RETURNED, "column_required", writing=without("household", column))
        for column in sheets.REQUIRED["household"]
    ),
    *(
        form(f"成员 without {column}", RETURNED, "column_required", writing=without("member", column))
        for column in sheets.REQUIRED["member"]
    ),
    *(form(f"家庭 without {column}", WITH_NOTES, "column_missing", writing=without("household", column)) for column in ("工资性收入",)),
    *(form(f"成员 without {column}", WITH_NOTES, "column_missing", writing=without("member", column)) for column in ("证件号码", "状态")),
    form(
        "家庭 with no more than it must have",
        WITH_NOTES,
        "column_missing",
        writing={"headers": {"household": list(sheets.REQUIRED["household"])}},
    ),
    form(
        "增减 with a row but without 变动",
        RETURNED,
        "column_required",
        do=add("change", change(household(1))),
        writing=without("change", "变动"),
        rows=7,
    ),
    understood("the columns of 家庭 in reverse order", writing={"headers": {"household": HOUSE[::-1]}}),
    form("a column of our own in the middle", TAKEN, "column_unknown", book=inserted("联系电话"), reads_same=True),
    understood("an empty column in the middle", book=inserted(None, "成员")),
    form("行政村 twice", WITH_NOTES, "column_twice", writing={"headers": {"household": [*HOUSE, "行政村"]}}, reads_same=True),
    form(
        "the cells one column off their headers",
        RETURNED,
        "nothing_accepted",
        "household_id_missing",
        "member_without_household",
        book=pushed,
    ),
    # rows
    understood("empty rows between, and one of blanks", book=blank_rows),
    form("household numbers of 成员 merged", PARTLY, "household_id_missing 成员!A3", book=merged_numbers),
]
