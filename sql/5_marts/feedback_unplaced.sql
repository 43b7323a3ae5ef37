-- table:   mart.feedback_unplaced
-- title:   没有用上的核查反馈: 还没有走访、以前报过、找不到个案、别的乡镇的个案、没有核查结果、个案已销号
-- grain:   month, submission_id, row_number
-- reads:   stg.feedback, mart.case_before
-- earlier: mart.case_state, mart.feedback_unplaced
-- params:  month
-- note:    报送表上的个案是预先列好的,一格也没填就是还没有走访,不是填错。以前报过而那时没有用上的,这次重新对照
-- columns:
--   month          DATE     月份,每月1日
--   township_code  VARCHAR  报来反馈的乡镇
--   submission_id  VARCHAR  报送编号
--   row_number     INTEGER  原表行号
--   case_id        VARCHAR  填写的预警编号
--   reason         VARCHAR  为什么没有用上
--   is_asked       BOOLEAN  要请乡镇核对: 不是没有走访,也不是重复
WITH told AS (
  SELECT DISTINCT
    f.township_code,
    f.case_id,
    f.said
  FROM stg.feedback AS f
  ANTI JOIN mart.feedback_unplaced AS u
    ON u.month < $month::DATE AND f.month = u.month AND f.submission_id = u.submission_id AND f.row_number = u.row_number
  WHERE f.month < $month::DATE
),

-- a township answers for the cases it was ever given, and for those of households that have moved to it
given AS (
  SELECT DISTINCT
    case_id,
    township_code
  FROM mart.case_state
  WHERE month < $month::DATE AND case_id IN (SELECT f.case_id FROM stg.feedback AS f WHERE f.month = $month::DATE)
  UNION
  SELECT
    case_id,
    township_code
  FROM mart.case_before
  WHERE month = $month::DATE
),

placed AS (
  SELECT
    f.month,
    f.township_code,
    f.submission_id,
    f.row_number,
    f.case_id,
    CASE
      WHEN f.said IS NULL THEN '还没有走访'
      WHEN f.is_repeat OR t.said IS NOT NULL THEN '以前报过,内容相同'
      WHEN b.case_id IS NULL THEN '没有这个预警编号,请对照上月清单'
      WHEN g.case_id IS NULL THEN '这个预警编号属于别的乡镇'
      WHEN f.result IS NULL THEN '没有填核查结果'
      WHEN b.state = '已销号' THEN '这个个案已经销号'
      WHEN b.state = '已并案' THEN '这个个案已并入同一户同类问题的另一案'
    END AS reason
  FROM stg.feedback AS f
  LEFT JOIN told AS t ON f.township_code = t.township_code AND f.case_id = t.case_id AND f.said = t.said
  LEFT JOIN mart.case_before AS b ON f.month = b.month AND f.case_id = b.case_id
  LEFT JOIN given AS g ON f.case_id = g.case_id AND f.township_code = g.township_code
  WHERE f.month = $month::DATE
)

SELECT
  month,
  township_code,
  submission_id,
  row_number,
  case_id,
  reason,
  reason NOT IN ('还没有走访', '以前报过,内容相同') AS is_asked
FROM placed
WHERE reason IS NOT NULL
