-- table:   mart.field_difference
-- title:   同一个人、同一户,名册和部门数据在同一栏目上说法不同
-- grain:   month, feed, field, household_id, person_id
-- reads:   core.person_fact, core.household_fact, core.person_month, core.household_month
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   feed           VARCHAR  数据来源
--   field          VARCHAR  哪一项
--   township_code  VARCHAR  乡镇代码
--   household_id   VARCHAR  户编号
--   person_id      VARCHAR  人员编号;按户比的为空
--   ours           VARCHAR  我方
--   theirs         VARCHAR  对方
WITH person AS (
  SELECT
    f.*,
    p.township_code,
    p.has_disability_card,
    p.disability_level,
    p.disability_type,
    p.health,
    p.schooling,
    p.has_medical_insurance,
    p.has_unemployment_cover,
    p.is_in_household,
    h.monitoring_category,
    h.registered_poor
  FROM core.person_fact AS f
  INNER JOIN core.person_month AS p ON f.month = p.month AND f.household_id = p.household_id AND f.person_id = p.person_id
  INNER JOIN core.household_month AS h ON f.month = h.month AND f.household_id = h.household_id
  WHERE f.month = $month::DATE
),

-- a household is compared once, by its first member whom the department lists
household AS (
  SELECT
    household_id,
    min(township_code) AS township_code,
    min(monitoring_category) AS monitoring_category,
    min(registered_poor) AS registered_poor,
    bool_or(in_rural_revitalisation) AS is_listed,
    min(rr_category) AS rr_category,
    min(rr_registered_poor) AS rr_registered_poor
  FROM person
  WHERE is_in_household
  GROUP BY household_id
),

differing AS (
  SELECT
    'rural_revitalisation' AS feed,
    '监测类别' AS field,
    township_code,
    household_id,
    NULL AS person_id,
    monitoring_category AS ours,
    rr_category AS theirs
  FROM household
  WHERE rr_category <> monitoring_category
  UNION ALL
  SELECT
    'rural_revitalisation' AS feed,
    '建档立卡' AS field,
    township_code,
    household_id,
    NULL AS person_id,
    registered_poor AS ours,
    rr_registered_poor AS theirs
  FROM household
  WHERE rr_registered_poor <> registered_poor
  UNION ALL
  SELECT
    'disability' AS feed,
    '残疾等级' AS field,
    township_code,
    household_id,
    person_id,
    disability_level || '级' AS ours,
    card_level || '级' AS theirs
  FROM person
  WHERE card_level <> disability_level
  UNION ALL
  SELECT
    'disability' AS feed,
    '残疾类别' AS field,
    township_code,
    household_id,
    person_id,
    disability_type AS ours,
    card_type AS theirs
  FROM person
  WHERE card_type <> disability_type
  UNION ALL
  SELECT
    'disability' AS feed,
    '残疾人证' AS field,
    township_code,
    household_id,
    person_id,
    '无' AS ours,
    '有' AS theirs
  FROM person
  WHERE in_disability AND NOT has_disability_card
  UNION ALL
  SELECT
    'health' AS feed,
    '大病' AS field,
    township_code,
    household_id,
    person_id,
    health AS ours,
    '大病' AS theirs
  FROM person
  WHERE in_health AND health <> '大病'
  UNION ALL
  SELECT
    'medical_insurance' AS feed,
    '医保参保' AS field,
    township_code,
    household_id,
    person_id,
    CASE WHEN has_medical_insurance THEN '参保' ELSE '未参保' END AS ours,
    CASE WHEN is_insured THEN '参保' ELSE '未参保' END AS theirs
  FROM person
  WHERE is_insured <> has_medical_insurance
  UNION ALL
  SELECT
    'employment' AS feed,
    '失业保险' AS field,
    township_code,
    household_id,
    person_id,
    CASE WHEN has_unemployment_cover THEN '参保' ELSE '未参保' END AS ours,
    CASE WHEN is_unemployment_insured THEN '参保' ELSE '未参保' END AS theirs
  FROM person
  WHERE is_unemployment_insured <> has_unemployment_cover
  UNION ALL
  SELECT
    'education' AS feed,
    '在校情况' AS field,
    township_code,
    household_id,
    person_id,
    schooling AS ours,
    school_status AS theirs
  FROM person
  WHERE (school_status = '在籍') <> (schooling = '在校')
  UNION ALL
  SELECT
    'death' AS feed,
    '死亡' AS field,
    township_code,
    household_id,
    person_id,
    '在户' AS ours,
    '已死亡' AS theirs
  FROM person
  WHERE in_death AND is_in_household
  UNION ALL
  SELECT
    'housing' AS feed,
    '住房等级' AS field,
    h.township_code,
    h.household_id,
    NULL AS person_id,
    h.housing_grade AS ours,
    f.assessed_grade AS theirs
  FROM core.household_fact AS f
  INNER JOIN core.household_month AS h ON f.month = h.month AND f.household_id = h.household_id
  WHERE f.month = $month::DATE AND f.repaired_on IS NULL AND f.assessed_grade <> h.housing_grade
)

SELECT
  $month::DATE AS month,
  feed,
  field,
  township_code,
  household_id,
  person_id,
  ours,
  theirs
FROM differing
