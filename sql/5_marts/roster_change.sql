-- table:   mart.roster_change
-- title:   两个月名册之差,全县: 户和人的进、出、移动、类别、提标降标、户主,各带变化前后,以及增减名单上怎样写的
-- grain:   month, unit, household_id, person_id, change
-- reads:   mart.household_change, mart.person_change, stg.change, stg.quarantined_household
-- params:  month
-- note:    增减名单必须列的: 享受低保、特困的人进入或停止,提标,降标;填了状态的(出生、死亡、婚嫁、迁移)和随人数变的金额不必列。
--            一户或一人搬迁只出现一次: 看 is_with_household 为否的行。户主变更是延续,不是新增加退出
-- columns:
--   month              DATE       月份,每月1日
--   unit               VARCHAR    户/人
--   household_id       VARCHAR    户编号: 本月的;离册的为上月的
--   person_id          VARCHAR    人员编号;户为空
--   household_before   VARCHAR    上月的户编号;上月不在册为空
--   household_after    VARCHAR    本月的户编号;本月不在册为空
--   name               VARCHAR    姓名;户为空
--   change             VARCHAR    是什么变化,见 mart.household_change 和 mart.person_change
--   flow               VARCHAR    在平衡表里算: 进/出/移/无
--   township_before    VARCHAR    上月的乡镇代码
--   township_after     VARCHAR    本月的乡镇代码
--   value_before       VARCHAR    变化前
--   value_after        VARCHAR    变化后
--   reason             VARCHAR    名册上看得出的原因
--   happened_on        DATE       状态日期;不知为空
--   is_with_household  BOOLEAN    随全户一起变,户已列出
--   must_be_listed     VARCHAR    增减名单必须有的变动;不必列的为空
--   may_be_listed      VARCHAR[]  增减名单可以写成的变动
--   stated             VARCHAR    增减名单上怎样写的;没有写为空
--   stated_rows        VARCHAR[]  增减名单的哪几行: 乡镇代码/行号
WITH difference AS (
  SELECT
    '户' AS unit,
    household_id,
    CAST(NULL AS VARCHAR) AS person_id,
    CAST(NULL AS VARCHAR) AS person_before,
    household_before,
    household_after,
    CAST(NULL AS VARCHAR) AS name,
    change,
    flow,
    township_before,
    township_after,
    value_before,
    value_after,
    reason,
    CAST(NULL AS DATE) AS happened_on,
    FALSE AS is_with_household,
    CASE WHEN change IN ('提标', '降标') AND NOT is_composition THEN change END AS must_be_listed
  FROM mart.household_change
  WHERE month = $month::DATE
  UNION ALL
  SELECT
    '人' AS unit,
    household_id,
    person_id,
    person_before,
    household_before,
    household_after,
    name,
    change,
    flow,
    township_before,
    township_after,
    value_before,
    value_after,
    NULL AS reason,
    happened_on,
    is_with_household,
    CASE
      WHEN change = '纳入保障' THEN '新增'
      WHEN change = '停止保障' THEN '退出'
      WHEN flow = '进' AND change <> '首报' AND is_covered_after AND (change = '新增' OR is_with_household) THEN '新增'
      WHEN change = '无说明' AND is_covered_before THEN '退出'
    END AS must_be_listed
  FROM mart.person_change
  WHERE month = $month::DATE
),

-- what was in quarantine last month may have been listed then
judged AS (
  SELECT
    d.* REPLACE (CASE WHEN q.household_id IS NULL OR d.household_before IS NOT NULL THEN d.must_be_listed END AS must_be_listed),
    CASE
      WHEN d.change IN ('待说明', '号码更正', '户主变更') THEN []
      WHEN d.change IN ('迁移', '换号', '换户', '类别变化') THEN ['新增', '退出']
      WHEN d.change = '跨类转入' THEN ['新增', '退出', '提标', '降标']
      WHEN d.change = '金额变化' THEN ['提标', '降标']
      WHEN d.change IN ('提标', '降标') THEN [d.change]
      WHEN d.flow = '出' OR d.change = '停止保障' THEN ['退出']
      ELSE ['新增']
    END AS may_be_listed
  FROM difference AS d
  LEFT JOIN stg.quarantined_household AS q ON d.household_id = q.household_id AND q.month = $month::DATE - INTERVAL 1 MONTH
),

listing AS (
  SELECT
    township_code || '/' || row_number AS line,
    household_id,
    name,
    CASE WHEN is_id_number(id_number) THEN person_number(household_id, name, NULL, id_number, TRUE) END AS person_id,
    change,
    concat(change, '(' || reason || ')') AS words
  FROM stg.change
  WHERE month = $month::DATE AND change IS NOT NULL
),

-- by the person's number, or in the person's household by name; what goes with the whole household by any row of it
named AS (
  SELECT
    j.unit,
    j.household_id,
    j.person_id,
    j.change,
    l.line,
    l.words
  FROM judged AS j
  INNER JOIN listing AS l ON l.person_id IN (j.person_id, j.person_before) AND list_contains(j.may_be_listed, l.change)
  WHERE j.change <> '首报'
  UNION
  SELECT
    j.unit,
    j.household_id,
    j.person_id,
    j.change,
    l.line,
    l.words
  FROM judged AS j
  INNER JOIN listing AS l
    ON
      l.household_id IN (j.household_after, j.household_before)
      AND list_contains(j.may_be_listed, l.change)
      AND (j.unit = '户' OR j.is_with_household OR j.name = l.name)
  WHERE j.change <> '首报'
),

stated AS (
  SELECT
    unit,
    household_id,
    person_id,
    change,
    string_agg(DISTINCT words, '、' ORDER BY words) AS stated,
    list(DISTINCT line ORDER BY line) AS stated_rows
  FROM named
  GROUP BY unit, household_id, person_id, change
)

SELECT
  $month::DATE AS month,
  j.unit,
  j.household_id,
  j.person_id,
  j.household_before,
  j.household_after,
  j.name,
  j.change,
  j.flow,
  j.township_before,
  j.township_after,
  j.value_before,
  j.value_after,
  j.reason,
  j.happened_on,
  j.is_with_household,
  j.must_be_listed,
  j.may_be_listed,
  s.stated,
  coalesce(s.stated_rows, []) AS stated_rows
FROM judged AS j
LEFT JOIN stated AS s
  ON j.unit = s.unit AND j.household_id = s.household_id AND j.person_id IS NOT DISTINCT FROM s.person_id AND j.change = s.change
