-- rule:      poor_not_registered
-- title:     农村低保、特困户没有建档立卡,请扶贫部门按标准认定
-- family:    漏统漏管
-- urgency:   核实
-- subject:   household
-- measured:  已建档立卡
-- basis:     卫民发〔2019〕21号·二(一)3; 卫民发〔2019〕21号·二(一)5
-- policy:    must_register_poor
-- reads:     core.household_month, ref.policy_in_force
-- params:    month
-- ask:       扶贫部门来认定过没有?符不符合建档立卡的标准?是名册没有更新吗?
-- may_apply: 符合扶贫对象认定标准的纳入建档立卡,应扶尽扶(卫民发〔2019〕21号·二(一)3)
-- office:    社会救助科
-- private:   -
-- note:      只提请扶贫部门按他们的标准和程序认定,不影响低保、特困。低保、特困以农村的为准,高龄、孤儿只比对、不因此提出。建档立卡没有填的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  h.registered_poor = '否' AND CASE WHEN h.settlement IS NOT NULL THEN TRUE END AS is_triggered,
  CASE WHEN h.registered_poor = '否' THEN 0 WHEN h.registered_poor IS NOT NULL THEN 1 END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '救助类别', h.support_category,
    '监测类别', h.monitoring_category,
    '在户人数', h.persons
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_register_poor'
WHERE
  h.month = $month::DATE
  AND (h.support_category = '农村低保' OR h.is_in_tekun)
  AND coalesce(h.settlement = '农村', TRUE)
