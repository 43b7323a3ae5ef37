-- table:   stg.rural_revitalisation
-- title:   乡村振兴局·监测对象信息,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month                        DATE           月份,每月1日
--   submission_id                VARCHAR        来源报送编号
--   row_number                   INTEGER        来源表行号
--   name                         VARCHAR        姓名
--   id_number                    VARCHAR        证件号码(已整理,15位旧号未升位)
--   township_name                VARCHAR        乡镇名称
--   village                      VARCHAR        行政村
--   source_household_id          VARCHAR        对方的户编号
--   monitoring_category          VARCHAR        监测对象类别
--   registered_poor              VARCHAR        建档立卡状态
--   is_risk_eliminated           BOOLEAN        风险是否已消除
--   identified_on                DATE           识别日期
--   income_per_capita_yuan_year  DECIMAL(12,2)  人均纯收入,元/年
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  compact_text(cell(r.cells, '户编号')) AS source_household_id,
  to_code(cell(r.cells, '监测对象类别'), ['脱贫户', '脱贫不稳定户', '边缘易致贫户', '突发严重困难户']) AS monitoring_category,
  to_code(cell(r.cells, '脱贫属性'), ['未脱贫', '已脱贫', '脱贫再返贫', '否']) AS registered_poor,
  to_yes(cell(r.cells, '风险是否消除')) AS is_risk_eliminated,
  to_day(cell(r.cells, '识别时间')) AS identified_on,
  to_amount(cell(r.cells, '人均纯收入')) AS income_per_capita_yuan_year
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'rural_revitalisation' AND r.verdict = 'accepted'
