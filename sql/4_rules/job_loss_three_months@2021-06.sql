-- rule:      job_loss_three_months
-- title:     失业人员连续无收入,未参失业保险、未纳入低保
-- family:    查损补失
-- urgency:   核实
-- subject:   person
-- measured:  连续无收入月数
-- basis:     泾民发〔2021〕33号·二(三)
-- policy:    job_loss_months
-- reads:     core.household_month, core.person_month, core.relief, ref.policy_in_force
-- params:    month
-- ask:       从哪个月起没有收入?是否符合本县一次性临时救助的条件?领没领过?
-- may_apply: 一次性临时救助金(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      在校、退休、没有劳动能力的人不在此列。泾民发〔2021〕33号只写「符合条件的未参保失业人员」,没有写条件: 不再限农民工、疫情和起始年月,条件上门核实。这次失业以来台账里已经领过的不触发
WITH person AS (
  SELECT
    p.*,
    coalesce(p.months_without_income, date_diff('month', p.no_income_since, p.month) + 1) AS idle_months
  FROM core.person_month AS p
  WHERE
    p.month = $month::DATE
    AND p.is_in_household
    AND coalesce(p.employment NOT IN ('在校', '退休'), TRUE)
    AND coalesce(p.labour_capacity NOT IN ('无', '完全丧失'), TRUE)
),

helped AS (
  SELECT
    household_id,
    person_id,
    max(month) AS latest
  FROM core.relief
  WHERE month <= $month::DATE AND kind = '未参保失业人员一次性'
  GROUP BY household_id, person_id
)

SELECT
  p.household_id,
  p.person_id,
  p.employment IN ('失业', '无业')
  AND fulfils(p.idle_months, m.comparator, m.value)
  AND NOT p.has_unemployment_cover
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END
  -- once for one spell without work
  AND coalesce(g.latest <= p.month - to_months(p.idle_months), TRUE) AS is_triggered,
  p.idle_months AS measured,
  m.value AS threshold,
  m.unit,
  CAST(json_object(
    '连续无收入月数', p.idle_months,
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
LEFT JOIN helped AS g ON p.household_id = g.household_id AND p.person_id = g.person_id
WHERE coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
