-- table:   core.relief
-- title:   临时救助: 台账本月列的每一笔,对上名册的户和人
-- grain:   month, row_number
-- reads:   stg.temporary_relief, core.match
-- params:  month
-- note:    以前各月的救助在以前各月的行里
-- columns:
--   month         DATE           台账所属月份,每月1日
--   row_number    INTEGER        来源表行号
--   household_id  VARCHAR        户编号;没有对上名册的为空
--   person_id     VARCHAR        人员编号;没有对上名册的为空
--   kind          VARCHAR        救助类型
--   cause         VARCHAR        困难原因
--   persons       INTEGER        救助人数,人
--   amount_yuan   DECIMAL(12,2)  救助金额,元
--   granted_on    DATE           救助日期
--   is_advance    BOOLEAN        先行救助
--   paperwork_on  DATE           手续补齐日期;未补齐为空
--   decided_by    VARCHAR        审批层级: 乡镇/县
--   has_voucher   BOOLEAN        留存凭据
SELECT
  r.month,
  r.row_number,
  m.household_id,
  m.person_id,
  r.kind,
  r.cause,
  r.persons,
  r.amount_yuan,
  r.granted_on,
  r.is_advance,
  r.paperwork_on,
  r.decided_by,
  r.has_voucher
FROM stg.temporary_relief AS r
LEFT JOIN core.match AS m ON r.month = m.month AND r.row_number = m.row_number AND m.feed = 'temporary_relief' AND m.result = '已比中'
WHERE r.month = $month::DATE
