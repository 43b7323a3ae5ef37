-- table:   stg.temporary_relief
-- title:   民政局·临时救助台账,已接收的行,各栏按类型读出;读不出的为空
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
--   kind           VARCHAR        救助类型
--   cause          VARCHAR        困难原因
--   persons        INTEGER        救助人数,人
--   amount_yuan    DECIMAL(12,2)  救助金额,元
--   granted_on     DATE           救助日期
--   is_advance     BOOLEAN        是否先行救助
--   paperwork_on   DATE           先行救助手续补齐日期;未补齐为空
--   decided_by     VARCHAR        审批层级
--   has_voucher    BOOLEAN        是否留存凭据
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  compact_text(cell(r.cells, '户编号')) AS household_id,
  to_code(cell(r.cells, '救助类型'), ['急难型家庭', '支出型家庭', '个人', '未参保失业人员一次性', '一事一议', '确诊病例一次性生活补贴']) AS kind,
  to_code(cell(r.cells, '困难原因'), ['因病', '因残', '因学', '因灾', '因意外', '因疫情', '因失业', '其他']) AS cause,
  to_whole(cell(r.cells, '救助人数')) AS persons,
  to_amount(cell(r.cells, '救助金额')) AS amount_yuan,
  to_day(cell(r.cells, '救助日期')) AS granted_on,
  to_yes(cell(r.cells, '先行救助')) AS is_advance,
  to_day(cell(r.cells, '手续补齐日期')) AS paperwork_on,
  to_code(cell(r.cells, '审批层级'), ['乡镇', '县']) AS decided_by,
  to_yes(cell(r.cells, '凭据')) AS has_voucher
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'temporary_relief' AND r.verdict = 'accepted'
