-- rule:      whole_household_candidate
-- title:     农村低保户大多数人已在保或缺主要劳动力,看要不要整户纳入
-- family:    漏保漏救
-- urgency:   核实
-- subject:   household
-- measured:  已在保的人占全家的比例,或缺主要劳动力
-- basis:     卫民发〔2019〕21号·二(一)1
-- policy:    must_include_whole_household, whole_household_share
-- reads:     core.household_month, core.person_month, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       没有在保的是谁,有没有收入?主要劳动力在不在家、还能不能干?整户纳入行不行?
-- may_apply: 整户纳入农村低保(卫民发〔2019〕21号·二(一)1)
-- office:    社会救助科
-- private:   -
-- note:      「大多数成员符合低保条件」按已在保的人看,过半才算,正好一半不算;「主要劳动力缺失」是在户的人里没有一个填主要劳动力。
--            生活困难以已在农村低保为准;没有在保的困难户另有规则。全户已保的不在此列;有人按单人户纳入的自成一户,不在此列
WITH member AS (
  SELECT
    household_id,
    coalesce(bool_or(is_single_admission), FALSE) AS has_single,
    CASE WHEN bool_or(is_main_labour) THEN TRUE WHEN count(*) = count(is_main_labour) THEN FALSE END AS has_main_labour
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
  GROUP BY household_id
),

judged AS (
  SELECT
    h.*,
    m.has_main_labour,
    share.comparator,
    share.value AS share_value,
    fulfils(h.covered_persons, share.comparator, share.value * h.persons) AS is_most,
    share.parameter AS share_parameter,
    share.unit AS share_unit
  FROM core.household_month AS h
  INNER JOIN member AS m ON h.household_id = m.household_id
  INNER JOIN ref.policy_in_force AS share ON h.month = share.month AND share.parameter = 'whole_household_share'
  WHERE
    h.month = $month::DATE
    AND h.support_category = '农村低保'
    AND NOT m.has_single
    AND coalesce(h.covered_persons < h.persons, TRUE)
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  (j.is_most OR NOT j.has_main_labour) AND j.covered_persons < j.persons AS is_triggered,
  CASE WHEN coalesce(j.is_most, FALSE) OR j.has_main_labour IS NOT FALSE THEN j.covered_persons / nullif(j.persons, 0) ELSE 1 END AS measured,
  CASE WHEN coalesce(j.is_most, FALSE) OR j.has_main_labour IS NOT FALSE THEN j.share_value ELSE duty.value END AS threshold,
  CASE WHEN coalesce(j.is_most, FALSE) OR j.has_main_labour IS NOT FALSE THEN j.share_unit ELSE duty.unit END AS unit,
  CAST(json_object(
    '保障人数', j.covered_persons,
    '在户人数', j.persons,
    '有主要劳动力', CASE j.has_main_labour WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '没有填全' END,
    '低保档次', coalesce(j.dibao_class, '未填'),
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  CASE WHEN coalesce(j.is_most, FALSE) OR j.has_main_labour IS NOT FALSE THEN j.share_parameter ELSE duty.parameter END AS parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_include_whole_household'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
