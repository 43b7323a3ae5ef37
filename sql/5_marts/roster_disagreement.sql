-- table:   mart.roster_disagreement
-- title:   名册之差与增减名单对不上的地方,和要问一句的地方: 户不见了、人不见了
-- grain:   month, cause, township_code, household_id, person_id, sheet, row_number
-- reads:   mart.roster_change, core.household_month, core.person_month, stg.change, stg.standing, stg.quarantined_household, raw.member, raw.submission
-- params:  month
-- note:    乡镇本月未报的、第一份名册、别的系统的名单、本月暂存的户,不与增减名单比;户不见了都问。全户一起变的,一户只列一行
-- columns:
--   month          DATE     月份,每月1日
--   cause          VARCHAR  检查编号: household_missing/person_missing/new_not_listed/exit_not_listed/raise_not_listed/cut_not_listed/listed_*_not_found
--   township_code  VARCHAR  乡镇代码
--   submission_id  VARCHAR  哪次报送
--   household_id   VARCHAR  户编号
--   person_id      VARCHAR  人员编号;说的是全户的为空
--   name           VARCHAR  姓名;全户的为户主姓名
--   village        VARCHAR  行政村
--   sheet          VARCHAR  工作表: 家庭/成员/增减
--   row_number     INTEGER  行号;这次没有这一行的为空
--   column_name    VARCHAR  栏目
--   persons        INTEGER  涉及人数
--   value_before   VARCHAR  上月
--   value_after    VARCHAR  本月
WITH roster AS (
  SELECT
    h.household_id,
    h.township_code,
    h.submission_id,
    h.row_number,
    h.village,
    h.head_name,
    h.carried_because
  FROM core.household_month AS h
  WHERE h.month = $month::DATE
),

-- townships that sent this month; a list of another system has no 增减 and no 状态 to compare with
compared AS (
  SELECT
    k.township_code,
    k.submission_id,
    coalesce(r.form_version = '名单', FALSE) AS is_bare_list,
    k.township_code IN (SELECT township_code FROM core.household_month WHERE month = $month::DATE - INTERVAL 1 MONTH) AS has_roster_before
  FROM stg.standing AS k
  INNER JOIN raw.submission AS r ON k.submission_id = r.submission_id
  WHERE k.month = $month::DATE AND NOT k.is_carried_forward
),

-- rows of the sheet that were not taken have their own finding
untaken AS (
  SELECT DISTINCT compact_text(m."户编号") AS household_id
  FROM raw.member AS m
  INNER JOIN compared AS c ON m.submission_id = c.submission_id
  WHERE m.verdict <> 'accepted' AND compact_text(m."户编号") IS NOT NULL
),

missing_household AS (
  SELECT
    'household_missing' AS cause,
    d.township_after AS township_code,
    d.household_id,
    CAST(NULL AS VARCHAR) AS person_id,
    r.head_name AS name,
    '家庭' AS sheet,
    CAST(NULL AS INTEGER) AS row_number,
    '户编号' AS column_name,
    d.value_before,
    CAST(NULL AS VARCHAR) AS value_after,
    1 AS persons
  FROM mart.roster_change AS d
  INNER JOIN roster AS r ON d.household_id = r.household_id
  WHERE d.month = $month::DATE AND d.change = '待说明'
),

missing_person AS (
  SELECT
    'person_missing' AS cause,
    d.township_before AS township_code,
    d.household_id,
    d.person_id,
    d.name,
    '家庭' AS sheet,
    r.row_number,
    '户编号' AS column_name,
    d.value_before,
    CAST(NULL AS VARCHAR) AS value_after,
    1 AS persons
  FROM mart.roster_change AS d
  INNER JOIN roster AS r ON d.household_id = r.household_id
  WHERE
    d.month = $month::DATE
    AND d.change = '无说明'
    AND d.stated IS NULL
    AND r.carried_because IS NULL
    AND d.household_id NOT IN (SELECT household_id FROM untaken)
),

