-- rule:      central_care_wanted
-- title:     生活不能自理的分散特困人员,问愿不愿意集中供养
-- family:    查弱补强
-- urgency:   一般
-- subject:   person
-- measured:  生活不能自理
-- basis:     卫民发〔2019〕21号·二(三)9; 荣民发〔2020〕10号·三(三)2; 泾民发〔2021〕33号·二(六)
-- policy:    must_offer_central_care
-- policy_optional: central_care_half_disabled
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       本人愿不愿意去敬老院?不愿意的,现在谁照料、照料得过来吗?
-- may_apply: 优先集中供养(卫民发〔2019〕21号·二(三)9); 失能特困人员集中照护(荣民发〔2020〕10号·三(三)2); 集中供养应养尽养(泾民发〔2021〕33号·二(六))
-- office:    社会事务和养老服务科
-- private:   health
-- note:      愿不愿意由本人定,这里只提示去问。失能的触发;半失能的,文件或本地写明也在内的触发,没有写明的不能判断
SELECT
  p.household_id,
  p.person_id,
  CASE p.self_care WHEN '失能' THEN TRUE WHEN '半失能' THEN half.value = 1 WHEN '自理' THEN FALSE END AS is_triggered,
  CASE p.self_care WHEN '失能' THEN 1 WHEN '半失能' THEN half.value WHEN '自理' THEN 0 END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '自理能力', coalesce(p.self_care, '未填'),
    '周岁', p.age,
    '救助类别', h.support_category,
    '在户人数', h.persons
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_offer_central_care'
LEFT JOIN ref.policy_in_force AS half ON p.month = half.month AND half.parameter = 'central_care_half_disabled'
WHERE p.month = $month::DATE AND p.is_in_household AND h.support_category = '分散特困'
