-- rule:      dispersed_tekun_not_visited
-- title:     分散供养的特困人员没有按时探访
-- family:    查弱补强
-- urgency:   一般
-- subject:   household
-- measured:  上次探访以来第几个月
-- basis:     宁民发〔2020〕28号·二(二)3; 宁民发〔2020〕52号·三(二)
-- policy:    must_visit_dispersed_tekun, dispersed_visit_months
-- policy_optional: severe_disability_level, elder_allowance_age
-- feeds:     disability
-- reads:     core.household_month, core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       吃饭、吃药、取暖、洗衣有没有人照应?生病了谁陪着看?照料护理的人来不来?
-- may_apply: 分散供养照料服务、定期探访(宁民发〔2020〕28号·二(二)3); 探访、日间照料和家庭医生签约(宁民发〔2020〕52号·三(二))
-- office:    社会事务和养老服务科
-- private:   disability
-- note:      探访当月算第一个月;没有填走访日期的、沿用旧名册而已过规定月数的不能判断。高龄、重度残疾、生活不能自理的是重点,写在依据里
WITH member AS (
  SELECT
    p.household_id,
    bool_or(fulfils(p.age, old_age.comparator, old_age.value)) AS has_old,
    bool_or(fulfils(coalesce(f.card_level, p.disability_level), severe.comparator, severe.value)) AS has_severe,
    bool_or(p.self_care IN ('失能', '半失能')) AS has_dependent
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN ref.policy_in_force AS old_age ON p.month = old_age.month AND old_age.parameter = 'elder_allowance_age'
  LEFT JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
  WHERE p.month = $month::DATE AND p.is_in_household
  GROUP BY p.household_id
),

household AS (
  SELECT
    h.month,
    h.household_id,
    h.visited_on,
    h.persons,
    h.is_carried_forward,
    m.has_old,
    m.has_severe,
    m.has_dependent,
    CASE WHEN h.visited_on <= last_day(h.month) THEN date_diff('month', h.visited_on, h.month) + 1 END AS months
  FROM core.household_month AS h
  LEFT JOIN member AS m ON h.household_id = m.household_id
  WHERE h.month = $month::DATE AND h.support_category = '分散特困'
)

SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  CASE
    WHEN fulfils(h.months, often.comparator, often.value) THEN FALSE
    WHEN NOT h.is_carried_forward THEN NOT fulfils(h.months, often.comparator, often.value)
  END AS is_triggered,
  h.months AS measured,
  often.value AS threshold,
  often.unit,
  CAST(json_object(
    '最近走访日期', coalesce(CAST(h.visited_on AS VARCHAR), '未填'),
    '高龄', CASE h.has_old WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '重度残疾', CASE h.has_severe WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '生活不能自理', CASE h.has_dependent WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '在户人数', h.persons
  ) AS VARCHAR) AS evidence,
  often.parameter,
  duty.document,
  duty.clause
FROM household AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_visit_dispersed_tekun'
INNER JOIN ref.policy_in_force AS often ON h.month = often.month AND often.parameter = 'dispersed_visit_months'
