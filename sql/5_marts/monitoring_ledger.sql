-- table:   mart.monitoring_ledger
-- title:   分类动态监测台账的一行: 一户的类别、与乡村振兴局比对的结果、本月发现、核实、帮扶和销号
-- grain:   month, household_id
-- reads:   core.household_month, core.person_fact, rule.hit, rule.definition, mart.case_state
-- params:  month
-- note:    泾民发〔2021〕33号·二(四): 每月与乡村振兴局等部门比对一次,分类建立动态监测台账。只列易返贫致贫的三类,以我方或对方名单为准
-- columns:
--   month             DATE     月份,每月1日
--   township_code     VARCHAR  乡镇代码
--   class             VARCHAR  台账分类: 脱贫不稳定户/边缘易致贫户/突发严重困难户/仅乡村振兴局列入
--   household_id      VARCHAR  户编号
--   village           VARCHAR  行政村
--   head_name         VARCHAR  户主姓名(只出现在发给该乡镇的台账上)
--   persons           INTEGER  在户人数
--   support_category  VARCHAR  救助类别
--   partner_category  VARCHAR  乡村振兴局的类别;不在名单或未比对的为空
--   comparison        VARCHAR  比对结果: 一致/类别不同/对方名单没有/我方没有列入/未比对
--   findings          INTEGER  本月触发的规则数
--   seen              VARCHAR  本月发现,一项一行
--   states            VARCHAR  在办个案的状态
--   measures          VARCHAR  最近一件事: 核查、帮扶、销号
--   visited_on        DATE     走访日期;没有填的为空
WITH partner AS (
  SELECT
    household_id,
    bool_or(in_rural_revitalisation) AS is_listed,
    min(rr_category) AS category
  FROM core.person_fact
  WHERE month = $month::DATE
  GROUP BY household_id
),

found AS (
  SELECT
    h.household_id,
    count(DISTINCT h.rule_id) AS findings,
    string_agg(DISTINCT d.title, chr(10) ORDER BY d.title) AS seen
  FROM rule.hit AS h
  INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
  WHERE h.month = $month::DATE AND h.is_triggered AND d.subject <> 'office'
  GROUP BY h.household_id
),

followed AS (
  SELECT
    household_id,
    string_agg(DISTINCT state, '、' ORDER BY state) FILTER (WHERE is_open_case(state)) AS states,
    arg_max(last_event || ' ' || strftime(last_event_on, '%Y-%m-%d'), (last_event_on, case_id)) AS measures
  FROM mart.case_state
  WHERE month = $month::DATE
  GROUP BY household_id
)

SELECT
  h.month,
  h.township_code,
  CASE
    WHEN h.monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') THEN h.monitoring_category
    ELSE '仅乡村振兴局列入'
  END AS class,
  h.household_id,
  h.village,
  h.head_name,
  h.persons,
  h.support_category,
  p.category AS partner_category,
  CASE
    WHEN p.is_listed IS NULL THEN '未比对'
    WHEN NOT p.is_listed THEN '对方名单没有'
    WHEN h.monitoring_category IS NULL OR h.monitoring_category IN ('一般户', '脱贫户') THEN '我方没有列入'
    WHEN p.category = h.monitoring_category THEN '一致'
    ELSE '类别不同'
  END AS comparison,
  CAST(coalesce(f.findings, 0) AS INTEGER) AS findings,
  f.seen,
  w.states,
  w.measures,
  h.visited_on
FROM core.household_month AS h
LEFT JOIN partner AS p ON h.household_id = p.household_id
LEFT JOIN found AS f ON h.household_id = f.household_id
LEFT JOIN followed AS w ON h.household_id = w.household_id
WHERE
  h.month = $month::DATE
  AND (
    h.monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')
    OR (p.is_listed AND p.category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户'))
  )
