"""How things are said."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lowincome.reports import words


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("没有报,也没有说明", "没有报\uff0c也没有说明"),
        ("二(一)(三):是否属实?", "二\uff08一\uff09\uff08三\uff09\uff1a是否属实\uff1f"),
        ("纳入低保(52号·一(一)(三))", "纳入低保\uff0852号·一\uff08一\uff09\uff08三\uff09\uff09"),
        ("马**(户主)", "马**\uff08户主\uff09"),
        ("16:05 收到 1,234 行", "16:05 收到 1,234 行"),
        ('=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'),
        ("\u0000马\u0007有福", " 马 有福"),
        ("号 64049919900307775X。", "号 640499********5X。"),
        ("电话13900001111,再打", "电话13****\uff0c再打"),
        ("打 139-0000-1111 或139 0000 1112", "打 13**** 或13****"),
        ("账号 6213900001111 和 139000011112", "账号 6213900001111 和 139000011112"),
        ("12900001111 元,报送编号 S20210624-13900001111f", "12900001111 元\uff0c报送编号 S20210624-13900001111f"),
        ("校验值 1101011990030777581101", "校验值 1101011990030777581101"),
    ],
)
def test_text_as_people_see_it(typed, seen):
    assert words.shown(typed) == seen


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0"), (12345, "12,345"), (Decimal("7350.50"), "7,350.5"), (0.12345, "0.1235"), (-3, "-3"), (None, "")],
)
def test_numbers(value, said):
    assert words.number(value) == said


def test_a_moment_is_said_in_local_time():
    assert words.moment_zh(datetime(2021, 6, 24, 16, 5, tzinfo=UTC)) == "6月25日 00:05"


@pytest.mark.parametrize(
    "deadline",
    [datetime(2021, 6, 25, 16, 0, tzinfo=UTC), datetime(2021, 6, 25, 15, 59, 59, tzinfo=UTC)],
    ids=["midnight", "a second before"],
)
def test_a_deadline_at_midnight_belongs_to_the_day_that_ends(deadline):
    assert words.deadline_zh(deadline) == "6月25日"


def test_entries_are_told_apart_and_said_once():
    assert words.lines("甲; 乙\n甲;丁\n\n丙 ") == ["甲", "乙", "丁", "丙"]
    assert words.lines(None) == []


def test_file_names_hold_nothing_that_windows_refuses():
    assert words.file_name("预警清单", "2021-06", 'a/b:c*"d" 镇') == "预警清单_2021-06_abcd镇"


def test_a_month():
    assert words.month_zh(date(2021, 6, 1)) == "2021年6月"
