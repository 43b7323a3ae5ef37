"""Cells as text, and what is shown of them."""

import datetime as dt

import pytest

from lowincome import identity, warehouse
from lowincome.intake import land, read


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", None),
        (" \n", None),
        (" 马 ", " 马 "),
        (12.0, "12"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),
        (-3.0, "-3"),
        (True, "是"),
        (False, "否"),
        (dt.datetime.fromisoformat("2021-06-03"), "2021-06-03"),
        (dt.datetime.fromisoformat("2021-06-03 08:30"), "2021-06-03 08:30:00"),
        (dt.date(2021, 6, 3), "2021-06-03"),
        (640499197506150000.0, "6.40499E+17"),
        (640499750615001.0, "640499750615001"),
        (None, None),
    ],
)
def test_a_cell_is_landed_as_a_person_sees_it(value, text):
    assert read.to_text(value) == text


def test_control_characters_stay_in_raw_and_leave_every_output():
    assert read.to_text("马\x00某") == "马\x00某"
    assert identity.mask("备注", "在\x00家\x07") == "在 家"


@pytest.mark.parametrize(
    ("column", "text", "shown"),
    [
        ("姓名", "马小某", "马**"),
        ("户主证件号码", "640499197506150014", "640499********14"),
        ("证件号码", "6.40499E+17", "6.40499E+17"),
        ("证件号码", "640499", "64****"),
        ("备注", "号码 640499 19750615 001X 另记", "号码 640499********1X 另记"),
        ("备注", "电话13900001111", "电话13****"),
        ("备注", "电话139-0000-1111", "电话13****"),
        ("户编号", "640424100-00000012", "640424100-00000012"),
        ("工资性收入", "三千", "三千"),
        ("备注", None, None),
    ],
)
def test_what_is_shown_of_a_cell(column, text, shown):
    assert identity.mask(column, text) == shown


@pytest.mark.parametrize(
    ("text", "is_like_a_formula"),
    [("=1+1", True), ("+A1", True), ("@x", True), ("-cmd", True), ("-", False), ("-3", False), ("——", False), ("某某", False)],
)
def test_what_looks_like_a_formula(text, is_like_a_formula):
    import pyarrow as pa
    import pyarrow.compute as pc

    assert pc.match_substring_regex(pa.array([text]), land._FORMULA_TEXT).to_pylist() == [is_like_a_formula]


WIDE = {
    chr(code): chr(code - 0xFEE0)
    for code in (*range(ord("０"), ord("９") + 1), *range(ord("Ａ"), ord("Ｚ") + 1), *range(ord("ａ"), ord("ｚ") + 1))
}
WIDE |= dict(zip("．－／，", ".-/,", strict=True))


def test_every_full_width_letter_and_digit_becomes_a_plain_one():
    with warehouse.at_the_door([]) as con:
        for wide, plain in WIDE.items():
            assert con.execute("SELECT clean_text($1), compact_text($2)", [f"马{wide}1", f" {wide}\n村"]).fetchone() == (
                f"马{plain}1",
                f"{plain}村",
            )
