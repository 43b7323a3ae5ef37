-- table:   stg.feedback_check
-- title:   「核查反馈」逐行检查: 各项是否读得出、填全,合不合个案,与以前报的合不合;对=是,错=否,不适用或不知道为空
-- grain:   month, submission_id, row_number
-- reads:   raw.feedback, raw.submission, stg.feedback, stg.feedback_case_check
-- params:  month
-- note:    一格也没填的行是还没有走访的预警,不是错误。合不合个案只问,不因此拒收:收件时知道的个案可能不全
-- columns:
--   month                     DATE           月份,每月1日
--   township_code             VARCHAR        乡镇代码
--   submission_id             VARCHAR        报送编号
--   row_number                INTEGER        原表行号
--   case_id                   VARCHAR        预警编号(已整理)
--   核查结果                  VARCHAR        核查结果(已整理)
--   申请销号                  VARCHAR        申请销号(已整理)
--   amount_yuan               DECIMAL(12,2)  金额,元
--   first_row                 INTEGER        内容完全相同的第一行的行号
--   opened                    VARCHAR        立案日期;不知为空
--   closed                    VARCHAR        销号日期;没有销号或不知为空
--   said_before               VARCHAR        这一案以前报过的最近一次核查结论: 属实/不属实/已有政策覆盖;没有为空
--   is_first_copy             BOOLEAN        不是前面某行的重复
--   is_visited_readable       BOOLEAN        核查日期读得出
--   is_visited_past           BOOLEAN        核查日期不晚于报送到达日
--   is_delivered_readable     BOOLEAN        落实日期读得出
--   is_delivered_past         BOOLEAN        落实日期不晚于报送到达日
--   is_delivered_after_visit  BOOLEAN        落实日期不早于核查日期;已有政策覆盖的不问
--   is_amount_readable        BOOLEAN        金额读得出
--   has_date_for_result       BOOLEAN        填了核查结果的也填了核查日期
--   has_result                BOOLEAN        填了别的也填了核查结果;申请销号的不在这里问
--   has_result_for_closing    BOOLEAN        申请销号的也填了核查结果
--   has_measure               BOOLEAN        属实的也填了采取措施;申请销号的不在这里问
--   has_measure_for_closing   BOOLEAN        属实而申请销号的,采取措施和落实日期都填了
--   has_word_for_closing      BOOLEAN        没有核查结论而申请销号的,写了说明
--   is_known_case             BOOLEAN        预警编号是本县立过的一案
--   is_own_case               BOOLEAN        预警编号是发给本乡镇的
--   is_open_case              BOOLEAN        个案没有销号;以前报过的照抄一遍不问
--   is_visited_after_opening  BOOLEAN        核查日期不早于立案日期
--   is_consistent             BOOLEAN        与以前报的核查结论相反的,写了说明
WITH answer AS (
  SELECT
    f.submission_id,
    f.row_number,
    upper(compact_text(f."预警编号")) AS case_id,
    to_code(f."核查结果", ['属实', '不属实', '已有政策覆盖']) AS conclusion,
    concat_ws(
      '|', coalesce(compact_text(f."核查日期"), ''), coalesce(compact_text(f."核查结果"), ''), coalesce(compact_text(f."采取措施"), ''),
      coalesce(compact_text(f."落实日期"), ''), coalesce(compact_text(f."金额"), ''), coalesce(compact_text(f."申请销号"), ''),
      coalesce(compact_text(f."说明"), '')
    ) AS typed,
    s.received_at
  FROM raw.feedback AS f
  INNER JOIN raw.submission AS s ON f.submission_id = s.submission_id
  WHERE f.verdict = 'accepted'
),

