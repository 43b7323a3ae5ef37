"""Rosters from other systems: whatever shape they come in, read by declared mappings, checked and answered like a 报送表."""

import pytest

from exchange.old_lists import (
    CIVIL_AFFAIRS,
    GOOD,
    POVERTY_ALLEVIATED,
    TITLE,
    TWO,
    as_csv,
    as_page,
    as_xls,
    as_xlsx,
    family,
    row,
)
from factories import TOWNSHIP, household, id_number, member, write_form
from lowincome.intake import examine, form, receive, submission
from lowincome.month import local

P, C = POVERTY_ALLEVIATED, CIVIL_AFFAIRS


SHAPES = {
    "UTF-8": (as_csv(GOOD), "名单.csv"),
    "UTF-8 with mark": (as_csv(GOOD, "utf-8-sig"), "名单.csv"),
    "GB18030": (as_csv(GOOD, "gb18030"), "名单.csv"),
    "Unicode text with tabs": (as_csv(GOOD, "utf-16", "\t"), "名单.txt"),
    ".xls": (as_xls(GOOD, merged=[(0, 0, 0, len(P) - 1)]), "名单.xls"),
    ".xlsx": (as_xlsx(GOOD, merged=[(0, 0, 0, len(P) - 1)]), "名单.xlsx"),
    "a page called .xls": (as_page(GOOD), "名单.xls"),
    "a page in UTF-8": (as_page(GOOD, "utf-8"), "名单.xls"),
    ".xls called .csv": (as_xls(GOOD), "名单.csv"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_list_in_any_shape_gives_the_same_rows(answer, shape):
    got = answer(*SHAPES[shape])
    [line] = got.lines
    assert (line["kind"], line["form_version"], line["township_code"], line["month"]) == ("form", "名单", TOWNSHIP, "2021-06-01")
    assert line["status"] == "接收有提示"
    assert got.values("household", "户编号", "户主证件号码", "行政村", "监测类别", "row_number") == [
        ("64042410000001", id_number(1), "第2村", "脱贫户", 3),
        ("64042410000002", id_number(2), "第3村", "脱贫户", 5),
    ]
    assert got.values("member", "户编号", "证件号码", "与户主关系", "劳动能力", "在校情况", "row_number")[1:4] == [
        ("64042410000001", id_number(101), "子女", "有", "不在校", 4),
        ("64042410000002", id_number(2), "户主", "有", "不在校", 5),
        ("64042410000002", id_number(102), "配偶", "有", "不在校", 6),
    ]
    assert [one for one in got.findings[0] if one["severity"] == "critical"] == []


@pytest.mark.parametrize("above", range(5))
def test_the_header_may_stand_in_any_of_the_first_five_rows(answer, above):
    lines = [TITLE, ["填报单位:香水镇人民政府"], [], ["单位:人、元"]][:above]
    got = answer(as_csv([*lines, P, *TWO]))
    assert [number for (number,) in got.values("member", "row_number")] == list(range(above + 2, above + 7))


def test_blank_rows_sums_signatures_and_repeated_headers_are_no_persons(answer):
    got = answer(
        as_csv(
            [
                TITLE,
                P,
                *TWO[:2],
                [],
                P,
                *TWO[2:],
                ["合计", *[""] * 8, "5"],
                ["", "填表人:某某", "", "审核人:某某"],
                ["制表日期:2021年6月20日"],
            ]
        )
    )
    assert got.lines[0]["rows_rejected"] == 0
    assert len(got.rows[0]["member"]) == 5
    assert got.said("list_footers") == "「名单」第 6、10、11、12 行是合计、落款或重复的表头,没有当作人员。"


def test_a_person_is_no_footer_whatever_the_first_cell_says(answer):
    got = answer(as_csv([TITLE, P, *TWO, ["备注:新迁入", *row(P, 9)[1:]]]))
    assert got.values("member", "证件号码")[-1] == (id_number(9),)


@pytest.mark.parametrize(("write", "name"), [(as_xls, "名单.xls"), (as_xlsx, "名单.xlsx")])
def test_a_cell_merged_over_a_household_says_the_same_of_each_of_its_rows(answer, write, name):
    place, town = P.index("户编号"), P.index("乡(镇)")
    rows = [list(one) for one in GOOD]
    for number in (3, 5, 6):
        rows[number][place] = ""
    for number in range(3, 7):
        rows[number][town] = ""
    got = answer(write(rows, merged=[(0, 0, 0, 9), (2, 6, town, town), (2, 3, place, place), (4, 6, place, place)]), name)
    assert len(got.lines) == 1
    assert [number for (number,) in got.values("member", "户编号")] == ["64042410000001"] * 2 + ["64042410000002"] * 3


def test_a_household_number_that_only_heads_carry_holds_for_those_below(answer):
    rows = [[*one[:6], one[6] if one[11] == "户主" else "", *one[7:]] for one in TWO]
    got = answer(as_csv([P, *rows]))
    assert [number for (number,) in got.values("member", "户编号")] == ["64042410000001"] * 2 + ["64042410000002"] * 3


# several townships in one file


SEVERAL = [
    TITLE,
    P,
    *family(P, 1, "之子"),
    *family(P, 2, 乡镇="新民乡"),
    *family(P, 3, "之女", 乡镇="泾源县大湾乡"),
    *family(P, 4, 乡镇="香水鎮"),
    *family(P, 5, 乡镇=""),
]


def test_each_township_of_a_file_gets_a_submission_of_its_own_and_no_row_is_lost(home, answer):
    got = answer(as_xlsx(SEVERAL, merged=[(0, 0, 0, 5)]), "全县.xlsx")
    assert [(line["township_name"], line["status"], line["kind"]) for line in got.lines] == [
        ("香水镇", "接收有提示", "form"),
        ("新民乡", "接收有提示", "form"),
        ("大湾乡", "接收有提示", "form"),
        (None, "退回", "unknown"),
    ]
    assert len({line["submission_id"] for line in got.lines}) == 4
    assert sum(count["成员"] for count in got.counts) == len(SEVERAL) - 2
    numbers = [number for place in range(4) for (number,) in got.values("member", "row_number", place=place)]
    assert sorted(numbers) == list(range(3, len(SEVERAL) + 1))
    originals = {folder.joinpath("original.xlsx").read_bytes() for folder in submission.folders(home)}
    assert len(originals) == 1
    assert not list(home.glob("raw/*/*/parts"))


def test_rows_of_no_known_township_are_answered_to_the_county_with_the_nearest_name(home, answer):
    got = answer(as_csv(SEVERAL))
    messages = [one["message_zh"] for one in got.findings[3] if one["severity"] == "critical"]
    assert messages == [
        "第 8 行写的乡镇“香水鎮”不是本县的乡镇(是不是“香水镇”?),这 1 行没有收。",
        "第 9 行没有写乡镇,名单的标题里也没有,这 1 行没有收。",
    ]
    assert (got.lines[3]["rows_accepted"], got.counts[3]["成员"]) == (0, 2)
    folders = {folder.name: submission.outbox(home, folder).name for folder in submission.folders(home)}
    assert sorted(folders.values()) == ["640424100_香水镇", "640424200_新民乡", "640424203_大湾乡", "county"]


def test_a_township_named_only_above_the_header_or_on_the_tab_holds_for_the_sheet(answer):
    without = [name for name in C if name != "乡镇"]
    got = answer(as_csv([["新民乡低保对象名单(2021年5月)"], without, row(without, 1)]))
    assert (got.lines[0]["township_name"], got.lines[0]["month"]) == ("新民乡", "2021-05-01")
    got = answer(as_xls([without, row(without, 1)], "香水镇", more={"新民乡": [without, row(without, 2)]}), "名单.xls")
    assert [line["township_name"] for line in got.lines] == ["香水镇", "新民乡"]


def test_sent_again_the_same_file_changes_nothing_and_next_month_it_is_news(home, answer):
    data = as_csv([[name for name in C if name != "序号"], row(C, 1)[1:], row(C, 2, 乡镇="新民乡")[1:]])
    answer(data)
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    (home / "inbox" / "again.csv").write_bytes(data)
    assert receive.collect(home, local(examine.datetime.fromisoformat("2021-06-25T09:00"))) == []
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()} == before
    assert answer(data, received_at="2021-07-05T09:00").lines[0]["month"] == "2021-07-01"


# what is said of the list


def test_columns_that_the_list_does_not_have_are_unknown_and_said_once(answer):
    got = answer(as_csv(GOOD))
    [said] = [one for one in got.findings[0] if one["check_id"] == "list_columns_absent"]
    assert "工资性收入" in said["message_zh"]
    assert "与户主关系" not in said["message_zh"]
    assert got.values("household", "工资性收入", "救助类别") == [(None, None)] * 2
    assert "column_missing" not in got.causes()


def test_an_unknown_heading_is_named_with_the_nearest_known_one(answer):
    got = answer(as_csv([[*P, "健康情形"], *[[*one, "好"] for one in TWO]]))
    assert got.said("column_unknown") == "「名单」表的“健康情形”栏不认识,没有读取(是不是“健康情况”?)。"


def test_a_roster_that_lacks_a_needed_column_is_told_which_kind_it_is_most_like(answer):
    head = ["姓名", "证件号码", "乡镇", "保障人数", "求助类别"]
    got = answer(as_csv([head, ["马甲", id_number(1), "香水镇", "2", "农村低保"]]))
    assert (got.lines[0]["status"], got.lines[0]["rows_rejected"] > 0) == ("退回", True)
    assert got.said("list_unknown") == "认不出这份名单:最像「民政救助对象名单(一户一行)」,但缺少“救助类别”栏(有一栏叫“求助类别”)。"


@pytest.mark.parametrize(
    ("dates", "cause"), [(("2021-06-20", "2021-05-20"), "feed_months_differ"), (("2021-12-01",), "feed_month_in_future")]
)
def test_two_months_or_one_still_to_come_are_returned(answer, dates, cause):
    got = answer(as_csv([P, *(row(P, n, 数据日期=day) for n, day in enumerate(dates, start=1))]))
    assert (got.lines[0]["status"], got.causes() >= {cause}, got.lines[0]["rows_accepted"]) == ("退回", True, 0)


def test_the_date_column_says_the_month_and_a_date_under_the_table_does_not(answer):
    rows = [row(P, 1, 数据日期="2021-04-30"), ["制表日期:2021年5月3日"]]
    assert answer(as_csv([P, *rows])).lines[0]["month"] == "2021-04-01"
    assert (
        answer(as_csv([[one for one in P if one != "数据日期"], row(P, 1)[:1] + row(P, 1)[2:], rows[1]])).lines[0]["month"] == "2021-06-01"
    )


def test_a_form_that_lost_its_cover_is_no_list(answer, tmp_path):
    data = write_form(tmp_path / "a.xlsx", TOWNSHIP, "2021-06", [household(1)], [member(household(1))], drop=["cover"]).read_bytes()
    assert answer(data, "a.xlsx").causes() == {"no_cover"}


def test_a_form_saved_as_xls_is_still_the_form(answer):
    one = {name: "" if value is None else value for name, value in household(1).items()}
    cover = [[key, value] for key, value in zip(form.COVER_KEYS, ("1", TOWNSHIP, "香水镇", "2021-06", ""), strict=True)]
    sheets = {
        title: [form.COLUMNS[key], *([[rows.get(column, "") for column in form.COLUMNS[key]]] if rows else [])]
        for (key, title), rows in zip(form.SHEETS.items(), (one, member(one), None, None), strict=True)
    }
    got = answer(as_xls(cover, form.COVER, more=sheets), "报送表.xls")
    assert (got.lines[0]["status"], got.lines[0]["form_version"], got.lines[0]["rows_accepted"]) == ("接收", "1", 2)


def test_no_name_and_no_number_stands_in_a_finding(answer):
    got = answer(as_csv([TITLE, P, *family(P, 1, "侄子的朋友", 行政村=""), *family(P, 1)]))
    assert [one for one in got.findings[0] if id_number(1) in str(one) or id_number(101) in str(one)] == []


def test_a_bound_that_is_passed_reaches_the_clerk_as_an_answer(answer):
    got = answer(as_csv([P, *[[*one, *["x"] * 300] for one in TWO]]))
    assert (got.lines[0]["status"], got.causes()) == ("退回", {"table_too_large"})
