-- table:   stg.disaster
-- title:   应急管理局·受灾户信息,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE           月份,每月1日
--   submission_id  VARCHAR        来源报送编号
--   row_number     INTEGER        来源表行号
--   name           VARCHAR        户主姓名
--   id_number      VARCHAR        户主证件号码(已整理)
--   township_name  VARCHAR        乡镇名称
--   village        VARCHAR        行政村
--   kind           VARCHAR        灾害种类
--   happened_on    DATE           受灾日期
--   loss_yuan      DECIMAL(12,2)  直接经济损失,元
--   rooms_damaged  INTEGER        倒塌和严重损坏房间数,间
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '户主姓名')) AS name,
  to_id_number(cell(r.cells, '户主证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  compact_text(cell(r.cells, '灾害种类')) AS kind,
  to_day(cell(r.cells, '受灾日期')) AS happened_on,
  to_amount(cell(r.cells, '直接经济损失')) AS loss_yuan,
  to_whole(cell(r.cells, '倒损房间数')) AS rooms_damaged
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'disaster' AND r.verdict = 'accepted'
