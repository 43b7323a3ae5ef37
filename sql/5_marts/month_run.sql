-- table:   mart.month_run
-- title:   每月一行: 第几次修订、为什么、依据哪天以前到的文件
-- grain:   month
-- reads:   raw.submission, stg.submission_decision
-- params:  month, region, known_on
-- note:    逾期的照收,没有人写明为什么收的注明「未说明原因」;撤回的以前一次为准
-- columns:
--   month           DATE     月份,每月1日
--   region          VARCHAR  适用哪个地区的规定,区划代码
--   known_on        DATE     依据这一天(含)以前到的文件;空为全部
--   last_received   DATE     实际用到的最后一份文件的到达日期
--   revision        INTEGER  第几次修订: 1 为截止时的情况,此后每有一份逾期文件、一次撤回加 1
--   reason          VARCHAR  修订原因,不含自由填写的文字
--   decisions       VARCHAR  监测中心对各次报送的决定: 处理、原因、决定人、日期;没有为空。内部使用
WITH sent AS (
  SELECT
    submission_id,
    township_name || '第' || version || '次报送' AS which,
    CAST(received_at AS DATE) AS received_on,
    CAST(due_at AS DATE) AS due_on,
    is_on_time
  FROM raw.submission
  WHERE
    kind = 'form'
    AND status <> '退回'
    AND month = $month::DATE
    AND ($known_on::DATE IS NULL OR CAST(received_at AS DATE) <= $known_on::DATE)
),

-- who decides the same twice is heard once
decided AS (
  SELECT *
  FROM stg.submission_decision
  WHERE month = $month::DATE AND decision IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY about_submission_id, decision ORDER BY known_on DESC, submission_id DESC, row_number DESC) = 1
),

revised AS (
  SELECT
    s.received_on AS happened_on,
    s.which || ' ' || s.received_on || ' 逾期送达,' || CASE WHEN d.reason IS NULL THEN '未说明原因' ELSE '已说明原因' END AS words
  FROM sent AS s
  LEFT JOIN decided AS d ON s.submission_id = d.about_submission_id AND d.decision = '逾期接收'
  WHERE NOT s.is_on_time
  UNION ALL
  SELECT
    d.known_on AS happened_on,
    s.which || ' ' || d.known_on || ' 撤回' AS words
  FROM sent AS s
  INNER JOIN decided AS d ON s.submission_id = d.about_submission_id AND d.decision = '撤回'
  WHERE d.known_on > s.due_on
),

told AS (
  SELECT
    string_agg(
      s.which || ' ' || concat_ws(' ', d.decision || ': ' || d.reason, d.decided_by, d.decided_on), ';'
      ORDER BY d.known_on, s.which, d.decision
    ) AS decisions
  FROM sent AS s
  INNER JOIN decided AS d ON s.submission_id = d.about_submission_id
)

SELECT
  $month::DATE AS month,
  $region::VARCHAR AS region,
  $known_on::DATE AS known_on,
  (SELECT max(s.received_on) FROM sent AS s) AS last_received,
  CAST(1 + count(r.words) AS INTEGER) AS revision,
  coalesce(string_agg(r.words, ';' ORDER BY r.happened_on, r.words), '截止时的情况') AS reason,
  min(t.decisions) AS decisions
FROM told AS t
LEFT JOIN revised AS r ON TRUE
