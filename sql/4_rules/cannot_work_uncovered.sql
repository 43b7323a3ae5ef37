-- rule:      cannot_work_uncovered
-- title:     没法务工、经营、就业,家庭低于低保标准而没有纳入
-- family:    漏保漏救
-- urgency:   一般
-- subject:   person
-- measured:  人均年收入
-- basis:     宁民发〔2020〕52号·一(二)
-- policy:    must_cover_jobless_dibao, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, core.person_month, core.income_account, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       以前在哪里干什么,为什么没有活了?是不是从城里回来的?家里财产核对过没有,愿不愿意申请低保?
-- may_apply: 符合低保条件的全部纳入(宁民发〔2020〕52号·一(二)); 推荐就业、扣减必要的就业成本(宁民发〔2020〕52号·一(二))
-- office:    社会救助科
-- private:   -
-- note:      有劳动能力而失业、无业的人(在校、退休、没有劳动能力的不在此列),城镇、农村都算。正好等于标准的不算;
--            财产明确超标的不触发,未核的照样触发
SELECT
  p.household_id,
  p.person_id,
  p.employment IN ('失业', '无业')
  AND a.gross_yuan_12m < a.line_yuan_year
  AND coalesce(h.is_property_within_limits, TRUE)
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  a.gross_per_capita_yuan AS measured,
  a.line_yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '就业状况', coalesce(p.employment, '未填'),
    '劳动能力', coalesce(p.labour_capacity, '未填'),
    '农民工', CASE p.is_migrant_worker WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END,
    '连续无收入月数', p.months_without_income,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '财产符合', CASE h.is_property_within_limits WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未核' END,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  line.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_cover_jobless_dibao'
LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
WHERE
  p.month = $month::DATE
  AND p.is_in_household
  AND coalesce(p.employment NOT IN ('在校', '退休'), TRUE)
  AND coalesce(p.labour_capacity NOT IN ('无', '完全丧失'), TRUE)
  AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
