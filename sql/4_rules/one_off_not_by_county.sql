-- rule:      one_off_not_by_county
-- title:     未参保失业人员一次性临时救助不是县里办的
-- family:    查短补齐
-- urgency:   核实
-- subject:   person
-- measured:  由县级民政部门办
-- basis:     宁民发〔2020〕52号·二(一)
-- policy:    one_off_by_county
-- feeds:     temporary_relief
-- reads:     core.relief, ref.policy_in_force
-- params:    month
-- ask:       这笔一次性救助是谁审批、谁发的?公示了没有?台账的审批层级是不是填错了?
-- may_apply: 一次性临时救助由县级民政部门实施、公示(宁民发〔2020〕52号·二(一))
-- office:    社会救助科
-- private:   -
-- note:      低保确认权限下放乡镇以后,这一项仍由县里办。只请人核对,不影响已经给的救助。审批层级没有填的不能判断;
--            文件发布以前的救助不看。同一人本月有几笔的,先列不是县里办的一笔
WITH judged AS (
  SELECT
    r.*,
    r.decided_by <> '县' AS is_off,
    duty.value,
    duty.unit,
    duty.parameter,
    duty.document,
    duty.clause
  FROM core.relief AS r
  INNER JOIN ref.policy_in_force AS duty ON r.month = duty.month AND duty.parameter = 'one_off_by_county'
  WHERE
    r.month = $month::DATE
    AND r.household_id IS NOT NULL
    AND r.kind = '未参保失业人员一次性'
    AND coalesce(r.granted_on >= duty.valid_from, TRUE)
)

SELECT
  j.household_id,
  j.person_id,
  j.is_off AS is_triggered,
  CAST(NOT j.is_off AS INTEGER) AS measured,
  j.value AS threshold,
  j.unit,
  CAST(json_object(
    '审批层级', coalesce(j.decided_by, '未填'),
    '救助金额(元)', j.amount_yuan,
    '救助日期', CAST(j.granted_on AS VARCHAR)
  ) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
QUALIFY
  row_number() OVER (
    PARTITION BY j.household_id, j.person_id ORDER BY coalesce(j.is_off, FALSE) DESC, j.is_off IS NULL DESC, j.row_number
  ) = 1
