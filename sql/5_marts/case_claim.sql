-- table:   mart.case_claim
-- title:   本月要给在办的个案办的事,按先后: 户的变更、急难快报、派单、监测中心的决定、乡镇的核查反馈。能不能办由 mart.case_answer 回答
-- grain:   month, case_id, place
-- reads:   mart.case_before, mart.case_home, mart.urgent_case, mart.feedback_unplaced, stg.feedback, stg.case_decision, stg.list_approval
-- earlier: mart.case_event, mart.visit_plan
-- params:  month, closes_on
-- numbers: 2 3 4 同一天里的先后: 户的变更、派单,再按到达先后,并案最后;一行反馈先说结果,再说措施,再说销号
-- note:    一行核查反馈最多是三件事: 核查结果、帮扶落实、申请销号。以前报过的同一次核查、同一项措施不再算一次
-- columns:
--   month          DATE     月份,每月1日
--   case_id        VARCHAR  预警编号
--   place          INTEGER  本月里的先后,从1起
--   move           VARCHAR  要办什么,见 ref.case_move;申请销号 要由凭据决定
--   happened_on    DATE     发生日期
--   known_on       DATE     知晓日期
--   detail         VARCHAR  说明
--   has_remark     BOOLEAN  乡镇写了说明
--   until_on       DATE     暂缓到哪天
--   submission_id  VARCHAR  来自哪次报送;不来自报送的为空
--   row_number     INTEGER  原表行号;不来自报送的为空
WITH open_case AS (
  SELECT *
  FROM mart.case_before
  WHERE month = $month::DATE AND is_open_case(state)
),

-- two open cases over the same trouble in what is one household now: the older one goes on
joined AS (
  SELECT
    case_id,
    first_value(case_id) OVER (PARTITION BY household_id, family ORDER BY opened_month, case_id) AS goes_on_in
  FROM open_case
),

-- lists that are out are out: refusing a later revision of them calls nothing back
approved AS (
  SELECT
    list_month,
    min(decided_on) AS decided_on,
    min(known_on) AS known_on
  FROM stg.list_approval
  WHERE month = $month::DATE AND decision = '下发'
  GROUP BY list_month
),

-- what fits no case is told apart in mart.feedback_unplaced, and only there
heard AS (
  SELECT
    f.*,
    coalesce(f.visited_on, f.known_on) AS seen_on
  FROM stg.feedback AS f
  INNER JOIN open_case AS b ON f.case_id = b.case_id
  ANTI JOIN mart.feedback_unplaced AS u ON f.month = u.month AND f.submission_id = u.submission_id AND f.row_number = u.row_number
  WHERE f.month = $month::DATE AND NOT f.is_repeat
),

