-- rule:      employed_in_dibao
-- title:     低保家庭有人新就业,看渐退期落实没有
-- family:    漏查漏退
-- urgency:   核实
-- subject:   person
-- measured:  本月新就业
-- basis:     宁民发〔2020〕52号·四; 卫民发〔2019〕21号·二(一)5
-- policy:    gradual_exit_for_employed
-- feeds:     employment
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       找到的是什么活,稳不稳定,做多久了?路费、租房等就业成本要多少?渐退期的好处给他说清楚了没有?
-- may_apply: 低保渐退期(宁民发〔2020〕52号·四); 一年以内的低保渐退期(卫民发〔2019〕21号·二(一)5); 扣减必要的就业成本(宁民发〔2020〕52号·一(二));
--            扣减必要的就业成本(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      就业是好事,这里只看渐退期该不该落实、就业成本扣没扣,不是要停保。人社局本月登记就业的触发;
--            名册上月失业、无业而本月就业的也触发,沿用旧名册的只看人社局。已经填了渐退起始年月的不触发
WITH person AS (
  SELECT
    p.*,
    h.gradual_exit_from,
    h.covered_persons,
    f.in_employment,
    f.employed_on,
    b.employment AS employment_before,
    CASE
      WHEN f.in_employment THEN coalesce(f.employed_on BETWEEN p.month AND last_day(p.month), FALSE)
      WHEN NOT f.in_employment THEN FALSE
    END AS is_registered,
    CASE
      WHEN h.is_carried_forward THEN NULL
      WHEN p.employment IN ('就业', '灵活就业') THEN b.employment IN ('失业', '无业')
      WHEN p.employment IS NOT NULL THEN FALSE
    END AS is_said
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN core.person_month AS b
    ON p.household_id = b.household_id AND p.person_id = b.person_id AND b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE)
  WHERE p.month = $month::DATE AND p.is_in_household AND h.is_in_dibao
)

SELECT
  p.household_id,
  p.person_id,
  (p.is_registered OR p.is_said) AND p.gradual_exit_from IS NULL AS is_triggered,
  CAST(p.is_registered OR p.is_said AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '人社局比对', CASE p.in_employment WHEN TRUE THEN '有记录' WHEN FALSE THEN '没有记录' ELSE '未比对' END,
    '就业登记日期', CAST(p.employed_on AS VARCHAR),
    '上月就业状况', p.employment_before,
    '本月就业状况', coalesce(p.employment, '未填'),
    '渐退起始年月', coalesce(strftime(p.gradual_exit_from, '%Y-%m'), '未填'),
    '扣减就业成本后人均(元/年)', a.after_employment_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '保障人数', p.covered_persons
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'gradual_exit_for_employed'
LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
