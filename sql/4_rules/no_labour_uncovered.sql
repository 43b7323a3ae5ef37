-- rule:      no_labour_uncovered
-- title:     未脱贫户里丧失劳动能力、帮扶带不动的人,没有纳入低保、特困
-- family:    漏保漏救
-- urgency:   一般
-- subject:   person
-- measured:  丧失劳动能力而帮扶带不动
-- basis:     卫民发〔2019〕21号·二(一)3; 宁民发〔2020〕28号·二(二)2; 荣民发〔2020〕10号·三(二)2
-- policy:    must_include_no_labour, no_labour_help_counts_jobs
-- reads:     core.household_month, core.person_month, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       还能干哪些活?有没有产业、公益性岗位能带得上?家里靠什么生活,愿不愿意申请低保?
-- may_apply: 按低保申请审核审批程序纳入农村低保(卫民发〔2019〕21号·二(一)3); 纳入救助范围(宁民发〔2020〕28号·二(二)2);
--            纳入救助范围(荣民发〔2020〕10号·三(二)2)
-- office:    社会救助科
-- private:   disability
-- note:      限未脱贫建档立卡户。完全丧失劳动能力的不看帮扶;部分丧失的,产业就业帮扶带不动才算。宁民发〔2020〕28号只写产业:
--            名册填「产业就业可帮扶」的,分不清是产业还是就业,适用28号时不能判断。劳动能力填「无」的可能只是年幼年老,不能判断
WITH judged AS (
  SELECT
    p.*,
    CASE
      WHEN p.labour_capacity = '完全丧失' THEN TRUE
      WHEN p.labour_capacity = '有' THEN FALSE
      WHEN p.labour_capacity = '部分丧失' AND NOT p.can_be_helped_by_work THEN TRUE
      WHEN p.labour_capacity = '部分丧失' AND p.can_be_helped_by_work AND jobs.value = 1 THEN FALSE
    END AS is_one
  FROM core.person_month AS p
  INNER JOIN ref.policy_in_force AS jobs ON p.month = jobs.month AND jobs.parameter = 'no_labour_help_counts_jobs'
  WHERE p.month = $month::DATE AND p.is_in_household
)

SELECT
  j.household_id,
  j.person_id,
  j.is_one
  AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  CAST(j.is_one AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '劳动能力', coalesce(j.labour_capacity, '未填'),
    '产业就业可帮扶', CASE j.can_be_helped_by_work WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END,
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '救助类别', h.support_category,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN core.household_month AS h ON j.month = h.month AND j.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_include_no_labour'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
WHERE coalesce(h.registered_poor = '未脱贫', TRUE) AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
