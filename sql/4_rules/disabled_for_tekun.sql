-- rule:      disabled_for_tekun
-- title:     建档立卡重度残疾人有长期照料需求,看是不是符合特困条件
-- family:    漏保漏救
-- urgency:   核实
-- subject:   person
-- measured:  月末周岁
-- basis:     卫民发〔2019〕21号·二(四)12
-- policy:    must_admit_disabled_to_tekun, disabled_tekun_age, severe_disability_level
-- feeds:     disability
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       有没有法定赡养、抚养、扶养义务人,他们养不养得起?本人有没有收入?平时谁照料?
-- may_apply: 符合特困人员认定条件的纳入特困供养,不符合的给集中养护、日间照料(卫民发〔2019〕21号·二(四)12)
-- office:    社会救助科
-- private:   disability
-- note:      文件说「符合特困人员认定条件的,及时纳入」,条件本身不在五份文件里,由人判断。「16岁以上」含16周岁。
--            几级算重残文件没有写;证和等级以残联名册为准,名册填有证而残联没有的不能判断
WITH person AS (
  SELECT
    p.*,
    h.registered_poor,
    h.support_category,
    coalesce(f.card_level, p.disability_level) AS level,
    holds_card(p.has_disability_card, f.in_disability) AS has_card
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE
    p.month = $month::DATE
    AND p.is_in_household
    AND coalesce(h.registered_poor <> '否', TRUE)
    AND coalesce(NOT h.is_in_tekun, TRUE)
    AND (p.has_disability_card OR f.in_disability OR p.disability_level IS NOT NULL)
)

SELECT
  p.household_id,
  p.person_id,
  p.has_card
  AND fulfils(p.level, severe.comparator, severe.value)
  AND fulfils(p.age, adult.comparator, adult.value)
  AND p.needs_long_care
  AND CASE WHEN p.registered_poor IS NOT NULL THEN TRUE END
  AND CASE WHEN p.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  p.age AS measured,
  adult.value AS threshold,
  adult.unit,
  CAST(json_object(
    '月末周岁', p.age,
    '残疾等级', p.level,
    '残疾人证', CASE p.has_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '长期照料需求', CASE p.needs_long_care WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '自理能力', coalesce(p.self_care, '未填'),
    '建档立卡', coalesce(p.registered_poor, '未填'),
    '救助类别', p.support_category,
    '人均毛收入(元/年)', a.gross_per_capita_yuan
  ) AS VARCHAR) AS evidence,
  adult.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_admit_disabled_to_tekun'
INNER JOIN ref.policy_in_force AS adult ON p.month = adult.month AND adult.parameter = 'disabled_tekun_age'
INNER JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
