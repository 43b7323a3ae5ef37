-- table:   mart.finding
-- title:   本月每户每条触发的规则: 归入哪个个案,还是以前核实过、依据没有变化而不再派单
-- grain:   month, household_id, rule_id
-- reads:   rule.hit, rule.definition, mart.case_before, mart.case_answer, core.household_month, ref.policy_in_force, ref.unit, stg.case_decision
-- earlier: mart.finding
-- params:  month, closes_on
-- note:    依据没有变化: 依据的文字(数字不看)相同,测得的数与核实时相差不超过本县定的比例;以月、天、周岁计的数随时间走,不比。
--            监测中心可以解除静默(处理决定「解除静默」)
-- columns:
--   month         DATE           月份,每月1日
--   household_id  VARCHAR        户编号
--   township_code VARCHAR        乡镇代码
--   rule_id       VARCHAR        规则
--   family        VARCHAR        问题类别
--   measured      DECIMAL(16,4)  测得;没有为空
--   unit          VARCHAR        单位
--   fingerprint   VARCHAR        依据的指纹
--   case_id       VARCHAR        归入的个案;不再派单的为核实它的那一案
--   is_quiet      BOOLEAN        不再派单
--   quiet_reason  VARCHAR        为什么不再派单;派单的为空
--   quiet_until   DATE           到哪天为止不再派单;派单的为空
WITH hit AS (
  SELECT
    h.household_id,
    min(c.township_code) AS township_code,
    h.rule_id,
    min(d.family) AS family,
    CAST(arg_max(h.measured, (abs(h.measured - h.threshold), h.measured, h.threshold)) AS DECIMAL(16, 4)) AS measured,
    min(h.unit) AS unit,
    substr(sha256(concat_ws('|', h.rule_id, min(h.unit), string_agg(
      coalesce(h.person_id, '') || regexp_replace(coalesce(h.evidence, ''), '[0-9]+(\.[0-9]+)?', '#', 'g'), '|' ORDER BY h.person_id, h.evidence
    ))), 1, 16) AS fingerprint
  FROM rule.hit AS h
  INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
  INNER JOIN core.household_month AS c ON h.month = c.month AND h.household_id = c.household_id
  WHERE h.month = $month::DATE AND h.is_triggered
  GROUP BY h.household_id, h.rule_id
),

answered AS (
  SELECT
    case_id,
    arg_max(state_after, place) AS state,
    arg_max(result, place) AS result
  FROM mart.case_answer
  WHERE month = $month::DATE
  GROUP BY case_id
),

case_now AS (
  SELECT
    b.case_id,
    b.household_id,
    b.family,
    b.is_urgent_now OR is_open_case(coalesce(a.state, b.state)) AS takes_more,
    coalesce(a.state, b.state) = '已销号' AS is_closed,
    coalesce(b.closing_reason, a.result) AS closing_reason,
    coalesce(b.closed_on, $closes_on::DATE) AS closed_on
  FROM mart.case_before AS b
  LEFT JOIN answered AS a ON b.case_id = a.case_id
  WHERE b.month = $month::DATE
),

open_case AS (
  SELECT
    household_id,
    family,
    min(case_id) AS case_id
  FROM case_now
  WHERE takes_more
  GROUP BY household_id, family
),

limits AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'case_fact_memory_months') AS memory_months,
    max(value) FILTER (WHERE parameter = 'case_fact_tolerance') AS tolerance
  FROM ref.policy_in_force
  WHERE month = $month::DATE
),

lifted AS (
  SELECT
    case_id,
    max(known_on) AS known_on
  FROM stg.case_decision
  WHERE month = $month::DATE AND decision = '解除静默'
  GROUP BY case_id
),

-- what each closed case was about when it was last raised
verified AS (
  SELECT
    c.household_id,
    f.rule_id,
    c.case_id,
    c.closing_reason,
    c.closed_on,
    arg_max(f.fingerprint, f.month) AS fingerprint,
    arg_max(f.measured, f.month) AS measured
  FROM case_now AS c
  INNER JOIN mart.finding AS f ON c.case_id = f.case_id AND NOT f.is_quiet AND f.month < $month::DATE
  CROSS JOIN limits AS l
  LEFT JOIN lifted AS u ON c.case_id = u.case_id
  WHERE
    c.is_closed
    AND NOT c.takes_more
    AND c.closing_reason IN ('不属实', '已有政策覆盖')
    AND date_diff('month', c.closed_on, $closes_on::DATE) <= l.memory_months
    AND coalesce(u.known_on < c.closed_on, TRUE)
  GROUP BY c.household_id, f.rule_id, c.case_id, c.closing_reason, c.closed_on
  QUALIFY row_number() OVER (PARTITION BY c.household_id, f.rule_id ORDER BY c.closed_on DESC, c.case_id DESC) = 1
)

SELECT
  $month::DATE AS month,
  h.household_id,
  h.township_code,
  h.rule_id,
  h.family,
  h.measured,
  h.unit,
  h.fingerprint,
  coalesce(v.case_id, o.case_id, case_number($month::DATE, h.household_id, h.family)) AS case_id,
  v.case_id IS NOT NULL AS is_quiet,
  CASE WHEN v.case_id IS NOT NULL THEN '以前已核实,依据没有变化' END AS quiet_reason,
  CAST(v.closed_on + to_months(CAST(l.memory_months AS INTEGER)) AS DATE) AS quiet_until
FROM hit AS h
CROSS JOIN limits AS l
LEFT JOIN ref.unit AS u ON h.unit = u.unit
LEFT JOIN open_case AS o ON h.household_id = o.household_id AND h.family = o.family
LEFT JOIN verified AS v
  ON
    h.household_id = v.household_id
    AND h.rule_id = v.rule_id
    AND h.fingerprint = v.fingerprint
    AND (
      h.measured IS NULL AND v.measured IS NULL
      OR u.unit IN ('months', 'days', 'years_of_age')
      OR abs(h.measured - v.measured) <= l.tolerance * abs(v.measured)
    )
