-- rule:      weak_household_no_uplift
-- title:     一户多残、老残一体的低保特困户,看看提高保障标准了没有
-- family:    查短补齐
-- urgency:   核实
-- subject:   household
-- measured:  残疾人数或老人最大年龄
-- basis:     泾民发〔2021〕33号·二(五)
-- policy:    must_uplift_weak_households, multi_disability_persons, weak_household_elder_age
-- policy_optional: dibao_tier_a, dibao_tier_b, dibao_tier_c
-- feeds:     disability
-- reads:     core.household_month, core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       家里残疾人和老人由谁照料?提高保障标准办了没有,提高了多少?
-- may_apply: 一户多残、老残一体提高保障标准(泾民发〔2021〕33号·二(五)); 残疾人照料服务(泾民发〔2021〕33号·二(五))
-- office:    社会救助科
-- private:   disability
-- note:      几个算「多残」、几岁算「老」文件没有写,由本县确认。家里有残疾人又有老人就算老残一体,同一个人既老又残也算。
--            提高多少文件没有写: 低保档次知道而金额已比档次高的不列,其余请人看。证以残联名册为准,名册填有而残联没有的不能算数
WITH member AS (
  SELECT
    p.household_id,
    p.age,
    holds_card(p.has_disability_card, pf.in_disability) AS is_disabled,
    fulfils(p.age, elder.comparator, elder.value) AS is_elder
  FROM core.person_month AS p
  INNER JOIN ref.policy_in_force AS elder ON p.month = elder.month AND elder.parameter = 'weak_household_elder_age'
  LEFT JOIN core.person_fact AS pf ON p.month = pf.month AND p.household_id = pf.household_id AND p.person_id = pf.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
),

-- those surely so, and those that may be
counted AS (
  SELECT
    m.household_id,
    count(*) FILTER (WHERE m.is_disabled) AS disabled,
    count(*) FILTER (WHERE coalesce(m.is_disabled, TRUE)) AS disabled_at_most,
    count(*) FILTER (WHERE m.is_elder) AS elders,
    count(*) FILTER (WHERE coalesce(m.is_elder, TRUE)) AS elders_at_most,
    max(m.age) AS oldest
  FROM member AS m
  GROUP BY m.household_id
),

typed AS (
  SELECT
    c.*,
    CASE
      WHEN fulfils(c.disabled, several.comparator, several.value) THEN TRUE
      WHEN NOT fulfils(c.disabled_at_most, several.comparator, several.value) THEN FALSE
    END AS has_several_disabled,
    CASE
      WHEN c.disabled > 0 AND c.elders > 0 THEN TRUE
      WHEN c.disabled_at_most = 0 OR c.elders_at_most = 0 THEN FALSE
    END AS has_old_and_disabled
  FROM counted AS c
  INNER JOIN ref.policy_in_force AS several ON several.month = $month::DATE AND several.parameter = 'multi_disability_persons'
),

judged AS (
  SELECT
    h.*,
    t.disabled,
    t.elders,
    t.oldest,
    t.has_several_disabled,
    t.has_old_and_disabled,
    tier.value * nullif(h.covered_persons, 0) AS tier_yuan,
    -- what the sign is: several disabled, or an old person beside a disabled one
    CASE WHEN t.has_old_and_disabled AND NOT coalesce(t.has_several_disabled, FALSE) THEN 'weak_household_elder_age' ELSE 'multi_disability_persons' END AS sign
  FROM core.household_month AS h
  LEFT JOIN typed AS t ON h.household_id = t.household_id
  LEFT JOIN ref.policy_in_force AS tier
    ON
      h.month = tier.month
      AND h.is_in_dibao
      AND tier.parameter = CASE h.dibao_class WHEN 'A' THEN 'dibao_tier_a' WHEN 'B' THEN 'dibao_tier_b' WHEN 'C' THEN 'dibao_tier_c' END
  WHERE h.month = $month::DATE AND (h.is_in_dibao OR h.is_in_tekun)
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  (j.has_several_disabled OR j.has_old_and_disabled) AND coalesce(NOT j.monthly_amount_yuan > j.tier_yuan, TRUE) AS is_triggered,
  CASE j.sign WHEN 'weak_household_elder_age' THEN j.oldest ELSE j.disabled END AS measured,
  sign.value AS threshold,
  sign.unit,
  CAST(json_object(
    '持证残疾人数', j.disabled,
    '老年人数', j.elders,
    '一户多残', CASE j.has_several_disabled WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '不能判断' END,
    '老残一体', CASE j.has_old_and_disabled WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '不能判断' END,
    '救助类别', j.support_category,
    '月保障金额(元)', j.monthly_amount_yuan,
    '保障人数', j.covered_persons,
    '低保档次金额合计(元)', j.tier_yuan
  ) AS VARCHAR) AS evidence,
  sign.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_uplift_weak_households'
INNER JOIN ref.policy_in_force AS sign ON j.month = sign.month AND j.sign = sign.parameter
