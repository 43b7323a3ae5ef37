-- table:   mart.risk_feature
-- title:   每月每户的风险特征,只用本月关账时已经知道的名册
-- grain:   month, household_id
-- reads:   core.household_month, core.person_month, ref.dibao_line, ref.policy_in_force, rule.hit, rule.definition
-- params:  month, closes_on
-- numbers: 2, 3 特征本身的定义: 本月与前几个月
-- policy:  risk_elder_age_from, risk_child_age_below, risk_months_back
-- note:    不知道的为空,不当作零。人数类: 已知有几人就是几人;已知没有且有人不知道的为空。
--          民族、性别、宗教、村、走访人的看法不是特征。关账以后才到的名册不改变本月特征:
--          关账时还没有本月名册的乡镇用此前最近一份,太旧的不用;按时的名册里没有的户没有特征
-- columns:
--   month                     DATE           月份,每月1日
--   household_id              VARCHAR        户编号
--   picture_month             DATE           用的是哪个月的名册
--   income_per_head_yuan      DECIMAL(12,2)  人均年收入,元
--   ratio_to_line             DOUBLE         人均年收入与低保标准之比
--   after_rigid_ratio         DOUBLE         扣除刚性支出后的人均年收入与低保标准之比
--   income_change_1m          DOUBLE         人均年收入比上月的变化,比例;两月同一份名册为空
--   income_change_3m          DOUBLE         人均年收入比3个月前的变化,比例;同上
--   wage_share                DOUBLE         工资占家庭收入的比例;收入不为正的为空
--   rigid_share               DOUBLE         刚性支出占家庭收入的比例;同上
--   medical_share             DOUBLE         医疗自付占家庭收入的比例;同上
--   persons                   INTEGER        在户人数,人
--   children                  INTEGER        儿童人数,人
--   elders                    INTEGER        老人人数,人
--   labour_capable            INTEGER        有劳动能力的人数,人;有一人不知道就为空
--   dependant_share           DOUBLE         没有或丧失劳动能力的人占全家的比例
--   seriously_ill             INTEGER        大病人数,人
--   disabled                  INTEGER        残疾人数,人
--   uninsured                 INTEGER        没有参加医保的人数,人
--   unemployed                INTEGER        失业人数,人
--   no_income_months          INTEGER        家中连续无收入最长的月数,月
--   lacks_unemployment_cover  BOOLEAN        有劳动能力的人都没有参加失业保险
--   housing_rank              INTEGER        住房等级,A为1,D为4
--   lacks_safe_water          BOOLEAN        饮水不安全
--   shock_this_month          BOOLEAN        本月遭遇突发困难;因学不算
--   shocks_3m                 INTEGER        近3个月遭遇突发困难的次数,次
--   in_support                BOOLEAN        正在享受救助
--   months_since_included     INTEGER        首次纳入以来的月数,月
--   is_monitored              BOOLEAN        是防返贫监测对象
--   needs_found               INTEGER        规则发现的需要帮扶的问题数,项;核实、登记、工作力量类不算
WITH setting AS (
  SELECT
    coalesce(max(value) FILTER (WHERE parameter = 'risk_elder_age_from'), error('缺少本地参数 risk_elder_age_from')) AS elder_from,
    coalesce(max(value) FILTER (WHERE parameter = 'risk_child_age_below'), error('缺少本地参数 risk_child_age_below')) AS child_below,
    CAST(coalesce(max(value) FILTER (WHERE parameter = 'risk_months_back'), error('缺少本地参数 risk_months_back')) AS INTEGER) AS months_back
  FROM ref.policy_in_force
  WHERE month = $month::DATE
),

-- this month and the three before it: which month's roster of each township was known when this month closed
roster AS (
  SELECT
    asked.months_before,
    h.township_code,
    max(h.month) AS month
  FROM unnest([0, 1, 2, 3]) AS asked (months_before)
  CROSS JOIN setting
  INNER JOIN core.household_month AS h ON h.month <= $month::DATE - to_months(asked.months_before)
  WHERE
    h.month >= $month::DATE - to_months(asked.months_before + setting.months_back)
    AND h.known_on <= $closes_on::DATE
  GROUP BY asked.months_before, h.township_code
),

