-- table:   mart.closing_check
-- title:   在办的个案要销号还差什么: 每案每项凭据一行
-- grain:   month, case_id, demand
-- reads:   ref.closing_demand, ref.policy_in_force, ref.dibao_line, core.household_month, core.person_month, rule.hit, rule.definition, mart.case_before
-- params:  month
-- note:    本月还没有比对的,以最近一次比对的月份为准。措施是否落实看本案自己的流水,不在这里。不知道的不当作已经做到,也不当作没有做到
-- columns:
--   month        DATE     月份,每月1日
--   case_id      VARCHAR  预警编号
--   demand       VARCHAR  要什么凭据,见 ref.closing_demand
--   result       VARCHAR  核查结果是什么时要这一项
--   is_met       BOOLEAN  做到了;不知道为空
--   bars         VARCHAR  没有做到时: 不予/不得/公示
--   words        VARCHAR  没有做到时怎样答复
--   days         INTEGER  要公示几天;不用公示的为空
WITH judged AS (
  SELECT max(month) AS month
  FROM rule.definition
  WHERE month <= $month::DATE
),

open_case AS (
  SELECT *
  FROM mart.case_before
  WHERE month = $month::DATE AND is_open_case(state)
),

triggered AS (
  SELECT DISTINCT
    h.household_id,
    h.rule_id,
    d.family
  FROM rule.hit AS h
  INNER JOIN judged AS j ON h.month = j.month
  INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
  WHERE h.is_triggered
),

family_now AS (
  SELECT DISTINCT
    household_id,
    family
  FROM triggered
),

people AS (
  SELECT
    p.household_id,
    count(*) FILTER (WHERE p.labour_capacity IN ('有', '部分丧失')) AS able,
    count(*) FILTER (WHERE p.labour_capacity IS NULL) AS unknown,
    bool_or(p.is_main_labour AND p.months_without_income > 0) AS is_unsteady
  FROM core.person_month AS p
  INNER JOIN judged AS j ON p.month = j.month
  WHERE p.is_in_household
  GROUP BY p.household_id
),

house AS (
  SELECT
    c.household_id,
    c.income_per_capita_yuan_year,
    c.is_in_dibao OR c.is_in_tekun AS is_covered,
    c.monitoring_category,
    l.yuan_per_person_year,
    fulfils(c.rigid_yuan_12m, r.comparator, r.value * greatest(c.income_yuan_12m, 0)) AS is_rigid
  FROM core.household_month AS c
  INNER JOIN judged AS j ON c.month = j.month
  LEFT JOIN ref.dibao_line AS l ON c.month = l.month AND c.settlement = l.settlement
  LEFT JOIN ref.policy_in_force AS r ON c.month = r.month AND r.parameter = 'closing_rigid_share'
),

period AS (
  SELECT max(value) AS days
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'publicity_days_risk_removed'
)

SELECT
  $month::DATE AS month,
  b.case_id,
  d.demand,
  d.result,
  CASE d.demand
    WHEN 'finding_gone' THEN f.household_id IS NULL
    WHEN 'income_known' THEN coalesce(h.is_covered, FALSE) OR h.income_per_capita_yuan_year IS NOT NULL
    WHEN 'income_enough' THEN h.is_covered OR h.income_per_capita_yuan_year >= h.yuan_per_person_year
    WHEN 'has_labour' THEN CASE WHEN p.able > 0 THEN TRUE WHEN p.unknown = 0 THEN FALSE END
    WHEN 'income_steady' THEN NOT p.is_unsteady
    WHEN 'rigid_controlled' THEN NOT h.is_rigid
    WHEN 'guarantees_met' THEN b.family = '三保障' OR g.household_id IS NULL
    WHEN 'publicity' THEN coalesce(h.monitoring_category NOT IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户'), TRUE)
  END AS is_met,
  d.bars,
  d.words,
  CASE WHEN d.demand = 'publicity' THEN CAST(q.days AS INTEGER) END AS days
FROM open_case AS b
INNER JOIN ref.closing_demand AS d ON b.family = d.family
LEFT JOIN family_now AS f ON b.household_id = f.household_id AND b.family = f.family
LEFT JOIN family_now AS g ON b.household_id = g.household_id AND g.family = '三保障'
LEFT JOIN people AS p ON b.household_id = p.household_id
LEFT JOIN house AS h ON b.household_id = h.household_id
CROSS JOIN period AS q
WHERE d.demand <> 'measure_delivered'
