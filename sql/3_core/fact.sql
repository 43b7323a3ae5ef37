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
    unnest([
      { 'fact': '监测对象类别', 'value': monitoring_category, 'happened_on': identified_on },
      { 'fact': '脱贫属性', 'value': registered_poor, 'happened_on': identified_on },
      { 'fact': '人均纯收入(元)', 'value': CAST(income_per_capita_yuan_year AS VARCHAR), 'happened_on': identified_on }
    ]) AS item
  FROM stg.rural_revitalisation
  UNION ALL
  SELECT
    month,
    'disability' AS feed,
    row_number,
    unnest([
      { 'fact': '残疾类别和等级', 'value': card_type || card_level || '级', 'happened_on': issued_on },
      { 'fact': '残疾人证注销', 'value': CAST(cancelled_on AS VARCHAR), 'happened_on': cancelled_on }
    ]) AS item
  FROM stg.disability
  UNION ALL
  SELECT
    month,
    'medical_insurance' AS feed,
    row_number,
    unnest([
      { 'fact': '年度自付费用(元)', 'value': CAST(self_paid_yuan_12m AS VARCHAR), 'happened_on': settled_to },
      { 'fact': '参保状态', 'value': CASE WHEN is_insured THEN '参保' WHEN NOT is_insured THEN '未参保' END, 'happened_on': settled_to }
    ]) AS item
  FROM stg.medical_insurance
  UNION ALL
  SELECT
    month,
    'employment' AS feed,
    row_number,
    unnest([
      { 'fact': '失业登记', 'value': CAST(unemployed_on AS VARCHAR), 'happened_on': unemployed_on },
      { 'fact': '失业保险', 'value': CASE WHEN is_unemployment_insured THEN '参保' WHEN NOT is_unemployment_insured THEN '未参保' END, 'happened_on': unemployed_on },
      { 'fact': '就业登记', 'value': CAST(employed_on AS VARCHAR), 'happened_on': employed_on }
    ]) AS item
  FROM stg.employment
  UNION ALL
  SELECT
    month,
    'education' AS feed,
    row_number,
    unnest([
      { 'fact': '学段和学籍', 'value': stage || coalesce(status, ''), 'happened_on': CAST(NULL AS DATE) }
    ]) AS item
  FROM stg.education
  UNION ALL
  SELECT
    month,
    'housing' AS feed,
    row_number,
    unnest([
      { 'fact': '鉴定等级', 'value': grade, 'happened_on': assessed_on }
    ]) AS item
  FROM stg.housing
  UNION ALL
  SELECT
    month,
    'health' AS feed,
    row_number,
    unnest([
      { 'fact': '大病病种', 'value': disease, 'happened_on': diagnosed_on }
    ]) AS item
  FROM stg.health
  UNION ALL
  SELECT
    month,
    'death' AS feed,
    row_number,
    unnest([
      { 'fact': '死亡', 'value': CAST(died_on AS VARCHAR), 'happened_on': died_on }
    ]) AS item
  FROM stg.death
  UNION ALL
  SELECT
    month,
    'disaster' AS feed,
    row_number,
    unnest([
      { 'fact': '灾害', 'value': kind, 'happened_on': happened_on }
    ]) AS item
  FROM stg.disaster
  UNION ALL
  SELECT
    month,
    'assets' AS feed,
    row_number,
    unnest([
      {
        'fact': '财产登记',
        'value': concat(
          '车辆 ', coalesce(CAST(vehicles AS VARCHAR), '不知'),
          '、房产 ', coalesce(CAST(houses AS VARCHAR), '不知'),
          '、工商登记 ', coalesce(CAST(companies AS VARCHAR), '不知')
        ),
        'happened_on': checked_on
      },
      { 'fact': '金融资产(元)', 'value': CAST(financial_assets_yuan AS VARCHAR), 'happened_on': checked_on }
    ]) AS item
  FROM stg.assets
  UNION ALL
  SELECT
    month,
    'payment' AS feed,
    row_number,
    unnest([
      { 'fact': '发放', 'value': programme || ' 实发' || coalesce(CAST(paid_yuan AS VARCHAR), '未填'), 'happened_on': paid_on }
    ]) AS item
  FROM stg.payment
  UNION ALL
  SELECT
    month,
    'temporary_relief' AS feed,
    row_number,
    unnest([
      { 'fact': '临时救助', 'value': kind || ' ' || coalesce(CAST(amount_yuan AS VARCHAR), '未填'), 'happened_on': granted_on }
    ]) AS item
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
  s.item.fact,
  s.item.value,
  s.item.happened_on,
  f.known_on
FROM said AS s
INNER JOIN core.match AS m ON s.month = m.month AND s.feed = m.feed AND s.row_number = m.row_number AND m.result <> '未比中'
INNER JOIN stg.feed_standing AS f ON s.month = f.month AND s.feed = f.feed
WHERE s.month = $month::DATE AND s.item.value IS NOT NULL
