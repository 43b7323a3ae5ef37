-- table:   mart.visit_capacity
-- title:   每个乡镇本月的走访工时: 有走访力量台账的按台账,没有的按参数
-- grain:   month, township_code
-- reads:   ref.division, stg.visit_capacity, ref.policy_in_force
-- params:  month, region
-- note:    台账上报 0 就是 0;读不出的、负数的不作数,按参数
-- columns:
--   month          DATE           月份,每月1日
--   township_code  VARCHAR        乡镇代码
--   hours          DECIMAL(12,2)  走访工时,小时;台账和参数都没有的为空
--   is_declared    BOOLEAN        工时取自乡镇走访力量台账;否则取自参数
--   households     INTEGER        大约够走几户: 每趟走满、路途按参数算
WITH declared AS (
  SELECT
    township_name,
    max(hours) AS hours
  FROM stg.visit_capacity
  WHERE month = $month::DATE AND hours >= 0
  GROUP BY township_name
),

norm AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'visit_hours_township_month') AS hours,
    max(value) FILTER (WHERE parameter = 'visit_hours_household') AS visit_hours,
    max(value) FILTER (WHERE parameter = 'visit_travel_hours') AS travel_hours,
    max(value) FILTER (WHERE parameter = 'visit_day_hours') AS day_hours
  FROM ref.policy_in_force
  WHERE month = $month::DATE
),

walk AS (
  SELECT
    hours,
    greatest(1, floor((day_hours - travel_hours) / nullif(visit_hours, 0))) AS households,
    visit_hours,
    travel_hours
  FROM norm
)

SELECT
  $month::DATE AS month,
  t.code AS township_code,
  coalesce(d.hours, w.hours) AS hours,
  d.hours IS NOT NULL AS is_declared,
  CAST(floor(coalesce(d.hours, w.hours) * w.households / nullif(w.households * w.visit_hours + w.travel_hours, 0)) AS INTEGER) AS households
FROM ref.division AS t
CROSS JOIN walk AS w
LEFT JOIN declared AS d ON t.name = d.township_name
WHERE t.parent_code = $region
