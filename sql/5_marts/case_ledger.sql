-- table:   mart.case_ledger
-- title:   销号台账的一行: 一个个案从立案到销号
-- grain:   month, case_id
-- reads:   mart.case_state, mart.case_event, mart.urgent_case, mart.closing_check, ref.closing_demand, core.household_month, rule.definition
-- earlier: mart.case_ledger
-- params:  month
-- note:    还差什么: 核实属实、还没有办结的才有,按现在的情况;上次申请销号的答复是当时的情况
-- columns:
--   month           DATE     月份,每月1日
--   township_code   VARCHAR  乡镇代码
--   case_id         VARCHAR  预警编号
--   village         VARCHAR  行政村
--   head_name       VARCHAR  户主姓名(只出现在发给该乡镇的台账上)
--   family          VARCHAR  问题类别
--   findings        VARCHAR  涉及的问题,一项一行
--   state           VARCHAR  状态
--   result          VARCHAR  最近一次核查结果;还没有的为空
--   until_on        DATE     公示或暂缓到哪天;不在公示、暂缓的,暂缓没有期限的为空
--   asked_on        DATE     最近一次申请销号的日期;没有申请过为空
--   last_answer     VARCHAR  最近一次申请销号没有准的原因,一项一行;没有申请过或已准的为空
--   question        VARCHAR  核查反馈前后不一,要请乡镇说明什么;没有的为空
--   lacking         VARCHAR  销号还差什么,一项一行;不差或还没有核实属实的为空
--   opened_month    DATE     立案月份
--   last_event      VARCHAR  最近一件事
--   last_event_on   DATE     最近一件事的日期
--   months_open     INTEGER  立案至本月的月数
--   due_on          DATE     核查期限
--   is_overdue      BOOLEAN  已过核查期限
--   closed_on       DATE     销号日期
--   closing_reason  VARCHAR  销号时的核查结论,或分歧消失
--   joined_into     VARCHAR  并入哪一案;没有并案为空
--   predecessor     VARCHAR  复开时上一案的编号;分户立案时原户那一案的编号
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
),

titled AS (
  SELECT
    n.case_id,
    string_agg(d.title, chr(10) ORDER BY d.rule_id) AS titles
  FROM (
    SELECT
      case_id,
      unnest(rule_ids) AS rule_id
    FROM mart.case_state
    WHERE month = $month::DATE
  ) AS n
  INNER JOIN rule.definition AS d ON n.rule_id = d.rule_id
  -- between two runs no rule has judged the month yet
  WHERE d.month = (SELECT max(r.month) FROM rule.definition AS r WHERE r.month <= $month::DATE)
  GROUP BY n.case_id
),

-- what a measure delivered is needed for stands in the case itself, the rest was checked against this month's data
demand AS (
  SELECT
    s.case_id,
    d.demand,
    d.words
  FROM mart.case_state AS s
  INNER JOIN ref.closing_demand AS d ON s.family = d.family AND s.result = d.result
  WHERE s.month = $month::DATE AND is_open_case(s.state) AND d.demand = 'measure_delivered' AND NOT s.is_helped
  UNION ALL
  SELECT
    s.case_id,
    k.demand,
    CASE WHEN k.bars = '公示' THEN '申请销号以后还要公示 ' || k.days || ' 天' ELSE k.words END AS words
  FROM mart.case_state AS s
  INNER JOIN mart.closing_check AS k ON s.month = k.month AND s.case_id = k.case_id AND s.result = k.result
  WHERE s.month = $month::DATE AND is_open_case(s.state) AND k.is_met = FALSE AND (k.bars <> '公示' OR s.state <> '观察')
),

lacking AS (
  SELECT
    case_id,
    string_agg(words, chr(10) ORDER BY list_position(
      ['measure_delivered', 'finding_gone', 'income_known', 'income_enough', 'has_labour', 'income_steady', 'rigid_controlled', 'guarantees_met', 'publicity'],
      demand
    ), demand) AS words
  FROM demand
  GROUP BY case_id
),

-- contradicting feedback that nobody has explained yet
asked AS (
  SELECT
    case_id,
    arg_max(event, seq) AS event,
    arg_max(detail, seq) AS detail
  FROM mart.case_event
  WHERE month <= $month::DATE AND event IN ('待说明', '核查结果')
  GROUP BY case_id
),

joined AS (
  SELECT
    case_id,
    regexp_extract(max(detail), 'YJ[0-9A-Z-]+') AS case_id_after
  FROM mart.case_event
  WHERE month <= $month::DATE AND event = '并案'
  GROUP BY case_id
)

SELECT
  s.month,
  s.township_code,
  s.case_id,
  coalesce(c.village, e.village, u.village) AS village,
  coalesce(c.head_name, e.head_name, u.head_name) AS head_name,
  s.family,
  nullif(concat_ws(chr(10), u.seen, t.titles), '') AS findings,
  s.state,
  s.result,
  coalesce(s.observed_until, s.held_until) AS until_on,
  s.closing_asked_on AS asked_on,
  replace(s.last_answer, ';', chr(10)) AS last_answer,
  a.detail AS question,
  l.words AS lacking,
  s.opened_month,
  s.last_event,
  s.last_event_on,
  s.months_open,
  s.due_on,
  s.is_overdue,
  s.closed_on,
  s.closing_reason,
  j.case_id_after AS joined_into,
  s.predecessor_case_id AS predecessor
FROM mart.case_state AS s
LEFT JOIN titled AS t ON s.case_id = t.case_id
LEFT JOIN lacking AS l ON s.case_id = l.case_id
LEFT JOIN asked AS a ON s.case_id = a.case_id AND a.event = '待说明' AND is_open_case(s.state)
LEFT JOIN joined AS j ON s.case_id = j.case_id
LEFT JOIN urgent AS u ON s.case_id = u.case_id
LEFT JOIN core.household_month AS c ON s.month = c.month AND s.household_id = c.household_id
LEFT JOIN earlier AS e ON s.case_id = e.case_id
WHERE s.month = $month::DATE
