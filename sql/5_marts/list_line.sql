-- table:   mart.list_line
-- title:   预警清单的一行: 一个未销号的个案,发现了什么、依据、到户问什么、先后与期限
-- grain:   month, case_id
-- reads:   mart.visit_plan, mart.case_state, mart.urgent_case, mart.risk_score, rule.hit, rule.definition, core.household_month, core.person_month, ref.policy_in_force, ref.parameter, ref.document, ref.unit
-- earlier: mart.list_line
-- params:  month
-- columns:
--   month               DATE       月份,每月1日
--   township_code       VARCHAR    乡镇代码
--   township_name       VARCHAR    乡镇名称
--   village             VARCHAR    行政村
--   case_id             VARCHAR    预警编号
--   household_id        VARCHAR    户编号
--   head_name           VARCHAR    户主姓名(只出现在发给该乡镇的清单上)
--   persons             INTEGER    在户人数
--   family              VARCHAR    问题类别
--   urgency             VARCHAR    缓急
--   seen                VARCHAR    发现了什么,一项一行
--   basis               VARCHAR    依据,文号·条款,一项一行
--   ask                 VARCHAR    到户问什么,一项一行
--   may_apply           VARCHAR    可能适用的政策,一项一行
--   parameters_local    VARCHAR    用到的本地暂定或示例参数,没有则为空
--   score               INTEGER    风险评分 0–100
--   score_reasons       VARCHAR    评分的主要原因,一项一行
--   score_method        VARCHAR    评分方法: 模型/专家评分卡
--   priority            INTEGER    乡镇内的先后
--   due_on              DATE       核查期限
--   is_listed           BOOLEAN    是否列入本月清单
--   not_listed_reason   VARCHAR    没有列入的原因
--   months_waiting      INTEGER    已经几个月没有排上
--   is_carried_forward  BOOLEAN    依据的是以前月份的名册
--   roster_month        DATE       名册所属月份
--   state               VARCHAR    个案状态
WITH hit AS (
  SELECT
    h.household_id,
    h.rule_id,
    d.family,
    d.title,
    d.measured_label,
    d.basis,
    d.ask,
    d.may_apply,
    list_position(['紧急', '一般', '核实'], d.urgency) AS urgency_rank,
    list_sort(list(DISTINCT p.name) FILTER (WHERE p.name IS NOT NULL)) AS names,
    arg_max(h.measured, (abs(h.measured - h.threshold), h.measured, h.threshold)) AS measured,
    arg_max(h.threshold, (abs(h.measured - h.threshold), h.measured, h.threshold)) AS threshold,
    min(h.unit) AS unit,
    min(w.number || '·' || h.clause) AS citation,
    list(DISTINCT t.title || CASE v.confidence WHEN 'example' THEN '(示例)' ELSE '(本地暂定)' END)
    FILTER (WHERE v.confidence <> 'document') AS local_parameters
  FROM rule.hit AS h
  INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
  LEFT JOIN core.person_month AS p ON h.month = p.month AND h.household_id = p.household_id AND h.person_id = p.person_id
  LEFT JOIN ref.document AS w ON h.document = w.document
  LEFT JOIN ref.policy_in_force AS v ON h.month = v.month AND h.parameter = v.parameter
  LEFT JOIN ref.parameter AS t ON h.parameter = t.parameter
  WHERE h.month = $month::DATE AND h.is_triggered
  GROUP BY ALL
),

spoken AS (
  SELECT
    h.household_id,
    h.family,
    string_agg(
      h.title
      || CASE WHEN h.names IS NULL THEN '' ELSE '(' || array_to_string(h.names, '、') || ')' END
      || CASE
        WHEN h.measured IS NULL THEN ''
        ELSE ':' || h.measured_label || ' ' || spoken_value(h.measured, h.unit, u.label_zh)
          || coalesce(',标准 ' || spoken_value(h.threshold, h.unit, u.label_zh), '')
      END,
      chr(10) ORDER BY h.urgency_rank, h.rule_id
    ) AS seen,
    string_agg(DISTINCT coalesce(h.citation, h.basis), chr(10) ORDER BY coalesce(h.citation, h.basis)) AS basis,
    string_agg(DISTINCT h.ask, chr(10) ORDER BY h.ask) AS ask,
    string_agg(DISTINCT h.may_apply, chr(10) ORDER BY h.may_apply) AS may_apply,
    array_to_string(list_sort(list_distinct(flatten(list(h.local_parameters)))), '、') AS parameters_local
  FROM hit AS h
  LEFT JOIN ref.unit AS u ON h.unit = u.unit
  GROUP BY h.household_id, h.family
),

last_spoken AS (
  SELECT
    case_id,
    max(month) AS last_month,
    regexp_replace(arg_max(seen, month), '^\(依据 [0-9-]+ 名册[^)]*\)', '') AS seen,
    arg_max(basis, month) AS basis,
    arg_max(ask, month) AS ask,
    arg_max(may_apply, month) AS may_apply,
    arg_max(parameters_local, month) AS parameters_local,
    arg_max(village, month) AS village,
    arg_max(head_name, month) AS head_name,
    arg_max(township_name, month) AS township_name
  FROM mart.list_line
  WHERE month < $month::DATE
  GROUP BY case_id
)

SELECT
  v.month,
  v.township_code,
  coalesce(c.township_name, u.township_name, e.township_name) AS township_name,
  coalesce(c.village, u.village, e.village) AS village,
  v.case_id,
  v.household_id,
  coalesce(c.head_name, u.head_name, e.head_name) AS head_name,
  c.persons,
  s.family,
  v.urgency,
  CASE
    WHEN c.carried_because = '待说明' THEN '(依据 ' || strftime(c.roster_month, '%Y-%m') || ' 名册,本月报来的没有这一户,待说明)'
    WHEN c.is_carried_forward THEN '(依据 ' || strftime(c.roster_month, '%Y-%m') || ' 名册)'
    ELSE ''
  END
  || coalesce(
    nullif(concat_ws(chr(10), u.seen, k.seen), ''),
    CASE
      WHEN e.seen LIKE '本月数据未再显示%' THEN e.seen
      ELSE '本月数据未再显示,' || strftime(e.last_month, '%Y-%m') || ' 发现:' || e.seen
    END
  ) AS seen,
  coalesce(nullif(concat_ws(chr(10), u.basis, k.basis), ''), e.basis) AS basis,
  coalesce(nullif(concat_ws(chr(10), u.ask, k.ask), ''), e.ask) AS ask,
  coalesce(nullif(concat_ws(chr(10), u.may_apply, k.may_apply), ''), e.may_apply) AS may_apply,
  nullif(coalesce(k.parameters_local, e.parameters_local), '') AS parameters_local,
  r.score,
  array_to_string(r.reasons, chr(10)) AS score_reasons,
  r.method AS score_method,
  v.priority,
  v.due_on,
  v.is_listed,
  v.not_listed_reason,
  v.months_waiting,
  c.is_carried_forward,
  c.roster_month,
  s.state
FROM mart.visit_plan AS v
INNER JOIN mart.case_state AS s ON v.month = s.month AND v.case_id = s.case_id
LEFT JOIN spoken AS k ON s.household_id = k.household_id AND s.family = k.family
LEFT JOIN mart.urgent_case AS u ON v.month = u.month AND v.case_id = u.case_id
LEFT JOIN last_spoken AS e ON v.case_id = e.case_id
LEFT JOIN core.household_month AS c ON v.month = c.month AND v.household_id = c.household_id
LEFT JOIN mart.risk_score AS r ON v.month = r.month AND v.household_id = r.household_id
WHERE v.month = $month::DATE
