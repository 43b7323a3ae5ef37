"""One warehouse for all situations of a file, emptied before each."""

import duckdb
import pytest

from yield_ import world


@pytest.fixture(scope="module")
def county() -> duckdb.DuckDBPyConnection:
    return world.new()


@pytest.fixture
def con(county: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    world.empty(county)
    return county
