-- rule:      class_c_too_few_persons
-- title:     C类低保户保障人数太少
-- family:    查短补齐
-- urgency:   核实
-- subject:   household
-- measured:  保障人数
-- basis:     卫民发〔2019〕21号·二(一)4
-- policy:    class_c_persons
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       为什么只保一部分人?家里其他人是不是也符合?有没有文件说的特殊情况?
-- may_apply: C类低保户每户至少保2人以上(卫民发〔2019〕21号·二(一)4)
-- office:    社会救助科
-- private:   -
-- note:      只请人看能不能多保,不退回、不减人。一口人的户、家里有人参照单人户纳入的不触发;单人户纳入没有填的不能判断。
--            「特殊情况」文件没有写是什么,由人核实
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
  NOT fulfils(h.covered_persons, few.comparator, few.value)
  AND h.persons > 1
  AND CASE WHEN s.has_single THEN FALSE WHEN NOT s.is_partly_unknown THEN TRUE END
  AND CASE WHEN h.dibao_class IS NOT NULL THEN TRUE END AS is_triggered,
  h.covered_persons AS measured,
  few.value AS threshold,
  few.unit,
  CAST(json_object(
    '保障人数', h.covered_persons,
    '在户人数', h.persons,
    '低保档次', coalesce(h.dibao_class, '未填'),
    '有人参照单人户纳入', CASE WHEN s.has_single THEN '是' WHEN NOT s.is_partly_unknown THEN '否' ELSE '未填' END
  ) AS VARCHAR) AS evidence,
  few.parameter,
  few.document,
  few.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS few ON h.month = few.month AND few.parameter = 'class_c_persons'
LEFT JOIN admission AS s ON h.household_id = s.household_id
WHERE h.month = $month::DATE AND h.support_category = '农村低保' AND coalesce(h.dibao_class = 'C', TRUE)
