-- table:   stg.list_approval
-- title:   民政局·清单下发审批,已接收的行: 哪个月的清单下发还是不下发,谁决定的。各次的决定都在;下发过的就是下发了,以后不同意修订的,收不回已经到乡镇的
-- grain:   month, submission_id, row_number
-- reads:   raw.feed, raw.submission
-- params:  month, known_on, closes_on
-- note:    到当月截止为止到达的;以后到的归以后的月份,所以哪天运行、哪天重跑,看到的都一样
-- columns:
--   month          DATE         月份,每月1日
--   submission_id  VARCHAR      决定这一行来自哪次报送
--   row_number     INTEGER      来源表行号
--   list_month     DATE         清单月份,每月1日
--   decision       VARCHAR      下发/不下发
--   reason         VARCHAR      原因;下发的可以没有
--   decided_by     VARCHAR      决定人: 页面上的登录名;由运行参数或到期作出的注明
--   decided_on     DATE         决定日期
--   known_on       DATE         决定到达日期
--   received_at    TIMESTAMPTZ  决定到达时间
SELECT
  $month::DATE AS month,
  r.submission_id,
  r.row_number,
  to_month(cell(r.cells, '清单月份')) AS list_month,
  to_code(cell(r.cells, '处理'), ['下发', '不下发']) AS decision,
  clean_text(cell(r.cells, '原因')) AS reason,
  compact_text(cell(r.cells, '决定人')) AS decided_by,
  to_day(cell(r.cells, '决定日期')) AS decided_on,
  CAST(s.received_at AS DATE) AS known_on,
  s.received_at
FROM raw.feed AS r
INNER JOIN raw.submission AS s ON r.submission_id = s.submission_id
WHERE
  r.feed = 'list_approval'
  AND r.verdict = 'accepted'
  AND s.status <> '退回'
  AND ($known_on::DATE IS NULL OR CAST(s.received_at AS DATE) <= $known_on::DATE)
  AND ($closes_on::DATE IS NULL OR CAST(s.received_at AS DATE) < $closes_on::DATE)
