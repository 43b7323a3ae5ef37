"""The worlds of `world.py`, made once where they cost time."""

from datetime import date, timedelta

import pytest

from lowincome import month as months
from risk.world import county_warehouse, empty_warehouse, refer


@pytest.fixture(scope="session")
def half_year():
    """An empty warehouse with the reference of the first half of 2021."""
    con = empty_warehouse()
    for month in months.between(date(2021, 1, 1), date(2021, 6, 1)):
        refer(con, month)
    yield con
    con.close()


@pytest.fixture
def con(half_year):
    """The same, for one test: what it writes is taken back."""
    half_year.begin()
    yield half_year
    half_year.rollback()


@pytest.fixture(scope="session")
def year():
    """Twelve months of 900 households: enough for a model."""
    con, last = county_warehouse(900, 12)
    yield con, last
    con.close()


@pytest.fixture(scope="session")
def trained(year, tmp_path_factory):
    """The year with its model: (con, last month, home, card)."""
    from lowincome.risk import train

    con, last = year
    home = tmp_path_factory.mktemp("home")
    card = train.train(con, last, last + timedelta(days=25), home, capacity=60)
    assert card is not None
    return con, last, home, card
