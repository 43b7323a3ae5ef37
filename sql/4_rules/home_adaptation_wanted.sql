-- rule:      home_adaptation_wanted
-- title:     特困、建档立卡家庭的高龄、失能、残疾老人,看要不要适老化改造
-- family:    查弱补强
-- urgency:   一般
-- subject:   person
-- measured:  年龄
-- basis:     荣民发〔2020〕10号·三(三)2
-- policy:    must_adapt_homes, home_adaptation_age, home_adaptation_old_age
-- feeds:     disability
-- reads:     core.household_month, core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       家里进出、上厕所、洗澡、夜里起来方不方便?已经改造过没有,想改哪里?
-- may_apply: 适老化改造(荣民发〔2020〕10号·三(三)2)
-- office:    社会事务和养老服务科
-- private:   disability
-- note:      集中特困的不住在家里,不在此列。文件只写失能,半失能的不能判断;残疾以残疾人证为准。改造过没有,名册里没有,请上门看
WITH person AS (
  SELECT
    p.household_id,
    p.person_id,
    p.month,
    p.age,
    p.self_care,
    h.support_category,
    h.registered_poor,
    holds_card(p.has_disability_card, f.in_disability) AS has_card,
    CASE p.self_care WHEN '失能' THEN TRUE WHEN '自理' THEN FALSE END AS is_dependent
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE
    p.month = $month::DATE
    AND p.is_in_household
    AND coalesce(h.support_category <> '集中特困', TRUE)
    AND (h.support_category = '分散特困' OR h.registered_poor IN ('未脱贫', '已脱贫', '脱贫再返贫'))
)

SELECT
  p.household_id,
  p.person_id,
  fulfils(p.age, elder.comparator, elder.value)
  AND (fulfils(p.age, old_age.comparator, old_age.value) OR p.is_dependent OR p.has_card) AS is_triggered,
  p.age AS measured,
  elder.value AS threshold,
  elder.unit,
  CAST(json_object(
    '周岁', p.age,
    '高龄从几周岁算起', old_age.value,
    '自理能力', coalesce(p.self_care, '未填'),
    '残疾人证', CASE p.has_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '救助类别', p.support_category,
    '建档立卡', p.registered_poor
  ) AS VARCHAR) AS evidence,
  elder.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_adapt_homes'
INNER JOIN ref.policy_in_force AS elder ON p.month = elder.month AND elder.parameter = 'home_adaptation_age'
INNER JOIN ref.policy_in_force AS old_age ON p.month = old_age.month AND old_age.parameter = 'home_adaptation_old_age'
