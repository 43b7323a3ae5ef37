-- table:   stg.reserve_fund
-- title:   民政局·乡镇临时救助备用金台账,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE           月份,每月1日
--   submission_id  VARCHAR        来源报送编号
--   row_number     INTEGER        来源表行号
--   township_name  VARCHAR        乡镇名称
--   opening_yuan   DECIMAL(12,2)  期初余额,元
--   received_yuan  DECIMAL(12,2)  本期拨入,元
--   spent_yuan     DECIMAL(12,2)  本期支出,元
--   closing_yuan   DECIMAL(12,2)  期末余额,元
--   payments       INTEGER        支出笔数
--   vouchers       INTEGER        留存凭据份数
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  to_amount(cell(r.cells, '期初余额')) AS opening_yuan,
  to_amount(cell(r.cells, '本期拨入')) AS received_yuan,
  to_amount(cell(r.cells, '本期支出')) AS spent_yuan,
  to_amount(cell(r.cells, '期末余额')) AS closing_yuan,
  to_whole(cell(r.cells, '支出笔数')) AS payments,
  to_whole(cell(r.cells, '凭据份数')) AS vouchers
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'reserve_fund' AND r.verdict = 'accepted'
