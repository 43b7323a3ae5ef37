"""The queries of the analysts' page run on the snapshot as they stand there."""

import re
from pathlib import Path

import pytest

from lowincome import paths, settings
from pipeline import query

PAGE = (settings.PROJECT / "docs" / "分析人员说明.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```sql\n-- example: (\w+)\n(.*?)```", PAGE, re.DOTALL))


def test_the_page_has_its_three_examples() -> None:
    assert len(EXAMPLES) == 3


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_query_answers_with_rows(county: Path, name: str) -> None:
    rows = query(paths.published(county), EXAMPLES[name])
    if name == "months_to_closing":
        assert isinstance(rows, list), "in a county without feedback no case is closed yet"
    else:
        assert rows


def test_hidden_not_in_force_and_zero_are_told_apart(county: Path) -> None:
    states = query(paths.published(county), "SELECT DISTINCT triggered_state, triggered IS NULL FROM pub.rule_summary")
    assert ("not_in_force", True) in states
    assert ("known", False) in states
    assert ("known", True) not in states
    assert ("suppressed", False) not in states
