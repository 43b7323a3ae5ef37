"""Which rule is in force in 中卫, in 宁夏 and in 荣昌, and from which month.

Written from the documents' own clauses, one line a rule: the month its duty begins in each place. It is not made by the program.
"""

ZHONGWEI, NINGXIA, RONGCHANG = "640502", "64", "500153"
PLACES = (ZHONGWEI, NINGXIA, RONGCHANG)
MONTHS = ("2019-06", "2020-03", "2020-06", "2020-08", "2021-06")
# rule: the month from which it is in force in 中卫, 宁夏, 荣昌; `-` where no document or no local number of the place makes it one
IN_FORCE = """
accident_hit                                2019-03 2020-03 2020-03
advance_relief_paperwork_overdue            2019-03 -       -
assets_to_verify                            2020-03 2020-03 -
cannot_work_uncovered                       2020-07 2020-07 -
care_beds_short                             2020-07 2020-07 -
category_differs_from_rural_revitalisation  -       -       -
central_care_wanted                         2019-03 -       2020-03
change_not_reported                         -       -       -
child_allowance_missing                     2020-01 2020-01 2020-03
child_allowance_off_amount                  2020-01 2020-01 -
class_ab_not_whole                          2019-03 -       -
class_c_too_few_persons                     2019-03 -       -
compulsory_school_dropout                   -       -       2020-03
county_care_facility_missing                2020-07 2020-07 -
dangerous_housing                           -       -       2020-03
death_still_in_benefit                      2020-03 2020-03 -
dibao_below_region_average                  -       -       -
dibao_income_above_line                     2020-07 2020-07 2020-03
dibao_lost_after_poverty                    2019-03 2020-03 2020-03
disability_allowance_without_card           2020-03 2020-03 -
disability_living_allowance_missing         2019-03 2020-03 2020-03
disability_nursing_allowance_missing        2019-03 2020-03 2020-03
disabled_for_tekun                          2019-03 -       -
disaster_hit                                2019-03 2020-03 2020-03
dispersed_tekun_not_visited                 2020-03 2020-03 -
duplicate_benefit                           2020-03 2020-03 -
earner_died                                 2019-03 2020-03 2020-03
education_burden                            2020-03 2020-03 -
elder_allowance_missing                     -       -       2020-03
employed_in_dibao                           2019-03 2020-07 -
epidemic_case_allowance_below               2020-03 2020-03 -
epidemic_loss                               2020-03 2020-03 -
epidemic_unrelieved                         2020-03 2020-03 -
form_not_sent                               -       -       -
full_guarantee_short                        2019-03 -       -
funds_decreased                             2020-03 2020-03 -
gradual_exit_ending                         2019-03 2020-07 -
home_adaptation_wanted                      -       -       2020-03
housing_assessed_dangerous                  -       -       2020-03
identity_in_two_households                  2020-03 2020-03 -
income_drop                                 -       -       -
institution_hazard_open                     2020-07 2020-07 2020-03
institution_not_registered                  2020-03 2020-03 -
insurance_lapsed                            2020-03 2020-03 -
insured_medical_cost                        2020-03 2020-03 -
job_loss_three_months                       2020-07 2020-07 -
left_behind_child_not_visited               -       -       2020-03
left_behind_elder_not_visited               2020-03 2020-03 2020-03
left_behind_woman_in_hardship               2020-03 2020-03 2020-03
low_income_after_deduction                  2020-03 2020-03 -
low_income_band                             2020-07 2020-07 -
low_income_uncovered                        2019-03 2020-03 2020-03
medical_burden                              2020-03 2020-03 -
minor_in_tekun_turns_eighteen               2020-01 2020-01 -
monitored_not_recognised                    -       -       -
new_poor_uncovered                          2020-03 2020-03 2020-03
new_serious_illness                         2019-03 2020-03 2020-03
new_severe_disability                       2020-03 2020-03 -
no_labour_uncovered                         2019-03 2020-03 2020-03
no_medical_insurance                        -       -       2020-03
not_visited_this_month                      -       -       -
one_off_not_by_county                       2020-07 2020-07 -
payment_failed                              2020-03 2020-03 2020-03
payment_missing                             2020-07 2020-07 2020-03
payment_short                               2020-03 2020-03 2020-03
person_without_identity                     2020-03 2020-03 -
petition_overdue                            2020-03 2020-03 2020-03
poor_not_registered                         2019-03 -       -
price_subsidy_missing                       -       -       -
priority_for_dibao                          2019-03 -       -
registered_poor_care_wanted                 -       -       2020-03
registered_poor_single_person               2020-03 2020-03 -
relief_amount_off_standard                  2020-03 2020-03 -
relief_below_county_average                 2019-03 -       -
relief_uplift_exceeded                      2020-03 2020-03 -
relief_without_voucher                      2020-07 2020-07 -
rescreen_after_raise                        2019-03 -       -
reserve_fund_unbalanced                     2020-03 2020-03 2020-03
rigid_over_income                           2019-03 -       -
rural_line_not_above_poverty_line           -       -       2020-03
school_register_missing                     -       -       2020-03
severe_disability_unserved                  2019-03 2020-03 -
single_coverage_share                       2019-03 -       -
single_person_amount_not_a_tier             2020-07 2020-07 -
single_person_dibao_serious_illness         2020-07 2020-07 -
single_person_dibao_severe_disability       2020-07 2020-07 -
split_household_candidate                   -       -       2020-03
staff_short                                 2019-03 -       -
still_poor_after_relief                     2020-03 2020-03 -
tekun_amount_below_income_share             2019-03 -       -
tekun_amount_below_standard                 2020-03 2020-03 -
tekun_amount_below_urban_standard           -       -       2020-03
tekun_care_allowance_missing                -       -       2020-03
tekun_not_raised_with_line                  2020-03 2020-03 -
top_up_candidate                            2019-03 -       -
unemployment_registered                     2020-03 2020-03 -
unsafe_water                                -       -       2020-03
weak_household_no_uplift                    -       -       -
whole_household_candidate                   2019-03 -       -
"""
# the only duties with an end in their words: the workers who could not return, statistics of 2020
ENDS = {"job_loss_three_months": "2020-12"}


def table() -> dict[str, dict[str, str]]:
    lines = (line.split() for line in IN_FORCE.strip().splitlines())
    return {rule_id: dict(zip(PLACES, begins, strict=True)) for rule_id, *begins in lines}


def expected(place: str, month: str) -> set[str]:
    begun = {rule_id for rule_id, begins in table().items() if begins[place] != "-" and begins[place] <= month}
    return {rule_id for rule_id in begun if month <= ENDS.get(rule_id, month)}
