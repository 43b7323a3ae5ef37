-- rule:      tekun_amount_below_income_share
-- title:     特困供养标准低于上年度农村居民可支配收入的规定比例
-- family:    查短补齐
-- urgency:   一般
-- subject:   household
-- measured:  人均月保障金额
-- basis:     卫民发〔2019〕21号·二(三)9
-- policy:    tekun_amount_central_share, tekun_amount_dispersed_share, rural_disposable_income_last_year
-- reads:     core.household_month, ref.policy_in_force, ref.unit
-- params:    month
-- ask:       本月实际领到多少,是不是含照料护理费?是集中供养还是分散供养?有没有补发或扣减?
-- may_apply: 特困供养标准动态调整(卫民发〔2019〕21号·二(三)9)
-- office:    社会救助科
-- private:   -
-- note:      集中、分散供养比例不同。中卫2020年3月起自治区的倍数标准同时有效,两条都列,高的管用。
--            按全户金额比较,不先除后乘。金额或保障人数不知的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  NOT fulfils(
    h.monthly_amount_yuan * monthly.per_year,
    share.comparator,
    share.value * income.value * nullif(h.covered_persons, 0)
  ) AS is_triggered,
  round(h.monthly_amount_yuan / nullif(h.covered_persons, 0), 2) AS measured,
  round(share.value * income.value / monthly.per_year, 2) AS threshold,
  monthly.unit,
  CAST(json_object(
    '月保障金额(元)', h.monthly_amount_yuan,
    '保障人数', h.covered_persons,
    '上年度农村居民可支配收入(元)', income.value,
    '比例', share.value,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  share.parameter,
  share.document,
  share.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS share
  ON
    h.month = share.month
    AND share.parameter = CASE h.support_category WHEN '集中特困' THEN 'tekun_amount_central_share' ELSE 'tekun_amount_dispersed_share' END
INNER JOIN ref.policy_in_force AS income ON h.month = income.month AND income.parameter = 'rural_disposable_income_last_year'
INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
WHERE h.month = $month::DATE AND h.is_in_tekun
