-- table:   mart.case_before
-- title:   本月的核查反馈可以答的个案: 上月末的各案,和急难快报本月立的案;本月的预警也先并入这些案
-- grain:   month, case_id
-- reads:   mart.urgent_case, mart.case_home
-- earlier: mart.case_state
-- params:  month
-- columns:
--   month           DATE       月份,每月1日
--   case_id         VARCHAR    预警编号
--   household_id    VARCHAR    本月的户编号;原来不在册、本月入册的也是本月的
--   township_code   VARCHAR    本月的乡镇代码
--   family          VARCHAR    问题类别
--   rule_ids        VARCHAR[]  以前涉及过的规则
--   state           VARCHAR    状态
--   result          VARCHAR    最近一次核查结果;还没有的为空
--   is_helped       BOOLEAN    已有措施落实
--   observed_until  DATE       公示到哪天;不在公示的为空
--   held_until      DATE       暂缓到哪天;没有期限或没有暂缓的为空
--   opened_month    DATE       立案月份
--   closed_on       DATE       销号日期;未销号为空
--   closed_month    DATE       在哪个月销号,每月1日;未销号为空
--   closing_reason  VARCHAR    销号时的核查结论;未销号为空
--   is_urgent_now   BOOLEAN    急难快报本月立的案
SELECT
  $month::DATE AS month,
  s.case_id,
  coalesce(u.household_id, h.household_id, s.household_id) AS household_id,
  coalesce(h.township_code, s.township_code) AS township_code,
  s.family,
  s.rule_ids,
  s.state,
  s.result,
  s.is_helped,
  s.observed_until,
  s.held_until,
  s.opened_month,
  s.closed_on,
  s.closed_month,
  s.closing_reason,
  FALSE AS is_urgent_now
FROM mart.case_state AS s
LEFT JOIN mart.case_home AS h ON h.month = $month::DATE AND s.case_id = h.case_id
LEFT JOIN mart.urgent_case AS u ON s.case_id = u.case_id AND u.month = $month::DATE
WHERE s.month = (SELECT max(p.month) FROM mart.case_state AS p WHERE p.month < $month::DATE)
UNION ALL
SELECT
  month,
  case_id,
  household_id,
  township_code,
  family,
  [] AS rule_ids,
  '待核查' AS state,
  NULL AS result,
  FALSE AS is_helped,
  NULL AS observed_until,
  NULL AS held_until,
  month AS opened_month,
  NULL AS closed_on,
  NULL AS closed_month,
  NULL AS closing_reason,
  TRUE AS is_urgent_now
FROM mart.urgent_case
WHERE month = $month::DATE AND event = '立案'
