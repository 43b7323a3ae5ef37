"""The same households in 中卫, in 宁夏 and in 荣昌, before and after the documents: which rules are in force, and what they answer.

The table is written from the documents' own clauses, one line a rule: the month its duty begins in each place. It is not made by the program.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest

from lowincome import month as months
from lowincome import policy, rules, warehouse
from rules import test_situations as situations

ZHONGWEI, NINGXIA, RONGCHANG = "640502", "64", "500153"
PLACES = (ZHONGWEI, NINGXIA, RONGCHANG)
MONTHS = ("2019-06", "2020-03", "2020-06", "2020-08", "2021-06")
# rule: the month from which it is in force in 中卫, 宁夏, 荣昌; `-` where no document or no local number of the place makes it one
IN_FORCE = """
accident_hit                                2019-03 2020-03 2020-03
advance_relief_paperwork_overdue            2019-03 -       -
assets_to_verify                            -       -       -
care_beds_short                             2020-07 2020-07 -
category_differs_from_rural_revitalisation  -       -       -
central_care_wanted                         2019-03 -       2020-03
change_not_reported                         -       -       -
child_allowance_missing                     2020-01 2020-01 2020-03
child_allowance_off_amount                  2020-01 2020-01 -
class_ab_not_whole                          2019-03 -       -
class_c_too_few_persons                     2019-03 -       -
compulsory_school_dropout                   -       -       -
county_care_facility_missing                2020-07 2020-07 -
dangerous_housing                           -       -       -
death_still_in_benefit                      2020-03 2020-03 -
dibao_income_above_line                     2020-07 2020-07 2020-03
disability_allowance_without_card           2020-03 2020-03 -
disability_living_allowance_missing         2019-03 2020-03 2020-03
disability_nursing_allowance_missing        2019-03 2020-03 2020-03
disaster_hit                                2019-03 2020-03 2020-03
dispersed_tekun_not_visited                 2020-03 2020-03 -
duplicate_benefit                           -       -       -
earner_died                                 2019-03 2020-03 2020-03
education_burden                            2020-03 2020-03 -
elder_allowance_missing                     -       -       2020-03
employed_in_dibao                           2019-03 2020-07 -
epidemic_case_allowance_below               2020-03 2020-03 -
epidemic_loss                               2020-03 2020-03 -
form_not_sent                               -       -       -
full_guarantee_short                        2019-03 -       -
funds_decreased                             2020-03 2020-03 -
home_adaptation_wanted                      -       -       2020-03
housing_assessed_dangerous                  -       -       -
identity_in_two_households                  -       -       -
income_drop                                 -       -       -
institution_hazard_open                     2020-07 2020-07 2020-03
institution_not_registered                  2020-03 2020-03 -
insurance_lapsed                            2020-03 2020-03 -
insured_medical_cost                        2020-03 2020-03 -
job_loss_three_months                       2020-07 2020-07 -
left_behind_child_not_visited               -       -       2020-03
left_behind_elder_not_visited               2020-03 2020-03 2020-03
left_behind_woman_in_hardship               2020-03 2020-03 2020-03
low_income_band                             2020-07 2020-07 -
low_income_uncovered                        2019-03 2020-03 2020-03
medical_burden                              2020-03 2020-03 -
minor_in_tekun_turns_eighteen               -       -       -
new_serious_illness                         2020-01 2020-03 2020-03
new_severe_disability                       2020-07 2020-07 -
no_medical_insurance                        -       -       -
not_visited_this_month                      -       -       -
payment_failed                              2020-03 2020-03 2020-03
payment_missing                             2020-07 2020-07 2020-03
payment_short                               2020-03 2020-03 2020-03
person_without_identity                     2020-03 2020-03 -
petition_overdue                            2020-03 2020-03 2020-03
price_subsidy_missing                       -       -       -
relief_amount_off_standard                  2020-03 2020-03 -
relief_below_county_average                 2019-03 -       -
relief_uplift_exceeded                      2020-03 2020-03 -
relief_without_voucher                      2020-07 2020-07 -
reserve_fund_unbalanced                     2020-03 2020-03 2020-03
rural_line_not_above_poverty_line           -       -       2020-03
school_register_missing                     -       -       -
severe_disability_unserved                  2020-07 2020-07 -
single_coverage_share                       2019-03 -       -
single_person_amount_not_a_tier             2020-07 2020-07 -
single_person_dibao_serious_illness         2020-07 2020-07 -
single_person_dibao_severe_disability       2020-07 2020-07 -
staff_short                                 2019-03 -       -
tekun_amount_below_income_share             2019-03 -       -
tekun_amount_below_standard                 2020-03 2020-03 -
tekun_amount_below_urban_standard           -       -       2020-03
tekun_care_allowance_missing                -       -       2020-03
tekun_not_raised_with_line                  2020-03 2020-03 -
top_up_candidate                            2019-03 -       -
unemployment_registered                     2020-03 2020-03 -
unsafe_water                                -       -       -
weak_household_no_uplift                    -       -       -
"""
# the only duties with an end in their words: the workers who could not return, statistics of 2020
ENDS = {"job_loss_three_months": "2020-12"}


def table() -> dict[str, dict[str, str]]:
    lines = (line.split() for line in IN_FORCE.strip().splitlines())
    return {rule_id: dict(zip(PLACES, begins, strict=True)) for rule_id, *begins in lines}


def expected(place: str, month: str) -> set[str]:
    begun = {rule_id for rule_id, begins in table().items() if begins[place] != "-" and begins[place] <= month}
    return {rule_id for rule_id in begun if month <= ENDS.get(rule_id, month)}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    con = warehouse.in_memory()
    rules.prepare(con)
    warehouse.run_layer(con, "ref", situations.parameters("2020-06", NINGXIA))
    con.execute("DELETE FROM stg.feed_standing")
    yield con
    con.close()


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    empty.begin()
    yield empty
    empty.rollback()


def judged(con: duckdb.DuckDBPyConnection, rule_id: str, place: str, month: str, given: dict[str, Any], **more: Any) -> Any:
    """The rule's state where it is not in force; else its answer, `none` where it does not speak of the household."""
    states = situations.judge(con, {"month": month, "region": place, "given": given, **more}, (rule_id,))
    if states[rule_id] != rules.IN_FORCE:
        return states[rule_id]
    found = con.execute(f"SELECT is_triggered FROM rule.{rule_id} WHERE household_id = 'H1'").fetchall()
    return found[0][0] if found else "none"


