-- table:   mart.urgent_case
-- title:   急难快报给个案带来的事: 立案、并入在办的个案、原来不在册的户入册
-- grain:   month, case_id
-- reads:   mart.urgent_report, core.household_month, core.person_month
-- earlier: mart.case_state
-- params:  month, closes_on
-- columns:
--   month          DATE     月份,每月1日
--   case_id        VARCHAR  预警编号
--   event          VARCHAR  立案/新增预警/入册
--   detail         VARCHAR  说明
--   household_id   VARCHAR  户编号;不在册的为编号 U…
--   township_code  VARCHAR  乡镇代码
--   township_name  VARCHAR  乡镇名称
--   family         VARCHAR  问题类别
--   head_name      VARCHAR  户主姓名(只出现在发给该乡镇的清单上)
--   village        VARCHAR  行政村
--   known_on       DATE     知晓日期
--   due_on         DATE     上门期限
--   seen           VARCHAR  报了什么,一项一行
--   basis          VARCHAR  依据,一项一行
--   ask            VARCHAR  到户问什么,一项一行
--   may_apply      VARCHAR  可能适用的政策,一项一行
WITH told AS (
  SELECT
    case_id,
    CASE WHEN bool_or(has_open_case) THEN '新增预警' ELSE '立案' END AS event,
    '急难快报 ' || count(*) || ' 项' AS detail,
    min(household_id) AS household_id,
    min(township_code) AS township_code,
    min(township_name) AS township_name,
    min(family) AS family,
    arg_min(head_name, (known_on, submission_id, row_number)) AS head_name,
    arg_min(village, (known_on, submission_id, row_number)) AS village,
    min(known_on) AS known_on,
    min(due_on) AS due_on,
    string_agg(
      '急难快报' || CASE WHEN is_on_roster THEN '' ELSE '(不在册)' END || ':'
      || concat_ws(',', strftime(coalesce(happened_on, reported_on), '%m月%d日'), shock, hardship),
      chr(10) ORDER BY known_on, submission_id, row_number
    ) AS seen,
    max(basis) AS basis,
    string_agg(DISTINCT ask, chr(10) ORDER BY ask) AS ask,
    max(may_apply) AS may_apply
  FROM mart.urgent_report
  WHERE month = $month::DATE AND NOT is_repeat
  GROUP BY case_id
),

-- reported while on no roster, not closed since
waiting AS (
  SELECT
    e.case_id,
    e.household_key,
    e.township_code,
    e.township_name,
    e.family,
    e.person_id,
    e.head_name,
    e.village
  FROM mart.urgent_report AS e
  INNER JOIN mart.case_state AS s ON e.case_id = s.case_id AND e.household_key = s.household_id
  WHERE
    e.month < $month::DATE
    AND NOT e.is_on_roster
    AND is_open_case(s.state)
    AND s.month = (SELECT max(p.month) FROM mart.case_state AS p WHERE p.month < $month::DATE)
),

named AS (
  SELECT
    township_code,
    head_name,
    village,
    min(household_id) AS household_id
  FROM core.household_month
  WHERE month = $month::DATE
  GROUP BY township_code, head_name, village
  HAVING count(*) = 1
),

entered AS (
  SELECT
    w.case_id,
    min(coalesce(p.household_id, n.household_id)) AS household_id,
    min(w.township_code) AS township_code,
    min(w.township_name) AS township_name,
    min(w.family) AS family,
    min(w.head_name) AS head_name,
    min(w.village) AS village
  FROM waiting AS w
  LEFT JOIN core.person_month AS p ON p.month = $month::DATE AND w.person_id = p.person_id AND p.is_in_household
  LEFT JOIN named AS n ON w.township_code = n.township_code AND w.head_name = n.head_name AND w.village = n.village
  ANTI JOIN told AS t ON w.case_id = t.case_id
  WHERE coalesce(p.household_id, n.household_id) <> w.household_key
  GROUP BY w.case_id
)

SELECT
  $month::DATE AS month,
  case_id,
  event,
  detail,
  household_id,
  township_code,
  township_name,
  family,
  head_name,
  village,
  known_on,
  due_on,
  seen,
  basis,
  ask,
  may_apply
FROM told
UNION ALL
SELECT
  $month::DATE AS month,
  case_id,
  '入册' AS event,
  '急难快报时不在册,本月名册已有' AS detail,
  household_id,
  township_code,
  township_name,
  family,
  head_name,
  village,
  $closes_on::DATE AS known_on,
  NULL AS due_on,
  NULL AS seen,
  NULL AS basis,
  NULL AS ask,
  NULL AS may_apply
FROM entered
