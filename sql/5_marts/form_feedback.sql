-- table:   mart.form_feedback
-- title:   下月报送表「核查反馈」预填的行: 月末没有销号的个案,本月清单上的在前,照清单的次序
-- grain:   month, case_id
-- reads:   mart.list_line
-- params:  month
-- columns:
--   month          DATE     清单月份,每月1日;预填的是下一个月的报送表
--   case_id        VARCHAR  预警编号
--   township_code  VARCHAR  乡镇代码
--   position       INTEGER  在本乡镇表里的先后: 清单上的在前,照清单的次序; 再是没有排上的,再是不用上门的
--   is_listed      BOOLEAN  在本月清单上,要去走访
--   due_on         DATE     核查期限
--   seen           VARCHAR  发现了什么,一项一行
--   state          VARCHAR  个案状态
--   预警编号       VARCHAR  核查反馈·预警编号
--   户主           VARCHAR  核查反馈·户主
--   行政村         VARCHAR  核查反馈·行政村
SELECT
  month,
  case_id,
  township_code,
  CAST(row_number() OVER (
    PARTITION BY township_code ORDER BY walk NULLS LAST, priority IS NULL, village, priority, household_id, case_id
  ) AS INTEGER) AS position,
  is_listed,
  due_on,
  seen,
  state,
  case_id AS "预警编号",
  head_name AS "户主",
  village AS "行政村"
FROM mart.list_line
WHERE month = $month::DATE
