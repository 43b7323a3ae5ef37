-- table:   mart.missed_rate
-- title:   漏保率: 随机走访抽到的户里,查出真有困难的占多少;按月、按半年和全部
-- grain:   month, period, period_from
-- reads:   mart.visit_plan, mart.case_event, ref.policy_in_force
-- params:  month
-- note:    抽到的都是没有在办的个案、本月也没有查出问题的户,所以查实的就是各条规则漏掉的。按抽到的月份分批,一直跟到本月。
--          抽到 = 没有下发 + 走访 + 没有见到 + 没有回音。漏保率只算走访有了结论的;没有见到人、没有回音的不当作没有困难:
--          另给假如他们都没有困难(least)和都有困难(most)的漏保率。半年和全部只算回音期已满的月份,还没有满的不知道。
--          各户一样算,没有按乡镇抽取的比例加权
-- columns:
--   month        DATE          月份,每月1日: 到这个月为止知道的
--   period       VARCHAR       月/半年/全部
--   period_from  DATE          从哪个月抽到的起;全部为最早的一个月
--   period_to    DATE          到哪个月抽到的止
--   is_mature    BOOLEAN       回音期已满;半年和全部为真
--   drawn        INTEGER       抽到的户数
--   not_sent     INTEGER       清单没有下发或还没有下发的
--   visited      INTEGER       走访有了结论的
--   unseen       INTEGER       去了没有见到人的
--   unanswered   INTEGER       还没有结论的
--   confirmed    INTEGER       走访的里,属实的,就是漏保
--   share        DECIMAL(5,4)  漏保率: 属实 / 走访
--   low          DECIMAL(5,4)  区间下限(Wilson)
--   high         DECIMAL(5,4)  区间上限
--   least        DECIMAL(5,4)  假如没有见到、没有回音的都没有困难
--   most         DECIMAL(5,4)  假如没有见到、没有回音的都有困难
WITH drawn AS (
  SELECT
    case_id,
    min(month) AS drawn_month
  FROM mart.visit_plan
  WHERE month <= $month::DATE AND is_random
  GROUP BY case_id
),

followed AS (
  SELECT
    d.case_id,
    d.drawn_month,
    coalesce(bool_or(e.event = '派单'), FALSE) AS is_sent,
    arg_max(e.state_after, e.seq) FILTER (WHERE e.state_after IN ('属实', '不属实', '已有政策覆盖', '需部门复核')) AS result,
    coalesce(bool_or(e.move = '外出未见'), FALSE) AS is_unseen
  FROM drawn AS d
  LEFT JOIN mart.case_event AS e ON d.case_id = e.case_id AND d.drawn_month < e.month AND e.month <= $month::DATE
  GROUP BY d.case_id, d.drawn_month
),

limits AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'yield_confidence_level') AS level,
    max(value) FILTER (WHERE parameter = 'yield_answer_months') AS answer_months
  FROM ref.policy_in_force
  WHERE month = $month::DATE
),

monthly AS (
  SELECT
    f.drawn_month,
    half_year(f.drawn_month) AS half,
    date_diff('month', f.drawn_month, $month::DATE) >= l.answer_months AS is_mature,
    count(*) AS drawn,
    count(*) FILTER (WHERE NOT f.is_sent) AS not_sent,
    count(*) FILTER (WHERE f.is_sent AND f.result IN ('属实', '不属实', '已有政策覆盖')) AS visited,
    count(*) FILTER (WHERE f.is_sent AND f.result IS NULL AND f.is_unseen) AS unseen,
    count(*) FILTER (WHERE f.is_sent AND f.result = '属实') AS confirmed
  FROM followed AS f
  CROSS JOIN limits AS l
  GROUP BY f.drawn_month, l.answer_months
),

summed AS (
  SELECT
    CASE WHEN grouping(drawn_month) = 0 THEN '月' WHEN grouping(half) = 0 THEN '半年' ELSE '全部' END AS period,
    coalesce(drawn_month, half, min(drawn_month)) AS period_from,
    max(drawn_month) AS period_to,
    bool_and(is_mature) AS is_mature,
    sum(drawn) AS drawn,
    sum(not_sent) AS not_sent,
    sum(visited) AS visited,
    sum(unseen) AS unseen,
    sum(drawn) - sum(not_sent) - sum(visited) - sum(unseen) AS unanswered,
    sum(confirmed) AS confirmed
  FROM monthly
  GROUP BY GROUPING SETS ((drawn_month), (half, is_mature), (is_mature))
  HAVING grouping(drawn_month) = 0 OR bool_and(is_mature)
)

SELECT
  $month::DATE AS month,
  s.period,
  s.period_from,
  s.period_to,
  s.is_mature,
  CAST(s.drawn AS INTEGER) AS drawn,
  CAST(s.not_sent AS INTEGER) AS not_sent,
  CAST(s.visited AS INTEGER) AS visited,
  CAST(s.unseen AS INTEGER) AS unseen,
  CAST(s.unanswered AS INTEGER) AS unanswered,
  CAST(s.confirmed AS INTEGER) AS confirmed,
  CAST(s.confirmed / nullif(s.visited, 0) AS DECIMAL(5, 4)) AS share,
  CAST(wilson_low(s.confirmed, s.visited, l.level) AS DECIMAL(5, 4)) AS low,
  CAST(wilson_high(s.confirmed, s.visited, l.level) AS DECIMAL(5, 4)) AS high,
  CAST(s.confirmed / nullif(s.drawn - s.not_sent, 0) AS DECIMAL(5, 4)) AS least,
  CAST((s.confirmed + s.unseen + s.unanswered) / nullif(s.drawn - s.not_sent, 0) AS DECIMAL(5, 4)) AS most
FROM summed AS s
CROSS JOIN limits AS l
