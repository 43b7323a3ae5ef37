-- rule:      payment_short
-- title:     救助资金没有足额发放
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  实发金额
-- basis:     宁民发〔2020〕28号·二(三)8; 宁民发〔2020〕52号·六(二); 荣民发〔2020〕10号·三(二)5; 泾民发〔2021〕33号·二(二)
-- policy:    must_pay_on_time
-- policy_optional: must_pay_benefits_on_time
-- feeds:     payment
-- reads:     core.benefit_month, ref.policy_in_force
-- params:    month
-- ask:       少发的原因是什么,下月补不补?是不是扣减以前多发的?
-- may_apply: 残疾人两项补贴按月发放(宁民发〔2020〕28号·二(三)8); 救助资金及时发放到位(宁民发〔2020〕52号·六(二));
--            资金及时足额发放(荣民发〔2020〕10号·三(二)5); 及时足额发放(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      宁夏2020年7月以前只有残疾人两项补贴有按月发放的条款,其他项目不在此列。发放失败、缓发的另有规则列出。
--            同一人本月有几项的,列少得最多的一项。没有对上名册的发放记录不在此列
WITH payment AS (
  SELECT
    b.*,
    b.paid_yuan < b.due_yuan AS is_short,
    duty.parameter,
    duty.document,
    duty.clause
  FROM core.benefit_month AS b
  INNER JOIN ref.policy_in_force AS duty
    ON
      b.month = duty.month
      AND duty.parameter = CASE
        WHEN b.programme IN ('困难残疾人生活补贴', '重度残疾人护理补贴') THEN 'must_pay_on_time' ELSE 'must_pay_benefits_on_time'
      END
  WHERE b.month = $month::DATE AND b.household_id IS NOT NULL AND coalesce(b.result NOT IN ('失败', '缓发'), TRUE)
)

SELECT
  p.household_id,
  p.person_id,
  p.is_short AS is_triggered,
  p.paid_yuan AS measured,
  p.due_yuan AS threshold,
  'yuan' AS unit,
  CAST(json_object(
    '发放项目', p.programme,
    '应发(元)', p.due_yuan,
    '实发(元)', p.paid_yuan,
    '少发(元)', p.due_yuan - p.paid_yuan,
    '发放日期', CAST(p.paid_on AS VARCHAR),
    '本月没有足额的项目数', count(*) FILTER (WHERE p.is_short) OVER (PARTITION BY p.household_id, p.person_id)
  ) AS VARCHAR) AS evidence,
  p.parameter,
  p.document,
  p.clause
FROM payment AS p
QUALIFY
  row_number() OVER (
    PARTITION BY p.household_id, p.person_id
    ORDER BY coalesce(p.is_short, FALSE) DESC, p.is_short IS NULL DESC, p.due_yuan - p.paid_yuan DESC, p.row_number
  ) = 1
