import shutil
from pathlib import Path

import pytest

from made_once import made_once
from pipeline import run_county


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A county after three finished months, and as it was when the third had been received but not run."""

    def make(folder: Path) -> None:
        finished, unrun = folder / "finished", folder / "unrun"
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LOWINCOME_HOME", str(finished))
            run_county(finished, folder / "drawn", before_last=lambda: shutil.copytree(finished, unrun))

    folder = made_once(tmp_path_factory, "county", make)
    return folder / "finished", folder / "unrun"


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
