-- table:   mart.case_now
-- title:   本月的事都答复以后,并入新的发现以前,每个个案办到哪一步
-- grain:   month, case_id
-- reads:   mart.case_before, mart.case_claim, mart.case_answer, mart.closing_check
-- params:  month
-- columns:
--   month           DATE       月份,每月1日
--   case_id         VARCHAR    预警编号
--   household_id    VARCHAR    户编号
--   township_code   VARCHAR    乡镇代码
--   family          VARCHAR    问题类别
--   rule_ids        VARCHAR[]  以前涉及过的规则
--   is_urgent_now   BOOLEAN    急难快报本月立的案
--   state           VARCHAR    状态
--   is_open         BOOLEAN    还在办
--   observed_until  DATE       公示到哪天;不在公示的为空
--   lacking         VARCHAR    属实的要销号还差什么;不差为空
--   is_barred       BOOLEAN    其中有不得销号的
--   closed_on       DATE       销号日期;未销号为空
--   closed_month    DATE       在哪个月销号,每月1日;未销号为空
--   closing_reason  VARCHAR    销号时的核查结论;未销号为空
WITH answered AS (
  SELECT
    a.case_id,
    arg_max(a.state_after, a.place) AS state,
    arg_max(a.result, a.place) AS result,
    max(a.until_on) FILTER (WHERE a.move = '准予观察') AS observed_until,
    max(c.happened_on) FILTER (WHERE a.state_after = '已销号') AS closed_on
  FROM mart.case_answer AS a
  INNER JOIN mart.case_claim AS c ON a.month = c.month AND a.case_id = c.case_id AND a.place = c.place
  WHERE a.month = $month::DATE
  GROUP BY a.case_id
),

lacking AS (
  SELECT
    case_id,
    bool_or(bars = '不得') AS is_barred,
    string_agg(words, ';' ORDER BY demand) AS words
  FROM mart.closing_check
  WHERE month = $month::DATE AND result = '属实' AND is_met = FALSE AND bars IN ('不予', '不得')
  GROUP BY case_id
)

SELECT
  b.month,
  b.case_id,
  b.household_id,
  b.township_code,
  b.family,
  b.rule_ids,
  b.is_urgent_now,
  coalesce(a.state, b.state) AS state,
  is_open_case(coalesce(a.state, b.state)) AS is_open,
  coalesce(a.observed_until, b.observed_until) AS observed_until,
  k.words AS lacking,
  coalesce(k.is_barred, FALSE) AS is_barred,
  coalesce(b.closed_on, a.closed_on) AS closed_on,
  coalesce(b.closed_month, CASE WHEN a.closed_on IS NOT NULL THEN b.month END) AS closed_month,
  coalesce(b.closing_reason, CASE WHEN a.closed_on IS NOT NULL THEN a.result END) AS closing_reason
FROM mart.case_before AS b
LEFT JOIN answered AS a ON b.case_id = a.case_id
LEFT JOIN lacking AS k ON b.case_id = k.case_id
WHERE b.month = $month::DATE
