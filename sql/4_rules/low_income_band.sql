-- rule:      low_income_band
-- title:     收入在低保标准与低收入家庭上限之间,尚未认定为低收入家庭
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  人均年收入
-- basis:     宁民发〔2020〕52号·一(一)
-- policy:    low_income_floor_multiple, low_income_ceiling_multiple, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, core.income_account, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       收入和财产是否属实?家里有没有重残、重病的人?愿不愿意申请认定低收入家庭?
-- may_apply: 低收入家庭认定(泾民发〔2021〕33号·二(一)); 重残重病人员参照单人户纳入低保(宁民发〔2020〕52号·一)
-- office:    社会救助科
-- private:   -
-- note:      高于标准、低于上限,两头正好相等的都不算,按全户收入与「标准×人数」比;财产符合才算,未核的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  fulfils(a.gross_yuan_12m, low.comparator, low.value * a.line_yuan_year)
  AND fulfils(a.gross_yuan_12m, high.comparator, high.value * a.line_yuan_year)
  AND h.is_property_within_limits
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  h.income_per_capita_yuan_year AS measured,
  high.value * line.yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '人均年收入(元)', h.income_per_capita_yuan_year,
    '低保标准(元/年)', line.yuan_per_person_year,
    '低收入家庭上限(元/年)', high.value * line.yuan_per_person_year,
    '在户人数', h.persons,
    '财产符合', CASE h.is_property_within_limits WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未核' END
  ) AS VARCHAR) AS evidence,
  high.parameter,
  high.document,
  high.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS low ON h.month = low.month AND low.parameter = 'low_income_floor_multiple'
INNER JOIN ref.policy_in_force AS high ON h.month = high.month AND high.parameter = 'low_income_ceiling_multiple'
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
WHERE h.month = $month::DATE AND (h.support_category IS NULL OR h.support_category IN ('无', '刚性支出困难'))
