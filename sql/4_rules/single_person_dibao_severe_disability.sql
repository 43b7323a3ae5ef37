-- rule:      single_person_dibao_severe_disability
-- title:     低收入家庭中的重度残疾人,尚未参照单人户纳入低保
-- family:    漏保漏救
-- urgency:   一般
-- subject:   person
-- measured:  残疾等级
-- basis:     宁民发〔2020〕52号·一(一)(三); 泾民发〔2021〕33号·二(三)
-- policy:    must_admit_single_person, severe_disability_level, low_income_floor_multiple, low_income_ceiling_multiple, dibao_line_rural, dibao_line_urban
-- policy_optional: severe_disability_optional_level, severe_disability_optional_adopted
-- reads:     core.household_month, core.person_month, core.income_account, ref.dibao_line, ref.policy_in_force
-- params:    month
-- ask:       残疾人证和等级是否属实?本人或监护人愿不愿意申请参照单人户纳入低保?
-- may_apply: 参照单人户纳入低保(宁民发〔2020〕52号·一(一)(三)); 残疾人两项补贴(泾民发〔2021〕33号·二(五))
-- office:    社会救助科
-- private:   disability
-- note:      须本人或监护人申请,这里只列线索。以残疾人证为准: 填了残疾而没有证的不能判断。
--            三级智力、精神残疾人是否扩大由本县定,没有定的不能判断。
--            家里已有人参照单人户纳入的,其他重残人员仍在判断之列
WITH household AS (
  SELECT
    h.household_id,
    h.income_per_capita_yuan_year,
    line.yuan_per_person_year,
    fulfils(a.gross_yuan_12m, low.comparator, low.value * a.line_yuan_year)
    AND fulfils(a.gross_yuan_12m, high.comparator, high.value * a.line_yuan_year)
    AND h.is_property_within_limits
    AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_low_income,
    coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE) AS is_uncovered,
    h.is_in_dibao
  FROM core.household_month AS h
  INNER JOIN ref.policy_in_force AS low ON h.month = low.month AND low.parameter = 'low_income_floor_multiple'
  INNER JOIN ref.policy_in_force AS high ON h.month = high.month AND high.parameter = 'low_income_ceiling_multiple'
  LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
  LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
  WHERE h.month = $month::DATE
),

person AS (
  SELECT
    p.*,
    coalesce(bool_or(p.is_single_admission) OVER (PARTITION BY p.household_id), FALSE) AS is_household_of_single_admission,
    CASE
      -- without the certificate a stated disability is a contradiction, not a no
      WHEN p.has_disability_card IS NOT TRUE AND (p.disability_level IS NOT NULL OR p.health = '残疾') THEN NULL
      WHEN NOT p.has_disability_card THEN FALSE
      WHEN p.has_disability_card IS NULL THEN CASE WHEN p.health = '健康' THEN FALSE END
      WHEN fulfils(p.disability_level, severe.comparator, severe.value) THEN TRUE
      WHEN p.disability_type NOT IN ('智力', '精神', '多重') THEN fulfils(p.disability_level, severe.comparator, severe.value)
      WHEN NOT fulfils(p.disability_level, wider.comparator, wider.value) THEN FALSE
      WHEN p.disability_type IN ('智力', '精神') AND p.disability_level IS NOT NULL THEN adopted.value = 1
    END AS is_severe
  FROM core.person_month AS p
  INNER JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
  LEFT JOIN ref.policy_in_force AS wider ON p.month = wider.month AND wider.parameter = 'severe_disability_optional_level'
  LEFT JOIN ref.policy_in_force AS adopted ON p.month = adopted.month AND adopted.parameter = 'severe_disability_optional_adopted'
  WHERE p.month = $month::DATE AND p.is_in_household
)

SELECT
  p.household_id,
  p.person_id,
  h.is_low_income AND p.is_severe AS is_triggered,
  p.disability_level AS measured,
  severe.value AS threshold,
  severe.unit,
  CAST(json_object(
    '残疾等级', p.disability_level,
    '残疾类别', p.disability_type,
    '残疾人证', CASE p.has_disability_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未填' END,
    '人均年收入(元)', h.income_per_capita_yuan_year,
    '低保标准(元/年)', h.yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  severe.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN household AS h ON p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_admit_single_person'
WHERE
  NOT coalesce(p.is_single_admission, FALSE)
  AND (h.is_uncovered OR (h.is_in_dibao AND p.is_household_of_single_admission))
