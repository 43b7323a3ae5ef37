-- table:   pub.conservation
-- title:   上月末 + 新增 − 减少 ± 转入转出 = 本月末,全县按救助类别
-- grain:   month, support_category, unit
-- reads:   mart.conservation
-- params:  month
-- columns:
--   month             DATE     月份,每月1日
--   support_category  VARCHAR  救助类别
--   unit              VARCHAR  户/人
--   opening           INTEGER  上月末
--   entered           INTEGER  新增
--   left_             INTEGER  减少
--   moved_in          INTEGER  转入
--   moved_out         INTEGER  转出
--   closing           INTEGER  本月末
SELECT
  month,
  support_category,
  unit,
  CAST(sum(opening) AS INTEGER) AS opening,
  CAST(sum(entered) AS INTEGER) AS entered,
  CAST(sum(left_) AS INTEGER) AS left_,
  CAST(sum(moved_in) AS INTEGER) AS moved_in,
  CAST(sum(moved_out) AS INTEGER) AS moved_out,
  CAST(sum(closing) AS INTEGER) AS closing
FROM mart.conservation
WHERE month = $month::DATE
GROUP BY month, support_category, unit
