-- rule:      single_person_dibao_serious_illness
-- title:     低收入家庭中的重病患者,尚未参照单人户纳入低保
-- family:    漏保漏救
-- urgency:   一般
-- subject:   person
-- measured:  人均年收入
-- basis:     宁民发〔2020〕52号·一(一)(三); 泾民发〔2021〕33号·二(三)
-- policy:    must_admit_single_person, low_income_floor_multiple, low_income_ceiling_multiple, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, core.person_month, core.income_account, ref.dibao_line, ref.policy_in_force, ref.serious_disease
-- params:    month
-- ask:       诊断和病种是否属实?本人或监护人愿不愿意申请参照单人户纳入低保?
-- may_apply: 参照单人户纳入低保(宁民发〔2020〕52号·一(一)(三)); 临时救助(宁民发〔2020〕52号·二(二))
-- office:    社会救助科
-- private:   health
-- note:      须本人或监护人申请,这里只列线索。病种目录由当地认定: 填了病种而目录中没有同名的,可能只是写法不同,不能判断。
--            家里已有人参照单人户纳入的,其他重病人员仍在判断之列
WITH household AS (
  SELECT
    h.household_id,
    h.income_per_capita_yuan_year,
    line.yuan_per_person_year,
    high.value * line.yuan_per_person_year AS ceiling_yuan_year,
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
    is_seriously_ill(d.disease, NULL, p.disease, p.health) AS is_seriously_ill
  FROM core.person_month AS p
  LEFT JOIN ref.serious_disease AS d ON p.disease = d.disease
  WHERE p.month = $month::DATE AND p.is_in_household
)

SELECT
  p.household_id,
  p.person_id,
  h.is_low_income AND p.is_seriously_ill AS is_triggered,
  h.income_per_capita_yuan_year AS measured,
  h.ceiling_yuan_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '大病病种', p.disease,
    '健康状况', p.health,
    '人均年收入(元)', h.income_per_capita_yuan_year,
    '低保标准(元/年)', h.yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  'low_income_ceiling_multiple' AS parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN household AS h ON p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_admit_single_person'
WHERE
  NOT coalesce(p.is_single_admission, FALSE)
  AND (h.is_uncovered OR (h.is_in_dibao AND p.is_household_of_single_admission))