not_listed AS (
  SELECT
    CASE d.must_be_listed WHEN '新增' THEN 'new' WHEN '退出' THEN 'exit' WHEN '提标' THEN 'raise' ELSE 'cut' END || '_not_listed' AS cause,
    coalesce(d.township_after, d.township_before) AS township_code,
    d.household_id,
    CASE WHEN NOT d.is_with_household THEN d.person_id END AS person_id,
    CASE WHEN d.unit = '户' OR d.is_with_household THEN r.head_name ELSE d.name END AS name,
    CASE WHEN d.unit = '户' OR d.is_with_household THEN '家庭' ELSE '成员' END AS sheet,
    CASE WHEN d.unit = '户' OR d.is_with_household THEN r.row_number ELSE p.row_number END AS row_number,
    CASE
      WHEN d.unit = '户' THEN '月保障金额'
      WHEN d.is_with_household THEN '救助类别'
      ELSE '姓名'
    END AS column_name,
    d.value_before,
    d.value_after,
    count(*) AS persons
  FROM mart.roster_change AS d
  INNER JOIN roster AS r ON d.household_id = r.household_id AND r.carried_because IS NULL
  LEFT JOIN core.person_month AS p ON d.household_after = p.household_id AND d.person_id = p.person_id AND p.month = $month::DATE
  WHERE d.month = $month::DATE AND d.must_be_listed IS NOT NULL AND d.stated IS NULL AND d.change <> '无说明'
  GROUP BY ALL
),

answered AS (
  SELECT DISTINCT unnest(stated_rows) AS line
  FROM mart.roster_change
  WHERE month = $month::DATE
),

-- where an amount is not known in one of the months, nobody can say that it was not raised
unknown_amount AS (
  SELECT DISTINCT household_id
  FROM core.household_month
  WHERE month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH) AND monthly_amount_yuan IS NULL AND (is_in_dibao OR is_in_tekun)
),

listed_in_vain AS (
  SELECT
    'listed_' || CASE c.change WHEN '新增' THEN 'new' WHEN '退出' THEN 'exit' WHEN '提标' THEN 'raise' ELSE 'cut' END || '_not_found' AS cause,
    c.township_code,
    c.household_id,
    CAST(NULL AS VARCHAR) AS person_id,
    c.name,
    '增减' AS sheet,
    c.row_number,
    '变动' AS column_name,
    CAST(NULL AS VARCHAR) AS value_before,
    c.change AS value_after,
    1 AS persons
  FROM stg.change AS c
  LEFT JOIN roster AS r ON c.household_id = r.household_id
  WHERE
    c.month = $month::DATE
    AND c.change IS NOT NULL
    AND c.township_code || '/' || c.row_number NOT IN (SELECT line FROM answered)
    AND r.carried_because IS NULL
    AND c.household_id NOT IN (SELECT household_id FROM stg.quarantined_household WHERE month IN ($month::DATE, $month::DATE - INTERVAL 1 MONTH))
    AND NOT (c.change IN ('提标', '降标') AND c.household_id IN (SELECT household_id FROM unknown_amount))
),

found AS (
  SELECT * FROM missing_household
  UNION ALL BY NAME
  SELECT * FROM missing_person
  UNION ALL BY NAME
  SELECT * FROM not_listed
  UNION ALL BY NAME
  SELECT * FROM listed_in_vain
)

SELECT
  $month::DATE AS month,
  f.cause,
  f.township_code,
  k.submission_id,
  f.household_id,
  f.person_id,
  f.name,
  r.village,
  f.sheet,
  f.row_number,
  f.column_name,
  CAST(f.persons AS INTEGER) AS persons,
  f.value_before,
  f.value_after
FROM found AS f
INNER JOIN compared AS k ON f.township_code = k.township_code
LEFT JOIN roster AS r ON f.household_id = r.household_id
WHERE f.cause = 'household_missing' OR (k.has_roster_before AND NOT k.is_bare_list)
