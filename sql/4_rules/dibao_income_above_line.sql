-- rule:      dibao_income_above_line
-- title:     低保户人均收入已超过低保标准,渐退期未落实或已满
-- family:    漏查漏退
-- urgency:   核实
-- subject:   household
-- measured:  扣减必要就业成本后的人均年收入
-- basis:     宁民发〔2020〕52号·四; 泾民发〔2021〕33号·二(三)
-- policy:    gradual_exit_income_multiple, dibao_line_rural, dibao_line_urban
-- policy_optional: gradual_exit_months
-- reads:     core.household_month, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       收入是否稳定?有没有应当扣减的就业成本、医疗教育等刚性支出?渐退期是否已经落实?
-- may_apply: 低保渐退期(宁民发〔2020〕52号·四); 扣减必要的就业成本(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      只请人核实,不停保。正好等于标准的不算。渐退期内的不触发,按月算、起始月算第一个月;
--            满期后的下一个月仍在一年之内,不能判断。没有填渐退起始年月的,请人核实是否应当落实渐退期。
--            就业成本没填而有工资收入的,毛收入超过标准也不能判断
WITH account AS (
  SELECT
    h.*,
    h.income_yuan_12m - coalesce(h.employment_cost_yuan_12m, CASE WHEN h.wage_yuan_12m = 0 THEN 0 END) AS net_yuan_12m,
    date_diff('month', h.gradual_exit_from, h.month) + 1 AS exit_month_number,
    line.yuan_per_person_year,
    line.parameter,
    multiple.value * line.yuan_per_person_year AS threshold,
    multiple.comparator,
    multiple.document,
    multiple.clause
  FROM core.household_month AS h
  INNER JOIN ref.policy_in_force AS multiple ON h.month = multiple.month AND multiple.parameter = 'gradual_exit_income_multiple'
  LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
  WHERE h.month = $month::DATE AND h.is_in_dibao
)

SELECT
  a.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  fulfils(a.income_yuan_12m, a.comparator, a.threshold * nullif(a.persons, 0))
  AND fulfils(a.net_yuan_12m, a.comparator, a.threshold * nullif(a.persons, 0))
  AND CASE
    WHEN a.gradual_exit_from IS NULL THEN TRUE
    WHEN fulfils(a.exit_month_number, w.comparator, w.value) THEN FALSE
    WHEN a.exit_month_number = w.value + 1 THEN NULL
    ELSE a.exit_month_number > w.value
  END AS is_triggered,
  round(a.net_yuan_12m / nullif(a.persons, 0), 2) AS measured,
  a.threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '人均年收入(元)', a.income_per_capita_yuan_year,
    '近12个月必要就业成本(元)', a.employment_cost_yuan_12m,
    '扣减就业成本后人均(元)', round(a.net_yuan_12m / nullif(a.persons, 0), 2),
    '近12个月刚性支出(元)', a.rigid_yuan_12m,
    '低保标准(元/年)', a.yuan_per_person_year,
    '渐退起始年月', coalesce(strftime(a.gradual_exit_from, '%Y-%m'), '未填'),
    '渐退期已到第几个月', a.exit_month_number,
    '渐退期最长月数', w.value
  ) AS VARCHAR) AS evidence,
  a.parameter,
  a.document,
  a.clause
FROM account AS a
LEFT JOIN ref.policy_in_force AS w ON a.month = w.month AND w.parameter = 'gradual_exit_months'
