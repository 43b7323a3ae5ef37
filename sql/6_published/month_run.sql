-- table:   pub.month_run
-- title:   每月一行: 第几次修订、依据到哪一天的文件
-- grain:   month
-- reads:   mart.month_run
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   region         VARCHAR  适用哪个地区的规定
--   last_received  DATE     实际用到的最后一份文件的到达日期
--   revision       INTEGER  第几次修订
--   reason         VARCHAR  修订原因
SELECT
  month,
  region,
  last_received,
  revision,
  reason
FROM mart.month_run
WHERE month = $month::DATE
