-- rule:      registered_poor_care_wanted
-- title:     建档立卡户里的失能人员,问愿不愿意集中照护
-- family:    查弱补强
-- urgency:   一般
-- subject:   person
-- measured:  失能
-- basis:     泾民发〔2021〕33号·二(六); 荣民发〔2020〕10号·三(三)2
-- policy:    must_offer_care_registered_poor
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       平时谁照料、照料得过来吗,耽误家里人干活没有?愿不愿意去集中照护,费用有没有困难?
-- may_apply: 脱贫建档户失能人员集中供养照护(泾民发〔2021〕33号·二(六)); 失能建档立卡贫困人员集中照护(荣民发〔2020〕10号·三(三)2)
-- office:    社会事务和养老服务科
-- private:   health
-- note:      愿不愿意由本人和家里定,这里只提示去问。文件只写失能,半失能的不能判断。特困人员另有规则
SELECT
  p.household_id,
  p.person_id,
  CASE p.self_care WHEN '失能' THEN TRUE WHEN '自理' THEN FALSE END AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END AS is_triggered,
  CASE p.self_care WHEN '失能' THEN 1 WHEN '自理' THEN 0 END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '自理能力', coalesce(p.self_care, '未填'),
    '长期照料需求', CASE p.needs_long_care WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '周岁', p.age,
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '救助类别', h.support_category,
    '在户人数', h.persons
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_offer_care_registered_poor'
WHERE
  p.month = $month::DATE
  AND p.is_in_household
  AND coalesce(NOT h.is_in_tekun, TRUE)
  AND coalesce(h.registered_poor <> '否', TRUE)
