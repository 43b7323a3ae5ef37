-- rule:      rescreen_after_raise
-- title:     低保标准提高后,未脱贫户落到新标准以下,没有纳入
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  人均年收入
-- basis:     卫民发〔2019〕21号·二(一)3
-- policy:    must_rescreen_after_raise, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, core.income_account, ref.dibao_raise, ref.policy_in_force
-- params:    month
-- ask:       新标准告诉这户了没有?收入、财产核对过没有?愿不愿意申请低保?
-- may_apply: 新标准下符合条件的及时纳入保障范围(卫民发〔2019〕21号·二(一)3)
-- office:    社会救助科
-- private:   -
-- note:      只在低保标准提高的当月看,限未脱贫建档立卡户: 收入不低于旧标准、低于新标准的触发,正好等于新标准的不算。
--            比旧标准还低的本来就该在保,另有规则
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  a.gross_yuan_12m < r.yuan_per_person_year * nullif(h.persons, 0)
  AND a.gross_yuan_12m >= r.yuan_per_person_year_before * nullif(h.persons, 0)
  AND coalesce(h.is_property_within_limits, TRUE)
  AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  a.gross_per_capita_yuan AS measured,
  r.yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '本月低保标准(元/年)', r.yuan_per_person_year,
    '上月低保标准(元/年)', r.yuan_per_person_year_before,
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '救助类别', h.support_category,
    '在户人数', h.persons
  ) AS VARCHAR) AS evidence,
  r.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_rescreen_after_raise'
INNER JOIN ref.dibao_raise AS r ON h.month = r.month AND h.settlement = r.settlement
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
WHERE
  h.month = $month::DATE
  AND coalesce(h.registered_poor = '未脱贫', TRUE)
  AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
