-- rule:      full_guarantee_short
-- title:     完全丧失劳动能力、没有收入的建档立卡低保户没有全额保障
-- family:    查短补齐
-- urgency:   一般
-- subject:   household
-- measured:  人均月保障金额
-- basis:     卫民发〔2019〕21号·二(一)4
-- policy:    must_guarantee_fully, dibao_line_rural
-- reads:     core.household_month, core.person_month, ref.dibao_line, ref.policy_in_force, ref.unit
-- params:    month
-- ask:       家里是不是确实没有劳动力、没有收入来源?按重点保障对象全额保障了没有?
-- may_apply: 重点保障对象按低保标准全额保障(卫民发〔2019〕21号·二(一)4)
-- office:    社会救助科
-- private:   disability
-- note:      家里有人完全丧失劳动能力,其余的人也没有劳动能力,四项收入都为零,才肯定是没有收入来源。
--            只有转移收入的,可能就是低保金,不能判断。家里有人参照单人户纳入的,只看这些人的劳动能力;全家有收入的不能判断。
--            金额按「低保标准×保障人数」比较,不先除后乘
WITH member AS (
  SELECT
    p.*,
    coalesce(bool_or(p.is_single_admission) OVER (PARTITION BY p.household_id), FALSE) AS is_household_of_single_admission
  FROM core.person_month AS p
  WHERE p.month = $month::DATE AND p.is_in_household
),

labour AS (
  SELECT
    household_id,
    bool_or(is_household_of_single_admission) AS is_household_of_single_admission,
    CASE
      WHEN coalesce(bool_or(labour_capacity IN ('有', '部分丧失')), FALSE) THEN FALSE
      WHEN count(*) > count(labour_capacity) THEN NULL
      ELSE bool_or(labour_capacity = '完全丧失')
    END AS is_without_labour
  FROM member
  WHERE NOT is_household_of_single_admission OR is_single_admission
  GROUP BY household_id
),

judged AS (
  SELECT
    h.*,
    l.is_without_labour,
    CASE
      WHEN h.income_yuan_12m = 0 THEN TRUE
      WHEN l.is_household_of_single_admission THEN NULL
      WHEN h.wage_yuan_12m > 0 OR h.business_yuan_12m > 0 OR h.property_yuan_12m > 0 THEN FALSE
    END AS is_without_income
  FROM core.household_month AS h
  LEFT JOIN labour AS l ON h.household_id = l.household_id
  WHERE h.month = $month::DATE AND h.support_category = '农村低保' AND coalesce(h.registered_poor <> '否', TRUE)
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.monthly_amount_yuan * monthly.per_year < line.yuan_per_person_year * nullif(j.covered_persons, 0)
  AND j.is_without_labour
  AND j.is_without_income
  AND CASE WHEN j.registered_poor IS NOT NULL THEN TRUE END AS is_triggered,
  round(j.monthly_amount_yuan / nullif(j.covered_persons, 0), 2) AS measured,
  round(line.yuan_per_person_year / monthly.per_year, 2) AS threshold,
  monthly.unit,
  CAST(json_object(
    '月保障金额(元)', j.monthly_amount_yuan,
    '保障人数', j.covered_persons,
    '低保标准(元/年)', line.yuan_per_person_year,
    '近12个月家庭总收入(元)', j.income_yuan_12m,
    '全家没有劳动能力', CASE j.is_without_labour WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '不能判断' END,
    '建档立卡', j.registered_poor
  ) AS VARCHAR) AS evidence,
  line.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_guarantee_fully'
INNER JOIN ref.dibao_line AS line ON j.month = line.month AND line.settlement = '农村'
INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
