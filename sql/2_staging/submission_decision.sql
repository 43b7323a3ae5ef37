-- table:   stg.submission_decision
-- title:   民政局·报送处理决定,已接收的行: 撤回哪一次报送、为什么接收逾期的一次。各次送来的决定都算,不只看最新一份
-- grain:   month, submission_id, row_number
-- reads:   raw.feed, raw.submission
-- params:  month, known_on
-- columns:
--   month                DATE     月份,每月1日
--   submission_id        VARCHAR  决定这一行来自哪次报送
--   row_number           INTEGER  来源表行号
--   about_submission_id  VARCHAR  被处理的报送编号
--   decision             VARCHAR  撤回/逾期接收
--   reason               VARCHAR  原因
--   decided_by           VARCHAR  决定人
--   decided_on           DATE     决定日期
--   known_on             DATE     决定到达日期
SELECT
  $month::DATE AS month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '报送编号')) AS about_submission_id,
  to_code(cell(r.cells, '处理'), ['撤回', '逾期接收']) AS decision,
  clean_text(cell(r.cells, '原因')) AS reason,
  compact_text(cell(r.cells, '决定人')) AS decided_by,
  to_day(cell(r.cells, '决定日期')) AS decided_on,
  CAST(s.received_at AS DATE) AS known_on
FROM raw.feed AS r
INNER JOIN raw.submission AS s ON r.submission_id = s.submission_id
WHERE
  r.feed = 'submission_decision'
  AND r.verdict = 'accepted'
  AND s.status <> '退回'
  AND ($known_on::DATE IS NULL OR CAST(s.received_at AS DATE) <= $known_on::DATE)
