-- rule:      staff_short
-- title:     供养机构工作人员不够
-- family:    查弱补强
-- urgency:   一般
-- subject:   office
-- measured:  工作人员
-- basis:     卫民发〔2019〕21号·二(三)8
-- policy:    staff_ratio_disabled, staff_ratio_half_disabled, staff_ratio_independent
-- feeds:     institution
-- reads:     stg.institution, ref.policy_in_force
-- params:    month
-- ask:       台账的人数和工作人员数对不对,有没有漏登的护理员?缺的人怎么补,先照顾好失能的老人没有?
-- may_apply: 按1:3、1:6、1:10配备工作力量(卫民发〔2019〕21号·二(三)8)
-- office:    社会事务和养老服务科
-- private:   -
-- note:      文件没有写怎样取整: 三类合起来算再取整都不够的算不够,三类分别取整都够的算够,介于两者之间的不能判断
WITH institution AS (
  SELECT
    month,
    coalesce(institution, '未填名称') || CASE WHEN count(*) OVER (PARTITION BY institution) > 1 THEN '·第' || row_number || '行' ELSE '' END AS office_id,
    residents_disabled,
    residents_half_disabled,
    residents_independent,
    staff
  FROM stg.institution
  WHERE month = $month::DATE
),

wanted AS (
  SELECT
    i.*,
    disabled.value AS disabled_ratio,
    half.value AS half_ratio,
    independent.value AS independent_ratio,
    disabled.parameter,
    disabled.document,
    disabled.clause,
    -- one division at the end: a quotient that should be whole stays whole
    ceil(
      (
        i.residents_disabled * half.value * independent.value
        + i.residents_half_disabled * disabled.value * independent.value
        + i.residents_independent * disabled.value * half.value
      ) / (disabled.value * half.value * independent.value)
    ) AS least,
    ceil(i.residents_disabled / disabled.value) + ceil(i.residents_half_disabled / half.value) + ceil(i.residents_independent / independent.value) AS most
  FROM institution AS i
  INNER JOIN ref.policy_in_force AS disabled ON i.month = disabled.month AND disabled.parameter = 'staff_ratio_disabled'
  INNER JOIN ref.policy_in_force AS half ON i.month = half.month AND half.parameter = 'staff_ratio_half_disabled'
  INNER JOIN ref.policy_in_force AS independent ON i.month = independent.month AND independent.parameter = 'staff_ratio_independent'
)

SELECT
  w.office_id,
  CASE WHEN w.staff < w.least THEN TRUE WHEN w.staff >= w.most THEN FALSE END AS is_triggered,
  w.staff AS measured,
  w.least AS threshold,
  'persons' AS unit,
  CAST(json_object(
    '工作人员', w.staff,
    '失能', w.residents_disabled,
    '半失能', w.residents_half_disabled,
    '自理', w.residents_independent,
    '每名工作人员照料失能(人)', w.disabled_ratio,
    '每名工作人员照料半失能(人)', w.half_ratio,
    '每名工作人员照料自理(人)', w.independent_ratio,
    '合起来取整应配', w.least,
    '分别取整应配', w.most
  ) AS VARCHAR) AS evidence,
  w.parameter,
  w.document,
  w.clause
FROM wanted AS w
