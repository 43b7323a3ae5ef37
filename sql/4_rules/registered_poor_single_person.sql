-- rule:      registered_poor_single_person
-- title:     建档立卡户里靠家庭供养的重病、重残人员,尚未按单人户纳入农村低保
-- family:    漏保漏救
-- urgency:   一般
-- subject:   person
-- measured:  重病或重残、不能单独立户
-- basis:     宁民发〔2020〕28号·二(二)3
-- policy:    must_admit_registered_poor_single, registered_poor_single_severe_level
-- feeds:     disability, health
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force, ref.serious_disease
-- params:    month
-- ask:       平时靠谁养活?能不能自己单独立户?诊断书、残疾人证在不在?本人或监护人愿不愿意申请?
-- may_apply: 建档立卡户重病、重残人员按单人户纳入农村低保(宁民发〔2020〕28号·二(二)3); 参照单人户纳入低保(宁民发〔2020〕52号·一)
-- office:    社会救助科
-- private:   health
-- note:      28号文件没有写家庭收入,收入不作条件,只列出来看;52号文件没有废止它。一、二级肯定是重残,三级不能判断,四级不算。
--            证以残联名册为准,填了残疾而没有证的不能判断;填了大病而病种不在当地目录的不能判断。
--            靠家庭供养看两样: 不止一口人,不能单独立户
WITH person AS (
  SELECT
    p.*,
    f.in_disability,
    coalesce(f.card_level, p.disability_level) AS level,
    coalesce(bool_or(p.is_single_admission) OVER (PARTITION BY p.household_id), FALSE) AS is_household_of_single_admission,
    proves_disability(p.has_disability_card, f.in_disability, p.disability_level, p.health) AS has_card,
    is_seriously_ill(d.disease, f.in_health, p.disease, p.health) AS is_ill
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN ref.serious_disease AS d ON p.disease = d.disease
  WHERE p.month = $month::DATE AND p.is_in_household
),

judged AS (
  SELECT
    p.*,
    -- the next level after the certain ones: the document does not say
    p.has_card AND CASE WHEN fulfils(p.level, severe.comparator, severe.value) THEN TRUE WHEN p.level > severe.value + 1 THEN FALSE END AS is_severe
  FROM person AS p
  INNER JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'registered_poor_single_severe_level'
)

SELECT
  j.household_id,
  j.person_id,
  (j.is_severe OR j.is_ill)
  AND NOT j.can_live_alone
  AND h.persons > 1
  AND h.settlement = '农村'
  AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  CAST((j.is_severe OR j.is_ill) AND NOT j.can_live_alone AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '残疾等级', j.level,
    '残疾人证', CASE j.has_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '健康状况', coalesce(j.health, '未填'),
    '能单独立户', CASE j.can_live_alone WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END,
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN core.household_month AS h ON j.month = h.month AND j.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_admit_registered_poor_single'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
WHERE
  coalesce(h.registered_poor <> '否', TRUE)
  AND NOT coalesce(j.is_single_admission, FALSE)
  AND (coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE) OR (h.is_in_dibao AND j.is_household_of_single_admission))
