-- rule:      insurance_lapsed
-- title:     基本医保断保
-- family:    查损补失
-- urgency:   一般
-- subject:   person
-- measured:  医保参保
-- basis:     宁民发〔2020〕28号·三14
-- policy:    must_watch_epidemic_losses
-- feeds:     medical_insurance
-- reads:     core.household_month, core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       为什么断保,是没钱缴费、在外地参保还是不知道要续缴?要不要资助参保?
-- may_apply: 医疗救助转介(宁民发〔2020〕28号·五21)
-- office:    社会救助科
-- private:   -
-- note:      上月名册或医保局有一边说参保,本月说没有参保的触发。本月名册填参保而医保局说没有参保的,是两边不一致,不能判断;
--            沿用旧名册的只看医保局。上月没有记录的人不在此列
WITH person AS (
  SELECT
    p.*,
    f.is_insured AS is_insured_now,
    b.has_medical_insurance OR g.is_insured AS was_insured,
    CASE WHEN NOT h.is_carried_forward THEN p.has_medical_insurance END AS is_insured_in_roster
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  INNER JOIN core.person_month AS b
    ON p.household_id = b.household_id AND p.person_id = b.person_id AND b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE)
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN core.person_fact AS g ON b.month = g.month AND b.household_id = g.household_id AND b.person_id = g.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
),

judged AS (
  SELECT
    *,
    CASE
      WHEN is_insured_now THEN TRUE
      WHEN NOT is_insured_now THEN CASE WHEN is_insured_in_roster THEN NULL ELSE FALSE END
      ELSE is_insured_in_roster
    END AS is_covered
  FROM person
)

SELECT
  j.household_id,
  j.person_id,
  j.was_insured AND NOT j.is_covered AS is_triggered,
  CAST(j.is_covered AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '上月参保', CASE j.was_insured WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '不知道' END,
    '本月名册', CASE j.has_medical_insurance WHEN TRUE THEN '参保' WHEN FALSE THEN '未参保' ELSE '未填' END,
    '本月医保局', CASE j.is_insured_now WHEN TRUE THEN '参保' WHEN FALSE THEN '未参保' ELSE '不知道' END,
    '周岁', j.age
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_watch_epidemic_losses'
