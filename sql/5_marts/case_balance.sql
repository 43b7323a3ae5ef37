-- table:   mart.case_balance
-- title:   上月末在办 + 立案 + 复开 + 随户迁入 − 随户迁出 − 销号 − 并案 = 本月末在办,按乡镇和问题类别
-- grain:   month, township_code, family
-- reads:   mart.case_event, mart.case_state
-- params:  month
-- note:    月末在办数的是个案状态,增减数的是个案流水: 两边各数各的,对不上就不平衡。迁移按户变更以前最后一件事所在的乡镇
-- columns:
--   month          DATE     月份,每月1日
--   township_code  VARCHAR  乡镇代码;不知为「不知」
--   family         VARCHAR  问题类别
--   opening        INTEGER  上月末在办
--   opened         INTEGER  本月立案
--   reopened       INTEGER  本月复开
--   moved_in       INTEGER  随户从别的乡镇迁入
--   moved_out      INTEGER  随户迁到别的乡镇
--   closed         INTEGER  本月销号
--   merged         INTEGER  本月并入同一户的另一案
--   closing        INTEGER  本月末在办
--   is_balanced    BOOLEAN  是否平衡
WITH stock AS (
  SELECT
    coalesce(township_code, '不知') AS township_code,
    family,
    month = $month::DATE AS is_now
  FROM mart.case_state
  WHERE
    is_open_case(state)
    AND (month = $month::DATE OR month = (SELECT max(p.month) FROM mart.case_state AS p WHERE p.month < $month::DATE))
),

happened AS (
  SELECT
    case_id,
    coalesce(township_code, '不知') AS township_code,
    family,
    event,
    state_after
  FROM mart.case_event
  WHERE month = $month::DATE
),

home_before AS (
  SELECT
    case_id,
    coalesce(arg_max_null(township_code, (month, seq)), '不知') AS township_code
  FROM mart.case_event
  WHERE month < $month::DATE
  GROUP BY case_id
),

moved AS (
  SELECT DISTINCT
    h.case_id,
    h.family,
    b.township_code AS township_before,
    h.township_code AS township_after
  FROM happened AS h
  INNER JOIN home_before AS b ON h.case_id = b.case_id
  WHERE h.event = '户变更' AND h.township_code <> b.township_code
),

entry AS (
  SELECT
    township_code,
    family,
    CASE WHEN is_now THEN 'closing' ELSE 'opening' END AS kind
  FROM stock
  UNION ALL
  SELECT
    township_code,
    family,
    CASE WHEN event = '立案' THEN 'opened' WHEN event = '复开' THEN 'reopened' WHEN state_after = '已销号' THEN 'closed' ELSE 'merged' END AS kind
  FROM happened
  WHERE event IN ('立案', '复开') OR NOT is_open_case(state_after)
  UNION ALL
  SELECT
    township_before AS township_code,
    family,
    'moved_out' AS kind
  FROM moved
  UNION ALL
  SELECT
    township_after AS township_code,
    family,
    'moved_in' AS kind
  FROM moved
),

counted AS (
  SELECT
    township_code,
    family,
    count(*) FILTER (WHERE kind = 'opening') AS opening,
    count(*) FILTER (WHERE kind = 'opened') AS opened,
    count(*) FILTER (WHERE kind = 'reopened') AS reopened,
    count(*) FILTER (WHERE kind = 'moved_in') AS moved_in,
    count(*) FILTER (WHERE kind = 'moved_out') AS moved_out,
    count(*) FILTER (WHERE kind = 'closed') AS closed,
    count(*) FILTER (WHERE kind = 'merged') AS merged,
    count(*) FILTER (WHERE kind = 'closing') AS closing
  FROM entry
  GROUP BY township_code, family
)

SELECT
  $month::DATE AS month,
  township_code,
  family,
  CAST(opening AS INTEGER) AS opening,
  CAST(opened AS INTEGER) AS opened,
  CAST(reopened AS INTEGER) AS reopened,
  CAST(moved_in AS INTEGER) AS moved_in,
  CAST(moved_out AS INTEGER) AS moved_out,
  CAST(closed AS INTEGER) AS closed,
  CAST(merged AS INTEGER) AS merged,
  CAST(closing AS INTEGER) AS closing,
  opening + opened + reopened + moved_in - moved_out - closed - merged = closing AS is_balanced
FROM counted
