-- rule:      disability_nursing_allowance_missing
-- title:     重度残疾人没有领重度残疾人护理补贴
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  残疾等级
-- basis:     卫民发〔2019〕21号·二(四)11; 宁民发〔2020〕28号·二(三)8; 荣民发〔2020〕10号·三(三)1; 泾民发〔2021〕33号·二(五)
-- policy:    disability_nursing_duty, disability_nursing_level
-- feeds:     disability, payment
-- reads:     core.household_month, core.person_month, core.person_fact, core.benefit_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       残疾人证和等级还有效吗?护理补贴申请过没有?是不是在领别的护理补贴、不能重复享受?
-- may_apply: 重度残疾人护理补贴(卫民发〔2019〕21号·二(四)11); 重度残疾人护理补贴(宁民发〔2020〕28号·二(三)8);
--            残疾人两项补贴(荣民发〔2020〕10号·三(三)1); 残疾人两项补贴(泾民发〔2021〕33号·二(五))
-- office:    社会事务和养老服务科
-- private:   disability
-- note:      五份文件没有写等级,由本县确认。证和等级以残联名册为准,残联没有比对的看名册;名册填有证而残联没有的、等级不知的不能判断。
--            特困人员有照料护理,不在此列。发放台账没有收到的不能判断;享受补贴里写了的不提示;可能由家里别人代领的不能判断
WITH member AS (
  SELECT
    p.*,
    holds_card(p.has_disability_card, pf.in_disability) AS has_card,
    pf.in_disability,
    CASE WHEN pf.in_disability THEN pf.card_level ELSE p.disability_level END AS level
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS pf ON p.month = pf.month AND p.household_id = pf.household_id AND p.person_id = pf.person_id
  WHERE p.month = $month::DATE AND p.is_in_household AND coalesce(NOT h.is_in_tekun, TRUE)
),

paid AS (
  SELECT DISTINCT
    household_id,
    person_id
  FROM core.benefit_month
  WHERE month = $month::DATE AND programme = '重度残疾人护理补贴'
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
    severe.value AS most,
    severe.unit,
    severe.parameter,
    m.has_card
    AND fulfils(m.level, severe.comparator, severe.value)
    AND is_missing(
      a.person_id IS NOT NULL,
      coalesce(regexp_matches(m.subsidies, '护理补贴|两项补贴'), FALSE),
      f.is_compared,
      o.household_id IS NOT NULL OR coalesce(contains(m.subsidies, '残疾'), FALSE)
    ) AS is_unpaid
  FROM member AS m
  INNER JOIN ref.policy_in_force AS severe ON m.month = severe.month AND severe.parameter = 'disability_nursing_level'
  LEFT JOIN stg.feed_standing AS f ON m.month = f.month AND f.feed = 'payment'
  LEFT JOIN paid AS a ON m.household_id = a.household_id AND m.person_id = a.person_id
  LEFT JOIN through_another AS o ON m.household_id = o.household_id
  WHERE coalesce(m.has_card, TRUE) AND coalesce(fulfils(m.level, severe.comparator, severe.value), TRUE)
)

SELECT
  j.household_id,
  j.person_id,
  j.is_unpaid AS is_triggered,
  j.level AS measured,
  j.most AS threshold,
  j.unit,
  CAST(json_object(
    '残疾等级', j.level,
    '残疾人证(名册)', CASE j.has_disability_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '残联持证名册', CASE j.in_disability WHEN TRUE THEN '在' WHEN FALSE THEN '不在' ELSE '未比对' END,
    '发放台账', CASE WHEN j.is_compared THEN '已比对' ELSE '未比对' END,
    '享受补贴', coalesce(j.subsidies, '未填')
  ) AS VARCHAR) AS evidence,
  j.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'disability_nursing_duty'
