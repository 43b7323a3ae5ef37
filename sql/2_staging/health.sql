-- table:   stg.health
-- title:   卫健局·大病患者登记,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month              DATE     月份,每月1日
--   submission_id      VARCHAR  来源报送编号
--   row_number         INTEGER  来源表行号
--   name               VARCHAR  姓名
--   id_number          VARCHAR  证件号码(已整理,15位旧号未升位)
--   township_name      VARCHAR  乡镇名称
--   village            VARCHAR  行政村
--   disease            VARCHAR  病种
--   diagnosed_on       DATE     确诊日期
--   has_family_doctor  BOOLEAN  家庭医生是否签约
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  compact_text(cell(r.cells, '病种')) AS disease,
  to_day(cell(r.cells, '确诊日期')) AS diagnosed_on,
  to_yes(cell(r.cells, '家庭医生签约')) AS has_family_doctor
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'health' AND r.verdict = 'accepted'
