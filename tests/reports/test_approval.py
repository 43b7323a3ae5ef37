"""The note that asks the centre: numbers by township, what they rest on, what is new; no household and no name."""

from datetime import date

import pytest

from lowincome.reports import approval
from reports import sample
from reports.sample import insert

MAY = date(2021, 5, 1)


@pytest.fixture
def con():
    """June as the reports' sample has it, with hours; May had been run with two households on a list, one of them again on June's."""
    con = sample.warehouse_of(9)
    for code in sample.TOWNSHIPS:
        con.execute("DELETE FROM mart.visit_plan WHERE month = ? AND township_code = ?", [sample.MONTH, code])
        insert(con, "mart.visit_plan", month=sample.MONTH, case_id=f"YJ-{code}", township_code=code, is_listed=True, hours=7.5)
        con.execute("DELETE FROM mart.visit_capacity WHERE month = ? AND township_code = ?", [sample.MONTH, code])
        insert(con, "mart.visit_capacity", month=sample.MONTH, township_code=code, hours=240)
    insert(con, "mart.month_run", month=MAY, region="640424", revision=1, reason="截止时的情况")
    again = con.execute("SELECT min(household_id) FROM mart.list_line WHERE month = ? AND is_listed", [sample.MONTH]).fetchone()[0]
    for household in (again, "H-gone"):
        insert(con, "mart.list_line", month=MAY, case_id=f"YJ-{household}", household_id=household, is_listed=True)
        insert(con, "mart.warning", month=MAY, warning_id=household, household_id=household, rule_id="low_income_band")
    for case, event in (("A", "立案"), ("B", "立案"), ("C", "复开"), ("D", "销号"), ("E", "分歧消失"), ("F", "派单")):
        insert(con, "mart.case_event", month=sample.MONTH, case_id=case, seq=1, event=event)
    con.execute("UPDATE rule.definition SET title = '六月才有的规则' WHERE title IS NULL")
    insert(con, "rule.definition", month=MAY, rule_id="ended", title="只到五月的规则", state="施行", not_compared=["education"])
    return con


def read(con):
    return approval.read(con, sample.MONTH, "0123456789ab", 95)


def test_the_text_is_the_one_that_was_looked_at(con, golden):
    golden("approval.txt", approval.text(con, sample.MONTH, "0123456789ab", 95))


def test_what_changed_since_the_month_before_is_counted(con):
    said = read(con)
    listed = said["sums"]["listed"]["value"]
    assert said["changes"] | {"rules_begun": []} == {
        "before_zh": "2021年5月",
        "warnings": 2,
        "listed": 2,
        "fresh": listed - 1,
        "opened": 2,
        "reopened": 1,
        "closed": 2,
        "rules_begun": [],
        "rules_ended": ["只到五月的规则"],
        "compared_again": [],
        "no_longer_compared": ["教育局「在校学生学籍」"],
    }


def test_without_a_run_of_the_month_before_there_is_nothing_to_compare_with(con):
    con.execute("DELETE FROM mart.month_run WHERE month = ?", [MAY])
    assert read(con)["changes"] is None
    assert "上月没有运行过" in approval.text(con, sample.MONTH, "0123456789ab", 95)


def test_hours_nobody_knows_are_unknown_for_the_county_too(con):
    con.execute("UPDATE mart.visit_capacity SET hours = NULL WHERE township_code = (SELECT min(township_code) FROM mart.visit_capacity)")
    said = read(con)
    assert [row["had"]["state"] for row in said["townships"]] == ["not_assessed"] + ["known"] * (len(sample.TOWNSHIPS) - 1)
    assert said["sums"]["had"]["state"] == "not_assessed"
    assert said["sums"]["needed"]["value"] == 7.5 * len(sample.TOWNSHIPS)


def test_who_has_not_sent_is_named_with_the_roster_that_stands_in(con):
    assert read(con)["missing"] == [{"name": "黄花乡", "roster": "2021年5月"}]


def test_the_numbers_without_a_document_are_those_that_the_lists_rest_on(con):
    con.execute("UPDATE mart.list_line SET parameters_local = NULL")
    con.execute(
        "UPDATE mart.list_line SET parameters_local = '农村低保标准(示例)、预警核查期限(本地暂定)' WHERE is_listed AND month = ?",
        [sample.MONTH],
    )
    con.execute("UPDATE mart.list_line SET parameters_local = '没有列入的(示例)' WHERE NOT is_listed AND month = ?", [sample.MONTH])
    assert read(con)["parameters"] == ["农村低保标准(示例)", "预警核查期限(本地暂定)"]


def test_no_name_and_no_household_is_in_it(con):
    text = approval.text(con, sample.MONTH, "0123456789ab", 95)
    named = con.execute("SELECT DISTINCT unnest([head_name, household_id, case_id, village]) FROM mart.list_line").fetchall()
    assert len(named) > 10
    assert [name for (name,) in named if name and name in text] == []
