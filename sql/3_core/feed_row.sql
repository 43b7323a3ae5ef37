-- table:   core.feed_row
-- title:   说到人或户的部门数据,十二个来源并排;号码已升位,等着比对
-- grain:   month, feed, row_number
-- reads:   stg.assets, stg.death, stg.disability, stg.disaster, stg.education, stg.employment, stg.health, stg.housing, stg.medical_insurance, stg.payment, stg.rural_revitalisation, stg.temporary_relief
-- params:  month
-- columns:
--   month               DATE     月份,每月1日
--   feed                VARCHAR  数据来源
--   submission_id       VARCHAR  来源报送编号
--   row_number          INTEGER  来源表行号
--   name                VARCHAR  姓名
--   id_number           VARCHAR  证件号码: 15位旧号已升位,只缺末位X的已补上;没有、或写的不是号码(无、不详)为空
--   is_id_number_valid  BOOLEAN  证件号码通过校验;没有号码为空
--   number_form         VARCHAR  号码怎样得来: 原样/15位旧号升位/补上末位X;没有号码为空
--   township_name       VARCHAR  乡镇名称
--   village             VARCHAR  行政村
--   household_id        VARCHAR  对方填的我方户编号;没有这一栏的为空
--   source_household    VARCHAR  对方自己的户编号;没有这一栏的为空
--   is_about_head       BOOLEAN  这个来源说的是户主
--   row_key             VARCHAR  同一来源里各月认得出同一人的键,由号码(没有或通不过校验的加上姓名、村)得出,不含姓名和号码
WITH listed AS (
  SELECT
    'rural_revitalisation' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village,
    source_household_id AS source_household
  FROM stg.rural_revitalisation WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'assets' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.assets WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'death' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.death WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'disability' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.disability WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'disaster' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.disaster WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'education' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.education WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'employment' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.employment WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'health' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.health WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'housing' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.housing WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'medical_insurance' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village
  FROM stg.medical_insurance WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'payment' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village,
    household_id
  FROM stg.payment WHERE month = $month::DATE
  UNION ALL BY NAME
  SELECT
    'temporary_relief' AS feed,
    submission_id,
    row_number,
    name,
    id_number,
    township_name,
    village,
    household_id
  FROM stg.temporary_relief WHERE month = $month::DATE
),

numbered AS (
  SELECT
    *,
    upgrade_id_number(id_number) AS full_number
  FROM listed
)

SELECT
  $month::DATE AS month,
  feed,
  submission_id,
  row_number,
  name,
  full_number AS id_number,
  is_id_number(full_number) AS is_id_number_valid,
  CASE
    WHEN full_number IS NULL THEN NULL
    WHEN full_number = id_number THEN '原样'
    WHEN ends_with(full_number, id_number || 'X') THEN '补上末位X'
    ELSE '15位旧号升位'
  END AS number_form,
  township_name,
  village,
  household_id,
  source_household,
  feed IN ('housing', 'disaster') AS is_about_head,
  substr(sha256(concat_ws(
    '|', feed, full_number, CASE WHEN is_id_number(full_number) IS NOT TRUE THEN concat_ws('|', name, township_name, village) END
  )), 1, 16) AS row_key
FROM numbered
