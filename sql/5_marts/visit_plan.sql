-- table:   mart.visit_plan
-- title:   本月走访安排: 等不得的和本月抽到例行走访的全部列入,其余按缓急、评分、已等月数排队,排到乡镇走访工时用完为止;列入的按村编成一趟一趟
-- grain:   month, case_id
-- reads:   mart.visit_need, mart.risk_score, mart.visit_capacity, ref.village_travel, ref.policy_in_force
-- params:  month
-- note:    一趟就是一天: 一个村,或同一路线上的几个村;路途一趟只算一次,同一路线按最远的村算。村不知道的,一户一趟。
--            排队时一户要多用的工时是到户的时间,要新跑一趟的加上路途,所以排到哪里正好就是那几趟的工时。
--            本月抽到的例行走访占工时在先,上门的先后和别的户一样排;以前抽到而没有走成的排在最后,有余下的工时才去。评分只影响先后,不影响立案和销号;村只用来编趟,不影响先后
-- columns:
--   month              DATE           月份,每月1日
--   case_id            VARCHAR        预警编号
--   household_id       VARCHAR        户编号
--   township_code      VARCHAR        乡镇代码
--   village            VARCHAR        行政村;不知道为空
--   urgency            VARCHAR        缓急: 紧急/一般/核实;本月数据未再显示的、过了当月的例行走访为核实
--   needs_visit        BOOLEAN        还要上门: 待核查、核查中或外出未见
--   is_random          BOOLEAN        例行走访抽到的;只在数据里注明,清单上和别的一样
--   is_forced          BOOLEAN        工时不够也要去: 这一户有紧急的、等满参数规定月数的或本月抽到例行走访的
--   months_waiting     INTEGER        要上门而没有排上的月数
--   priority           INTEGER        乡镇内的先后,列入的在前,1为最先,同一户相同;不用上门的为空
--   is_listed          BOOLEAN        是否列入本月清单
--   not_listed_reason  VARCHAR        没有列入的原因
--   walk               INTEGER        乡镇内第几趟;没有列入的为空
--   hours              DECIMAL(12,2)  走访工时,小时: 到户的时间,一趟的头一户加上路途;没有列入的为排上它要多用的工时。一户几案记在第一案,其余为 0;不用上门的为空
--   due_on             DATE           核查期限
WITH norm AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'visit_hours_household') AS visit_hours,
    max(value) FILTER (WHERE parameter = 'visit_travel_hours') AS travel_hours,
    max(value) FILTER (WHERE parameter = 'visit_day_hours') AS day_hours
  FROM ref.policy_in_force
  WHERE month = $month::DATE
),

household AS (
  SELECT
    n.township_code,
    n.household_id,
    min(n.village) AS village,
    min(list_position(['紧急', '一般', '核实'], n.urgency)) AS urgency_rank,
    bool_or(n.is_pressing) AS is_pressing,
    bool_or(n.is_pressing OR n.is_drawn_now) AS is_forced,
    bool_and(n.is_random AND NOT n.is_drawn_now) AS is_late,
    max(n.months_waiting) AS months_waiting,
    min(n.case_id) AS first_case,
    coalesce(max(r.score), 0) AS score
  FROM mart.visit_need AS n
  LEFT JOIN mart.risk_score AS r ON n.month = r.month AND n.household_id = r.household_id
  WHERE n.month = $month::DATE AND n.needs_visit
  GROUP BY n.township_code, n.household_id
),

queue AS (
  SELECT
    h.*,
    coalesce('路线 ' || t.route, '村 ' || h.village, '户 ' || h.household_id) AS way,
    coalesce(t.travel_hours, n.travel_hours) AS travel_hours,
    n.visit_hours,
    n.day_hours,
    row_number() OVER (
      PARTITION BY h.township_code
      ORDER BY h.is_pressing DESC, h.is_late ASC, h.urgency_rank ASC, h.score DESC, h.months_waiting DESC, h.household_id ASC
    ) AS rank
  FROM household AS h
  CROSS JOIN norm AS n
  LEFT JOIN ref.village_travel AS t ON h.township_code = t.township_code AND h.village = t.village
),

