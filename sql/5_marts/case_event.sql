-- table:   mart.case_event
-- title:   个案流水: 立案、新增预警、核查结果、帮扶落实、销号等,只增不改
-- grain:   month, case_id, seq
-- reads:   rule.hit, rule.definition, stg.feedback, mart.feedback_unplaced, mart.urgent_case, mart.case_before, core.household_month, core.person_month, ref.policy_in_force
-- earlier: mart.case_event
-- params:  month, closes_on
-- numbers: 2 3 4 5 6 同一天内事件的先后
-- note:    销号只由乡镇核查反馈提出;评分、超期、名册缺行都不能销号。急难快报当天就有预警编号,本月的核查反馈已经可以答它
-- columns:
--   month                DATE       月份,每月1日
--   case_id              VARCHAR    预警编号
--   seq                  INTEGER    本案第几件事
--   happened_on          DATE       发生日期
--   known_on             DATE       知晓日期
--   event                VARCHAR    事件: 立案/复开/新增预警/入册/核查结果/帮扶落实/销号/不予销号
--   detail               VARCHAR    说明
--   household_id         VARCHAR    户编号
--   township_code        VARCHAR    乡镇代码
--   family               VARCHAR    问题类别
--   state_after          VARCHAR    此后的状态;不改变状态的为空
--   rule_ids             VARCHAR[]  本事件涉及的规则
--   predecessor_case_id  VARCHAR    复开时上一案的编号
WITH finding AS (
  SELECT
    h.household_id,
    d.family,
    min(c.township_code) AS township_code,
    list_sort(list(DISTINCT h.rule_id)) AS rule_ids
  FROM rule.hit AS h
  INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
  INNER JOIN core.household_month AS c ON h.month = c.month AND h.household_id = c.household_id
  WHERE h.month = $month::DATE AND h.is_triggered
  GROUP BY h.household_id, d.family
),

case_before AS (
  SELECT *
  FROM mart.case_before
  WHERE month = $month::DATE
),

labour AS (
  SELECT
    household_id,
    count(*) FILTER (WHERE labour_capacity IN ('有', '部分丧失')) AS able,
    count(*) FILTER (WHERE labour_capacity IS NULL) AS unknown
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
  GROUP BY household_id
),

heard AS (
  SELECT
    b.case_id,
    b.household_id,
    b.township_code,
    b.family,
    coalesce(f.visited_on, f.known_on) AS visited_on,
    f.known_on,
    f.result,
    f.measure,
    f.delivered_on,
    f.asks_to_close,
    concat_ws(';', f.measure, f.remark) AS detail,
    CASE
      WHEN f.result IN ('外出未见', '需部门复核') THEN '尚无核查结论'
      WHEN f.result = '属实' AND (f.measure IS NULL OR f.delivered_on IS NULL) THEN '属实的问题要先填采取措施和落实日期'
      WHEN f.result = '属实' AND n.household_id IS NOT NULL THEN '本月数据仍显示同一类问题'
      WHEN f.result = '属实' AND l.able = 0 AND l.unknown = 0 THEN '家中没有劳动力,继续跟踪帮扶'
    END AS refusal
  FROM stg.feedback AS f
  INNER JOIN case_before AS b ON f.case_id = b.case_id
  -- what fits no case is told apart there, and only there
  ANTI JOIN mart.feedback_unplaced AS u ON f.month = u.month AND f.township_code = u.township_code AND f.row_number = u.row_number
  LEFT JOIN finding AS n ON b.household_id = n.household_id AND b.family = n.family
  LEFT JOIN labour AS l ON b.household_id = l.household_id
  WHERE
    f.month = $month::DATE
    AND NOT EXISTS (
      SELECT 1
      FROM mart.case_event AS e
      WHERE
        e.month < $month::DATE
        AND e.case_id = b.case_id
        AND e.event = '核查结果'
        AND e.state_after = f.result
        AND e.happened_on = coalesce(f.visited_on, f.known_on)
    )
  QUALIFY row_number() OVER (PARTITION BY b.case_id ORDER BY f.visited_on DESC NULLS LAST, f.row_number DESC, f.township_code ASC) = 1
),

closed_now AS (
  SELECT
    case_id,
    result
  FROM heard
  WHERE asks_to_close AND refusal IS NULL
),

case_now AS (
  SELECT
    b.case_id,
    b.household_id,
    b.family,
    b.rule_ids,
    b.is_urgent_now,
    b.state = '已销号' OR c.case_id IS NOT NULL AS is_closed,
    CASE WHEN c.case_id IS NULL THEN b.closing_reason ELSE c.result END AS closing_reason,
    CASE WHEN c.case_id IS NULL THEN b.closed_on ELSE $closes_on::DATE END AS closed_on
  FROM case_before AS b
  LEFT JOIN closed_now AS c ON b.case_id = c.case_id
),

limits AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'case_watch_months') AS watch_months,
    max(value) FILTER (WHERE parameter = 'case_fact_memory_months') AS memory_months
  FROM ref.policy_in_force
  WHERE month = $month::DATE
),

