-- table:   stg.urgent
-- title:   急难快报,已接收的行: 本月截止以前到的;上月截止以后到的也在内,哪些已经办过由 mart.urgent_report 分
-- grain:   month, submission_id, row_number
-- reads:   raw.urgent, raw.submission, stg.submission_decision
-- params:  month, known_on, closes_on
-- columns:
--   month           DATE           月份,每月1日
--   township_code   VARCHAR        乡镇代码
--   submission_id   VARCHAR        报送编号
--   row_number      INTEGER        原表行号
--   household_id    VARCHAR        户编号;没有填为空
--   head_name       VARCHAR        户主姓名
--   head_id_number  VARCHAR        证件号码;没有填为空
--   village         VARCHAR        行政村
--   happened_on     DATE           发生日期;不知为空
--   shock           VARCHAR        遭遇;不知为空
--   hardship        VARCHAR        困难情形
--   measure         VARCHAR        已采取措施
--   advance_yuan    DECIMAL(12,2)  先行救助金额,元
--   reporter        VARCHAR        报告人
--   reported_on     DATE           报告日期;没有写的为收到日期
--   known_on        DATE           收到日期
SELECT
  $month::DATE AS month,
  u.township_code,
  u.submission_id,
  u.row_number,
  compact_text(u."户编号") AS household_id,
  compact_text(u."户主姓名") AS head_name,
  to_id_number(u."证件号码") AS head_id_number,
  compact_text(u."行政村") AS village,
  to_day(u."发生日期") AS happened_on,
  to_code(u."遭遇", ['因病', '因残', '因学', '因灾', '因意外', '因疫情', '因失业', '其他']) AS shock,
  clean_text(u."困难情形") AS hardship,
  clean_text(u."已采取措施") AS measure,
  to_amount(u."先行救助金额") AS advance_yuan,
  compact_text(u."报告人") AS reporter,
  coalesce(to_day(u."报告日期"), CAST(s.received_at AS DATE)) AS reported_on,
  CAST(s.received_at AS DATE) AS known_on
FROM raw.urgent AS u
INNER JOIN raw.submission AS s ON u.submission_id = s.submission_id
WHERE
  u.verdict = 'accepted'
  AND u.month BETWEEN $month::DATE - INTERVAL 1 MONTH AND $month::DATE
  AND CAST(s.received_at AS DATE) < $closes_on::DATE
  AND ($known_on::DATE IS NULL OR CAST(s.received_at AS DATE) <= $known_on::DATE)
  AND u.submission_id NOT IN (
    SELECT about_submission_id FROM stg.submission_decision WHERE month = $month::DATE AND decision = '撤回' AND about_submission_id IS NOT NULL
  )