way AS (
  SELECT
    township_code,
    way,
    max(travel_hours) AS travel_hours,
    greatest(1, floor((max(day_hours) - max(travel_hours)) / nullif(max(visit_hours), 0))) AS households_a_day
  FROM queue
  GROUP BY township_code, way
),

costed AS (
  SELECT
    q.* EXCLUDE (travel_hours),
    w.travel_hours,
    w.households_a_day,
    q.visit_hours
    + CASE
      WHEN (row_number() OVER (PARTITION BY q.township_code, q.way ORDER BY q.is_forced DESC, q.rank ASC) - 1) % w.households_a_day = 0 THEN w.travel_hours
      ELSE 0
    END AS added_hours
  FROM queue AS q
  INNER JOIN way AS w ON q.township_code = w.township_code AND q.way = w.way
),

packed AS (
  SELECT
    c.*,
    k.hours AS hours_had,
    c.is_forced
    OR coalesce(sum(c.added_hours) OVER (PARTITION BY c.township_code ORDER BY c.is_forced DESC, c.rank ASC) <= k.hours, FALSE) AS is_listed
  FROM costed AS c
  LEFT JOIN mart.visit_capacity AS k ON k.month = $month::DATE AND c.township_code = k.township_code
),

numbered AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY township_code ORDER BY is_listed DESC, rank ASC) AS priority
  FROM packed
),

listed AS (
  SELECT
    *,
    min(priority) OVER (PARTITION BY township_code, way, village) AS village_first
  FROM numbered
  WHERE is_listed
),

-- along a route village after village, the one with the most pressing household first
lined_up AS (
  SELECT
    *,
    row_number() OVER (PARTITION BY township_code, way ORDER BY village_first, priority) - 1 AS place
  FROM listed
),

in_walks AS (
  SELECT
    *,
    min(priority) OVER (PARTITION BY township_code, way, floor(place / households_a_day)) AS walk_first
  FROM lined_up
),

walked AS (
  SELECT
    township_code,
    household_id,
    dense_rank() OVER (PARTITION BY township_code ORDER BY walk_first) AS walk,
    visit_hours + CASE WHEN place % households_a_day = 0 THEN travel_hours ELSE 0 END AS hours
  FROM in_walks
)

SELECT
  n.month,
  n.case_id,
  n.household_id,
  n.township_code,
  n.village,
  n.urgency,
  n.needs_visit,
  n.is_random,
  n.needs_visit AND coalesce(p.is_forced, FALSE) AS is_forced,
  n.months_waiting,
  CASE WHEN n.needs_visit THEN CAST(p.priority AS INTEGER) END AS priority,
  n.needs_visit AND coalesce(p.is_listed, FALSE) AS is_listed,
  CASE
    WHEN n.needs_visit AND p.is_listed THEN NULL
    WHEN n.state = '暂缓' THEN '暂缓办理'
    WHEN n.state = '需部门复核' THEN '等待部门复核'
    WHEN n.state IN ('帮扶落实', '观察', '不得销号') THEN '已经帮扶,继续跟踪'
    WHEN NOT n.needs_visit THEN '已有核查结果,等待办理'
    WHEN p.hours_had IS NULL THEN '县里还没有定走访工时'
    WHEN p.hours_had = 0 THEN '本月没有走访工时'
    WHEN p.is_late THEN '例行走访过了当月,排在最后,本月走访时间已排满'
    ELSE '本月走访时间已排满'
  END AS not_listed_reason,
  CASE WHEN n.needs_visit THEN CAST(w.walk AS INTEGER) END AS walk,
  CASE WHEN NOT n.needs_visit THEN NULL WHEN n.case_id = p.first_case THEN coalesce(w.hours, p.added_hours) ELSE 0 END AS hours,
  n.due_on
FROM mart.visit_need AS n
LEFT JOIN numbered AS p ON n.township_code = p.township_code AND n.household_id = p.household_id
LEFT JOIN walked AS w ON n.township_code = w.township_code AND n.household_id = w.household_id
WHERE n.month = $month::DATE
