-- rule:      not_visited_this_month
-- title:     在保对象本月没有入户
-- family:    查弱补强
-- urgency:   一般
-- subject:   household
-- measured:  本月入户次数
-- basis:     泾民发〔2021〕33号·二(四)
-- policy:    visits_in_benefit_per_month
-- reads:     core.household_month, ref.policy_in_force
-- params:    month
-- ask:       家里人口、收入、健康和住房有没有变化?
-- may_apply: 每月入户核查(泾民发〔2021〕33号·二(四))
-- office:    社会救助科
-- private:   -
-- note:      走访日期在本月的算到了,在以前月份的算没到;没有填的、填了以后日期的、沿用旧名册的不知道到没到
WITH visit AS (
  SELECT
    *,
    CASE
      WHEN is_carried_forward OR visited_on > last_day(month) THEN NULL
      WHEN visited_on >= month THEN 1
      WHEN visited_on < month THEN 0
    END AS visits
  FROM core.household_month
  WHERE month = $month::DATE AND (is_in_dibao OR is_in_tekun)
)

SELECT
  v.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  NOT fulfils(v.visits, least_visits.comparator, least_visits.value) AS is_triggered,
  v.visits AS measured,
  least_visits.value AS threshold,
  least_visits.unit,
  CAST(json_object('最近走访日期', coalesce(CAST(v.visited_on AS VARCHAR), '未填'), '救助类别', v.support_category) AS VARCHAR) AS evidence,
  least_visits.parameter,
  least_visits.document,
  least_visits.clause
FROM visit AS v
INNER JOIN ref.policy_in_force AS least_visits ON v.month = least_visits.month AND least_visits.parameter = 'visits_in_benefit_per_month'
