-- table:   mart.form_answer
-- title:   报送表里部门答得出的栏目: 部门怎样说(换成报送表的词),乡镇怎样说,由谁说了算
-- grain:   month, household_id, person_id, column_name
-- reads:   mart.compared_household, mart.compared_person, mart.disagreement, stg.feed_standing
-- params:  month
-- note:    乡镇没有说、说得一样、或已裁定以部门为准的,由部门填;说得不一样而没有裁定的,留乡镇的话,不改写
-- columns:
--   month         DATE     名册月份,每月1日
--   household_id  VARCHAR  户编号
--   person_id     VARCHAR  人员编号;按户答的为空
--   column_name   VARCHAR  报送表栏目
--   feed          VARCHAR  数据来源
--   department    VARCHAR  哪个部门
--   ours          VARCHAR  乡镇怎样说;没有说或读不懂的为空
--   theirs        VARCHAR  部门怎样说
--   is_answered   BOOLEAN  由部门填
WITH said AS (
  SELECT
    household_id,
    NULL AS person_id,
    '监测类别' AS column_name,
    'rural_revitalisation' AS feed,
    monitoring_category AS ours,
    rr_category AS theirs
  FROM mart.compared_household
  WHERE month = $month::DATE
  UNION ALL
  SELECT
    household_id,
    NULL AS person_id,
    '建档立卡' AS column_name,
    'rural_revitalisation' AS feed,
    registered_poor AS ours,
    rr_registered_poor AS theirs
  FROM mart.compared_household
  WHERE month = $month::DATE
  UNION ALL
  SELECT
    household_id,
    NULL AS person_id,
    '住房等级' AS column_name,
    'housing' AS feed,
    housing_grade AS ours,
    assessed_grade AS theirs
  FROM mart.compared_household
  WHERE month = $month::DATE
  UNION ALL
  SELECT
    household_id,
    person_id,
    '残疾人证' AS column_name,
    'disability' AS feed,
    CASE WHEN has_disability_card THEN '有' WHEN NOT has_disability_card THEN '无' END AS ours,
    CASE WHEN in_disability THEN '有' END AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household
  UNION ALL
  SELECT
    household_id,
    person_id,
    '残疾类别' AS column_name,
    'disability' AS feed,
    disability_type AS ours,
    card_type AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household
  UNION ALL
  SELECT
    household_id,
    person_id,
    '残疾等级' AS column_name,
    'disability' AS feed,
    ['一', '二', '三', '四'][disability_level] AS ours,
    ['一', '二', '三', '四'][card_level] AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household
  UNION ALL
  SELECT
    household_id,
    person_id,
    '大病病种' AS column_name,
    'health' AS feed,
    disease AS ours,
    diagnosed_disease AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household AND health = '大病'
  UNION ALL
  SELECT
    household_id,
    person_id,
    '就业状况' AS column_name,
    'employment' AS feed,
    employment AS ours,
    CASE
      WHEN employed_on >= unemployed_on OR (employed_on IS NOT NULL AND unemployed_on IS NULL) THEN '就业'
      WHEN unemployed_on IS NOT NULL THEN '失业'
    END AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household
  UNION ALL
  SELECT
    household_id,
    person_id,
    '失业保险' AS column_name,
    'employment' AS feed,
    CASE WHEN has_unemployment_cover THEN '参保' WHEN NOT has_unemployment_cover THEN '未参保' END AS ours,
    CASE WHEN is_unemployment_insured THEN '参保' WHEN NOT is_unemployment_insured THEN '未参保' END AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household
  UNION ALL
  SELECT
    household_id,
    person_id,
    '医保参保' AS column_name,
    'medical_insurance' AS feed,
    CASE WHEN has_medical_insurance THEN '是' WHEN NOT has_medical_insurance THEN '否' END AS ours,
    CASE WHEN is_insured THEN '是' WHEN NOT is_insured THEN '否' END AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household
  UNION ALL
  SELECT
    household_id,
    person_id,
    '在校情况' AS column_name,
    'education' AS feed,
    schooling AS ours,
    -- 休学 and 转出 leave open whether the child goes to school
    CASE school_status WHEN '在籍' THEN '在校' WHEN '辍学' THEN '失学辍学' WHEN '毕业' THEN '不在校' END AS theirs
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household
),

ruled AS (
  SELECT DISTINCT
    household_id,
    person_id,
    field
  FROM mart.disagreement
  WHERE month = $month::DATE AND state = '已裁定' AND ruling = '以部门为准'
)

SELECT
  $month::DATE AS month,
  s.household_id,
  s.person_id,
  s.column_name,
  s.feed,
  t.department,
  s.ours,
  s.theirs,
  s.ours IS NULL OR s.ours = s.theirs OR r.field IS NOT NULL AS is_answered
FROM said AS s
INNER JOIN stg.feed_standing AS t ON s.feed = t.feed AND t.month = $month::DATE
LEFT JOIN ruled AS r
  ON s.household_id = r.household_id AND s.person_id IS NOT DISTINCT FROM r.person_id AND s.column_name = r.field
-- 灵活就业 says more than the register does
WHERE s.theirs IS NOT NULL AND (s.ours IS NULL OR s.ours <> '灵活就业' OR s.theirs <> '就业')
