-- table:   raw.feedback
-- title:   核查反馈,原样文本,一行对应原表一行: 报送表的「核查反馈」,和填好返回的预警清单
-- grain:   submission_id, row_number
-- reads:   -
-- params:  feedback_files
-- columns:
--   submission_id  VARCHAR  报送编号
--   township_code  VARCHAR  乡镇代码
--   month          DATE     报送表或清单所属月份,每月1日
--   sheet          VARCHAR  工作表名称
--   row_number     INTEGER  原表行号(表头为第1行时,首行数据为2)
--   预警编号  VARCHAR  核查反馈·预警编号,原样文本
--   户主  VARCHAR  核查反馈·户主,原样文本
--   行政村  VARCHAR  核查反馈·行政村,原样文本
--   核查日期  VARCHAR  核查反馈·核查日期,原样文本
--   核查人  VARCHAR  核查反馈·核查人,原样文本
--   核查结果  VARCHAR  核查反馈·核查结果,原样文本
--   采取措施  VARCHAR  核查反馈·采取措施,原样文本
--   落实日期  VARCHAR  核查反馈·落实日期,原样文本
--   金额  VARCHAR  核查反馈·金额,原样文本
--   申请销号  VARCHAR  核查反馈·申请销号,原样文本
--   说明  VARCHAR  核查反馈·说明,原样文本
--   verdict         VARCHAR  处理结果: accepted 接收 / quarantined 暂存待核 / rejected 未收
--   verdict_reason  VARCHAR  暂存或未收的原因(检查编号)
SELECT
  submission_id,
  township_code,
  month,
  sheet,
  row_number,
  "预警编号",
  "户主",
  "行政村",
  "核查日期",
  "核查人",
  "核查结果",
  "采取措施",
  "落实日期",
  "金额",
  "申请销号",
  "说明",
  verdict,
  verdict_reason
FROM read_parquet($feedback_files)
