"""Feedback that is not used is told apart with the reason; what was not used one month is looked at anew when it comes again."""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from factories import TOWNSHIP
from feedback.answered import OTHER_TOWNSHIP
from feedback.sendings import CASE, VISIT, Row, Sending, emptied, form, receive, stage
from feedback.sendings import world as fresh
from lowincome import month as months
from lowincome import warehouse

LATER = "YJ202106-00000000BB"


@pytest.fixture(scope="module")
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    yield from fresh()


@pytest.fixture
def con(world: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    return emptied(world)


def case(con: duckdb.DuckDBPyConnection, number: str = CASE, month: str = "2021-06", state: str = "待核查", **over: Any) -> None:
    """A case as the month finds it; given: the township that had it at the end of the month before."""
    first = months.parse(month)
    township, given = over.get("township", TOWNSHIP), over.get("given", TOWNSHIP)
    con.execute(
        "INSERT INTO mart.case_before BY NAME SELECT ? AS month, ? AS case_id, ? AS township_code, ? AS state",
        [first, number, township, state],
    )
    con.execute(
        "INSERT INTO mart.case_state BY NAME SELECT ?::DATE AS month, ? AS case_id, ? AS township_code, ? AS state",
        [months.add(first, -1), number, given, state],
    )


def unplaced(con: duckdb.DuckDBPyConnection, label: str = "2021-06") -> list[tuple[Any, ...]]:
    """Number, reason and whether the township is asked, by the order of arrival."""
    stage(con, label)
    warehouse.run_models(con, ["mart.feedback_unplaced"], {"month": months.parse(label)})
    select = "SELECT case_id, reason, is_asked FROM mart.feedback_unplaced WHERE month = ? ORDER BY submission_id, row_number"
    return con.execute(select, [months.parse(label)]).fetchall()


@pytest.mark.parametrize(
    ("row", "found", "reason", "is_asked"),
    [
        ({"预警编号": CASE}, {}, "还没有走访", False),
        ({**VISIT, "预警编号": LATER}, {}, "没有这个预警编号,请对照上月清单", True),
        (VISIT, {"township": OTHER_TOWNSHIP, "given": OTHER_TOWNSHIP}, "这个预警编号属于别的乡镇", True),
        ({**VISIT, "核查结果": None}, {}, "没有填核查结果", True),
        (VISIT, {"state": "已销号"}, "这个个案已经销号", True),
        (VISIT, {"state": "已并案"}, "这个个案已并入同一户同类问题的另一案", True),
    ],
)
def test_each_reason(con: duckdb.DuckDBPyConnection, row: Row, found: Row, reason: str, is_asked: bool) -> None:
    case(con, **found)
    receive(con, Sending([row]))
    assert unplaced(con) == [(row["预警编号"], reason, is_asked)]


def test_what_is_used_is_not_among_them(con: duckdb.DuckDBPyConnection) -> None:
    case(con)
    receive(con, Sending([VISIT]))
    assert unplaced(con) == []


@pytest.mark.parametrize(("township", "given"), [(TOWNSHIP, OTHER_TOWNSHIP), (OTHER_TOWNSHIP, TOWNSHIP)])
def test_a_township_answers_for_whom_it_was_given_and_for_whom_has_moved_to_it(
    con: duckdb.DuckDBPyConnection, township: str, given: str
) -> None:
    case(con, township=township, given=given)
    receive(con, Sending([VISIT]))
    assert unplaced(con) == []


def test_a_repeat_is_listed_as_one_and_nobody_is_asked(con: duckdb.DuckDBPyConnection) -> None:
    case(con)
    receive(con, Sending([VISIT]), form([VISIT]))
    assert unplaced(con) == [(CASE, "以前报过,内容相同", False)]


def test_what_was_used_in_june_is_a_repeat_in_july(con: duckdb.DuckDBPyConnection) -> None:
    case(con)
    case(con, month="2021-07")
    receive(con, Sending([VISIT]), Sending([VISIT, {**VISIT, "核查日期": "2021-07-01"}], "2021-07-02T09:00"))
    assert unplaced(con) == []
    assert unplaced(con, "2021-07") == [(CASE, "以前报过,内容相同", False)]


def test_what_no_case_answered_to_in_june_is_used_in_july_when_there_is_one(con: duckdb.DuckDBPyConnection) -> None:
    """Given June's form that came on the 28th with an answer to a case that the run of the 26th opened, and the same in July's."""
    answer = {**VISIT, "预警编号": LATER, "核查日期": "2021-06-27"}
    case(con, LATER, "2021-07")
    receive(con, form([answer], "2021-06-28T09:00"), form([answer], "2021-07-20T09:00", "2021-07"))
    assert unplaced(con) == [(LATER, "没有这个预警编号,请对照上月清单", True)]
    assert unplaced(con, "2021-07") == []
