"""The clocks of a household that has no case: paperwork, gradual exit, rigid status, reviews, from relief to dibao."""

from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from clocks.world import HOUSEHOLD, TOWNSHIP, Row, cycle_of, day, home, look, one, put

DIBAO = {"is_in_dibao": True, "is_in_tekun": False, "support_category": "农村低保"}
RIGID = {"is_in_dibao": False, "is_in_tekun": False, "support_category": "刚性支出困难"}
NOBODY = {"is_in_dibao": False, "is_in_tekun": False, "support_category": "无"}


def relief(con: duckdb.DuckDBPyConnection, listed: str, granted: str | None, paperwork: str | None = None, **over: Any) -> None:
    """A line of the month's ledger of relief, which came."""
    ledger(con, listed)
    (count,) = con.execute("SELECT count(*) FROM core.relief").fetchone()
    about = {"household_id": HOUSEHOLD, "person_id": "P1", "kind": "急难型家庭", "is_advance": True, **over}
    when = {"granted_on": day(granted) if granted else None, "paperwork_on": day(paperwork) if paperwork else None}
    put(con, "core.relief", month=cycle_of(day(listed)), row_number=count + 2, **when, **about)


def ledger(con: duckdb.DuckDBPyConnection, listed: str) -> None:
    month = cycle_of(day(listed))
    con.execute("DELETE FROM stg.feed_standing WHERE month = ?", [month])
    put(con, "stg.feed_standing", month=month, feed="temporary_relief", is_compared=True)


def account(con: duckdb.DuckDBPyConnection, on: str, gross: float | None) -> None:
    put(con, "core.income_account", month=cycle_of(day(on)), household_id=HOUSEHOLD, gross_yuan_12m=gross, line_yuan_year=6000)


def around(con: duckdb.DuckDBPyConnection, clock: str, last: str, given: Any) -> list[Row]:
    """The clock the day before, on and after its last day; the roster is that of each day's month."""
    days = [day(last) + timedelta(days=n) for n in (-1, 0, 1)]
    for month_day in {cycle_of(on): on for on in days}.values():
        given(month_day.isoformat())
    return [one(con, clock, on.isoformat()) for on in days]


def told(rows: list[Row]) -> list[tuple[bool | None, int | None]]:
    return [(row["is_overdue"], row["days_over"]) for row in rows]


IN_TIME_THEN_OVER = [(False, 0), (False, 0), (True, 1)]
# clock, what the roster says, first day, last day, office
TERMS = [
    # twelve months, the first one counted
    ("gradual_exit", {**DIBAO, "dibao_class": "A", "gradual_exit_from": date(2020, 7, 1)}, "2020-07-01", "2021-06-30", "社会救助科"),
    ("rigid_status", {**RIGID, "first_included_month": date(2020, 8, 1)}, "2020-08-01", "2021-07-31", "社会救助科"),
    # a year, a year, a quarter, half a year after the last visit
    ("review_a", {**DIBAO, "dibao_class": "A", "visited_on": date(2020, 6, 30)}, "2020-06-30", "2021-06-30", "香水镇"),
    ("review_b", {**DIBAO, "dibao_class": "B", "visited_on": date(2020, 7, 10)}, "2020-07-10", "2021-07-10", "香水镇"),
    (
        "review_c_urban",
        {**DIBAO, "dibao_class": "C", "settlement": "城镇", "visited_on": date(2021, 3, 10)},
        "2021-03-10",
        "2021-06-10",
        "香水镇",
    ),
    ("review_c_rural", {**DIBAO, "dibao_class": "C", "visited_on": date(2020, 12, 31)}, "2020-12-31", "2021-06-30", "香水镇"),
]


@pytest.mark.parametrize(("clock", "stated", "starts", "last", "office"), TERMS, ids=[term[0] for term in TERMS])
def test_a_household_is_over_on_the_day_after_its_last_day(
    con: duckdb.DuckDBPyConnection, clock: str, stated: Row, starts: str, last: str, office: str
) -> None:
    rows = around(con, clock, last, lambda on: home(con, on, **stated))
    assert told(rows) == IN_TIME_THEN_OVER
    assert {(row["started_on"], row["due_on"], row["case_id"], row["household_id"]) for row in rows} == {
        (day(starts), day(last), None, HOUSEHOLD)
    }
    assert {row["office"] for row in rows} == {office}


def test_paperwork_of_advance_relief_has_twenty_working_days(con: duckdb.DuckDBPyConnection) -> None:
    # from Friday the 28th of May: four weeks and, for the festival on the 14th of June, a day
    rows = around(con, "advance_paperwork", "2021-06-28", lambda on: (home(con, on), relief(con, on, "2021-05-28")))
    assert told(rows) == IN_TIME_THEN_OVER
    assert {row["office"] for row in rows} == {"香水镇"}


