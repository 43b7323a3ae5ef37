"""The suites as documents: complete, in the form's own words, and read by the same words in SQL."""

import json
import re

import pandas as pd
import pytest

from lowincome import contract
from lowincome.errors import ContractError
from lowincome.intake import feed, form, urgent
from lowincome.paths import EXPECTATIONS, SQL

SUITES = sorted((EXPECTATIONS / "2_staging").glob("*.json"))
IDS = [path.stem for path in SUITES]
YES = {"是", "否", "有", "无"}


FORM = [path for path in SUITES if path.stem in form.SHEETS]
URGENT = EXPECTATIONS / "2_staging" / "urgent.json"
FEEDS = {kind.feed: kind for kind in feed.declared()}


def expectations(path):
    return contract.load_suite(path)["expectations"]


@pytest.mark.parametrize("path", SUITES, ids=IDS)
def test_every_expectation_says_what_why_and_how_to_mend(path):
    for one in expectations(path):
        meta = one["meta"]
        assert all(re.search(r"[\u4e00-\u9fff]", meta[key]) for key in ("message", "why", "mend")), meta["check_id"]
        assert one["severity"] in ("critical", "warning", "info")
        assert isinstance(meta["history"], list)


@pytest.mark.parametrize("path", FORM, ids=lambda path: path.stem)
def test_the_columns_are_those_of_the_sheet(path):
    for one in expectations(path):
        assert one["meta"]["column"] in form.COLUMNS[path.stem]


def test_every_kind_of_extract_has_a_suite_about_its_own_columns():
    assert {path.stem for path in SUITES} == set(form.SHEETS) | set(FEEDS) | {"urgent"}
    for path in SUITES:
        if path.stem in FEEDS:
            assert {one["meta"]["column"] for one in expectations(path)} <= {column.title for column in FEEDS[path.stem].columns}


def test_the_suite_of_urgent_reports_speaks_of_their_columns_and_words():
    assert {one["meta"]["column"] for one in expectations(URGENT)} <= set(urgent.COLUMNS)
    [words] = [one["kwargs"]["value_set"] for one in expectations(URGENT) if one["meta"]["check_id"] == "word_not_allowed"]
    assert tuple(words) == urgent.SHOCKS


@pytest.mark.parametrize("path", FORM, ids=lambda path: path.stem)
def test_a_suite_allows_the_words_of_the_form(path):
    allowed = {
        one["meta"]["column"]: one["kwargs"]["value_set"] for one in expectations(path) if one["kwargs"].get("value_set", [True]) != [True]
    }
    assert set(allowed) == set(form.CODES.get(path.stem, {}))
    for column, words in form.CODES.get(path.stem, {}).items():
        assert set(words) <= set(allowed[column]) <= set(words) | YES, column


@pytest.mark.parametrize(
    ("model", "sheet"), [("household", "household"), ("person", "member"), ("change", "change"), ("feedback", "feedback")]
)
def test_the_sql_reads_the_words_of_the_form(model, sheet):
    text = (SQL / "2_staging" / f"{model}.sql").read_text(encoding="utf-8")
    lists = re.findall(r'to_code\((?:upper\()?\w\."(.+?)"\)?, \[(.+?)\]\)', text)
    assert lists
    for column, words in lists:
        assert tuple(re.findall(r"'(.+?)'", words)) == form.CODES[sheet][column], column


def suite(tmp_path, *changed):
    """A suite of one expectation: the first of 家庭, with parts of it replaced."""
    one = json.loads((EXPECTATIONS / "2_staging" / "household.json").read_text(encoding="utf-8"))["expectations"][0]
    for change in changed:
        change(one)
    path = tmp_path / "suite.json"
    path.write_text(json.dumps({"name": "x", "expectations": [one]}, ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda one: one["meta"].pop("why"), "meta 缺少 why"),
        (lambda one: one["meta"].pop("verdict"), "critical 必须写明 verdict"),
        (lambda one: one.update(severity="warning"), "其他级别不得写"),
        (lambda one: one["meta"].update(verdict="deleted"), "verdict 只能是"),
    ],
)
def test_a_suite_that_contradicts_itself_is_refused(tmp_path, change, complaint):
    with pytest.raises(ContractError, match=complaint):
        contract.load_suite(suite(tmp_path, change))


def test_an_expectation_about_a_column_that_is_not_there_is_an_error_and_not_a_pass(tmp_path):
    with pytest.raises(ContractError, match="household_id_missing"):
        contract.run_suite(pd.DataFrame({"other": ["甲", "乙"]}), suite(tmp_path))


def test_an_expectation_the_library_does_not_know_is_an_error(tmp_path):
    path = suite(tmp_path, lambda one: one.update(type="expect_column_values_to_be_pleasant"))
    with pytest.raises(ContractError, match="检查清单中有 1 条写法有误"):
        contract.run_suite(pd.DataFrame({"household_id": ["甲"]}), path)


def test_positions_count_from_the_first_row_of_the_frame(tmp_path):
    frame = pd.DataFrame({"household_id": ["甲", None, "乙", None]}, index=[7, 8, 9, 7])
    [failure] = contract.run_suite(frame, suite(tmp_path))
    assert failure.positions == [1, 3]
    assert (failure.severity, failure.verdict, failure.scope) == ("critical", "rejected", "row")


def test_a_sheet_without_the_column_skips_its_expectations(tmp_path):
    frame = pd.DataFrame({"household_id": ["甲", None]})
    assert contract.run_suite(frame, suite(tmp_path), frozenset({"户编号"})) == []


def test_an_empty_sheet_fails_nothing(tmp_path):
    assert contract.run_suite(pd.DataFrame({"household_id": []}), suite(tmp_path)) == []
