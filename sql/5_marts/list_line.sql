-- table:   mart.list_line
-- title:   预警清单的一行: 一个未销号的个案,发现了什么、依据、到户问什么、先后与期限
-- grain:   month, case_id
-- reads:   mart.visit_plan, mart.case_state, mart.finding, mart.urgent_case, mart.risk_score, rule.hit, rule.definition, core.household_month, core.person_month, ref.policy_in_force, ref.parameter, ref.document, ref.unit
-- earlier: mart.list_line
-- params:  month
-- note:    例行走访的一行不说发现了什么;以前核实过、依据没有变化的不再写出来
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
--   walk                INTEGER    乡镇内第几趟;没有列入的为空
--   hours               DECIMAL(12,2)  走访工时,小时: 见 mart.visit_plan
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
  INNER JOIN mart.finding AS f ON h.month = f.month AND h.household_id = f.household_id AND h.rule_id = f.rule_id AND NOT f.is_quiet
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
    arg_max(head_name, month) AS head_name,
    arg_max(township_name, month) AS township_name
  FROM mart.list_line
  WHERE month < $month::DATE
  GROUP BY case_id
),

-- somebody is at home with whom nothing was found: what to say and ask all the same
routine AS (
  SELECT
    '例行走访' AS family,
    '按月走访,核实家庭生活情况' AS seen,
    coalesce(max(w.number || '·' || v.clause), '本县规定(本地暂定)') AS basis,
    concat_ws(
      chr(10),
      '家里人口、收入、住房、看病、上学有没有变化?眼下有没有什么难处?',
      '该享受的补助是不是都按时拿到了?',
      '没有发现困难,核查结果选「不属实」。有困难,选「属实」,在「说明」里写清。'
    ) AS ask
  FROM ref.policy_in_force AS v
  LEFT JOIN ref.document AS w ON v.document = w.document
  WHERE v.month = $month::DATE AND v.parameter = 'random_visit_share'
)

SELECT
  v.month,
  v.township_code,
  coalesce(c.township_name, u.township_name, e.township_name, p.township_name) AS township_name,
  v.village,
  v.case_id,
  v.household_id,
  coalesce(c.head_name, u.head_name, e.head_name, p.head_name) AS head_name,
  c.persons,
  s.family,
  v.urgency,
  CASE
    WHEN c.carried_because = '待说明' THEN '(依据 ' || strftime(c.roster_month, '%Y-%m') || ' 名册,本月报来的没有这一户,待说明)'
    WHEN c.is_carried_forward THEN '(依据 ' || strftime(c.roster_month, '%Y-%m') || ' 名册)'
    ELSE ''
  END
  || coalesce(
    o.seen,
    nullif(concat_ws(chr(10), u.seen, k.seen), ''),
    CASE
      WHEN e.seen LIKE '本月数据未再显示%' OR e.seen LIKE '由原户分出%' THEN e.seen
      ELSE '本月数据未再显示,' || strftime(e.last_month, '%Y-%m') || ' 发现:' || e.seen
    END,
    '由原户分出,原户的问题:' || p.seen,
    '问题类别:' || s.family
  ) AS seen,
  coalesce(o.basis, nullif(concat_ws(chr(10), u.basis, k.basis), ''), e.basis, p.basis, '本县规定(本地暂定)') AS basis,
  coalesce(o.ask, nullif(concat_ws(chr(10), u.ask, k.ask), ''), e.ask, p.ask) AS ask,
  coalesce(nullif(concat_ws(chr(10), u.may_apply, k.may_apply), ''), e.may_apply, p.may_apply) AS may_apply,
  nullif(coalesce(k.parameters_local, e.parameters_local, p.parameters_local), '') AS parameters_local,
  r.score,
  CASE WHEN o.family IS NULL THEN array_to_string(r.reasons, chr(10)) END AS score_reasons,
  r.method AS score_method,
  v.priority,
  v.due_on,
  v.is_listed,
  v.walk,
  v.hours,
  v.not_listed_reason,
  v.months_waiting,
  c.is_carried_forward,
  c.roster_month,
  s.state
FROM mart.visit_plan AS v
INNER JOIN mart.case_state AS s ON v.month = s.month AND v.case_id = s.case_id
LEFT JOIN spoken AS k ON s.household_id = k.household_id AND s.family = k.family
LEFT JOIN mart.urgent_case AS u ON v.month = u.month AND v.case_id = u.case_id
LEFT JOIN routine AS o ON s.family = o.family
LEFT JOIN last_spoken AS e ON v.case_id = e.case_id
LEFT JOIN last_spoken AS p ON s.predecessor_case_id = p.case_id
LEFT JOIN core.household_month AS c ON v.month = c.month AND v.household_id = c.household_id
LEFT JOIN mart.risk_score AS r ON v.month = r.month AND v.household_id = r.household_id
WHERE v.month = $month::DATE
