-- table:   mart.household_change
-- title:   两个月名册之差里户的一半: 新增、离册、迁移、换号、待说明、类别、提标降标、户主,一户一项一行
-- grain:   month, household_id, change
-- reads:   core.household_month, core.household_home, core.person_month, stg.change, mart.roster_pair
-- params:  month
-- note:    类别、金额有一边不知道就说不出变没变,不列。人数变了而金额变的是「金额变化」,不算提标降标
-- columns:
--   month             DATE       月份,每月1日
--   household_id      VARCHAR    户编号: 本月的;离册的为上月的
--   household_before  VARCHAR    上月的户编号;上月不在册为空
--   household_after   VARCHAR    本月的户编号;本月不在册为空
--   change            VARCHAR    首报 乡镇第一份名册 / 新增 / 离册 / 迁移 换了乡镇 / 换号 / 待说明 / 纳入保障 / 停止保障 / 跨类转入 / 类别变化 / 提标 / 降标 / 金额变化 / 户主变更
--   flow              VARCHAR    在平衡表里算: 进/出/移/无
--   township_before   VARCHAR    上月的乡镇代码
--   township_after    VARCHAR    本月的乡镇代码
--   value_before      VARCHAR    变化前
--   value_after       VARCHAR    变化后
--   reason            VARCHAR    名册上看得出的原因
--   is_composition    BOOLEAN    本月有人进出这一户
WITH both_months AS (
  SELECT
    p.household_before,
    p.household_after,
    p.township_before,
    p.township_after,
    p.category_before,
    p.category_after,
    coalesce(p.household_after, p.household_before) AS household_id,
    CASE WHEN p.township_before = p.township_after AND p.category_before = p.category_after THEN '无' ELSE '移' END AS flow,
    b.is_in_dibao OR b.is_in_tekun AS is_covered_before,
    a.is_in_dibao OR a.is_in_tekun AS is_covered_after,
    b.monthly_amount_yuan AS amount_before,
    a.monthly_amount_yuan AS amount_after,
    b.dibao_class AS class_before,
    a.dibao_class AS class_after,
    coalesce(b.covered_persons, 0) = coalesce(a.covered_persons, 0) AS is_same_count,
    b.persons AS persons_before,
    b.change_stated AS stated_before,
    b.head_person_id AS head_before,
    a.head_person_id AS head_after,
    b.head_name AS head_name_before,
    a.head_name AS head_name_after,
    a.carried_because
  FROM mart.roster_pair AS p
  LEFT JOIN core.household_month AS b ON p.household_before = b.household_id AND b.month = $month::DATE - INTERVAL 1 MONTH
  LEFT JOIN core.household_month AS a ON p.household_after = a.household_id AND a.month = $month::DATE
  WHERE p.month = $month::DATE AND p.unit = '户'
),

opened AS (
  SELECT DISTINCT township_before AS township_code
  FROM both_months
  WHERE township_before IS NOT NULL
),

person_pair AS (
  SELECT *
  FROM mart.roster_pair
  WHERE month = $month::DATE AND unit = '人'
),

-- somebody came into the household or left it
stirred AS (
  SELECT household_before AS household_id
  FROM person_pair
  WHERE household_before IS NOT NULL AND household_before IS DISTINCT FROM household_after
  UNION
  SELECT household_after
  FROM person_pair
  WHERE household_after IS NOT NULL AND household_before IS DISTINCT FROM household_after
),

gone AS (
  SELECT
    household_id,
    person_id,
    status
  FROM core.person_month
  WHERE month = $month::DATE AND NOT is_in_household
),

gone_before AS (
  SELECT
    household_id,
    string_agg(DISTINCT status, '、' ORDER BY status) AS statuses
  FROM core.person_month
  WHERE month = $month::DATE - INTERVAL 1 MONTH AND NOT is_in_household
  GROUP BY household_id
),

moved_on AS (
  SELECT
    household_before AS household_id,
    bool_and(household_after IS NOT NULL) AS is_everybody_elsewhere
  FROM person_pair
  WHERE household_before IS NOT NULL
  GROUP BY household_before
),

listed_exit AS (
  SELECT
    household_id,
    string_agg(DISTINCT reason, '、' ORDER BY reason) AS reasons
  FROM stg.change
  WHERE month = $month::DATE AND change = '退出'
  GROUP BY household_id
),

