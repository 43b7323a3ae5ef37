-- table:   stg.standing
-- title:   每月每个乡镇以哪一次报送为准: 本月最新一次;本月未报的沿用此前最近一次并注明;撤回的不算
-- grain:   month, township_code
-- reads:   stg.taken
-- params:  month
-- columns:
--   month               DATE         月份,每月1日
--   township_code       VARCHAR      乡镇代码
--   township_name       VARCHAR      乡镇名称
--   submission_id       VARCHAR      为准的报送编号
--   roster_month        DATE         名册所属月份
--   is_carried_forward  BOOLEAN      是否沿用以前月份的名册
--   known_on            DATE         名册到达日期
SELECT
  month,
  township_code,
  township_name,
  submission_id,
  roster_month,
  is_carried_forward,
  known_on
FROM stg.taken
WHERE month = $month::DATE AND place = 1
