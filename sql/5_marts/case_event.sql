-- table:   mart.case_event
-- title:   个案流水: 立案、派单、核查结果、帮扶落实、销号等,只增不改
-- grain:   month, case_id, seq
-- reads:   rule.hit, rule.definition, mart.urgent_case, mart.case_claim, mart.case_answer, mart.case_now, mart.finding, mart.random_draw, mart.roster_pair, ref.policy_in_force, ref.case_move, ref.document
-- earlier: mart.case_event
-- params:  month, closes_on, jurisdictions
-- numbers: 2 3 4 5 6 同一案本月里的先后: 立案,急难快报,要办的事,新增预警,公示期满和分歧消失
-- note:    销号只由乡镇核查反馈提出,或者部门的数据本身已经与名册一致;评分、超期、名册缺行都不能销号。
--            急难快报当天就有预警编号,本月的核查反馈已经可以答它
-- columns:
--   month                DATE       月份,每月1日
--   case_id              VARCHAR    预警编号
--   seq                  INTEGER    本案第几件事
--   happened_on          DATE       发生日期
--   known_on             DATE       知晓日期
--   event                VARCHAR    事件: 立案/复开/新增预警/入册/派单/核查结果/帮扶落实/申请销号/销号/不予销号/暂缓/恢复/待说明/未采纳/户变更/并案/分歧消失
--   move                 VARCHAR    办了什么,见 ref.case_move;待说明、未采纳的不在表上
--   detail               VARCHAR    说明
--   household_id         VARCHAR    户编号
--   township_code        VARCHAR    乡镇代码
--   family               VARCHAR    问题类别
--   state_after          VARCHAR    此后的状态;不改变状态的为空
--   until_on             DATE       暂缓或公示到哪天;其他为空
--   rule_ids             VARCHAR[]  本事件涉及的规则
--   predecessor_case_id  VARCHAR    复开时上一案的编号;分户立案时原户那一案的编号
--   submission_id        VARCHAR    来自哪次报送;不来自报送的为空
--   row_number           INTEGER    原表行号;不来自报送的为空
--   basis                VARCHAR    依据,文号·条款;本县自定的写本县规定
WITH case_now AS (
  SELECT *
  FROM mart.case_now
  WHERE month = $month::DATE
),

limits AS (
  SELECT max(value) AS watch_months
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'case_watch_months'
),

predecessor AS (
  SELECT
    c.household_id,
    c.family,
    arg_max(c.case_id, (c.closed_on, c.case_id)) AS case_id,
    max(c.closed_on) AS closed_on
  FROM case_now AS c
  CROSS JOIN limits AS l
  WHERE c.state = '已销号' AND NOT c.is_urgent_now AND date_diff('month', c.closed_on, $closes_on::DATE) <= l.watch_months
  GROUP BY c.household_id, c.family
),

-- what is worth a visit this month: not what was found out before and has not changed
found AS (
  SELECT
    household_id,
    family,
    min(township_code) AS township_code,
    min(case_id) AS case_id,
    list_sort(list(rule_id)) AS rule_ids
  FROM mart.finding
  WHERE month = $month::DATE AND NOT is_quiet
  GROUP BY household_id, family
),

joined AS (
  SELECT
    c.*,
    list_filter(f.rule_ids, lambda r : NOT list_contains(c.rule_ids, r)) AS added
  FROM found AS f
  INNER JOIN case_now AS c ON f.case_id = c.case_id
  WHERE c.state = '观察' OR NOT list_has_all(c.rule_ids, f.rule_ids)
),

-- those who left an open case's household and are a household of their own now
parted AS (
  SELECT
    p.household_after AS household_id,
    min(p.township_after) AS township_code,
    c.family,
    min(c.case_id) AS case_id
  FROM mart.roster_pair AS p
  INNER JOIN mart.roster_pair AS h
    ON p.month = h.month AND h.unit = '户' AND p.household_after = h.household_after AND h.household_before IS NULL
  INNER JOIN case_now AS c ON p.household_before = c.household_id AND c.is_open
  WHERE p.month = $month::DATE AND p.unit = '人'
  GROUP BY p.household_after, c.family
),

-- every rule of the case was asked this month and answered no: the department's own data agree now
agreed AS (
  SELECT c.*
  FROM case_now AS c
  WHERE
    c.family IN ('漏统漏管', '漏查漏退')
    AND len(c.rule_ids) > 0
    AND c.rule_ids = (
      SELECT list_sort(list(v.rule_id))
      FROM (
        SELECT h.rule_id
        FROM rule.hit AS h
        WHERE h.month = $month::DATE AND h.household_id = c.household_id AND list_contains(c.rule_ids, h.rule_id)
        GROUP BY h.rule_id
        HAVING bool_and(h.is_triggered IS NOT NULL AND NOT h.is_triggered)
      ) AS v
    )
),

