-- table:   mart.household_clock
-- title:   不随个案走的期限,一户一只或几只: 先行救助补办手续、渐退期、刚性支出困难的有效期、低保复核、临时救助后纳入低保
-- grain:   month, clock_id
-- reads:   core.household_month, core.person_month, core.income_account, core.relief, stg.feed_standing, mart.urgent_report, ref.clock
-- params:  month, closes_on
-- note:    走访日期当作复核日期: 报送表没有复核日期一栏。一次走访记录都没有、首次纳入又早过了一个复核周期的,最近一次复核不知道。
--            急难快报里的先行救助,临时救助台账上有了就看台账。台账没有对上名册的行不在此列,见部门分歧清单。是否先行救助没有填的不在此列。
--            本月还没有名册的,照最近一月的名册和台账
-- columns:
--   month          DATE     月份,每月1日
--   clock_id       VARCHAR  编号: 期限、户或个案、哪一笔
--   clock          VARCHAR  期限,见 ref.clock
--   case_id        VARCHAR  预警编号;不属于个案的为空
--   household_id   VARCHAR  户编号
--   township_code  VARCHAR  乡镇代码;从来不在册的看急难快报
--   started_on     DATE     起算日;不知道为空
--   counts_month   BOOLEAN  起算只知年月: 当月算第一个月
--   stopped_on     DATE     停下的日期;在走或不知道为空
--   is_running     BOOLEAN  还在走
--   is_told_now    BOOLEAN  本月才知道停下的
--   doubt          VARCHAR  为什么不能判断超没超期;能判断的为空
WITH roster AS (
  SELECT max(month) AS month
  FROM core.household_month
  WHERE month <= $month::DATE
),

ever AS (
  SELECT
    household_id,
    arg_max(township_code, month) AS township_code,
    max(visited_on) FILTER (WHERE visited_on < $closes_on::DATE) AS visited_on
  FROM core.household_month
  WHERE month <= $month::DATE
  GROUP BY household_id
),

ledger AS (
  SELECT bool_or(f.is_compared) AS is_compared
  FROM stg.feed_standing AS f
  INNER JOIN roster AS r ON f.month = r.month
  WHERE f.feed = 'temporary_relief'
),

advance AS (
  SELECT
    household_id,
    person_id,
    kind,
    granted_on,
    min(paperwork_on) AS paperwork_on,
    min(month) FILTER (WHERE paperwork_on IS NOT NULL) AS told_month
  FROM core.relief
  WHERE month <= $month::DATE AND household_id IS NOT NULL AND is_advance
  GROUP BY household_id, person_id, kind, granted_on
),

reported AS (
  SELECT
    u.*,
    coalesce(u.happened_on, date_trunc('month', u.reported_on)) AS earliest_on
  FROM mart.urgent_report AS u
  WHERE u.month <= $month::DATE AND u.advance_yuan > 0 AND NOT u.is_repeat
),

relief AS (
  SELECT
    household_id,
    CASE WHEN count(*) = count(granted_on) THEN min(granted_on) END AS first_on
  FROM core.relief
  WHERE
    month <= $month::DATE
    AND household_id IS NOT NULL
    AND coalesce(granted_on < $closes_on::DATE, TRUE)
    AND coalesce(kind <> '确诊病例一次性生活补贴', TRUE)
  GROUP BY household_id
),

work AS (
  SELECT
    p.household_id,
    CASE
      WHEN bool_or(p.employment IN ('就业', '灵活就业')) THEN TRUE
      WHEN count(*) = count(p.employment) THEN FALSE
    END AS has_work
  FROM core.person_month AS p
  INNER JOIN roster AS r ON p.month = r.month
  WHERE p.is_in_household
  GROUP BY p.household_id
),

home AS (
  SELECT
    h.*,
    e.visited_on AS last_visit_on,
    w.has_work,
    coalesce(h.is_in_dibao OR h.is_in_tekun, FALSE) AS is_covered,
    CASE
      WHEN h.dibao_class = 'A' THEN 'review_a'
      WHEN h.dibao_class = 'B' THEN 'review_b'
      WHEN h.dibao_class = 'C' AND h.settlement = '城镇' THEN 'review_c_urban'
      WHEN h.dibao_class = 'C' AND h.settlement = '农村' THEN 'review_c_rural'
      ELSE 'review_unknown'
    END AS review,
    a.gross_yuan_12m < a.line_yuan_year AS is_below
  FROM core.household_month AS h
  INNER JOIN roster AS r ON h.month = r.month
  INNER JOIN ever AS e ON h.household_id = e.household_id
  LEFT JOIN work AS w ON h.household_id = w.household_id
  LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
),

-- where those who found work have a term of their own, it depends on whether somebody did
exiting AS (
  SELECT
    h.*,
    c.value IS NOT NULL AND h.has_work AS by_work,
    c.value IS NOT NULL AND h.has_work IS NULL AS is_open
  FROM home AS h
  LEFT JOIN ref.clock AS c ON c.month = $month::DATE AND c.clock = 'gradual_exit_employed'
  WHERE h.is_in_dibao AND h.gradual_exit_from <= $month::DATE
),

