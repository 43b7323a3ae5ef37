"""The brief: everything uncertain is named on it, townships keep the order of their codes, small private numbers stay back."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lowincome.errors import ReportError
from lowincome.reports import brief_tables, county_brief, disclosure
from reports import sample


@pytest.fixture(scope="module")
def context():
    return county_brief.read(sample.warehouse_of(9), sample.MONTH)


def rule(context: dict, title: str) -> dict:
    return next(rule for rule in context["rules"] if rule["title"].startswith(title))


def states(figures: list[dict]) -> list[str]:
    return [figure["state"] for figure in figures]


def test_the_page_is_the_one_that_was_looked_at(con, tmp_path, golden):
    (page,) = county_brief.write(con, sample.MONTH, tmp_path)
    assert page.name == "月度简报_2021-06.html"
    golden("county_brief.html", page.read_text(encoding="utf-8"))


def test_every_local_or_example_standard_is_named_with_its_value(con, context):
    unsettled = con.execute("SELECT count(*) FROM mart.parameter_used WHERE confidence <> 'document'").fetchone()[0]
    assert len(context["parameters"]) == unsettled > 0
    assert {"name": "dibao_line_rural", "label": "农村低保标准", "value": "6,000", "unit": "元/人·年", "mark": "示例"} in context[
        "parameters"
    ]


def test_townships_stand_in_the_order_of_their_codes_whatever_they_sent(context):
    assert [row["name"] for row in context["townships"]] == list(sample.TOWNSHIPS.values())
    assert context["rule_townships"] == list(sample.TOWNSHIPS.values())


def test_who_is_late_missing_or_carried_forward_is_named(context):
    assert context["on_time"]["value"] == 5
    assert context["late"] == ["大湾乡"]
    assert context["missing"] == ["黄花乡"]
    assert context["carried"] == [{"name": "黄花乡", "month_zh": "2021年5月"}]


def test_rows_in_are_rows_accepted_held_and_refused(context):
    sums = {key: figure["value"] for key, figure in context["sums"].items()}
    assert sums["in"] == sums["accepted"] + sums["quarantined"] + sums["rejected"]


def test_lists_stand_beside_what_visiting_hours_allow(context):
    first = context["townships"][0]
    assert (first["listed"]["value"], first["capacity"]["value"], first["waiting"]["value"]) == (7, 80, 1)


def test_a_case_that_waits_for_an_office_does_not_wait_for_a_visit():
    con = sample.warehouse_of(9)
    con.execute("UPDATE mart.list_line SET priority = NULL, not_listed_reason = '已有核查结果,等待办理' WHERE NOT is_listed")
    assert county_brief.read(con, sample.MONTH)["townships"][0]["waiting"]["value"] == 0


def test_the_longest_wait_is_that_of_a_household_with_a_warning():
    """Given a household that has waited nine months, when its visit is a routine one, then it says nothing about those who were warned of."""
    con = sample.warehouse_of(9)

    def longest() -> int:
        return county_brief.read(con, sample.MONTH)["townships"][0]["longest"]["value"]

    con.execute("UPDATE mart.list_line SET months_waiting = 9, is_listed = FALSE WHERE priority = 1")
    assert longest() == 9
    con.execute("UPDATE mart.list_line SET family = '例行走访' WHERE priority = 1")
    assert longest() < 9


def test_a_rule_that_is_not_in_force_is_named_and_not_counted(context):
    assert context["not_in_force"] == ["饮水不安全"]
    assert all(rule["title"] != "饮水不安全" for rule in context["rules"])


def test_a_rule_that_could_be_answered_for_nobody_is_unknown_there_not_zero(context):
    housing = rule(context, "住房等级为危房")
    assert states(housing["townships"])[-1] == "not_assessed"
    assert housing["townships"][1]["value"] == 0


def test_small_numbers_of_a_private_rule_stay_back_also_by_subtraction(context):
    medical = rule(context, "医疗自付")
    hidden = [place for place, state in enumerate(states(medical["townships"])) if state == "suppressed"]
    assert hidden == [1, 3]
    shown = sum(figure["value"] or 0 for figure in medical["townships"])
    assert medical["triggered"]["value"] - shown >= 10


def test_small_numbers_of_a_rule_about_nothing_private_are_shown(context):
    assert "suppressed" not in states(rule(context, "失业人员")["townships"])


def test_cases_are_counted_by_family_with_their_sum(context):
    total = context["all_families"]
    for clock in brief_tables.CLOCKS:
        assert total[clock]["value"] == sum(row[clock]["value"] for row in context["families"])
    assert (total["still_open"]["value"], total["closed"]["value"]) == (8, 1)


def test_a_case_closed_in_an_earlier_month_is_not_closed_again():
    con = sample.warehouse_of(9)
    con.execute(
        "INSERT INTO mart.case_state BY NAME SELECT * REPLACE (month - INTERVAL 1 MONTH AS month) FROM mart.case_state WHERE state = '已销号'"
    )
    assert county_brief.read(con, sample.MONTH)["all_families"]["closed"]["value"] == 0


def test_without_a_minimum_there_is_no_brief(tmp_path):
    con = sample.warehouse_of(1)
    con.execute("DELETE FROM mart.parameter_used WHERE parameter = 'small_cell_minimum'")
    with pytest.raises(ReportError, match="small_cell_minimum"):
        county_brief.write(con, sample.MONTH, tmp_path)


def test_a_month_that_did_not_run_gives_no_brief(con, tmp_path):
    con = sample.warehouse_of(1)
    con.execute("UPDATE mart.parameter_used SET month = DATE '2021-07-01'")
    with pytest.raises(ReportError, match="2021-07"):
        county_brief.write(con, date(2021, 7, 1), tmp_path)


def test_no_household_is_on_the_brief(con, tmp_path):
    (page,) = county_brief.write(con, sample.MONTH, tmp_path)
    html = page.read_text(encoding="utf-8")
    assert not any(name in html for name in sample.HEADS)
    assert re.search(r"YJ\d{6}-", html) is None


@example(counts=[1, 1, 50], minimum=5)
@example(counts=[3, None, 0], minimum=5)
@given(counts=st.lists(st.one_of(st.none(), st.integers(0, 60)), max_size=9), minimum=st.integers(1, 20))
def test_what_is_hidden_cannot_be_worked_out_from_the_total(counts, minimum):
    hide = disclosure.hidden(counts, minimum)
    known = {place: count for place, count in enumerate(counts) if count is not None}
    small = {place for place, count in known.items() if 0 < count < minimum}
    assert small <= hide <= known.keys()
    if small:
        enough = len(hide) > 1 and sum(known[place] for place in hide) >= minimum
        assert enough or hide == known.keys()
    else:
        assert not hide
