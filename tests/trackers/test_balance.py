"""逐项对账: what was open, came, went and is open now, per township and cause and in all; out of balance nothing is published."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.life import OTHER, TOWNSHIP, day, put
from lowincome import paths, sql_model, steps, warehouse
from lowincome.errors import PublishError
from trackers import world

Con = duckdb.DuckDBPyConnection
FLOWS = ("opening", "opened", "reopened", "moved_in", "moved_out", "closed", "merged", "closing")
SMALL = 5


def account(con: Con, month: str, township: str, family: str) -> tuple[int, ...]:
    found = con.execute(
        f"SELECT {', '.join(FLOWS)} FROM mart.case_balance WHERE month = ? AND township_code = ? AND family = ?",
        [day(month, 1), township, family],
    ).fetchall()
    return found[0] if found else (0,) * len(FLOWS)


def test_every_line_of_every_month_balances(lived: Con) -> None:
    broken = lived.execute("SELECT count(*), count(*) FILTER (WHERE is_balanced IS NOT TRUE) FROM mart.case_balance").fetchone()
    assert broken is not None
    assert (broken[0] > 10, broken[1]) == (True, 0)


def test_a_month_opens_with_what_the_one_before_closed_with(lived: Con) -> None:
    for before, month in pairwise(world.MONTHS):
        closed, opened = (
            lived.execute(
                f"SELECT township_code, family, {column} FROM mart.case_balance WHERE month = ? AND {column} > 0 ORDER BY ALL",
                [day(one, 1)],
            ).fetchall()
            for one, column in ((before, "closing"), (month, "opening"))
        )
        assert closed == opened


def test_the_countys_sums_balance_and_nobody_is_lost_on_the_way(lived: Con) -> None:
    for month in world.MONTHS:
        sums = lived.execute(
            f"SELECT {', '.join(f'sum({name})' for name in FLOWS)} FROM mart.case_balance WHERE month = ?", [day(month, 1)]
        )
        opening, opened, reopened, moved_in, moved_out, closed, merged, closing = sums.fetchone()
        assert moved_in == moved_out
        assert opening + opened + reopened - closed - merged == closing
        (held,) = lived.execute("SELECT count(*) FROM mart.case_state WHERE month = ? AND is_open_case(state)", [day(month, 1)]).fetchone()
        assert held == closing


def test_a_household_that_moves_takes_its_case_from_one_township_to_the_other(lived: Con) -> None:
    assert account(lived, "2021-04", OTHER, "因困致贫") == (1, 0, 0, 0, 1, 0, 0, 0)
    assert account(lived, "2021-04", TOWNSHIP, "因困致贫") == (0, 0, 0, 1, 0, 0, 0, 1)


def test_a_case_that_comes_back_is_reopened_and_not_opened(lived: Con) -> None:
    assert account(lived, "2021-02", TOWNSHIP, "漏保漏救") == (2, 0, 0, 0, 0, 1, 0, 1)
    assert account(lived, "2021-05", TOWNSHIP, "漏保漏救") == (4, 0, 1, 0, 0, 0, 1, 4)


def test_a_case_that_vanished_from_the_states_is_out_of_balance(lived: Con) -> None:
    """Given one case less in June's states, then June does not balance, and is well again with it."""
    with warehouse.tentative(lived):
        lived.execute("DELETE FROM mart.case_state WHERE month = ? AND household_id = ?", [world.JUNE, world.HELD])
        world.follow(lived, "2021-06", ("mart.case_balance",))
        found = lived.execute("SELECT township_code, family FROM mart.case_balance WHERE month = ? AND NOT is_balanced", [world.JUNE])
        assert found.fetchall() == [(TOWNSHIP, "三保障")]


