-- table:   mart.case_clock
-- title:   本月在走和本月停下的每一项办理期限: 从哪天起、哪天到期、办没办、超了几天、谁负责、依据什么
-- grain:   month, clock_id
-- reads:   ref.clock, ref.calendar_day, ref.division, mart.case_spell, mart.case_event, mart.urgent_case, mart.household_clock, core.household_month
-- params:  month, known_on, closes_on
-- note:    起算日那天不算;到期日当天还不算超期,到下一天还没办才算,遇放假不顺延。按出清单的那天(截止日的下一天)算,月中看的按看的那天算。
--            急难快报立的案按上门期限,不另算核查期限;并入在办个案的快报另起一项。起算日不知道、没有定期限的,到期日和超没超期都是空,不当作没有超期
-- columns:
--   month           DATE     月份,每月1日
--   clock_id        VARCHAR  编号: 哪种期限、哪一案或哪一户、哪一次;各月相同
--   clock           VARCHAR  期限,见 ref.clock
--   case_id         VARCHAR  预警编号;不属于个案的为空
--   household_id    VARCHAR  户编号
--   township_code   VARCHAR  乡镇代码
--   family          VARCHAR  问题类别;不属于个案的为空
--   started_on      DATE     起算日;不知道为空
--   due_on          DATE     到期日;起算日不知道、没有定期限的为空
--   stopped_on      DATE     办到的日期;还在走或日期不知道为空
--   is_running      BOOLEAN  还在走
--   is_overdue      BOOLEAN  还在走而已超期;不能判断为空;要等满的期限不算超期,为否
--   days_over       INTEGER  超了几天(日历天),没有超为0;已办到的为迟了几天;不能判断为空
--   office          VARCHAR  责任单位: 乡镇,或县民政局的科室
--   basis           VARCHAR  文号·条款,没有文件写明的为本县规定
--   is_provisional  BOOLEAN  到期日要数工作日,而其间有的年份节假日安排还没有公布,暂按周一至周五计
--   doubt           VARCHAR  为什么不能判断;能判断的为空
WITH urgent AS (
  SELECT
    case_id,
    month,
    known_on,
    event
  FROM mart.urgent_case
  WHERE month <= $month::DATE AND event <> '入册'
),

-- the first answer that came after the report, in the order of events
answered AS (
  SELECT
    u.case_id,
    u.month AS reported_month,
    arg_min_null(e.happened_on, e.seq) AS happened_on,
    arg_min(e.month, e.seq) AS month
  FROM urgent AS u
  INNER JOIN mart.case_event AS e ON u.case_id = e.case_id AND u.known_on <= e.known_on
  WHERE
    e.month <= $month::DATE
    AND (e.event = '核查结果' AND coalesce(e.state_after <> '外出未见', TRUE) OR e.state_after IN ('已销号', '已并案'))
  GROUP BY u.case_id, u.month
),

monitored AS (
  SELECT
    household_id,
    monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') AS is_monitored
  FROM core.household_month
  WHERE month = (SELECT max(p.month) FROM core.household_month AS p WHERE p.month <= $month::DATE)
),

-- a refusal is told when a measure that says so was carried out
told AS (
  SELECT
    p.case_id,
    p.spell,
    min(e.happened_on) AS happened_on,
    min(e.month) AS month
  FROM mart.case_spell AS p
  INNER JOIN mart.case_event AS e ON p.case_id = e.case_id AND p.known_on <= e.known_on
  WHERE p.month = $month::DATE AND p.phase = 'refuse' AND e.month <= $month::DATE AND e.event = '帮扶落实' AND contains(e.detail, '告知')
  GROUP BY p.case_id, p.spell
),

