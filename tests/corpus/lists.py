"""Rosters of other systems: in every shape and encoding, with what offices add to them, and what cannot be told from them."""

from typing import Any

from corpus.mutation import PARTLY, RETURNED, WITH_NOTES, Mutation, file
from exchange.old_lists import (
    CIVIL_AFFAIRS,
    HOUSEHOLD_HEADS,
    POVERTY_ALLEVIATED,
    REGISTERED_POOR,
    SURVEY_INCOME,
    SURVEY_LIVING,
    SURVEY_MEMBERS,
    Rows,
    as_csv,
    as_page,
    as_xls,
    as_xlsx,
    family,
    row,
)
from factories import id_number

P, C = POVERTY_ALLEVIATED, CIVIL_AFFAIRS
TITLE = ["泾源县2021年6月已脱贫人口名单"]
TWO = [*family(P, 1, "之子"), *family(P, 2, "配偶")]
GOOD = [TITLE, P, *TWO]
READ = ("list_landed", "list_columns_absent", "list_columns_unused")
ROWS = 6  # two households and four persons


def listed(what: str, status: str, *checks: str, data: Any, rows: int = ROWS, **more: Any) -> Mutation:
    """A list that is read: what is said of every such list, and more."""
    return file(f"list: {what}", status, *READ, *checks, data=data, rows=rows, **more)


def refused(what: str, *checks: str, data: Any, rows: int = 0, **more: Any) -> Mutation:
    return file(f"list: {what}", RETURNED, *checks, data=data, rows=rows, **more)


def without(head: list[str], *names: str) -> list[str]:
    return [name for name in head if name not in names]


def of(head: list[str], *more: str, title: list[str] | None = None, **over: str) -> Rows:
    """A title, the header and two families under it."""
    return [title or TITLE, [*head, *more], *([*one, *more] for one in [*family(head, 1, "之子", **over), *family(head, 2, "配偶")])]


