-- table:   mart.case_task
-- title:   问题清单、任务清单、责任清单的一行: 每个在办的个案发现了什么,下一步该办什么,谁办,哪天到期,怎样算办结
-- grain:   month, case_id
-- reads:   mart.case_state, mart.case_ledger, mart.case_clock, mart.finding, mart.urgent_case, mart.list_line, rule.hit, rule.definition, ref.division, ref.unit
-- params:  month
-- note:    一案一件事,办完才有下一件。只写发现了什么,不写人名。有的事没有定期限,到期日为空;期限算不出来的写明为什么,不当作没有超期
-- columns:
--   month              DATE     月份,每月1日
--   case_id            VARCHAR  预警编号
--   township_code      VARCHAR  乡镇代码
--   family             VARCHAR  问题类别
--   urgency            VARCHAR  缓急
--   state              VARCHAR  个案状态
--   opened_month       DATE     立案月份
--   months_open        INTEGER  立案至本月的月数
--   seen               VARCHAR  发现了什么,一项一行
--   basis              VARCHAR  依据,文号·条款,一项一行
--   task               VARCHAR  下一步: 说明/入户核查/部门复核/审核确认/落实帮扶/书面告知/继续帮扶/申请销号/公示/恢复办理
--   told               VARCHAR  要说明什么,为什么没有排上,还差什么,一项一行;没有的为空
--   owner              VARCHAR  谁办: 乡镇、县民政局的科室,或监测中心
--   is_township        BOOLEAN  由乡镇办
--   has_term           BOOLEAN  有期限
--   due_on             DATE     到期日;没有期限或算不出来为空
--   is_overdue         BOOLEAN  已超期;算不出来为空
--   days_over          INTEGER  超了几天;没有期限为0,算不出来为空
--   doubt              VARCHAR  为什么算不出来;算得出来的为空
--   evidence           VARCHAR  怎样算办结
-- who: the township, the office that the case's rules name, or whoever the term names; until a decision brings it back, the centre
WITH plan (task, who, clocks, evidence) AS (
  VALUES
  ('说明', '乡镇', [], '「核查反馈」的「说明」写清了为什么'),
  ('入户核查', '乡镇', ['verify', 'verify_urgent'], '「核查反馈」填了核查日期、核查结果'),
  ('部门复核', '科室', ['decide_special', 'decide'], '部门答复了,「核查反馈」重新填了核查结果'),
  ('审核确认', '期限', ['decide', 'decide_special'], '「核查反馈」填了采取措施、落实日期'),
  ('落实帮扶', '科室', [], '「核查反馈」填了采取措施、落实日期'),
  ('书面告知', '期限', ['refusal_notice'], '「核查反馈」的采取措施写明已告知,填了落实日期'),
  ('继续帮扶', '科室', [], '还差的都有了,乡镇再申请销号'),
  ('申请销号', '乡镇', [], '「核查反馈」的申请销号填了「是」'),
  ('公示', '乡镇', ['publicity_dibao', 'publicity_monitored'], '公示期满,问题没有再出现'),
  ('恢复办理', '监测中心', [], '暂缓到期,或监测中心决定恢复')
),

telling AS (
  SELECT DISTINCT case_id
  FROM mart.case_clock
  WHERE month = $month::DATE AND clock = 'refusal_notice' AND is_running
),

next_step AS (
  SELECT
    l.*,
    CASE
      WHEN l.question IS NOT NULL THEN '说明'
      WHEN l.state IN ('待核查', '核查中', '外出未见') THEN '入户核查'
      WHEN l.state = '需部门复核' THEN '部门复核'
      WHEN l.state = '属实' AND l.family = '漏保漏救' THEN '审核确认'
      WHEN l.state = '属实' THEN '落实帮扶'
      WHEN l.state = '不属实' AND t.case_id IS NOT NULL THEN '书面告知'
      WHEN l.state = '观察' THEN '公示'
      WHEN l.state = '暂缓' THEN '恢复办理'
      WHEN l.state IN ('帮扶落实', '不得销号') AND coalesce(l.lacking NOT LIKE '申请销号以后%', FALSE) THEN '继续帮扶'
      ELSE '申请销号'
    END AS task
  FROM mart.case_ledger AS l
  LEFT JOIN telling AS t ON l.case_id = t.case_id
  WHERE l.month = $month::DATE AND is_open_case(l.state)
),

hit AS (
  SELECT
    f.case_id,
    h.rule_id,
    d.title || coalesce(
      ':' || d.measured_label || ' ' || spoken_value(h.measured, h.unit, u.label_zh)
      || coalesce(',标准 ' || spoken_value(h.threshold, h.unit, u.label_zh), ''), ''
    ) AS told,
    list_position(['紧急', '一般', '核实'], d.urgency) AS urgency_rank
  FROM mart.finding AS f
  INNER JOIN rule.hit AS h ON f.month = h.month AND f.household_id = h.household_id AND f.rule_id = h.rule_id AND h.is_triggered
  INNER JOIN rule.definition AS d ON f.month = d.month AND f.rule_id = d.rule_id
  LEFT JOIN ref.unit AS u ON h.unit = u.unit
  WHERE f.month = $month::DATE AND NOT f.is_quiet
  QUALIFY row_number() OVER (PARTITION BY f.case_id, h.rule_id ORDER BY abs(h.measured - h.threshold) DESC NULLS LAST, h.person_id) = 1
),