case_run AS (
  SELECT
    CASE
      WHEN p.phase = 'verify' THEN 'verify'
      WHEN p.phase = 'decide' AND p.is_special THEN 'decide_special'
      WHEN p.phase = 'decide' THEN 'decide'
      WHEN p.phase = 'refuse' THEN 'refusal_notice'
      WHEN m.is_monitored THEN 'publicity_monitored'
      ELSE 'publicity_dibao'
    END AS clock,
    concat_ws('/', p.phase, p.case_id, p.spell) AS clock_id,
    p.case_id,
    p.household_id,
    p.township_code,
    p.family,
    p.started_on,
    CASE WHEN t.month IS NULL THEN p.stopped_on ELSE t.happened_on END AS stopped_on,
    coalesce(t.month, p.stopped_month) AS stopped_month,
    p.held_days,
    p.held_workdays
  FROM mart.case_spell AS p
  LEFT JOIN monitored AS m ON p.household_id = m.household_id
  LEFT JOIN told AS t ON p.case_id = t.case_id AND p.spell = t.spell
  LEFT JOIN urgent AS u ON p.case_id = u.case_id AND u.event = '立案'
  WHERE
    p.month = $month::DATE
    AND CASE p.phase
      WHEN 'verify' THEN u.case_id IS NULL OR p.spell > 1
      WHEN 'decide' THEN p.family = '漏保漏救'
      WHEN 'refuse' THEN u.case_id IS NOT NULL
      ELSE p.phase = 'publish'
    END
  UNION ALL
  SELECT
    'verify_urgent' AS clock,
    concat_ws('/', 'verify_urgent', u.case_id, strftime(u.known_on, '%Y%m%d')) AS clock_id,
    u.case_id,
    p.household_id,
    p.township_code,
    p.family,
    u.known_on AS started_on,
    a.happened_on AS stopped_on,
    a.month AS stopped_month,
    0 AS held_days,
    0 AS held_workdays
  FROM urgent AS u
  INNER JOIN mart.case_spell AS p ON p.month = $month::DATE AND u.case_id = p.case_id AND p.spell = 1
  LEFT JOIN answered AS a ON u.case_id = a.case_id AND u.month = a.reported_month
),

run AS (
  SELECT
    clock,
    clock_id,
    case_id,
    household_id,
    township_code,
    family,
    started_on,
    FALSE AS counts_month,
    stopped_on,
    stopped_month IS NULL AS is_running,
    held_days,
    held_workdays,
    CAST(NULL AS VARCHAR) AS doubt
  FROM case_run
  WHERE stopped_month IS NULL OR stopped_month = $month::DATE
  UNION ALL
  SELECT
    clock,
    clock_id,
    case_id,
    household_id,
    township_code,
    NULL AS family,
    started_on,
    counts_month,
    stopped_on,
    is_running,
    0 AS held_days,
    0 AS held_workdays,
    doubt
  FROM mart.household_clock
  WHERE month = $month::DATE AND (is_running OR is_told_now OR stopped_on >= $closes_on::DATE - INTERVAL 1 MONTH)
),

workday AS (
  SELECT
    day,
    is_published,
    workdays
  FROM ref.calendar_day
  WHERE is_workday
),

due AS (
  SELECT
    r.*,
    c.kind,
    c.value,
    CASE WHEN c.office = '乡镇' THEN coalesce(t.name, c.office) ELSE c.office END AS office,
    c.basis,
    CASE
      WHEN c.unit = 'days' THEN r.started_on + CAST(c.value AS INTEGER) + r.held_days
      WHEN c.unit = 'working_days' THEN w.day
      WHEN r.counts_month THEN last_day(CAST(r.started_on + to_months(CAST(c.value AS INTEGER) - 1) AS DATE))
      ELSE CAST(r.started_on + to_months(CAST(c.value AS INTEGER)) AS DATE)
    END AS due_on,
    coalesce(c.unit = 'working_days' AND NOT (a.is_published AND w.is_published), FALSE) AS is_provisional,
    -- today is the day of the month's lists; in the middle of a month the day up to which things are known
    CASE WHEN r.is_running THEN least($closes_on::DATE, $known_on::DATE) ELSE r.stopped_on END AS until_on
  FROM run AS r
  INNER JOIN ref.clock AS c ON c.month = $month::DATE AND r.clock = c.clock
  LEFT JOIN ref.division AS t ON r.township_code = t.code
  LEFT JOIN ref.calendar_day AS a ON r.started_on = a.day
  LEFT JOIN workday AS w ON CASE WHEN c.unit = 'working_days' THEN a.workdays + CAST(c.value AS INTEGER) + r.held_workdays END = w.workdays
)

SELECT
  $month::DATE AS month,
  clock_id,
  clock,
  case_id,
  household_id,
  township_code,
  family,
  started_on,
  due_on,
  stopped_on,
  is_running,
  CASE
    WHEN NOT is_running OR kind = '期满' THEN FALSE
    WHEN doubt IS NULL THEN until_on > due_on
  END AS is_overdue,
  CASE
    WHEN kind = '期满' THEN 0
    WHEN doubt IS NULL AND until_on IS NOT NULL AND due_on IS NOT NULL THEN CAST(greatest(until_on - due_on, 0) AS INTEGER)
  END AS days_over,
  office,
  basis,
  is_provisional,
  coalesce(
    doubt,
    CASE
      WHEN started_on IS NULL THEN '起算日不知道'
      WHEN value IS NULL THEN '本地没有定期限'
      WHEN until_on IS NULL THEN '办到的日期不知道'
    END
  ) AS doubt
FROM due