-- who is missing in a roster that came in time is not there: an older roster does not bring a household back
picture AS (
  SELECT
    r.months_before,
    h.*
  FROM roster AS r
  INNER JOIN core.household_month AS h ON r.month = h.month AND r.township_code = h.township_code
  WHERE h.known_on <= $closes_on::DATE
  QUALIFY row_number() OVER (PARTITION BY r.months_before, h.household_id ORDER BY h.month DESC) = 1
),

now AS (
  SELECT * FROM picture WHERE months_before = 0
),

-- a roster carried forward says nothing new: it counts once, in the month it was made for
shock AS (
  SELECT
    household_id,
    bool_or(shock NOT IN ('无', '因学')) FILTER (WHERE roster_month = $month::DATE) AS this_month,
    count(DISTINCT roster_month) FILTER (WHERE shock NOT IN ('无', '因学')) AS shocks,
    count(DISTINCT roster_month) FILTER (WHERE shock IS NOT NULL) AS months_known
  FROM picture
  WHERE months_before < 3 AND roster_month > $month::DATE - to_months(3)
  GROUP BY household_id
),

member AS (
  SELECT
    p.household_id,
    full_years(p.birth_date, last_day($month::DATE)) AS age,
    p.labour_capacity = '有' AS is_capable,
    p.health = '大病' AS is_ill,
    p.has_disability_card OR p.health = '残疾' AS is_disabled,
    NOT p.has_medical_insurance AS is_uninsured,
    p.employment = '失业' AS is_unemployed,
    coalesce(p.months_without_income, greatest(date_diff('month', p.no_income_since, $month::DATE), 0)) AS no_income_months,
    p.has_unemployment_cover
  FROM now AS n
  INNER JOIN core.person_month AS p
    ON n.month = p.month AND n.household_id = p.household_id AND n.submission_id = p.submission_id
  WHERE p.is_in_household
),

counted AS (
  SELECT
    m.household_id,
    count(*) AS persons,
    count(*) FILTER (WHERE m.age < s.child_below) AS children,
    count(*) FILTER (WHERE m.age >= s.elder_from) AS elders,
    bool_and(m.age IS NOT NULL) AS is_age_known,
    CASE WHEN bool_and(m.is_capable IS NOT NULL) THEN count(*) FILTER (WHERE m.is_capable) END AS labour_capable,
    count(*) FILTER (WHERE m.is_ill) AS seriously_ill,
    bool_and(m.is_ill IS NOT NULL) AS is_illness_known,
    count(*) FILTER (WHERE m.is_disabled) AS disabled,
    bool_and(m.is_disabled IS NOT NULL) AS is_disability_known,
    count(*) FILTER (WHERE m.is_uninsured) AS uninsured,
    bool_and(m.is_uninsured IS NOT NULL) AS is_insurance_known,
    count(*) FILTER (WHERE m.is_unemployed) AS unemployed,
    bool_and(m.is_unemployed IS NOT NULL) AS is_employment_known,
    max(m.no_income_months) AS no_income_months,
    bool_or(m.has_unemployment_cover) FILTER (WHERE m.is_capable) AS has_cover,
    bool_and(m.has_unemployment_cover IS NOT NULL) FILTER (WHERE m.is_capable) AS is_cover_known
  FROM member AS m
  CROSS JOIN setting AS s
  GROUP BY m.household_id
),

finding AS (
  SELECT
    n.household_id,
    count(DISTINCT r.rule_id) FILTER (WHERE r.is_triggered) AS needs_found
  FROM now AS n
  INNER JOIN rule.hit AS r ON n.month = r.month AND n.household_id = r.household_id
  INNER JOIN rule.definition AS d ON r.month = d.month AND r.rule_id = d.rule_id
  WHERE r.is_triggered IS NOT NULL AND d.family IN ('漏保漏救', '因困致贫', '查损补失', '三保障')
  GROUP BY n.household_id
)

