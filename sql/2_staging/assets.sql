-- table:   stg.assets
-- title:   核对中心·家庭经济状况核对结果,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month                  DATE           月份,每月1日
--   submission_id          VARCHAR        来源报送编号
--   row_number             INTEGER        来源表行号
--   name                   VARCHAR        姓名
--   id_number              VARCHAR        证件号码(已整理,15位旧号未升位)
--   township_name          VARCHAR        乡镇名称
--   village                VARCHAR        行政村
--   vehicles               INTEGER        机动车数,辆
--   houses                 INTEGER        房产数,套
--   companies              INTEGER        工商登记数,个
--   financial_assets_yuan  DECIMAL(12,2)  金融资产,元;未查为空
--   checked_on             DATE           核对日期
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  to_whole(cell(r.cells, '车辆数')) AS vehicles,
  to_whole(cell(r.cells, '房产数')) AS houses,
  to_whole(cell(r.cells, '工商登记数')) AS companies,
  to_amount(cell(r.cells, '金融资产')) AS financial_assets_yuan,
  to_day(cell(r.cells, '核对日期')) AS checked_on
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'assets' AND r.verdict = 'accepted'
