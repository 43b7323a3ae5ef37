"""Rows and households that do not fit together, and the two small sheets."""

from typing import Any

from corpus.mutation import PARTLY, RETURNED, TAKEN, WITH_NOTES, Change, Row, Rows, add, at, both, drop, form, put, understood
from factories import change, feedback, household, household_id, member


def renumber(sheet: str, number: str) -> Change:
    """Another household number in the rows of the first household."""

    def do(rows: Rows) -> None:
        for one in rows[sheet]:
            if one["户编号"] == household_id(1):
                one["户编号"] = number

    return do


def swapped_cells(rows: Rows) -> None:
    for one in rows["household"]:
        one["户主姓名"], one["户主证件号码"] = one["户主证件号码"], one["户主姓名"]


ONE, TWO = household(1), household(2)
STRANGER = "640424101-00000001"
WRONG_CHANGES: tuple[tuple[str, Any, str], ...] = (
    ("户编号", None, "household_id_missing"),
    ("户编号", household_id(99), "change_without_household"),
    ("变动", None, "change_missing"),
    ("变动", "变了", "change_not_allowed"),
    ("救助类别", "低保", "word_not_allowed"),
    ("日期", "2021-06-31", "date_unreadable"),
    ("日期", "2021-07-01", "date_in_future"),
    ("证件号码", "640499197506150011", "id_check_digit"),
    ("证件号码", 640499197506150014.0, "id_digits_lost"),
)
WRONG_ANSWERS: tuple[tuple[str, Row, str], ...] = (
    ("预警编号", {"预警编号": None}, "case_missing"),
    ("金额", {"金额": -1}, "amount_out_of_range"),
    ("金额", {"金额": "五百"}, "amount_unreadable"),
    ("核查结果", {"核查结果": "还行"}, "word_not_allowed"),
    ("申请销号", {"申请销号": "同意"}, "word_not_allowed"),
    ("核查日期", {"核查日期": None}, "result_without_date"),
    ("核查日期", {"核查日期": "六月初"}, "date_unreadable"),
    ("落实日期", {"落实日期": "六月底前"}, "date_unreadable"),
    ("核查日期", {"核查日期": "2021-06-25"}, "date_in_future"),
    ("核查结果", {"核查结果": None, "申请销号": "是"}, "closing_without_result"),
)
MUTATIONS = [
    form("names and numbers of heads exchanged", WITH_NOTES, "head_name_differs", "head_number_differs", do=swapped_cells),
    # rows
    form("家庭 without rows", RETURNED, "sheet_without_rows", do=drop("household", 0, 1), rows=4),
    form("成员 without rows", RETURNED, "sheet_without_rows", do=drop("member", 0, 1, 2, 3), rows=2),
    form("a household twice", PARTLY, "row_repeated 家庭!A4", do=add("household", household(1)), rows=7),
    form(
        "a household twice, with another village",
        PARTLY,
        "household_repeated 家庭!A2",
        "household_repeated 家庭!A4",
        do=add("household", household(1, 行政村="别村")),
        rows=7,
    ),
    form("a person twice", PARTLY, "row_repeated 成员!B6", do=add("member", member(ONE, 2)), rows=7),
    form(
        "a person twice, of another nationality",
        PARTLY,
        "person_repeated 成员!B3",
        "person_repeated 成员!B6",
        do=add("member", member(ONE, 2, 民族="汉族")),
        rows=7,
    ),
    form(
        "a sum below the households",
        PARTLY,
        "household_without_members",
        do=add("household", {"户编号": "合计", "户主姓名": "2户", "行政村": "x"}),
        rows=7,
    ),
    form("a member without a number of a household", PARTLY, "household_id_missing 成员!A3", do=put("member", 1, 户编号=None)),
    form("a household without a number", PARTLY, "household_id_missing 家庭!A2", "member_without_household", house={"户编号": None}),
    # households that do not fit together
    form("two heads", PARTLY, "head_several 家庭!B2", do=put("member", 1, 与户主关系="户主")),
    form("no head", PARTLY, "head_none 家庭!B2", person={"与户主关系": "父母"}),
    form(
        "no head in either",
        RETURNED,
        "nothing_accepted",
        "head_none",
        do=both(put("member", 0, 与户主关系="其他"), put("member", 2, 与户主关系="其他")),
    ),
    *(form(f"the head {word}", WITH_NOTES, "head_gone 家庭!B2", person={"状态": word, "状态日期": "2021-06-02"}) for word in ("死亡",)),
    form("a household without members", PARTLY, "household_without_members 家庭!A2", do=drop("member", 0, 1), rows=4),
    form("a member without a household", PARTLY, "member_without_household 成员!A6", do=add("member", member(household(9))), rows=7),
    form("the members of a household that is missing", PARTLY, "member_without_household", do=drop("household", 0), rows=5),
    form(
        "a person living in both",
        RETURNED,
        "nothing_accepted",
        "person_in_two_households 成员!C3",
        "person_in_two_households 成员!C5",
        do=put("member", 3, 证件号码=member(ONE, 2)["证件号码"]),
    ),
    form(
        "a person who left the one for the other",
        TAKEN,
        do=both(put("member", 1, 状态="婚出"), put("member", 3, 证件号码=member(ONE, 2)["证件号码"], 状态="婚入")),
    ),
    form(
        "another head in 家庭 than in 成员",
        WITH_NOTES,
        "head_name_differs 家庭!B2",
        "head_number_differs 家庭!C2",
        house={"户主姓名": "某某", "户主证件号码": TWO["户主证件号码"]},
    ),
    *(
        understood(f"a household number written {text!r}", do=renumber("household", text))
        for text in (f" {household_id(1)}\n".replace("-", "－"),)
    ),
    form(
        "a household number without its dash",
        PARTLY,
        "household_without_members",
        "member_without_household",
        do=renumber("household", household_id(1).replace("-", "")),
    ),
    form(
        "a household number of another township",
        TAKEN,
        "household_of_another_township 家庭!A2",
        do=both(renumber("household", STRANGER), renumber("member", STRANGER)),
    ),
    # the two small sheets
    form("a good row in 增减 and in 核查反馈", TAKEN, do=both(add("change", change(ONE)), add("feedback", feedback("Y-1"))), rows=8),
    form(
        "增减: each row wrong in its own way",
        PARTLY,
        *(f"{check} {at('change', column, row)}" for row, (column, _, check) in enumerate(WRONG_CHANGES, start=2)),
        do=add("change", *(change(ONE, **{column: value}) for column, value, _ in WRONG_CHANGES)),
        rows=6 + len(WRONG_CHANGES),
    ),
    form(
        "核查反馈: each row wrong in its own way",
        PARTLY,
        *(f"{check} {at('feedback', column, row)}" for row, (column, _, check) in enumerate(WRONG_ANSWERS, start=2)),
        do=add("feedback", *(feedback(f"Y-{n}", **over) for n, (_, over, _) in enumerate(WRONG_ANSWERS))),
        rows=6 + len(WRONG_ANSWERS),
    ),
    form("the same change twice", PARTLY, "row_repeated 增减!C3", do=add("change", change(ONE), change(ONE)), rows=8),
    form(
        "the same case answered twice in the same words",
        PARTLY,
        "row_repeated 核查反馈!A3",
        do=add("feedback", feedback("Y-1"), feedback("Y-1")),
        rows=8,
    ),
]
