from pathlib import Path

import pytest

from explain import world
from lowincome import warehouse


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished warehouse of a few households. Look, do not touch."""
    return world.build(tmp_path_factory.mktemp("explained") / "home" / "warehouse" / "lowincome.duckdb")


@pytest.fixture(scope="session")
def con(path: Path):
    with warehouse.reader(path) as con:
        yield con
