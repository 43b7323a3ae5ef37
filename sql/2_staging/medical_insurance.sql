-- table:   stg.medical_insurance
-- title:   医保局·医保参保与自付费用,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month                      DATE           月份,每月1日
--   submission_id              VARCHAR        来源报送编号
--   row_number                 INTEGER        来源表行号
--   name                       VARCHAR        姓名
--   id_number                  VARCHAR        证件号码(已整理,15位旧号未升位)
--   township_name              VARCHAR        乡镇名称
--   village                    VARCHAR        行政村
--   is_insured                 BOOLEAN        参加基本医保
--   self_paid_yuan_12m         DECIMAL(12,2)  近12个月个人自付,元
--   inpatient_self_paid_yuan   DECIMAL(12,2)  其中住院自付,元
--   outpatient_self_paid_yuan  DECIMAL(12,2)  其中门诊自付,元
--   settled_to                 DATE           费用算到哪一天
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  CASE compact_text(cell(r.cells, '参保状态')) WHEN '参保' THEN TRUE WHEN '正常参保' THEN TRUE WHEN '未参保' THEN FALSE WHEN '停保' THEN FALSE END AS is_insured,
  to_amount(cell(r.cells, '年度自付费用')) AS self_paid_yuan_12m,
  to_amount(cell(r.cells, '住院自付')) AS inpatient_self_paid_yuan,
  to_amount(cell(r.cells, '门诊自付')) AS outpatient_self_paid_yuan,
  to_day(cell(r.cells, '结算截止日期')) AS settled_to
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'medical_insurance' AND r.verdict = 'accepted'
