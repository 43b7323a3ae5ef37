"""What analysts get: no identity, no cell that shows who it is, none that can be worked out from the others."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lowincome import sql_model
from yield_ import world
from yield_.world import after, put, rows, run

SMALL = world.SETTINGS["small_cell_minimum"]
IDENTITY = {"household_id", "case_id", "person_id", "township_code", "head_name", "village"}


def is_small(count: int) -> bool:
    return 0 < count < SMALL


def total(con, pushed: int, visited: int, confirmed: int, helped: int) -> dict[str, Any]:
    con.execute("DELETE FROM mart.yield_total")
    counts = {"pushed": pushed, "visited": visited, "confirmed": confirmed, "helped": helped}
    put(con, "mart.yield_total", month=after(0), scope="规则", rule_id="r1", confirmed_share=0.5, helped_share=0.5, **counts)
    run(con, ("pub.rule_yield",), after(0))
    (row,) = rows(con, "pub.rule_yield", month=after(0))
    return row


def missed(con, sent: int, visited: int, confirmed: int) -> dict[str, Any]:
    con.execute("DELETE FROM mart.missed_rate")
    counts = {"drawn": sent + 3, "not_sent": 3, "visited": visited, "confirmed": confirmed}
    put(con, "mart.missed_rate", month=after(7), period="半年", period_from=after(0), share=0.5, least=0.5, **counts)
    run(con, ("pub.missed_rate",), after(7))
    (row,) = rows(con, "pub.missed_rate", month=after(7))
    return row


def relapses(con, closed: int, relapsed: tuple[int, int, int]) -> list[dict[str, Any]]:
    con.execute("DELETE FROM mart.relapse")
    for watch, (months, again) in enumerate(zip((1, 3, 6), relapsed, strict=True), start=1):
        cell = {"watch": watch, "watch_months": months, "closed": closed, "followed": closed, "relapsed": again, "share": 0.5}
        put(con, "mart.relapse", month=after(11), period="半年", period_from=after(0), closed_as="合计", **cell)
    run(con, ("pub.relapse",), after(11))
    return rows(con, "pub.relapse", month=after(11))


def test_large_counts_are_shown_whole(con):
    row = total(con, 100, 60, 20, 10)
    assert [row[name] for name in ("pushed", "visited", "confirmed", "helped", "hidden_from")] == [100, 60, 20, 10, None]
    assert (float(row["confirmed_share"]), float(row["helped_share"])) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("counts", "hidden_from", "shown"),
    [
        ((4, 4, 4, 4), "pushed", (None, None, None, None)),
        ((100, 3, 0, 0), "visited", (100, None, None, None)),
        ((100, 97, 0, 0), "visited", (100, None, None, None)),
        ((100, 60, 2, 0), "confirmed", (100, 60, None, None)),
        ((100, 60, 58, 58), "confirmed", (100, 60, None, None)),
        ((100, 60, 20, 18), "helped", (100, 60, 20, None)),
        ((100, 0, 0, 0), None, (100, 0, 0, 0)),
    ],
)
def test_a_small_count_or_a_small_rest_is_kept_back_with_all_that_follows(con, counts, hidden_from, shown):
    row = total(con, *counts)
    assert row["hidden_from"] == hidden_from
    assert tuple(row[name] for name in ("pushed", "visited", "confirmed", "helped")) == shown
    assert (row["confirmed_share"] is None) == (row["confirmed"] is None)
    assert (row["helped_share"] is None) == (row["helped"] is None)


def test_only_a_half_year_that_is_over_and_answered_is_published(con):
    for first in (after(0), after(6)):
        put(con, "mart.missed_rate", month=after(12), period="半年", period_from=first, drawn=90, not_sent=0, visited=60, confirmed=20)
    put(con, "mart.missed_rate", month=after(12), period="全部", period_from=after(0), drawn=90, not_sent=0, visited=60, confirmed=20)
    run(con, ("pub.missed_rate",), after(12))
    assert [row["period_from"] for row in rows(con, "pub.missed_rate", month=after(12))] == [after(0)]


def test_relapse_is_published_for_half_years_watched_to_the_end(con):
    for watch, months in enumerate((1, 3, 6), start=1):
        cell = {"watch": watch, "watch_months": months, "closed": 50, "followed": 50, "relapsed": 10}
        put(con, "mart.relapse", month=after(9), period="半年", period_from=after(0), closed_as="合计", **cell)
    run(con, ("pub.relapse",), after(9))
    assert [row["watch_months"] for row in rows(con, "pub.relapse", month=after(9))] == [1, 3]


def test_without_a_minimum_nothing_but_zero_is_shown(con):
    con.execute("DELETE FROM ref.policy_in_force WHERE parameter = 'small_cell_minimum' AND month = ?", [after(0)])
    assert total(con, 100, 60, 20, 10)["hidden_from"] == "pushed"
    put(con, "ref.policy_in_force", month=after(0), parameter="small_cell_minimum", value=SMALL)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(0, 25), min_size=4, max_size=4))
def test_no_two_shown_counts_differ_by_a_few(county, counts):
    pushed, visited, confirmed, helped = sorted(counts, reverse=True)
    for row, names in (
        (total(county, pushed, visited, confirmed, helped), ("pushed", "visited", "confirmed", "helped")),
        (missed(county, pushed, visited, confirmed), ("sent", "visited", "confirmed")),
    ):
        shown = [row[name] for name in names if row[name] is not None]
        assert not any(is_small(count) for count in shown)
        assert not any(is_small(larger - smaller) for larger, smaller in pairwise(shown))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(0, 25), min_size=4, max_size=4))
def test_no_two_windows_of_relapse_differ_by_a_few(county, counts):
    closed, *later = sorted(counts, reverse=True)
    shown = [row for row in relapses(county, closed, tuple(sorted(later))) if row["relapsed"] is not None]
    values = [0, *(row["relapsed"] for row in shown), *(row["closed"] for row in shown[:1])]
    assert not any(is_small(abs(one - other)) for one in values for other in values)


def test_nothing_in_them_says_who_or_where():
    published = [model for model in sql_model.layer("pub") if model.table in world.PUBLISHED]
    assert len(published) == len(world.PUBLISHED)
    assert [model.table for model in published if IDENTITY & {column.name for column in model.columns}] == []
