-- table:   core.fact
-- title:   部门怎样说、什么时候知道: 每一行对上名册的数据里的每一项
-- grain:   month, feed, row_number, fact
-- reads:   stg.rural_revitalisation, stg.disability, stg.medical_insurance, stg.employment, stg.education, stg.housing, stg.health, stg.death, stg.disaster, stg.assets, stg.payment, stg.temporary_relief, stg.feed_standing, core.match
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   feed           VARCHAR  数据来源
--   submission_id  VARCHAR  来源报送编号
--   row_number     INTEGER  来源表行号
--   household_id   VARCHAR  户编号
--   person_id      VARCHAR  人员编号
--   result         VARCHAR  已比中/疑似
--   fact           VARCHAR  哪一项
--   value          VARCHAR  怎样说
--   happened_on    DATE     事情发生的日期;没有的为空
--   known_on       DATE     数据到达日期
WITH said AS (
  SELECT
    month,
    'rural_revitalisation' AS feed,
    row_number,
    '监测对象类别' AS fact,
    monitoring_category AS value,
    CAST(identified_on AS DATE) AS happened_on
  FROM stg.rural_revitalisation
  UNION ALL
  SELECT
    month,
    'rural_revitalisation' AS feed,
    row_number,
    '脱贫属性' AS fact,
    registered_poor AS value,
    CAST(identified_on AS DATE) AS happened_on
  FROM stg.rural_revitalisation
  UNION ALL
  SELECT
    month,
    'rural_revitalisation' AS feed,
    row_number,
    '人均纯收入(元)' AS fact,
    CAST(income_per_capita_yuan_year AS VARCHAR) AS value,
    CAST(identified_on AS DATE) AS happened_on
  FROM stg.rural_revitalisation
  UNION ALL
  SELECT
    month,
    'disability' AS feed,
    row_number,
    '残疾类别和等级' AS fact,
    card_type || card_level || '级' AS value,
    CAST(issued_on AS DATE) AS happened_on
  FROM stg.disability
  UNION ALL
  SELECT
    month,
    'disability' AS feed,
    row_number,
    '残疾人证注销' AS fact,
    CAST(cancelled_on AS VARCHAR) AS value,
    CAST(cancelled_on AS DATE) AS happened_on
  FROM stg.disability
  UNION ALL
  SELECT
    month,
    'medical_insurance' AS feed,
    row_number,
    '年度自付费用(元)' AS fact,
    CAST(self_paid_yuan_12m AS VARCHAR) AS value,
    CAST(settled_to AS DATE) AS happened_on
  FROM stg.medical_insurance
  UNION ALL
  SELECT
    month,
    'medical_insurance' AS feed,
    row_number,
    '参保状态' AS fact,
    CASE WHEN is_insured THEN '参保' WHEN NOT is_insured THEN '未参保' END AS value,
    CAST(settled_to AS DATE) AS happened_on
  FROM stg.medical_insurance
  UNION ALL
  SELECT
    month,
    'employment' AS feed,
    row_number,
    '失业登记' AS fact,
    CAST(unemployed_on AS VARCHAR) AS value,
    CAST(unemployed_on AS DATE) AS happened_on
  FROM stg.employment
  UNION ALL
  SELECT
    month,
    'employment' AS feed,
    row_number,
    '失业保险' AS fact,
    CASE WHEN is_unemployment_insured THEN '参保' WHEN NOT is_unemployment_insured THEN '未参保' END AS value,
    CAST(unemployed_on AS DATE) AS happened_on
  FROM stg.employment
  UNION ALL
  SELECT
    month,
    'employment' AS feed,
    row_number,
    '就业登记' AS fact,
    CAST(employed_on AS VARCHAR) AS value,
    CAST(employed_on AS DATE) AS happened_on
  FROM stg.employment
  UNION ALL
  SELECT
    month,
    'education' AS feed,
    row_number,
    '学段和学籍' AS fact,
    stage || coalesce(status, '') AS value,
    CAST(NULL AS DATE) AS happened_on
  FROM stg.education
  UNION ALL
  SELECT
    month,
    'housing' AS feed,
    row_number,
    '鉴定等级' AS fact,
    grade AS value,
    CAST(assessed_on AS DATE) AS happened_on
  FROM stg.housing
  UNION ALL
  SELECT
    month,
    'health' AS feed,
    row_number,
    '大病病种' AS fact,
    disease AS value,
    CAST(diagnosed_on AS DATE) AS happened_on
  FROM stg.health
  UNION ALL
  SELECT
    month,
    'death' AS feed,
    row_number,
    '死亡' AS fact,
    CAST(died_on AS VARCHAR) AS value,
    CAST(died_on AS DATE) AS happened_on
  FROM stg.death
  UNION ALL
  SELECT
    month,
    'disaster' AS feed,
    row_number,
    '灾害' AS fact,
    kind AS value,
    CAST(happened_on AS DATE) AS happened_on
  FROM stg.disaster
  UNION ALL
  SELECT
    month,
    'assets' AS feed,
    row_number,
    '车辆、房产、工商登记' AS fact,
    concat_ws('、', vehicles, houses, companies) AS value,
    CAST(checked_on AS DATE) AS happened_on
  FROM stg.assets
  UNION ALL
  SELECT
    month,
    'assets' AS feed,
    row_number,
    '金融资产(元)' AS fact,
    CAST(financial_assets_yuan AS VARCHAR) AS value,
    CAST(checked_on AS DATE) AS happened_on
  FROM stg.assets
  UNION ALL
  SELECT
    month,
    'payment' AS feed,
    row_number,
    '发放' AS fact,
    programme || ' 实发' || coalesce(CAST(paid_yuan AS VARCHAR), '未填') AS value,
    CAST(paid_on AS DATE) AS happened_on
  FROM stg.payment
  UNION ALL
  SELECT
    month,
    'temporary_relief' AS feed,
    row_number,
    '临时救助' AS fact,
    kind || ' ' || coalesce(CAST(amount_yuan AS VARCHAR), '未填') AS value,
    CAST(granted_on AS DATE) AS happened_on
  FROM stg.temporary_relief
)

SELECT
  s.month,
  s.feed,
  m.submission_id,
  s.row_number,
  m.household_id,
  m.person_id,
  m.result,
  s.fact,
  s.value,
  s.happened_on,
  f.known_on
FROM said AS s
INNER JOIN core.match AS m ON s.month = m.month AND s.feed = m.feed AND s.row_number = m.row_number AND m.result <> '未比中'
INNER JOIN stg.feed_standing AS f ON s.month = f.month AND s.feed = f.feed
WHERE s.month = $month::DATE AND s.value IS NOT NULL
