-- table:   core.match_candidate
-- title:   没有按号码对上的行,像名册里的谁,像到什么程度
-- grain:   month, feed, row_number, household_id, person_id
-- reads:   core.feed_row, core.person_month, core.household_month, ref.match_weight
-- params:  month
-- numbers: 14 15 17 18 places in an identity number; 4 its last places; 8 of them the birth date; 2 the base of bits and of a two-part given name
-- note:    先按同名、同出生日期、号码后四位、同村同名字、同一户找出可能的人,再逐项打分(Fellegi–Sunter);只留下值得一看的
-- columns:
--   month         DATE     月份,每月1日
--   feed          VARCHAR  数据来源
--   row_number    INTEGER  来源表行号
--   household_id  VARCHAR  可能的户
--   person_id     VARCHAR  可能的人
--   bits          DOUBLE   是同一人的可能性之比的2的对数
--   number        VARCHAR  证件号码比较的结果;缺号码为空
--   sex           VARCHAR  性别比较的结果;不用看或不知为空
--   name          VARCHAR  姓名比较的结果
--   place         VARCHAR  住址比较的结果;不知为空
--   household     VARCHAR  户比较的结果;不知为空
--   relation      VARCHAR  与户主关系比较的结果;不用看为空
WITH own AS (
  SELECT
    p.household_id,
    p.person_id,
    p.name,
    upgrade_id_number(p.id_number) AS id_number,
    p.relation,
    p.is_in_household,
    h.township_name,
    h.village,
    count(*) OVER (PARTITION BY p.name) / CAST(count(*) OVER () AS DOUBLE) AS name_share,
    count(*) OVER () AS persons
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.month = $month::DATE
),

-- where somebody has left one household for another of ours, the one she lives in; one who stands in two stays two
person AS (
  SELECT
    *,
    substr(name, 2) AS given_name
  FROM own
  QUALIFY rank() OVER (PARTITION BY person_id ORDER BY is_in_household DESC) = 1
),

-- the other office's household number → our household, from those of its members whose numbers are ours
household_clue AS (
  SELECT
    r.feed,
    r.source_household,
    min(o.household_id) AS household_id
  FROM core.feed_row AS r
  INNER JOIN own AS o ON r.id_number = o.id_number
  WHERE r.month = $month::DATE AND r.source_household IS NOT NULL AND r.is_id_number_valid
  GROUP BY r.feed, r.source_household
  HAVING count(DISTINCT o.household_id) = 1
),

waiting AS (
  SELECT
    r.*,
    c.household_id AS clue_household_id,
    substr(r.name, 2) AS given_name
  FROM core.feed_row AS r
  LEFT JOIN household_clue AS c ON r.feed = c.feed AND r.source_household = c.source_household
  ANTI JOIN own AS o ON r.id_number = o.id_number AND r.is_id_number_valid
  WHERE r.month = $month::DATE
),

pair AS (
  SELECT
    w.feed,
    w.row_number,
    p.household_id,
    p.person_id
  FROM waiting AS w INNER JOIN person AS p ON w.name = p.name
  UNION
  SELECT
    w.feed,
    w.row_number,
    p.household_id,
    p.person_id
  FROM waiting AS w INNER JOIN person AS p ON substr(w.id_number, 7, 8) = substr(p.id_number, 7, 8)
  UNION
  SELECT
    w.feed,
    w.row_number,
    p.household_id,
    p.person_id
  FROM waiting AS w INNER JOIN person AS p ON right(w.id_number, 4) = right(p.id_number, 4)
  UNION
  SELECT
    w.feed,
    w.row_number,
    p.household_id,
    p.person_id
  FROM waiting AS w INNER JOIN person AS p ON w.village = p.village AND w.given_name = p.given_name
  UNION
  SELECT
    w.feed,
    w.row_number,
    p.household_id,
    p.person_id
  FROM waiting AS w INNER JOIN person AS p ON coalesce(w.household_id, w.clue_household_id) = p.household_id
),

compared AS (
  SELECT
    w.feed,
    w.row_number,
    p.household_id,
    p.person_id,
    p.name_share,
    p.persons,
    id_likeness(w.id_number, p.id_number) AS number,
    TRY_CAST(substr(w.id_number, 17, 1) AS INTEGER) % 2 = TRY_CAST(substr(p.id_number, 17, 1) AS INTEGER) % 2 AS is_same_sex,
    name_likeness(w.name, p.name) AS name,
    place_likeness(w.township_name, w.village, p.township_name, p.village) AS place,
    CASE
      WHEN w.household_id IS NOT NULL THEN CASE WHEN w.household_id = p.household_id THEN '户编号相同' ELSE '户编号不同' END
      WHEN w.clue_household_id = p.household_id THEN '同户有人比中'
    END AS household,
    CASE WHEN w.is_about_head THEN CASE WHEN p.relation = '户主' THEN '户主' ELSE '不是户主' END END AS relation
  FROM pair
  INNER JOIN waiting AS w ON pair.feed = w.feed AND pair.row_number = w.row_number
  INNER JOIN person AS p ON pair.household_id = p.household_id AND pair.person_id = p.person_id
),

levelled AS (
  SELECT
    c.* EXCLUDE (c.is_same_sex),
    CASE
      WHEN c.number IN ('出生日期相同', '出生日期差一处', '不同') THEN CASE WHEN c.is_same_sex THEN '相同' WHEN NOT c.is_same_sex THEN '不同' END
    END AS sex
  FROM compared AS c
),

weight AS (
  SELECT map_from_entries(list((field || ':' || level, bits) ORDER BY field, level)) AS bits FROM ref.match_weight
),

-- the prior: nobody in particular. A rare name says more than a common one
scored AS (
  SELECT
    l.*,
    -log2(l.persons)
    + coalesce(w.bits['证件号码:' || l.number], 0)
    + coalesce(w.bits['性别:' || l.sex], 0)
    + CASE WHEN l.name = '相同' THEN coalesce((SELECT log2(m) FROM ref.match_weight WHERE field = '姓名' AND level = '相同'), 0) - log2(l.name_share)
      ELSE coalesce(w.bits['姓名:' || l.name], 0)
    END
    + coalesce(w.bits['住址:' || l.place], 0)
    + coalesce(w.bits['户:' || l.household], 0)
    + coalesce(w.bits['与户主关系:' || l.relation], 0) AS bits,
    w.bits['门槛:疑似'] AS floor
  FROM levelled AS l
  CROSS JOIN weight AS w
)

SELECT
  $month::DATE AS month,
  feed,
  row_number,
  household_id,
  person_id,
  round(bits, 2) AS bits,
  number,
  sex,
  name,
  place,
  household,
  relation
FROM scored
WHERE bits >= floor
