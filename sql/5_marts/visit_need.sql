-- table:   mart.visit_need
-- title:   每个在办的个案要不要上门: 缓急、住在哪个村、已等几个月、是不是等不得
-- grain:   month, case_id
-- reads:   mart.case_state, mart.finding, rule.definition, mart.urgent_case, mart.random_draw, core.household_month, stg.list_approval, ref.policy_in_force
-- earlier: mart.visit_need, mart.visit_plan
-- params:  month
-- note:    户迁走的按本月所在的乡镇和村;离了册的照上一次知道的。等候的月数: 要上门而没有列入清单,或者列入了而清单没有下发。
--            例行走访只在抽到的当月占先: 过了当月还没有走成的不销号、照样等着,但不再占工时在先,也不因为等满了就一定去——
--            那一户什么也没有查出来,不该挤掉有预警的户
-- columns:
--   month           DATE     月份,每月1日
--   case_id         VARCHAR  预警编号
--   household_id    VARCHAR  户编号
--   township_code   VARCHAR  乡镇代码
--   village         VARCHAR  行政村;不知道为空
--   state           VARCHAR  个案状态
--   urgency         VARCHAR  缓急: 紧急/一般/核实;本月数据未再显示的、过了当月的例行走访为核实
--   needs_visit     BOOLEAN  还要上门: 待核查、核查中或外出未见
--   is_random       BOOLEAN  例行走访抽到的;只在数据里注明,清单上和别的一样
--   is_drawn_now    BOOLEAN  其中本月抽到的
--   months_waiting  INTEGER  要上门而没有排上的月数
--   is_pressing     BOOLEAN  等不得: 要上门,紧急的或者等满参数规定月数的;例行走访不因等满而等不得
--   due_on          DATE     核查期限
WITH found AS (
  SELECT
    f.household_id,
    f.family,
    arg_min(d.urgency, list_position(['紧急', '一般', '核实'], d.urgency)) AS urgency
  FROM mart.finding AS f
  INNER JOIN rule.definition AS d ON f.month = d.month AND f.rule_id = d.rule_id
  WHERE f.month = $month::DATE AND NOT f.is_quiet
  GROUP BY f.household_id, f.family
),

withheld AS (
  SELECT list_month
  FROM stg.list_approval
  WHERE month = $month::DATE AND decision IS NOT NULL
  GROUP BY list_month
  HAVING NOT bool_or(decision = '下发')
),

earlier AS (
  SELECT
    n.case_id,
    arg_max(n.village, n.month) AS village,
    count(*) FILTER (WHERE n.needs_visit AND (NOT p.is_listed OR w.list_month IS NOT NULL)) AS months_waiting
  FROM mart.visit_need AS n
  INNER JOIN mart.visit_plan AS p ON n.month = p.month AND n.case_id = p.case_id
  LEFT JOIN withheld AS w ON n.month = w.list_month
  WHERE n.month < $month::DATE
  GROUP BY n.case_id
),

bound AS (
  SELECT max(value) AS months
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'visit_wait_months'
),

open_case AS (
  SELECT
    s.case_id,
    s.household_id,
    coalesce(c.township_code, s.township_code) AS township_code,
    coalesce(c.village, u.village, e.village) AS village,
    s.state,
    CASE
      WHEN u.case_id IS NOT NULL AND u.event <> '入册' THEN '紧急'
      WHEN d.household_id IS NOT NULL THEN '一般'
      ELSE coalesce(f.urgency, '核实')
    END AS urgency,
    s.state IN ('待核查', '核查中', '外出未见') AS needs_visit,
    s.is_random,
    d.household_id IS NOT NULL AS is_drawn_now,
    CAST(coalesce(e.months_waiting, 0) AS INTEGER) AS months_waiting,
    s.due_on
  FROM mart.case_state AS s
  LEFT JOIN found AS f ON s.household_id = f.household_id AND s.family = f.family
  LEFT JOIN mart.urgent_case AS u ON s.month = u.month AND s.case_id = u.case_id
  LEFT JOIN mart.random_draw AS d ON s.month = d.month AND s.household_id = d.household_id AND s.is_random
  LEFT JOIN core.household_month AS c ON s.month = c.month AND s.household_id = c.household_id
  LEFT JOIN earlier AS e ON s.case_id = e.case_id
  WHERE s.month = $month::DATE AND is_open_case(s.state)
)

SELECT
  $month::DATE AS month,
  o.case_id,
  o.household_id,
  o.township_code,
  o.village,
  o.state,
  o.urgency,
  o.needs_visit,
  o.is_random,
  o.is_drawn_now,
  o.months_waiting,
  o.needs_visit AND (o.urgency = '紧急' OR NOT o.is_random AND coalesce(o.months_waiting >= b.months, FALSE)) AS is_pressing,
  o.due_on
FROM open_case AS o
CROSS JOIN bound AS b