SELECT
  $month::DATE AS month,
  n.household_id,
  n.month AS picture_month,
  n.income_per_capita_yuan_year AS income_per_head_yuan,
  CAST(n.income_per_capita_yuan_year AS DOUBLE) / nullif(CAST(l.yuan_per_person_year AS DOUBLE), 0) AS ratio_to_line,
  CAST(n.income_yuan_12m - n.rigid_yuan_12m AS DOUBLE) / nullif(n.persons, 0) / nullif(CAST(l.yuan_per_person_year AS DOUBLE), 0)
    AS after_rigid_ratio,
  CASE
    WHEN b1.income_per_capita_yuan_year > 0 AND b1.roster_month < n.roster_month
      THEN CAST(n.income_per_capita_yuan_year AS DOUBLE) / CAST(b1.income_per_capita_yuan_year AS DOUBLE) - 1
  END AS income_change_1m,
  CASE
    WHEN b3.income_per_capita_yuan_year > 0 AND b3.roster_month < n.roster_month
      THEN CAST(n.income_per_capita_yuan_year AS DOUBLE) / CAST(b3.income_per_capita_yuan_year AS DOUBLE) - 1
  END AS income_change_3m,
  CASE WHEN n.income_yuan_12m > 0 THEN CAST(n.wage_yuan_12m AS DOUBLE) / CAST(n.income_yuan_12m AS DOUBLE) END AS wage_share,
  CASE WHEN n.income_yuan_12m > 0 THEN CAST(n.rigid_yuan_12m AS DOUBLE) / CAST(n.income_yuan_12m AS DOUBLE) END AS rigid_share,
  CASE WHEN n.income_yuan_12m > 0 THEN CAST(n.medical_yuan_12m AS DOUBLE) / CAST(n.income_yuan_12m AS DOUBLE) END AS medical_share,
  n.persons,
  CASE WHEN c.children > 0 OR c.is_age_known THEN c.children END AS children,
  CASE WHEN c.elders > 0 OR c.is_age_known THEN c.elders END AS elders,
  c.labour_capable,
  CAST(c.persons - c.labour_capable AS DOUBLE) / c.persons AS dependant_share,
  CASE WHEN c.seriously_ill > 0 OR c.is_illness_known THEN c.seriously_ill END AS seriously_ill,
  CASE WHEN c.disabled > 0 OR c.is_disability_known THEN c.disabled END AS disabled,
  CASE WHEN c.uninsured > 0 OR c.is_insurance_known THEN c.uninsured END AS uninsured,
  CASE WHEN c.unemployed > 0 OR c.is_employment_known THEN c.unemployed END AS unemployed,
  c.no_income_months,
  CASE WHEN c.has_cover THEN FALSE WHEN c.is_cover_known THEN TRUE END AS lacks_unemployment_cover,
  list_position(['A', 'B', 'C', 'D'], n.housing_grade) AS housing_rank,
  NOT n.has_safe_water AS lacks_safe_water,
  k.this_month AS shock_this_month,
  CASE WHEN k.shocks > 0 OR k.months_known = 3 THEN k.shocks END AS shocks_3m,
  n.support_category <> '无' AS in_support,
  date_diff('month', n.first_included_month, $month::DATE) AS months_since_included,
  n.monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户') AS is_monitored,
  f.needs_found
FROM now AS n
LEFT JOIN ref.dibao_line AS l ON l.month = $month::DATE AND n.settlement = l.settlement
LEFT JOIN picture AS b1 ON n.household_id = b1.household_id AND b1.months_before = 1
LEFT JOIN picture AS b3 ON n.household_id = b3.household_id AND b3.months_before = 3
LEFT JOIN shock AS k ON n.household_id = k.household_id
LEFT JOIN counted AS c ON n.household_id = c.household_id
LEFT JOIN finding AS f ON n.household_id = f.household_id
WHERE n.persons IS NULL OR n.persons > 0
