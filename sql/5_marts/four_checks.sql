-- table:   mart.four_checks
-- title:   四查四补清单的一行: 一户在一类问题上本月发现了什么、依据、怎样补、谁负责、办到哪一步
-- grain:   month, household_id, family
-- reads:   rule.hit, rule.definition, core.household_month, mart.case_state, ref.document, ref.unit
-- params:  month
-- note:    四查: 查损补失、查漏补缺(漏保漏救、因困致贫、漏统漏管、漏查漏退)、查短补齐(三保障、政策不到位)、查弱补强
-- columns:
--   month          DATE     月份,每月1日
--   township_code  VARCHAR  乡镇代码
--   check_name     VARCHAR  四查中的哪一查
--   family         VARCHAR  问题类别
--   household_id   VARCHAR  户编号
--   village        VARCHAR  行政村
--   head_name      VARCHAR  户主姓名(只出现在发给该乡镇的清单上)
--   urgency        VARCHAR  缓急
--   seen           VARCHAR  发现了什么,一项一行
--   basis          VARCHAR  依据,文号·条款,一项一行
--   remedy         VARCHAR  怎样补: 可能适用的政策,一项一行
--   owner          VARCHAR  责任科室
--   case_id        VARCHAR  预警编号;已核实未再立案的为空
--   state          VARCHAR  个案状态
--   due_on         DATE     核查期限
WITH hit AS (
  SELECT
    h.household_id,
    d.family,
    d.title,
    d.may_apply,
    d.office,
    list_position(['紧急', '一般', '核实'], d.urgency) AS urgency_rank,
    d.measured_label || ' ' || spoken_value(h.measured, h.unit, u.label_zh) || coalesce(',标准 ' || spoken_value(h.threshold, h.unit, u.label_zh), '')
      AS told,
    coalesce(w.number || '·' || h.clause, d.basis) AS basis,
    h.rule_id
  FROM rule.hit AS h
  INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
  LEFT JOIN ref.document AS w ON h.document = w.document
  LEFT JOIN ref.unit AS u ON h.unit = u.unit
  WHERE h.month = $month::DATE AND h.is_triggered AND d.subject <> 'office'
  QUALIFY row_number() OVER (PARTITION BY h.household_id, h.rule_id ORDER BY abs(h.measured - h.threshold) DESC NULLS LAST, h.person_id) = 1
)

SELECT
  $month::DATE AS month,
  c.township_code,
  CASE h.family
    WHEN '查损补失' THEN '查损补失'
    WHEN '查短补齐' THEN '查短补齐'
    WHEN '三保障' THEN '查短补齐'
    WHEN '查弱补强' THEN '查弱补强'
    ELSE '查漏补缺'
  END AS check_name,
  h.family,
  h.household_id,
  min(c.village) AS village,
  min(c.head_name) AS head_name,
  ['紧急', '一般', '核实'][min(h.urgency_rank)] AS urgency,
  string_agg(h.title || coalesce(':' || h.told, ''), chr(10) ORDER BY h.urgency_rank, h.rule_id) AS seen,
  string_agg(DISTINCT h.basis, chr(10) ORDER BY h.basis) AS basis,
  string_agg(DISTINCT h.may_apply, chr(10) ORDER BY h.may_apply) AS remedy,
  string_agg(DISTINCT h.office, '、' ORDER BY h.office) AS owner,
  min(s.case_id) AS case_id,
  coalesce(min(s.state), '以前已核实') AS state,
  min(s.due_on) AS due_on
FROM hit AS h
INNER JOIN core.household_month AS c ON c.month = $month::DATE AND h.household_id = c.household_id
LEFT JOIN mart.case_state AS s
  ON s.month = $month::DATE AND h.household_id = s.household_id AND h.family = s.family AND is_open_case(s.state)
GROUP BY c.township_code, h.household_id, h.family
