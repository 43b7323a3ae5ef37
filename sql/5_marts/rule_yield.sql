-- table:   mart.rule_yield
-- title:   预警成效: 每条规则、每个部门、每一段、每个推送月份,推送、走访、属实、帮扶各多少
-- grain:   month, rule_id, department, band, pushed_month
-- reads:   mart.rule_push, rule.definition, ref.policy_in_force
-- params:  month
-- note:    按推送的月份分批,每批一直跟到本月;推送 = 走访 + 没有见到 + 没有回音。
--          走访: 走访有了结论的(属实、不属实、已有政策覆盖)。没有回音: 还不知道,不是零,也不当作不属实;其中在等部门复核的、分歧已在源头消失的另列。
--          分母为零的比率为空。工时怎样分见 mart.rule_push
-- columns:
--   month            DATE           月份,每月1日: 到这个月为止知道的
--   rule_id          VARCHAR        规则
--   title            VARCHAR        规则名称
--   department       VARCHAR        哪个部门的数据;乡镇自己的名册为乡镇
--   band             VARCHAR        超出标准多少,见 ref.yield_band;不能分的为不分段
--   pushed_month     DATE           推送的清单是哪个月的
--   pushed           INTEGER        推送的件数,一案一条规则算一件
--   visited          INTEGER        走访有了结论的
--   unseen           INTEGER        去了没有见到人的
--   unanswered       INTEGER        还没有结论的
--   in_review        INTEGER        没有结论的里,在等部门复核的
--   gone             INTEGER        没有结论的里,分歧已在源头消失、不用再走访的
--   confirmed        INTEGER        走访的里,属实的
--   confirmed_share  DECIMAL(5,4)   属实率: 属实 / 走访
--   confirmed_low    DECIMAL(5,4)   属实率的区间下限(Wilson)
--   confirmed_high   DECIMAL(5,4)   属实率的区间上限
--   helped           INTEGER        属实的里,已有措施落实的
--   helped_share     DECIMAL(5,4)   帮扶率: 帮扶 / 属实
--   helped_low       DECIMAL(5,4)   帮扶率的区间下限(Wilson)
--   helped_high      DECIMAL(5,4)   帮扶率的区间上限
--   hours            DECIMAL(12,2)  到户的走访工时,小时;没有定每户走访工时的为空
WITH counted AS (
  SELECT
    rule_id,
    department,
    band,
    pushed_month,
    count(*) AS pushed,
    count(*) FILTER (WHERE answer IN ('属实', '不属实', '已有政策覆盖')) AS visited,
    count(*) FILTER (WHERE answer = '外出未见') AS unseen,
    count(*) FILTER (WHERE coalesce(answer IN ('需部门复核', '分歧消失'), TRUE)) AS unanswered,
    count(*) FILTER (WHERE answer = '需部门复核') AS in_review,
    count(*) FILTER (WHERE answer = '分歧消失') AS gone,
    count(*) FILTER (WHERE answer = '属实') AS confirmed,
    count(*) FILTER (WHERE answer = '属实' AND is_helped) AS helped,
    CASE WHEN count(*) = count(hours) THEN sum(hours) END AS hours
  FROM mart.rule_push
  WHERE month = $month::DATE
  GROUP BY rule_id, department, band, pushed_month
),

limits AS (
  SELECT max(value) AS level
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'yield_confidence_level'
)

SELECT
  $month::DATE AS month,
  c.rule_id,
  coalesce(d.title, c.rule_id) AS title,
  c.department,
  c.band,
  c.pushed_month,
  CAST(c.pushed AS INTEGER) AS pushed,
  CAST(c.visited AS INTEGER) AS visited,
  CAST(c.unseen AS INTEGER) AS unseen,
  CAST(c.unanswered AS INTEGER) AS unanswered,
  CAST(c.in_review AS INTEGER) AS in_review,
  CAST(c.gone AS INTEGER) AS gone,
  CAST(c.confirmed AS INTEGER) AS confirmed,
  CAST(c.confirmed / nullif(c.visited, 0) AS DECIMAL(5, 4)) AS confirmed_share,
  CAST(wilson_low(c.confirmed, c.visited, l.level) AS DECIMAL(5, 4)) AS confirmed_low,
  CAST(wilson_high(c.confirmed, c.visited, l.level) AS DECIMAL(5, 4)) AS confirmed_high,
  CAST(c.helped AS INTEGER) AS helped,
  CAST(c.helped / nullif(c.confirmed, 0) AS DECIMAL(5, 4)) AS helped_share,
  CAST(wilson_low(c.helped, c.confirmed, l.level) AS DECIMAL(5, 4)) AS helped_low,
  CAST(wilson_high(c.helped, c.confirmed, l.level) AS DECIMAL(5, 4)) AS helped_high,
  CAST(c.hours AS DECIMAL(12, 2)) AS hours
FROM counted AS c
CROSS JOIN limits AS l
LEFT JOIN rule.definition AS d ON d.month = $month::DATE AND c.rule_id = d.rule_id
