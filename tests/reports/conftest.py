"""Pages that were looked at once and must not change unseen."""

import difflib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from reports import sample

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a page with the one kept under its name; with --accept the page becomes the one kept."""

    def compare(name: str, page: str) -> None:
        kept = GOLDEN / f"{name}.html"
        if request.config.getoption("--accept"):
            kept.write_text(page, encoding="utf-8")
        before = kept.read_text(encoding="utf-8") if kept.exists() else ""
        difference = "\n".join(difflib.unified_diff(before.splitlines(), page.splitlines(), "kept", "now", lineterm="", n=1))
        assert not difference, f"{kept.name} changed. Look at it; if it is right: pytest tests/reports --accept\n{difference}"

    return compare


@pytest.fixture(scope="session")
def con() -> duckdb.DuckDBPyConnection:
    """The sample month; tests only read it."""
    return sample.warehouse_of(9)