def test_the_table_names_every_rule() -> None:
    assert table().keys() == {rule.rule_id for rule in rules.load()}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("month", MONTHS)
def test_the_rules_in_force_are_those_of_the_place_s_documents(con: duckdb.DuckDBPyConnection, place: str, month: str) -> None:
    params = {"month": months.parse(month), "jurisdictions": policy.chain(place), **policy.reference_params()}
    warehouse.run_models(con, ["ref.policy_in_force", "ref.dibao_line"], params)
    states = rules.evaluate(con, params["month"], params)
    assert {rule_id for rule_id, state in states if state == rules.IN_FORCE} == expected(place, month)


def test_somewhere_a_rule_looks_for_losses_and_one_for_weak_capacity(con: duckdb.DuckDBPyConnection) -> None:
    """查损补失 and 查弱补强 are two of the four checks of 2020; a family without a rule in force would be a check nobody makes."""
    families = {rule.rule_id: rule.model.header["family"] for rule in rules.load()}
    for place, month in ((ZHONGWEI, "2020-03"), (NINGXIA, "2020-03"), (NINGXIA, "2020-08"), (ZHONGWEI, "2021-06")):
        assert {"查损补失", "查弱补强"} <= {families[rule_id] for rule_id in expected(place, month)}, (place, month)
    assert "查弱补强" in {families[rule_id] for rule_id in expected(RONGCHANG, "2020-03")}


LEVEL_3 = {
    "households": [
        {"settlement": "农村", "support_category": "无", "income_per_capita_yuan_year": 7000, "is_property_within_limits": True}
    ],
    "persons": [{"has_disability_card": True, "disability_type": "智力", "disability_level": 3}],
}


def switch(value: int) -> list[dict[str, Any]]:
    row = {"parameter": "severe_disability_optional_adopted", "jurisdiction": NINGXIA, "valid_from": "2020-07-01", "value": value}
    return [{**row, "unit": "yes_no", "comparator": "exactly"}]


@pytest.mark.parametrize("place", [ZHONGWEI, NINGXIA])
@pytest.mark.parametrize(("more", "answer"), [({"policy": switch(1)}, True), ({"policy": switch(0)}, False), ({}, None)])
def test_intellectual_disability_of_level_three_follows_the_local_switch(
    con: duckdb.DuckDBPyConnection, place: str, more: dict[str, Any], answer: bool | None
) -> None:
    rule_id = "single_person_dibao_severe_disability"
    assert judged(con, rule_id, place, "2020-08", LEVEL_3, **more) is answer


@pytest.mark.parametrize(("place", "month"), [(NINGXIA, "2020-06"), (RONGCHANG, "2020-08"), (RONGCHANG, "2021-06")])
def test_there_is_no_single_person_dibao_for_them_before_july_2020_nor_in_rongchang(
    con: duckdb.DuckDBPyConnection, place: str, month: str
) -> None:
    assert judged(con, "single_person_dibao_severe_disability", place, month, LEVEL_3, policy=switch(1)) == "未施行"


def relief(multiple: float, line: float, on: str) -> dict[str, Any]:
    return {"reliefs": [{"kind": "急难型家庭", "cause": "因病", "persons": 1, "amount_yuan": multiple * line, "granted_on": on}]}


@pytest.mark.parametrize("place", [ZHONGWEI, NINGXIA])
@pytest.mark.parametrize(
    ("month", "line", "multiple", "answer"),
    [
        ("2020-06", 560, 2.5, False),  # a floor: more is no fault
        ("2020-06", 560, 2, False),
        ("2020-06", 560, 1.9, True),
        ("2020-08", 600, 2.5, True),  # the very amount: more is shown too
        ("2020-08", 600, 2, False),
        ("2020-08", 600, 1.9, True),
    ],
)
def test_relief_of_two_and_a_half_lines_is_enough_by_the_floor_and_off_by_the_exact_standard(
    con: duckdb.DuckDBPyConnection, place: str, month: str, line: float, multiple: float, answer: bool
) -> None:
    assert judged(con, "relief_amount_off_standard", place, month, relief(multiple, line, f"{month}-20")) is answer


def test_rongchang_has_no_multiples_of_relief(con: duckdb.DuckDBPyConnection) -> None:
    assert judged(con, "relief_amount_off_standard", RONGCHANG, "2020-06", relief(2.5, 620, "2020-06-20")) == "未施行"
