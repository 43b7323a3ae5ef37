-- table:   stg.urgent_check
-- title:   「急难快报」逐行检查: 各项是否读得出;对=是,错=否,不适用为空
-- grain:   month, submission_id, row_number
-- reads:   raw.urgent, stg.urgent
-- params:  month
-- columns:
--   month                 DATE           月份,每月1日
--   township_code         VARCHAR        乡镇代码
--   submission_id         VARCHAR        报送编号
--   row_number            INTEGER        原表行号
--   户主姓名              VARCHAR        户主姓名(已整理)
--   行政村                VARCHAR        行政村(已整理)
--   遭遇                  VARCHAR        遭遇(已整理)
--   困难情形              VARCHAR        困难情形(已整理)
--   advance_yuan          DECIMAL(12,2)  先行救助金额,元
--   first_row             INTEGER        内容完全相同的第一行的行号
--   is_first_copy         BOOLEAN        不是前面某行的重复
--   is_number_whole       BOOLEAN        证件号码没有丢位;没有填为空
--   is_number_ok          BOOLEAN        证件号码通过校验;没有填或已丢位为空
--   is_happened_readable  BOOLEAN        发生日期读得出
--   is_happened_past      BOOLEAN        发生日期不晚于收到日期
--   is_amount_readable    BOOLEAN        先行救助金额读得出
--   is_own_prefix         BOOLEAN        户编号以本乡镇代码开头,或不带乡镇代码
SELECT
  s.month,
  s.township_code,
  s.submission_id,
  s.row_number,
  s.head_name AS "户主姓名",
  s.village AS "行政村",
  compact_text(u."遭遇") AS "遭遇",
  s.hardship AS "困难情形",
  s.advance_yuan,
  min(s.row_number) OVER (
    PARTITION BY
      s.submission_id, u."户编号", u."户主姓名", u."证件号码", u."行政村", u."发生日期", u."遭遇", u."困难情形", u."已采取措施", u."先行救助金额", u."报告人"
  ) AS first_row,
  s.row_number = first_row AS is_first_copy,
  NOT regexp_full_match(s.head_id_number, '\d(\.\d+)?E\+?\d+') AS is_number_whole,
  CASE WHEN NOT regexp_full_match(s.head_id_number, '\d(\.\d+)?E\+?\d+') THEN is_id_number(s.head_id_number) END AS is_number_ok,
  compact_text(u."发生日期") IS NULL OR s.happened_on IS NOT NULL AS is_happened_readable,
  s.happened_on <= s.known_on AS is_happened_past,
  compact_text(u."先行救助金额") IS NULL OR s.advance_yuan IS NOT NULL AS is_amount_readable,
  starts_with(s.household_id, s.township_code) OR NOT regexp_matches(s.household_id, '^\d{9}-') AS is_own_prefix
FROM stg.urgent AS s
INNER JOIN raw.urgent AS u ON s.submission_id = u.submission_id AND s.row_number = u.row_number
WHERE s.month = $month::DATE
