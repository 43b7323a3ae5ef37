from collections.abc import Iterator

import duckdb
import pytest

from clocks import world
from lowincome import rules, warehouse


@pytest.fixture(scope="session")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """A county with its reference and nobody in it."""
    con = warehouse.in_memory()
    rules.prepare(con)
    world.reference(con)
    yield con
    con.close()


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same for one test; what happens in it is gone afterwards."""
    with warehouse.tentative(empty):
        yield empty
