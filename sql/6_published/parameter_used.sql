-- table:   pub.parameter_used
-- title:   本月用到的政策参数及其出处
-- grain:   month, parameter
-- reads:   mart.parameter_used
-- params:  month
-- columns:
--   month         DATE           月份,每月1日
--   parameter     VARCHAR        参数
--   value         DECIMAL(16,4)  取值
--   unit          VARCHAR        单位
--   jurisdiction  VARCHAR        适用地区代码
--   confidence    VARCHAR        document 文件规定 / local 本地暂定 / example 示例
--   document      VARCHAR        文号
--   clause        VARCHAR        条款
--   rule_ids      VARCHAR[]      用到它的规则
SELECT
  month,
  parameter,
  value,
  unit,
  jurisdiction,
  confidence,
  document,
  clause,
  rule_ids
FROM mart.parameter_used
WHERE month = $month::DATE
