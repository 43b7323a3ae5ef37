-- rule:      death_still_in_benefit
-- title:     人已去世,保障人数没有减少或还有发放
-- family:    漏查漏退
-- urgency:   核实
-- subject:   person
-- measured:  保障人数(标准为健在人数),或去世次月以后的发放金额
-- basis:     宁民发〔2020〕28号·三14; 泾民发〔2021〕33号·三(二)
-- policy:    must_verify_death
-- feeds:     death, payment
-- reads:     core.household_month, core.person_month, core.person_fact, core.benefit_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       去世日期是否属实,是不是同名同号弄错了?保障人数和发放账户变更了没有?家里其他人现在靠什么生活?
-- may_apply: 动态管理、精准认定(泾民发〔2021〕33号·三(二))
-- office:    社会救助科
-- private:   -
-- note:      只请人核实,不停保;其余家庭成员的救助照旧。去世当月不看。保障人数多于健在人数的触发;
--            保障人数没有比去世以前减少、又不多于健在人数的,不知道去世的人在不在保,不能判断。没有死亡日期的,上月已填死亡才看。
--            没有收到死亡名单而名册没有填死亡的、没有收到发放台账而人数已减的,不能判断
WITH member AS (
  SELECT
    p.*,
    f.in_death,
    coalesce(f.died_on, CASE WHEN p.status = '死亡' THEN p.status_on END) AS died_on,
    CASE WHEN p.status = '死亡' OR f.in_death THEN TRUE WHEN NOT f.in_death THEN FALSE END AS is_dead,
    coalesce(b.status = '死亡', FALSE) AS was_dead,
    count(*) FILTER (WHERE p.is_in_household AND NOT coalesce(f.in_death, FALSE)) OVER (PARTITION BY p.household_id) AS living
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN core.person_month AS b
    ON p.household_id = b.household_id AND p.person_id = b.person_id AND b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE)
  WHERE p.month = $month::DATE
),

-- how many were covered from the month before the death on
told AS (
  SELECT
    m.*,
    (
      SELECT max(b.covered_persons)
      FROM core.household_month AS b
      WHERE
        b.household_id = m.household_id
        AND b.month < m.month
        AND b.month >= date_trunc('month', coalesce(m.died_on, m.month)) - INTERVAL 1 MONTH
    ) AS covered_before
  FROM member AS m
),

paid AS (
  SELECT
    household_id,
    person_id,
    sum(paid_yuan) AS paid_yuan,
    string_agg(DISTINCT programme, '、' ORDER BY programme) AS programmes
  FROM core.benefit_month
  WHERE month = $month::DATE AND paid_yuan > 0 AND coalesce(result = '成功', TRUE)
  GROUP BY household_id, person_id
),

judged AS (
  SELECT
    m.household_id,
    m.person_id,
    m.month,
    m.in_death,
    m.died_on,
    m.status,
    m.living,
    h.support_category,
    h.covered_persons,
    m.covered_before,
    paid.paid_yuan,
    paid.programmes,
    CASE
      WHEN NOT m.is_dead THEN FALSE
      WHEN m.is_dead AND (m.was_dead OR m.died_on < m.month) THEN TRUE
      WHEN m.is_dead AND m.died_on IS NOT NULL THEN FALSE
    END AS is_long_dead,
    CASE
      WHEN NOT (h.is_in_dibao OR h.is_in_tekun) THEN FALSE
      WHEN (h.is_in_dibao OR h.is_in_tekun) AND h.covered_persons > m.living THEN TRUE
      WHEN (h.is_in_dibao OR h.is_in_tekun) AND h.covered_persons < m.covered_before THEN FALSE
    END AS is_still_covered,
    CASE WHEN paid.paid_yuan > 0 THEN TRUE WHEN ledger.is_compared THEN FALSE END AS is_paid
  FROM told AS m
  INNER JOIN core.household_month AS h ON m.month = h.month AND m.household_id = h.household_id
  LEFT JOIN stg.feed_standing AS ledger ON m.month = ledger.month AND ledger.feed = 'payment'
  LEFT JOIN paid ON m.household_id = paid.household_id AND m.person_id = paid.person_id
  WHERE coalesce(h.is_in_dibao OR h.is_in_tekun, TRUE) OR paid.person_id IS NOT NULL
)

SELECT
  j.household_id,
  j.person_id,
  j.is_long_dead AND (j.is_paid OR j.is_still_covered) AS is_triggered,
  CASE WHEN j.is_still_covered OR j.paid_yuan IS NULL THEN j.covered_persons ELSE j.paid_yuan END AS measured,
  CASE WHEN j.is_still_covered OR j.paid_yuan IS NULL THEN j.living ELSE 0 END AS threshold,
  CASE WHEN j.is_still_covered OR j.paid_yuan IS NULL THEN 'persons' ELSE 'yuan' END AS unit,
  CAST(json_object(
    '死亡名单比对', CASE j.in_death WHEN TRUE THEN '在名单里' WHEN FALSE THEN '不在名单里' ELSE '未比对' END,
    '名册状态', coalesce(j.status, '未填'),
    '死亡日期', CAST(j.died_on AS VARCHAR),
    '救助类别', j.support_category,
    '保障人数', j.covered_persons,
    '去世以前保障人数', j.covered_before,
    '健在人数', j.living,
    '本月发放给本人(元)', j.paid_yuan,
    '发放项目', j.programmes
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_verify_death'