def test_paperwork_that_is_done_stops_the_clock_in_the_month_it_is_told(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-06-01")
    home(con, "2021-07-01")
    home(con, "2021-08-01")
    relief(con, "2021-06-10", "2021-05-28")
    relief(con, "2021-07-10", "2021-05-28", paperwork="2021-06-30")
    relief(con, "2021-08-10", "2021-05-28", paperwork="2021-06-30")
    row = one(con, "advance_paperwork", "2021-07-25")
    assert (row["is_running"], row["stopped_on"], row["days_over"]) == (False, date(2021, 6, 30), 2)
    assert [row for row in look(con, "2021-08-25") if row["clock"] == "advance_paperwork"] == []


def test_a_month_without_the_ledger_cannot_tell_whether_paperwork_is_overdue(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-06-01")
    home(con, "2021-07-01")
    relief(con, "2021-06-10", "2021-05-28")
    row = one(con, "advance_paperwork", "2021-07-25")
    assert (row["due_on"], row["is_overdue"], row["days_over"]) == (date(2021, 6, 28), None, None)
    assert row["doubt"] == "本月没有收到临时救助台账,不知道补没补"


def test_relief_without_a_date_has_no_last_day(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-06-01")
    relief(con, "2021-06-10", None)
    row = one(con, "advance_paperwork", "2021-06-25")
    assert (row["due_on"], row["is_overdue"], row["doubt"]) == (None, None, "起算日不知道")


def test_relief_that_was_not_given_in_advance_needs_no_paperwork_afterwards(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-06-01", **DIBAO, dibao_class="A", visited_on=date(2021, 6, 1))
    relief(con, "2021-06-10", "2021-05-28", is_advance=False)
    assert [row["clock"] for row in look(con, "2021-06-25")] == ["review_a"]


def test_a_month_that_has_no_roster_yet_goes_by_the_last_one(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-05-20", **DIBAO, dibao_class="A", visited_on=date(2020, 6, 1))
    row = one(con, "review_a", "2021-06-10")
    assert (row["month"], row["due_on"], row["is_overdue"]) == (date(2021, 6, 1), date(2021, 6, 1), True)


def advance_in_a_report(con: duckdb.DuckDBPyConnection, yuan: int) -> None:
    about = {"submission_id": "S1", "row_number": 2, "case_id": "YJ202106-0000000002", "township_code": TOWNSHIP, "is_repeat": False}
    when = {"happened_on": date(2021, 5, 27), "reported_on": date(2021, 5, 28), "known_on": date(2021, 5, 28)}
    put(con, "mart.urgent_report", month=date(2021, 6, 1), household_id=HOUSEHOLD, advance_yuan=yuan, **about, **when)


def test_relief_told_in_an_urgent_report_runs_until_the_ledger_has_it(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-06-01")
    home(con, "2021-07-01")
    ledger(con, "2021-06-10")
    advance_in_a_report(con, 800)
    row = one(con, "advance_paperwork", "2021-06-25")
    assert (row["started_on"], row["due_on"], row["case_id"]) == (date(2021, 5, 28), date(2021, 6, 28), "YJ202106-0000000002")
    relief(con, "2021-07-10", "2021-05-27", paperwork="2021-06-20")
    row = one(con, "advance_paperwork", "2021-07-25")
    assert (row["case_id"], row["stopped_on"]) == (None, date(2021, 6, 20))


def test_a_report_without_money_starts_nothing(con: duckdb.DuckDBPyConnection) -> None:
    advance_in_a_report(con, 0)
    assert look(con, "2021-06-25") == []


@pytest.mark.parametrize("starts", [None, date(2021, 8, 1)])
def test_who_is_not_in_gradual_exit_yet_has_no_end_of_it(con: duckdb.DuckDBPyConnection, starts: date | None) -> None:
    home(con, "2021-06-01", **DIBAO, dibao_class="A", visited_on=date(2021, 6, 1), gradual_exit_from=starts)
    assert [row["clock"] for row in look(con, "2021-06-25")] == ["review_a"]


@pytest.mark.parametrize(
    ("employment", "clock", "last", "doubt"),
    [
        ("就业", "gradual_exit_employed", date(2021, 5, 31), None),
        ("无业", "gradual_exit", None, "本地没有定期限"),
        (None, "gradual_exit", None, "家里有没有人就业没有填全"),
    ],
)
def test_in_zhongwei_the_year_is_theirs_who_found_work(
    con: duckdb.DuckDBPyConnection, employment: str | None, clock: str, last: date | None, doubt: str | None
) -> None:
    home(con, "2021-06-01", **DIBAO, gradual_exit_from=date(2020, 6, 1))
    put(con, "core.person_month", month=date(2021, 6, 1), household_id=HOUSEHOLD, is_in_household=True, employment=employment)
    row = one(con, clock, "2021-06-25", region="640522")
    assert (row["due_on"], row["is_overdue"], row["doubt"]) == (last, True if last else None, doubt)
    assert row["basis"] == ("卫民发〔2019〕21号·二(一)5" if last else "本地没有定期限")


def test_a_rigid_status_of_unknown_beginning_is_not_called_valid(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-06-01", **RIGID, first_included_month=None)
    row = one(con, "rigid_status", "2021-06-25")
    assert (row["due_on"], row["is_overdue"], row["doubt"]) == (None, None, "起算日不知道")


@pytest.mark.parametrize(
    ("visited", "included", "starts", "last"),
    [
        # newly admitted, not visited since: from the month of admission, which counts
        (None, date(2021, 2, 1), date(2021, 2, 1), date(2021, 7, 31)),
        # visited while the application was examined
        (date(2021, 1, 20), date(2021, 2, 1), date(2021, 2, 1), date(2021, 7, 31)),
        (date(2021, 2, 20), date(2021, 2, 1), date(2021, 2, 20), date(2021, 8, 20)),
        (date(2021, 2, 20), None, date(2021, 2, 20), date(2021, 8, 20)),
        # admitted long ago and no visit on record: when the last review was is not known
        (None, date(2015, 2, 1), None, None),
        (None, None, None, None),
    ],
)
def test_a_review_counts_from_the_last_visit_or_the_admission(
    con: duckdb.DuckDBPyConnection, visited: date | None, included: date | None, starts: date | None, last: date | None
) -> None:
    home(con, "2021-06-01", **DIBAO, dibao_class="C", visited_on=visited, first_included_month=included)
    row = one(con, "review_c_rural", "2021-06-25")
    assert (row["started_on"], row["due_on"], row["is_overdue"]) == (starts, last, False if last else None)


def test_an_earlier_months_visit_counts_where_this_month_names_none(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-05-01", **DIBAO, dibao_class="A", visited_on=date(2021, 4, 30))
    home(con, "2021-06-01", **DIBAO, dibao_class="A", visited_on=None)
    assert one(con, "review_a", "2021-06-25")["started_on"] == date(2021, 4, 30)


def test_without_a_class_nobody_knows_when_the_review_is_due(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-06-01", **DIBAO, dibao_class=None, visited_on=date(2015, 6, 1))
    row = one(con, "review_unknown", "2021-06-25")
    assert (row["due_on"], row["is_overdue"], row["doubt"]) == (None, None, "低保档次或城乡没有填")


def test_still_poor_three_months_after_relief_is_over_the_day_after(con: duckdb.DuckDBPyConnection) -> None:
    def given(on: str) -> None:
        home(con, on, **NOBODY)
        account(con, on, 5000)
        relief(con, on, "2021-03-10", is_advance=False)

    rows = around(con, "escalate", "2021-06-10", given)
    assert told(rows) == IN_TIME_THEN_OVER
    assert {row["basis"] for row in rows} == {"宁民发〔2020〕28号·四15,多久由本县规定"}


@pytest.mark.parametrize(("gross", "found"), [(6000, []), (5999, [True]), (None, [None])])
def test_who_is_no_longer_poor_needs_no_more_and_an_unknown_income_leaves_it_open(
    con: duckdb.DuckDBPyConnection, gross: float | None, found: list[bool | None]
) -> None:
    home(con, "2021-07-01", **NOBODY)
    account(con, "2021-07-01", gross)
    relief(con, "2021-07-01", "2021-03-10", is_advance=False)
    assert [row["is_overdue"] for row in look(con, "2021-07-20")] == found


def test_admission_stops_the_way_from_relief_to_dibao(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-07-01", **DIBAO, dibao_class="A", first_included_month=date(2021, 7, 1))
    relief(con, "2021-07-01", "2021-05-10", is_advance=False)
    row = one(con, "escalate", "2021-07-20")
    assert (row["is_running"], row["stopped_on"]) == (False, date(2021, 7, 1))


def test_relief_to_who_was_in_dibao_already_starts_nothing(con: duckdb.DuckDBPyConnection) -> None:
    home(con, "2021-07-01", **DIBAO, dibao_class="A", first_included_month=date(2019, 7, 1), visited_on=date(2021, 7, 1))
    relief(con, "2021-07-01", "2021-05-10", is_advance=False)
    assert [row["clock"] for row in look(con, "2021-07-20")] == ["review_a"]
