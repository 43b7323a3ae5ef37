"""One empty county for all tests of the lists; each begins with nothing in it."""

from collections.abc import Iterator

import duckdb
import pytest

from lists import township


@pytest.fixture(scope="session")
def _county() -> Iterator[duckdb.DuckDBPyConnection]:
    con = township.county()
    yield con
    con.close()


@pytest.fixture
def con(_county: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    township.clear(_county)
    return _county
