-- table:   mart.compared_household
-- title:   名册里的每一户,我方和乡村振兴局、住建局的说法并排
-- grain:   month, household_id
-- reads:   core.person_fact, core.person_month, core.household_fact, core.household_month
-- params:  month
-- note:    乡村振兴局按人列名单: 家里在户的人有一个在名单里,这一户就在名单里
-- columns:
--   month                DATE     月份,每月1日
--   township_code        VARCHAR  乡镇代码
--   household_id         VARCHAR  户编号
--   monitoring_category  VARCHAR  我方: 监测类别
--   registered_poor      VARCHAR  我方: 建档立卡
--   is_listed            BOOLEAN  在监测对象名单里;没有比对、或有一行疑似是这一户的人,为空
--   rr_category          VARCHAR  乡村振兴局: 监测类别
--   rr_registered_poor   VARCHAR  乡村振兴局: 脱贫属性
--   housing_grade        VARCHAR  我方: 住房等级
--   assessed_grade       VARCHAR  住建局: 鉴定等级;已修好的为空
WITH listed AS (
  SELECT
    f.household_id,
    CASE WHEN bool_or(f.in_rural_revitalisation) THEN TRUE WHEN bool_and(f.in_rural_revitalisation IS NOT NULL) THEN FALSE END AS is_listed,
    min(f.rr_category) AS rr_category,
    min(f.rr_registered_poor) AS rr_registered_poor
  FROM core.person_fact AS f
  INNER JOIN core.person_month AS p ON f.month = p.month AND f.household_id = p.household_id AND f.person_id = p.person_id
  WHERE f.month = $month::DATE AND p.is_in_household
  GROUP BY f.household_id
)

SELECT
  h.month,
  h.township_code,
  h.household_id,
  h.monitoring_category,
  h.registered_poor,
  l.is_listed,
  l.rr_category,
  l.rr_registered_poor,
  h.housing_grade,
  CASE WHEN f.repaired_on IS NULL THEN f.assessed_grade END AS assessed_grade
FROM core.household_month AS h
LEFT JOIN listed AS l ON h.household_id = l.household_id
LEFT JOIN core.household_fact AS f ON h.month = f.month AND h.household_id = f.household_id
WHERE h.month = $month::DATE
