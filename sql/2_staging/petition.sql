-- table:   stg.petition
-- title:   民政局·信访举报登记,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   submission_id  VARCHAR  来源报送编号
--   row_number     INTEGER  来源表行号
--   petition_no    VARCHAR  登记编号
--   received_on    DATE     登记日期
--   township_name  VARCHAR  涉及乡镇
--   topic          VARCHAR  事项类别,不含姓名
--   closed_on      DATE     办结日期;未办结为空
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '信访编号')) AS petition_no,
  to_day(cell(r.cells, '登记日期')) AS received_on,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '事项')) AS topic,
  to_day(cell(r.cells, '办结日期')) AS closed_on
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'petition' AND r.verdict = 'accepted'
