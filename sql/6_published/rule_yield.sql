-- table:   pub.rule_yield
-- title:   预警成效: 最近各月推送的,每条规则推送、走访、属实、帮扶各多少;会认出是谁的隐去
-- grain:   month, rule_id
-- reads:   mart.yield_total, ref.policy_in_force
-- params:  month
-- note:    只给每条规则的合计,不给部门、各段、各月和全县的合计,免得相减得出被隐去的数。
--          一个数,或者它与前一个数之差,大于零而小于起报数的,这个数和它后面的都隐去(hidden_from)。没有推送过的规则没有行
-- columns:
--   month            DATE          月份,每月1日: 到这个月为止知道的
--   rule_id          VARCHAR       规则
--   title            VARCHAR       规则名称
--   family           VARCHAR       问题类别
--   department       VARCHAR       用过哪些部门的数据;乡镇自己的名册为乡镇
--   pushed           INTEGER       推送的件数,一案一条规则算一件
--   visited          INTEGER       走访有了结论的;其余没有见到人或还没有回音,不知道
--   confirmed        INTEGER       走访的里,属实的
--   confirmed_share  DECIMAL(5,4)  属实率;没有走访过或隐去为空
--   confirmed_low    DECIMAL(5,4)  属实率的区间下限(Wilson)
--   confirmed_high   DECIMAL(5,4)  属实率的区间上限
--   helped           INTEGER       属实的里,已有措施落实的
--   helped_share     DECIMAL(5,4)  帮扶率;没有属实的或隐去为空
--   helped_low       DECIMAL(5,4)  帮扶率的区间下限(Wilson)
--   helped_high      DECIMAL(5,4)  帮扶率的区间上限
--   hidden_from      VARCHAR       从哪个数起隐去: pushed/visited/confirmed/helped;都没有隐去为空
WITH limits AS (
  SELECT max(value) AS minimum
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'small_cell_minimum'
),

judged AS (
  SELECT
    t.*,
    CASE
      WHEN is_small(t.pushed, l.minimum) THEN 'pushed'
      WHEN is_small(t.visited, l.minimum) OR is_small(t.pushed - t.visited, l.minimum) THEN 'visited'
      WHEN is_small(t.confirmed, l.minimum) OR is_small(t.visited - t.confirmed, l.minimum) THEN 'confirmed'
      WHEN is_small(t.helped, l.minimum) OR is_small(t.confirmed - t.helped, l.minimum) THEN 'helped'
    END AS hidden_from
  FROM mart.yield_total AS t
  CROSS JOIN limits AS l
  WHERE t.month = $month::DATE AND t.scope = '规则'
)

SELECT
  month,
  rule_id,
  title,
  family,
  department,
  CASE WHEN coalesce(hidden_from <> 'pushed', TRUE) THEN pushed END AS pushed,
  CASE WHEN coalesce(hidden_from NOT IN ('pushed', 'visited'), TRUE) THEN visited END AS visited,
  CASE WHEN coalesce(hidden_from = 'helped', TRUE) THEN confirmed END AS confirmed,
  CASE WHEN coalesce(hidden_from = 'helped', TRUE) THEN confirmed_share END AS confirmed_share,
  CASE WHEN coalesce(hidden_from = 'helped', TRUE) THEN confirmed_low END AS confirmed_low,
  CASE WHEN coalesce(hidden_from = 'helped', TRUE) THEN confirmed_high END AS confirmed_high,
  CASE WHEN hidden_from IS NULL THEN helped END AS helped,
  CASE WHEN hidden_from IS NULL THEN helped_share END AS helped_share,
  CASE WHEN hidden_from IS NULL THEN helped_low END AS helped_low,
  CASE WHEN hidden_from IS NULL THEN helped_high END AS helped_high,
  hidden_from
FROM judged
