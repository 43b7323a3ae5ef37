-- rule:      tekun_care_allowance_missing
-- title:     失能、半失能特困人员没有领照料护理补贴
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  本月有没有领
-- basis:     荣民发〔2020〕10号·三(二)3
-- policy:    tekun_care_allowance_duty
-- feeds:     payment
-- reads:     core.household_month, core.person_month, core.benefit_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       自理能力评估过没有、是哪一档?照料护理由谁提供?补贴打给本人还是供养机构?
-- may_apply: 分档落实特困人员照料护理补贴(荣民发〔2020〕10号·三(二)3)
-- office:    社会事务和养老服务科
-- private:   disability
-- note:      只看失能、半失能的;自理能力没有填的不能判断。发放台账没有收到的不能判断;享受补贴里写了的不提示;
--            打给家里别人的,可能是代领,不能判断
WITH person AS (
  SELECT
    p.*,
    h.support_category
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.month = $month::DATE AND p.is_in_household AND h.is_in_tekun AND coalesce(p.self_care <> '自理', TRUE)
),

paid AS (
  SELECT DISTINCT
    household_id,
    person_id
  FROM core.benefit_month
  WHERE month = $month::DATE AND programme = '照料护理补贴'
),

through_another AS (
  SELECT DISTINCT a.household_id
  FROM paid AS a
  ANTI JOIN person AS c ON a.household_id = c.household_id AND a.person_id = c.person_id
),

judged AS (
  SELECT
    p.*,
    f.is_compared,
    CASE WHEN p.self_care IS NOT NULL THEN TRUE END AND is_missing(
      a.person_id IS NOT NULL,
      coalesce(contains(p.subsidies, '护理'), FALSE),
      f.is_compared,
      o.household_id IS NOT NULL
    ) AS is_unpaid
  FROM person AS p
  LEFT JOIN stg.feed_standing AS f ON p.month = f.month AND f.feed = 'payment'
  LEFT JOIN paid AS a ON p.household_id = a.household_id AND p.person_id = a.person_id
  LEFT JOIN through_another AS o ON p.household_id = o.household_id
)

SELECT
  j.household_id,
  j.person_id,
  j.is_unpaid AS is_triggered,
  CASE j.is_unpaid WHEN TRUE THEN 0 WHEN FALSE THEN 1 END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '自理能力', coalesce(j.self_care, '未填'),
    '救助类别', j.support_category,
    '发放台账', CASE WHEN j.is_compared THEN '已比对' ELSE '未比对' END,
    '享受补贴', coalesce(j.subsidies, '未填')
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'tekun_care_allowance_duty'
