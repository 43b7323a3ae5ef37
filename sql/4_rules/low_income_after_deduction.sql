-- rule:      low_income_after_deduction
-- title:     扣掉刚性支出后低于低保标准,没有纳入低保、特困
-- family:    漏保漏救
-- urgency:   核实
-- subject:   household
-- measured:  扣减刚性支出后的人均年收入
-- basis:     宁民发〔2020〕28号·二(二)3
-- policy:    deduct_rigid_expenditure, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, core.income_account, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       这些支出有没有票据、是不是今年新增加的?哪些能按规定扣?愿不愿意申请低保?
-- may_apply: 核算家庭收入时按规定扣减增加的刚性支出(宁民发〔2020〕28号·二(二)3); 临时救助(宁民发〔2020〕52号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      只看毛收入不低于标准、扣减以后才低于标准的户;毛收入就低于标准的另有规则。文件只扣「增加的」、并要「按规定」,
--            这里按全额扣,只作线索,两个数都列。正好等于标准的不算。财产明确超标的不触发
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  a.after_all_yuan_12m < a.line_yuan_year
  AND coalesce(h.is_property_within_limits, TRUE)
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END
  AND CASE WHEN a.gross_yuan_12m IS NOT NULL THEN TRUE END AS is_triggered,
  a.after_all_per_capita_yuan AS measured,
  a.line_yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '扣减支出后人均(元/年)', a.after_all_per_capita_yuan,
    '扣减的刚性支出(元)', a.rigid_yuan_12m,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '在户人数', h.persons,
    '救助类别', h.support_category,
    '财产符合', CASE h.is_property_within_limits WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未核' END
  ) AS VARCHAR) AS evidence,
  line.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'deduct_rigid_expenditure' AND duty.value = 1
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
WHERE
  h.month = $month::DATE
  AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
  AND coalesce(a.gross_yuan_12m >= a.line_yuan_year, TRUE)
