-- table:   mart.disagreement_found
-- title:   本月比对出来的分歧: 对方有我方无、我方有对方无、同一栏目两边不同、疑似待认
-- grain:   month, disagreement_id
-- reads:   core.match, core.feed_row, core.person_month, mart.compared_person, mart.compared_household, mart.field_difference, stg.feed_standing, stg.disability, ref.policy_in_force
-- params:  month
-- note:    对方有我方无(应保尽保): 乡村振兴局的监测对象、卫健局的大病患者、残联的重残人员(几级以上看政策参数)和本局自己发出去的钱;
--          医保、学籍等名单是全县的人,不在名册里只计数,不算分歧。
--          我方有对方无: 监测类别、残疾人证、大病、在校,填了而对方名单里没有的。没有收到数据的来源不比
-- columns:
--   month            DATE     月份,每月1日
--   disagreement_id  VARCHAR  分歧编号,同一分歧各月相同
--   feed             VARCHAR  数据来源
--   kind             VARCHAR  对方有我方无/我方有对方无/字段不同/疑似待认
--   field            VARCHAR  哪一项
--   township_code    VARCHAR  乡镇代码;不在名册里的为空
--   household_id     VARCHAR  户编号;不在名册里的为空
--   person_id        VARCHAR  人员编号;按户比的、不在名册里的为空
--   submission_id    VARCHAR  对方数据的报送编号;我方有对方无的为空
--   row_number       INTEGER  对方数据的行号;同上
--   ours             VARCHAR  我方
--   theirs           VARCHAR  对方
WITH compared AS (
  SELECT feed
  FROM stg.feed_standing
  WHERE month = $month::DATE AND is_compared
),

-- of the lists of the whole county, whom a department itself finds in grave need
in_need AS (
  SELECT d.row_number
  FROM stg.disability AS d
  INNER JOIN ref.policy_in_force AS v ON d.month = v.month AND v.parameter = 'severe_disability_level'
  WHERE d.month = $month::DATE AND d.card_level <= v.value
),

only_ours AS (
  SELECT
    'rural_revitalisation' AS feed,
    '监测对象' AS field,
    township_code,
    household_id,
    NULL AS person_id,
    monitoring_category AS ours
  FROM mart.compared_household
  WHERE month = $month::DATE AND NOT is_listed AND monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')
  UNION ALL
  SELECT
    'disability' AS feed,
    '残疾人证' AS field,
    township_code,
    household_id,
    person_id,
    '有' AS ours
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household AND NOT in_disability AND has_disability_card
  UNION ALL
  SELECT
    'health' AS feed,
    '大病' AS field,
    township_code,
    household_id,
    person_id,
    '大病' AS ours
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household AND NOT in_health AND health = '大病'
  UNION ALL
  SELECT
    'education' AS feed,
    '在校情况' AS field,
    township_code,
    household_id,
    person_id,
    '在校' AS ours
  FROM mart.compared_person
  WHERE month = $month::DATE AND is_in_household AND NOT in_education AND schooling = '在校'
),

listed AS (
  SELECT
    m.feed,
    m.result,
    r.row_key AS source_key,
    m.submission_id,
    m.row_number,
    m.household_id,
    m.person_id,
    m.evidence,
    p.township_code
  FROM core.match AS m
  INNER JOIN core.feed_row AS r ON m.month = r.month AND m.feed = r.feed AND m.row_number = r.row_number
  LEFT JOIN core.person_month AS p ON m.month = p.month AND m.household_id = p.household_id AND m.person_id = p.person_id
  WHERE m.month = $month::DATE
  QUALIFY row_number() OVER (PARTITION BY m.feed, m.result, r.row_key ORDER BY m.row_number) = 1
),

found AS (
  SELECT
    d.feed,
    '字段不同' AS kind,
    d.field,
    coalesce(d.person_id, d.household_id) AS about,
    d.township_code,
    d.household_id,
    d.person_id,
    m.submission_id,
    m.row_number,
    d.ours,
    d.theirs
  FROM mart.field_difference AS d
  LEFT JOIN listed AS m ON d.feed = m.feed AND d.household_id = m.household_id AND d.person_id = m.person_id AND m.result = '已比中'
  WHERE d.month = $month::DATE
  QUALIFY row_number() OVER (PARTITION BY d.feed, d.field, coalesce(d.person_id, ''), d.household_id ORDER BY m.row_number) = 1
  UNION ALL
  SELECT
    feed,
    '我方有对方无' AS kind,
    field,
    coalesce(person_id, household_id) AS about,
    township_code,
    household_id,
    person_id,
    NULL AS submission_id,
    NULL AS row_number,
    ours,
    NULL AS theirs
  FROM only_ours
  UNION ALL
  SELECT
    feed,
    '对方有我方无' AS kind,
    '名单' AS field,
    source_key AS about,
    NULL AS township_code,
    NULL AS household_id,
    NULL AS person_id,
    submission_id,
    row_number,
    NULL AS ours,
    CASE feed WHEN 'disability' THEN '重残' WHEN 'health' THEN '大病' ELSE '在名单里' END AS theirs
  FROM listed
  WHERE
    result = '未比中'
    AND (
      feed IN ('rural_revitalisation', 'health', 'payment', 'temporary_relief')
      OR (feed = 'disability' AND row_number IN (SELECT row_number FROM in_need))
    )
  UNION ALL
  SELECT
    feed,
    '疑似待认' AS kind,
    '是不是同一人' AS field,
    source_key AS about,
    township_code,
    household_id,
    person_id,
    submission_id,
    row_number,
    NULL AS ours,
    evidence AS theirs
  FROM listed
  WHERE result = '疑似'
)

SELECT
  $month::DATE AS month,
  disagreement_number(f.feed, f.kind, f.field, f.household_id, f.about) AS disagreement_id,
  f.feed,
  f.kind,
  f.field,
  f.township_code,
  f.household_id,
  f.person_id,
  f.submission_id,
  CAST(f.row_number AS INTEGER) AS row_number,
  f.ours,
  f.theirs
FROM found AS f
INNER JOIN compared AS c ON f.feed = c.feed
