-- table:   mart.rule_push
-- title:   最近各月推送到乡镇的每案每条规则: 哪个部门的数据、超出标准多少、走访怎样答复、帮扶了没有、用了多少工时
-- grain:   month, case_id, rule_id
-- reads:   mart.case_event, rule.hit, rule.definition, ref.feed, ref.yield_band, ref.policy_in_force
-- earlier: mart.visit_plan, mart.warning
-- params:  month
-- note:    推送: 列入一份已经下发的清单,并且当月或以前查出过这条规则;一案的一条规则只在第一次推送时算一次。
--          一次走访答复整个个案,同一案的各条规则用同一个答复。需部门复核、分歧消失、并案都还不是走访的结论。
--          答复以改变了个案状态的为准: 已经帮扶的又报已有政策覆盖,仍是属实。
--          工时: 一户一天去一次算一次走访(没有见到人也算),按当月每户走访工时计,不含路途;这次走访的工时平分给它答复的各案,一案的再平分给当时已推送的各条规则,
--          所以各条规则的工时相加就是走访这些个案用掉的工时,不重复算
-- columns:
--   month         DATE           月份,每月1日: 到这个月为止知道的
--   case_id       VARCHAR        预警编号
--   rule_id       VARCHAR        规则
--   pushed_month  DATE           推送的清单是哪个月的
--   department    VARCHAR        查出时比对了哪个部门的数据;没有用部门数据、或部门数据当月没有收到的为乡镇
--   band          VARCHAR        超出标准多少,见 ref.yield_band;不能分的为不分段
--   parameter     VARCHAR        标准取自哪个政策参数
--   answer        VARCHAR        最近的答复: 属实/不属实/已有政策覆盖/需部门复核/外出未见/分歧消失;还没有的为空
--   is_helped     BOOLEAN        推送以后有措施落实
--   hours         DECIMAL(10,4)  到户的走访工时;还没有走访的为零,没有定每户走访工时的为空
WITH event AS (
  SELECT
    case_id,
    seq,
    month,
    household_id,
    happened_on,
    event,
    move,
    state_after
  FROM mart.case_event
  WHERE month <= $month::DATE
),

span AS (
  SELECT CAST($month::DATE - to_months(CAST(max(value) AS INTEGER)) AS DATE) AS from_month
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'yield_cohort_months'
),

-- a list goes out after its month: the dispatch lies in a later month
dispatched AS (
  SELECT
    e.case_id,
    max(v.month) AS list_month
  FROM event AS e
  INNER JOIN mart.visit_plan AS v ON e.case_id = v.case_id AND e.month > v.month AND v.is_listed
  WHERE e.event = '派单'
  GROUP BY e.case_id, e.seq
),

warned AS (
  SELECT
    month,
    case_id,
    rule_id,
    household_id
  FROM mart.warning
  WHERE case_id IS NOT NULL AND month < $month::DATE
),

pushed AS (
  SELECT
    w.case_id,
    w.rule_id,
    min(d.list_month) AS pushed_month
  FROM warned AS w
  INNER JOIN dispatched AS d ON w.case_id = d.case_id AND w.month <= d.list_month
  CROSS JOIN span AS s
  GROUP BY w.case_id, w.rule_id, s.from_month
  HAVING min(d.list_month) >= s.from_month
),

-- what was measured when it was last found before the list went out
found AS (
  SELECT
    p.case_id,
    p.rule_id,
    p.pushed_month,
    w.month AS found_month,
    w.household_id
  FROM pushed AS p
  INNER JOIN warned AS w ON p.case_id = w.case_id AND p.rule_id = w.rule_id AND p.pushed_month >= w.month
  QUALIFY row_number() OVER (PARTITION BY p.case_id, p.rule_id ORDER BY w.month DESC, w.household_id ASC) = 1
),

