"""Pages: what they refuse, how a number that is not there is printed, and that they stand alone."""

import re
from datetime import date

import pytest
from jinja2 import DictLoader, Environment

from lowincome.errors import ReportError
from lowincome.paths import TEMPLATES
from lowincome.reports import render, warning_list
from lowincome.reports.render import figure
from reports import sample


def card() -> dict:
    """The smallest context a template takes."""
    return {
        "model_id": "hgb-2021-06",
        "method": "专家评分卡",
        "month": "2021-06",
        "trained_months": [],
        "label": "今后三个月内新陷入困难。",
        "features": [{"name": "medical_share", "label_zh": "医疗自付占收入", "monotone": 1}],
        "metrics": [],
        "audit": [],
        "limits": ["只看得到报送表里有的。"],
    }


def with_group(size: dict) -> dict:
    return card() | {"audit": [{"group": "户主为女性", "size": size, "flagged": figure(3, "户"), "rate": figure(1.5, "%")}]}


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        (figure(0, "户"), "0"),
        (figure(1234567.5, "元"), "1,234,567.5"),
        (figure(4, "户", "suppressed"), "不公开"),
        (figure(None, "户"), "不知"),
        (figure(0, "户", "not_in_force"), "未施行"),
    ],
)
def test_the_four_states_are_printed_four_ways(number, printed):
    html = render.page("model_card", with_group(number))
    cell = re.search(r"户主为女性</td>\s*<td[^>]*>(.*?)</td>", html, re.DOTALL)
    assert re.sub(r"<[^>]+>", "", cell[1]) == printed


def test_a_hidden_number_does_not_even_reach_the_page():
    assert figure(4, "户", "suppressed")["value"] is None
    smuggled = {"value": 4, "unit": "户", "state": "suppressed"}
    with pytest.raises(ReportError, match=r"\$\.audit\[0\]\.size"):
        render.page("model_card", with_group(smuggled))


def test_unknown_is_not_zero():
    assert figure(None)["state"] == "not_assessed"
    assert figure(0)["state"] == "known"


def test_a_missing_entry_is_named_with_report_and_place():
    broken = card()
    del broken["features"][0]["monotone"]
    with pytest.raises(ReportError, match=r"^model_card: .*\$\.features\[0\]: 缺少 monotone"):
        render.page("model_card", broken)


def test_a_day_that_was_not_written_as_text_is_refused_without_being_quoted():
    with pytest.raises(ReportError, match=r"^model_card: .*date") as refused:
        render.page("model_card", card() | {"method": date(1975, 6, 15)})
    assert "1975" not in str(refused.value)


def test_a_wrong_value_is_refused_without_being_quoted():
    broken = card() | {"limits": ["马有福家的存款"], "method": "马有福"}
    with pytest.raises(ReportError) as refused:
        render.page("model_card", broken)
    assert "$.method" in str(refused.value)
    assert "马有福" not in str(refused.value)


def test_a_template_that_asks_for_what_is_not_there_fails(monkeypatch):
    real = render._environment()
    careless = Environment(
        loader=DictLoader({"model_card/report.html.jinja": "{{ label }} {{ households }}"}), undefined=real.undefined, autoescape=True
    )
    monkeypatch.setattr(render, "_environment", lambda: careless)
    with pytest.raises(ReportError, match="households"):
        render.page("model_card", card())


def test_what_people_typed_is_not_taken_for_html():
    html = render.page("model_card", card() | {"label": '<script>alert("1")</script>'})
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_an_identity_number_is_masked_wherever_it_turns_up():
    html = render.page("model_card", card() | {"label": "号码 640499199003077758 的人"})
    assert "640499199003077758" not in html
    assert "640499********58" in html


def test_a_page_fetches_nothing(con):
    pages = [
        render.page("warning_list", warning_list.read(con, sample.MONTH, sample.TOWNSHIP)),
        render.page("model_card", card()),
    ]
    for html in pages:
        assert re.search(r"(?:src|href|url|@import)\s*[=(]", html) is None
        assert "<script" not in html
        assert "default-src 'none'" in html
        assert "size: A4" in html


def test_every_report_has_a_template_and_a_schema():
    folders = [folder for folder in TEMPLATES.iterdir() if folder.is_dir() and not folder.name.startswith("_")]
    assert {folder.name for folder in folders} >= {"receipt", "warning_list", "case_ledger", "county_brief", "model_card"}
    for folder in folders:
        names = {path.name for path in folder.iterdir()}
        assert names in ({"report.html.jinja", "context.schema.json"}, {"report.txt.jinja", "context.schema.json"}), folder.name