difference AS (
  SELECT
    m.*,
    CASE WHEN m.township_after IN (SELECT township_code FROM opened) THEN '新增' ELSE '首报' END AS change,
    '进' AS kind_of_flow,
    CAST(NULL AS VARCHAR) AS value_before,
    m.category_after AS value_after,
    CAST(NULL AS VARCHAR) AS reason
  FROM both_months AS m
  WHERE m.household_before IS NULL
  UNION ALL BY NAME
  SELECT
    m.*,
    '离册' AS change,
    '出' AS kind_of_flow,
    m.category_before AS value_before,
    CASE
      WHEN e.household_id IS NOT NULL THEN '增减名单列了退出' || coalesce(': ' || e.reasons, '')
      WHEN m.stated_before = '退出' THEN '上次填了本月变化「退出」'
      WHEN coalesce(m.persons_before, 0) = 0 AND g.statuses IS NOT NULL THEN '成员都已' || g.statuses
      WHEN o.is_everybody_elsewhere THEN '成员都已在别户'
      ELSE '没有说明,沿用期满'
    END AS reason
  FROM both_months AS m
  LEFT JOIN listed_exit AS e ON m.household_before = e.household_id
  LEFT JOIN gone_before AS g ON m.household_before = g.household_id
  LEFT JOIN moved_on AS o ON m.household_before = o.household_id
  WHERE m.household_after IS NULL
  UNION ALL BY NAME
  SELECT
    m.*,
    '迁移' AS change,
    m.flow AS kind_of_flow,
    m.township_before AS value_before,
    m.township_after AS value_after
  FROM both_months AS m
  WHERE m.township_before <> m.township_after
  UNION ALL BY NAME
  SELECT
    m.*,
    '换号' AS change,
    m.flow AS kind_of_flow,
    m.household_before AS value_before,
    m.household_after AS value_after
  FROM both_months AS m
  WHERE m.household_before <> m.household_after
  UNION ALL BY NAME
  SELECT
    m.*,
    '待说明' AS change,
    '无' AS kind_of_flow,
    m.category_before AS value_before,
    '从 ' || strftime(h.absent_since, '%Y-%m') || ' 起不在名册上,没有说明' AS reason
  FROM both_months AS m
  INNER JOIN core.household_home AS h ON m.household_after = h.household_id AND h.month = $month::DATE
  WHERE m.carried_because = '待说明'
  UNION ALL BY NAME
  SELECT
    m.*,
    CASE
      WHEN NOT m.is_covered_before AND m.is_covered_after THEN '纳入保障'
      WHEN m.is_covered_before AND NOT m.is_covered_after THEN '停止保障'
      WHEN m.is_covered_before AND m.is_covered_after THEN '跨类转入'
      ELSE '类别变化'
    END AS change,
    m.flow AS kind_of_flow,
    m.category_before AS value_before,
    m.category_after AS value_after
  FROM both_months AS m
  WHERE m.category_before <> m.category_after
  UNION ALL BY NAME
  SELECT
    m.*,
    CASE
      WHEN NOT m.is_same_count THEN '金额变化'
      WHEN m.amount_after > m.amount_before OR m.amount_after = m.amount_before AND m.class_after < m.class_before THEN '提标'
      WHEN m.amount_after < m.amount_before OR m.amount_after = m.amount_before AND m.class_after > m.class_before THEN '降标'
      WHEN m.class_after < m.class_before THEN '提标'
      ELSE '降标'
    END AS change,
    '无' AS kind_of_flow,
    concat_ws(' ', m.class_before || '档', plain_number(m.amount_before) || '元') AS value_before,
    concat_ws(' ', m.class_after || '档', plain_number(m.amount_after) || '元') AS value_after
  FROM both_months AS m
  WHERE
    m.is_covered_before
    AND m.is_covered_after
    AND m.category_before = m.category_after
    AND (m.amount_before <> m.amount_after OR m.class_before <> m.class_after)
  UNION ALL BY NAME
  SELECT
    m.*,
    '户主变更' AS change,
    '无' AS kind_of_flow,
    m.head_name_before AS value_before,
    m.head_name_after AS value_after,
    '原户主' || coalesce(g.status, CASE WHEN p.household_after = m.household_after THEN '仍在户' ELSE '不在本户' END) AS reason
  FROM both_months AS m
  INNER JOIN person_pair AS p ON m.head_before = p.person_before AND m.household_before = p.household_before
  LEFT JOIN gone AS g ON m.household_after = g.household_id AND m.head_before = g.person_id
  WHERE m.head_after IS NOT NULL AND p.person_after IS DISTINCT FROM m.head_after
)

SELECT
  $month::DATE AS month,
  d.household_id,
  d.household_before,
  d.household_after,
  d.change,
  d.kind_of_flow AS flow,
  d.township_before,
  d.township_after,
  d.value_before,
  d.value_after,
  d.reason,
  s.household_id IS NOT NULL AS is_composition
FROM difference AS d
LEFT JOIN stirred AS s ON d.household_id = s.household_id
