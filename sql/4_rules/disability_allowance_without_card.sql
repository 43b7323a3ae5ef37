-- rule:      disability_allowance_without_card
-- title:     领着残疾人补贴,不在残联持证名册里
-- family:    漏查漏退
-- urgency:   核实
-- subject:   person
-- measured:  在不在残联持证名册
-- basis:     宁民发〔2020〕28号·三14
-- policy:    must_verify_exit
-- feeds:     disability, payment
-- reads:     core.person_month, core.person_fact, core.benefit_month, ref.policy_in_force
-- params:    month
-- ask:       残疾人证是不是到期、迁移、还没有换发?是不是替家里别人代领?证件号码登记得对不对?
-- may_apply: 残疾人两项补贴(宁民发〔2020〕28号·二(三)8); 残疾人两项补贴(泾民发〔2021〕33号·二(五))
-- office:    社会事务和养老服务科
-- private:   disability
-- note:      只请人核实,不停发。发放台账里有残疾人补贴,或享受补贴里写着的,才在此列。残联名册没有收到的不能判断;
--            家里另有人在残联名册里的,可能是代领,不能判断
WITH member AS (
  SELECT
    p.*,
    pf.in_disability,
    coalesce(bool_or(pf.in_disability) OVER (PARTITION BY p.household_id), FALSE) AS is_card_in_household
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS pf ON p.month = pf.month AND p.household_id = pf.household_id AND p.person_id = pf.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
),

paid AS (
  SELECT
    household_id,
    person_id,
    string_agg(DISTINCT programme, '、' ORDER BY programme) AS programmes
  FROM core.benefit_month
  WHERE month = $month::DATE AND programme IN ('困难残疾人生活补贴', '重度残疾人护理补贴')
  GROUP BY household_id, person_id
)

SELECT
  m.household_id,
  m.person_id,
  CASE WHEN m.in_disability THEN FALSE WHEN NOT m.in_disability AND NOT m.is_card_in_household THEN TRUE END AS is_triggered,
  CASE m.in_disability WHEN TRUE THEN 1 WHEN FALSE THEN 0 END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '残联持证名册', CASE m.in_disability WHEN TRUE THEN '在' WHEN FALSE THEN '不在' ELSE '未比对' END,
    '残疾人证(名册)', CASE m.has_disability_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '本月发放项目', coalesce(a.programmes, '无'),
    '享受补贴', coalesce(m.subsidies, '未填')
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM member AS m
INNER JOIN ref.policy_in_force AS duty ON m.month = duty.month AND duty.parameter = 'must_verify_exit'
LEFT JOIN paid AS a ON m.household_id = a.household_id AND m.person_id = a.person_id
WHERE a.person_id IS NOT NULL OR regexp_matches(m.subsidies, '残疾|两项补贴')
