-- rule:      dibao_income_above_line
-- title:     低保户人均收入已超过低保标准,渐退期未落实、已满或超出渐退的收入范围
-- family:    漏查漏退
-- urgency:   核实
-- subject:   household
-- measured:  扣减必要就业成本后的人均年收入
-- basis:     荣民发〔2020〕10号·三(二)2; 宁民发〔2020〕52号·四; 泾民发〔2021〕33号·二(三)
-- policy:    gradual_exit_income_multiple, dibao_line_rural, dibao_line_urban
-- policy_optional: gradual_exit_upper_multiple, gradual_exit_registered_only, gradual_exit_months, gradual_exit_employed_months
-- reads:     core.household_month, core.person_month, core.income_account, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       收入是否稳定?有没有应当扣减的就业成本、医疗教育等刚性支出?渐退期是否已经落实?
-- may_apply: 低保渐退期(宁民发〔2020〕52号·四); 扣减必要的就业成本(泾民发〔2021〕33号·二(三)); 建档立卡户继续执行低保渐退(荣民发〔2020〕10号·三(二)2)
-- office:    社会救助科
-- private:   -
-- note:      只请人核实,不停保。正好等于标准的不算。渐退期内的不触发,按月算、起始月算第一个月;
--            满期后的下一个月仍在一年之内,不能判断。没有填渐退起始年月的,请人核实是否应当落实渐退期。
--            就业成本没填而有工资收入的,毛收入超过标准也不能判断;没有文件要求扣减的地方(荣昌)不扣。
--            荣昌限建档立卡户,低于2倍的没有期限,到了2倍的不在渐退之列。中卫的一年只给实现就业的户,只因收入的渐退没有写月数
WITH work AS (
  SELECT
    household_id,
    CASE
      WHEN bool_or(employment IN ('就业', '灵活就业')) THEN TRUE
      WHEN count(*) = count(employment) THEN FALSE
    END AS has_work
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
  GROUP BY household_id
),

account AS (
  SELECT
    h.*,
    a.gross_yuan_12m,
    a.gross_per_capita_yuan,
    a.after_employment_yuan_12m,
    a.after_employment_per_capita_yuan,
    a.line_yuan_year,
    w.has_work,
    date_diff('month', h.gradual_exit_from, h.month) + 1 AS exit_month_number,
    line.yuan_per_person_year,
    line.parameter AS line_parameter,
    multiple.comparator,
    multiple.value AS multiple,
    multiple.document,
    multiple.clause,
    upper_multiple.value AS upper_value,
    upper_multiple.comparator AS upper_comparator,
    upper_multiple.parameter AS upper_parameter,
    upper_multiple.value IS NOT NULL AND months.value IS NULL AND employed.value IS NULL AS is_without_term,
    CASE
      WHEN employed.value IS NULL THEN months.value
      WHEN w.has_work THEN employed.value
      WHEN NOT w.has_work THEN months.value
    END AS most_months,
    coalesce(employed.comparator, months.comparator) AS months_comparator
  FROM core.household_month AS h
  INNER JOIN ref.policy_in_force AS multiple ON h.month = multiple.month AND multiple.parameter = 'gradual_exit_income_multiple'
  LEFT JOIN ref.policy_in_force AS upper_multiple ON h.month = upper_multiple.month AND upper_multiple.parameter = 'gradual_exit_upper_multiple'
  LEFT JOIN ref.policy_in_force AS registered ON h.month = registered.month AND registered.parameter = 'gradual_exit_registered_only'
  LEFT JOIN ref.policy_in_force AS months ON h.month = months.month AND months.parameter = 'gradual_exit_months'
  LEFT JOIN ref.policy_in_force AS employed ON h.month = employed.month AND employed.parameter = 'gradual_exit_employed_months'
  LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
  LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
  LEFT JOIN work AS w ON h.household_id = w.household_id
  WHERE
    h.month = $month::DATE
    AND h.is_in_dibao
    AND (coalesce(registered.value, 0) = 0 OR coalesce(h.registered_poor <> '否', TRUE))
),

judged AS (
  SELECT
    a.*,
    NOT fulfils(a.after_employment_yuan_12m, a.upper_comparator, a.upper_value * a.line_yuan_year) AS is_out_of_band,
    fulfils(a.gross_yuan_12m, a.comparator, a.multiple * a.line_yuan_year)
    AND fulfils(a.after_employment_yuan_12m, a.comparator, a.multiple * a.line_yuan_year) AS is_above,
    CASE
      -- a band without a term: who is within it is where the clause wants him
      WHEN a.is_without_term THEN FALSE
      WHEN a.gradual_exit_from IS NULL THEN TRUE
      WHEN fulfils(a.exit_month_number, a.months_comparator, a.most_months) THEN FALSE
      WHEN a.exit_month_number = a.most_months + 1 THEN NULL
      ELSE a.exit_month_number > a.most_months
    END AS is_without_exit
  FROM account AS a
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.is_above
  AND (coalesce(j.is_out_of_band, FALSE) OR j.is_without_exit)
  AND CASE WHEN j.upper_value IS NULL OR j.registered_poor IS NOT NULL THEN TRUE END AS is_triggered,
  j.after_employment_per_capita_yuan AS measured,
  CASE WHEN j.is_out_of_band THEN j.upper_value ELSE j.multiple END * j.yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '人均年收入(元)', j.gross_per_capita_yuan,
    '近12个月必要就业成本(元)', j.employment_cost_yuan_12m,
    '扣减就业成本后人均(元)', j.after_employment_per_capita_yuan,
    '近12个月刚性支出(元)', j.rigid_yuan_12m,
    '低保标准(元/年)', j.yuan_per_person_year,
    '渐退的收入上限(元/年)', j.upper_value * j.yuan_per_person_year,
    '建档立卡', j.registered_poor,
    '渐退起始年月', coalesce(strftime(j.gradual_exit_from, '%Y-%m'), '未填'),
    '渐退期已到第几个月', j.exit_month_number,
    '渐退期最长月数', j.most_months
  ) AS VARCHAR) AS evidence,
  CASE WHEN j.is_out_of_band THEN j.upper_parameter ELSE j.line_parameter END AS parameter,
  j.document,
  j.clause
FROM judged AS j
