-- table:   ref.dibao_raise
-- title:   本月低保标准比上月末提高了的,按城乡,折成一年;没有提高的没有行
-- grain:   month, settlement
-- reads:   ref.policy_value, ref.unit
-- params:  month, jurisdictions
-- columns:
--   month                        DATE           月份,每月1日
--   settlement                   VARCHAR        城乡: 农村/城镇
--   yuan_per_person_year         DECIMAL(12,2)  本月末的低保标准,元/人·年
--   yuan_per_person_year_before  DECIMAL(12,2)  上月末的低保标准,元/人·年
--   parameter                    VARCHAR        取自哪个参数
WITH local_value AS (
  SELECT
    v.*,
    CASE v.parameter WHEN 'dibao_line_rural' THEN '农村' ELSE '城镇' END AS settlement,
    u.per_year,
    list_position($jurisdictions::VARCHAR[], v.jurisdiction) AS distance
  FROM ref.policy_value AS v
  INNER JOIN ref.unit AS u ON v.unit = u.unit
  WHERE v.parameter IN ('dibao_line_rural', 'dibao_line_urban') AND list_contains($jurisdictions::VARCHAR[], v.jurisdiction)
),

line AS (
  SELECT
    d.day,
    v.settlement,
    v.parameter,
    CAST(v.value * v.per_year AS DECIMAL(12, 2)) AS yuan_year
  FROM local_value AS v
  INNER JOIN (
    SELECT last_day($month::DATE) AS day
    UNION ALL
    SELECT CAST($month::DATE - INTERVAL 1 DAY AS DATE) AS day
  ) AS d ON v.valid_from <= d.day AND coalesce(v.valid_to >= d.day, TRUE)
  QUALIFY row_number() OVER (PARTITION BY d.day, v.parameter ORDER BY v.distance) = 1
)

SELECT
  $month::DATE AS month,
  n.settlement,
  n.yuan_year AS yuan_per_person_year,
  o.yuan_year AS yuan_per_person_year_before,
  n.parameter
FROM line AS n
INNER JOIN line AS o ON n.settlement = o.settlement AND n.day > o.day
WHERE n.yuan_year > o.yuan_year
