-- rule:      dibao_lost_after_poverty
-- title:     脱贫户上月还在低保,本月不在了,收入仍低于低保标准
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  人均年收入
-- basis:     卫民发〔2019〕21号·二(一)5; 宁民发〔2020〕28号·二(二)3; 荣民发〔2020〕10号·四(三); 泾民发〔2021〕33号·一
-- policy:    must_keep_dibao_after_poverty, dibao_line_rural, dibao_line_urban
-- policy_optional: poverty_line
-- reads:     core.household_month, core.income_account, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       低保是为什么停的,是不是因为宣布脱贫?收入核算有没有漏扣?要不要马上恢复?
-- may_apply: 脱贫不脱保(卫民发〔2019〕21号·二(一)5); 宣布脱贫后继续享受低保(宁民发〔2020〕28号·二(二)3);
--            摘帽不摘政策(荣民发〔2020〕10号·四(三)); 四个不摘(泾民发〔2021〕33号·一)
-- office:    社会救助科
-- private:   -
-- note:      只看建档立卡填已脱贫、上月名册在低保的户。收入正好等于低保标准的不算低于。转入特困的不在此列。
--            扶贫标准列出来对照,不作条件: 连扶贫标准都不到的更应当在保。本月沿用旧名册的没有变化,不在此列
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  a.gross_yuan_12m < a.line_yuan_year
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END
  AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END AS is_triggered,
  a.gross_per_capita_yuan AS measured,
  a.line_yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '上月救助类别', b.support_category,
    '本月救助类别', coalesce(h.support_category, '未填'),
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '扶贫标准(元/年)', poverty.value,
    '渐退起始年月', coalesce(strftime(b.gradual_exit_from, '%Y-%m'), '未填')
  ) AS VARCHAR) AS evidence,
  line.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN core.household_month AS b
  ON h.household_id = b.household_id AND b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE) AND b.is_in_dibao
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_keep_dibao_after_poverty'
LEFT JOIN ref.policy_in_force AS poverty ON h.month = poverty.month AND poverty.parameter = 'poverty_line'
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
WHERE
  h.month = $month::DATE
  AND NOT h.is_carried_forward
  AND coalesce(h.registered_poor = '已脱贫', TRUE)
  AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
