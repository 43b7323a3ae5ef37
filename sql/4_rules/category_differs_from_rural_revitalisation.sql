-- rule:      category_differs_from_rural_revitalisation
-- title:     监测类别与乡村振兴局不一致
-- family:    漏统漏管
-- urgency:   核实
-- subject:   household
-- measured:  与乡村振兴局一致
-- basis:     泾民发〔2021〕33号·二(四)
-- policy:    must_compare_rural_revitalisation
-- feeds:     rural_revitalisation
-- reads:     core.household_month, core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       这户现在是哪一类监测对象,什么时候认定、有没有消除风险?两边哪一边要改?
-- may_apply: 每月比对、分类建立动态监测台账(泾民发〔2021〕33号·二(四))
-- office:    社会救助科
-- private:   -
-- note:      按户看,家里有一人在对方名单里就算在。名册填监测对象而对方没有的、名册填一般户或脱贫户而对方是监测对象的、两边类别不同的触发。
--            对方已标注风险消除的,名册填一般户、脱贫户或同一类都算一致。名册填脱贫户而对方没有的,名单可能只列监测对象,不能判断。
--            同一户在对方有几个类别的、没有收到名单的、名册没有填的不能判断
WITH listed AS (
  SELECT
    p.household_id,
    bool_or(f.in_rural_revitalisation) AS is_listed,
    bool_and(f.rr_is_risk_eliminated) FILTER (WHERE f.in_rural_revitalisation) AS is_risk_eliminated,
    count(DISTINCT f.rr_category) AS categories,
    count(*) FILTER (WHERE f.in_rural_revitalisation) AS persons,
    min(f.rr_category) AS category
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
  GROUP BY p.household_id
),

judged AS (
  SELECT
    h.month,
    h.household_id,
    h.monitoring_category,
    l.is_listed,
    l.is_risk_eliminated,
    l.category,
    l.categories,
    l.persons,
    CASE
      WHEN h.monitoring_category IS NULL OR l.is_listed IS NULL THEN NULL
      WHEN NOT l.is_listed THEN CASE WHEN h.monitoring_category = '一般户' THEN TRUE WHEN h.monitoring_category <> '脱贫户' THEN FALSE END
      WHEN l.categories <> 1 THEN NULL
      WHEN l.category = h.monitoring_category THEN TRUE
      WHEN l.is_risk_eliminated AND h.monitoring_category IN ('一般户', '脱贫户') THEN TRUE
      ELSE FALSE
    END AS is_same
  FROM core.household_month AS h
  LEFT JOIN listed AS l ON h.household_id = l.household_id
  WHERE h.month = $month::DATE
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  NOT j.is_same AS is_triggered,
  CAST(j.is_same AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '名册监测类别', coalesce(j.monitoring_category, '未填'),
    '乡村振兴局比对', CASE j.is_listed WHEN TRUE THEN '在名单里' WHEN FALSE THEN '不在名单里' ELSE '未比对' END,
    '乡村振兴局类别', CASE WHEN j.categories > 1 THEN '有几个类别' ELSE j.category END,
    '风险已消除', CASE j.is_risk_eliminated WHEN TRUE THEN '是' WHEN FALSE THEN '否' END,
    '对方名单里的人数', j.persons
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_compare_rural_revitalisation'
