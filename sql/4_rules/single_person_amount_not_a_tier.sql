-- rule:      single_person_amount_not_a_tier
-- title:     参照单人户纳入低保的,保障金额不是当地任何一档
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  本人月保障金额
-- basis:     宁民发〔2020〕52号·一(三)
-- policy:    single_person_at_a_tier, dibao_tier_a, dibao_tier_b, dibao_tier_c
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       本人每月实际领多少?按哪一档批的?
-- may_apply: 按当地低保某一档次保障(宁民发〔2020〕52号·一(三))
-- office:    社会救助科
-- private:   -
-- note:      标准列最接近的一档。保障人数与参照单人户纳入的人数不一致、或一户有几人而平均数不是一档的,不知道各人多少,不能判断
WITH member AS (
  SELECT
    p.household_id,
    p.person_id,
    p.is_single_admission,
    count(*) FILTER (WHERE p.is_single_admission) OVER (PARTITION BY p.household_id) AS admitted
  FROM core.person_month AS p
  WHERE p.month = $month::DATE AND p.is_in_household
),

person AS (
  SELECT
    m.household_id,
    m.person_id,
    m.admitted,
    h.month,
    h.dibao_class,
    h.monthly_amount_yuan,
    h.covered_persons,
    CASE WHEN h.covered_persons = m.admitted THEN round(h.monthly_amount_yuan / m.admitted, 2) END AS yuan
  FROM member AS m
  INNER JOIN core.household_month AS h ON h.month = $month::DATE AND m.household_id = h.household_id
  WHERE m.is_single_admission AND h.is_in_dibao
),

nearest AS (
  SELECT
    p.*,
    tier.parameter,
    tier.value,
    tier.unit
  FROM person AS p
  INNER JOIN ref.policy_in_force AS tier ON p.month = tier.month AND tier.parameter IN ('dibao_tier_a', 'dibao_tier_b', 'dibao_tier_c')
  QUALIFY row_number() OVER (PARTITION BY p.household_id, p.person_id ORDER BY abs(p.yuan - tier.value), tier.parameter) = 1
)

SELECT
  n.household_id,
  n.person_id,
  CASE WHEN n.yuan = n.value THEN FALSE WHEN n.admitted = 1 THEN n.yuan <> n.value END AS is_triggered,
  n.yuan AS measured,
  n.value AS threshold,
  n.unit,
  CAST(json_object(
    '月保障金额(元)', n.monthly_amount_yuan,
    '保障人数', n.covered_persons,
    '参照单人户纳入人数', n.admitted,
    '最接近的一档(元)', n.value,
    '低保档次', n.dibao_class
  ) AS VARCHAR) AS evidence,
  n.parameter,
  duty.document,
  duty.clause
FROM nearest AS n
INNER JOIN ref.policy_in_force AS duty ON n.month = duty.month AND duty.parameter = 'single_person_at_a_tier'
