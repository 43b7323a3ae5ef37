"""Whose row a department's row is: one question each, in a small village (see `village`)."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.village import cleared, compare, ours, results, swapped, why
from factories import id_number
from lowincome import policy, warehouse

NUMBER = id_number(1)
BORN_LATER = id_number(7, date(1988, 2, 3))
ENDS_IN_X = next(number for number in map(id_number, range(99)) if number.endswith("X"))
BORN_IN_1950 = id_number(5, date(1950, 3, 8))


@pytest.fixture(scope="module")
def warehouse_():
    con = warehouse.in_memory()
    warehouse.run_models(con, ["ref.match_weight"], policy.reference_params())
    yield con
    con.close()


@pytest.fixture
def con(warehouse_):
    return cleared(warehouse_)


@pytest.mark.parametrize(
    ("number", "typed", "method"),
    [
        pytest.param(NUMBER, NUMBER, "证件号码", id="as it is"),
        pytest.param(NUMBER, f" {NUMBER[:6]} {NUMBER[6:]}", "证件号码", id="with blanks"),
        pytest.param(ENDS_IN_X, ENDS_IN_X.lower(), "证件号码", id="x in lower case"),
        pytest.param(ENDS_IN_X, ENDS_IN_X[:-1], "补上末位X", id="seventeen digits that lack their X"),
        pytest.param(BORN_IN_1950, BORN_IN_1950[:6] + BORN_IN_1950[8:17], "15位旧号升位", id="the old number of fifteen digits"),
    ],
)
def test_one_number_however_it_is_written_is_one_person(con, number, typed, method):
    ours(con, "P1", "马小花", number)
    (row,) = compare(con, ("马小花", typed))
    assert (row["result"], row["method"], row["household_id"], row["person_id"]) == ("已比中", method, "H1", "P1")
    assert (row["weight"], row["evidence"]) == (None, {})


def test_an_old_number_on_our_own_roster_is_upgraded_too(con):
    ours(con, "P1", "马小花", BORN_IN_1950[:6] + BORN_IN_1950[8:17])
    (row,) = compare(con, ("马小花", BORN_IN_1950))
    assert (row["result"], row["person_id"]) == ("已比中", "P1")


def test_seventeen_digits_that_lack_another_character_than_x_are_not_made_whole(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("马小花", NUMBER[:-1]))
    assert (row["result"], row["method"], row["evidence"]["证件号码"]) == ("已比中", "姓名等其他项目", "差一处")


def test_a_changed_surname_beside_the_same_number_is_the_same_person_and_is_told(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("麻小花", NUMBER))
    assert (row["result"], row["person_id"], row["evidence"]) == ("已比中", "P1", {"证件号码": "相同", "姓名": "名同姓不同"})


def test_one_number_and_no_character_of_the_name_in_common_is_for_somebody_to_look_at(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("李建国", NUMBER))
    assert (*why(row), row["person_id"]) == ("疑似", "号码一致而姓名没有一个字相同", "P1")


def test_swapped_digits_are_seen_through_when_one_person_alone_qualifies(con):
    ours(con, "P1", "马小花", NUMBER)
    ours(con, "P2", "马大军", id_number(2))
    (row,) = compare(con, ("马小花", swapped(NUMBER)))
    assert (row["result"], row["method"], row["person_id"]) == ("已比中", "姓名等其他项目", "P1")
    assert row["evidence"] == {"证件号码": "差一处", "姓名": "相同", "住址": "同村"}


def test_a_birth_date_typed_quite_otherwise_is_seen_through_when_the_rest_agrees(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("马小花", NUMBER[:6] + "20010230" + NUMBER[14:]))
    assert (row["result"], row["person_id"], row["evidence"]["证件号码"]) == ("已比中", "P1", "后四位相同")


def test_a_birth_date_and_a_character_typed_otherwise_are_for_somebody_to_look_at(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("马晓花", NUMBER[:6] + "20010230" + NUMBER[14:]))
    assert (*why(row), row["person_id"]) == ("疑似", "像,但不足以认定", "P1")


@pytest.mark.parametrize("word", ["无", "不详", "0" * 18])
def test_the_same_word_in_place_of_two_numbers_makes_nobody_the_same_person(con, word):
    ours(con, "P1", "马小花", word)
    alike, other = compare(con, ("马小花", word), ("李建国", word))
    assert why(alike) == ("疑似", "像,但不足以认定")
    assert other["result"] == "未比中"


def test_one_wrong_number_on_both_sides_needs_a_name_beside_it(con):
    """Given a number that does not check, when ours and theirs write it alike, then it is never taken for the number itself."""
    ours(con, "P1", "马小花", swapped(NUMBER))
    (row,) = compare(con, ("马小花", swapped(NUMBER)))
    assert (row["result"], row["method"]) == ("已比中", "姓名等其他项目")
    (row,) = compare(cleared(con), ("李建国", swapped(NUMBER)))
    assert row["result"] == "未比中"


def test_two_people_of_a_list_without_a_number_stay_two(con):
    first, second = compare(con, ("马小花", "无"), ("李建国", "无"))
    keys = con.execute("SELECT count(DISTINCT row_key) FROM core.feed_row").fetchone()
    assert (first["result"], second["result"], keys) == ("未比中", "未比中", (2,))


def test_swapped_digits_that_two_namesakes_of_a_village_could_have_are_not(con):
    """Given two of one name whose numbers differ in two places, when a number one place from both is typed, then nobody is chosen."""
    first, second = id_number(3), id_number(2)
    assert [place for place in range(18) if first[place] != second[place]] == [16, 17]
    ours(con, "P1", "马小花", first)
    ours(con, "P2", "马小花", second, "H2")
    (row,) = compare(con, ("马小花", first[:17] + second[17]))
    assert (*why(row), row["household_id"], row["person_id"]) == ("疑似", "名册里不止一个人一样像", None, None)
    assert row["evidence"]["名册里像的人数"] == 2


def test_swapped_digits_without_anything_else_alike_are_not_enough(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("李建国", swapped(NUMBER)), village="下村")
    assert row["result"] == "未比中"


def test_homonyms_of_a_village_without_a_number_are_never_merged(con):
    ours(con, "P1", "马小花", NUMBER)
    ours(con, "P2", "马小花", BORN_LATER, "H2")
    (row,) = compare(con, ("马小花", None))
    assert (*why(row), row["person_id"]) == ("疑似", "名册里不止一个人一样像", None)


def test_a_name_and_a_village_alone_are_for_somebody_to_look_at(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("马小花", None))
    assert (*why(row), row["person_id"]) == ("疑似", "像,但不足以认定", "P1")


def test_a_member_of_a_household_whose_others_are_known_needs_no_number(con):
    ours(con, "P1", "马小花", NUMBER)
    ours(con, "P2", "马大军", BORN_LATER)
    head, child = compare(con, ("马小花", NUMBER, "XC9"), ("马大军", None, "XC9"), feed="rural_revitalisation")
    assert (head["result"], child["result"], child["person_id"]) == ("已比中", "已比中", "P2")
    assert child["evidence"]["户"] == "同户有人比中"


@pytest.mark.parametrize("name", ["马小花", "麻小花"])
def test_two_valid_numbers_of_one_birth_date_are_two_people_until_somebody_says_otherwise(con, name):
    ours(con, "P1", "马小花", id_number(1))
    (row,) = compare(con, (name, id_number(2)))
    assert why(row) == ("疑似", "两个号码都有效而不同")


def test_no_household_number_makes_one_person_of_two_valid_numbers(con):
    ours(con, "P1", "马小花", id_number(1))
    (row,) = compare(con, ("马小花", id_number(2), "H1"), feed="payment")
    assert why(row) == ("疑似", "两个号码都有效而不同")


def test_a_namesake_with_a_number_of_her_own_is_a_stranger(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("马小花", BORN_LATER))
    assert (row["result"], row["method"], row["person_id"]) == ("未比中", None, None)


def test_somebody_nobody_knows_is_not_matched(con):
    ours(con, "P1", "马小花", NUMBER)
    (row,) = compare(con, ("李建国", BORN_LATER), village="下村")
    assert (row["result"], row["household_id"], row["evidence"]) == ("未比中", None, {})


@pytest.mark.parametrize(("still_lives_there", "expected"), [(True, ("疑似", None)), (False, ("已比中", "H2"))])
def test_one_number_in_two_of_our_households_waits_unless_she_has_left_one_of_them(con, still_lives_there, expected):
    ours(con, "P1", "马小花", NUMBER, "H1", is_in_household=still_lives_there)
    ours(con, "P1", "马小花", NUMBER, "H2")
    (row,) = compare(con, ("马小花", NUMBER))
    assert (row["result"], row["household_id"]) == expected


def test_of_two_households_the_one_the_row_names_is_meant(con):
    ours(con, "P1", "马小花", NUMBER, "H1")
    ours(con, "P1", "马小花", NUMBER, "H2")
    (row,) = compare(con, ("马小花", NUMBER, "H2"), feed="payment")
    assert (row["result"], row["household_id"]) == ("已比中", "H2")


def test_beside_a_row_with_her_number_another_one_like_her_waits(con):
    ours(con, "P1", "马小花", NUMBER)
    by_number, other = compare(con, ("马小花", NUMBER), ("马小花", swapped(NUMBER)))
    assert by_number["result"] == "已比中"
    assert why(other) == ("疑似", "名册里这个人已有另一行按号码对上")


def test_two_rows_both_like_one_person_both_wait(con):
    ours(con, "P1", "马小花", NUMBER)
    rows = compare(con, ("马小花", swapped(NUMBER)), ("马小花", swapped(NUMBER, 9)))
    assert [why(row) for row in rows] == [("疑似", "另一行号码不同,也像名册里这个人")] * 2


def test_a_person_listed_twice_the_same_way_is_matched_twice_and_it_is_said(con):
    ours(con, "P1", "马小花", ENDS_IN_X)
    rows = compare(con, ("马小花", ENDS_IN_X), ("马小花", ENDS_IN_X[:-1]))
    assert [(row["result"], row["person_id"], row["evidence"]["本名单里说到他的行数"]) for row in rows] == [("已比中", "P1", 2)] * 2


def test_a_list_that_did_not_come_says_nothing_about_anybody(con):
    ours(con, "P1", "马小花", NUMBER)
    assert results(con) == []


def test_what_is_shown_holds_neither_name_nor_number(con):
    ours(con, "P1", "马小花", NUMBER)
    ours(con, "P2", "马小花", BORN_LATER, "H2")
    for row in compare(con, ("麻小花", NUMBER), ("马小花", None), ("马小花", swapped(NUMBER)), ("李建国", BORN_LATER)):
        told = json.dumps(row["evidence"], ensure_ascii=False)
        assert "小花" not in told
        assert NUMBER[6:14] not in told


ROSTER = [
    ("马小花", NUMBER),
    ("马小花", BORN_LATER),
    ("马大军", id_number(2)),
    ("李建国", ENDS_IN_X),
    ("禹秀兰", None),
    ("李建国", swapped(NUMBER, 9)),
]
KNOWN = [number for _, number in ROSTER if number]
TYPED = st.one_of(
    st.sampled_from(KNOWN),
    st.builds(swapped, st.sampled_from([NUMBER, BORN_LATER]), st.sampled_from([9, 12])),
    st.sampled_from([ENDS_IN_X[:-1], ENDS_IN_X.lower(), NUMBER[:-1], None, "无", id_number(3)]),
)
NAMES = st.sampled_from([*(name for name, _ in ROSTER), "麻小花", "马小", "李国", None])


@settings(max_examples=30, deadline=None)
@given(
    homes=st.lists(st.sampled_from(["H1", "H2"]), min_size=len(ROSTER), max_size=len(ROSTER)),
    rows=st.lists(st.tuples(NAMES, TYPED, st.sampled_from(["H1", "H2", "H9", None])), min_size=1, max_size=8),
    feed=st.sampled_from(["disability", "payment", "rural_revitalisation"]),
)
def test_every_row_gets_one_result_and_nobody_is_merged_from_two_ways_of_typing(warehouse_, homes, rows, feed):
    con = cleared(warehouse_)
    for index, ((name, number), home) in enumerate(zip(ROSTER, homes, strict=True)):
        ours(con, f"P{index}", name, number, home)
    found = compare(con, *rows, feed=feed)
    assert [row["row_number"] for row in found] == list(range(2, len(rows) + 2))
    assert all((row["person_id"] is not None) >= (row["result"] == "已比中") for row in found)
    twice = "SELECT person_id FROM core.match JOIN core.feed_row USING (month, feed, row_number) WHERE result = '已比中' GROUP BY 1 HAVING count(DISTINCT row_key) > 1"
    assert con.execute(twice).fetchall() == []
