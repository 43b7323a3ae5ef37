-- table:   mart.comparison
-- title:   每个来源本月比对的结果: 收到多少行、已比中、疑似、未比中,两边各多出多少,多少处不同
-- grain:   month, feed
-- reads:   stg.feed_standing, ref.feed, core.match, mart.disagreement_found
-- params:  month
-- note:    没有收到的来源,各数为空,不是零
-- columns:
--   month        DATE     月份,每月1日
--   feed         VARCHAR  数据来源
--   title        VARCHAR  中文名称
--   department   VARCHAR  提供部门
--   is_compared  BOOLEAN  本月有可用的数据
--   rows_in      INTEGER  对方行数
--   matched      INTEGER  已比中
--   doubtful     INTEGER  疑似
--   unmatched    INTEGER  未比中
--   only_theirs  INTEGER  对方有我方无(算作分歧的)
--   only_ours    INTEGER  我方有对方无
--   differing    INTEGER  同一栏目两边不同
WITH tally AS (
  SELECT
    feed,
    count(*) AS rows_in,
    count(*) FILTER (WHERE result = '已比中') AS matched,
    count(*) FILTER (WHERE result = '疑似') AS doubtful,
    count(*) FILTER (WHERE result = '未比中') AS unmatched
  FROM core.match
  WHERE month = $month::DATE
  GROUP BY feed
),

found AS (
  SELECT
    feed,
    count(*) FILTER (WHERE kind = '对方有我方无') AS only_theirs,
    count(*) FILTER (WHERE kind = '我方有对方无') AS only_ours,
    count(*) FILTER (WHERE kind = '字段不同') AS differing
  FROM mart.disagreement_found
  WHERE month = $month::DATE
  GROUP BY feed
)

SELECT
  s.month,
  s.feed,
  s.title,
  s.department,
  s.is_compared,
  CASE WHEN s.is_compared THEN CAST(coalesce(t.rows_in, 0) AS INTEGER) END AS rows_in,
  CASE WHEN s.is_compared THEN CAST(coalesce(t.matched, 0) AS INTEGER) END AS matched,
  CASE WHEN s.is_compared THEN CAST(coalesce(t.doubtful, 0) AS INTEGER) END AS doubtful,
  CASE WHEN s.is_compared THEN CAST(coalesce(t.unmatched, 0) AS INTEGER) END AS unmatched,
  CASE WHEN s.is_compared THEN CAST(coalesce(f.only_theirs, 0) AS INTEGER) END AS only_theirs,
  CASE WHEN s.is_compared THEN CAST(coalesce(f.only_ours, 0) AS INTEGER) END AS only_ours,
  CASE WHEN s.is_compared THEN CAST(coalesce(f.differing, 0) AS INTEGER) END AS differing
FROM stg.feed_standing AS s
INNER JOIN ref.feed AS k ON s.feed = k.feed
LEFT JOIN tally AS t ON s.feed = t.feed
LEFT JOIN found AS f ON s.feed = f.feed
WHERE s.month = $month::DATE AND k.subject IN ('person', 'household')
