-- table:   stg.housing
-- title:   住建局·农村住房安全鉴定,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   submission_id  VARCHAR  来源报送编号
--   row_number     INTEGER  来源表行号
--   name           VARCHAR  户主姓名
--   id_number      VARCHAR  户主证件号码(已整理)
--   township_name  VARCHAR  乡镇名称
--   village        VARCHAR  行政村
--   grade          VARCHAR  鉴定等级 A–D
--   assessed_on    DATE     鉴定日期
--   repaired_on    DATE     改造完成日期;未改造为空
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '户主姓名')) AS name,
  to_id_number(cell(r.cells, '户主证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  to_code(upper(cell(r.cells, '鉴定等级')), ['A', 'B', 'C', 'D']) AS grade,
  to_day(cell(r.cells, '鉴定日期')) AS assessed_on,
  to_day(cell(r.cells, '改造完成日期')) AS repaired_on
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'housing' AND r.verdict = 'accepted'
