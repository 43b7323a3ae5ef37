-- table:   core.household_fact
-- title:   各部门怎样说名册里的这一户;只用已比中的行
-- grain:   month, household_id
-- reads:   core.match, core.household_month, stg.feed_standing, stg.housing, stg.disaster
-- params:  month
-- note:    in_… 三种答案: 真 在该部门名单里,假 比对过而不在名单里,空 未比对,或有一行疑似是这一户
-- columns:
--   month                DATE           月份,每月1日
--   household_id         VARCHAR        户编号
--   in_housing           BOOLEAN        在住建局鉴定名单里
--   assessed_grade       VARCHAR        住建局鉴定等级 A–D
--   assessed_on          DATE           鉴定日期
--   repaired_on          DATE           改造完成日期;未改造为空
--   in_disaster          BOOLEAN        在应急局受灾名单里
--   disaster_kind        VARCHAR        灾害种类
--   disaster_on          DATE           受灾日期
--   disaster_loss_yuan   DECIMAL(12,2)  直接经济损失,元
--   disaster_rooms       INTEGER        倒损房间数,间
WITH compared AS (
  SELECT
    bool_or(is_compared) FILTER (WHERE feed = 'housing') AS housing,
    bool_or(is_compared) FILTER (WHERE feed = 'disaster') AS disaster
  FROM stg.feed_standing
  WHERE month = $month::DATE
),

matched AS (
  SELECT
    feed,
    household_id,
    max(row_number) AS row_number
  FROM core.match
  WHERE month = $month::DATE AND result = '已比中'
  GROUP BY feed, household_id
),

doubtful AS (
  SELECT
    household_id,
    list(DISTINCT feed) AS feeds
  FROM core.match
  WHERE month = $month::DATE AND result = '疑似' AND household_id IS NOT NULL
  GROUP BY household_id
)

SELECT
  h.month,
  h.household_id,
  is_listed(c.housing, g.row_number IS NOT NULL, list_contains(q.feeds, 'housing')) AS in_housing,
  g.grade AS assessed_grade,
  g.assessed_on,
  g.repaired_on,
  is_listed(c.disaster, d.row_number IS NOT NULL, list_contains(q.feeds, 'disaster')) AS in_disaster,
  d.kind AS disaster_kind,
  d.happened_on AS disaster_on,
  d.loss_yuan AS disaster_loss_yuan,
  d.rooms_damaged AS disaster_rooms
FROM core.household_month AS h
LEFT JOIN compared AS c ON TRUE
LEFT JOIN doubtful AS q ON h.household_id = q.household_id
LEFT JOIN matched AS k1 ON h.household_id = k1.household_id AND k1.feed = 'housing'
LEFT JOIN stg.housing AS g ON h.month = g.month AND k1.row_number = g.row_number
LEFT JOIN matched AS k2 ON h.household_id = k2.household_id AND k2.feed = 'disaster'
LEFT JOIN stg.disaster AS d ON h.month = d.month AND k2.row_number = d.row_number
WHERE h.month = $month::DATE
