-- table:   mart.yield_total
-- title:   预警成效合起来看: 最近各月推送的,按规则、按部门、按段、按规则的各段、按推送月份和全县合计
-- grain:   month, scope, rule_id, department, band, from_month
-- reads:   mart.rule_yield, rule.definition, ref.policy_in_force
-- params:  month
-- note:    各种合计说的是同一批推送,不能相加。还没有回音的不在比率里
-- columns:
--   month            DATE           月份,每月1日: 到这个月为止知道的
--   scope            VARCHAR        合计/规则/部门/段/规则的一段/推送月份
--   rule_id          VARCHAR        规则;不按规则的为空
--   title            VARCHAR        规则名称;不按规则的为空
--   family           VARCHAR        问题类别;不按规则的为空
--   department       VARCHAR        部门;按规则的是这条规则用过的各部门,不按规则也不按部门的为空
--   band             VARCHAR        段;不按段的为空
--   from_month       DATE           最早一批推送的月份
--   to_month         DATE           最近一批推送的月份
--   pushed           INTEGER        推送的件数
--   visited          INTEGER        走访有了结论的
--   unseen           INTEGER        去了没有见到人的
--   unanswered       INTEGER        还没有结论的
--   in_review        INTEGER        没有结论的里,在等部门复核的
--   gone             INTEGER        没有结论的里,分歧已在源头消失的
--   confirmed        INTEGER        走访的里,属实的
--   confirmed_share  DECIMAL(5,4)   属实率
--   confirmed_low    DECIMAL(5,4)   属实率的区间下限(Wilson)
--   confirmed_high   DECIMAL(5,4)   属实率的区间上限
--   helped           INTEGER        属实的里,已有措施落实的
--   helped_share     DECIMAL(5,4)   帮扶率
--   helped_low       DECIMAL(5,4)   帮扶率的区间下限(Wilson)
--   helped_high      DECIMAL(5,4)   帮扶率的区间上限
--   hours            DECIMAL(12,2)  到户的走访工时,小时;没有定每户走访工时的为空
--   hours_each       DECIMAL(12,2)  查实一件用的工时: 工时 / 属实;没有属实的为空
--   is_low           BOOLEAN        属实率连区间上限都低于提请看标准的数;没有走访过的为空
WITH summed AS (
  SELECT
    CASE
      WHEN grouping(rule_id) = 0 AND grouping(band) = 0 THEN '规则的一段'
      WHEN grouping(rule_id) = 0 THEN '规则'
      WHEN grouping(department) = 0 THEN '部门'
      WHEN grouping(band) = 0 THEN '段'
      WHEN grouping(pushed_month) = 0 THEN '推送月份'
      ELSE '合计'
    END AS scope,
    rule_id,
    CASE
      WHEN grouping(rule_id) = 0 THEN string_agg(DISTINCT department, '、' ORDER BY department)
      ELSE department
    END AS department,
    band,
    min(pushed_month) AS from_month,
    max(pushed_month) AS to_month,
    sum(pushed) AS pushed,
    sum(visited) AS visited,
    sum(unseen) AS unseen,
    sum(unanswered) AS unanswered,
    sum(in_review) AS in_review,
    sum(gone) AS gone,
    sum(confirmed) AS confirmed,
    sum(helped) AS helped,
    CASE WHEN count(*) = count(hours) THEN sum(hours) END AS hours
  FROM mart.rule_yield
  WHERE month = $month::DATE
  GROUP BY GROUPING SETS ((rule_id), (rule_id, band), (department), (band), (pushed_month), ())
  HAVING count(*) > 0
),

limits AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'yield_confidence_level') AS level,
    max(value) FILTER (WHERE parameter = 'yield_review_below') AS review_below
  FROM ref.policy_in_force
  WHERE month = $month::DATE
)

SELECT
  $month::DATE AS month,
  s.scope,
  s.rule_id,
  d.title,
  d.family,
  s.department,
  s.band,
  s.from_month,
  s.to_month,
  CAST(s.pushed AS INTEGER) AS pushed,
  CAST(s.visited AS INTEGER) AS visited,
  CAST(s.unseen AS INTEGER) AS unseen,
  CAST(s.unanswered AS INTEGER) AS unanswered,
  CAST(s.in_review AS INTEGER) AS in_review,
  CAST(s.gone AS INTEGER) AS gone,
  CAST(s.confirmed AS INTEGER) AS confirmed,
  CAST(s.confirmed / nullif(s.visited, 0) AS DECIMAL(5, 4)) AS confirmed_share,
  CAST(wilson_low(s.confirmed, s.visited, l.level) AS DECIMAL(5, 4)) AS confirmed_low,
  CAST(wilson_high(s.confirmed, s.visited, l.level) AS DECIMAL(5, 4)) AS confirmed_high,
  CAST(s.helped AS INTEGER) AS helped,
  CAST(s.helped / nullif(s.confirmed, 0) AS DECIMAL(5, 4)) AS helped_share,
  CAST(wilson_low(s.helped, s.confirmed, l.level) AS DECIMAL(5, 4)) AS helped_low,
  CAST(wilson_high(s.helped, s.confirmed, l.level) AS DECIMAL(5, 4)) AS helped_high,
  CAST(s.hours AS DECIMAL(12, 2)) AS hours,
  CAST(s.hours / nullif(s.confirmed, 0) AS DECIMAL(12, 2)) AS hours_each,
  wilson_high(s.confirmed, s.visited, l.level) < l.review_below AS is_low
FROM summed AS s
CROSS JOIN limits AS l
LEFT JOIN rule.definition AS d ON d.month = $month::DATE AND s.rule_id = d.rule_id
