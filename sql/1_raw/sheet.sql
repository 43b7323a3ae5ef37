-- table:   raw.sheet
-- title:   每次报送每张工作表的行数平衡: 收到 = 接收 + 暂存 + 未收
-- grain:   submission_id, sheet
-- reads:   -
-- params:  sheet_files
-- columns:
--   submission_id     VARCHAR  报送编号
--   sheet             VARCHAR  工作表名称
--   rows_in           INTEGER  收到行数
--   rows_accepted     INTEGER  接收行数
--   rows_quarantined  INTEGER  暂存待核行数
--   rows_rejected     INTEGER  未收行数
SELECT
  submission_id,
  sheet,
  rows_in,
  rows_accepted,
  rows_quarantined,
  rows_rejected
FROM read_parquet($sheet_files)
