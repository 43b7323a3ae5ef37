-- table:   pub.relapse
-- title:   销号以后又出现的: 整半年里销号的个案,1、3、6个月内有多少又立了案
-- grain:   month, period_from, watch
-- reads:   mart.relapse, ref.policy_in_force
-- params:  month
-- note:    只给过完了、观察期也都满了的半年,不给各月、全部和属实的那一部分,免得相减得出被隐去的数。
--          又出现的、没有再出现的、与较短的观察期之差,有一个大于零而小于起报数的就隐去
-- numbers: 5 半年的最后一个月是第一个月之后的第5个月
-- columns:
--   month         DATE          月份,每月1日: 到这个月为止知道的
--   period_from   DATE          半年的第一个月
--   watch         INTEGER       第几个观察期: 1、2、3
--   watch_months  INTEGER       观察几个月
--   closed        INTEGER       销号的案数;隐去为空
--   relapsed      INTEGER       其中又出现的;隐去为空
--   share         DECIMAL(5,4)  又出现的占销号的;隐去为空
--   low           DECIMAL(5,4)  区间下限(Wilson)
--   high          DECIMAL(5,4)  区间上限
--   hidden_from   VARCHAR       从哪个数起隐去: closed/relapsed;都没有隐去为空
WITH limits AS (
  SELECT max(value) AS minimum
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'small_cell_minimum'
),

whole AS (
  SELECT *
  FROM mart.relapse
  WHERE month = $month::DATE AND period = '半年' AND closed_as = '合计' AND date_diff('month', period_from, month) - 5 >= watch_months
),

judged AS (
  SELECT
    r.month,
    r.period_from,
    r.watch,
    r.watch_months,
    r.closed,
    r.relapsed,
    r.share,
    r.low,
    r.high,
    CASE
      WHEN is_small(r.closed, l.minimum) THEN 'closed'
      WHEN is_small(r.relapsed, l.minimum) OR is_small(r.closed - r.relapsed, l.minimum) THEN 'relapsed'
      WHEN bool_or(is_small(r.relapsed - s.relapsed, l.minimum)) THEN 'relapsed'
    END AS hidden_from
  FROM whole AS r
  CROSS JOIN limits AS l
  LEFT JOIN whole AS s ON r.period_from = s.period_from AND r.watch > s.watch
  GROUP BY r.month, r.period_from, r.watch, r.watch_months, r.closed, r.relapsed, r.share, r.low, r.high, l.minimum
)

SELECT
  month,
  period_from,
  watch,
  watch_months,
  CASE WHEN coalesce(hidden_from <> 'closed', TRUE) THEN closed END AS closed,
  CASE WHEN hidden_from IS NULL THEN relapsed END AS relapsed,
  CASE WHEN hidden_from IS NULL THEN share END AS share,
  CASE WHEN hidden_from IS NULL THEN low END AS low,
  CASE WHEN hidden_from IS NULL THEN high END AS high,
  hidden_from
FROM judged
