-- table:   mart.case_state
-- title:   每月末每个个案的状态,由个案流水得出
-- grain:   month, case_id
-- reads:   mart.case_event, mart.case_clock
-- params:  month
-- note:    核查期限和超没超期只看 mart.case_clock 里在走的核查期限、急难上门期限: 外出未见的接着算,暂缓的停表,和超期清单说的一样
-- columns:
--   month                DATE       月份,每月1日
--   case_id              VARCHAR    预警编号
--   household_id         VARCHAR    户编号
--   township_code        VARCHAR    乡镇代码
--   family               VARCHAR    问题类别
--   state                VARCHAR    状态: 待核查/核查中/属实/不属实/已有政策覆盖/外出未见/需部门复核/帮扶落实/观察/不得销号/暂缓/已销号/已并案
--   result               VARCHAR    最近一次核查结果;还没有的为空
--   is_helped            BOOLEAN    已有措施落实
--   opened_month         DATE       立案月份
--   opened_on            DATE       立案日期
--   months_open          INTEGER    立案至本月的月数
--   rule_ids             VARCHAR[]  本案涉及过的规则
--   last_event           VARCHAR    最近一件事
--   last_event_on        DATE       最近一件事的日期
--   last_answer          VARCHAR    最近一次申请销号的答复: 不予销号的原因;没有申请过或已准的为空
--   closing_asked_on     DATE       最近一次申请销号的日期;没有申请过为空
--   observed_until       DATE       公示到哪天;不在公示的为空
--   held_until           DATE       暂缓到哪天;没有期限或没有暂缓的为空
--   closed_on            DATE       销号日期;未销号为空
--   closed_month         DATE       在哪个月销号,每月1日;未销号为空
--   closing_reason       VARCHAR    销号时的核查结论,或分歧消失;未销号为空
--   predecessor_case_id  VARCHAR    复开时上一案的编号;分户立案时原户那一案的编号
--   is_random            BOOLEAN    随机抽查立的案,只在数据里注明
--   due_on               DATE       核查期限,几项在走的取最早;不在等核查、算不出来的为空
--   is_overdue           BOOLEAN    在等核查而已过核查期限;算不出来为空
WITH life AS (
  SELECT
    case_id,
    arg_max(household_id, seq) AS household_id,
    arg_max(township_code, seq) AS township_code,
    min(family) AS family,
    arg_max(state_after, seq) FILTER (WHERE state_after IS NOT NULL) AS state,
    arg_max(move, seq) FILTER (WHERE event = '核查结果' AND move <> '外出未见') AS concluded,
    bool_or(move = '外出未见') AS is_unseen,
    bool_or(event = '帮扶落实') AS is_helped,
    min(month) AS opened_month,
    arg_min(happened_on, seq) AS opened_on,
    min(family) = '例行走访' AS is_random,
    list_sort(list_distinct(flatten(list(rule_ids)))) AS rule_ids,
    arg_max(event, seq) AS last_event,
    arg_max(happened_on, seq) AS last_event_on,
    arg_max(detail, seq) FILTER (WHERE event IN ('申请销号', '销号', '不予销号')) AS last_answer,
    arg_max(event, seq) FILTER (WHERE event IN ('申请销号', '销号', '不予销号')) AS answered_by,
    max(known_on) FILTER (WHERE event IN ('申请销号', '不予销号') OR move = '准予销号') AS closing_asked_on,
    arg_max(until_on, seq) FILTER (WHERE move = '准予观察') AS observed_until,
    -- a hold without an end has none, whatever an earlier hold had
    arg_max_null(until_on, seq) FILTER (WHERE move = '暂缓') AS held_until,
    max(happened_on) FILTER (WHERE state_after = '已销号') AS closed_on,
    max(month) FILTER (WHERE state_after = '已销号') AS closed_month,
    max(CASE WHEN event = '分歧消失' THEN event ELSE detail END) FILTER (WHERE state_after = '已销号') AS closing_reason,
    max(predecessor_case_id) AS predecessor_case_id
  FROM mart.case_event
  WHERE month <= $month::DATE
  GROUP BY case_id
),

visit AS (
  SELECT
    case_id,
    min(due_on) AS due_on,
    CASE WHEN bool_or(is_overdue) THEN TRUE WHEN count(*) = count(is_overdue) THEN FALSE END AS is_overdue
  FROM mart.case_clock
  WHERE month = $month::DATE AND is_running AND clock IN ('verify', 'verify_urgent')
  GROUP BY case_id
)

SELECT
  $month::DATE AS month,
  l.case_id,
  l.household_id,
  l.township_code,
  l.family,
  l.state,
  coalesce(l.concluded, CASE WHEN l.is_unseen THEN '外出未见' END) AS result,
  coalesce(l.is_helped, FALSE) AS is_helped,
  l.opened_month,
  l.opened_on,
  CAST(date_diff('month', l.opened_month, $month::DATE) AS INTEGER) AS months_open,
  l.rule_ids,
  l.last_event,
  l.last_event_on,
  CASE WHEN l.answered_by = '不予销号' THEN l.last_answer END AS last_answer,
  l.closing_asked_on,
  CASE WHEN l.state = '观察' THEN l.observed_until END AS observed_until,
  CASE WHEN l.state = '暂缓' THEN l.held_until END AS held_until,
  l.closed_on,
  l.closed_month,
  l.closing_reason,
  l.predecessor_case_id,
  l.is_random,
  v.due_on,
  CASE WHEN v.case_id IS NULL THEN FALSE ELSE v.is_overdue END AS is_overdue
FROM life AS l
LEFT JOIN visit AS v ON l.case_id = v.case_id
