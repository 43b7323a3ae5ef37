-- table:   mart.risk_label
-- title:   评分对不对的答案: 几个月以前评过的户,后来是否新陷入困难;到本月才知道
-- grain:   month, household_id
-- reads:   core.household_month, ref.dibao_line, ref.policy_in_force
-- earlier: mart.risk_feature
-- params:  month, closes_on
-- policy:  risk_label_months
-- note:    本月一过,as_of_month 之后的观察期(不含该月,含本月)正好结束,此时才有答案,所以一个月一个分区。
--          新陷入困难 = 人均年收入低于低保标准,或由「无」救助变为有。观察期各月的名册不全、
--          一次没有见到(沿用的旧名册不算见到)、当时已在困难中或不知道的,答案为空
-- columns:
--   month             DATE     得到答案的月份,即观察期最后一个月,每月1日
--   as_of_month       DATE     评的是哪个月
--   household_id      VARCHAR  户编号
--   is_in_hardship    BOOLEAN  评的当月人均年收入已低于低保标准;收入不知为空
--   becomes_hardship  BOOLEAN  观察期内新陷入困难
WITH span AS (
  SELECT
    CAST(max(value) AS INTEGER) AS label_months,
    CAST($month::DATE - to_months(CAST(max(value) AS INTEGER)) AS DATE) AS as_of_month
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'risk_label_months'
),

held AS (
  SELECT count(DISTINCT h.month) AS months
  FROM core.household_month AS h
  CROSS JOIN span AS s
  WHERE h.month > s.as_of_month AND h.month <= $month::DATE
),

seen AS (
  SELECT
    h.household_id,
    bool_or(h.income_per_capita_yuan_year < l.yuan_per_person_year) AS was_below_line,
    bool_or(h.support_category <> '无') AS had_support
  FROM core.household_month AS h
  CROSS JOIN span AS s
  LEFT JOIN ref.dibao_line AS l ON h.month = l.month AND h.settlement = l.settlement
  WHERE
    h.month > s.as_of_month
    AND h.month <= $month::DATE
    AND h.known_on <= $closes_on::DATE
    AND NOT h.is_carried_forward
  GROUP BY h.household_id
)

SELECT
  $month::DATE AS month,
  f.month AS as_of_month,
  f.household_id,
  f.ratio_to_line < 1 AS is_in_hardship,
  CASE
    WHEN f.ratio_to_line >= 1 AND held.months = s.label_months
      THEN seen.was_below_line OR (NOT f.in_support AND seen.had_support)
  END AS becomes_hardship
FROM span AS s
CROSS JOIN held
INNER JOIN mart.risk_feature AS f ON s.as_of_month = f.month
LEFT JOIN seen ON f.household_id = seen.household_id