reviewed AS (
  SELECT
    h.*,
    CASE
      WHEN h.last_visit_on >= h.first_included_month OR h.first_included_month IS NULL THEN h.last_visit_on
      WHEN h.last_visit_on IS NOT NULL OR h.first_included_month + to_months(CAST(c.value AS INTEGER)) > $closes_on::DATE THEN h.first_included_month
    END AS started_on
  FROM home AS h
  LEFT JOIN ref.clock AS c ON c.month = $month::DATE AND h.review = c.clock
  WHERE h.is_in_dibao
)

SELECT
  $month::DATE AS month,
  concat_ws('/', 'advance_paperwork', a.household_id, a.person_id, a.kind, coalesce(strftime(a.granted_on, '%Y%m%d'), '日期不知')) AS clock_id,
  'advance_paperwork' AS clock,
  CAST(NULL AS VARCHAR) AS case_id,
  a.household_id,
  e.township_code,
  a.granted_on AS started_on,
  FALSE AS counts_month,
  a.paperwork_on AS stopped_on,
  a.paperwork_on IS NULL AS is_running,
  coalesce(a.told_month = $month::DATE, FALSE) AS is_told_now,
  CASE WHEN a.paperwork_on IS NULL AND NOT coalesce(l.is_compared, FALSE) THEN '本月没有收到临时救助台账,不知道补没补' END AS doubt
FROM advance AS a
CROSS JOIN ledger AS l
LEFT JOIN ever AS e ON a.household_id = e.household_id
UNION ALL
SELECT
  $month::DATE AS month,
  concat_ws('/', 'advance_paperwork', u.submission_id, u.row_number) AS clock_id,
  'advance_paperwork' AS clock,
  u.case_id,
  u.household_id,
  u.township_code,
  u.reported_on AS started_on,
  FALSE AS counts_month,
  NULL AS stopped_on,
  TRUE AS is_running,
  FALSE AS is_told_now,
  CASE WHEN NOT coalesce(l.is_compared, FALSE) THEN '本月没有收到临时救助台账,不知道补没补' END AS doubt
FROM reported AS u
CROSS JOIN ledger AS l
ANTI JOIN advance AS a ON u.household_id = a.household_id AND u.earliest_on <= a.granted_on
UNION ALL
SELECT
  $month::DATE AS month,
  concat_ws('/', 'gradual_exit', household_id, strftime(gradual_exit_from, '%Y%m')) AS clock_id,
  CASE WHEN by_work THEN 'gradual_exit_employed' ELSE 'gradual_exit' END AS clock,
  NULL AS case_id,
  household_id,
  township_code,
  gradual_exit_from AS started_on,
  TRUE AS counts_month,
  NULL AS stopped_on,
  TRUE AS is_running,
  FALSE AS is_told_now,
  CASE WHEN is_open THEN '家里有没有人就业没有填全' END AS doubt
FROM exiting
UNION ALL
SELECT
  $month::DATE AS month,
  concat_ws('/', 'rigid_status', household_id, coalesce(strftime(first_included_month, '%Y%m'), '日期不知')) AS clock_id,
  'rigid_status' AS clock,
  NULL AS case_id,
  household_id,
  township_code,
  first_included_month AS started_on,
  TRUE AS counts_month,
  NULL AS stopped_on,
  TRUE AS is_running,
  FALSE AS is_told_now,
  NULL AS doubt
FROM home
WHERE support_category = '刚性支出困难'
UNION ALL
SELECT
  $month::DATE AS month,
  concat_ws('/', 'review', household_id) AS clock_id,
  review AS clock,
  NULL AS case_id,
  household_id,
  township_code,
  started_on,
  coalesce(started_on = first_included_month AND last_visit_on IS DISTINCT FROM started_on, FALSE) AS counts_month,
  NULL AS stopped_on,
  TRUE AS is_running,
  FALSE AS is_told_now,
  CASE WHEN review = 'review_unknown' THEN '低保档次或城乡没有填' WHEN started_on IS NULL THEN '没有走访日期,最近一次复核不知道' END AS doubt
FROM reviewed
UNION ALL
SELECT
  $month::DATE AS month,
  concat_ws('/', 'escalate', h.household_id) AS clock_id,
  'escalate' AS clock,
  NULL AS case_id,
  h.household_id,
  h.township_code,
  r.first_on AS started_on,
  FALSE AS counts_month,
  CASE WHEN h.is_covered THEN h.first_included_month END AS stopped_on,
  NOT h.is_covered AS is_running,
  FALSE AS is_told_now,
  CASE
    WHEN h.is_covered THEN NULL
    WHEN h.support_category IS NULL THEN '救助类别没有填'
    WHEN h.is_below IS NULL THEN '收入不知道,不能判断是否仍有困难'
  END AS doubt
FROM home AS h
INNER JOIN relief AS r ON h.household_id = r.household_id
WHERE h.is_covered OR coalesce(h.is_below, TRUE)
