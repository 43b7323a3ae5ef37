"""What was verified stays verified until its evidence changes, its time is over, or the centre lifts it; and every silence is listed."""

import duckdb
import pytest

from cases.life import RULE, case, close, decides, finds, hears, opened, state

Con = duckdb.DuckDBPyConnection
MONTHS = [f"2021-{number:02}" for number in range(5, 13)] + [f"2022-{number:02}" for number in range(1, 5)]


def untrue(con: Con, result: str = "不属实", **found: object) -> str:
    """A case of April that was visited in May, found otherwise and closed."""
    number = opened(con, **found)
    hears(con, "2021-05", number, result, asks_to_close=True)
    finds(con, "2021-05", **found)
    close(con, "2021-05")
    assert state(con, "2021-05", number) == "已销号"
    return number


def quiet(con: Con, month: str) -> tuple[bool, str | None]:
    return con.execute("SELECT is_quiet, quiet_reason FROM mart.finding WHERE month = ? AND rule_id = ?", [f"{month}-01", RULE]).fetchone()


@pytest.mark.parametrize("result", ["不属实", "已有政策覆盖"])
def test_unchanged_evidence_is_quiet_and_says_why(con: Con, result: str) -> None:
    number = untrue(con, result)
    finds(con, "2021-06")
    close(con, "2021-06")
    assert quiet(con, "2021-06") == (True, "以前已核实,依据没有变化")
    assert case(con, "2021-06") == number


def test_other_words_in_the_evidence_raise_it_again(con: Con) -> None:
    number = untrue(con)
    finds(con, "2021-06", evidence='{"状况": "乙"}')
    close(con, "2021-06")
    assert quiet(con, "2021-06")[0] is False
    assert case(con, "2021-06") != number


@pytest.mark.parametrize(("measured", "expected"), [(2400, True), (2399, False), (3600, True), (3601, False)])
def test_a_fifth_more_or_less_is_no_change_and_a_yuan_beyond_it_is(con: Con, measured: float, expected: bool) -> None:
    untrue(con)
    finds(con, "2021-06", measured=measured)
    close(con, "2021-06")
    assert quiet(con, "2021-06")[0] is expected


def test_what_changed_until_somebody_looked_was_looked_at(con: Con) -> None:
    """Given evidence that moved between the list and the visit, then the visit saw it as it had become."""
    number = opened(con)
    hears(con, "2021-05", number, "已有政策覆盖", asks_to_close=True)
    finds(con, "2021-05", measured=1000)
    close(con, "2021-05")
    assert (quiet(con, "2021-05")[0], case(con, "2021-05")) == (True, number)
    finds(con, "2021-06", measured=1100)
    close(con, "2021-06")
    assert quiet(con, "2021-06")[0] is True
    finds(con, "2021-07", measured=1300)
    close(con, "2021-07")
    assert quiet(con, "2021-07")[0] is False


def test_what_an_earlier_case_verified_is_remembered_though_a_later_one_closed_over_something_else(con: Con) -> None:
    first = untrue(con)
    finds(con, "2021-06", measured=9000)
    close(con, "2021-06")
    second = case(con, "2021-06")
    assert second != first
    hears(con, "2021-07", second, "不属实", asks_to_close=True)
    finds(con, "2021-07", measured=9000)
    close(con, "2021-07")
    finds(con, "2021-08")
    close(con, "2021-08")
    assert quiet(con, "2021-08")[0] is True
    assert con.execute("SELECT case_id FROM mart.finding WHERE month = '2021-08-01'").fetchone() == (first,)


def test_the_last_quiet_day_is_told_the_same_in_every_month(con: Con) -> None:
    untrue(con)
    finds(con, "2021-06")
    close(con, "2021-06")
    told = con.execute("SELECT DISTINCT quiet_until FROM mart.finding WHERE is_quiet").fetchall()
    assert [str(day) for (day,) in told] == ["2021-11-12"]


@pytest.mark.parametrize("unit", ["months", "days", "working_days", "years_of_age"])
def test_months_and_days_that_pass_are_no_change(con: Con, unit: str) -> None:
    untrue(con, measured=2, unit=unit)
    finds(con, "2021-06", measured=9, unit=unit)
    close(con, "2021-06")
    assert quiet(con, "2021-06")[0] is True


def test_it_is_quiet_in_the_sixth_month_and_raised_in_the_seventh(con: Con) -> None:
    untrue(con)
    for month in ("2021-11", "2021-12"):
        finds(con, month)
        close(con, month)
    assert (quiet(con, "2021-11")[0], quiet(con, "2021-12")[0]) == (True, False)


def test_the_centre_can_lift_the_silence(con: Con) -> None:
    number = untrue(con)
    decides(con, "2021-06", number, "解除静默")
    finds(con, "2021-06")
    close(con, "2021-06")
    assert quiet(con, "2021-06")[0] is False
    assert case(con, "2021-06") != number


def test_another_rule_of_the_same_kind_is_not_silenced_with_it(con: Con) -> None:
    number = untrue(con)
    finds(con, "2021-06")
    finds(con, "2021-06", rule_id="second")
    close(con, "2021-06")
    new = case(con, "2021-06")
    assert new != number
    assert con.execute("SELECT rule_ids FROM mart.case_state WHERE month = '2021-06-01' AND case_id = ?", [new]).fetchone() == (["second"],)


def test_twelve_months_of_unchanged_data_open_one_case_a_memory_span(con: Con) -> None:
    """Given a finding that is looked at and found untrue once, then it is raised again only when the memory of six months is over."""
    untrue(con)
    for month in MONTHS[1:]:
        finds(con, month)
        close(con, month)
    raised = con.execute("SELECT strftime(month, '%Y-%m') FROM mart.case_event WHERE event IN ('立案', '复开') ORDER BY month").fetchall()
    assert raised == [("2021-04",), ("2021-12",)]


def test_twelve_months_without_an_answer_raise_each_finding_once(con: Con) -> None:
    number = opened(con)
    for month in MONTHS:
        finds(con, month)
        close(con, month)
    assert con.execute("SELECT count(*), min(case_id) FROM mart.case_event WHERE event <> '户变更'").fetchone() == (1, number)
