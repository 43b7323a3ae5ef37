-- rule:      insured_medical_cost
-- title:     医保局数据中个人自付较高
-- family:    因困致贫
-- urgency:   一般
-- subject:   person
-- measured:  医保局近12个月个人自付
-- basis:     宁民发〔2020〕28号·二(二)2; 泾民发〔2021〕33号·二(一)
-- policy:    must_find_medical_burden, medical_insurance_self_paid
-- feeds:     medical_insurance
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       自付的钱从哪里来,有没有借债?后面还要治多久、花多少?家里其他支出还撑得住吗?
-- may_apply: 临时救助(宁民发〔2020〕52号·二(二)); 医疗救助转介(宁民发〔2020〕28号·五21); 医疗救助(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   health
-- note:      正好等于提示额的也触发。比对过而医保局没有此人的不触发;没有收到医保数据的、金额不知的不能判断。
--            名册填的医疗自付是全户的,两个数都列
SELECT
  p.household_id,
  p.person_id,
  CASE WHEN f.in_medical_insurance THEN fulfils(f.self_paid_yuan_12m, cost.comparator, cost.value) WHEN NOT f.in_medical_insurance THEN FALSE END
    AS is_triggered,
  f.self_paid_yuan_12m AS measured,
  cost.value AS threshold,
  cost.unit,
  CAST(json_object(
    '医保局近12个月个人自付(元)', f.self_paid_yuan_12m,
    '医保局比对', CASE f.in_medical_insurance WHEN TRUE THEN '有此人' WHEN FALSE THEN '没有此人' ELSE '未比对' END,
    '名册近12个月全户医疗自付(元)', a.medical_yuan_12m,
    '近12个月家庭总收入(元)', a.gross_yuan_12m,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  cost.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_find_medical_burden'
INNER JOIN ref.policy_in_force AS cost ON p.month = cost.month AND cost.parameter = 'medical_insurance_self_paid'
LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
WHERE p.month = $month::DATE AND p.is_in_household
