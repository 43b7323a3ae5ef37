from pathlib import Path

import pytest

from pipeline import run_county


@pytest.fixture(scope="session")
def _county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("county")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(home))
        run_county(home, tmp_path_factory.mktemp("drawn"))
    return home


@pytest.fixture
def county(_county: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of three finished months of a small county. Look, do not touch."""
    monkeypatch.setenv("LOWINCOME_HOME", str(_county))
    return _county


@pytest.fixture
def copy(_county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, for tests that change it."""
    import shutil

    home = tmp_path / "home"
    shutil.copytree(_county, home)
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    return home
