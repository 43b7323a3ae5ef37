-- rule:      priority_for_dibao
-- title:     建档立卡户里大病、重残、突发事件、单老双老、有未成年人的,符合低保条件应优先纳入
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  人均年收入
-- basis:     卫民发〔2019〕21号·二(一)3; 卫民发〔2019〕21号·二(一)5
-- policy:    must_prioritise, priority_elder_age, priority_elder_persons, priority_minor_age, dibao_line_rural, dibao_line_urban
-- policy_optional: severe_disability_level
-- feeds:     disability, health
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.dibao_line, ref.policy_in_force, ref.serious_disease
-- params:    month
-- ask:       家里谁病、谁残、谁照看老小?收入和财产是否属实?愿不愿意申请低保?
-- may_apply: 建档立卡特殊贫困群众优先纳入低保(卫民发〔2019〕21号·二(一)3)
-- office:    社会救助科
-- private:   health
-- note:      限建档立卡户、收入低于低保标准、还没有纳入的。单老双老: 全家只有一两口人,都到了老年;几岁算老文件没有写。
--            突发事件看本月遭遇填因灾、因意外。正好等于标准的不算;财产明确超标的不触发
WITH member AS (
  SELECT
    p.household_id,
    (holds_card(p.has_disability_card, f.in_disability) AND fulfils(coalesce(f.card_level, p.disability_level), severe.comparator, severe.value))
    OR d.disease IS NOT NULL
    OR f.in_health
    OR p.health = '大病' AS is_weak,
    fulfils(p.age, minor.comparator, minor.value) AS is_minor,
    fulfils(p.age, elder.comparator, elder.value) AS is_elder
  FROM core.person_month AS p
  INNER JOIN ref.policy_in_force AS minor ON p.month = minor.month AND minor.parameter = 'priority_minor_age'
  INNER JOIN ref.policy_in_force AS elder ON p.month = elder.month AND elder.parameter = 'priority_elder_age'
  LEFT JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN ref.serious_disease AS d ON p.disease = d.disease
  WHERE p.month = $month::DATE AND p.is_in_household
),

-- one sure sign is enough; without any, a no must be sure of everybody
sign AS (
  SELECT
    household_id,
    bool_or(is_weak) AS has_weak,
    bool_or(is_minor) AS has_minor,
    bool_and(is_elder) AS is_old,
    count(*) AS persons,
    count(*) = count(is_weak) AND count(*) = count(is_minor) AND count(*) = count(is_elder) AS is_told
  FROM member
  GROUP BY household_id
)

SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  a.gross_yuan_12m < a.line_yuan_year
  AND CASE
    WHEN s.has_weak OR s.has_minor OR (s.is_old AND fulfils(s.persons, few.comparator, few.value)) OR h.shock IN ('因灾', '因意外') THEN TRUE
    WHEN s.is_told AND h.shock IS NOT NULL THEN FALSE
  END
  AND coalesce(h.is_property_within_limits, TRUE)
  AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END
  AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  a.gross_per_capita_yuan AS measured,
  a.line_yuan_per_person_year AS threshold,
  'yuan_per_person_year' AS unit,
  CAST(json_object(
    '有重残、大病的人', CASE s.has_weak WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '有未成年人', CASE s.has_minor WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '全是老人', CASE s.is_old WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '不知道' END,
    '在户人数', s.persons,
    '本月遭遇', coalesce(h.shock, '未填'),
    '建档立卡', coalesce(h.registered_poor, '未填'),
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  line.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_prioritise'
INNER JOIN ref.policy_in_force AS few ON h.month = few.month AND few.parameter = 'priority_elder_persons'
LEFT JOIN sign AS s ON h.household_id = s.household_id
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
WHERE
  h.month = $month::DATE
  AND coalesce(h.registered_poor <> '否', TRUE)
  AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
