-- table:   stg.death
-- title:   公安局、殡葬管理所·死亡人员信息,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   submission_id  VARCHAR  来源报送编号
--   row_number     INTEGER  来源表行号
--   name           VARCHAR  姓名
--   id_number      VARCHAR  证件号码(已整理,15位旧号未升位)
--   township_name  VARCHAR  乡镇名称
--   village        VARCHAR  行政村
--   died_on        DATE     死亡日期
--   source         VARCHAR  公安或殡葬
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  to_day(cell(r.cells, '死亡日期')) AS died_on,
  compact_text(cell(r.cells, '信息来源')) AS source
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'death' AND r.verdict = 'accepted'
