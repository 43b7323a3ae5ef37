import shutil
from pathlib import Path

import pytest

from pipeline import run_county


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A county after three finished months, and as it was when the third had been received but not run."""
    finished, unrun = tmp_path_factory.mktemp("county") / "home", tmp_path_factory.mktemp("county") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(finished))
        run_county(finished, tmp_path_factory.mktemp("drawn"), before_last=lambda: shutil.copytree(finished, unrun))
    return finished, unrun


@pytest.fixture
def county(_homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of three finished months of a small county. Look, do not touch."""
    monkeypatch.setenv("LOWINCOME_HOME", str(_homes[0]))
    return _homes[0]


@pytest.fixture
def copy(_homes: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, for tests that change it."""
    return _copy(_homes[0], tmp_path / "copy", monkeypatch)


@pytest.fixture
def unrun(_homes: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two finished months, the third received but not run; to be changed."""
    return _copy(_homes[1], tmp_path / "unrun", monkeypatch)


def _copy(home: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(home, target)
    monkeypatch.setenv("LOWINCOME_HOME", str(target))
    return target
