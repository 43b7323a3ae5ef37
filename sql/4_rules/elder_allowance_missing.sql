-- rule:      elder_allowance_missing
-- title:     高龄老人没有领高龄补贴
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  月末周岁
-- basis:     荣民发〔2020〕10号·三(三)3; 泾民发〔2021〕33号·二(二)
-- policy:    elder_allowance_duty, elder_allowance_age
-- feeds:     payment
-- reads:     core.household_month, core.person_month, core.benefit_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       高龄补贴申请过没有?打到谁的账户?是不是在领别的养老补贴、不能重复享受?
-- may_apply: 经济困难的高龄老年人补贴(荣民发〔2020〕10号·三(三)3); 高龄补贴及时足额发放(泾民发〔2021〕33号·二(二))
-- office:    社会事务和养老服务科
-- private:   -
-- note:      五份文件没有写岁数,由本县确认。文件说的是救助对象、经济困难的老人: 只看低保、特困、低保边缘、刚性支出困难的户,
--            救助类别没有填的不能判断。出生日期不知的不能判断。发放台账没有收到的不能判断;享受补贴里写了的不提示;
--            打给家里别人的,可能是代领,不能判断
WITH elder AS (
  SELECT
    p.*,
    h.support_category,
    limits.value AS least,
    limits.unit,
    limits.parameter,
    fulfils(p.age, limits.comparator, limits.value) AS is_elder
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  INNER JOIN ref.policy_in_force AS limits ON p.month = limits.month AND limits.parameter = 'elder_allowance_age'
  WHERE
    p.month = $month::DATE
    AND p.is_in_household
    AND coalesce(h.support_category <> '无', TRUE)
    AND coalesce(fulfils(p.age, limits.comparator, limits.value), TRUE)
),

paid AS (
  SELECT DISTINCT
    household_id,
    person_id
  FROM core.benefit_month
  WHERE month = $month::DATE AND programme = '高龄补贴'
),

through_another AS (
  SELECT DISTINCT a.household_id
  FROM paid AS a
  ANTI JOIN elder AS c ON a.household_id = c.household_id AND a.person_id = c.person_id
),

judged AS (
  SELECT
    e.*,
    f.is_compared,
    e.is_elder
    AND CASE WHEN e.support_category IS NOT NULL THEN TRUE END
    AND is_missing(
      a.person_id IS NOT NULL,
      coalesce(contains(e.subsidies, '高龄'), FALSE),
      f.is_compared,
      o.household_id IS NOT NULL
    ) AS is_unpaid
  FROM elder AS e
  LEFT JOIN stg.feed_standing AS f ON e.month = f.month AND f.feed = 'payment'
  LEFT JOIN paid AS a ON e.household_id = a.household_id AND e.person_id = a.person_id
  LEFT JOIN through_another AS o ON e.household_id = o.household_id
)

SELECT
  j.household_id,
  j.person_id,
  j.is_unpaid AS is_triggered,
  j.age AS measured,
  j.least AS threshold,
  j.unit,
  CAST(json_object(
    '月末周岁', j.age,
    '救助类别', coalesce(j.support_category, '未填'),
    '发放台账', CASE WHEN j.is_compared THEN '已比对' ELSE '未比对' END,
    '享受补贴', coalesce(j.subsidies, '未填')
  ) AS VARCHAR) AS evidence,
  j.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'elder_allowance_duty'
