-- table:   mart.feedback_unplaced
-- title:   没有用上的核查反馈: 还没有走访、找不到个案、别的乡镇的个案、没有核查结果、个案已销号
-- grain:   month, township_code, row_number
-- reads:   stg.feedback, mart.case_before, core.household_month
-- params:  month
-- note:    报送表上的个案是预先列好的,一格也没填就是还没有走访,不是填错
-- columns:
--   month          DATE     月份,每月1日
--   township_code  VARCHAR  报来反馈的乡镇
--   submission_id  VARCHAR  报送编号
--   row_number     INTEGER  原表「核查反馈」行号
--   case_id        VARCHAR  填写的预警编号
--   reason         VARCHAR  为什么没有用上
WITH placed AS (
  SELECT
    f.month,
    f.township_code,
    f.submission_id,
    f.row_number,
    f.case_id,
    CASE
      WHEN
        coalesce(
          f.result, CAST(f.visited_on AS VARCHAR), f.measure, CAST(f.delivered_on AS VARCHAR), CAST(f.amount_yuan AS VARCHAR),
          CAST(f.asks_to_close AS VARCHAR), f.remark
        ) IS NULL
        THEN '还没有走访'
      WHEN b.case_id IS NULL THEN '没有这个预警编号,请对照上月清单'
      -- a township answers for its own cases: those it was given, and those of households that have moved to it
      WHEN f.township_code NOT IN (b.township_code, coalesce(c.township_code, b.township_code)) THEN '这个预警编号属于别的乡镇'
      WHEN f.result IS NULL THEN '没有填核查结果'
      WHEN b.state = '已销号' THEN '这个个案已经销号'
    END AS reason
  FROM stg.feedback AS f
  LEFT JOIN mart.case_before AS b ON f.month = b.month AND f.case_id = b.case_id
  LEFT JOIN core.household_month AS c ON f.month = c.month AND b.household_id = c.household_id
  WHERE f.month = $month::DATE
)

SELECT
  month,
  township_code,
  submission_id,
  row_number,
  case_id,
  reason
FROM placed
WHERE reason IS NOT NULL
