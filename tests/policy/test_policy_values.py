"""What the five documents say, number by number: the day before and the day of, in each place. Copied from the texts, not from the store."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lowincome import policy, policy_show, rules
from lowincome.policy import PolicyValue

# parameter, place, first day, value, comparator, document and clause, what held the day before: nothing (-), or whose
BEGINS = """
submission_deadline_day          640424 2021-06-04     25     at most   JY33 二(一)    local
change_list_deadline_day         640424 2021-06-04     25     at most   JY33 二(二)    -
statistics_deadline_day          640424 2020-07-10     8      at most   NX52 六(四)    -
statistics_first_due             640424 2020-07-10  20200808  at most   NX52 六(四)    -
statistics_period_from           640424 2020-07-10   202006   at least  NX52 六(四)    -
statistics_months_merged         640424 2020-07-10     2      exactly   NX52 六(四)    -
department_comparison_per_month  640424 2021-06-04     1      at least  JY33 二(四)    -
visits_in_benefit_per_month      640424 2021-06-04     1      at least  JY33 二(四)    -
brief_per_month                  500153 2020-03-18     1      at least  RC10 四(二)    -
payments_per_month               640424 2021-06-04     1      at least  JY33 二(五)    NX28
payments_per_month               640521 2020-03-13     1      at least  NX28 二(三)8   -
coverage_target_date             640424 2020-03-13  20201231  at most   NX28 一        -
rectification_date               500153 2020-03-18  20200531  at most   RC10 三(一)3   -
single_person_recognition_date   640424 2020-07-01  20200831  at most   NX52 一(三)    -
coverage_campaign_date           640522 2019-03-11  20190630  at most   WZ21 二(一)3   -
coverage_campaign_date           640521 2019-03-11  20190930  at most   WZ21 二(一)3   -
coverage_campaign_date           640502 2019-03-11  20190930  at most   WZ21 二(一)3   -
plan_date                        640424 2021-06-04  20210615  at most   JY33 三(一)    -
full_check_month                 640424 2021-06-04   202106   exactly   JY33 三(二)    -
full_check_from                  640424 2021-06-04  20210611  at least  JY33 三(二)    -
full_check_to                    640424 2021-06-04  20210620  at most   JY33 三(二)    -
base_figures_date                640424 2021-06-04  20210731  at most   JY33 三(二)    -
assistance_from_month            640424 2021-06-04   202108   at least  JY33 三(三)    -
assistance_to_month              640424 2021-06-04   202110   at most   JY33 三(三)    -
gaps_closed_date                 640424 2021-06-04  20211130  at most   JY33 三(四)    -
township_confirms_from           640424 2020-07-10  20210101  at least  NX52 五(一)    -
county_approves                  640502 2019-03-11     1      exactly   WZ21 二(一)1   -
public_notices                   640502 2019-03-11     2      exactly   WZ21 二(一)1   -
unclosed_households_2020         640424 2020-03-13   18800    exactly   NX28 二(二)2   -
relapse_risk_persons_2020        640424 2020-03-13   13000    exactly   NX28 二(二)2   -
edge_persons_2020                640424 2020-03-13   22000    exactly   NX28 二(二)2   -
low_income_floor_multiple        640424 2020-07-01     1      more than NX52 一(一)    -
low_income_ceiling_multiple      640424 2020-07-01    1.5     less than NX52 一(一)    -
severe_disability_level          640424 2020-07-01     2      at most   NX52 一(一)    local
severe_disability_optional_level 640424 2020-07-01     3      at most   NX52 一(一)    -
job_loss_months                  640521 2020-07-10     3      at least  NX52 二(一)    -
job_loss_cohort_month            640521 2020-07-10   202006   at most   NX52 二(一)    -
tekun_minor_age                  640424 2020-07-10    18      less than NX52 三        local
priority_elder_persons           640522 2019-03-11     2      at most   WZ21 二(一)3   -
disabled_tekun_age               640522 2019-03-11    16      at least  WZ21 二(四)12  -
gradual_exit_employed_months     640502 2019-03-11    12      at most   WZ21 二(一)5   -
gradual_exit_income_multiple     640521 2020-07-10     1      more than NX52 四        -
gradual_exit_income_multiple     640424 2021-06-04     1      more than JY33 二(三)    NX52
gradual_exit_income_multiple     500153 2020-03-18     1      more than RC10 三(二)2   -
gradual_exit_upper_multiple      500153 2020-03-18     2      less than RC10 三(二)2   -
tekun_amount_multiple            640424 2020-03-13    1.3     at least  NX28 二(二)5   -
tekun_amount_urban_multiple      500153 2020-03-18    1.3     at least  RC10 三(二)3   -
tekun_amount_central_share       640521 2019-03-11    0.8     at least  WZ21 二(三)9   -
tekun_amount_dispersed_share     640521 2019-03-11    0.6     at least  WZ21 二(三)9   -
relief_multiple_emergency        640424 2020-03-13     2      at least  NX28 二(二)5   -
relief_multiple_emergency        640424 2020-07-10     2      exactly   NX52 二(二)    NX28
relief_multiple_expenditure      640424 2020-03-13     3      at least  NX28 二(二)5   -
relief_multiple_expenditure      640424 2020-07-10     3      exactly   NX52 二(二)    NX28
relief_multiple_individual       640424 2020-03-13    1.5     at least  NX28 二(二)5   -
relief_multiple_individual       640424 2020-07-10    1.5     exactly   NX52 二(二)    NX28
relief_epidemic_uplift           640424 2020-03-13    0.2     at most   NX28 二(二)6   -
epidemic_case_allowance_urban    640424 2020-03-13   3000     at least  NX28 二(二)6   -
epidemic_case_allowance_rural    640424 2020-03-13   2000     at least  NX28 二(二)6   -
child_allowance_institution      640424 2020-01-01   1249     exactly   NX28 二(三)7   -
child_allowance_orphan           640424 2020-01-01    937     exactly   NX28 二(三)7   -
child_allowance_unattended_poor  640424 2020-01-01    937     exactly   NX28 二(三)7   -
child_allowance_unattended_other 640424 2020-01-01    531     exactly   NX28 二(三)7   -
top_up_share                     640502 2019-03-11    0.1     exactly   WZ21 二(一)4   -
class_c_persons                  640502 2019-03-11     2      at least  WZ21 二(一)4   -
staff_ratio_disabled             640522 2019-03-11     3      at most   WZ21 二(三)8   -
staff_ratio_half_disabled        640522 2019-03-11     6      at most   WZ21 二(三)8   -
staff_ratio_independent          640522 2019-03-11    10      at most   WZ21 二(三)8   -
county_care_facilities           640424 2020-07-10     1      at least  NX52 三(一)    -
"""
ENDS = [
    ("statistics_deadline_day", "640521", date(2020, 12, 31)),
    ("statistics_first_due", "640424", date(2020, 12, 31)),
    ("job_loss_months", "640521", date(2020, 12, 31)),
    ("job_loss_cohort_month", "640424", date(2020, 12, 31)),
    ("unclosed_households_2020", "640424", date(2020, 12, 31)),
]
# nobody else's rule: a number of one place must not be found in another
ELSEWHERE = [
    ("tekun_amount_urban_multiple", "640424"),
    ("tekun_amount_multiple", "500153"),
    ("gradual_exit_upper_multiple", "640521"),
    ("relief_multiple_emergency", "500153"),
    ("child_allowance_orphan", "500153"),
    ("class_c_persons", "640424"),
    ("staff_ratio_disabled", "640424"),
    ("deduct_employment_cost", "500153"),
    ("submission_deadline_day", "640521"),
    ("top_up_share", "500153"),
]
LINE = re.compile(r"(\S+) +(\d+) +(\S+) +(\S+) +(.+?) +([A-Z]{2}\d\d) (\S+) +(\S+)")
STATED = [found.groups() for line in BEGINS.strip().splitlines() if (found := LINE.fullmatch(line.strip()))]


def held(parameter: str, region: str, on: date) -> PolicyValue | None:
    return policy_show.standing(on, region).get(parameter)


def test_the_table_is_read_whole() -> None:
    assert len(STATED) == len(BEGINS.strip().splitlines()) > 60


@pytest.mark.parametrize(("parameter", "region", "day", "value", "comparator", "document", "clause", "before"), STATED)
def test_a_number_of_a_document_holds_from_its_day(
    parameter: str, region: str, day: str, value: str, comparator: str, document: str, clause: str, before: str
) -> None:
    first = date.fromisoformat(day)
    found = held(parameter, region, first)
    assert found is not None
    assert (found.value, found.comparator, found.document, found.clause) == (Decimal(value), comparator, document, clause)
    assert found.confidence == "document"
    earlier = held(parameter, region, first - timedelta(days=1))
    if before == "-":
        assert earlier is None
    else:
        assert earlier is not None
        assert before == (earlier.document if earlier.confidence == "document" else earlier.confidence)


@pytest.mark.parametrize(("parameter", "region", "last"), ENDS)
def test_what_has_an_end_in_its_words_ends(parameter: str, region: str, last: date) -> None:
    assert held(parameter, region, last) is not None
    after = held(parameter, region, last + timedelta(days=1))
    assert after is None or after.confidence != "document"


@pytest.mark.parametrize(("parameter", "region"), ELSEWHERE)
def test_a_number_of_one_place_is_not_lent_to_another(parameter: str, region: str) -> None:
    days = [date(2019, 6, 30), date(2020, 3, 31), date(2020, 7, 31), date(2021, 6, 30), date(2026, 12, 31)]
    found = [held(parameter, region, day) for day in days]
    assert [value for value in found if value is not None and value.confidence == "document"] == []


def test_every_number_without_a_document_is_marked() -> None:
    """The five documents name no line, no share of income, no visiting hours: none of these may pass as theirs."""
    ours = {value.parameter for value in policy.load() if value.confidence != "document"}
    nobodys = "dibao_line_rural dibao_line_urban medical_burden_share income_drop_share visit_hours_household small_cell_minimum verify_within_days"
    more = "poverty_line rural_disposable_income_last_year dibao_tier_a price_subsidy_trigger relief_county_average advance_paperwork_days"
    assert {*nobodys.split(), *more.split()} <= ours
    assert {value.parameter for value in policy.load() if not value.document} <= ours


def test_a_plan_of_one_year_goes_on_and_says_that_its_year_is_over() -> None:
    """Only clauses with an end in their words end. A plan that has run out is shown as one, until a later document takes its place."""
    plans = [value for value in policy.load() if value.document in ("NX28", "RC10") and value.confidence == "document"]
    assert len(plans) > 60
    ending = [value for value in plans if value.valid_to]
    assert [value.parameter for value in plans if value not in ending and f"{value.document}为2020年计划" not in (value.note or "")] == []
    begins = {(value.parameter, value.jurisdiction, value.valid_from) for value in policy.load()}
    for value in ending:
        assert value.valid_to
        taken_up = (value.parameter, value.jurisdiction, value.valid_to + timedelta(days=1)) in begins
        assert taken_up or "停止" in (value.note or ""), value.parameter


def test_a_clause_in_force_before_its_document_says_so() -> None:
    """NX52 of 10 July 2020 admits from 1 July, NX28 of 13 March pays children from 1 January: two dates, both told."""
    issued = {row["document"]: date.fromisoformat(row["issued_on"]) for _, row in policy.rows(policy.REFERENCE / "documents.csv")}
    cited = [value for value in policy.load() if value.document and value.confidence == "document"]
    early = {(value.document, value.clause, value.valid_from) for value in cited if value.valid_from < issued[value.document or ""]}
    july = date(2020, 7, 1)
    assert early == {
        ("NX28", "二(三)7", date(2020, 1, 1)),
        ("NX52", "一(一)", july),
        ("NX52", "一(一)(三)", july),
        ("NX52", "一(三)", july),
    }


def test_a_document_speaks_only_for_its_own_place() -> None:
    place = {row["document"]: row["jurisdiction"] for _, row in policy.rows(policy.REFERENCE / "documents.csv")}
    assert [
        value.parameter for value in policy.load() if value.document and place[value.document] not in policy.chain(value.jurisdiction)
    ] == []


def test_reference_tables_open_in_excel() -> None:
    """Without the byte order mark Excel shows Chinese as garbage."""
    paths = sorted(policy.REFERENCE.rglob("*.csv"))
    assert len(paths) > 10
    assert [path.name for path in paths if not path.read_bytes().startswith(b"\xef\xbb\xbf")] == []


def test_the_five_documents_are_fingerprinted() -> None:
    documents = [row for _, row in policy.rows(policy.REFERENCE / "documents.csv")]
    assert {row["document"] for row in documents} == {"NX28", "NX52", "JY33", "RC10", "WZ21"}
    assert len({row["sha256"] for row in documents if len(row["sha256"]) == 64}) == 5


def test_every_registered_parameter_has_a_value_or_is_left_open_knowingly() -> None:
    """Four that the documents speak of and leave to others: nobody may guess them."""
    registered = {row["parameter"] for _, row in policy.rows(policy.REFERENCE / "parameters.csv")}
    left_open = {"severe_disability_optional_adopted", "rigid_over_income_ratio", "dibao_average_monthly_region", "consumer_price_rise"}
    assert registered - {value.parameter for value in policy.load()} == left_open


def test_every_parameter_and_topic_is_entered_once() -> None:
    names = [row["parameter"] for _, row in policy.rows(policy.REFERENCE / "parameters.csv")]
    assert len(names) == len(set(names))
    topics = {row["topic"] for _, row in policy.rows(policy.REFERENCE / "parameters.csv")}
    assert topics == set(policy.table(policy.REFERENCE, "topics"))


def test_every_parameter_a_rule_names_is_registered() -> None:
    registered = {row["parameter"] for _, row in policy.rows(policy.REFERENCE / "parameters.csv")}
    named = {name for rule in rules.load() for name in rule.parameters}
    assert len(named) > 20
    assert named <= registered