BARE = without(P, "户编号")
LIVING = {"生产生活条件": [SURVEY_LIVING, row(SURVEY_LIVING, 1, 危房等级="C级")], "照片": [["无"]]}
MERGED = [(0, 0, 0, 9)]
MUTATIONS = [
    *(
        listed(shape, WITH_NOTES, data=data)
        for shape, data in {
            "UTF-8": as_csv(GOOD),
            "UTF-8 with its mark": as_csv(GOOD, "utf-8-sig"),
            "GB18030": as_csv(GOOD, "gb18030"),
            "UTF-16 with tabs": as_csv(GOOD, "utf-16", "\t"),
            ".xls": as_xls(GOOD, merged=MERGED),
            ".xlsx": as_xlsx(GOOD, merged=MERGED),
            "a page called .xls": as_page(GOOD),
            "old line ends": as_csv(GOOD).replace(b"\r\n", b"\r"),
            'numbers kept by ="…"': as_csv([[f'="{cell}"' if str(cell).startswith("6404") else cell for cell in one] for one in GOOD]),
        }.items()
    ),
    refused("the header in the seventh row", "table_unknown", data=as_csv([TITLE, *[["说明"]] * 5, P, *TWO])),
    refused("UTF-16 without its mark", "not_excel", data=as_csv(GOOD, "utf-16-le")),
    refused("Big5", "table_unknown", data="姓名,身分證號,鄉鎮,與戶主關係\n馬某,640499197506150036,香水鎮,戶主\n".encode("big5")),
    refused("two encodings in one file", "feed_mixed_encodings", data=as_csv(GOOD[:4]) + as_csv(GOOD[4:], "gb18030")),
    refused("three hundred columns", "table_too_large", data=as_csv([P, *([*one, *["x"] * 300] for one in TWO)])),
    refused("a quotation mark that never ends", "table_too_large", data=as_csv(GOOD) + b'1,"' + b"x" * 400_000),
    # what stands around the rows
    listed("sums, signatures and the header again", WITH_NOTES, "list_footers", data=as_csv([*GOOD, P, ["合计", "4"], ["填表人:某某"]])),
    listed("cells merged over a household", WITH_NOTES, data=as_xls(GOOD, merged=[(2, 5, 3, 3), (2, 3, 6, 6), (4, 5, 6, 6)])),
    listed("a heading nobody knows", WITH_NOTES, "column_unknown", data=as_csv(of(P, "健康情形"))),
    listed("a heading twice", WITH_NOTES, "column_twice", data=as_csv(of(P, "民族"))),
    listed(
        "a number of a head that is also a heading",
        WITH_NOTES,
        "column_unknown",
        data=as_csv([TITLE, [*P, id_number(9)], *([*one, ""] for one in TWO)]),
    ),
    listed("a formula in a workbook", WITH_NOTES, "formula_text", data=as_xlsx(of(P, 民族="=1+1"))),
    # whose and when
    refused("two months", "feed_months_differ", data=as_csv([["数据月份", *C], ["2021-05", *row(C, 1)], ["2021-06", *row(C, 2)]]), rows=4),
    refused("a month to come", "feed_month_in_future", data=as_csv([["2021年12月"], P, *TWO]), rows=ROWS),
    refused("no township", "list_township_missing", data=as_csv(of(without(P, "乡(镇)"))), rows=ROWS),
    refused("a township of another county", "list_township_unknown", data=as_csv(of(P, 乡镇="城关镇")[:4]), rows=3),
    listed("a township by its code", WITH_NOTES, data=as_csv([P, *family(P, 1, "之子", 乡镇="640424100001"), *TWO[2:]])),
    listed(
        "three townships and one nobody knows",
        WITH_NOTES,
        "list_split",
        "list_township_unknown",
        "column_unknown",
        data=as_csv(
            [
                TITLE,
                [*P, "备考"],
                *(
                    [*one, ""]
                    for one in [*family(P, 1), *family(P, 2, 乡镇="新民乡"), *family(P, 3, 乡镇="大湾"), *family(P, 4, 乡镇="香水鎮")]
                ),
            ]
        ),
        rows=8,
        others=(WITH_NOTES, WITH_NOTES, RETURNED),
    ),
    # who lives with whom
    listed("no household numbers", WITH_NOTES, "list_numbers_made", "column_unknown", data=as_csv(of(BARE))),
    listed("heads that May's roster knows", WITH_NOTES, "list_numbers_kept", "household_missing", data=as_csv(GOOD), home="may"),
    listed(
        "a person before the first head",
        PARTLY,
        "list_numbers_made",
        "household_id_missing",
        "column_unknown",
        data=as_csv([TITLE, BARE, row(BARE, 7, 与户主关系="之子"), *of(BARE)[2:]]),
        rows=7,
    ),
    refused(
        "nobody who is a head",
        "list_without_heads",
        data=as_csv([TITLE, without(REGISTERED_POOR, "与户主关系"), row(without(REGISTERED_POOR, "与户主关系"), 1)]),
        rows=1,
    ),
    listed(
        "two villages in one household",
        WITH_NOTES,
        "list_household_differs",
        data=as_csv([TITLE, P, TWO[0], [*TWO[1][:4], "别村", *TWO[1][5:]], *TWO[2:]]),
    ),
    listed("an amount in every row", WITH_NOTES, "list_amount_unsure", data=as_csv(of([*C, "与户主关系", "户编号"]))),
    listed(
        "only heads",
        WITH_NOTES,
        "list_heads_only",
        data=as_csv([["香水镇"], HOUSEHOLD_HEADS, row(HOUSEHOLD_HEADS, 1), row(HOUSEHOLD_HEADS, 2)]),
        rows=4,
    ),
    listed(
        "a survey with sheets of its own",
        WITH_NOTES,
        "list_numbers_made",
        "list_sheet_skipped",
        data=as_xlsx([["香水镇"], SURVEY_MEMBERS, *family(SURVEY_MEMBERS, 1, "之子")], "成员表", more=LIVING),
        rows=3,
    ),
    listed(
        "a survey whose sheets name nobody",
        WITH_NOTES,
        "list_numbers_made",
        "list_addition_unused",
        "list_sheet_skipped",
        data=as_xlsx([["香水镇"], SURVEY_MEMBERS, *family(SURVEY_MEMBERS, 1), *family(SURVEY_MEMBERS, 2)], "成员表", more=LIVING),
        rows=4,
    ),
    refused("only the sheet of incomes", "table_unknown", data=as_csv([SURVEY_INCOME, row(SURVEY_INCOME, 1)])),
    # its cells
    listed(
        "a word of two meanings",
        WITH_NOTES,
        "list_heads_only",
        "list_numbers_made",
        "word_not_allowed",
        data=as_csv([TITLE, C, row(C, 1, 救助类别="低保"), row(C, 2)]),
        rows=4,
    ),
    listed(
        "a wrong check digit", WITH_NOTES, "id_check_digit", data=as_csv([P, *TWO[:3], [*TWO[3][:9], TWO[3][9][:17] + "*", *TWO[3][10:]]])
    ),
    listed("a number that Excel cut", WITH_NOTES, "id_digits_lost", data=as_csv([P, *TWO[:3], [*TWO[3][:9], "6.40499E+17", *TWO[3][10:]]])),
    listed("the same person twice", PARTLY, "row_repeated", data=as_csv([*GOOD, TWO[3]]), rows=7),
    refused("only a header", "sheet_without_rows", data=as_csv([TITLE, P])),
    refused(
        "a column it needs is not there",
        "list_unknown",
        "column_unknown",
        data=as_csv([["姓名", "证件号码", "乡镇", "保障人数", "求助类别"], ["马甲", id_number(1), "香水镇", "2", "农村低保"]]),
        rows=1,
    ),
]