remembered AS (
  SELECT DISTINCT
    f.household_id,
    f.family
  FROM finding AS f
  INNER JOIN case_now AS c ON f.household_id = c.household_id AND f.family = c.family
  CROSS JOIN limits AS l
  WHERE
    c.is_closed
    AND c.closing_reason IN ('不属实', '已有政策覆盖')
    AND list_has_all(c.rule_ids, f.rule_ids)
    AND date_diff('month', c.closed_on, $closes_on::DATE) <= l.memory_months
),

predecessor AS (
  SELECT
    c.household_id,
    c.family,
    arg_max(c.case_id, (c.closed_on, c.case_id)) AS case_id
  FROM case_now AS c
  CROSS JOIN limits AS l
  WHERE c.is_closed AND NOT c.is_urgent_now AND date_diff('month', c.closed_on, $closes_on::DATE) <= l.watch_months
  GROUP BY c.household_id, c.family
),

opened AS (
  SELECT
    f.*,
    p.case_id AS predecessor_case_id
  FROM finding AS f
  LEFT JOIN predecessor AS p ON f.household_id = p.household_id AND f.family = p.family
  ANTI JOIN case_now AS c ON f.household_id = c.household_id AND f.family = c.family AND (c.is_urgent_now OR NOT c.is_closed)
  ANTI JOIN remembered AS r ON f.household_id = r.household_id AND f.family = r.family
),

event AS (
  SELECT
    case_number($month::DATE, household_id, family) AS case_id,
    1 AS step,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    CASE WHEN predecessor_case_id IS NULL THEN '立案' ELSE '复开' END AS event,
    '发现 ' || len(rule_ids) || ' 项' AS detail,
    household_id,
    township_code,
    family,
    '待核查' AS state_after,
    rule_ids,
    predecessor_case_id
  FROM opened
  UNION ALL
  SELECT
    u.case_id,
    2 AS step,
    u.known_on AS happened_on,
    u.known_on,
    CASE WHEN u.event = '立案' AND p.case_id IS NOT NULL THEN '复开' ELSE u.event END AS event,
    u.detail,
    u.household_id,
    u.township_code,
    u.family,
    CASE WHEN u.event = '立案' THEN '待核查' END AS state_after,
    [] AS rule_ids,
    CASE WHEN u.event = '立案' THEN p.case_id END AS predecessor_case_id
  FROM mart.urgent_case AS u
  LEFT JOIN predecessor AS p ON u.household_id = p.household_id AND u.family = p.family
  WHERE u.month = $month::DATE
  UNION ALL
  SELECT
    c.case_id,
    3 AS step,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    '新增预警' AS event,
    '新增 ' || len(list_filter(f.rule_ids, lambda r : NOT list_contains(c.rule_ids, r))) || ' 项' AS detail,
    f.household_id,
    f.township_code,
    f.family,
    NULL AS state_after,
    list_filter(f.rule_ids, lambda r : NOT list_contains(c.rule_ids, r)) AS rule_ids,
    NULL AS predecessor_case_id
  FROM finding AS f
  INNER JOIN case_now AS c ON f.household_id = c.household_id AND f.family = c.family AND (c.is_urgent_now OR NOT c.is_closed)
  WHERE NOT list_has_all(c.rule_ids, f.rule_ids)
  UNION ALL
  SELECT
    case_id,
    4 AS step,
    visited_on AS happened_on,
    known_on,
    '核查结果' AS event,
    detail,
    household_id,
    township_code,
    family,
    result AS state_after,
    [] AS rule_ids,
    NULL AS predecessor_case_id
  FROM heard
  UNION ALL
  SELECT
    case_id,
    5 AS step,
    delivered_on AS happened_on,
    known_on,
    '帮扶落实' AS event,
    measure AS detail,
    household_id,
    township_code,
    family,
    '帮扶落实' AS state_after,
    [] AS rule_ids,
    NULL AS predecessor_case_id
  FROM heard
  WHERE result = '属实' AND measure IS NOT NULL AND delivered_on IS NOT NULL
  UNION ALL
  SELECT
    case_id,
    6 AS step,
    known_on AS happened_on,
    known_on,
    CASE WHEN refusal IS NULL THEN '销号' ELSE '不予销号' END AS event,
    coalesce(refusal, result) AS detail,
    household_id,
    township_code,
    family,
    CASE
      WHEN refusal IS NULL THEN '已销号'
      WHEN refusal = '家中没有劳动力,继续跟踪帮扶' THEN '不得销号'
    END AS state_after,
    [] AS rule_ids,
    NULL AS predecessor_case_id
  FROM heard
  WHERE asks_to_close
)

SELECT
  $month::DATE AS month,
  e.case_id,
  CAST(
    coalesce((SELECT max(p.seq) FROM mart.case_event AS p WHERE p.case_id = e.case_id AND p.month < $month::DATE), 0)
    + row_number() OVER (PARTITION BY e.case_id ORDER BY e.step) AS INTEGER
  ) AS seq,
  e.happened_on,
  e.known_on,
  e.event,
  e.detail,
  e.household_id,
  e.township_code,
  e.family,
  e.state_after,
  e.rule_ids,
  e.predecessor_case_id
FROM event AS e
