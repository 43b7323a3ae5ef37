-- table:   core.benefit_month
-- title:   每月发放: 谁、哪个项目、应发实发、发没发成
-- grain:   month, row_number
-- reads:   stg.payment, core.match
-- params:  month
-- columns:
--   month         DATE           月份,每月1日
--   row_number    INTEGER        来源表行号
--   household_id  VARCHAR        户编号;没有对上名册的为空
--   person_id     VARCHAR        人员编号;没有对上名册的为空
--   programme     VARCHAR        发放项目
--   due_yuan      DECIMAL(12,2)  应发,元
--   paid_yuan     DECIMAL(12,2)  实发,元
--   paid_on       DATE           发放日期
--   result        VARCHAR        成功/失败/缓发
--   failure       VARCHAR        没有发放成功的原因
SELECT
  p.month,
  p.row_number,
  m.household_id,
  m.person_id,
  p.programme,
  p.due_yuan,
  p.paid_yuan,
  p.paid_on,
  p.result,
  p.failure
FROM stg.payment AS p
LEFT JOIN core.match AS m ON p.month = m.month AND p.row_number = m.row_number AND m.feed = 'payment' AND m.result = '已比中'
WHERE p.month = $month::DATE
