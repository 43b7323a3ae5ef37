"""Working days: public holidays, make-up Saturdays and Sundays, a year whose arrangement is not published."""

from datetime import date, timedelta

import chinese_calendar
import duckdb
import pytest

from clocks import world
from clocks.world import day, event, one
from lowincome import workdays

LAST_PUBLISHED = max(workdays.params()["published_years"])


def after(con: duckdb.DuckDBPyConnection, start: str, count: int) -> date:
    """The so many-th working day after a day."""
    found = con.execute(
        """
        SELECT later.day
        FROM ref.calendar_day AS first
        INNER JOIN ref.calendar_day AS later ON later.is_workday AND later.workdays = first.workdays + ?
        WHERE first.day = ?
        """,
        [count, day(start)],
    ).fetchall()
    assert len(found) == 1
    return found[0][0]


@pytest.mark.parametrize(
    ("start", "count", "last"),
    [
        ("2021-06-10", 1, "2021-06-11"),
        # Dragon Boat Festival, Saturday to Monday
        ("2021-06-10", 2, "2021-06-15"),
        # a Saturday that is off: the next working day is the first
        ("2021-06-05", 1, "2021-06-07"),
        # Spring Festival from the 11th to the 17th, and Saturday the 20th worked instead
        ("2021-02-10", 1, "2021-02-18"),
        ("2021-02-10", 3, "2021-02-20"),
        ("2021-02-10", 4, "2021-02-22"),
        # Sunday the 26th of September is worked, so is Saturday the 9th of October after the week off
        ("2021-09-24", 1, "2021-09-26"),
        ("2021-09-30", 1, "2021-10-08"),
        ("2021-09-30", 2, "2021-10-09"),
        # in 2020 the Spring Festival was made longer on its 4th day
        ("2020-01-23", 1, "2020-02-03"),
    ],
)
def test_working_days_after_a_day(con: duckdb.DuckDBPyConnection, start: str, count: int, last: str) -> None:
    assert after(con, start, count) == day(last)


def test_every_published_day_is_as_the_library_says(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("SELECT day, is_workday FROM ref.calendar_day WHERE is_published").fetchall()
    assert len(found) > 20 * 365
    assert [on for on, is_workday in found if is_workday != chinese_calendar.is_workday(on)] == []


def test_a_year_the_library_refuses_is_not_published_and_counts_monday_to_friday(con: duckdb.DuckDBPyConnection) -> None:
    first = date(LAST_PUBLISHED + 1, 1, 1)
    with pytest.raises(NotImplementedError):
        chinese_calendar.is_workday(first)
    found = con.execute("SELECT day, is_workday, is_published FROM ref.calendar_day WHERE year(day) = ?", [first.year]).fetchall()
    assert {is_published for _, _, is_published in found} == {False}
    assert [on for on, is_workday, _ in found if is_workday != (on.isoweekday() <= 5)] == []


def test_no_day_is_missing(con: duckdb.DuckDBPyConnection) -> None:
    days = [on for (on,) in con.execute("SELECT day FROM ref.calendar_day ORDER BY day").fetchall()]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert days[0] <= date(2019, 1, 1)


def test_a_clock_that_runs_into_an_unpublished_year_says_so(con: duckdb.DuckDBPyConnection) -> None:
    """As it stood in December 2020, had the arrangement of 2021 not been published yet."""
    world.reference(con, published_until=2020)
    event(con, "2020-11-26", "立案", "待核查")
    event(con, "2020-12-02", "核查结果", "属实")
    row = one(con, "decide", "2020-12-25")
    assert (row["due_on"], row["is_provisional"]) == (date(2021, 1, 13), True)
    assert not one(con, "verify", "2020-12-25")["is_provisional"]


def test_a_clock_within_published_years_says_nothing(con: duckdb.DuckDBPyConnection) -> None:
    event(con, "2020-11-26", "立案", "待核查")
    event(con, "2020-12-02", "核查结果", "属实")
    row = one(con, "decide", "2020-12-25")
    # New Year's Day is off
    assert (row["due_on"], row["is_provisional"]) == (date(2021, 1, 14), False)


def test_a_public_holiday_and_a_make_up_saturday_both_count_in_a_clock(con: duckdb.DuckDBPyConnection) -> None:
    event(con, "2021-02-01", "立案", "待核查", family="因困致贫")
    world.urgent(con, "2021-02-01")
    event(con, "2021-02-10", "核查结果", "不属实", family="因困致贫")
    # three working days after the 10th: the 18th, the 19th, and Saturday the 20th
    found = {on: one(con, "refusal_notice", on) for on in ("2021-02-19", "2021-02-20", "2021-02-21")}
    assert {row["due_on"] for row in found.values()} == {date(2021, 2, 20)}
    assert [row["is_overdue"] for row in found.values()] == [False, False, True]
