-- table:   mart.office_finding
-- title:   按单位判断的规则: 乡镇、机构、资金、信访等方面发现的问题,只给县里看
-- grain:   month, rule_id, office_id
-- reads:   rule.hit, rule.definition, ref.document, ref.unit, ref.division
-- params:  month
-- columns:
--   month         DATE     月份,每月1日
--   rule_id       VARCHAR  规则
--   office_id     VARCHAR  单位: 乡镇、机构、资金、信访件等
--   office_name   VARCHAR  单位名称
--   family        VARCHAR  问题类别
--   urgency       VARCHAR  缓急
--   is_triggered  BOOLEAN  是否触发;缺资料不能判断的为空
--   seen          VARCHAR  发现了什么
--   basis         VARCHAR  依据,文号·条款
--   ask           VARCHAR  要核对什么
--   owner         VARCHAR  责任科室
SELECT
  h.month,
  h.rule_id,
  h.office_id,
  coalesce(t.name, h.office_id) AS office_name,
  d.family,
  d.urgency,
  h.is_triggered,
  d.title
  || CASE WHEN h.measured IS NULL THEN '' ELSE ':' || d.measured_label || ' ' || spoken_value(h.measured, h.unit, u.label_zh) END
  || CASE WHEN h.threshold IS NULL THEN '' ELSE ',标准 ' || spoken_value(h.threshold, h.unit, u.label_zh) END AS seen,
  coalesce(w.number || '·' || h.clause, d.basis) AS basis,
  d.ask,
  d.office AS owner
FROM rule.hit AS h
INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
LEFT JOIN ref.document AS w ON h.document = w.document
LEFT JOIN ref.unit AS u ON h.unit = u.unit
LEFT JOIN ref.division AS t ON h.office_id = t.code
WHERE h.month = $month::DATE AND d.subject = 'office'
