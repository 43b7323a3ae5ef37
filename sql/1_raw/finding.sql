-- table:   raw.finding
-- title:   收件检查发现的问题,一个单元格一行
-- grain:   submission_id, finding_number
-- reads:   -
-- params:  finding_files
-- columns:
--   submission_id   VARCHAR  报送编号
--   finding_number  INTEGER  本次报送内的序号
--   sheet           VARCHAR  工作表名称,整份文件的问题为空
--   row_number      INTEGER  原表行号,整表的问题为空
--   column_name     VARCHAR  栏目名称
--   cell            VARCHAR  单元格地址
--   check_id        VARCHAR  检查编号
--   severity        VARCHAR  critical 行暂存或文件退回 / warning 接收并提示 / info 仅供知悉
--   value_masked    VARCHAR  填写内容,已遮盖
--   message_zh      VARCHAR  什么问题
--   why_zh          VARCHAR  为什么要改
--   mend_zh         VARCHAR  怎么改
SELECT
  submission_id,
  finding_number,
  sheet,
  row_number,
  column_name,
  cell,
  check_id,
  severity,
  value_masked,
  message_zh,
  why_zh,
  mend_zh
FROM read_parquet($finding_files)
