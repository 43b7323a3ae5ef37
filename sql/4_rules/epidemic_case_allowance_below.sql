-- rule:      epidemic_case_allowance_below
-- title:     确诊病例一次性生活补贴低于标准
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  人均补贴金额
-- basis:     宁民发〔2020〕28号·二(二)6
-- policy:    epidemic_case_allowance_urban, epidemic_case_allowance_rural
-- feeds:     temporary_relief
-- reads:     core.relief, core.household_month, ref.policy_in_force
-- params:    month
-- ask:       补贴人数登记得对不对?差额能不能补发?
-- may_apply: 确诊病例一次性生活补贴(宁民发〔2020〕28号·二(二)6)
-- office:    社会救助科
-- private:   health
-- note:      城镇、农村标准不同,城乡不知的不能判断。文件列了低保、特困、低收入高龄老人、孤儿、流浪乞讨、低收入家庭、建档立卡七类人。
--            文件发布以前的补贴不看。同一人本月有几笔的,先列不足的一笔
WITH judged AS (
  SELECT
    r.*,
    h.settlement,
    allowance.parameter,
    allowance.value,
    allowance.unit,
    allowance.document,
    allowance.clause,
    NOT fulfils(r.amount_yuan, allowance.comparator, allowance.value * nullif(r.persons, 0)) AS is_below
  FROM core.relief AS r
  INNER JOIN core.household_month AS h ON r.month = h.month AND r.household_id = h.household_id
  INNER JOIN ref.policy_in_force AS duty ON r.month = duty.month AND duty.parameter = 'epidemic_case_allowance_rural'
  LEFT JOIN ref.policy_in_force AS allowance
    ON
      r.month = allowance.month
      AND allowance.parameter = CASE h.settlement WHEN '城镇' THEN 'epidemic_case_allowance_urban' WHEN '农村' THEN 'epidemic_case_allowance_rural' END
  WHERE r.month = $month::DATE AND r.kind = '确诊病例一次性生活补贴' AND coalesce(r.granted_on >= duty.valid_from, TRUE)
)

SELECT
  j.household_id,
  j.person_id,
  j.is_below AS is_triggered,
  round(j.amount_yuan / nullif(j.persons, 0), 2) AS measured,
  j.value AS threshold,
  j.unit,
  CAST(json_object(
    '补贴金额(元)', j.amount_yuan,
    '补贴人数', j.persons,
    '发放日期', CAST(j.granted_on AS VARCHAR),
    '城乡', j.settlement,
    '标准(元/人)', j.value
  ) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
QUALIFY
  row_number() OVER (
    PARTITION BY j.household_id, j.person_id ORDER BY coalesce(j.is_below, FALSE) DESC, j.is_below IS NULL DESC, j.row_number
  ) = 1
