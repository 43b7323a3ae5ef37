-- table:   stg.feed_standing
-- title:   每月每个来源以哪一次为准;没有可用的为未比对。监测中心自己的决定不是来源,各次都算
-- grain:   month, feed
-- reads:   ref.feed, raw.submission
-- params:  month, known_on
-- columns:
--   month          DATE     月份,每月1日
--   feed           VARCHAR  数据来源
--   title          VARCHAR  中文名称
--   department     VARCHAR  提供部门
--   is_compared    BOOLEAN  本月有可用的数据;没有的为否,显示「未比对」
--   submission_id  VARCHAR  为准的报送编号
--   data_month     DATE     数据所属月份
--   known_on       DATE     到达日期
SELECT
  $month::DATE AS month,
  f.feed,
  f.title,
  f.department,
  s.submission_id IS NOT NULL AS is_compared,
  s.submission_id,
  s.month AS data_month,
  CAST(s.received_at AS DATE) AS known_on
FROM ref.feed AS f
LEFT JOIN raw.submission AS s
  ON
    f.feed = s.feed
    AND s.kind = 'feed'
    AND s.status <> '退回'
    AND s.month <= $month::DATE
    AND date_diff('month', s.month, $month::DATE) < f.usable_months
    AND ($known_on::DATE IS NULL OR CAST(s.received_at AS DATE) <= $known_on::DATE)
WHERE f.subject NOT IN ('submission', 'case', 'list')
QUALIFY row_number() OVER (PARTITION BY f.feed ORDER BY s.month DESC NULLS LAST, s.version DESC) = 1
