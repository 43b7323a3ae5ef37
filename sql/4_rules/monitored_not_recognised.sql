-- rule:      monitored_not_recognised
-- title:     重点人群不在救助范围,还没有认定为低收入家庭
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  是重点人群
-- basis:     泾民发〔2021〕33号·二(一)
-- policy:    must_recognise_monitored
-- reads:     core.household_month, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       家里现在靠什么生活,最难的是什么?有没有人来认定过?愿不愿意按程序认定为低收入家庭?
-- may_apply: 按程序认定为低收入家庭、录入监测信息库(泾民发〔2021〕33号·二(一)); 分级分层救助(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      重点人群: 脱贫不稳定户、边缘易致贫户、突发严重困难户;「其他特殊困难群体」文件没有写是谁,由人报。
--            这是去做一次认定,不看收入: 收入在低保标准2倍的边缘户也在此列,但不因此算宁民发〔2020〕52号的低收入家庭。
--            已在低保、特困、低保边缘、刚性支出困难的不在此列
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  h.monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  CAST(h.monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '监测类别', coalesce(h.monitoring_category, '未填'),
    '救助类别', coalesce(h.support_category, '未填'),
    '本月遭遇', h.shock,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '在户人数', h.persons
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_recognise_monitored'
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
WHERE h.month = $month::DATE AND coalesce(h.support_category = '无', TRUE)
