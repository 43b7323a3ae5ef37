-- table:   mart.rule_summary
-- title:   按户、按人的每条规则在每个乡镇: 触发、未触发、不能判断各多少户;未施行的规则也列出
-- grain:   month, rule_id, township_code
-- reads:   rule.hit, rule.definition, core.household_month, ref.division
-- params:  month, region
-- columns:
--   month          DATE     月份,每月1日
--   rule_id        VARCHAR  规则
--   title          VARCHAR  规则名称
--   family         VARCHAR  问题类别
--   urgency        VARCHAR  缓急
--   is_private     BOOLEAN  涉及健康或残疾,对外不公开
--   state          VARCHAR  施行/未施行/已停止
--   township_code  VARCHAR  乡镇代码
--   township_name  VARCHAR  乡镇名称
--   triggered      INTEGER  触发户数;规则未施行为空
--   not_triggered  INTEGER  未触发户数;规则未施行为空
--   unknown        INTEGER  缺资料不能判断的户数;规则未施行为空
WITH verdict AS (
  SELECT
    h.rule_id,
    c.township_code,
    h.household_id,
    bool_or(h.is_triggered) AS is_triggered,
    bool_or(h.is_triggered IS NULL) AS is_unknown
  FROM rule.hit AS h
  INNER JOIN core.household_month AS c ON h.month = c.month AND h.household_id = c.household_id
  WHERE h.month = $month::DATE
  GROUP BY h.rule_id, c.township_code, h.household_id
)

SELECT
  d.month,
  d.rule_id,
  d.title,
  d.family,
  d.urgency,
  d.is_private,
  d.state,
  t.code AS township_code,
  t.name AS township_name,
  CASE WHEN d.state = '施行' THEN CAST(count(*) FILTER (WHERE v.is_triggered) AS INTEGER) END AS triggered,
  CASE
    WHEN d.state = '施行' THEN CAST(count(v.household_id) FILTER (WHERE NOT coalesce(v.is_triggered, FALSE) AND NOT v.is_unknown) AS INTEGER)
  END AS not_triggered,
  CASE
    WHEN d.state = '施行' THEN CAST(count(v.household_id) FILTER (WHERE NOT coalesce(v.is_triggered, FALSE) AND v.is_unknown) AS INTEGER)
  END AS unknown
FROM rule.definition AS d
CROSS JOIN ref.division AS t
LEFT JOIN verdict AS v ON d.rule_id = v.rule_id AND t.code = v.township_code
WHERE d.month = $month::DATE AND d.subject <> 'office' AND t.parent_code = $region
GROUP BY d.month, d.rule_id, d.title, d.family, d.urgency, d.is_private, d.state, t.code, t.name
