-- table:   raw.feed
-- title:   部门和本局台账报来的数据,原样文本,一行对应原表一行
-- grain:   submission_id, row_number
-- reads:   -
-- params:  feed_files
-- columns:
--   submission_id   VARCHAR  报送编号
--   feed            VARCHAR  数据来源,见 ref.feed
--   month           DATE     数据所属月份,每月1日
--   sheet           VARCHAR  工作表名称;文本文件为空
--   row_number      INTEGER  原表行号(表头为第1行时,首行数据为2)
--   cells           VARCHAR  各栏原样文本,JSON,栏名已统一为 ref.feed_column 的栏名
--   verdict         VARCHAR  处理结果: accepted 接收 / quarantined 暂存待核 / rejected 未收
--   verdict_reason  VARCHAR  暂存或未收的原因(检查编号)
SELECT
  submission_id,
  feed,
  month,
  sheet,
  row_number,
  cells,
  verdict,
  verdict_reason
FROM read_parquet($feed_files)
