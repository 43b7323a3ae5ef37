-- rule:      split_household_candidate
-- title:     未脱贫户里靠家庭供养、丧失劳动能力的重残、重病人员,可分户计算纳入低保
-- family:    漏保漏救
-- urgency:   一般
-- subject:   person
-- measured:  重残或重病、丧失劳动能力、不能单独立户
-- basis:     荣民发〔2020〕10号·三(二)2
-- policy:    must_split_household, severe_disability_level
-- feeds:     disability, health
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force, ref.serious_disease
-- params:    month
-- ask:       平时靠谁养活?能不能自己单独立户?还能干哪些活?诊断书、残疾人证在不在?愿不愿意申请?
-- may_apply: 重度残疾人、重病患者分户计算纳入低保(荣民发〔2020〕10号·三(二)2)
-- office:    社会救助科
-- private:   health
-- note:      限未脱贫建档立卡户;重残、重病要同时丧失劳动能力(完全或部分),劳动能力填「无」的可能只是年幼年老,不能判断。
--            没有收入条件,收入只列出来看。几级算重残文件没有写;证以残联名册为准,病种以当地目录为准
WITH person AS (
  SELECT
    p.*,
    coalesce(f.card_level, p.disability_level) AS level,
    coalesce(bool_or(p.is_single_admission) OVER (PARTITION BY p.household_id), FALSE) AS is_household_of_single_admission,
    proves_disability(p.has_disability_card, f.in_disability, p.disability_level, p.health) AS has_card,
    is_seriously_ill(d.disease, f.in_health, p.disease, p.health) AS is_ill,
    CASE WHEN p.labour_capacity IN ('完全丧失', '部分丧失') THEN TRUE WHEN p.labour_capacity = '有' THEN FALSE END AS has_lost_labour
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN ref.serious_disease AS d ON p.disease = d.disease
  WHERE p.month = $month::DATE AND p.is_in_household
),

judged AS (
  SELECT
    p.*,
    ((p.has_card AND fulfils(p.level, severe.comparator, severe.value)) OR p.is_ill) AND p.has_lost_labour AND NOT p.can_live_alone AS is_one
  FROM person AS p
  INNER JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
)

SELECT
  j.household_id,
  j.person_id,
  j.is_one
  AND h.persons > 1
  AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  CAST(j.is_one AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '残疾等级', j.level,
    '残疾人证', CASE j.has_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '健康状况', coalesce(j.health, '未填'),
    '劳动能力', coalesce(j.labour_capacity, '未填'),
    '能单独立户', CASE j.can_live_alone WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END,
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN core.household_month AS h ON j.month = h.month AND j.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_split_household'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
WHERE
  coalesce(h.registered_poor = '未脱贫', TRUE)
  AND NOT coalesce(j.is_single_admission, FALSE)
  AND (coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE) OR (h.is_in_dibao AND j.is_household_of_single_admission))
