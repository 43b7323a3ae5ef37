-- table:   stg.quarantined_household
-- title:   本月为准的报送里自相矛盾、整户暂存待核的户
-- grain:   month, household_id
-- reads:   raw.household, stg.standing
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   household_id   VARCHAR  户编号
--   township_code  VARCHAR  乡镇代码
SELECT
  s.month,
  compact_text(r."户编号") AS household_id,
  min(s.township_code) AS township_code
FROM raw.household AS r
INNER JOIN stg.standing AS s ON r.submission_id = s.submission_id
WHERE r.verdict = 'quarantined' AND s.month = $month::DATE AND compact_text(r."户编号") IS NOT NULL
GROUP BY s.month, compact_text(r."户编号")
