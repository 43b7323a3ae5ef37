-- table:   mart.month_run
-- title:   每月一行: 第几次修订、为什么、依据哪天以前到的文件
-- grain:   month
-- reads:   raw.submission
-- params:  month, region, known_on
-- columns:
--   month           DATE     月份,每月1日
--   region          VARCHAR  适用哪个地区的规定,区划代码
--   known_on        DATE     依据这一天(含)以前到的文件;空为全部
--   last_received   DATE     实际用到的最后一份文件的到达日期
--   revision        INTEGER  第几次修订: 1 为截止时的情况,此后每有逾期文件加 1
--   reason          VARCHAR  修订原因
SELECT
  $month::DATE AS month,
  $region::VARCHAR AS region,
  $known_on::DATE AS known_on,
  CAST(max(received_at) AS DATE) AS last_received,
  CAST(1 + count(*) FILTER (WHERE NOT is_on_time) AS INTEGER) AS revision,
  coalesce(
    string_agg(township_name || ' ' || CAST(CAST(received_at AS DATE) AS VARCHAR) || ' 逾期报送(第' || version || '次)', ';' ORDER BY received_at)
    FILTER (WHERE NOT is_on_time),
    '截止时的情况'
  ) AS reason
FROM raw.submission
WHERE
  kind = 'form'
  AND status <> '退回'
  AND month = $month::DATE
  AND ($known_on::DATE IS NULL OR CAST(received_at AS DATE) <= $known_on::DATE)
