-- table:   raw.change
-- title:   报送表「增减」,原样文本,一行对应原表一行
-- grain:   submission_id, row_number
-- reads:   -
-- params:  change_files
-- columns:
--   submission_id  VARCHAR  报送编号
--   township_code  VARCHAR  乡镇代码
--   month          DATE     报送表所属月份,每月1日
--   sheet          VARCHAR  工作表名称
--   row_number     INTEGER  原表行号(表头为第1行时,首行数据为2)
--   姓名  VARCHAR  增减·姓名,原样文本
--   证件号码  VARCHAR  增减·证件号码,原样文本
--   户编号  VARCHAR  增减·户编号,原样文本
--   变动  VARCHAR  增减·变动,原样文本
--   救助类别  VARCHAR  增减·救助类别,原样文本
--   原因  VARCHAR  增减·原因,原样文本
--   日期  VARCHAR  增减·日期,原样文本
--   verdict         VARCHAR  处理结果: accepted 接收 / quarantined 暂存待核 / rejected 未收
--   verdict_reason  VARCHAR  暂存或未收的原因(检查编号)
SELECT
  submission_id,
  township_code,
  month,
  sheet,
  row_number,
  "姓名",
  "证件号码",
  "户编号",
  "变动",
  "救助类别",
  "原因",
  "日期",
  verdict,
  verdict_reason
FROM read_parquet($change_files)
