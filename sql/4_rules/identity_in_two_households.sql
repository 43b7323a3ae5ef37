-- rule:      identity_in_two_households
-- title:     同一证件号码登记在两户以上
-- family:    漏统漏管
-- urgency:   核实
-- subject:   person
-- measured:  登记户数
-- basis:     宁民发〔2020〕28号·三14; 泾民发〔2021〕33号·二(一)
-- policy:    must_verify_registration, households_per_person
-- reads:     core.person_month, ref.policy_in_force
-- params:    month
-- ask:       人实际住在哪一户?是婚嫁、分户没有改登记,还是号码填错?
-- may_apply: 完成数据更新(泾民发〔2021〕33号·二(一))
-- office:    社会救助科
-- private:   -
-- note:      只比有效的证件号码;没有或无效的不能判断
WITH registered AS (
  SELECT
    *,
    CASE WHEN is_id_number_valid THEN count(*) OVER (PARTITION BY person_id) END AS households
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
)

SELECT
  r.household_id,
  r.person_id,
  NOT fulfils(r.households, most.comparator, most.value) AS is_triggered,
  r.households AS measured,
  most.value AS threshold,
  most.unit,
  CAST(json_object('登记户数', r.households) AS VARCHAR) AS evidence,
  most.parameter,
  duty.document,
  duty.clause
FROM registered AS r
INNER JOIN ref.policy_in_force AS duty ON r.month = duty.month AND duty.parameter = 'must_verify_registration'
INNER JOIN ref.policy_in_force AS most ON r.month = most.month AND most.parameter = 'households_per_person'
