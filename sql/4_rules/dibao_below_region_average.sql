-- rule:      dibao_below_region_average
-- title:     低保人均保障金额低于自治区规定的平均保障水平
-- family:    查短补齐
-- urgency:   一般
-- subject:   office
-- measured:  低保人均月保障金额
-- basis:     宁民发〔2020〕28号·二(二)5
-- policy:    must_reach_dibao_average, dibao_average_monthly_region
-- reads:     core.household_month, ref.policy_in_force, ref.unit
-- params:    month
-- ask:       名册的月保障金额和保障人数对不对?分档是不是提标以后没有跟着调?
-- may_apply: 分类、分档保障水平不低于自治区规定的平均保障水平(宁民发〔2020〕28号·二(二)5)
-- office:    社会救助科
-- private:   -
-- note:      自治区的平均保障水平五份文件没有给数,由本县填入;没有填的不施行。全县低保金额合计除以保障人数合计,
--            正好等于的不算低。有户没有填金额或人数的不能判断
WITH ledger AS (
  SELECT
    count(*) AS households,
    sum(monthly_amount_yuan) AS yuan,
    sum(covered_persons) AS persons,
    count(*) = count(monthly_amount_yuan) AND count(*) = count(covered_persons) AS is_known
  FROM core.household_month
  WHERE month = $month::DATE AND is_in_dibao
)

SELECT
  '县' AS office_id,
  CASE WHEN l.is_known THEN NOT fulfils(l.yuan * monthly.per_year, average.comparator, average.value * l.persons * u.per_year) END AS is_triggered,
  CASE WHEN l.is_known THEN round(l.yuan / nullif(l.persons, 0), 2) END AS measured,
  round(average.value * u.per_year / monthly.per_year, 2) AS threshold,
  monthly.unit,
  CAST(json_object(
    '低保户', l.households,
    '保障人数合计', l.persons,
    '月保障金额合计(元)', l.yuan,
    '自治区平均保障水平(元/月)', round(average.value * u.per_year / monthly.per_year, 2)
  ) AS VARCHAR) AS evidence,
  average.parameter,
  duty.document,
  duty.clause
FROM ledger AS l
INNER JOIN ref.policy_in_force AS duty ON duty.month = $month::DATE AND duty.parameter = 'must_reach_dibao_average'
INNER JOIN ref.policy_in_force AS average ON average.month = $month::DATE AND average.parameter = 'dibao_average_monthly_region'
INNER JOIN ref.unit AS u ON average.unit = u.unit
INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
WHERE l.households > 0
