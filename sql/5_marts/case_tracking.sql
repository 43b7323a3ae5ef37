-- table:   mart.case_tracking
-- title:   每月一行: 个案办到哪一天的情况,是每天跟踪得出的,还是当月运行得出的
-- grain:   month
-- reads:   mart.month_run
-- params:  month, known_on
-- note:    当月运行以前由「个案跟踪」每天更新;当月运行以后不再跟踪,下一个月接着办
-- columns:
--   month           DATE     月份,每月1日
--   known_on        DATE     依据这一天(含)以前到的文件;空为全部
--   is_in_progress  BOOLEAN  当月还没有运行
SELECT
  $month::DATE AS month,
  $known_on::DATE AS known_on,
  NOT EXISTS (SELECT 1 FROM mart.month_run AS r WHERE r.month = $month::DATE) AS is_in_progress
