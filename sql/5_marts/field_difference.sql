-- table:   mart.field_difference
-- title:   同一个人、同一户,名册和部门数据在同一栏目上说法不同
-- grain:   month, feed, field, household_id, person_id
-- reads:   mart.compared_person, mart.compared_household
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
WITH differing AS (
  SELECT
    'rural_revitalisation' AS feed,
    '监测类别' AS field,
    township_code,
    household_id,
    NULL AS person_id,
    monitoring_category AS ours,
    rr_category AS theirs
  FROM mart.compared_household
  WHERE month = $month::DATE AND rr_category <> monitoring_category
  UNION ALL
  SELECT
    'rural_revitalisation' AS feed,
    '建档立卡' AS field,
    township_code,
    household_id,
    NULL AS person_id,
    registered_poor AS ours,
    rr_registered_poor AS theirs
  FROM mart.compared_household
  WHERE month = $month::DATE AND rr_registered_poor <> registered_poor
  UNION ALL
  SELECT
    'disability' AS feed,
    '残疾等级' AS field,
    township_code,
    household_id,
    person_id,
    disability_level || '级' AS ours,
    card_level || '级' AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND card_level <> disability_level
  UNION ALL
  SELECT
    'disability' AS feed,
    '残疾类别' AS field,
    township_code,
    household_id,
    person_id,
    disability_type AS ours,
    card_type AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND card_type <> disability_type
  UNION ALL
  SELECT
    'disability' AS feed,
    '残疾人证' AS field,
    township_code,
    household_id,
    person_id,
    '无' AS ours,
    '有' AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND in_disability AND NOT has_disability_card
  UNION ALL
  SELECT
    'health' AS feed,
    '大病' AS field,
    township_code,
    household_id,
    person_id,
    health AS ours,
    '大病' AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND in_health AND health <> '大病'
  UNION ALL
  SELECT
    'medical_insurance' AS feed,
    '医保参保' AS field,
    township_code,
    household_id,
    person_id,
    CASE WHEN has_medical_insurance THEN '参保' ELSE '未参保' END AS ours,
    CASE WHEN is_insured THEN '参保' ELSE '未参保' END AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_insured <> has_medical_insurance
  UNION ALL
  SELECT
    'employment' AS feed,
    '失业保险' AS field,
    township_code,
    household_id,
    person_id,
    CASE WHEN has_unemployment_cover THEN '参保' ELSE '未参保' END AS ours,
    CASE WHEN is_unemployment_insured THEN '参保' ELSE '未参保' END AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_unemployment_insured <> has_unemployment_cover
  UNION ALL
  SELECT
    'education' AS feed,
    '在校情况' AS field,
    township_code,
    household_id,
    person_id,
    schooling AS ours,
    school_status AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND (school_status = '在籍') <> (schooling = '在校')
  UNION ALL
  SELECT
    'death' AS feed,
    '死亡' AS field,
    township_code,
    household_id,
    person_id,
    '在户' AS ours,
    '已死亡' AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND in_death AND is_in_household
  UNION ALL
  SELECT
    'housing' AS feed,
    '住房等级' AS field,
    township_code,
    household_id,
    NULL AS person_id,
    housing_grade AS ours,
    assessed_grade AS theirs
  FROM mart.compared_household
  WHERE month = $month::DATE AND assessed_grade <> housing_grade
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
