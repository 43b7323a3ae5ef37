"""How far two numbers and two names are apart, as a person would say it."""

from datetime import date

import pytest

from factories import id_number
from lowincome import warehouse

NUMBER = id_number(1)  # 1975-06-15, order 003
OLD = id_number(0, date(1950, 3, 8))
ENDS_IN_X = next(number for number in map(id_number, range(99)) if number.endswith("X"))
DAY = NUMBER[:6], NUMBER[6:14], NUMBER[14:]


@pytest.fixture(scope="module")
def con():
    con = warehouse.in_memory()
    yield con
    con.close()


@pytest.mark.parametrize(
    ("other", "level"),
    [
        pytest.param(NUMBER[:16] + "9" + NUMBER[17:], "差一处", id="one digit wrong"),
        pytest.param(NUMBER[:12] + NUMBER[13] + NUMBER[12] + NUMBER[14:], "差一处", id="two neighbours swapped"),
        pytest.param(NUMBER[:9] + NUMBER[10:], "差一处", id="one digit left out"),
        pytest.param(NUMBER[:14] + "99" + NUMBER[16:], "差两处", id="two digits wrong"),
        pytest.param(DAY[0] + DAY[1] + "9999", "出生日期相同", id="order and check character wrong"),
        pytest.param(DAY[0] + "20010230" + DAY[2], "后四位相同", id="birth date wrong"),
        pytest.param(DAY[0] + "19750165" + "9999", "出生日期差一处", id="swapped digits in the date and another order"),
        pytest.param(DAY[0] + "20010230" + "9999", "不同", id="nothing alike"),
        pytest.param(id_number(2), "都有效而不同,出生日期相同", id="two sound numbers of one birth date"),
        pytest.param(id_number(1, date(1988, 2, 3)), "都有效而不同", id="two sound numbers"),
        pytest.param(None, None, id="no number"),
    ],
)
def test_two_numbers(con, other, level):
    both = "SELECT id_likeness(?::VARCHAR, ?::VARCHAR), id_likeness(?::VARCHAR, ?::VARCHAR)"
    assert con.execute(both, [NUMBER, other, other, NUMBER]).fetchone() == (level, level)


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("马小花", "马小花", "相同"),
        ("马小花", "麻小花", "名同姓不同"),
        ("马小花", "马晓花", "差一字"),
        ("马小花", "马花", "差一字"),
        ("马小花", "马小", "差一字"),
        ("马花", "麻花", "有同字"),
        ("马小花", "马建国", "有同字"),
        ("马小花", "花小马", "有同字"),
        ("马小花", "李建国", "不同"),
        ("马小花", None, None),
    ],
)
def test_two_names(con, one, other, level):
    both = "SELECT name_likeness(?::VARCHAR, ?::VARCHAR), name_likeness(?::VARCHAR, ?::VARCHAR)"
    assert con.execute(both, [one, other, other, one]).fetchone() == (level, level)


@pytest.mark.parametrize(
    ("theirs", "ours", "level"),
    [
        (("香水镇", "上村"), ("香水镇", "上村"), "同村"),
        (("香水", "上村"), ("香水镇", "上村"), "同村"),
        (("香水镇", "下村"), ("香水镇", "上村"), "同乡镇,村不同"),
        (("香水镇", None), ("香水镇", "上村"), "同乡镇,村不知"),
        (("兴盛乡", "上村"), ("香水镇", "上村"), "乡镇不同"),
        ((None, "上村"), ("香水镇", "上村"), "同村"),
        ((None, "下村"), ("香水镇", "上村"), None),
    ],
)
def test_two_places(con, theirs, ours, level):
    assert con.execute("SELECT place_likeness(?::VARCHAR, ?::VARCHAR, ?::VARCHAR, ?::VARCHAR)", [*theirs, *ours]).fetchone() == (level,)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        (OLD[:6] + OLD[8:17], OLD),
        (ENDS_IN_X[:17], ENDS_IN_X),
        (OLD[:17], OLD[:17]),
        ("64049919750615", "64049919750615"),
        ("无", None),
        ("不详", None),
        ("6.40499E+17", None),
        ("0" * 18, None),
        (None, None),
    ],
)
def test_what_is_made_whole_of_a_number_and_what_is_left_as_it_is(con, typed, whole):
    assert con.execute("SELECT upgrade_id_number(?::VARCHAR)", [typed]).fetchone() == (whole,)
