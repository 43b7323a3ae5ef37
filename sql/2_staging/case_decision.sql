-- table:   stg.case_decision
-- title:   民政局·个案处理决定,已接收的行: 暂缓、恢复一个个案,解除一条静默。各次送来的决定都算,不只看最新一份
-- grain:   month, submission_id, row_number
-- reads:   raw.feed, raw.submission
-- params:  month, known_on, closes_on
-- note:    到当月截止为止到达的;以后到的归以后的月份,所以哪天运行、哪天重跑,看到的都一样
-- columns:
--   month          DATE         月份,每月1日
--   submission_id  VARCHAR      决定这一行来自哪次报送
--   row_number     INTEGER      来源表行号
--   case_id        VARCHAR      预警编号;解除静默的,为核实过的那一案
--   decision       VARCHAR      暂缓/恢复/解除静默
--   reason         VARCHAR      原因
--   until_on       DATE         暂缓到哪一天;没有写明为空
--   decided_by     VARCHAR      决定人
--   decided_on     DATE         决定日期
--   known_on       DATE         决定到达日期
--   received_at    TIMESTAMPTZ  决定到达时间: 同一天的几个决定,以后到的为准
SELECT
  $month::DATE AS month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '预警编号')) AS case_id,
  to_code(cell(r.cells, '处理'), ['暂缓', '恢复', '解除静默']) AS decision,
  clean_text(cell(r.cells, '原因')) AS reason,
  to_day(cell(r.cells, '至')) AS until_on,
  compact_text(cell(r.cells, '决定人')) AS decided_by,
  to_day(cell(r.cells, '决定日期')) AS decided_on,
  CAST(s.received_at AS DATE) AS known_on,
  s.received_at
FROM raw.feed AS r
INNER JOIN raw.submission AS s ON r.submission_id = s.submission_id
WHERE
  r.feed = 'case_decision'
  AND r.verdict = 'accepted'
  AND s.status <> '退回'
  AND ($known_on::DATE IS NULL OR CAST(s.received_at AS DATE) <= $known_on::DATE)
  AND ($closes_on::DATE IS NULL OR CAST(s.received_at AS DATE) < $closes_on::DATE)
