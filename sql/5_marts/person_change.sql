-- table:   mart.person_change
-- title:   两个月名册之差里人的一半: 出生、死亡、婚嫁、迁入迁出、换户、纳入停止,一人一项一行;随全户变的注明
-- grain:   month, household_id, person_id, change
-- reads:   core.household_month, core.person_month, mart.roster_pair
-- params:  month
-- note:    享受保障: 户在低保或特困,并且全户纳入或此人按单人户纳入;类别不知的,是否享受也不知
-- columns:
--   month              DATE     月份,每月1日
--   household_id       VARCHAR  户编号: 本月的;离开的为上月的
--   household_before   VARCHAR  上月的户编号;上月不在册为空
--   household_after    VARCHAR  本月的户编号;本月不在册为空
--   person_id          VARCHAR  人员编号: 本月的;离开的为上月的
--   person_before      VARCHAR  上月的人员编号
--   name               VARCHAR  姓名
--   change             VARCHAR  首报/新增/出生/婚入/迁入/死亡/婚出/迁出/离册/无说明/换户/换号/迁移/纳入保障/停止保障/跨类转入/类别变化/号码更正
--   flow               VARCHAR  在平衡表里算: 进/出/移/无
--   township_before    VARCHAR  上月的乡镇代码
--   township_after     VARCHAR  本月的乡镇代码
--   value_before       VARCHAR  变化前
--   value_after        VARCHAR  变化后
--   happened_on        DATE     状态日期
--   is_with_household  BOOLEAN  随全户一起变,户已列出
--   is_covered_before  BOOLEAN  上月享受低保或特困;不知为空
--   is_covered_after   BOOLEAN  本月享受低保或特困;不知为空
WITH single AS (
  SELECT DISTINCT
    month,
    household_id
  FROM core.person_month
  WHERE is_single_admission AND is_in_household AND month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH)
),

resident AS (
  SELECT
    p.month,
    p.household_id,
    p.person_id,
    p.name,
    p.status,
    p.status_on,
    CASE
      WHEN s.household_id IS NULL OR coalesce(p.is_single_admission, FALSE) THEN h.is_in_dibao OR h.is_in_tekun
      ELSE FALSE
    END AS is_covered
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN single AS s ON p.month = s.month AND p.household_id = s.household_id
  WHERE p.is_in_household AND p.month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH)
),

household_pair AS (
  SELECT
    household_before,
    household_after
  FROM mart.roster_pair
  WHERE month = $month::DATE AND unit = '户'
),

opened AS (
  SELECT DISTINCT township_before AS township_code
  FROM mart.roster_pair
  WHERE month = $month::DATE AND township_before IS NOT NULL
),

both_months AS (
  SELECT
    p.household_before,
    p.household_after,
    coalesce(p.household_after, p.household_before) AS household_id,
    coalesce(p.person_after, p.person_before) AS person_id,
    p.person_before,
    p.person_after,
    p.township_before,
    p.township_after,
    p.category_before,
    p.category_after,
    coalesce(a.name, b.name) AS name,
    a.status,
    a.status_on,
    b.is_covered AS is_covered_before,
    a.is_covered AS is_covered_after,
    h.household_before IS NOT NULL OR h.household_after IS NOT NULL AS is_with_household,
    CASE WHEN p.township_before = p.township_after AND p.category_before = p.category_after THEN '无' ELSE '移' END AS flow
  FROM mart.roster_pair AS p
  LEFT JOIN resident AS b
    ON p.household_before = b.household_id AND p.person_before = b.person_id AND b.month = $month::DATE - INTERVAL 1 MONTH
  LEFT JOIN resident AS a ON p.household_after = a.household_id AND p.person_after = a.person_id AND a.month = $month::DATE
  LEFT JOIN household_pair AS h
    ON p.household_before IS NOT DISTINCT FROM h.household_before AND p.household_after IS NOT DISTINCT FROM h.household_after
  WHERE p.month = $month::DATE AND p.unit = '人'
),

gone AS (
  SELECT
    household_id,
    person_id,
    status,
    status_on
  FROM core.person_month
  WHERE month = $month::DATE AND NOT is_in_household
),

difference AS (
  SELECT
    m.* REPLACE ('进' AS flow),
    CASE
      WHEN m.township_after NOT IN (SELECT township_code FROM opened) THEN '首报'
      WHEN m.status IN ('出生', '婚入', '迁入') THEN m.status
      ELSE '新增'
    END AS change,
    CAST(NULL AS VARCHAR) AS value_before,
    m.category_after AS value_after,
    m.status_on AS happened_on
  FROM both_months AS m
  WHERE m.household_before IS NULL
  UNION ALL BY NAME
  SELECT
    m.* REPLACE ('出' AS flow),
    coalesce(g.status, CASE WHEN m.is_with_household THEN '离册' ELSE '无说明' END) AS change,
    m.category_before AS value_before,
    g.status_on AS happened_on
  FROM both_months AS m
  LEFT JOIN gone AS g ON m.household_before = g.household_id AND m.person_before = g.person_id
  WHERE m.household_after IS NULL
  UNION ALL BY NAME
  SELECT
    m.*,
    CASE WHEN m.is_with_household THEN '换号' ELSE '换户' END AS change,
    m.household_before AS value_before,
    m.household_after AS value_after,
    m.status_on AS happened_on
  FROM both_months AS m
  WHERE m.household_before <> m.household_after
  UNION ALL BY NAME
  SELECT
    m.*,
    '迁移' AS change,
    m.township_before AS value_before,
    m.township_after AS value_after,
    m.status_on AS happened_on
  FROM both_months AS m
  WHERE m.township_before <> m.township_after AND m.household_before = m.household_after
  UNION ALL BY NAME
  SELECT
    m.* REPLACE (m.is_with_household AND m.category_before <> m.category_after AS is_with_household),
    CASE
      WHEN NOT m.is_covered_before AND m.is_covered_after THEN '纳入保障'
      WHEN m.is_covered_before AND NOT m.is_covered_after THEN '停止保障'
      WHEN m.is_covered_before AND m.is_covered_after THEN '跨类转入'
      ELSE '类别变化'
    END AS change,
    m.category_before AS value_before,
    m.category_after AS value_after,
    m.status_on AS happened_on
  FROM both_months AS m
  WHERE m.category_before <> m.category_after OR m.is_covered_before <> m.is_covered_after
  UNION ALL BY NAME
  SELECT
    m.* REPLACE ('无' AS flow, FALSE AS is_with_household),
    '号码更正' AS change,
    m.person_before AS value_before,
    m.person_after AS value_after
  FROM both_months AS m
  WHERE m.person_before <> m.person_after
)

SELECT
  $month::DATE AS month,
  household_id,
  household_before,
  household_after,
  person_id,
  person_before,
  name,
  change,
  flow,
  township_before,
  township_after,
  value_before,
  value_after,
  happened_on,
  is_with_household,
  is_covered_before,
  is_covered_after
FROM difference
