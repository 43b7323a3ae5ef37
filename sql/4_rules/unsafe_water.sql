-- rule:      unsafe_water
-- title:     饮水不安全
-- family:    三保障
-- urgency:   一般
-- subject:   household
-- measured:  饮水安全
-- basis:     泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·四(四)
-- policy:    must_check_guarantees, safe_water_sign
-- reads:     core.household_month, ref.policy_in_force
-- params:    month
-- ask:       是水质、水量还是取水距离的问题?从什么时候开始,村里报修了没有?
-- may_apply: 两不愁三保障排查(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      没有填的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  NOT fulfils(CAST(h.has_safe_water AS INTEGER), sign.comparator, sign.value) AS is_triggered,
  CAST(h.has_safe_water AS INTEGER) AS measured,
  sign.value AS threshold,
  sign.unit,
  CAST(json_object('饮水安全', CASE h.has_safe_water WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END) AS VARCHAR) AS evidence,
  sign.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_check_guarantees'
INNER JOIN ref.policy_in_force AS sign ON h.month = sign.month AND sign.parameter = 'safe_water_sign'
WHERE h.month = $month::DATE
