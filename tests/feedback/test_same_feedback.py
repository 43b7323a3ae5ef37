"""Which feedback belongs to a month, and what is said more than once: in the list and in the workbook, or in the same list again."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.sendings import CASE, VISIT, Row, Sending, emptied, form, receive, stage, that_count, withdraw
from feedback.sendings import world as fresh

HELP = {**VISIT, "采取措施": "临时救助", "落实日期": "2021-06-03", "金额": "500"}


@pytest.fixture(scope="module")
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    yield from fresh()


@pytest.fixture
def con(world: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    return emptied(world)


def marks(con: duckdb.DuckDBPyConnection) -> list[bool | None]:
    """is_repeat of every row, in the order of arrival."""
    return [row[0] for row in con.execute("SELECT is_repeat FROM stg.feedback ORDER BY known_on, submission_id, row_number").fetchall()]


@pytest.mark.parametrize(
    ("at", "month"),
    [
        ("2021-05-25T23:59", "2021-05"),
        ("2021-05-26T00:00", "2021-06"),
        ("2021-06-25T23:59", "2021-06"),
        ("2021-06-26T00:00", "2021-07"),
    ],
)
def test_a_list_counts_in_the_month_in_progress_when_it_came(con: duckdb.DuckDBPyConnection, at: str, month: str) -> None:
    receive(con, Sending([VISIT], at))
    for label in ("2021-05", "2021-06", "2021-07"):
        stage(con, label)
        assert len(that_count(con, label)) == (label == month)


def test_a_form_counts_in_its_own_month_however_late_and_only_the_last_one(con: duckdb.DuckDBPyConnection) -> None:
    receive(con, form([VISIT], "2021-06-20T09:00"), form([{**VISIT, "核查结果": "不属实"}], "2021-06-28T09:00"))
    stage(con)
    assert [row[2] for row in that_count(con)] == ["不属实"]
    stage(con, "2021-07")
    assert that_count(con, "2021-07") == []


def test_nothing_is_known_before_it_came(con: duckdb.DuckDBPyConnection) -> None:
    receive(con, Sending([VISIT], "2021-06-03T09:00"), Sending([HELP], "2021-06-10T09:00"))
    stage(con, known_on=date(2021, 6, 2))
    assert that_count(con) == []
    stage(con, known_on=date(2021, 6, 3))
    assert len(that_count(con)) == 1


def test_the_same_in_the_list_and_in_the_workbook_counts_once_and_as_of_the_first(con: duckdb.DuckDBPyConnection) -> None:
    receive(con, form([VISIT], "2021-06-20T09:00"), Sending([VISIT], "2021-06-03T09:00"))
    stage(con)
    assert con.execute("SELECT known_on, is_repeat FROM stg.feedback ORDER BY ALL").fetchall() == [
        (date(2021, 6, 3), False),
        (date(2021, 6, 20), True),
    ]


@pytest.mark.parametrize(
    "again",
    [
        {"预警编号": CASE.lower()},
        {"核查日期": "2021年6月2日"},
        {"核查日期": "２０２１/６/２"},
        {"核查人": "另一人"},
        {"户主": "马**", "行政村": "第3村"},
        {"金额": "500.00元"},
        {"申请销号": "否"},
        {"采取措施": " 临时救助\n"},
    ],
    ids=str,
)
def test_the_same_typed_otherwise_is_the_same(con: duckdb.DuckDBPyConnection, again: Row) -> None:
    receive(con, Sending([HELP]), Sending([{**HELP, **again}], "2021-06-10T09:00"))
    stage(con)
    assert marks(con) == [False, True]


@pytest.mark.parametrize(
    "changed",
    [
        {"核查日期": "2021-06-09"},
        {"核查结果": "不属实"},
        {"采取措施": "医疗救助"},
        {"落实日期": "2021-06-09"},
        {"金额": "5000"},
        {"申请销号": "是"},
        {"说明": "又去了一次"},
    ],
    ids=str,
)
def test_a_later_answer_that_says_otherwise_is_no_repeat(con: duckdb.DuckDBPyConnection, changed: Row) -> None:
    receive(con, Sending([HELP]), Sending([{**HELP, **changed}], "2021-06-10T09:00"))
    stage(con)
    assert marks(con) == [False, False]


def test_to_go_back_to_what_was_said_first_takes_a_word(con: duckdb.DuckDBPyConnection) -> None:
    """The door asks for that word: a result that is the opposite of the one before it."""
    answers = [VISIT, {**VISIT, "核查结果": "不属实", "说明": "看错了"}, VISIT, {**VISIT, "说明": "没有看错"}]
    receive(con, *(Sending([row], f"2021-06-{day:02d}T09:00") for day, row in enumerate(answers, start=3)))
    stage(con)
    assert marks(con) == [False, False, True, False]


def test_a_line_nobody_has_filled_says_nothing(con: duckdb.DuckDBPyConnection) -> None:
    receive(con, form([{"预警编号": CASE}, {"预警编号": "YJ202105-00000000AB", "户主": "马**", "申请销号": "否"}]))
    stage(con)
    assert marks(con) == [None, None]
    assert that_count(con) == []


def test_what_another_township_said_of_the_case_is_no_repeat(con: duckdb.DuckDBPyConnection) -> None:
    receive(con, Sending([VISIT], township="640424101"), Sending([VISIT], "2021-06-10T09:00"))
    stage(con)
    assert marks(con) == [False, False]


def test_when_the_first_is_withdrawn_the_second_counts(con: duckdb.DuckDBPyConnection) -> None:
    first, _ = receive(con, Sending([VISIT, {**VISIT, "预警编号": "YJ202105-00000000AB"}]), Sending([VISIT], "2021-06-10T09:00"))
    withdraw(con, first)
    stage(con)
    assert marks(con) == [False]


SAID = [
    {**VISIT, "预警编号": f"YJ202105-00000000A{case}", **more}
    for case in range(3)
    for more in (
        {},
        {"采取措施": "临时救助", "落实日期": "2021-06-04"},
        {"核查结果": "不属实", "说明": "看错了"},
        {"核查日期": "2021-06-09"},
    )
]
PLACES = st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=len(SAID), max_size=len(SAID))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(places=PLACES, order=st.permutations(range(4)), has_form=st.booleans(), shuffle=st.randoms(use_true_random=False))
def test_however_it_is_split_over_files_in_whatever_order_the_same_counts(
    world: duckdb.DuckDBPyConnection, places: list[set[int]], order: list[int], has_form: bool, shuffle: random.Random
) -> None:
    """Given every row in some of four files, the lines of the others left empty; then each thing said counts once."""
    con = emptied(world)
    files: list[list[dict[str, Any]]] = [[], [], [], []]
    for row, held in zip(SAID, places, strict=True):
        for number, rows in enumerate(files):
            rows.append(row if number in held else {"预警编号": row["预警编号"]})
    for rows in files:
        shuffle.shuffle(rows)
    days = [f"2021-06-{order[number] + 3:02d}T09:00" for number in range(4)]
    sendings = [
        form(rows, at) if has_form and not number else Sending(rows, at) for number, (rows, at) in enumerate(zip(files, days, strict=True))
    ]
    receive(con, *sendings)
    stage(con)
    split = that_count(con)
    emptied(con)
    receive(con, Sending(SAID))
    stage(con)
    assert split == that_count(con)
    assert len(split) == len(SAID)
