-- table:   mart.case_home
-- title:   上月末每个没有办结的个案,本月随户到了哪里: 迁移、换号、换户主、并户、全户离册都接着办,不销号
-- grain:   month, case_id
-- reads:   core.household_month, core.person_month, mart.roster_pair, mart.household_change
-- earlier: mart.case_state
-- params:  month
-- note:    户里没有人了的,随这些人如今住的那一户(人最多的);户编号还留着一行、全填了迁出的也是。本月还没有名册的,照上月
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

-- households of cases in which nobody lives any more, once there is a roster to tell
empty AS (
  SELECT DISTINCT o.household_id
  FROM open_case AS o
  ANTI JOIN core.person_month AS p ON p.month = $month::DATE AND o.household_id = p.household_id AND p.is_in_household
  WHERE EXISTS (SELECT 1 FROM core.household_month AS h WHERE h.month = $month::DATE)
),

lived_last AS (
  SELECT
    p.household_id,
    p.person_id
  FROM core.person_month AS p
  INNER JOIN empty AS e ON p.household_id = e.household_id
  WHERE p.month < $month::DATE AND p.is_in_household
  QUALIFY p.month = max(p.month) OVER (PARTITION BY p.household_id)
),

went AS (
  SELECT
    l.household_id AS household_before,
    p.household_id AS household_after,
    h.township_code AS township_after
  FROM lived_last AS l
  INNER JOIN core.person_month AS p ON p.month = $month::DATE AND l.person_id = p.person_id AND p.is_in_household
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  GROUP BY l.household_id, p.household_id, h.township_code
  QUALIFY row_number() OVER (PARTITION BY l.household_id ORDER BY count(*) DESC, p.household_id ASC) = 1
),

found AS (
  SELECT
    c.household_id AS household_before,
    coalesce(w.household_after, p.household_after) AS household_after,
    coalesce(w.township_after, p.township_after) AS township_after,
    w.household_after IS NOT NULL AND coalesce(w.household_after <> p.household_after, TRUE) AS is_merged,
    p.household_before IS NOT NULL AND p.household_after IS NULL AND w.household_after IS NULL AS is_gone
  FROM (SELECT DISTINCT household_id FROM open_case) AS c
  LEFT JOIN mart.roster_pair AS p ON p.month = $month::DATE AND p.unit = '户' AND c.household_id = p.household_before
  LEFT JOIN went AS w ON c.household_id = w.household_before
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
