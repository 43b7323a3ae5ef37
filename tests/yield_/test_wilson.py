"""Wilson's interval as the warehouse works it out, beside scipy's and at its edges."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from lowincome import warehouse

# of floating point
SLACK = 1e-9


@pytest.fixture(scope="module")
def con():
    return warehouse.in_memory()


def interval(con: duckdb.DuckDBPyConnection, k: int, n: int, level: float | None = 0.95) -> tuple[float, float]:
    return con.execute(
        "SELECT wilson_low(k, n, x), wilson_high(k, n, x) FROM (SELECT ? AS k, ? AS n, ?::DOUBLE AS x)", [k, n, level]
    ).fetchone()


@settings(deadline=None)
@given(data=st.data(), n=st.integers(1, 5000), level=st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.995, 0.999]))
def test_it_is_scipys_interval(con, data, n, level):
    k = data.draw(st.integers(0, n))
    theirs = binomtest(k, n).proportion_ci(confidence_level=level, method="wilson")
    assert interval(con, k, n, level) == pytest.approx((theirs.low, theirs.high), abs=1e-6)


@settings(deadline=None)
@given(data=st.data(), n=st.integers(1, 5000))
def test_it_holds_the_share_itself_and_stays_between_none_and_all(con, data, n):
    k = data.draw(st.integers(0, n))
    low, high = interval(con, k, n)
    assert 0 <= low <= k / n + SLACK
    assert k / n - SLACK <= high <= 1
    assert low < high


def test_of_none_at_all_nothing_is_known(con):
    assert interval(con, 0, 0) == (None, None)


@pytest.mark.parametrize("level", [None, 0, 1])
def test_without_a_level_that_makes_sense_nothing_is_known(con, level):
    assert interval(con, 3, 10, level) == (None, None)


def test_none_of_ten_may_still_be_more_than_a_quarter(con):
    # Newcombe 1998, table I: 0/10 by Wilson's method gives 0 to 0.2775
    low, high = interval(con, 0, 10)
    assert low == pytest.approx(0, abs=SLACK)
    assert high == pytest.approx(0.2775, abs=5e-5)


def test_ten_of_ten_may_still_be_less_than_three_quarters(con):
    low, high = interval(con, 10, 10)
    assert low == pytest.approx(0.7225, abs=5e-5)
    assert high == pytest.approx(1, abs=SLACK)


def test_more_doors_make_it_narrower(con):
    widths = [high - low for low, high in (interval(con, n // 10, n) for n in (10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("level", [0.5, 0.9, 0.95, 0.99, 0.999, 0.9999])
def test_the_bound_is_the_normal_distributions(con, level):
    (bound,) = con.execute("SELECT normal_bound(?::DECIMAL(16, 4))", [level]).fetchone()
    assert bound == pytest.approx(norm.ppf((1 + level) / 2), rel=1e-6)


@pytest.mark.parametrize(
    ("n", "minimum", "is_small"), [(0, 5, False), (1, 5, True), (4, 5, True), (5, 5, False), (0, None, False), (100, None, True)]
)
def test_a_count_is_small_between_none_and_the_minimum(con, n, minimum, is_small):
    assert con.execute("SELECT is_small(?, ?::INTEGER)", [n, minimum]).fetchone() == (is_small,)


@pytest.mark.parametrize(
    ("month", "first"),
    [("2021-01-01", "2021-01-01"), ("2021-06-01", "2021-01-01"), ("2021-07-01", "2021-07-01"), ("2021-12-01", "2021-07-01")],
)
def test_a_half_year_begins_in_january_or_july(con, month, first):
    assert con.execute("SELECT half_year(?::DATE) = ?::DATE", [month, first]).fetchone() == (True,)
