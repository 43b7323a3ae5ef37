-- rule:      class_ab_not_whole
-- title:     A类、B类低保户没有全户保障
-- family:    查短补齐
-- urgency:   核实
-- subject:   household
-- measured:  保障人数
-- basis:     卫民发〔2019〕21号·二(一)4
-- policy:    class_ab_whole_household
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       为什么只保一部分人?没有保的人是不是长期不在家、另有户口或在领别的救助?
-- may_apply: A类、B类低保户全面按户施保(卫民发〔2019〕21号·二(一)4)
-- office:    社会救助科
-- private:   -
-- note:      只请人看能不能全户保障,不退回、不减人。参照单人户纳入的人自成一户,家里有这样的人不触发;单人户纳入没有填的不能判断。
--            保障人数与在户人数比较
WITH admission AS (
  SELECT
    household_id,
    bool_or(is_single_admission) AS has_single,
    count(*) > count(is_single_admission) AS is_partly_unknown
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
  GROUP BY household_id
)

SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  h.covered_persons < h.persons
  AND CASE WHEN s.has_single THEN FALSE WHEN NOT s.is_partly_unknown THEN TRUE END
  AND CASE WHEN h.dibao_class IS NOT NULL THEN TRUE END AS is_triggered,
  h.covered_persons AS measured,
  h.persons AS threshold,
  'persons' AS unit,
  CAST(json_object(
    '保障人数', h.covered_persons,
    '在户人数', h.persons,
    '低保档次', coalesce(h.dibao_class, '未填'),
    '有人参照单人户纳入', CASE WHEN s.has_single THEN '是' WHEN NOT s.is_partly_unknown THEN '否' ELSE '未填' END
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'class_ab_whole_household'
LEFT JOIN admission AS s ON h.household_id = s.household_id
WHERE h.month = $month::DATE AND h.support_category = '农村低保' AND coalesce(h.dibao_class IN ('A', 'B'), TRUE)
