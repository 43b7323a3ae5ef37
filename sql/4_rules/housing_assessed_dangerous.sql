-- rule:      housing_assessed_dangerous
-- title:     住建局鉴定为危房,尚未改造
-- family:    三保障
-- urgency:   一般
-- subject:   household
-- measured:  住建局鉴定等级
-- basis:     泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·四(四)
-- policy:    must_check_guarantees, dangerous_housing_grade
-- feeds:     housing
-- reads:     core.household_month, core.household_fact, ref.policy_in_force
-- params:    month
-- ask:       鉴定的是不是现在住的这处房?人搬出来没有?列入改造了没有,什么时候完工?
-- may_apply: 两不愁三保障排查(泾民发〔2021〕33号·二(三)); 住房救助转介(宁民发〔2020〕28号·五21)
-- office:    社会救助科
-- private:   -
-- note:      月末以前改造完的不触发;比对过而不在鉴定名单里的不触发;没有收到鉴定数据、等级不知的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  CASE
    WHEN f.repaired_on <= last_day(h.month) THEN FALSE
    WHEN f.in_housing THEN fulfils(list_position(['A', 'B', 'C', 'D'], f.assessed_grade), grade.comparator, grade.value)
    WHEN NOT f.in_housing THEN FALSE
  END AS is_triggered,
  list_position(['A', 'B', 'C', 'D'], f.assessed_grade) AS measured,
  grade.value AS threshold,
  grade.unit,
  CAST(json_object(
    '住建局比对', CASE f.in_housing WHEN TRUE THEN '在鉴定名单里' WHEN FALSE THEN '不在鉴定名单里' ELSE '未比对' END,
    '鉴定等级', f.assessed_grade,
    '鉴定日期', CAST(f.assessed_on AS VARCHAR),
    '改造完成日期', coalesce(CAST(f.repaired_on AS VARCHAR), '没有'),
    '名册住房等级', coalesce(h.housing_grade, '未填')
  ) AS VARCHAR) AS evidence,
  grade.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_check_guarantees'
INNER JOIN ref.policy_in_force AS grade ON h.month = grade.month AND grade.parameter = 'dangerous_housing_grade'
LEFT JOIN core.household_fact AS f ON h.month = f.month AND h.household_id = f.household_id
WHERE h.month = $month::DATE
