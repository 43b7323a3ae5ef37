-- rule:      payment_failed
-- title:     救助资金发放失败或缓发
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  本月有没有到账
-- basis:     宁民发〔2020〕28号·二(三)8; 宁民发〔2020〕52号·六(二); 荣民发〔2020〕10号·三(二)5; 泾民发〔2021〕33号·二(二)
-- policy:    must_pay_on_time
-- policy_optional: must_pay_benefits_on_time
-- feeds:     payment
-- reads:     core.benefit_month, ref.policy_in_force
-- params:    month
-- ask:       账户还在用吗,是不是挂失、销户、换了卡?缓发的原因告诉本人了没有,什么时候补?
-- may_apply: 残疾人两项补贴按月发放(宁民发〔2020〕28号·二(三)8); 救助资金及时发放到位(宁民发〔2020〕52号·六(二));
--            资金及时足额发放(荣民发〔2020〕10号·三(二)5); 及时足额发放(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      宁夏2020年7月以前只有残疾人两项补贴有按月发放的条款,其他项目不在此列。没有写发放结果的,有实发金额就算到账,没有的不能判断。
--            失败原因只写类别,不照抄台账,以免带出账号。同一人本月有几项的,列没有到账的一项
WITH payment AS (
  SELECT
    b.*,
    CASE
      WHEN b.result IN ('失败', '缓发') THEN TRUE
      WHEN b.result = '成功' OR b.paid_yuan > 0 THEN FALSE
    END AS is_failed,
    duty.value,
    duty.unit,
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
  WHERE b.month = $month::DATE AND b.household_id IS NOT NULL
)

SELECT
  p.household_id,
  p.person_id,
  p.is_failed AS is_triggered,
  CASE p.is_failed WHEN TRUE THEN 0 WHEN FALSE THEN 1 END AS measured,
  p.value AS threshold,
  p.unit,
  CAST(json_object(
    '发放项目', p.programme,
    '发放结果', coalesce(p.result, '未填'),
    '应发(元)', p.due_yuan,
    '原因', CASE
      WHEN p.is_failed AND regexp_matches(p.failure, '账|帐|卡|户名|销户|挂失') THEN '账户、卡号'
      WHEN p.is_failed AND p.failure IS NOT NULL THEN '其他,见发放台账'
      WHEN p.is_failed THEN '未写'
    END,
    '本月没有到账的项目数', count(*) FILTER (WHERE p.is_failed) OVER (PARTITION BY p.household_id, p.person_id)
  ) AS VARCHAR) AS evidence,
  p.parameter,
  p.document,
  p.clause
FROM payment AS p
QUALIFY
  row_number() OVER (
    PARTITION BY p.household_id, p.person_id ORDER BY coalesce(p.is_failed, FALSE) DESC, p.is_failed IS NULL DESC, p.row_number
  ) = 1
