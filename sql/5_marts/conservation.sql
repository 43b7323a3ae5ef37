-- table:   mart.conservation
-- title:   上月末 + 新增 − 减少 ± 转入转出 = 本月末,按乡镇和救助类别,户与人各一份
-- grain:   month, township_code, support_category, unit
-- reads:   core.household_month, core.person_month, mart.roster_pair
-- params:  month
-- note:    本月末数的是名册本身,增减数的是 mart.roster_pair: 两边各数各的,对不上就不平衡
-- columns:
--   month             DATE     月份,每月1日
--   township_code     VARCHAR  乡镇代码
--   support_category  VARCHAR  救助类别;不知为「不知」
--   unit              VARCHAR  户/人
--   opening           INTEGER  上月末
--   entered           INTEGER  全县新增
--   left_             INTEGER  全县减少
--   moved_in          INTEGER  从别的乡镇或类别转入
--   moved_out         INTEGER  转到别的乡镇或类别
--   closing           INTEGER  本月末
--   is_balanced       BOOLEAN  是否平衡
WITH roster AS (
  SELECT
    month,
    '户' AS unit,
    township_code,
    coalesce(support_category, '不知') AS support_category
  FROM core.household_month
  WHERE month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH)
  UNION ALL
  SELECT
    p.month,
    '人' AS unit,
    h.township_code,
    coalesce(h.support_category, '不知') AS support_category
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.is_in_household AND p.month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH)
),

stock AS (
  SELECT
    unit,
    township_code,
    support_category,
    count(*) FILTER (WHERE month < $month::DATE) AS opening,
    count(*) FILTER (WHERE month = $month::DATE) AS closing
  FROM roster
  GROUP BY unit, township_code, support_category
),

movement AS (
  SELECT
    unit,
    township_before AS township_code,
    category_before AS support_category,
    -1 AS direction,
    household_after IS NULL AS is_through_the_door
  FROM mart.roster_pair
  WHERE
    month = $month::DATE
    AND household_before IS NOT NULL
    AND (township_before IS DISTINCT FROM township_after OR category_before IS DISTINCT FROM category_after)
  UNION ALL
  SELECT
    unit,
    township_after AS township_code,
    category_after AS support_category,
    1 AS direction,
    household_before IS NULL AS is_through_the_door
  FROM mart.roster_pair
  WHERE
    month = $month::DATE
    AND household_after IS NOT NULL
    AND (township_before IS DISTINCT FROM township_after OR category_before IS DISTINCT FROM category_after)
),

flow AS (
  SELECT
    unit,
    township_code,
    support_category,
    count(*) FILTER (WHERE direction > 0 AND is_through_the_door) AS entered,
    count(*) FILTER (WHERE direction < 0 AND is_through_the_door) AS left_,
    count(*) FILTER (WHERE direction > 0 AND NOT is_through_the_door) AS moved_in,
    count(*) FILTER (WHERE direction < 0 AND NOT is_through_the_door) AS moved_out
  FROM movement
  GROUP BY unit, township_code, support_category
)

SELECT
  $month::DATE AS month,
  s.township_code,
  s.support_category,
  s.unit,
  CAST(s.opening AS INTEGER) AS opening,
  CAST(coalesce(f.entered, 0) AS INTEGER) AS entered,
  CAST(coalesce(f.left_, 0) AS INTEGER) AS left_,
  CAST(coalesce(f.moved_in, 0) AS INTEGER) AS moved_in,
  CAST(coalesce(f.moved_out, 0) AS INTEGER) AS moved_out,
  CAST(s.closing AS INTEGER) AS closing,
  s.opening + coalesce(f.entered, 0) - coalesce(f.left_, 0) + coalesce(f.moved_in, 0) - coalesce(f.moved_out, 0) = s.closing AS is_balanced
FROM stock AS s
LEFT JOIN flow AS f ON s.unit = f.unit AND s.township_code = f.township_code AND s.support_category = f.support_category
