-- rule:      accident_hit
-- title:     家里遭遇意外事故
-- family:    因困致贫
-- urgency:   一般
-- subject:   household
-- measured:  本月因意外遭遇困难
-- basis:     宁民发〔2020〕28号·二(二)2; 泾民发〔2021〕33号·二(一); 荣民发〔2020〕10号·三(二)2; 卫民发〔2019〕21号·二(二)7
-- policy:    must_find_shocks
-- reads:     core.household_month, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       伤的是谁,还能不能干活?治疗花了多少,有没有赔偿、保险?眼下生活有没有着落?
-- may_apply: 急难型临时救助、先行救助(宁民发〔2020〕52号·二(二)); 临时救助(卫民发〔2019〕21号·二(二)7)
-- office:    社会救助科
-- private:   -
-- note:      只看名册本月遭遇填「因意外」的;没有填的、沿用旧名册的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  CASE WHEN NOT h.is_carried_forward THEN h.shock = '因意外' END AS is_triggered,
  CASE WHEN NOT h.is_carried_forward THEN CAST(h.shock = '因意外' AS INTEGER) END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '本月遭遇', coalesce(h.shock, '未填'),
    '沿用旧名册', CASE h.is_carried_forward WHEN TRUE THEN '是' WHEN FALSE THEN '否' END,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '近12个月医疗自付(元)', h.medical_yuan_12m,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_find_shocks'
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
WHERE h.month = $month::DATE
