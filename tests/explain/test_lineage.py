"""Every figure a rule shows is followed down to a sheet, an extract or a parameter."""

import re

import pytest

from lowincome import lineage, rules
from lowincome.lineage import Column

RULES = rules.load()


def leaves(columns: frozenset[Column]) -> set[Column]:
    return {leaf for column in columns for leaf in lineage.staged(column)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.model.path.stem)
def test_every_label_of_the_evidence_leads_to_a_source(rule: rules.Rule) -> None:
    found = lineage.evidence(rule)
    labels = set(re.findall(r"'([^']*[一-鿿][^']*)',\s", rule.model.select.split("json_object", 1)[-1]))
    assert found
    for label, columns in found.items():
        assert leaves(columns), f"{label} comes from nowhere"
        assert {leaf.table.split(".")[0] for leaf in leaves(columns)} <= {"stg", "ref", "raw"}, label
    assert labels & set(found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.model.path.stem)
def test_the_answer_of_every_rule_depends_on_something(rule: rules.Rule) -> None:
    assert lineage.answer(rule)


def rule(rule_id: str) -> rules.Rule:
    return next(one for one in RULES if one.rule_id == rule_id)


def test_income_a_head_is_made_of_four_columns_of_the_sheet_and_the_members() -> None:
    income = leaves(lineage.evidence(rule("low_income_band"))["人均年收入(元)"])
    headings = {heading for leaf in income for heading in lineage.cells(leaf.table, leaf.name)}
    assert {"工资性收入", "经营净收入", "财产净收入", "转移净收入"} <= headings
    assert "stg.person" in {leaf.table for leaf in income}


def test_a_line_comes_from_the_parameters() -> None:
    line = leaves(lineage.evidence(rule("low_income_band"))["低保标准(元/年)"])
    assert {leaf.table.split(".")[0] for leaf in line} == {"ref"}


def test_what_was_earlier_is_told_from_what_is_now() -> None:
    found = lineage.evidence(rule("income_drop"))
    assert {leaf.is_earlier for leaf in leaves(found["当时人均年收入(元)"])} == {True}
    assert {leaf.is_earlier for leaf in leaves(found["人均年收入(元)"])} == {False}


@pytest.mark.parametrize(
    ("table", "name", "heading"),
    [
        ("stg.household", "wage_yuan_12m", "工资性收入"),
        ("stg.person", "disability_level", "残疾等级"),
        ("stg.disability", "card_level", "残疾等级"),
        ("stg.payment", "paid_yuan", "实发金额"),
    ],
)
def test_a_column_of_staging_is_named_as_in_the_file(table: str, name: str, heading: str) -> None:
    assert lineage.cells(table, name) == {heading}
