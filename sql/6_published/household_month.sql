-- table:   pub.household_month
-- title:   每月在册的户(去标识): 类别、人数、收入档、住房饮水;不含姓名、村、证件、健康
-- grain:   month, household_key
-- reads:   core.household_month, ref.dibao_line, ref.policy_in_force
-- params:  month, pseudonym_key
-- numbers: 5 人数并档,只为去标识
-- columns:
--   month                   DATE     月份,每月1日
--   household_key           VARCHAR  户的化名,同一户各月相同,不能倒推
--   township_code           VARCHAR  乡镇代码
--   settlement              VARCHAR  城乡
--   monitoring_category     VARCHAR  监测类别
--   support_category        VARCHAR  救助类别
--   persons                 VARCHAR  在户人数: 1/2/3/4/5人及以上
--   income_per_capita_band  VARCHAR  人均年收入: 低于标准(低保标准)/低收入范围(至低收入上限倍数)/高于低收入范围;不知为空
--   is_carried_forward      BOOLEAN  沿用以前的名册
--   carried_because         VARCHAR  为什么沿用: 未报/暂存/待说明;没有沿用的为空
SELECT
  h.month,
  pseudonym($pseudonym_key, h.household_id) AS household_key,
  h.township_code,
  h.settlement,
  h.monitoring_category,
  h.support_category,
  CASE WHEN h.persons >= 5 THEN '5人及以上' ELSE h.persons || '人' END AS persons,
  CASE
    WHEN h.income_per_capita_yuan_year < l.yuan_per_person_year THEN '低于标准'
    WHEN h.income_per_capita_yuan_year < c.value * l.yuan_per_person_year THEN '低收入范围'
    WHEN h.income_per_capita_yuan_year IS NOT NULL AND c.value IS NOT NULL THEN '高于低收入范围'
  END AS income_per_capita_band,
  h.is_carried_forward,
  h.carried_because
FROM core.household_month AS h
LEFT JOIN ref.dibao_line AS l ON h.month = l.month AND h.settlement = l.settlement
LEFT JOIN ref.policy_in_force AS c ON h.month = c.month AND c.parameter = 'low_income_ceiling_multiple'
WHERE h.month = $month::DATE
