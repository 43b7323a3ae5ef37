-- table:   stg.visit_capacity
-- title:   民政局·乡镇走访力量,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE           月份,每月1日
--   submission_id  VARCHAR        来源报送编号
--   row_number     INTEGER        来源表行号
--   township_name  VARCHAR        乡镇名称
--   visitors       INTEGER        可以走访的人数,人
--   hours          DECIMAL(12,2)  每月可用走访工时,小时
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  to_whole(cell(r.cells, '走访人数')) AS visitors,
  to_amount(cell(r.cells, '可用工时')) AS hours
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'visit_capacity' AND r.verdict = 'accepted'
