-- table:   mart.visit_capacity
-- title:   每个乡镇本月走访时间够走几户: 有走访力量台账的按台账,没有的按参数
-- grain:   month, township_code
-- reads:   core.household_month, stg.visit_capacity, ref.policy_in_force
-- params:  month
-- columns:
--   month          DATE           月份,每月1日
--   township_code  VARCHAR        乡镇代码
--   hours          DECIMAL(12,2)  走访工时,小时
--   is_declared    BOOLEAN        工时取自乡镇走访力量台账;否则取自参数
--   households     INTEGER        够走几户
WITH township AS (
  SELECT DISTINCT
    month,
    township_code,
    township_name
  FROM core.household_month
  WHERE month = $month::DATE
),

declared AS (
  SELECT
    township_name,
    max(hours) AS hours
  FROM stg.visit_capacity
  WHERE month = $month::DATE
  GROUP BY township_name
),

norm AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'visit_hours_township_month') AS hours,
    max(value) FILTER (WHERE parameter = 'visit_hours_household') AS hours_household
  FROM ref.policy_in_force
  WHERE month = $month::DATE
)

SELECT
  t.month,
  t.township_code,
  coalesce(d.hours, n.hours) AS hours,
  d.hours IS NOT NULL AS is_declared,
  CAST(floor(coalesce(d.hours, n.hours) / n.hours_household) AS INTEGER) AS households
FROM township AS t
CROSS JOIN norm AS n
LEFT JOIN declared AS d ON t.township_name = d.township_name
