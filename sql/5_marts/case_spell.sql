-- table:   mart.case_spell
-- title:   每个个案的各段: 等核查、等办理、等告知、公示,从哪天到哪天,中间暂缓了多久
-- grain:   month, case_id, spell
-- reads:   mart.case_event, ref.calendar_day
-- params:  month, known_on, closes_on
-- note:    由个案流水得出,用来算期限。暂缓时停表: 算在暂缓以前的那一段里,另记暂缓的天数。公示从知道之日起算,其余从发生之日起算
-- columns:
--   month          DATE     月份,每月1日
--   case_id        VARCHAR  预警编号
--   spell          INTEGER  本案第几段
--   household_id   VARCHAR  本月的户编号
--   township_code  VARCHAR  本月的乡镇代码
--   family         VARCHAR  问题类别
--   phase          VARCHAR  等什么: verify 核查 / decide 办理 / refuse 告知 / publish 公示 / none 不计期限
--   started_on     DATE     从哪天起;不知道为空
--   known_on       DATE     哪天知道的
--   stopped_on     DATE     到哪天为止;还没有完或不知道为空
--   stopped_month  DATE     在哪个月知道完了;还没有完为空
--   is_special     BOOLEAN  其间要部门复核
--   held_days      INTEGER  其间暂缓的天数
--   held_workdays  INTEGER  其间暂缓的工作日数
WITH home AS (
  SELECT
    case_id,
    arg_max(household_id, seq) AS household_id,
    arg_max(township_code, seq) AS township_code,
    min(family) AS family
  FROM mart.case_event
  WHERE month <= $month::DATE
  GROUP BY case_id
),

state_event AS (
  SELECT
    case_id,
    seq,
    month,
    happened_on,
    known_on,
    state_after,
    CASE
      WHEN state_after IN ('待核查', '核查中', '外出未见') THEN 'verify'
      WHEN state_after IN ('属实', '需部门复核') THEN 'decide'
      WHEN state_after = '不属实' THEN 'refuse'
      WHEN state_after = '观察' THEN 'publish'
      WHEN state_after <> '暂缓' THEN 'none'
    END AS phase
  FROM mart.case_event
  WHERE month <= $month::DATE AND state_after IS NOT NULL
),

-- a case on hold is still in the phase it was in
carried AS (
  SELECT
    * REPLACE (coalesce(last_value(phase IGNORE NULLS) OVER so_far, 'none') AS phase),
    lead(happened_on) OVER in_order AS next_on
  FROM state_event
  WINDOW
    in_order AS (PARTITION BY case_id ORDER BY seq),
    so_far AS (PARTITION BY case_id ORDER BY seq ROWS UNBOUNDED PRECEDING)
),

turned AS (
  SELECT
    *,
    coalesce(phase <> lag(phase) OVER (PARTITION BY case_id ORDER BY seq), TRUE) AS is_turn
  FROM carried
),

numbered AS (
  SELECT
    *,
    CAST(count(*) FILTER (WHERE is_turn) OVER (PARTITION BY case_id ORDER BY seq ROWS UNBOUNDED PRECEDING) AS INTEGER) AS spell
  FROM turned
),

held AS (
  SELECT
    e.case_id,
    e.spell,
    sum(b.day - a.day) AS days,
    sum(b.workdays - a.workdays) AS workdays
  FROM numbered AS e
  INNER JOIN ref.calendar_day AS a ON e.happened_on = a.day
  INNER JOIN ref.calendar_day AS b ON coalesce(e.next_on, least($closes_on::DATE, $known_on::DATE)) = b.day
  WHERE e.state_after = '暂缓' AND b.day > a.day
  GROUP BY e.case_id, e.spell
),

spell AS (
  SELECT
    case_id,
    spell,
    min(phase) AS phase,
    first(CASE WHEN phase = 'publish' THEN known_on ELSE happened_on END ORDER BY seq) AS started_on,
    first(known_on ORDER BY seq) AS known_on,
    first(happened_on ORDER BY seq) AS happened_on,
    first(month ORDER BY seq) AS month,
    bool_or(state_after = '需部门复核') AS is_special
  FROM numbered
  GROUP BY case_id, spell
)

SELECT
  $month::DATE AS month,
  s.case_id,
  s.spell,
  c.household_id,
  c.township_code,
  c.family,
  s.phase,
  s.started_on,
  s.known_on,
  lead(s.happened_on) OVER (PARTITION BY s.case_id ORDER BY s.spell) AS stopped_on,
  lead(s.month) OVER (PARTITION BY s.case_id ORDER BY s.spell) AS stopped_month,
  s.is_special,
  CAST(coalesce(h.days, 0) AS INTEGER) AS held_days,
  CAST(coalesce(h.workdays, 0) AS INTEGER) AS held_workdays
FROM spell AS s
INNER JOIN home AS c ON s.case_id = c.case_id
LEFT JOIN held AS h ON s.case_id = h.case_id AND s.spell = h.spell
