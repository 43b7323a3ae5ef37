-- rule:      school_register_missing
-- title:     义务教育年龄,教育局没有学籍或学籍为辍学
-- family:    三保障
-- urgency:   一般
-- subject:   person
-- measured:  年龄
-- basis:     泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·四(四)
-- policy:    must_check_guarantees, compulsory_school_age_from, compulsory_school_age_to
-- feeds:     education
-- reads:     core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       孩子现在在哪里上学,是不是随父母在外地就读、送教上门?没有上学的,是什么原因?
-- may_apply: 两不愁三保障排查(泾民发〔2021〕33号·二(三)); 教育救助转介(宁民发〔2020〕28号·五21)
-- office:    社会救助科
-- private:   -
-- note:      学籍为辍学的触发;比对过而没有学籍的触发,但起止两个年龄可能还没入学或已经毕业,不能判断。
--            毕业、转出的去向不知道,不能判断;没有收到学籍数据、年龄不知的不能判断
SELECT
  p.household_id,
  p.person_id,
  CASE
    WHEN f.school_status IN ('毕业', '转出') THEN NULL
    WHEN f.school_status = '辍学' THEN fulfils(p.age, lower_age.comparator, lower_age.value) AND fulfils(p.age, upper_age.comparator, upper_age.value)
    WHEN f.in_education THEN FALSE
    WHEN NOT f.in_education AND p.age > lower_age.value AND p.age < upper_age.value THEN TRUE
  END AS is_triggered,
  p.age AS measured,
  upper_age.value AS threshold,
  upper_age.unit,
  CAST(json_object(
    '周岁', p.age,
    '教育局比对', CASE f.in_education WHEN TRUE THEN '有学籍' WHEN FALSE THEN '没有学籍' ELSE '未比对' END,
    '学段', f.school_stage,
    '学籍状态', f.school_status,
    '名册在校情况', coalesce(p.schooling, '未填')
  ) AS VARCHAR) AS evidence,
  upper_age.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_check_guarantees'
INNER JOIN ref.policy_in_force AS lower_age ON p.month = lower_age.month AND lower_age.parameter = 'compulsory_school_age_from'
INNER JOIN ref.policy_in_force AS upper_age ON p.month = upper_age.month AND upper_age.parameter = 'compulsory_school_age_to'
LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
WHERE
  p.month = $month::DATE
  AND p.is_in_household
  AND coalesce(fulfils(p.age, lower_age.comparator, lower_age.value) AND fulfils(p.age, upper_age.comparator, upper_age.value), TRUE)
