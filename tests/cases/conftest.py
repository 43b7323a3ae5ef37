from collections.abc import Iterator

import duckdb
import pytest

from cases import life
from lowincome import warehouse


@pytest.fixture(scope="session")
def shared() -> Iterator[duckdb.DuckDBPyConnection]:
    """One warehouse for all; whoever puts something in takes it out again."""
    con = life.fresh()
    yield con
    con.close()


@pytest.fixture
def con(shared: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.tentative(shared):
        yield shared
