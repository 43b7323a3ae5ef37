"""A county's empty home, and a warehouse in memory for rosters of some months (see `rosters`)."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from exchange.old_lists import sent
from exchange.rosters import emptied
from lowincome import warehouse


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "inbox").mkdir(parents=True)
    return tmp_path / "home"


@pytest.fixture
def answer(home: Path) -> Callable[..., Any]:
    """What becomes of a list that is sent: its bytes, its name."""
    return lambda data, name="名单.csv", **more: sent(home, data, name, **more)


@pytest.fixture(scope="module")
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.in_memory() as con:
        yield con


@pytest.fixture
def con(world: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    return emptied(world)
