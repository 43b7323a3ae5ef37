"""Texts and pages that were looked at once and must not change unseen."""

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the one kept under its name; with --accept the text becomes the one kept."""

    def compare(name: str, text: str) -> None:
        kept = GOLDEN / name
        if request.config.getoption("--accept"):
            kept.write_text(text, encoding="utf-8")
        before = kept.read_text(encoding="utf-8") if kept.exists() else ""
        difference = "\n".join(difflib.unified_diff(before.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=1))
        assert not difference, f"{name} changed. Look at it; if it is right: pytest tests/exchange --accept\n{difference}"

    return compare


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "home"
