-- rule:      disability_living_allowance_missing
-- title:     低保家庭的残疾人没有领困难残疾人生活补贴
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  本月有没有领
-- basis:     卫民发〔2019〕21号·二(四)11; 宁民发〔2020〕28号·二(三)8; 荣民发〔2020〕10号·三(三)1; 泾民发〔2021〕33号·二(五)
-- policy:    disability_living_duty
-- feeds:     disability, payment
-- reads:     core.household_month, core.person_month, core.person_fact, core.benefit_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       残疾人证还有效吗?补贴申请过没有?是不是在领别的补贴、不能重复享受?
-- may_apply: 困难残疾人生活补贴(卫民发〔2019〕21号·二(四)11); 困难残疾人生活补贴(宁民发〔2020〕28号·二(三)8);
--            残疾人两项补贴(荣民发〔2020〕10号·三(三)1); 残疾人两项补贴(泾民发〔2021〕33号·二(五))
-- office:    社会事务和养老服务科
-- private:   disability
-- note:      五份文件没有写谁可以领,按低保家庭的持证残疾人看。证以残联名册为准: 名册填有而残联没有的不能判断。
--            家里有人参照单人户纳入低保的,只看这些人。发放台账没有收到的不能判断;享受补贴里写了的不提示;
--            补贴打给家里没有残疾人证的人的,可能是代领,不能判断
WITH member AS (
  SELECT
    p.*,
    coalesce(bool_or(p.is_single_admission) OVER (PARTITION BY p.household_id), FALSE) AS is_household_of_single_admission,
    holds_card(p.has_disability_card, pf.in_disability) AS has_card,
    pf.in_disability,
    pf.card_level
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS pf ON p.month = pf.month AND p.household_id = pf.household_id AND p.person_id = pf.person_id
  WHERE p.month = $month::DATE AND p.is_in_household AND h.is_in_dibao
),

paid AS (
  SELECT DISTINCT
    household_id,
    person_id
  FROM core.benefit_month
  WHERE month = $month::DATE AND programme = '困难残疾人生活补贴'
),

-- perhaps a guardian's account
through_another AS (
  SELECT DISTINCT a.household_id
  FROM paid AS a
  ANTI JOIN member AS c ON a.household_id = c.household_id AND a.person_id = c.person_id AND c.has_card
),

judged AS (
  SELECT
    m.*,
    f.is_compared,
    m.has_card AND is_missing(
      a.person_id IS NOT NULL,
      coalesce(regexp_matches(m.subsidies, '生活补贴|两项补贴'), FALSE),
      f.is_compared,
      o.household_id IS NOT NULL OR coalesce(contains(m.subsidies, '残疾'), FALSE)
    ) AS is_unpaid
  FROM member AS m
  LEFT JOIN stg.feed_standing AS f ON m.month = f.month AND f.feed = 'payment'
  LEFT JOIN paid AS a ON m.household_id = a.household_id AND m.person_id = a.person_id
  LEFT JOIN through_another AS o ON m.household_id = o.household_id
  WHERE coalesce(m.has_card, TRUE) AND (NOT m.is_household_of_single_admission OR m.is_single_admission)
)

SELECT
  j.household_id,
  j.person_id,
  j.is_unpaid AS is_triggered,
  CASE j.is_unpaid WHEN TRUE THEN 0 WHEN FALSE THEN 1 END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '残疾人证(名册)', CASE j.has_disability_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '残联持证名册', CASE j.in_disability WHEN TRUE THEN '在' WHEN FALSE THEN '不在' ELSE '未比对' END,
    '残疾等级', coalesce(j.card_level, j.disability_level),
    '发放台账', CASE WHEN j.is_compared THEN '已比对' ELSE '未比对' END,
    '享受补贴', coalesce(j.subsidies, '未填')
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'disability_living_duty'