measured AS (
  SELECT
    f.case_id,
    f.rule_id,
    f.pushed_month,
    f.found_month,
    min(h.parameter) AS parameter,
    max(
      CASE
        WHEN h.unit NOT IN ('yes_no', 'level', 'housing_grade', 'date', 'year_month', 'day_of_month') AND h.threshold > 0
          THEN abs(h.measured - h.threshold) / h.threshold
      END
    ) AS ratio
  FROM found AS f
  LEFT JOIN rule.hit AS h ON f.found_month = h.month AND f.rule_id = h.rule_id AND f.household_id = h.household_id AND h.is_triggered
  GROUP BY f.case_id, f.rule_id, f.pushed_month, f.found_month
),

compared AS (
  SELECT
    month,
    rule_id,
    unnest(list_filter(feeds, lambda feed : NOT coalesce(list_contains(not_compared, feed), FALSE))) AS feed
  FROM rule.definition
  WHERE month < $month::DATE
),

department AS (
  SELECT
    c.month,
    c.rule_id,
    string_agg(DISTINCT f.department, '、' ORDER BY f.department) AS department
  FROM compared AS c
  INNER JOIN ref.feed AS f ON c.feed = f.feed
  GROUP BY c.month, c.rule_id
),

answered AS (
  SELECT
    p.case_id,
    p.rule_id,
    arg_max(e.state_after, e.seq) FILTER (WHERE e.state_after IN ('属实', '不属实', '已有政策覆盖', '需部门复核')) AS result,
    bool_or(e.move = '外出未见') AS is_unseen,
    bool_or(e.event = '分歧消失') AS is_gone,
    bool_or(e.event = '帮扶落实') AS is_helped
  FROM pushed AS p
  INNER JOIN event AS e ON p.case_id = e.case_id AND p.pushed_month < e.month
  GROUP BY p.case_id, p.rule_id
),

visit AS (
  SELECT DISTINCT
    case_id,
    household_id,
    happened_on,
    month
  FROM event
  WHERE event = '核查结果'
),

worked AS (
  SELECT
    v.case_id,
    v.month,
    v.happened_on,
    k.value / count(*) OVER (PARTITION BY v.household_id, v.happened_on) AS hours
  FROM visit AS v
  LEFT JOIN ref.policy_in_force AS k ON v.month = k.month AND k.parameter = 'visit_hours_household'
),

spent AS (
  SELECT
    p.case_id,
    p.rule_id,
    w.hours / count(*) OVER (PARTITION BY p.case_id, w.month, w.happened_on) AS hours
  FROM pushed AS p
  INNER JOIN worked AS w ON p.case_id = w.case_id AND p.pushed_month < w.month
),

effort AS (
  SELECT
    case_id,
    rule_id,
    CASE WHEN count(*) = count(hours) THEN sum(hours) END AS hours
  FROM spent
  GROUP BY case_id, rule_id
)

SELECT
  $month::DATE AS month,
  m.case_id,
  m.rule_id,
  m.pushed_month,
  coalesce(d.department, '乡镇') AS department,
  coalesce(b.band, '不分段') AS band,
  m.parameter,
  CASE
    WHEN a.result IN ('属实', '不属实', '已有政策覆盖') THEN a.result
    WHEN a.is_gone THEN '分歧消失'
    WHEN a.result IS NOT NULL THEN a.result
    WHEN a.is_unseen THEN '外出未见'
  END AS answer,
  coalesce(a.is_helped, FALSE) AS is_helped,
  CAST(CASE WHEN e.case_id IS NULL THEN 0 ELSE e.hours END AS DECIMAL(10, 4)) AS hours
FROM measured AS m
LEFT JOIN department AS d ON m.found_month = d.month AND m.rule_id = d.rule_id
LEFT JOIN ref.yield_band AS b ON m.ratio >= b.from_ratio AND (b.below_ratio IS NULL OR m.ratio < b.below_ratio)
LEFT JOIN answered AS a ON m.case_id = a.case_id AND m.rule_id = a.rule_id
LEFT JOIN effort AS e ON m.case_id = e.case_id AND m.rule_id = e.rule_id
