-- table:   mart.parameter_used
-- title:   本月用到的政策参数及其出处;本地暂定和示例的要在简报上点名
-- grain:   month, parameter
-- reads:   ref.policy_in_force, rule.definition
-- params:  month
-- columns:
--   month         DATE           月份,每月1日
--   parameter     VARCHAR        参数
--   value         DECIMAL(16,4)  取值;明确停止的为空
--   unit          VARCHAR        单位
--   jurisdiction  VARCHAR        适用地区代码
--   confidence    VARCHAR        document 文件规定 / local 本地暂定 / example 示例
--   document      VARCHAR        文号
--   clause        VARCHAR        条款
--   note          VARCHAR        说明
--   rule_ids      VARCHAR[]      用到它的规则;流程参数为空表
SELECT
  v.month,
  v.parameter,
  v.value,
  v.unit,
  v.jurisdiction,
  v.confidence,
  v.document,
  v.clause,
  v.note,
  coalesce(list_sort(list(d.rule_id) FILTER (WHERE d.rule_id IS NOT NULL)), []) AS rule_ids
FROM ref.policy_in_force AS v
LEFT JOIN rule.definition AS d ON v.month = d.month AND d.state = '施行' AND list_contains(d.parameters, v.parameter)
WHERE v.month = $month::DATE
GROUP BY v.month, v.parameter, v.value, v.unit, v.jurisdiction, v.confidence, v.document, v.clause, v.note
