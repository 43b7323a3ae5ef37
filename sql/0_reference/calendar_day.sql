-- table:   ref.calendar_day
-- title:   日历: 哪天上班,国务院办公厅的节假日安排公布到哪一年
-- grain:   day
-- reads:   -
-- params:  public_holidays, makeup_days, published_years
-- note:    安排还没有公布的年份,暂按周一至周五上班计。从某天起第 n 个工作日: 那天的 workdays 加 n,取 is_workday 且 workdays 等于它的那一天
-- columns:
--   day           DATE     日期
--   is_workday    BOOLEAN  上班: 周一至周五不放假,或调休上班的周末
--   is_published  BOOLEAN  这一年的节假日安排已经公布
--   workdays      INTEGER  从头数到这一天(含)有几个工作日
WITH judged AS (
  SELECT
    CAST(t.moment AS DATE) AS day,
    list_contains($published_years::INTEGER[], year(t.moment)) AS is_published,
    isodow(t.moment) <= 5 AS is_weekday
  FROM generate_series(make_date(list_min($published_years::INTEGER[]), 1, 1), DATE '2099-12-31', INTERVAL 1 DAY) AS t (moment)
),

worked AS (
  SELECT
    j.day,
    j.is_published,
    m.day IS NOT NULL OR j.is_weekday AND h.day IS NULL AS is_workday
  FROM judged AS j
  LEFT JOIN (SELECT unnest($public_holidays::DATE[]) AS day) AS h ON j.day = h.day
  LEFT JOIN (SELECT unnest($makeup_days::DATE[]) AS day) AS m ON j.day = m.day
)

SELECT
  day,
  is_workday,
  is_published,
  CAST(sum(CAST(is_workday AS INTEGER)) OVER (ORDER BY day ROWS UNBOUNDED PRECEDING) AS INTEGER) AS workdays
FROM worked
