-- table:   pub.submission_status
-- title:   每月每个乡镇的报送情况
-- grain:   month, township_code
-- reads:   mart.submission_status
-- params:  month
-- columns:
--   month               DATE     月份,每月1日
--   township_code       VARCHAR  乡镇代码
--   township_name       VARCHAR  乡镇名称
--   version             INTEGER  第几次报送
--   status              VARCHAR  未报/已报/有问题/部分接收/逾期
--   file_status         VARCHAR  最近一次的处理结果: 接收/接收有提示/部分接收/退回
--   is_on_time          BOOLEAN  是否按时;未报为空
--   rows_in             INTEGER  收到行数
--   rows_accepted       INTEGER  接收行数
--   rows_quarantined    INTEGER  暂存待核行数
--   rows_rejected       INTEGER  未收行数
--   is_carried_forward  BOOLEAN  沿用以前月份名册
SELECT
  month,
  township_code,
  township_name,
  version,
  status,
  file_status,
  is_on_time,
  rows_in,
  rows_accepted,
  rows_quarantined,
  rows_rejected,
  is_carried_forward
FROM mart.submission_status
WHERE month = $month::DATE
