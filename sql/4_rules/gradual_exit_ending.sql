-- rule:      gradual_exit_ending
-- title:     低保渐退期快满或已满,请复核
-- family:    漏查漏退
-- urgency:   核实
-- subject:   household
-- measured:  渐退期还剩几个月
-- basis:     卫民发〔2019〕21号·二(一)5; 宁民发〔2020〕52号·四
-- policy:    gradual_exit_for_employed, gradual_exit_notice_months
-- policy_optional: gradual_exit_months, gradual_exit_employed_months
-- reads:     core.household_month, core.person_month, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       工作稳不稳定,收入还会不会掉下来?渐退期满后家里靠什么?有没有病、残、上学的大支出?
-- may_apply: 一年以内的低保渐退期(卫民发〔2019〕21号·二(一)5); 一定时间的低保渐退期(宁民发〔2020〕52号·四)
-- office:    社会救助科
-- private:   -
-- note:      只请人复核,不停保。起始月算第一个月;起算日文件没有写。中卫的一年只给实现就业的户: 家里没有人就业的,52号文件只写
--            「一定时间」,没有定月数的地方不能判断。没有填渐退起始年月的、下月以后才开始的不在此列
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

judged AS (
  SELECT
    h.*,
    w.has_work,
    date_diff('month', h.gradual_exit_from, h.month) + 1 AS month_number,
    -- the year of those who found work; without it, and for the others, what the place has set
    CASE
      WHEN employed.value IS NULL THEN months.value
      WHEN w.has_work THEN employed.value
      WHEN NOT w.has_work THEN months.value
    END AS most
  FROM core.household_month AS h
  LEFT JOIN work AS w ON h.household_id = w.household_id
  LEFT JOIN ref.policy_in_force AS employed ON h.month = employed.month AND employed.parameter = 'gradual_exit_employed_months'
  LEFT JOIN ref.policy_in_force AS months ON h.month = months.month AND months.parameter = 'gradual_exit_months'
  WHERE h.month = $month::DATE AND h.is_in_dibao AND h.gradual_exit_from <= h.month
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  fulfils(j.most - j.month_number, notice.comparator, notice.value) AS is_triggered,
  j.most - j.month_number AS measured,
  notice.value AS threshold,
  notice.unit,
  CAST(json_object(
    '渐退起始年月', strftime(j.gradual_exit_from, '%Y-%m'),
    '渐退期已到第几个月', j.month_number,
    '渐退期最长月数', coalesce(CAST(CAST(j.most AS INTEGER) AS VARCHAR), '本地未明确'),
    '家里有人就业', CASE j.has_work WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '没有填全' END,
    '扣减就业成本后人均(元/年)', a.after_employment_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  notice.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'gradual_exit_for_employed'
INNER JOIN ref.policy_in_force AS notice ON j.month = notice.month AND notice.parameter = 'gradual_exit_notice_months'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
