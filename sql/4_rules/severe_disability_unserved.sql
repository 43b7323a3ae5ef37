-- rule:      severe_disability_unserved
-- title:     有长期照料需求的重度残疾人,名册上没有照料服务
-- family:    查弱补强
-- urgency:   一般
-- subject:   person
-- measured:  残疾等级
-- basis:     卫民发〔2019〕21号·二(四)12; 宁民发〔2020〕28号·二(三)8; 泾民发〔2021〕33号·二(五)
-- policy:    must_serve_severe_disability, severe_disability_level
-- feeds:     disability
-- reads:     core.household_month, core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       平时谁来照料,照料的人累不累、能不能出去干活?愿意集中照料、日间照料还是邻里照料?
-- may_apply: 集中养护、日间照料(卫民发〔2019〕21号·二(四)12); 贫困重度残疾人照护服务(宁民发〔2020〕28号·二(三)8);
--            集中照料、日间照料、邻里照料(泾民发〔2021〕33号·二(五))
-- office:    社会事务和养老服务科
-- private:   disability
-- note:      以残疾人证为准,填了残疾而没有证的不能判断;自理能力为失能、半失能才算。集中特困的已在机构里。
--            享受补贴里写着照料、托养、养护的算已有服务;名册没有写的请上门问
WITH person AS (
  SELECT
    p.household_id,
    p.person_id,
    p.month,
    p.self_care,
    p.needs_long_care,
    p.subsidies,
    h.support_category,
    coalesce(f.card_level, p.disability_level) AS card_level,
    coalesce(f.card_type, p.disability_type) AS card_type,
    -- a level without a certificate is a contradiction, not a no
    CASE WHEN p.has_disability_card OR f.in_disability THEN holds_card(p.has_disability_card, f.in_disability) END AS has_card
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE
    p.month = $month::DATE
    AND p.is_in_household
    AND coalesce(h.support_category <> '集中特困', TRUE)
    AND (p.has_disability_card OR f.in_disability OR p.disability_level IS NOT NULL)
)

SELECT
  p.household_id,
  p.person_id,
  p.has_card
  AND fulfils(p.card_level, severe.comparator, severe.value)
  AND p.needs_long_care
  AND p.self_care IN ('失能', '半失能')
  AND NOT coalesce(regexp_matches(p.subsidies, '照料|托养|养护'), FALSE)
  AND CASE WHEN p.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  p.card_level AS measured,
  severe.value AS threshold,
  severe.unit,
  CAST(json_object(
    '残疾等级', p.card_level,
    '残疾类别', p.card_type,
    '残疾人证', CASE p.has_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '自理能力', coalesce(p.self_care, '未填'),
    '长期照料需求', CASE p.needs_long_care WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '享受补贴', coalesce(p.subsidies, '未填'),
    '救助类别', p.support_category
  ) AS VARCHAR) AS evidence,
  severe.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_serve_severe_disability'
INNER JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
