-- rule:      job_loss_three_months
-- title:     农民工受疫情影响无法返岗、连续无收入,未参失业保险、未纳入低保
-- family:    查损补失
-- urgency:   一般
-- subject:   person
-- measured:  连续无收入月数
-- basis:     宁民发〔2020〕52号·二(一)
-- policy:    job_loss_months, job_loss_cohort_month
-- reads:     core.household_month, core.person_month, core.relief, ref.policy_in_force
-- params:    month
-- ask:       是不是因疫情回不了岗?从哪个月起没有收入?领没领过一次性临时救助金?必需的生活支出有哪些?
-- may_apply: 一次性临时救助金(宁民发〔2020〕52号·二(一))
-- office:    社会救助科
-- private:   -
-- note:      「生活困难」没有定数,上门看必需的生活支出;「原则上」留有余地。在校、退休、没有劳动能力的人不在此列。无法返岗须在文件写明的年月以前开始;连续无收入的月数可以满在以后的月份。
--            是否受疫情影响,看无收入以来各月的本月遭遇有没有填「因疫情」,没有填的不能判断。台账里已经领过的不触发
WITH person AS (
  SELECT
    p.*,
    coalesce(p.no_income_since, CAST(p.month - to_months(p.months_without_income - 1) AS DATE)) AS idle_since,
    coalesce(p.months_without_income, date_diff('month', p.no_income_since, p.month) + 1) AS idle_months
  FROM core.person_month AS p
  WHERE
    p.month = $month::DATE
    AND p.is_in_household
    AND coalesce(p.employment NOT IN ('在校', '退休'), TRUE)
    AND coalesce(p.labour_capacity NOT IN ('无', '完全丧失'), TRUE)
),

-- once is once
helped AS (
  SELECT DISTINCT
    household_id,
    person_id
  FROM core.relief
  WHERE month <= $month::DATE AND kind = '未参保失业人员一次性'
),

epidemic AS (
  SELECT
    p.household_id,
    p.person_id
  FROM person AS p
  INNER JOIN core.household_month AS h ON p.household_id = h.household_id AND h.month BETWEEN p.idle_since AND p.month
  WHERE h.shock = '因疫情'
  GROUP BY p.household_id, p.person_id
)

SELECT
  p.household_id,
  p.person_id,
  p.employment IN ('失业', '无业')
  AND fulfils(p.idle_months, m.comparator, m.value)
  AND fulfils(CAST(strftime(p.idle_since, '%Y%m') AS INTEGER), cohort.comparator, cohort.value)
  AND p.is_migrant_worker
  AND NOT p.has_unemployment_cover
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END
  AND CASE WHEN e.person_id IS NOT NULL THEN TRUE END
  AND g.person_id IS NULL AS is_triggered,
  p.idle_months AS measured,
  m.value AS threshold,
  m.unit,
  CAST(json_object(
    '连续无收入月数', p.idle_months,
    '无收入起始年月', strftime(p.idle_since, '%Y-%m'),
    '就业状况', p.employment,
    '农民工', CASE p.is_migrant_worker WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END,
    '失业保险', CASE p.has_unemployment_cover WHEN TRUE THEN '参保' WHEN FALSE THEN '未参保' ELSE '未填' END
  ) AS VARCHAR) AS evidence,
  m.parameter,
  m.document,
  m.clause
FROM person AS p
INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS m ON p.month = m.month AND m.parameter = 'job_loss_months'
INNER JOIN ref.policy_in_force AS cohort ON p.month = cohort.month AND cohort.parameter = 'job_loss_cohort_month'
LEFT JOIN epidemic AS e ON p.household_id = e.household_id AND p.person_id = e.person_id
LEFT JOIN helped AS g ON p.household_id = g.household_id AND p.person_id = g.person_id
WHERE coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
