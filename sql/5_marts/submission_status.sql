-- table:   mart.submission_status
-- title:   每月每个乡镇的报送情况: 未报/接收/接收有提示/部分接收/退回
-- grain:   month, township_code
-- reads:   ref.division, raw.submission, stg.standing
-- params:  month, region
-- columns:
--   month               DATE         月份,每月1日
--   township_code       VARCHAR      乡镇代码
--   township_name       VARCHAR      乡镇名称
--   submission_id       VARCHAR      最近一次报送编号;未报为空
--   version             INTEGER      第几次报送
--   status              VARCHAR      未报/接收/接收有提示/部分接收/退回
--   received_at         TIMESTAMPTZ  收到时间
--   is_on_time          BOOLEAN      是否按时;未报为空
--   rows_in             INTEGER      收到行数
--   rows_accepted       INTEGER      接收行数
--   rows_quarantined    INTEGER      暂存待核行数
--   rows_rejected       INTEGER      未收行数
--   is_carried_forward  BOOLEAN      沿用以前月份名册;从未报过为空
--   roster_month        DATE         为准的名册所属月份
SELECT
  $month::DATE AS month,
  d.code AS township_code,
  d.name AS township_name,
  s.submission_id,
  s.version,
  coalesce(s.status, '未报') AS status,
  s.received_at,
  s.is_on_time,
  s.rows_in,
  s.rows_accepted,
  s.rows_quarantined,
  s.rows_rejected,
  k.is_carried_forward,
  k.roster_month
FROM ref.division AS d
LEFT JOIN raw.submission AS s ON d.code = s.township_code AND s.month = $month::DATE AND s.kind = 'form'
LEFT JOIN stg.standing AS k ON d.code = k.township_code AND k.month = $month::DATE
WHERE d.parent_code = $region
QUALIFY row_number() OVER (PARTITION BY d.code ORDER BY s.version DESC NULLS LAST) = 1
