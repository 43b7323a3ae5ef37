-- table:   core.match
-- title:   部门数据的每一行对上了名册里的哪一个人: 已比中、疑似(须人看)、未比中
-- grain:   month, feed, row_number
-- reads:   core.feed_row, core.match_candidate, core.person_month, ref.match_weight
-- params:  month
-- numbers: 2 the base of bits
-- note:    号码一致就是比中,但名册里这个号码在两户、或姓名没有一个字相同的是疑似。号码对不上的按打分,只有一个人够格、
--          又没有别的行说的也是他才比中,其余给人看。两个有效而不同的号码永远不会自动比中
-- columns:
--   month          DATE     月份,每月1日
--   feed           VARCHAR  数据来源
--   submission_id  VARCHAR  来源报送编号
--   row_number     INTEGER  来源表行号
--   household_id   VARCHAR  对上的户编号;未比中、或不止一户的为空
--   person_id      VARCHAR  对上的人员编号;未比中、或不止一人的为空
--   result         VARCHAR  已比中/疑似/未比中
--   method         VARCHAR  怎样对上的: 证件号码/15位旧号升位/补上末位X/姓名等其他项目;未比中为空
--   weight         DOUBLE   是同一人的可能性之比的2的对数;证件号码一致的为空
--   evidence       VARCHAR  哪些项一致、哪些不一致,为什么要人看,JSON,不含姓名和号码;没有什么可说的为空
WITH own AS (
  SELECT
    household_id,
    person_id,
    name,
    upgrade_id_number(id_number) AS id_number,
    is_in_household
  FROM core.person_month
  WHERE month = $month::DATE
),

-- of the households a number stands in: the one the row names, then those where the person lives
holder AS (
  SELECT
    r.feed,
    r.row_number,
    r.number_form,
    o.household_id,
    o.person_id,
    name_likeness(r.name, o.name) AS name
  FROM core.feed_row AS r
  INNER JOIN own AS o ON r.id_number = o.id_number
  WHERE r.month = $month::DATE AND r.is_id_number_valid
  QUALIFY rank() OVER (PARTITION BY r.feed, r.row_number ORDER BY coalesce(r.household_id = o.household_id, FALSE) DESC, o.is_in_household DESC) = 1
),

by_number AS (
  SELECT
    feed,
    row_number,
    CASE WHEN count(*) = 1 THEN min(household_id) END AS household_id,
    min(person_id) AS person_id,
    CASE min(number_form) WHEN '原样' THEN '证件号码' ELSE min(number_form) END AS method,
    CAST(NULL AS DOUBLE) AS weight,
    count(*) AS candidates,
    arg_min(name, household_id) AS name,
    CASE WHEN count(*) > 1 THEN '名册里这个号码在几户' WHEN arg_min(name, household_id) = '不同' THEN '号码一致而姓名没有一个字相同' END AS doubt
  FROM holder
  GROUP BY feed, row_number
),

shared AS (
  SELECT
    *,
    power(2, bits) / (1 + sum(power(2, bits)) OVER (PARTITION BY feed, row_number)) AS probability
  FROM core.match_candidate
  WHERE month = $month::DATE
),

best AS (
  SELECT
    *,
    count(*) OVER (PARTITION BY feed, row_number) AS candidates,
    max(probability) OVER (PARTITION BY feed, row_number) < sum(probability) OVER (PARTITION BY feed, row_number) / 2 + 0.000001 AS is_tied
  FROM shared
  QUALIFY row_number() OVER (PARTITION BY feed, row_number ORDER BY probability DESC, household_id ASC, person_id ASC) = 1
),

by_rest AS (
  SELECT
    b.*,
    CASE
      WHEN b.candidates > 1 AND b.is_tied THEN '名册里不止一个人一样像'
      WHEN starts_with(b.number, '都有效而不同') THEN '两个号码都有效而不同'
      WHEN b.probability < t.m THEN '像,但不足以认定'
    END AS doubt
  FROM best AS b
  INNER JOIN ref.match_weight AS t ON t.field = '门槛' AND t.level = '已比中'
),

told AS (
  SELECT
    feed,
    row_number,
    household_id,
    person_id,
    method,
    weight,
    doubt,
    candidates,
    name,
    '相同' AS number,
    NULL AS sex,
    NULL AS place,
    NULL AS household,
    NULL AS relation
  FROM by_number
  UNION ALL BY NAME
  SELECT
    feed,
    row_number,
    CASE WHEN NOT is_tied OR candidates = 1 THEN household_id END AS household_id,
    CASE WHEN NOT is_tied OR candidates = 1 THEN person_id END AS person_id,
    '姓名等其他项目' AS method,
    bits AS weight,
    doubt,
    candidates,
    name,
    number,
    sex,
    place,
    household,
    relation
  FROM by_rest
),

-- one row of a list and one person of ours: another row about her, typed differently, is for somebody to look at
claimed AS (
  SELECT
    t.*,
    r.submission_id,
    r.id_number,
    count(*) OVER same_person AS rows_of_person,
    bool_or(t.weight IS NULL AND t.doubt IS NULL) OVER same_person AS is_held_by_number,
    count(DISTINCT r.row_key) OVER same_person AS ways_typed
  FROM told AS t
  INNER JOIN core.feed_row AS r ON r.month = $month::DATE AND t.feed = r.feed AND t.row_number = r.row_number
  WINDOW same_person AS (PARTITION BY t.feed, coalesce(t.person_id, 'row ' || t.row_number))
),

judged AS (
  SELECT
    *,
    coalesce(doubt, CASE WHEN weight IS NOT NULL AND ways_typed > 1 THEN
        CASE WHEN is_held_by_number THEN '名册里这个人已有另一行按号码对上' ELSE '另一行号码不同,也像名册里这个人' END
    END) AS reason
  FROM claimed
)

SELECT
  $month::DATE AS month,
  r.feed,
  r.submission_id,
  r.row_number,
  j.household_id,
  j.person_id,
  CASE WHEN j.feed IS NULL THEN '未比中' WHEN j.reason IS NULL THEN '已比中' ELSE '疑似' END AS result,
  j.method,
  j.weight,
  CASE WHEN j.weight IS NOT NULL OR j.reason IS NOT NULL OR j.rows_of_person > 1 OR j.name <> '相同' THEN to_json({
        '证件号码': coalesce(j.number, '缺号码'),
        '姓名': coalesce(j.name, '缺姓名'),
        '性别': j.sex,
        '住址': j.place,
        '户': j.household,
        '与户主关系': j.relation,
        '名册里像的人数': CASE WHEN j.reason IS NOT NULL THEN j.candidates END,
        '本名单里说到他的行数': CASE WHEN j.rows_of_person > 1 THEN j.rows_of_person END,
        '为什么要看': j.reason
      })
  END AS evidence
FROM core.feed_row AS r
LEFT JOIN judged AS j ON r.feed = j.feed AND r.row_number = j.row_number
WHERE r.month = $month::DATE
