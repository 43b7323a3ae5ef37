"""The sample month that the reports are made of."""

import duckdb
import pytest

from reports import sample


@pytest.fixture(scope="session")
def con() -> duckdb.DuckDBPyConnection:
    """Tests only read it."""
    return sample.warehouse_of(9)
