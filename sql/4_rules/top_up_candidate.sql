-- rule:      top_up_candidate
-- title:     农村低保户领取低保金后仍有困难,可考虑增发低保金
-- family:    查短补齐
-- urgency:   核实
-- subject:   household
-- measured:  加上低保金后的人均年收入
-- basis:     卫民发〔2019〕21号·二(一)4
-- policy:    top_up_share, top_up_elder_age, priority_minor_age, dibao_line_rural
-- policy_optional: severe_disability_level, dibao_tier_a, dibao_tier_b, dibao_tier_c
-- reads:     core.household_month, core.person_month, core.income_account, ref.dibao_line, ref.policy_in_force, ref.unit
-- params:    month
-- ask:       领了低保金以后生活还有什么困难?重残、重病、老人、孩子的必要支出有多少?增发过没有?
-- may_apply: 可增发10%的低保金(卫民发〔2019〕21号·二(一)4)
-- office:    社会救助科
-- private:   health
-- note:      文件写「可」,不是必须,只请人看。已在农村低保、家里有重残、重病、老年人或未成年人的才在此列。「仍有困难」文件没有给数:
--            收入加上一年低保金仍低于低保标准的列出;收入已不低于标准的不列;两者之间不能判断。
--            档次知道而金额已比档次高出这个比例的不列
WITH member AS (
  SELECT
    p.household_id,
    fulfils(p.age, elder.comparator, elder.value)
    OR fulfils(p.age, minor.comparator, minor.value)
    OR p.health = '大病'
    OR (p.has_disability_card AND fulfils(p.disability_level, severe.comparator, severe.value)) AS is_weak
  FROM core.person_month AS p
  INNER JOIN ref.policy_in_force AS elder ON p.month = elder.month AND elder.parameter = 'top_up_elder_age'
  INNER JOIN ref.policy_in_force AS minor ON p.month = minor.month AND minor.parameter = 'priority_minor_age'
  LEFT JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
  WHERE p.month = $month::DATE AND p.is_in_household
),

weak AS (
  SELECT
    household_id,
    count(*) FILTER (WHERE is_weak) AS persons,
    bool_or(coalesce(is_weak, TRUE)) AS is_possible
  FROM member
  GROUP BY household_id
),

judged AS (
  SELECT
    h.*,
    a.after_employment_yuan_12m,
    a.line_yuan_year,
    a.after_employment_yuan_12m + h.monthly_amount_yuan * monthly.per_year AS supported_yuan_12m,
    w.persons AS weak_persons,
    CASE WHEN w.persons > 0 THEN TRUE WHEN NOT w.is_possible THEN FALSE END AS has_weak_member,
    h.monthly_amount_yuan >= (1 + share.value) * tier.value * nullif(h.covered_persons, 0) AS is_topped_up,
    share.document,
    share.clause
  FROM core.household_month AS h
  INNER JOIN ref.policy_in_force AS share ON h.month = share.month AND share.parameter = 'top_up_share'
  INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
  LEFT JOIN ref.policy_in_force AS tier
    ON
      h.month = tier.month
      AND tier.parameter = CASE h.dibao_class WHEN 'A' THEN 'dibao_tier_a' WHEN 'B' THEN 'dibao_tier_b' WHEN 'C' THEN 'dibao_tier_c' END
  LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
  LEFT JOIN weak AS w ON h.household_id = w.household_id
  WHERE h.month = $month::DATE AND h.support_category = '农村低保'
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.has_weak_member
  AND CASE
    WHEN j.after_employment_yuan_12m >= j.line_yuan_year THEN FALSE
    WHEN j.supported_yuan_12m < j.line_yuan_year THEN TRUE
  END
  AND coalesce(NOT j.is_topped_up, TRUE) AS is_triggered,
  round(j.supported_yuan_12m / nullif(j.persons, 0), 2) AS measured,
  line.yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '加上低保金后人均年收入(元)', round(j.supported_yuan_12m / nullif(j.persons, 0), 2),
    '扣减就业成本后近12个月收入(元)', j.after_employment_yuan_12m,
    '月保障金额(元)', j.monthly_amount_yuan,
    '低保标准(元/年)', line.yuan_per_person_year,
    '在户人数', j.persons,
    '重残、重病、老年、未成年人数', j.weak_persons,
    '低保档次', j.dibao_class
  ) AS VARCHAR) AS evidence,
  line.parameter,
  j.document,
  j.clause
FROM judged AS j
LEFT JOIN ref.dibao_line AS line ON j.month = line.month AND j.settlement = line.settlement
