-- table:   pub.case_state
-- title:   每月末每个个案的状态(去标识)
-- grain:   month, case_key
-- reads:   mart.case_state
-- params:  month, pseudonym_key
-- columns:
--   month          DATE     月份,每月1日
--   case_key       VARCHAR  个案的化名
--   household_key  VARCHAR  户的化名
--   township_code  VARCHAR  乡镇代码
--   family         VARCHAR  问题类别
--   state          VARCHAR  状态
--   opened_month   DATE     立案月份
--   months_open    INTEGER  立案至本月的月数
--   closed_month   DATE     销号月份;未销号为空
--   is_reopened    BOOLEAN  是否复开
--   is_overdue     BOOLEAN  已过核查期限
SELECT
  month,
  pseudonym($pseudonym_key, case_id) AS case_key,
  pseudonym($pseudonym_key, household_id) AS household_key,
  township_code,
  family,
  state,
  opened_month,
  months_open,
  CAST(date_trunc('month', closed_on) AS DATE) AS closed_month,
  predecessor_case_id IS NOT NULL AS is_reopened,
  is_overdue
FROM mart.case_state
WHERE month = $month::DATE