def test_a_case_that_changed_township_without_an_event_is_out_of_balance(lived: Con) -> None:
    with warehouse.tentative(lived):
        lived.execute("UPDATE mart.case_state SET township_code = ? WHERE month = ? AND household_id = ?", [OTHER, world.JUNE, world.HELD])
        world.follow(lived, "2021-06", ("mart.case_balance",))
        found = lived.execute("SELECT township_code FROM mart.case_balance WHERE month = ? AND NOT is_balanced ORDER BY ALL", [world.JUNE])
        assert found.fetchall() == [(TOWNSHIP,), (OTHER,)]


@pytest.mark.parametrize("is_balanced", [True, False])
def test_nothing_is_published_when_cases_do_not_balance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_balanced: bool) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path))
    with warehouse.writer(paths.warehouse(tmp_path)) as con:
        put(con, "mart.case_balance", month=world.JUNE, township_code=TOWNSHIP, family="三保障", is_balanced=is_balanced)
    if is_balanced:
        steps.publish_snapshot("2021-06")
    else:
        with pytest.raises(PublishError, match=r"2021-06 .*不平衡,未发布:请查 mart\.case_balance 1 处"):
            steps.publish_snapshot("2021-06")
    assert paths.published(tmp_path).exists() is is_balanced


def published(con: Con, **counts: int) -> dict[str, Any]:
    """What analysts get of one cause, counted in one township."""
    for table in ("mart.case_balance", "ref.policy_in_force"):
        con.execute(f"DELETE FROM {table}")
    month = date(2020, 1, 1)
    put(con, "ref.policy_in_force", month=month, parameter="small_cell_minimum", value=SMALL)
    row = dict.fromkeys(FLOWS, 0) | counts
    put(con, "mart.case_balance", month=month, township_code=TOWNSHIP, family="三保障", **row)
    warehouse.run_models(con, ("pub.case_balance",), {"month": month})
    cursor = con.execute("SELECT opening, opened, ended, closing, is_hidden FROM pub.case_balance WHERE month = ?", [month])
    return dict(zip([column[0] for column in cursor.description], cursor.fetchone(), strict=True))


@pytest.fixture(scope="module")
def bare() -> Con:
    return warehouse.in_memory()


def test_analysts_get_the_countys_account_of_a_cause(bare: Con) -> None:
    row = published(bare, opening=20, opened=6, reopened=2, moved_in=3, moved_out=3, closed=7, merged=1, closing=20)
    assert row == {"opening": 20, "opened": 8, "ended": 8, "closing": 20, "is_hidden": False}


@pytest.mark.parametrize("few", [{"opening": 3}, {"opened": 1}, {"reopened": 4}, {"closed": 2}, {"merged": 1}, {"closing": 4}])
def test_one_small_number_hides_its_line_so_that_no_other_gives_it_away(bare: Con, few: dict[str, int]) -> None:
    row = published(bare, **({"opening": 20, "closing": 20} | few))
    assert row == {"opening": None, "opened": None, "ended": None, "closing": None, "is_hidden": True}


def test_nothing_at_all_is_not_hidden(bare: Con) -> None:
    assert published(bare, opening=20, closing=20) == {"opening": 20, "opened": 0, "ended": 0, "closing": 20, "is_hidden": False}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.tuples(*[st.integers(0, 9)] * 4), opening=st.integers(0, 12))
def test_no_small_number_is_ever_shown(bare: Con, counts: tuple[int, ...], opening: int) -> None:
    opened, reopened, closed, merged = counts
    closing = max(opening + opened + reopened - closed - merged, 0)
    row = published(bare, opening=opening, opened=opened, reopened=reopened, closed=closed, merged=merged, closing=closing)
    shown = [row[name] for name in ("opening", "opened", "ended", "closing")]
    assert not any(value is not None and 0 < value < SMALL for value in shown)
    assert row["is_hidden"] == (None in shown)


def test_nothing_in_it_says_who_or_where() -> None:
    (model,) = [model for model in sql_model.layer("pub") if model.table == "pub.case_balance"]
    assert {"township_code", "village", "household_id", "case_id"} & {column.name for column in model.columns} == set()
