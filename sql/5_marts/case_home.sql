-- table:   mart.case_home
-- title:   上月末每个没有办结的个案,本月随户到了哪里: 迁移、换号、换户主、并户、全户离册都接着办,不销号
-- grain:   month, case_id
-- reads:   mart.roster_pair, mart.household_change
-- earlier: mart.case_state
-- params:  month
-- note:    户编号没有了而人在别的户里的,随人最多的那一户。本月还没有名册的,照上月
-- columns:
--   month             DATE     月份,每月1日
--   case_id           VARCHAR  预警编号
--   household_before  VARCHAR  上月的户编号
--   household_id      VARCHAR  本月的户编号;全户离册的同上月
--   township_code     VARCHAR  本月的乡镇代码
--   change            VARCHAR  有什么变更: 迁移/换号/换户主/并户/全户离册,几样用顿号隔开;没有为空
WITH open_case AS (
  SELECT
    case_id,
    household_id,
    township_code
  FROM mart.case_state
  WHERE
    month = (SELECT max(p.month) FROM mart.case_state AS p WHERE p.month < $month::DATE)
    AND is_open_case(state)
),

went AS (
  SELECT
    household_before,
    household_after,
    township_after,
    count(*) AS persons
  FROM mart.roster_pair
  WHERE month = $month::DATE AND unit = '人' AND household_before IS NOT NULL AND household_after IS NOT NULL
  GROUP BY household_before, household_after, township_after
  QUALIFY row_number() OVER (PARTITION BY household_before ORDER BY count(*) DESC, household_after ASC) = 1
),

found AS (
  SELECT
    p.household_before,
    coalesce(p.household_after, w.household_after) AS household_after,
    coalesce(p.township_after, w.township_after) AS township_after,
    p.township_before,
    p.household_after IS NULL AND w.household_after IS NOT NULL AS is_merged,
    p.household_after IS NULL AND w.household_after IS NULL AS is_gone
  FROM mart.roster_pair AS p
  LEFT JOIN went AS w ON p.household_before = w.household_before
  WHERE p.month = $month::DATE AND p.unit = '户' AND p.household_before IS NOT NULL
),

new_head AS (
  SELECT DISTINCT household_after
  FROM mart.household_change
  WHERE month = $month::DATE AND change = '户主变更'
)

SELECT
  $month::DATE AS month,
  c.case_id,
  c.household_id AS household_before,
  coalesce(f.household_after, c.household_id) AS household_id,
  coalesce(f.township_after, c.township_code) AS township_code,
  nullif(concat_ws(
    '、',
    CASE WHEN f.is_gone THEN '全户离册' END,
    CASE WHEN f.is_merged THEN '并户' END,
    CASE WHEN f.township_after <> c.township_code THEN '迁移' END,
    CASE WHEN NOT f.is_merged AND f.household_after <> c.household_id THEN '换号' END,
    CASE WHEN n.household_after IS NOT NULL AND NOT f.is_merged THEN '换户主' END
  ), '') AS change
FROM open_case AS c
LEFT JOIN found AS f ON c.household_id = f.household_before
LEFT JOIN new_head AS n ON f.household_after = n.household_after