claim AS (
  SELECT
    h.case_id,
    1 AS phase,
    1 AS part,
    '户变更' AS move,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    h.change AS detail,
    FALSE AS has_remark,
    CAST(NULL AS DATE) AS until_on,
    CAST(NULL AS VARCHAR) AS submission_id,
    CAST(NULL AS INTEGER) AS row_number,
    $closes_on::DATE AS turn_on
  FROM mart.case_home AS h
  WHERE h.month = $month::DATE AND h.change IS NOT NULL
  UNION ALL
  SELECT
    u.case_id,
    1 AS phase,
    1 AS part,
    u.event AS move,
    u.known_on AS happened_on,
    u.known_on,
    u.detail,
    FALSE AS has_remark,
    NULL AS until_on,
    NULL AS submission_id,
    NULL AS row_number,
    $closes_on::DATE AS turn_on
  FROM mart.urgent_case AS u
  INNER JOIN open_case AS b ON u.case_id = b.case_id
  WHERE u.month = $month::DATE AND u.event <> '立案'
  UNION ALL
  SELECT
    case_id,
    4 AS phase,
    1 AS part,
    '并案' AS move,
    $closes_on::DATE AS happened_on,
    $closes_on::DATE AS known_on,
    '并入 ' || goes_on_in AS detail,
    FALSE AS has_remark,
    NULL AS until_on,
    NULL AS submission_id,
    NULL AS row_number,
    $closes_on::DATE AS turn_on
  FROM joined
  WHERE case_id <> goes_on_in
  UNION ALL
  SELECT
    v.case_id,
    2 AS phase,
    1 AS part,
    '派单' AS move,
    a.decided_on AS happened_on,
    a.known_on,
    '列入 ' || strftime(v.month, '%Y-%m') || ' 预警清单' AS detail,
    FALSE AS has_remark,
    NULL AS until_on,
    NULL AS submission_id,
    NULL AS row_number,
    $closes_on::DATE AS turn_on
  FROM mart.visit_plan AS v
  INNER JOIN open_case AS b ON v.case_id = b.case_id
  INNER JOIN approved AS a ON v.month = a.list_month
  WHERE v.month = (SELECT max(p.month) FROM mart.visit_plan AS p WHERE p.month < $month::DATE) AND v.is_listed
  UNION ALL
  SELECT
    d.case_id,
    3 AS phase,
    1 AS part,
    d.decision AS move,
    d.decided_on AS happened_on,
    d.known_on,
    d.reason AS detail,
    TRUE AS has_remark,
    d.until_on,
    d.submission_id,
    d.row_number,
    d.decided_on AS turn_on
  FROM stg.case_decision AS d
  INNER JOIN open_case AS b ON d.case_id = b.case_id
  WHERE
    d.month = $month::DATE
    AND d.decision IN ('暂缓', '恢复')
    AND d.known_on >= $closes_on::DATE - INTERVAL 1 MONTH
    AND d.known_on < $closes_on::DATE
  UNION ALL
  SELECT
    case_id,
    3 AS phase,
    1 AS part,
    '恢复' AS move,
    held_until AS happened_on,
    held_until AS known_on,
    '暂缓到期' AS detail,
    FALSE AS has_remark,
    NULL AS until_on,
    NULL AS submission_id,
    NULL AS row_number,
    $closes_on::DATE AS turn_on
  FROM open_case
  WHERE state = '暂缓' AND held_until < $closes_on::DATE
  UNION ALL
  SELECT
    f.case_id,
    3 AS phase,
    2 AS part,
    f.result AS move,
    f.seen_on AS happened_on,
    f.known_on,
    concat_ws(';', f.measure, f.remark) AS detail,
    f.remark IS NOT NULL AS has_remark,
    NULL AS until_on,
    f.submission_id,
    f.row_number,
    f.seen_on AS turn_on
  FROM heard AS f
  ANTI JOIN mart.case_event AS e ON f.case_id = e.case_id AND f.result = e.move AND f.seen_on = e.happened_on AND e.month < $month::DATE
  QUALIFY row_number() OVER (PARTITION BY f.case_id, f.result, f.seen_on ORDER BY f.known_on, f.submission_id, f.row_number) = 1
  UNION ALL
  SELECT
    f.case_id,
    3 AS phase,
    3 AS part,
    '帮扶落实' AS move,
    f.delivered_on AS happened_on,
    f.known_on,
    concat_ws(',', f.measure, plain_number(f.amount_yuan) || '元') AS detail,
    FALSE AS has_remark,
    NULL AS until_on,
    f.submission_id,
    f.row_number,
    f.seen_on AS turn_on
  FROM heard AS f
  ANTI JOIN mart.case_event AS e
    ON f.case_id = e.case_id AND e.move = '帮扶落实' AND f.delivered_on = e.happened_on AND starts_with(e.detail, f.measure) AND e.month < $month::DATE
  WHERE f.measure IS NOT NULL AND f.delivered_on IS NOT NULL
  QUALIFY
    row_number() OVER (PARTITION BY f.case_id, f.measure, f.delivered_on ORDER BY f.known_on, f.submission_id, f.row_number) = 1
  UNION ALL
  SELECT
    case_id,
    3 AS phase,
    4 AS part,
    '申请销号' AS move,
    known_on AS happened_on,
    known_on,
    NULL AS detail,
    remark IS NOT NULL AS has_remark,
    NULL AS until_on,
    submission_id,
    row_number,
    seen_on AS turn_on
  FROM heard
  WHERE asks_to_close
)

SELECT
  $month::DATE AS month,
  case_id,
  CAST(row_number() OVER (
    PARTITION BY case_id ORDER BY phase, known_on, turn_on, submission_id, row_number, part, move
  ) AS INTEGER) AS place,
  move,
  happened_on,
  known_on,
  detail,
  has_remark,
  until_on,
  submission_id,
  row_number
FROM claim
