-- table:   raw.urgent
-- title:   「急难快报」,原样文本,一行对应原表一行
-- grain:   submission_id, row_number
-- reads:   -
-- params:  urgent_files
-- columns:
--   submission_id   VARCHAR  报送编号
--   township_code   VARCHAR  乡镇代码
--   month           DATE     收到的月份,每月1日
--   sheet           VARCHAR  工作表名称
--   row_number      INTEGER  原表行号
--   报告日期        VARCHAR  表头·报告日期,原样文本
--   户编号          VARCHAR  急难快报·户编号,原样文本
--   户主姓名        VARCHAR  急难快报·户主姓名,原样文本
--   证件号码        VARCHAR  急难快报·证件号码,原样文本
--   行政村          VARCHAR  急难快报·行政村,原样文本
--   发生日期        VARCHAR  急难快报·发生日期,原样文本
--   遭遇            VARCHAR  急难快报·遭遇,原样文本
--   困难情形        VARCHAR  急难快报·困难情形,原样文本
--   已采取措施      VARCHAR  急难快报·已采取措施,原样文本
--   先行救助金额    VARCHAR  急难快报·先行救助金额,原样文本
--   报告人          VARCHAR  急难快报·报告人,原样文本
--   verdict         VARCHAR  处理结果: accepted 接收 / quarantined 暂存待核 / rejected 未收
--   verdict_reason  VARCHAR  暂存或未收的原因(检查编号)
SELECT
  submission_id,
  township_code,
  month,
  sheet,
  row_number,
  "报告日期",
  "户编号",
  "户主姓名",
  "证件号码",
  "行政村",
  "发生日期",
  "遭遇",
  "困难情形",
  "已采取措施",
  "先行救助金额",
  "报告人",
  verdict,
  verdict_reason
FROM read_parquet($urgent_files)