found AS (
  SELECT
    case_id,
    string_agg(told, chr(10) ORDER BY urgency_rank, rule_id) AS seen
  FROM hit
  GROUP BY case_id
),

rule_office AS (
  SELECT
    s.case_id,
    string_agg(DISTINCT d.office, '、' ORDER BY d.office) AS office
  FROM (
    SELECT
      case_id,
      unnest(rule_ids) AS rule_id
    FROM mart.case_state
    WHERE month = $month::DATE AND is_open_case(state)
  ) AS s
  INNER JOIN rule.definition AS d ON d.month = $month::DATE AND s.rule_id = d.rule_id
  GROUP BY s.case_id
),

clock AS (
  SELECT
    n.case_id,
    k.due_on,
    k.is_overdue,
    k.days_over,
    k.doubt,
    k.office
  FROM next_step AS n
  INNER JOIN plan AS p ON n.task = p.task
  INNER JOIN mart.case_clock AS k ON k.month = $month::DATE AND n.case_id = k.case_id AND k.is_running AND list_contains(p.clocks, k.clock)
  QUALIFY row_number() OVER (PARTITION BY n.case_id ORDER BY k.due_on NULLS LAST, k.clock_id) = 1
),

-- for a case that no rule opened: the office that answers for most rules
main_office AS (
  SELECT arg_max(office, (rules, office)) AS office
  FROM (
    SELECT
      office,
      count(*) AS rules
    FROM rule.definition
    WHERE month = $month::DATE
    GROUP BY office
  ) AS counted
),

owned AS (
  SELECT
    n.*,
    p.evidence,
    coalesce(t.name, '不知哪个乡镇') AS township_name,
    CASE p.who
      WHEN '乡镇' THEN '乡镇'
      WHEN '期限' THEN coalesce(k.office, o.office, g.office)
      WHEN '科室' THEN coalesce(o.office, g.office)
      ELSE p.who
    END AS owner,
    k.case_id IS NOT NULL OR n.state = '暂缓' AND n.until_on IS NOT NULL AS has_term,
    CASE WHEN k.case_id IS NOT NULL THEN k.due_on WHEN n.state = '暂缓' THEN n.until_on END AS task_due_on,
    CASE WHEN k.case_id IS NOT NULL THEN k.is_overdue ELSE FALSE END AS is_task_overdue,
    CASE WHEN k.case_id IS NOT NULL THEN k.days_over ELSE 0 END AS days_over,
    k.doubt
  FROM next_step AS n
  INNER JOIN plan AS p ON n.task = p.task
  CROSS JOIN main_office AS g
  LEFT JOIN clock AS k ON n.case_id = k.case_id
  LEFT JOIN rule_office AS o ON n.case_id = o.case_id
  LEFT JOIN ref.division AS t ON n.township_code = t.code
)

SELECT
  w.month,
  w.case_id,
  w.township_code,
  w.family,
  l.urgency,
  w.state,
  w.opened_month,
  w.months_open,
  coalesce(
    CASE WHEN w.family = '例行走访' THEN l.seen END,
    nullif(concat_ws(chr(10), CASE WHEN u.event <> '入册' THEN u.seen END, f.seen), ''),
    '本月没有新的发现,以前:' || w.findings,
    '由原户分出,原户的问题见 ' || w.predecessor,
    '问题类别:' || w.family
  ) AS seen,
  l.basis,
  w.task,
  nullif(concat_ws(
    chr(10),
    w.question,
    CASE WHEN w.task = '入户核查' AND NOT l.is_listed THEN '没有列入本月清单:' || l.not_listed_reason END,
    CASE WHEN w.task IN ('继续帮扶', '申请销号') THEN w.lacking END
  ), '') AS told,
  CASE WHEN w.owner IN ('乡镇', w.township_name) THEN w.township_name ELSE w.owner END AS owner,
  w.owner IN ('乡镇', w.township_name) AS is_township,
  w.has_term,
  w.task_due_on AS due_on,
  w.is_task_overdue AS is_overdue,
  w.days_over,
  w.doubt,
  w.evidence
FROM owned AS w
LEFT JOIN found AS f ON w.case_id = f.case_id
LEFT JOIN mart.list_line AS l ON l.month = $month::DATE AND w.case_id = l.case_id
LEFT JOIN mart.urgent_case AS u ON u.month = $month::DATE AND w.case_id = u.case_id
