-- rule:      medical_burden
-- title:     医疗自付占家庭收入的比例过高
-- family:    因困致贫
-- urgency:   一般
-- subject:   household
-- measured:  近12个月医疗自付
-- basis:     宁民发〔2020〕28号·二(二)2; 泾民发〔2021〕33号·二(一)
-- policy:    must_find_medical_burden, medical_burden_share
-- reads:     core.household_month, ref.policy_in_force
-- params:    month
-- ask:       自付医疗费是否属实,报销是否已经到账?是否借债看病,后面还要花多少?
-- may_apply: 临时救助(宁民发〔2020〕52号·二(二)); 医疗救助(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   health
-- note:      收入为负的按零算,医疗自付为零的不触发;收入或医疗自付有一项不知道的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  fulfils(
    h.medical_yuan_12m, share.comparator, share.value * CASE WHEN h.income_yuan_12m < 0 THEN 0 ELSE h.income_yuan_12m END
  ) AS is_triggered,
  h.medical_yuan_12m AS measured,
  share.value * CASE WHEN h.income_yuan_12m < 0 THEN 0 ELSE h.income_yuan_12m END AS threshold,
  'yuan_per_year' AS unit,
  CAST(json_object(
    '近12个月医疗自付(元)', h.medical_yuan_12m,
    '近12个月家庭总收入(元)', h.income_yuan_12m,
    '比例标准', share.value
  ) AS VARCHAR) AS evidence,
  share.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_find_medical_burden'
INNER JOIN ref.policy_in_force AS share ON h.month = share.month AND share.parameter = 'medical_burden_share'
WHERE h.month = $month::DATE
