-- rule:      education_burden
-- title:     教育支出较重
-- family:    因困致贫
-- urgency:   一般
-- subject:   household
-- measured:  近12个月教育支出
-- basis:     宁民发〔2020〕28号·二(二)3
-- policy:    deduct_rigid_expenditure, education_cost_yuan
-- reads:     core.household_month, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       谁在哪里上学,一年学费和住宿费多少?助学金、助学贷款申请了没有?
-- may_apply: 核算家庭收入时扣减增加的刚性支出(宁民发〔2020〕28号·二(二)3); 教育救助转介(宁民发〔2020〕28号·五21)
-- office:    社会救助科
-- private:   -
-- note:      因学只看刚性支出,不是单独的致贫原因;正好等于提示额的不触发,没有填的不能判断。扣减前后两个收入都列
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  fulfils(h.education_yuan_12m, cost.comparator, cost.value) AS is_triggered,
  h.education_yuan_12m AS measured,
  cost.value AS threshold,
  cost.unit,
  CAST(json_object(
    '近12个月教育支出(元)', h.education_yuan_12m,
    '近12个月刚性支出(元)', h.rigid_yuan_12m,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '扣减支出后人均(元/年)', a.after_all_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  cost.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'deduct_rigid_expenditure'
INNER JOIN ref.policy_in_force AS cost ON h.month = cost.month AND cost.parameter = 'education_cost_yuan'
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
WHERE h.month = $month::DATE