heard AS (
  SELECT
    submission_id,
    row_number,
    last_value(conclusion IGNORE NULLS) OVER (
      PARTITION BY case_id ORDER BY received_at, submission_id, row_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS said_before,
    row_number() OVER (PARTITION BY case_id, typed ORDER BY received_at, submission_id, row_number) > 1 AS is_copy
  FROM answer
),

complete AS (
  SELECT max(complete_through) AS through
  FROM stg.feedback_case_check
)

SELECT
  s.month,
  s.township_code,
  s.submission_id,
  s.row_number,
  s.case_id,
  compact_text(f."核查结果") AS "核查结果",
  compact_text(f."申请销号") AS "申请销号",
  s.amount_yuan,
  min(s.row_number) OVER (
    PARTITION BY
      s.submission_id, f."预警编号", f."户主", f."行政村", f."核查日期", f."核查人", f."核查结果", f."采取措施", f."落实日期", f."金额",
      f."申请销号", f."说明"
  ) AS first_row,
  CAST(c.opened_on AS VARCHAR) AS opened,
  CAST(c.closed_on AS VARCHAR) AS closed,
  h.said_before,
  s.row_number = first_row AS is_first_copy,
  compact_text(f."核查日期") IS NULL OR s.visited_on IS NOT NULL AS is_visited_readable,
  s.visited_on <= s.known_on AS is_visited_past,
  compact_text(f."落实日期") IS NULL OR s.delivered_on IS NOT NULL AS is_delivered_readable,
  s.delivered_on <= s.known_on AS is_delivered_past,
  CASE WHEN coalesce(s.result <> '已有政策覆盖', TRUE) AND s.visited_on <= s.known_on THEN s.delivered_on >= s.visited_on END AS is_delivered_after_visit,
  compact_text(f."金额") IS NULL OR s.amount_yuan IS NOT NULL AS is_amount_readable,
  CASE WHEN compact_text(f."核查结果") IS NOT NULL THEN compact_text(f."核查日期") IS NOT NULL END AS has_date_for_result,
  CASE WHEN s.said IS NOT NULL AND NOT coalesce(s.asks_to_close, FALSE) THEN compact_text(f."核查结果") IS NOT NULL END AS has_result,
  CASE WHEN s.asks_to_close THEN compact_text(f."核查结果") IS NOT NULL END AS has_result_for_closing,
  CASE WHEN s.result = '属实' AND NOT coalesce(s.asks_to_close, FALSE) THEN s.measure IS NOT NULL END AS has_measure,
  CASE
    WHEN s.result = '属实' AND s.asks_to_close
      THEN s.measure IS NOT NULL AND compact_text(f."落实日期") IS NOT NULL
  END AS has_measure_for_closing,
  CASE WHEN s.result IN ('外出未见', '需部门复核') AND s.asks_to_close THEN s.remark IS NOT NULL END AS has_word_for_closing,
  CASE
    WHEN s.case_id IS NULL OR s.said IS NULL THEN NULL
    WHEN c.case_id IS NOT NULL THEN TRUE
    WHEN coalesce(try_strptime(substr(s.case_id, 3, 6), '%Y%m') > n.through, n.through IS NULL) THEN NULL
    ELSE FALSE
  END AS is_known_case,
  CASE WHEN s.said IS NOT NULL THEN list_contains(c.townships, s.township_code) END AS is_own_case,
  CASE WHEN c.case_id IS NOT NULL AND s.said IS NOT NULL AND NOT h.is_copy THEN c.closed_on IS NULL END AS is_open_case,
  s.visited_on >= c.opened_on AS is_visited_after_opening,
  CASE
    WHEN h.said_before = '不属实' AND s.result = '属实' OR h.said_before IN ('属实', '已有政策覆盖') AND s.result = '不属实' THEN s.remark IS NOT NULL
  END AS is_consistent
FROM stg.feedback AS s
INNER JOIN raw.feedback AS f ON s.submission_id = f.submission_id AND s.row_number = f.row_number
INNER JOIN heard AS h ON s.submission_id = h.submission_id AND s.row_number = h.row_number
LEFT JOIN stg.feedback_case_check AS c ON s.case_id = c.case_id
CROSS JOIN complete AS n
WHERE s.month = $month::DATE
