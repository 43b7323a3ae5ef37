-- rule:      low_income_uncovered
-- title:     人均收入低于低保标准,未纳入低保或特困
-- family:    漏保漏救
-- urgency:   紧急
-- subject:   household
-- measured:  人均年收入
-- basis:     卫民发〔2019〕21号·二(一)3; 荣民发〔2020〕10号·三(二)1; 宁民发〔2020〕28号·四15; 宁民发〔2020〕52号·一(二); 泾民发〔2021〕33号·二(一)
-- policy:    must_find_uncovered, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, core.income_account, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       近12个月各项收入是否属实?财产是否已核对?愿不愿意申请低保?
-- may_apply: 最低生活保障(宁民发〔2020〕52号·一(二)); 临时救助(宁民发〔2020〕52号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      正好等于标准的不算,按全户收入与「标准×人数」比。财产明确超标的不触发;财产未核的照样触发,上门时核。救助类别没填的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  a.gross_yuan_12m < a.line_yuan_year
  AND coalesce(h.is_property_within_limits, TRUE)
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  h.income_per_capita_yuan_year AS measured,
  line.yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '人均年收入(元)', h.income_per_capita_yuan_year,
    '低保标准(元/年)', line.yuan_per_person_year,
    '在户人数', h.persons,
    '救助类别', h.support_category,
    '财产符合', CASE h.is_property_within_limits WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未核' END
  ) AS VARCHAR) AS evidence,
  line.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_find_uncovered'
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
WHERE h.month = $month::DATE AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
