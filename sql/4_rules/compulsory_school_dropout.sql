-- rule:      compulsory_school_dropout
-- title:     义务教育阶段不在校
-- family:    三保障
-- urgency:   一般
-- subject:   person
-- measured:  年龄
-- basis:     泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·四(四)
-- policy:    must_check_guarantees, compulsory_school_age_from, compulsory_school_age_to
-- reads:     core.person_month, ref.policy_in_force
-- params:    month
-- ask:       为什么不上学,是身体原因、送教上门、随父母在外就读还是失学?
-- may_apply: 两不愁三保障排查(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      填「失学辍学」的触发。填「不在校」的,起止两个年龄可能还没入学或已经毕业,不能判断,其间的触发。年龄或在校情况不知的不能判断
SELECT
  p.household_id,
  p.person_id,
  CASE
    WHEN p.schooling = '在校' THEN FALSE
    WHEN p.schooling = '失学辍学' THEN fulfils(p.age, lower_age.comparator, lower_age.value) AND fulfils(p.age, upper_age.comparator, upper_age.value)
    WHEN p.schooling = '不在校' AND p.age > lower_age.value AND p.age < upper_age.value THEN TRUE
  END AS is_triggered,
  p.age AS measured,
  upper_age.value AS threshold,
  upper_age.unit,
  CAST(json_object(
    '周岁', p.age,
    '在校情况', coalesce(p.schooling, '未填')
  ) AS VARCHAR) AS evidence,
  upper_age.parameter,
  duty.document,
  duty.clause
FROM core.person_month AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_check_guarantees'
INNER JOIN ref.policy_in_force AS lower_age ON p.month = lower_age.month AND lower_age.parameter = 'compulsory_school_age_from'
INNER JOIN ref.policy_in_force AS upper_age ON p.month = upper_age.month AND upper_age.parameter = 'compulsory_school_age_to'
WHERE
  p.month = $month::DATE
  AND p.is_in_household
  AND coalesce(fulfils(p.age, lower_age.comparator, lower_age.value) AND fulfils(p.age, upper_age.comparator, upper_age.value), TRUE)
