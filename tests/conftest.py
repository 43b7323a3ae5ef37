"""What the whole suite shares: its options, and texts and pages that were looked at once and must not change unseen."""

import difflib
from collections.abc import Callable

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the pages under tests/**/golden anew instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the one kept under its file name in `golden` beside the test; with --accept the text becomes the one kept."""

    def compare(name: str, text: str) -> None:
        kept = request.path.parent / "golden" / name
        if request.config.getoption("--accept"):
            kept.write_text(text, encoding="utf-8")
        before = kept.read_text(encoding="utf-8") if kept.exists() else ""
        difference = "\n".join(difflib.unified_diff(before.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=1))
        where = f"tests/{kept.parent.parent.name}"
        assert not difference, f"{name} changed. Look at it; if it is right: pytest {where} --accept\n{difference}"

    return compare
