-- table:   mart.visit_plan
-- title:   本月走访安排: 要上门的个案按缓急、评分、已等月数排队,排到乡镇走访时间用完为止
-- grain:   month, case_id
-- reads:   mart.case_state, mart.risk_score, rule.hit, rule.definition, mart.visit_capacity, mart.urgent_case, core.household_month
-- earlier: mart.visit_plan
-- params:  month
-- note:    评分只影响先后,不影响立案和销号
-- columns:
--   month              DATE     月份,每月1日
--   case_id            VARCHAR  预警编号
--   household_id       VARCHAR  户编号
--   township_code      VARCHAR  乡镇代码
--   urgency            VARCHAR  缓急: 紧急/一般/核实;本月数据未再显示的为核实
--   needs_visit        BOOLEAN  还要上门: 待核查或外出未见
--   months_waiting     INTEGER  要上门而没有排上的月数
--   priority           INTEGER  乡镇内的先后,1为最先,同一户相同;不用上门的为空
--   is_listed          BOOLEAN  是否列入本月清单
--   not_listed_reason  VARCHAR  没有列入的原因
--   due_on             DATE     核查期限
WITH finding AS (
  SELECT
    h.household_id,
    d.family,
    arg_min(d.urgency, list_position(['紧急', '一般', '核实'], d.urgency)) AS urgency
  FROM rule.hit AS h
  INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
  WHERE h.month = $month::DATE AND h.is_triggered
  GROUP BY h.household_id, d.family
),

open_case AS (
  SELECT
    s.case_id,
    s.household_id,
    coalesce(c.township_code, s.township_code) AS township_code,
    s.due_on,
    s.state,
    s.state IN ('待核查', '外出未见') AS needs_visit,
    CASE WHEN u.case_id IS NOT NULL THEN '紧急' ELSE coalesce(f.urgency, '核实') END AS urgency,
    coalesce((
      SELECT count(*) FILTER (WHERE v.needs_visit AND NOT v.is_listed)
      FROM mart.visit_plan AS v
      WHERE v.case_id = s.case_id AND v.month < s.month
    ), 0) AS months_waiting
  FROM mart.case_state AS s
  LEFT JOIN finding AS f ON s.household_id = f.household_id AND s.family = f.family
  LEFT JOIN mart.urgent_case AS u ON s.month = u.month AND s.case_id = u.case_id AND u.event <> '入册'
  LEFT JOIN core.household_month AS c ON s.month = c.month AND s.household_id = c.household_id
  WHERE s.month = $month::DATE AND s.state <> '已销号'
),

household AS (
  SELECT
    o.township_code,
    o.household_id,
    min(list_position(['紧急', '一般', '核实'], o.urgency)) AS urgency_rank,
    max(o.months_waiting) AS months_waiting,
    coalesce(max(r.score), 0) AS score
  FROM open_case AS o
  LEFT JOIN mart.risk_score AS r ON o.household_id = r.household_id AND r.month = $month::DATE
  WHERE o.needs_visit
  GROUP BY o.township_code, o.household_id
),

queue AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY township_code ORDER BY urgency_rank ASC, score DESC, months_waiting DESC, household_id ASC) AS priority
  FROM household
)

SELECT
  $month::DATE AS month,
  o.case_id,
  o.household_id,
  o.township_code,
  o.urgency,
  o.needs_visit,
  CAST(o.months_waiting AS INTEGER) AS months_waiting,
  CASE WHEN o.needs_visit THEN CAST(q.priority AS INTEGER) END AS priority,
  coalesce(o.needs_visit AND (q.urgency_rank = 1 OR q.priority <= k.households), FALSE) AS is_listed,
  CASE
    WHEN NOT o.needs_visit THEN '已有核查结果,等待办理'
    WHEN q.urgency_rank = 1 OR q.priority <= k.households THEN NULL
    ELSE '本月走访时间已排满'
  END AS not_listed_reason,
  o.due_on
FROM open_case AS o
LEFT JOIN queue AS q ON o.township_code = q.township_code AND o.household_id = q.household_id
LEFT JOIN mart.visit_capacity AS k ON k.month = $month::DATE AND o.township_code = k.township_code
