"""No number from a policy document stands in code. For sql/ the same is asked in test_sql.py."""

import pytest

from architecture.policy_numbers import document_values, policy_numbers
from architecture.python_guards import module_name
from architecture.repository import DAGS, PACKAGE, below, name
from architecture.sql_guards import policy_values


def test_there_are_policy_values_to_look_for():
    assert {1.3, 1.5, 18.0, 25.0} <= document_values()
    assert {0.5, 300.0, 5400.0} <= policy_values()
    assert not {0.5, 300.0, 5400.0} & document_values()


def test_code_holds_no_policy_number():
    # the invented county is no rule: it draws incomes and illnesses, and judges nobody
    paths = [path for path in below(PACKAGE, ".py") if not path.is_relative_to(PACKAGE / "example")] + below(DAGS, ".py")
    found = {}
    for path in paths:
        module = module_name(path, PACKAGE) if path.is_relative_to(PACKAGE) else "dags"
        if wrong := policy_numbers(module, path.read_text(encoding="utf-8")):
            found[name(path)] = wrong
    assert found == {}


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("reports.county_brief", "limit = 1.5 * line"),
        ("reports.county_brief", "allowance = 937"),
        ("reports.county_brief", "share = 0.6"),
        ("reports.county_brief", "line = 5400"),
        ("cases.open", "if age < 18:\n    pass"),
        ("rules", "since = date(2021, 6, 4)"),
        ("steps", "deadline = 25"),
        ("rules", "is_low = share > 0.5"),
        ("matching.weigh", "tier = 300"),
        ("cases.open", "limit = -0.3"),
        ("reports.words", "basis = '宁民发〔2020〕52号'"),
    ],
)
def test_the_guard_sees_a_policy_number(module, code):
    assert policy_numbers(module, code) != []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("reports.workbook_style", "width = 18"),
        ("steps", "months = years * 12"),
        ("steps", "first = date(year, month, 1)"),
        ("reports.workbook_style", "margin = 0.6  # no policy: inches"),
        ("reports.workbook_style", "margin = 0.5"),
        ("intake.bounds", "members = 300"),
        ("reports.words", '"""宁民发〔2020〕52号 is explained here."""'),
        ("reports.words", 'def table():\n    """As 宁民发〔2020〕52号 六(四) wants it."""'),
    ],
)
def test_a_plain_number_passes(module, code):
    assert policy_numbers(module, code) == []
