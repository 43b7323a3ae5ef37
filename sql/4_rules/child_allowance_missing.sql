-- rule:      child_allowance_missing
-- title:     孤儿、事实无人抚养儿童本月没有发放补贴
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  本月有没有发放
-- basis:     宁民发〔2020〕28号·二(三)7; 荣民发〔2020〕10号·三(三)4; 泾民发〔2021〕33号·二(二)
-- policy:    unattended_allowance_duty
-- policy_optional: orphan_allowance_duty
-- feeds:     payment
-- reads:     core.benefit_month, core.person_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       孩子由谁照看?补贴申请了没有、批了没有?打到谁的账户?
-- may_apply: 孤儿养育津贴、事实无人抚养儿童基本生活费(宁民发〔2020〕28号·二(三)7);
--            事实无人抚养儿童基本生活费(荣民发〔2020〕10号·三(三)4); 孤儿养育津贴及时足额发放(泾民发〔2021〕33号·二(二))
-- office:    社会事务和养老服务科
-- private:   -
-- note:      发放台账没有收到的不能判断;享受补贴里写了的不提示;家里别的人领着这类补贴的,可能是代领,不能判断
WITH child AS (
  SELECT
    p.*,
    CASE WHEN contains(p.child_category, '孤儿') THEN 'orphan_allowance_duty' ELSE 'unattended_allowance_duty' END AS duty_parameter
  FROM core.person_month AS p
  WHERE
    p.month = $month::DATE
    AND p.is_in_household
    AND p.child_category IN ('孤儿机构', '孤儿散居', '事实无人抚养困难家庭', '事实无人抚养其他')
),

paid AS (
  SELECT DISTINCT
    household_id,
    person_id
  FROM core.benefit_month
  WHERE month = $month::DATE AND programme IN ('孤儿养育津贴', '事实无人抚养儿童生活费')
),

-- perhaps the guardian's account
through_another AS (
  SELECT DISTINCT a.household_id
  FROM paid AS a
  ANTI JOIN child AS c ON a.household_id = c.household_id AND a.person_id = c.person_id
),

judged AS (
  SELECT
    c.*,
    duty.value AS wanted,
    duty.unit,
    duty.parameter,
    duty.document,
    duty.clause,
    is_missing(
      a.person_id IS NOT NULL,
      coalesce(regexp_matches(c.subsidies, '孤儿|养育津贴|无人抚养'), FALSE),
      f.is_compared,
      o.household_id IS NOT NULL
    ) AS is_unpaid
  FROM child AS c
  INNER JOIN ref.policy_in_force AS duty ON c.month = duty.month AND c.duty_parameter = duty.parameter
  LEFT JOIN stg.feed_standing AS f ON c.month = f.month AND f.feed = 'payment'
  LEFT JOIN paid AS a ON c.household_id = a.household_id AND c.person_id = a.person_id
  LEFT JOIN through_another AS o ON c.household_id = o.household_id
)

SELECT
  j.household_id,
  j.person_id,
  j.is_unpaid AS is_triggered,
  CASE j.is_unpaid WHEN TRUE THEN 0 WHEN FALSE THEN 1 END AS measured,
  j.wanted AS threshold,
  j.unit,
  CAST(json_object('儿童类别', j.child_category, '月末周岁', j.age, '享受补贴', coalesce(j.subsidies, '未填')) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
