-- table:   mart.case_state
-- title:   每月末每个个案的状态,由个案流水得出
-- grain:   month, case_id
-- reads:   mart.case_event, mart.urgent_case, ref.policy_in_force
-- params:  month, closes_on
-- columns:
--   month                DATE       月份,每月1日
--   case_id              VARCHAR    预警编号
--   household_id         VARCHAR    户编号
--   township_code        VARCHAR    乡镇代码
--   family               VARCHAR    问题类别
--   state                VARCHAR    状态: 待核查/属实/不属实/已有政策覆盖/外出未见/需部门复核/帮扶落实/不得销号/已销号
--   opened_month         DATE       立案月份
--   months_open          INTEGER    立案至本月的月数
--   rule_ids             VARCHAR[]  本案涉及过的规则
--   last_event           VARCHAR    最近一件事
--   last_event_on        DATE       最近一件事的日期
--   closed_on            DATE       销号日期;未销号为空
--   closing_reason       VARCHAR    销号时的核查结论;未销号为空
--   predecessor_case_id  VARCHAR    复开时上一案的编号
--   due_on               DATE       核查期限
--   is_overdue           BOOLEAN    月末仍待核查且已过期限
WITH life AS (
  SELECT
    case_id,
    arg_max(household_id, seq) AS household_id,
    arg_max(township_code, seq) AS township_code,
    min(family) AS family,
    arg_max(state_after, seq) FILTER (WHERE state_after IS NOT NULL) AS state,
    min(month) AS opened_month,
    min(happened_on) FILTER (WHERE seq = 1) AS opened_on,
    list_sort(list_distinct(flatten(list(rule_ids)))) AS rule_ids,
    arg_max(event, seq) AS last_event,
    arg_max(happened_on, seq) AS last_event_on,
    max(happened_on) FILTER (WHERE event = '销号') AS closed_on,
    max(detail) FILTER (WHERE event = '销号') AS closing_reason,
    max(predecessor_case_id) AS predecessor_case_id
  FROM mart.case_event
  WHERE month <= $month::DATE
  GROUP BY case_id
),

urgent AS (
  SELECT
    case_id,
    min(due_on) AS due_on
  FROM mart.urgent_case
  WHERE month <= $month::DATE
  GROUP BY case_id
),

clock AS (
  SELECT max(value) AS verify_days
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'verify_within_days'
)

SELECT
  $month::DATE AS month,
  l.case_id,
  l.household_id,
  l.township_code,
  l.family,
  l.state,
  l.opened_month,
  CAST(date_diff('month', l.opened_month, $month::DATE) AS INTEGER) AS months_open,
  l.rule_ids,
  l.last_event,
  l.last_event_on,
  l.closed_on,
  l.closing_reason,
  l.predecessor_case_id,
  least(l.opened_on + CAST(c.verify_days AS INTEGER), u.due_on) AS due_on,
  l.state = '待核查' AND least(l.opened_on + CAST(c.verify_days AS INTEGER), u.due_on) < $closes_on::DATE AS is_overdue
FROM life AS l
CROSS JOIN clock AS c
LEFT JOIN urgent AS u ON l.case_id = u.case_id
