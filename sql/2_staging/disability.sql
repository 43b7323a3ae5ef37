-- table:   stg.disability
-- title:   残联·持证残疾人名册,已接收的行,各栏按类型读出;读不出的为空
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
--   card_type      VARCHAR  残疾类别
--   card_level     INTEGER  残疾等级 1–4
--   issued_on      DATE     发证日期
--   cancelled_on   DATE     残疾人证注销日期;未注销为空
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  to_code(cell(r.cells, '残疾类别'), ['视力', '听力', '言语', '肢体', '智力', '精神', '多重']) AS card_type,
  list_position(['一', '二', '三', '四'], replace(translate(compact_text(cell(r.cells, '残疾等级')), '1234', '一二三四'), '级', '')) AS card_level,
  to_day(cell(r.cells, '发证日期')) AS issued_on,
  to_day(cell(r.cells, '注销日期')) AS cancelled_on
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'disability' AND r.verdict = 'accepted'
