-- rule:      dangerous_housing
-- title:     住房等级为危房
-- family:    三保障
-- urgency:   一般
-- subject:   household
-- measured:  住房等级
-- basis:     泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·四(四)
-- policy:    must_check_guarantees, dangerous_housing_grade
-- reads:     core.household_month, ref.policy_in_force
-- params:    month
-- ask:       现在是不是还住在这处房里?有没有其他住房?是否已列入改造?
-- may_apply: 两不愁三保障排查(泾民发〔2021〕33号·二(三)); 住房救助转介(宁民发〔2020〕28号·五21)
-- office:    社会救助科
-- private:   -
-- note:      没有填的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  fulfils(list_position(['A', 'B', 'C', 'D'], h.housing_grade), grade.comparator, grade.value) AS is_triggered,
  list_position(['A', 'B', 'C', 'D'], h.housing_grade) AS measured,
  grade.value AS threshold,
  grade.unit,
  CAST(json_object('住房等级', coalesce(h.housing_grade, '未填')) AS VARCHAR) AS evidence,
  grade.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_check_guarantees'
INNER JOIN ref.policy_in_force AS grade ON h.month = grade.month AND grade.parameter = 'dangerous_housing_grade'
WHERE h.month = $month::DATE
