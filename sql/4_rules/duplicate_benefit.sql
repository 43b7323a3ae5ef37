-- rule:      duplicate_benefit
-- title:     一人可能重复享受低保、特困
-- family:    漏查漏退
-- urgency:   核实
-- subject:   person
-- measured:  同时享受的份数
-- basis:     宁民发〔2020〕28号·三14
-- policy:    must_verify_exit, benefits_per_person
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       人实际住在哪一户?两处是不是都在领?是登记重复还是真的重复享受?
-- may_apply: 动态管理核实(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      只请人核实,不停发。同一证件号码在几个低保、特困户里,或低保户的享受补贴里写着特困(反之亦然)。
--            家里有人参照单人户纳入的,只算这些人。没有有效证件号码的不能判断
WITH member AS (
  SELECT
    p.*,
    h.support_category,
    coalesce(bool_or(p.is_single_admission) OVER (PARTITION BY p.household_id), FALSE) AS is_household_of_single_admission,
    (h.is_in_dibao AND contains(p.subsidies, '特困')) OR (h.is_in_tekun AND contains(p.subsidies, '低保')) AS is_other_named
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.month = $month::DATE AND p.is_in_household AND (h.is_in_dibao OR h.is_in_tekun)
),

held AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY person_id) + CASE WHEN is_other_named THEN 1 ELSE 0 END AS benefits
  FROM member
  WHERE NOT is_household_of_single_admission OR is_single_admission
),

known AS (
  SELECT
    *,
    CASE WHEN is_id_number_valid OR is_other_named THEN benefits END AS benefits_known
  FROM held
)

SELECT
  k.household_id,
  k.person_id,
  NOT fulfils(k.benefits_known, most.comparator, most.value) AS is_triggered,
  k.benefits_known AS measured,
  most.value AS threshold,
  most.unit,
  CAST(json_object(
    '同时享受的份数', k.benefits_known,
    '本户救助类别', k.support_category,
    '享受补贴', k.subsidies
  ) AS VARCHAR) AS evidence,
  most.parameter,
  duty.document,
  duty.clause
FROM known AS k
INNER JOIN ref.policy_in_force AS duty ON k.month = duty.month AND duty.parameter = 'must_verify_exit'
INNER JOIN ref.policy_in_force AS most ON k.month = most.month AND most.parameter = 'benefits_per_person'
