-- rule:      no_medical_insurance
-- title:     没有参加基本医疗保险
-- family:    三保障
-- urgency:   一般
-- subject:   person
-- measured:  医保参保
-- basis:     泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·四(四)
-- policy:    must_check_guarantees, insurance_sign
-- reads:     core.person_month, ref.policy_in_force
-- params:    month
-- ask:       为什么没有参保,是断缴、异地参保还是没有户口?需不需要资助参保?
-- may_apply: 两不愁三保障排查(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      没有填的不能判断
SELECT
  p.household_id,
  p.person_id,
  NOT fulfils(CAST(p.has_medical_insurance AS INTEGER), sign.comparator, sign.value) AS is_triggered,
  CAST(p.has_medical_insurance AS INTEGER) AS measured,
  sign.value AS threshold,
  sign.unit,
  CAST(json_object(
    '医保参保', CASE p.has_medical_insurance WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END,
    '周岁', p.age
  ) AS VARCHAR) AS evidence,
  sign.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_check_guarantees'
INNER JOIN ref.policy_in_force AS sign ON p.month = sign.month AND sign.parameter = 'insurance_sign'
WHERE p.month = $month::DATE AND p.is_in_household
