-- table:   mart.roster_pair
-- title:   上月末和本月末名册上的户与人,一一对上: 对不上的是新来的或离开的。一人在册一次、搬到别户别乡镇仍是一对
-- grain:   month, unit, household_before, household_after, person_before, person_after
-- reads:   core.household_month, core.person_month
-- params:  month
-- note:    先按户编号和人员编号对;再按人员编号对(换了户);再在同一户里按姓名对(补上或改正了号码)。
--            户编号换了、而人大多是原来那一户的,也是一对。只有本月仍在户的人算在册
-- columns:
--   month             DATE     月份,每月1日
--   unit              VARCHAR  户/人
--   household_before  VARCHAR  上月的户编号;上月不在册为空
--   household_after   VARCHAR  本月的户编号;本月不在册为空
--   person_before     VARCHAR  上月的人员编号;户为空
--   person_after      VARCHAR  本月的人员编号;户为空
--   township_before   VARCHAR  上月的乡镇代码
--   township_after    VARCHAR  本月的乡镇代码
--   category_before   VARCHAR  上月的救助类别;不知为「不知」
--   category_after    VARCHAR  本月的救助类别;不知为「不知」
WITH household AS (
  SELECT
    month,
    household_id,
    township_code,
    coalesce(support_category, '不知') AS category
  FROM core.household_month
  WHERE month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH)
),

person AS (
  SELECT
    p.month,
    p.household_id,
    p.person_id,
    p.name,
    h.township_code,
    h.category
  FROM core.person_month AS p
  INNER JOIN household AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.is_in_household
),

before AS (SELECT * FROM person WHERE month < $month::DATE),

after AS (SELECT * FROM person WHERE month = $month::DATE),

at_home AS (
  SELECT
    b.household_id AS household_before,
    a.household_id AS household_after,
    b.person_id AS person_before,
    a.person_id AS person_after
  FROM before AS b
  INNER JOIN after AS a ON b.household_id = a.household_id AND b.person_id = a.person_id
),

left_over AS (
  SELECT
    b.*,
    row_number() OVER (PARTITION BY b.person_id ORDER BY b.household_id) AS turn
  FROM before AS b
  ANTI JOIN at_home AS k ON b.household_id = k.household_before AND b.person_id = k.person_before
),

come_over AS (
  SELECT
    a.*,
    row_number() OVER (PARTITION BY a.person_id ORDER BY a.household_id) AS turn
  FROM after AS a
  ANTI JOIN at_home AS k ON a.household_id = k.household_after AND a.person_id = k.person_after
),

moved AS (
  SELECT
    b.household_id AS household_before,
    a.household_id AS household_after,
    b.person_id AS person_before,
    a.person_id AS person_after
  FROM left_over AS b
  INNER JOIN come_over AS a ON b.person_id = a.person_id AND b.turn = a.turn
),

still_left AS (
  SELECT
    b.* EXCLUDE (turn),
    row_number() OVER (PARTITION BY b.household_id, b.name ORDER BY b.person_id) AS turn
  FROM left_over AS b
  ANTI JOIN moved AS k ON b.household_id = k.household_before AND b.person_id = k.person_before
),

still_new AS (
  SELECT
    a.* EXCLUDE (turn),
    row_number() OVER (PARTITION BY a.household_id, a.name ORDER BY a.person_id) AS turn
  FROM come_over AS a
  ANTI JOIN moved AS k ON a.household_id = k.household_after AND a.person_id = k.person_after
),

renumbered AS (
  SELECT
    b.household_id AS household_before,
    a.household_id AS household_after,
    b.person_id AS person_before,
    a.person_id AS person_after
  FROM still_left AS b
  INNER JOIN still_new AS a ON b.household_id = a.household_id AND b.name = a.name AND b.turn = a.turn
),

same_person AS (
  SELECT * FROM at_home
  UNION ALL
  SELECT * FROM moved
  UNION ALL
  SELECT * FROM renumbered
),

everybody AS (
  SELECT
    household_before,
    household_after,
    person_before,
    person_after
  FROM same_person
  UNION ALL
  SELECT
    b.household_id AS household_before,
    NULL AS household_after,
    b.person_id AS person_before,
    NULL AS person_after
  FROM before AS b
  ANTI JOIN same_person AS k ON b.household_id = k.household_before AND b.person_id = k.person_before
  UNION ALL
  SELECT
    NULL AS household_before,
    a.household_id AS household_after,
    NULL AS person_before,
    a.person_id AS person_after
  FROM after AS a
  ANTI JOIN same_person AS k ON a.household_id = k.household_after AND a.person_id = k.person_after
),

-- a household that goes on under another number: most of its people went there together, and most there came from it
successor AS (
  SELECT
    m.household_before,
    m.household_after,
    count(*) AS persons
  FROM moved AS m
  WHERE
    m.household_before NOT IN (SELECT household_id FROM household WHERE month = $month::DATE)
    AND m.household_after NOT IN (SELECT household_id FROM household WHERE month < $month::DATE)
  GROUP BY m.household_before, m.household_after
  QUALIFY
    row_number() OVER (PARTITION BY m.household_before ORDER BY count(*) DESC, m.household_after) = 1
    AND row_number() OVER (PARTITION BY m.household_after ORDER BY count(*) DESC, m.household_before) = 1
),

every_household AS (
  SELECT
    b.household_id AS household_before,
    coalesce(s.household_after, a.household_id) AS household_after
  FROM (SELECT * FROM household WHERE month < $month::DATE) AS b
  LEFT JOIN (SELECT * FROM household WHERE month = $month::DATE) AS a ON b.household_id = a.household_id
  LEFT JOIN successor AS s ON b.household_id = s.household_before
  UNION ALL
  SELECT
    NULL AS household_before,
    a.household_id AS household_after
  FROM (SELECT * FROM household WHERE month = $month::DATE) AS a
  WHERE
    a.household_id NOT IN (SELECT household_id FROM household WHERE month < $month::DATE)
    AND a.household_id NOT IN (SELECT household_after FROM successor)
),

paired AS (
  SELECT
    '户' AS unit,
    household_before,
    household_after,
    CAST(NULL AS VARCHAR) AS person_before,
    CAST(NULL AS VARCHAR) AS person_after
  FROM every_household
  UNION ALL
  SELECT
    '人' AS unit,
    household_before,
    household_after,
    person_before,
    person_after
  FROM everybody
)

SELECT
  $month::DATE AS month,
  p.unit,
  p.household_before,
  p.household_after,
  p.person_before,
  p.person_after,
  b.township_code AS township_before,
  a.township_code AS township_after,
  b.category AS category_before,
  a.category AS category_after
FROM paired AS p
LEFT JOIN household AS b ON p.household_before = b.household_id AND b.month < $month::DATE
LEFT JOIN household AS a ON p.household_after = a.household_id AND a.month = $month::DATE
