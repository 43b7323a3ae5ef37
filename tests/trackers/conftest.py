"""The county's half year, lived once for all tests; they only read it."""

from collections.abc import Iterator

import duckdb
import pytest

from trackers import world


@pytest.fixture(scope="session")
def lived() -> Iterator[duckdb.DuckDBPyConnection]:
    con = world.county()
    yield con
    con.close()
