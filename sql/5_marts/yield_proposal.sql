-- table:   mart.yield_proposal
-- title:   属实率太低的一段,提请看一看哪个标准;只是提请,什么都不改
-- grain:   month, rule_id, band, parameter
-- reads:   mart.yield_total, mart.rule_push, ref.policy_in_force, ref.parameter, ref.document, ref.unit, ref.yield_band
-- params:  month
-- note:    一段的属实率连区间上限都低于 yield_review_below 的才列。标准取自几个参数的(如城乡标准),一个参数一行
-- columns:
--   month             DATE           月份,每月1日
--   rule_id           VARCHAR        规则
--   title             VARCHAR        规则名称
--   band              VARCHAR        哪一段
--   is_nearest        BOOLEAN        紧贴标准的一段;不分段的为空
--   department        VARCHAR        哪个部门的数据
--   visited           INTEGER        走访有了结论的
--   confirmed         INTEGER        其中属实的
--   confirmed_share   DECIMAL(5,4)   属实率
--   confirmed_low     DECIMAL(5,4)   区间下限
--   confirmed_high    DECIMAL(5,4)   区间上限
--   hours             DECIMAL(12,2)  这一段用掉的走访工时
--   parameter         VARCHAR        标准取自哪个政策参数;没有的为空
--   parameter_title   VARCHAR        参数名称
--   value             DECIMAL(16,4)  现在的取值;本月没有取值为空
--   unit              VARCHAR        单位代码
--   said              VARCHAR        取值带单位的说法
--   number            VARCHAR        出处的文号;没有出处的为空
--   clause            VARCHAR        条款
--   confidence        VARCHAR        document 文件所载 / local 本地取值 / example 示例;没有取值为空
--   lever             VARCHAR        能动什么: 本地 标准是本县的,可以改 / 文件 标准是文件定的,不归本县改 / 没有 没有可以调的数
WITH compared AS (
  SELECT DISTINCT
    rule_id,
    band,
    parameter
  FROM mart.rule_push
  WHERE month = $month::DATE
)

SELECT
  $month::DATE AS month,
  t.rule_id,
  t.title,
  t.band,
  b.from_ratio = 0 AS is_nearest,
  t.department,
  t.visited,
  t.confirmed,
  t.confirmed_share,
  t.confirmed_low,
  t.confirmed_high,
  t.hours,
  p.parameter,
  n.title AS parameter_title,
  v.value,
  v.unit,
  spoken_value(v.value, v.unit, u.label_zh) AS said,
  f.number,
  v.clause,
  v.confidence,
  CASE
    WHEN v.parameter IS NULL OR v.unit = 'yes_no' THEN '没有'
    WHEN v.confidence = 'document' THEN '文件'
    ELSE '本地'
  END AS lever
FROM mart.yield_total AS t
INNER JOIN compared AS p ON t.rule_id = p.rule_id AND t.band = p.band
LEFT JOIN ref.yield_band AS b ON t.band = b.band
LEFT JOIN ref.policy_in_force AS v ON t.month = v.month AND p.parameter = v.parameter
LEFT JOIN ref.parameter AS n ON p.parameter = n.parameter
LEFT JOIN ref.document AS f ON v.document = f.document
LEFT JOIN ref.unit AS u ON v.unit = u.unit
WHERE t.month = $month::DATE AND t.scope = '规则的一段' AND t.is_low
