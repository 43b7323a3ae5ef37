-- table:   mart.case_answer
-- title:   本月要办的每一件事办成了什么: 一案一案、按先后,查 ref.case_move 看当时的状态下能不能办
-- grain:   month, case_id, place
-- reads:   mart.case_before, mart.case_claim, mart.closing_check, ref.case_move
-- params:  month
-- note:    表上没有的办法不采纳并写明;与以前的核查结果相反又没有写说明的,请乡镇说明。销号只由乡镇申请,凭据齐了才准
-- columns:
--   month          DATE     月份,每月1日
--   case_id        VARCHAR  预警编号
--   place          INTEGER  本月里的先后
--   move           VARCHAR  办了什么,见 ref.case_move;待说明、未采纳的不在表上
--   state_before   VARCHAR  办之前的状态
--   state_after    VARCHAR  办之后的状态
--   result         VARCHAR  到此为止最近一次核查结果
--   is_helped      BOOLEAN  到此为止已有措施落实
--   detail         VARCHAR  说明
--   until_on       DATE     暂缓或公示到哪天
--   document       VARCHAR  依据的文件;本县自定的为空
--   clause         VARCHAR  条款
WITH RECURSIVE lacking AS (
  SELECT
    case_id,
    result,
    string_agg(words, ';' ORDER BY demand) FILTER (WHERE is_met = FALSE AND bars = '不得') AS barred,
    string_agg(words, ';' ORDER BY demand) FILTER (WHERE is_met = FALSE AND bars = '不予') AS refused,
    max(days) FILTER (WHERE is_met = FALSE AND bars = '公示') AS days
  FROM mart.closing_check
  WHERE month = $month::DATE
  GROUP BY case_id, result
),

claim AS (
  SELECT *
  FROM mart.case_claim
  WHERE month = $month::DATE
),

life AS (
  SELECT
    b.case_id,
    0 AS place,
    CAST(NULL AS VARCHAR) AS move,
    CAST(NULL AS VARCHAR) AS state_before,
    b.state AS state_after,
    b.result,
    b.is_helped,
    CAST(NULL AS VARCHAR) AS detail,
    CAST(NULL AS DATE) AS until_on,
    CAST(NULL AS VARCHAR) AS document,
    CAST(NULL AS VARCHAR) AS clause
  FROM mart.case_before AS b
  WHERE b.month = $month::DATE AND b.case_id IN (SELECT case_id FROM claim)
  UNION ALL
  SELECT
    w.case_id,
    w.place,
    CASE WHEN m.move IS NULL THEN '未采纳' WHEN m.needs = '说明' AND NOT w.has_remark THEN '待说明' ELSE w.move END AS move,
    w.state AS state_before,
    CASE WHEN m.move IS NULL OR m.needs = '说明' AND NOT w.has_remark THEN w.state ELSE m.to_state END AS state_after,
    CASE
      WHEN m.move IS NULL OR m.needs = '说明' AND NOT w.has_remark THEN w.result
      WHEN w.move IN ('属实', '不属实', '已有政策覆盖', '需部门复核') THEN w.move
      WHEN w.move = '外出未见' THEN coalesce(w.result, w.move)
      ELSE w.result
    END AS result,
    w.is_helped OR coalesce(m.move = '帮扶落实', FALSE) AS is_helped,
    CASE
      WHEN m.move IS NULL THEN '「' || w.state || '」的个案不能「' || w.move || '」'
      WHEN m.needs = '说明' AND NOT w.has_remark THEN '这次是「' || w.move || '」,以前是「' || w.result || '」,请在「说明」写清为什么'
      ELSE w.detail
    END AS detail,
    w.until_on,
    m.document,
    m.clause
  FROM (
    SELECT
      c.case_id,
      c.place,
      c.has_remark,
      l.state_after AS state,
      l.result,
      l.is_helped,
      CASE
        WHEN c.move <> '申请销号' THEN c.move
        WHEN l.result IS NULL OR l.result IN ('外出未见', '需部门复核') THEN '不予销号'
        WHEN l.result <> '属实' THEN '准予销号'
        WHEN NOT l.is_helped THEN '不予销号'
        WHEN k.barred IS NOT NULL THEN '不得销号'
        WHEN k.refused IS NOT NULL THEN '不予销号'
        WHEN k.days IS NOT NULL THEN '准予观察'
        ELSE '准予销号'
      END AS move,
      CASE
        WHEN c.move <> '申请销号' THEN c.detail
        WHEN l.result IS NULL OR l.result IN ('外出未见', '需部门复核') THEN '尚无核查结论'
        WHEN l.result <> '属实' THEN l.result
        WHEN NOT l.is_helped THEN '属实的问题要先填采取措施和落实日期'
        WHEN k.barred IS NOT NULL THEN k.barred
        WHEN k.refused IS NOT NULL THEN k.refused
        WHEN k.days IS NOT NULL THEN '公示 ' || k.days || ' 天'
        ELSE l.result
      END AS detail,
      CASE WHEN c.move = '申请销号' THEN c.known_on + k.days ELSE c.until_on END AS until_on
    FROM life AS l
    INNER JOIN claim AS c ON l.case_id = c.case_id AND c.place = l.place + 1
    LEFT JOIN lacking AS k ON l.case_id = k.case_id AND l.result = k.result
  ) AS w
  LEFT JOIN ref.case_move AS m ON w.state = m.from_state AND w.move = m.move
)

SELECT
  $month::DATE AS month,
  case_id,
  place,
  move,
  state_before,
  state_after,
  result,
  is_helped,
  detail,
  CASE WHEN move IN ('暂缓', '准予观察') THEN until_on END AS until_on,
  document,
  clause
FROM life
WHERE place > 0
