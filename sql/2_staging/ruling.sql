-- table:   stg.ruling
-- title:   民政局·数据分歧裁定,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month            DATE     月份,每月1日
--   submission_id    VARCHAR  来源报送编号
--   row_number       INTEGER  来源表行号
--   disagreement_id  VARCHAR  分歧编号
--   ruling           VARCHAR  裁定
--   ruled_by         VARCHAR  裁定人或科室
--   ruled_on         DATE     裁定日期
--   expires_on       DATE     裁定有效期至;没有的为空
--   remark           VARCHAR  说明
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '分歧编号')) AS disagreement_id,
  to_code(cell(r.cells, '裁定'), ['以民政为准', '以部门为准', '双方都对', '退回部门复核', '是同一人', '不是同一人']) AS ruling,
  compact_text(cell(r.cells, '裁定人')) AS ruled_by,
  to_day(cell(r.cells, '裁定日期')) AS ruled_on,
  to_day(cell(r.cells, '有效期至')) AS expires_on,
  compact_text(cell(r.cells, '说明')) AS remark
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'ruling' AND r.verdict = 'accepted'
