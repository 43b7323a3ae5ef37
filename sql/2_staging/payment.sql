-- table:   stg.payment
-- title:   民政局·救助资金发放台账,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE           月份,每月1日
--   submission_id  VARCHAR        来源报送编号
--   row_number     INTEGER        来源表行号
--   name           VARCHAR        姓名
--   id_number      VARCHAR        证件号码(已整理,15位旧号未升位)
--   township_name  VARCHAR        乡镇名称
--   village        VARCHAR        行政村
--   household_id   VARCHAR        户编号
--   programme      VARCHAR        发放项目
--   due_yuan       DECIMAL(12,2)  应发,元
--   paid_yuan      DECIMAL(12,2)  实发,元;没有发为零或空
--   paid_on        DATE           发放日期
--   result         VARCHAR        发放结果
--   failure        VARCHAR        没有发放成功的原因
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  compact_text(cell(r.cells, '户编号')) AS household_id,
  to_code(
    cell(r.cells, '资金项目'),
    [
      '农村低保', '城市低保', '集中特困', '分散特困', '照料护理补贴', '高龄补贴',
      '孤儿养育津贴', '事实无人抚养儿童生活费', '困难残疾人生活补贴', '重度残疾人护理补贴', '价格临时补贴', '节日补助'
    ]
  ) AS programme,
  to_amount(cell(r.cells, '应发金额')) AS due_yuan,
  to_amount(cell(r.cells, '实发金额')) AS paid_yuan,
  to_day(cell(r.cells, '发放日期')) AS paid_on,
  to_code(cell(r.cells, '发放结果'), ['成功', '失败', '缓发']) AS result,
  compact_text(cell(r.cells, '失败原因')) AS failure
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'payment' AND r.verdict = 'accepted'
