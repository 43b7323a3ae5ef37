"""The real layouts of rosters from other systems: whose household is whose, and what their words mean in ours."""

import pytest

from exchange.old_lists import (
    CIVIL_AFFAIRS,
    HOUSEHOLD_HEADS,
    POVERTY_ALLEVIATED,
    REGISTERED_POOR,
    SURVEY_INCOME,
    SURVEY_LIVING,
    SURVEY_MEMBERS,
    TITLE,
    as_csv,
    as_xls,
    as_xlsx,
    family,
    row,
)
from factories import TOWNSHIP, household, id_number, member, write_form
from lowincome.intake import examine, form, receive, roster_mapping
from lowincome.month import local

P, C = POVERTY_ALLEVIATED, CIVIL_AFFAIRS


# households and their numbers


def test_without_household_numbers_a_household_begins_with_its_head_and_gets_a_number_that_shows_nothing(answer):
    head = [name for name in P if name != "户编号"]
    rows = [*family(head, 1, "之子"), *family(head, 2)]
    got = answer(as_csv([TITLE, head, *rows]))
    numbers = [number for (number,) in got.values("member", "户编号")]
    assert (numbers[0] == numbers[1] != numbers[2], len(set(numbers))) == (True, 2)
    assert all(number.startswith(f"{TOWNSHIP}-M") and id_number(1)[6:] not in number for number in numbers)
    assert "2 户没有户编号" in got.said("list_numbers_made")
    assert [number for (number,) in answer(as_csv([head, *rows])).values("member", "户编号")] == numbers  # the same next time


def test_a_head_of_the_last_roster_keeps_its_household_number(home, answer, tmp_path):
    ours = [household(n) for n in (1, 2, 3)]
    form_file = write_form(tmp_path / "a.xlsx", TOWNSHIP, "2021-05", ours, [member(one) for one in ours])
    (home / "inbox" / "a.xlsx").write_bytes(form_file.read_bytes())
    for name in receive.collect(home, local(examine.datetime.fromisoformat("2021-05-20T09:00"))):
        receive.read_submission(home, name)
    got = answer(as_csv([TITLE, P, *family(P, 1, "之子"), *family(P, 9)]))
    assert [number for (number,) in got.values("household", "户编号")] == [ours[0]["户编号"], "64042410000009"]
    assert "有 1 户按户主认出" in got.said("list_numbers_kept")


def test_rows_before_the_first_head_belong_to_nobody_and_are_rejected(answer):
    head = [name for name in P if name != "户编号"]
    got = answer(as_csv([head, row(head, 7, 与户主关系="之子"), *family(head, 1)]))
    assert [verdict for (verdict,) in got.values("member", "verdict")] == ["rejected", "accepted"]
    assert "household_id_missing" in got.causes()


def test_a_list_that_tells_no_head_is_returned_with_what_it_needs(answer):
    head = "地区id 县(市、区、旗) 乡(镇) 行政村 姓名 身份证 脱贫属性".split()
    got = answer(as_csv([head, row(head, 1), row(head, 2)]))
    assert (got.lines[0]["status"], got.counts[0]["成员"]) == ("退回", 2)
    assert {one["check_id"] for one in got.findings[0] if one["severity"] == "critical"} == {"list_without_heads"}


def test_persons_who_name_their_head_are_joined_by_that(answer):
    head = [*C, "户主姓名", "户主身份证号"]
    over = {"户主姓名": "李某马", "户主身份证号": id_number(2)}
    got = answer(as_csv([head, row(head, 12, **over), row(head, 2, **over)]))
    assert got.values("member", "与户主关系", "证件号码") == [(None, id_number(12)), ("户主", id_number(2))]
    assert len(got.rows[0]["household"]) == 1


# each real layout


def test_the_older_layout_of_registered_poor(answer):
    got = answer(as_csv([REGISTERED_POOR, *family(REGISTERED_POOR, 1, "之孙子", 脱贫属性="脱贫再返贫")]))
    assert got.values("household", "建档立卡", "行政村") == [("脱贫再返贫", "第2村")]
    assert got.values("member", "与户主关系") == [("户主",), ("孙子女",)]


def test_the_list_of_household_heads_says_once_that_the_others_are_not_there(answer):
    rows = [row(HOUSEHOLD_HEADS, n, 家庭人口="4", 易返贫致贫户类型=kind) for n, kind in ((1, "边缘易致贫户"), (2, "无"))]
    got = answer(as_xls([["香水镇家庭户主管理"], HOUSEHOLD_HEADS, *rows]), "户主.xls")
    assert got.values("household", "监测类别", "建档立卡") == [("边缘易致贫户", "已脱贫"), ("脱贫户", "已脱贫")]
    assert got.values("member", "与户主关系", "证件号码") == [("户主", id_number(1)), ("户主", id_number(2))]
    assert [one["check_id"] for one in got.findings[0]].count("list_heads_only") == 1


