-- table:   mart.relapse
-- title:   销号以后又出现的: 一个月里销号的个案,1、3、6个月内有多少又立了案
-- grain:   month, period, period_from, watch, closed_as
-- reads:   mart.case_event, ref.policy_in_force
-- params:  month
-- note:    又出现: 从这一案复开的,或同一户同一类问题又立了案的。按监测月份数: 几月销号的,到其后第几个月的监测为止。
--          观察期满了的月份才算,没有满的不知道,不当作没有。例行走访不是问题,它的销号不在此列;并案不是销号。
--          属实: 销号前最近一次走访结论为属实;其他: 不属实、已有政策覆盖、分歧消失。不属实的在记忆期里本来就不重复立案,所以分开看
-- columns:
--   month         DATE          月份,每月1日: 到这个月为止知道的
--   period        VARCHAR       月/半年/全部
--   period_from   DATE          从哪个月销号的起;全部为最早的一个月
--   period_to     DATE          到哪个月销号的止
--   watch         INTEGER       第几个观察期: 1、2、3
--   watch_months  INTEGER       观察几个月
--   closed_as     VARCHAR       属实/其他/合计
--   closed        INTEGER       销号的案数
--   followed      INTEGER       其中观察期已满的
--   relapsed      INTEGER       观察期已满的里,又出现的;一案也没有满的为空(未满)
--   share         DECIMAL(5,4)  又出现的 / 观察期已满的
--   low           DECIMAL(5,4)  区间下限(Wilson)
--   high          DECIMAL(5,4)  区间上限
WITH event AS (
  SELECT
    case_id,
    seq,
    month,
    known_on,
    event,
    household_id,
    family,
    state_after,
    predecessor_case_id
  FROM mart.case_event
  WHERE month <= $month::DATE
),

verdict AS (
  SELECT
    case_id,
    arg_max(state_after, seq) AS result
  FROM event
  WHERE state_after IN ('属实', '不属实', '已有政策覆盖')
  GROUP BY case_id
),

closing AS (
  SELECT
    e.case_id,
    e.household_id,
    e.family,
    e.month,
    e.known_on,
    CASE WHEN v.result = '属实' THEN '属实' ELSE '其他' END AS closed_as
  FROM event AS e
  LEFT JOIN verdict AS v ON e.case_id = v.case_id
  WHERE e.state_after = '已销号' AND e.family <> '例行走访'
),

opening AS (
  SELECT
    case_id,
    household_id,
    family,
    month,
    known_on,
    event,
    predecessor_case_id
  FROM event
  WHERE event IN ('立案', '复开')
),

came_back AS (
  SELECT
    c.case_id,
    o.month
  FROM closing AS c
  INNER JOIN opening AS o ON c.case_id = o.predecessor_case_id AND o.event = '复开'
  UNION ALL
  SELECT
    c.case_id,
    o.month
  FROM closing AS c
  INNER JOIN opening AS o ON c.household_id = o.household_id AND c.family = o.family AND c.case_id <> o.case_id AND c.known_on <= o.known_on
),

back AS (
  SELECT
    case_id,
    min(month) AS month
  FROM came_back
  GROUP BY case_id
),

watched AS (
  SELECT
    value AS months,
    row_number() OVER (ORDER BY value, parameter) AS watch
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter IN ('relapse_watch_first', 'relapse_watch_second', 'relapse_watch_third')
),

followed AS (
  SELECT
    c.case_id,
    c.month AS closed_month,
    half_year(c.month) AS half,
    c.closed_as,
    w.watch,
    w.months,
    date_diff('month', c.month, $month::DATE) >= w.months AS is_mature,
    coalesce(date_diff('month', c.month, b.month) <= w.months, FALSE) AS is_back
  FROM closing AS c
  CROSS JOIN watched AS w
  LEFT JOIN back AS b ON c.case_id = b.case_id
),

summed AS (
  SELECT
    CASE WHEN grouping(closed_month) = 0 THEN '月' WHEN grouping(half) = 0 THEN '半年' ELSE '全部' END AS period,
    coalesce(closed_month, half, (SELECT min(f.closed_month) FROM followed AS f)) AS period_from,
    max(closed_month) AS period_to,
    watch,
    months,
    coalesce(closed_as, '合计') AS closed_as,
    count(*) AS closed,
    count(*) FILTER (WHERE is_mature) AS followed,
    count(*) FILTER (WHERE is_mature AND is_back) AS relapsed
  FROM followed
  GROUP BY GROUPING SETS (
    (watch, months, closed_month), (watch, months, closed_month, closed_as),
    (watch, months, half), (watch, months, half, closed_as),
    (watch, months), (watch, months, closed_as)
  )
),

limits AS (
  SELECT max(value) AS level
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'yield_confidence_level'
)

SELECT
  $month::DATE AS month,
  s.period,
  s.period_from,
  s.period_to,
  CAST(s.watch AS INTEGER) AS watch,
  CAST(s.months AS INTEGER) AS watch_months,
  s.closed_as,
  CAST(s.closed AS INTEGER) AS closed,
  CAST(s.followed AS INTEGER) AS followed,
  CASE WHEN s.followed > 0 THEN CAST(s.relapsed AS INTEGER) END AS relapsed,
  CAST(s.relapsed / nullif(s.followed, 0) AS DECIMAL(5, 4)) AS share,
  CAST(wilson_low(s.relapsed, s.followed, l.level) AS DECIMAL(5, 4)) AS low,
  CAST(wilson_high(s.relapsed, s.followed, l.level) AS DECIMAL(5, 4)) AS high
FROM summed AS s
CROSS JOIN limits AS l
