-- table:   mart.case_ledger
-- title:   销号台账的一行: 一个个案从立案到销号
-- grain:   month, case_id
-- reads:   mart.case_state, mart.urgent_case, core.household_month, rule.definition
-- earlier: mart.case_ledger
-- params:  month
-- columns:
--   month           DATE     月份,每月1日
--   township_code   VARCHAR  乡镇代码
--   case_id         VARCHAR  预警编号
--   village         VARCHAR  行政村
--   head_name       VARCHAR  户主姓名(只出现在发给该乡镇的台账上)
--   family          VARCHAR  问题类别
--   findings        VARCHAR  涉及的问题,一项一行
--   state           VARCHAR  状态
--   opened_month    DATE     立案月份
--   last_event      VARCHAR  最近一件事
--   last_event_on   DATE     最近一件事的日期
--   months_open     INTEGER  立案至本月的月数
--   due_on          DATE     核查期限
--   is_overdue      BOOLEAN  已过核查期限
--   closed_on       DATE     销号日期
--   closing_reason  VARCHAR  销号时的核查结论
WITH earlier AS (
  SELECT
    case_id,
    arg_max(village, month) AS village,
    arg_max(head_name, month) AS head_name
  FROM mart.case_ledger
  WHERE month < $month::DATE
  GROUP BY case_id
),

urgent AS (
  SELECT
    case_id,
    string_agg(seen, chr(10) ORDER BY month) AS seen,
    arg_min(village, month) AS village,
    arg_min(head_name, month) AS head_name
  FROM mart.urgent_case
  WHERE month <= $month::DATE
  GROUP BY case_id
)

SELECT
  s.month,
  s.township_code,
  s.case_id,
  coalesce(c.village, e.village, u.village) AS village,
  coalesce(c.head_name, e.head_name, u.head_name) AS head_name,
  s.family,
  nullif(concat_ws(chr(10), u.seen, (
    SELECT string_agg(d.title, chr(10) ORDER BY d.rule_id)
    FROM rule.definition AS d
    WHERE d.month = s.month AND list_contains(s.rule_ids, d.rule_id)
  )), '') AS findings,
  s.state,
  s.opened_month,
  s.last_event,
  s.last_event_on,
  s.months_open,
  s.due_on,
  s.is_overdue,
  s.closed_on,
  s.closing_reason
FROM mart.case_state AS s
LEFT JOIN urgent AS u ON s.case_id = u.case_id
LEFT JOIN core.household_month AS c ON s.month = c.month AND s.household_id = c.household_id
LEFT JOIN earlier AS e ON s.case_id = e.case_id
WHERE s.month = $month::DATE
