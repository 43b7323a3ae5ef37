-- rule:      relief_without_voucher
-- title:     临时救助没有留存凭据
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  有没有留存凭据
-- basis:     宁民发〔2020〕52号·二(二)
-- policy:    must_keep_vouchers
-- feeds:     temporary_relief
-- reads:     core.relief, ref.policy_in_force
-- params:    month
-- ask:       救助款物本人收到没有?签收单、照片或转账记录在哪里,能不能补上?
-- may_apply: 临时救助留存凭据(宁民发〔2020〕52号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      缺凭据只请经办补上,不影响救助。文件发布以前的救助不看。凭据一栏没有填的不能判断。同一人本月有几笔的,列缺凭据的一笔
WITH judged AS (
  SELECT
    r.*,
    NOT r.has_voucher AS is_without,
    duty.value,
    duty.unit,
    duty.parameter,
    duty.document,
    duty.clause
  FROM core.relief AS r
  INNER JOIN ref.policy_in_force AS duty ON r.month = duty.month AND duty.parameter = 'must_keep_vouchers'
  WHERE r.month = $month::DATE AND r.household_id IS NOT NULL AND coalesce(r.granted_on >= duty.valid_from, TRUE)
)

SELECT
  j.household_id,
  j.person_id,
  j.is_without AS is_triggered,
  CASE j.has_voucher WHEN TRUE THEN 1 WHEN FALSE THEN 0 END AS measured,
  j.value AS threshold,
  j.unit,
  CAST(json_object(
    '救助类型', j.kind,
    '救助金额(元)', j.amount_yuan,
    '救助日期', CAST(j.granted_on AS VARCHAR),
    '凭据', CASE j.has_voucher WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '审批层级', j.decided_by
  ) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
QUALIFY
  row_number() OVER (
    PARTITION BY j.household_id, j.person_id ORDER BY coalesce(j.is_without, FALSE) DESC, j.is_without IS NULL DESC, j.row_number
  ) = 1
