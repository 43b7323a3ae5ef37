-- table:   core.household_home
-- title:   每月每户归哪个乡镇: 同一户编号出现在几个乡镇时,取最近报送的一个,其余列出;整户暂存的沿用上月,不会消失
-- grain:   month, household_id
-- reads:   stg.household, stg.standing, stg.quarantined_household
-- earlier: core.household_home
-- params:  month
-- columns:
--   month            DATE       月份,每月1日
--   household_id     VARCHAR    户编号
--   township_code    VARCHAR    本月归属的乡镇代码
--   other_townships  VARCHAR[]  同时报了这一户的其他乡镇代码,通常为空表
--   is_held_over     BOOLEAN    本月填报自相矛盾,沿用上月的户和人
WITH reported AS (
  SELECT
    h.month,
    h.household_id,
    arg_max(h.township_code, (s.roster_month, s.known_on, h.township_code)) AS township_code,
    list_filter(
      list_sort(list(DISTINCT h.township_code)),
      lambda code : code <> arg_max(h.township_code, (s.roster_month, s.known_on, h.township_code))
    ) AS other_townships,
    FALSE AS is_held_over
  FROM stg.household AS h
  INNER JOIN stg.standing AS s ON h.month = s.month AND h.township_code = s.township_code
  WHERE h.month = $month::DATE
  GROUP BY h.month, h.household_id
)

SELECT
  month,
  household_id,
  township_code,
  other_townships,
  is_held_over
FROM reported
UNION ALL
SELECT
  q.month,
  q.household_id,
  p.township_code,
  [] AS other_townships,
  TRUE AS is_held_over
FROM stg.quarantined_household AS q
INNER JOIN core.household_home AS p
  ON q.household_id = p.household_id AND q.township_code = p.township_code AND p.month = $month::DATE - INTERVAL 1 MONTH
ANTI JOIN reported AS r ON q.household_id = r.household_id
WHERE q.month = $month::DATE
