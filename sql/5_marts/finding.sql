-- table:   mart.finding
-- title:   本月每户每条触发的规则: 归入哪个个案,还是以前核实过、依据没有变化而不再派单
-- grain:   month, household_id, rule_id
-- reads:   rule.hit, rule.definition, mart.case_now, core.household_month, ref.policy_in_force, ref.unit, stg.case_decision
-- earlier: mart.finding
-- params:  month, closes_on
-- note:    依据没有变化: 依据的文字(数字不看)相同,测得的数与核实时相差不超过本县定的比例;随日子走的数(见 ref.unit)不比。销号那个月的依据算看过。
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

case_now AS (
  SELECT
    *,
    is_urgent_now OR is_open AS takes_more
  FROM mart.case_now
  WHERE month = $month::DATE
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

remembered AS (
  SELECT
    c.*,
    l.tolerance,
    CAST(c.closed_on + to_months(CAST(l.memory_months AS INTEGER)) AS DATE) AS quiet_until
  FROM case_now AS c
  CROSS JOIN limits AS l
  LEFT JOIN lifted AS u ON c.case_id = u.case_id
  WHERE
    c.state = '已销号'
    AND NOT c.takes_more
    AND c.closing_reason IN ('不属实', '已有政策覆盖')
    AND date_diff('month', c.closed_on, $closes_on::DATE) <= l.memory_months
    AND coalesce(u.known_on < c.closed_on, TRUE)
),

-- what each closed case was about when somebody looked: at the latest in the month in which it was closed
seen AS (
  SELECT
    r.*,
    f.rule_id,
    f.month AS seen_month,
    f.fingerprint,
    f.measured
  FROM remembered AS r
  INNER JOIN mart.finding AS f ON r.case_id = f.case_id AND r.closed_month >= f.month
  WHERE f.month < $month::DATE
  UNION ALL
  SELECT
    r.*,
    h.rule_id,
    r.closed_month AS seen_month,
    h.fingerprint,
    h.measured
  FROM remembered AS r
  INNER JOIN hit AS h ON r.household_id = h.household_id AND list_contains(r.rule_ids, h.rule_id)
  WHERE r.closed_month = $month::DATE
),

-- with its household: matched by rule and fingerprint alone, every household of a rule would meet every other
last_seen AS (
  SELECT
    case_id,
    household_id,
    rule_id,
    closed_on,
    quiet_until,
    tolerance,
    arg_max(fingerprint, seen_month) AS fingerprint,
    arg_max_null(measured, seen_month) AS measured
  FROM seen
  GROUP BY case_id, household_id, rule_id, closed_on, quiet_until, tolerance
),

verified AS (
  SELECT
    h.household_id,
    h.rule_id,
    s.case_id,
    s.quiet_until
  FROM hit AS h
  INNER JOIN last_seen AS s ON h.household_id = s.household_id AND h.rule_id = s.rule_id AND h.fingerprint = s.fingerprint
  LEFT JOIN ref.unit AS u ON h.unit = u.unit
  WHERE
    h.measured IS NULL AND s.measured IS NULL
    OR u.moves_with_time
    OR abs(h.measured - s.measured) <= s.tolerance * abs(s.measured)
  QUALIFY row_number() OVER (PARTITION BY h.household_id, h.rule_id ORDER BY s.closed_on DESC, s.case_id DESC) = 1
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
  v.quiet_until
FROM hit AS h
LEFT JOIN open_case AS o ON h.household_id = o.household_id AND h.family = o.family
LEFT JOIN verified AS v ON h.household_id = v.household_id AND h.rule_id = v.rule_id
