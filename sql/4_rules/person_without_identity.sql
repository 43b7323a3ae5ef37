-- rule:      person_without_identity
-- title:     没有有效的证件号码
-- family:    漏统漏管
-- urgency:   核实
-- subject:   person
-- measured:  有有效的证件号码
-- basis:     宁民发〔2020〕28号·三14
-- policy:    must_verify_registration
-- reads:     core.person_month, ref.policy_in_force
-- params:    month
-- ask:       是新生儿、还没有上户口,还是号码抄错了?要不要帮着去派出所办理?
-- may_apply: 查找漏统漏管(宁民发〔2020〕28号·三14)
-- office:    社会救助科
-- private:   -
-- note:      是要帮着补上的事,不是谁的过错;没有号码不影响救助。号码空着的、没有通过校验的都触发;连姓名都没有的行不能判断
SELECT
  p.household_id,
  p.person_id,
  CASE
    WHEN p.is_id_number_valid IS NOT NULL THEN NOT p.is_id_number_valid
    WHEN p.name IS NOT NULL THEN TRUE
  END AS is_triggered,
  CASE
    WHEN p.is_id_number_valid THEN 1
    WHEN p.name IS NOT NULL OR NOT p.is_id_number_valid THEN 0
  END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '证件号码', CASE p.is_id_number_valid WHEN TRUE THEN '有效' WHEN FALSE THEN '没有通过校验' ELSE '没有填' END,
    '与户主关系', p.relation,
    '状态', p.status
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_verify_registration'
WHERE p.month = $month::DATE AND p.is_in_household
