-- table:   stg.employment
-- title:   人社局·失业登记与失业保险,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month                    DATE     月份,每月1日
--   submission_id            VARCHAR  来源报送编号
--   row_number               INTEGER  来源表行号
--   name                     VARCHAR  姓名
--   id_number                VARCHAR  证件号码(已整理,15位旧号未升位)
--   township_name            VARCHAR  乡镇名称
--   village                  VARCHAR  行政村
--   registration             VARCHAR  就业登记状态
--   unemployed_on            DATE     失业登记日期;没有登记失业为空
--   is_unemployment_insured  BOOLEAN  参加失业保险
--   employed_on              DATE     最近一次就业登记日期
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  to_code(cell(r.cells, '就业登记状态'), ['就业', '失业', '无记录']) AS registration,
  to_day(cell(r.cells, '失业登记日期')) AS unemployed_on,
  CASE compact_text(cell(r.cells, '失业保险')) WHEN '参保' THEN TRUE WHEN '未参保' THEN FALSE END AS is_unemployment_insured,
  to_day(cell(r.cells, '就业登记日期')) AS employed_on
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'employment' AND r.verdict = 'accepted'
