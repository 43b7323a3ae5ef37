-- table:   stg.feedback_check
-- title:   「核查反馈」逐行检查: 各项是否读得出、是否填全;对=是,错=否,不适用为空
-- grain:   month, township_code, row_number
-- reads:   raw.feedback, stg.feedback
-- params:  month
-- note:    没有核查结果的行是还没有走访的预警,不是错误
-- columns:
--   month                  DATE           月份,每月1日
--   township_code          VARCHAR        乡镇代码
--   submission_id          VARCHAR        报送编号
--   row_number             INTEGER        原表行号
--   case_id                VARCHAR        预警编号(已整理)
--   核查结果               VARCHAR        核查结果(已整理)
--   申请销号               VARCHAR        申请销号(已整理)
--   amount_yuan            DECIMAL(12,2)  金额,元
--   first_row              INTEGER        内容完全相同的第一行的行号
--   is_first_copy          BOOLEAN        不是前面某行的重复
--   is_visited_readable    BOOLEAN        核查日期读得出
--   is_visited_past        BOOLEAN        核查日期不晚于报送到达日
--   is_delivered_readable  BOOLEAN        落实日期读得出
--   is_amount_readable     BOOLEAN        金额读得出
--   has_date_for_result    BOOLEAN        填了核查结果的也填了核查日期
--   has_result_for_closing BOOLEAN        申请销号的也填了核查结果
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
  s.row_number = first_row AS is_first_copy,
  compact_text(f."核查日期") IS NULL OR s.visited_on IS NOT NULL AS is_visited_readable,
  s.visited_on <= s.known_on AS is_visited_past,
  compact_text(f."落实日期") IS NULL OR s.delivered_on IS NOT NULL AS is_delivered_readable,
  compact_text(f."金额") IS NULL OR s.amount_yuan IS NOT NULL AS is_amount_readable,
  CASE WHEN compact_text(f."核查结果") IS NOT NULL THEN compact_text(f."核查日期") IS NOT NULL END AS has_date_for_result,
  CASE WHEN s.asks_to_close THEN compact_text(f."核查结果") IS NOT NULL END AS has_result_for_closing
FROM stg.feedback AS s
INNER JOIN raw.feedback AS f ON s.submission_id = f.submission_id AND s.row_number = f.row_number
WHERE s.month = $month::DATE