def test_the_survey_of_one_household_in_three_sheets(answer):
    living = row(SURVEY_LIVING, 1, 危房等级="C级")
    income = row(SURVEY_INCOME, 1, **dict(zip(SURVEY_INCOME, "60000 50000 25000 30000 20000 8000 500 9000 3600 0".split(), strict=True)))
    more = {"生产生活条件": [SURVEY_LIVING, living], "收入情况": [SURVEY_INCOME, income], "照片": [["无"]]}
    got = answer(
        as_xlsx([["香水镇2023年防返贫摸排"], SURVEY_MEMBERS, *family(SURVEY_MEMBERS, 1, "之子")], "家庭成员", more=more), "摸排.xlsx"
    )
    assert got.values("household", "住房等级", "工资性收入", "经营净收入", "财产净收入", "转移净收入") == [
        ("C", "30000", "12000", "500", "5400")
    ]
    assert "「照片」表" in got.said("list_sheet_skipped")


def test_a_survey_sheet_that_names_no_household_is_of_no_use_among_several(answer):
    more = {"生产生活条件": [SURVEY_LIVING, row(SURVEY_LIVING, 1, 危房等级="C级")]}
    persons = [*family(SURVEY_MEMBERS, 1), *family(SURVEY_MEMBERS, 2)]
    got = answer(as_xlsx([["香水镇摸排"], SURVEY_MEMBERS, *persons], "家庭成员", more=more), "摸排.xlsx")
    assert got.values("household", "住房等级") == [(None,), (None,)]
    assert got.said("list_addition_unused") == "「生产生活条件」第 2 行不知道说的是哪一户,没有用上。"


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("农村低保对象", "农村低保"), ("特困(分散供养)", "分散特困"), ("农村低保边缘家庭", "低保边缘"), ("城镇低保", "城市低保")],
)
def test_the_plain_list_of_civil_affairs_and_its_words(answer, theirs, ours):
    got = answer(as_csv([["2021年6月救助对象名单"], C, row(C, 1, 救助类别=theirs, 保障人数="3", 保障金额="960")]))
    assert got.values("household", "救助类别", "保障人数", "月保障金额") == [(ours, "3", "960")]
    assert got.causes() & {"word_not_allowed", "covered_exceeds_persons"} == set()


def test_a_word_that_may_mean_two_things_is_asked_about_with_its_cell_in_the_list(answer):
    got = answer(as_csv([["2021年6月救助对象名单"], C, row(C, 1, 救助类别="低保")]))
    [asked] = [one for one in got.findings[0] if one["check_id"] == "word_not_allowed"]
    assert (asked["cell"], asked["column_name"], asked["value_masked"]) == ("F3", "救助类别", "低保")


def test_an_amount_in_every_row_of_a_household_is_unknown_rather_than_guessed(answer):
    head = [*C, "与户主关系"]
    got = answer(as_csv([head, *family(head, 1, "之子"), *family(head, 2)]))
    assert got.values("household", "月保障金额") == [(None,), ("300",)]
    assert "有 1 户的“月保障金额”" in got.said("list_amount_unsure")


def test_rows_of_one_household_that_disagree_are_asked_about(answer):
    rows = family(P, 1, "之子")
    rows[1][P.index("行政村")] = "另一村"
    got = answer(as_csv([P, *rows]))
    assert got.values("household", "行政村") == [("第2村",)]
    assert got.said("list_household_differs") == "同一户的“行政村”前后不一(另见第 3 行),按户主一行接收。"


# the declared mappings themselves


@pytest.mark.parametrize("mapping", roster_mapping.declared(), ids=lambda mapping: mapping.title)
def test_every_word_of_a_mapping_is_a_word_of_the_form(mapping):
    for sheet, columns in mapping.columns.items():
        for column, source in columns.items():
            allowed = form.CODES[sheet].get(column)
            ours = {word for word in source.words.values() if word is not None}
            assert not ours or (allowed and ours <= set(allowed)), column


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (POVERTY_ALLEVIATED, "已脱贫人口名单"),
        (REGISTERED_POOR, "贫困人口建档"),
        (HOUSEHOLD_HEADS, "家庭户主管理"),
        (SURVEY_MEMBERS, "防返贫摸排·家庭成员"),
        (SURVEY_LIVING, "防返贫摸排·生产生活条件"),
        (SURVEY_INCOME, "防返贫摸排·收入情况"),
        (CIVIL_AFFAIRS, "民政救助对象名单(一户一行)"),
    ],
)
def test_a_real_layout_is_recognised_and_no_heading_of_it_is_strange(head, title):
    found = roster_mapping.recognise([head])
    assert found.mapping.title == title
    assert found.at.keys() - found.mapping.headers - found.mapping.not_used == set()
