-- table:   pub.case_balance
-- title:   上月末在办 + 立案和复开 − 销号和并案 = 本月末在办,全县按问题类别;会认出是谁的隐去
-- grain:   month, family
-- reads:   mart.case_balance, ref.policy_in_force
-- params:  month
-- note:    只给全县数,不给乡镇数和各类的合计。一行里有一个数大于零而小于起报数,全行隐去: 四个数里知道三个就能算出第四个。
--          从前后两个月仍可算出隐去的那个月净增减多少,算不出立了几案、销了几案
-- columns:
--   month      DATE     月份,每月1日
--   family     VARCHAR  问题类别
--   opening    INTEGER  上月末在办;隐去为空
--   opened     INTEGER  本月立案和复开;隐去为空
--   ended      INTEGER  本月销号和并案;隐去为空
--   closing    INTEGER  本月末在办;隐去为空
--   is_hidden  BOOLEAN  全行隐去
WITH limits AS (
  SELECT max(value) AS minimum
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'small_cell_minimum'
),

county AS (
  SELECT
    month,
    family,
    sum(opening) AS opening,
    sum(opened + reopened) AS opened,
    sum(closed + merged) AS ended,
    sum(closing) AS closing
  FROM mart.case_balance
  WHERE month = $month::DATE
  GROUP BY month, family
),

judged AS (
  SELECT
    c.*,
    is_small(c.opening, l.minimum) OR is_small(c.opened, l.minimum) OR is_small(c.ended, l.minimum) OR is_small(c.closing, l.minimum) AS is_hidden
  FROM county AS c
  CROSS JOIN limits AS l
)

SELECT
  month,
  family,
  CASE WHEN NOT is_hidden THEN CAST(opening AS INTEGER) END AS opening,
  CASE WHEN NOT is_hidden THEN CAST(opened AS INTEGER) END AS opened,
  CASE WHEN NOT is_hidden THEN CAST(ended AS INTEGER) END AS ended,
  CASE WHEN NOT is_hidden THEN CAST(closing AS INTEGER) END AS closing,
  is_hidden
FROM judged
