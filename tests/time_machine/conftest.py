from pathlib import Path

import pytest

from explain import world


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished warehouse of a few households. Look, do not touch."""
    return world.build(tmp_path_factory.mktemp("compared") / "home" / "warehouse" / "lowincome.duckdb")
