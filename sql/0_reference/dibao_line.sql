-- table:   ref.dibao_line
-- title:   本月低保标准,按城乡,折成一年
-- grain:   month, settlement
-- reads:   ref.policy_in_force, ref.unit
-- params:  month
-- columns:
--   month                 DATE           月份,每月1日
--   settlement            VARCHAR        城乡: 农村/城镇
--   yuan_per_person_year  DECIMAL(12,2)  低保标准,元/人·年
--   parameter             VARCHAR        取自哪个参数
--   document              VARCHAR        出处文件;没有文件给数的为空
--   clause                VARCHAR        出处条款
--   confidence            VARCHAR        document 文件所载 / local 本地取值待确认 / example 示例数值
SELECT
  p.month,
  CASE p.parameter WHEN 'dibao_line_rural' THEN '农村' ELSE '城镇' END AS settlement,
  CAST(p.value * u.per_year AS DECIMAL(12, 2)) AS yuan_per_person_year,
  p.parameter,
  p.document,
  p.clause,
  p.confidence
FROM ref.policy_in_force AS p
INNER JOIN ref.unit AS u ON p.unit = u.unit
WHERE p.month = $month::DATE AND p.parameter IN ('dibao_line_rural', 'dibao_line_urban')