event AS (
  SELECT
    case_number($month::DATE, f.household_id, f.family) AS case_id,
    1 AS stage,
    1 AS place,
    -- what a late form closed does not come back before that day
    greatest($closes_on::DATE, p.closed_on) AS happened_on,
    greatest($closes_on::DATE, p.closed_on) AS known_on,
    CASE WHEN p.case_id IS NULL THEN '立案' ELSE '复开' END AS move,
    '发现 ' || len(f.rule_ids) || ' 项' AS detail,
    f.household_id,
    f.township_code,
    f.family,
    '无' AS state_before,
    CAST(NULL AS DATE) AS until_on,
    f.rule_ids,
    p.case_id AS predecessor_case_id,
    CAST(NULL AS VARCHAR) AS submission_id,
    CAST(NULL AS INTEGER) AS row_number
  FROM found AS f
  ANTI JOIN case_now AS c ON f.case_id = c.case_id
  LEFT JOIN predecessor AS p ON f.household_id = p.household_id AND f.family = p.family
  UNION ALL BY NAME
  SELECT
    case_number($month::DATE, r.household_id, '例行走访') AS case_id,
    1 AS stage,
    1 AS place,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    '立案' AS move,
    '按月走访' AS detail,
    r.household_id,
    r.township_code,
    '例行走访' AS family,
    '无' AS state_before,
    [] AS rule_ids
  FROM mart.random_draw AS r
  WHERE r.month = $month::DATE
  UNION ALL BY NAME
  SELECT
    case_number($month::DATE, q.household_id, q.family) AS case_id,
    1 AS stage,
    1 AS place,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    '立案' AS move,
    '由原户分出' AS detail,
    q.household_id,
    q.township_code,
    q.family,
    '无' AS state_before,
    [] AS rule_ids,
    q.case_id AS predecessor_case_id
  FROM parted AS q
  ANTI JOIN found AS f ON q.household_id = f.household_id AND q.family = f.family
  ANTI JOIN case_now AS c ON q.household_id = c.household_id AND q.family = c.family AND (c.is_open OR c.is_urgent_now)
  UNION ALL BY NAME
  SELECT
    u.case_id,
    2 AS stage,
    1 AS place,
    u.known_on AS happened_on,
    u.known_on,
    CASE WHEN p.case_id IS NULL THEN '立案' ELSE '复开' END AS move,
    u.detail,
    u.household_id,
    u.township_code,
    u.family,
    '无' AS state_before,
    [] AS rule_ids,
    p.case_id AS predecessor_case_id
  FROM mart.urgent_case AS u
  LEFT JOIN predecessor AS p ON u.household_id = p.household_id AND u.family = p.family
  WHERE u.month = $month::DATE AND u.event = '立案'
  UNION ALL BY NAME
  SELECT
    a.case_id,
    3 AS stage,
    a.place,
    c.happened_on,
    c.known_on,
    a.move,
    a.detail,
    b.household_id,
    b.township_code,
    b.family,
    a.state_before,
    a.until_on,
    [] AS rule_ids,
    c.submission_id,
    c.row_number
  FROM mart.case_answer AS a
  INNER JOIN mart.case_claim AS c ON a.month = c.month AND a.case_id = c.case_id AND a.place = c.place
  INNER JOIN case_now AS b ON a.case_id = b.case_id
  WHERE a.month = $month::DATE
  UNION ALL BY NAME
  SELECT
    case_id,
    4 AS stage,
    1 AS place,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    '新增预警' AS move,
    CASE WHEN len(added) > 0 THEN '新增 ' || len(added) || ' 项' ELSE '公示期内本月数据又显示同一类问题' END AS detail,
    household_id,
    township_code,
    family,
    state AS state_before,
    added AS rule_ids
  FROM joined
  UNION ALL BY NAME
  SELECT
    c.case_id,
    5 AS stage,
    1 AS place,
    CASE WHEN c.lacking IS NULL THEN c.observed_until ELSE $closes_on::DATE END AS happened_on,
    $closes_on::DATE AS known_on,
    CASE WHEN c.lacking IS NULL THEN '观察期满' WHEN c.is_barred THEN '不得销号' ELSE '观察中止' END AS move,
    coalesce(c.lacking, '属实') AS detail,
    c.household_id,
    c.township_code,
    c.family,
    c.state AS state_before,
    [] AS rule_ids
  FROM case_now AS c
  ANTI JOIN joined AS j ON c.case_id = j.case_id
  WHERE
    c.state = '观察'
    AND c.observed_until < $closes_on::DATE
    AND EXISTS (SELECT 1 FROM rule.definition AS d WHERE d.month = $month::DATE)
  UNION ALL BY NAME
  SELECT
    c.case_id,
    6 AS stage,
    1 AS place,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    '分歧消失' AS move,
    '部门数据与名册已经一致' AS detail,
    c.household_id,
    c.township_code,
    c.family,
    c.state AS state_before,
    [] AS rule_ids
  FROM agreed AS c
  INNER JOIN ref.case_move AS m ON c.state = m.from_state AND m.move = '分歧消失'
  ANTI JOIN joined AS j ON c.case_id = j.case_id
)

SELECT
  $month::DATE AS month,
  e.case_id,
  CAST(coalesce(s.seq, 0) + row_number() OVER (PARTITION BY e.case_id ORDER BY e.stage, e.place) AS INTEGER) AS seq,
  e.happened_on,
  e.known_on,
  CASE
    WHEN e.move IN ('属实', '不属实', '已有政策覆盖', '外出未见', '需部门复核') THEN '核查结果'
    WHEN e.move IN ('准予销号', '观察期满') THEN '销号'
    WHEN e.move = '准予观察' THEN '申请销号'
    WHEN e.move IN ('不得销号', '观察中止') THEN '不予销号'
    ELSE e.move
  END AS event,
  e.move,
  e.detail,
  e.household_id,
  e.township_code,
  e.family,
  nullif(m.to_state, e.state_before) AS state_after,
  e.until_on,
  e.rule_ids,
  e.predecessor_case_id,
  e.submission_id,
  e.row_number,
  coalesce(d.number || '·' || m.clause, '本县规定') AS basis
FROM event AS e
LEFT JOIN ref.case_move AS m ON e.state_before = m.from_state AND e.move = m.move
LEFT JOIN ref.document AS d
  ON m.document = d.document AND e.known_on >= d.issued_on AND list_contains($jurisdictions::VARCHAR[], d.jurisdiction)
LEFT JOIN (
  SELECT
    case_id,
    max(seq) AS seq
  FROM mart.case_event
  WHERE month < $month::DATE
  GROUP BY case_id
) AS s ON e.case_id = s.case_id
