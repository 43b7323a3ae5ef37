"""The generated pages say what the rules, the policy files and the clause index say now."""

import pytest

from lowincome import catalogue, policy, rules
from lowincome.settings import PROJECT

PAGES = catalogue.pages()


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: path.name)
def test_the_page_is_fresh(path):
    assert path.read_text(encoding="utf-8") == PAGES[path], (
        f"{path.relative_to(PROJECT)} is stale: run `make docs` and look at the difference"
    )


def test_every_rule_stands_in_the_catalogue_once_with_its_clauses_and_situations():
    page = PAGES[PROJECT / "docs" / "rules.md"]
    for rule in rules.load():
        assert page.count(f"`{rule.rule_id}` · ") == 1
        assert f": {rule.model.header['basis']}\n" in page
    assert page.count("\n情形:\n") == len({rule.rule_id for rule in rules.load()})


def test_every_parameter_of_a_rule_is_told_with_its_values():
    page = PAGES[PROJECT / "docs" / "rules.md"]
    used = {name for rule in rules.load() for name in rule.parameters}
    assert [name for name in sorted(used) if f"`{name}`" not in page] == []
    documents = {value.document for value in policy.load() if value.parameter in used and value.document}
    numbers = {row["number"] for _, row in policy.rows(policy.REFERENCE / "documents.csv") if row["document"] in documents}
    assert [number for number in sorted(numbers) if number not in page] == []


def test_a_number_that_no_document_gives_is_marked():
    lines = [line for line in PAGES[PROJECT / "docs" / "rules.md"].splitlines() if line.startswith("  * ") and "〔20" not in line]
    assert [line for line in lines if "(本地暂定)" not in line and "(示例)" not in line and "本地未明确" not in line] == []
