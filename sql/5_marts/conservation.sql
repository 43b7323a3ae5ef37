-- table:   mart.conservation
-- title:   上月末 + 新增 − 减少 ± 转入转出 = 本月末,按乡镇和救助类别,户与人各一份
-- grain:   month, township_code, support_category, unit
-- reads:   core.household_month, core.person_month
-- params:  month
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
WITH unit_month AS (
  SELECT
    month,
    '户' AS unit,
    household_id AS unit_id,
    township_code,
    coalesce(support_category, '不知') AS support_category
  FROM core.household_month
  WHERE month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH)
  UNION ALL
  SELECT
    p.month,
    '人' AS unit,
    p.person_id || p.household_id AS unit_id,
    p.township_code,
    coalesce(h.support_category, '不知') AS support_category
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.is_in_household AND p.month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH)
),

movement AS (
  SELECT
    coalesce(n.unit, b.unit) AS unit,
    b.township_code AS township_before,
    b.support_category AS category_before,
    n.township_code AS township_now,
    n.support_category AS category_now
  FROM (SELECT * FROM unit_month WHERE month < $month::DATE) AS b
  FULL JOIN (SELECT * FROM unit_month WHERE month = $month::DATE) AS n ON b.unit = n.unit AND b.unit_id = n.unit_id
),

cell AS (
  SELECT DISTINCT
    township_code,
    support_category,
    unit
  FROM unit_month
),

tally AS (
  SELECT
    c.township_code,
    c.support_category,
    c.unit,
    count(*) FILTER (WHERE m.is_before) AS opening,
    count(*) FILTER (WHERE m.is_now AND m.township_before IS NULL) AS entered,
    count(*) FILTER (WHERE m.is_before AND m.township_now IS NULL) AS left_,
    count(*) FILTER (WHERE m.is_now AND NOT m.is_before AND m.township_before IS NOT NULL) AS moved_in,
    count(*) FILTER (WHERE m.is_before AND NOT m.is_now AND m.township_now IS NOT NULL) AS moved_out
  FROM cell AS c
  INNER JOIN (
    SELECT
      v.*,
      k.township_code,
      k.support_category,
      coalesce(v.township_before = k.township_code AND v.category_before = k.support_category, FALSE) AS is_before,
      coalesce(v.township_now = k.township_code AND v.category_now = k.support_category, FALSE) AS is_now
    FROM movement AS v
    INNER JOIN cell AS k
      ON
        v.unit = k.unit
        AND (
          (v.township_before = k.township_code AND v.category_before = k.support_category)
          OR (v.township_now = k.township_code AND v.category_now = k.support_category)
        )
  ) AS m ON c.unit = m.unit AND c.township_code = m.township_code AND c.support_category = m.support_category
  GROUP BY c.township_code, c.support_category, c.unit
),

closing AS (
  SELECT
    township_code,
    support_category,
    unit,
    count(*) AS closing
  FROM unit_month
  WHERE month = $month::DATE
  GROUP BY township_code, support_category, unit
)

SELECT
  $month::DATE AS month,
  t.township_code,
  t.support_category,
  t.unit,
  CAST(t.opening AS INTEGER) AS opening,
  CAST(t.entered AS INTEGER) AS entered,
  CAST(t.left_ AS INTEGER) AS left_,
  CAST(t.moved_in AS INTEGER) AS moved_in,
  CAST(t.moved_out AS INTEGER) AS moved_out,
  CAST(coalesce(c.closing, 0) AS INTEGER) AS closing,
  t.opening + t.entered - t.left_ + t.moved_in - t.moved_out = coalesce(c.closing, 0) AS is_balanced
FROM tally AS t
LEFT JOIN closing AS c ON t.township_code = c.township_code AND t.support_category = c.support_category AND t.unit = c.unit
