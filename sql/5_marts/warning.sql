-- table:   mart.warning
-- title:   本月每户每条规则的预警,归入哪个个案,是否列入清单
-- grain:   month, household_id, rule_id
-- reads:   rule.hit, rule.definition, mart.case_state, mart.finding, mart.visit_plan
-- params:  month
-- columns:
--   month              DATE     月份,每月1日
--   warning_id         VARCHAR  预警条目编号
--   case_id            VARCHAR  归入的预警编号(个案);已核实未再立案的为空
--   household_id       VARCHAR  户编号
--   township_code      VARCHAR  乡镇代码
--   rule_id            VARCHAR  规则
--   family             VARCHAR  问题类别
--   urgency            VARCHAR  缓急
--   persons            INTEGER  涉及人数;按户的规则为空
--   priority           INTEGER  乡镇内的先后
--   is_listed          BOOLEAN  是否列入本月清单
--   not_listed_reason  VARCHAR  没有列入的原因
--   months_waiting     INTEGER  已经几个月没有排上
--   due_on             DATE     核查期限
WITH hit AS (
  SELECT
    household_id,
    rule_id,
    nullif(count(DISTINCT person_id), 0) AS persons
  FROM rule.hit
  WHERE month = $month::DATE AND is_triggered
  GROUP BY household_id, rule_id
),

found AS (
  SELECT
    f.*,
    h.persons,
    -- what is quiet belongs to no case that is worked on
    CASE WHEN NOT f.is_quiet THEN f.case_id END AS worked_on
  FROM mart.finding AS f
  INNER JOIN hit AS h ON f.household_id = h.household_id AND f.rule_id = h.rule_id
  WHERE f.month = $month::DATE
)

SELECT
  $month::DATE AS month,
  'W' || substr(sha256(concat_ws('|', f.household_id, f.rule_id, strftime($month::DATE, '%Y%m'))), 1, 12) AS warning_id,
  s.case_id,
  f.household_id,
  f.township_code,
  f.rule_id,
  f.family,
  d.urgency,
  CAST(f.persons AS INTEGER) AS persons,
  v.priority,
  coalesce(v.is_listed, FALSE) AS is_listed,
  coalesce(f.quiet_reason, v.not_listed_reason) AS not_listed_reason,
  coalesce(v.months_waiting, 0) AS months_waiting,
  v.due_on
FROM found AS f
INNER JOIN rule.definition AS d ON f.month = d.month AND f.rule_id = d.rule_id
LEFT JOIN mart.case_state AS s ON f.month = s.month AND f.worked_on = s.case_id
LEFT JOIN mart.visit_plan AS v ON s.month = v.month AND s.case_id = v.case_id
