-- rule:      new_serious_illness
-- title:     新确诊大病
-- family:    因困致贫
-- urgency:   一般
-- subject:   person
-- measured:  确诊以来第几个月
-- basis:     宁民发〔2020〕28号·二(二)2; 宁民发〔2020〕52号·六(一); 泾民发〔2021〕33号·二(一); 荣民发〔2020〕10号·三(二)2; 卫民发〔2019〕21号·二(二)7
-- policy:    must_find_shocks, new_illness_months
-- feeds:     health
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       眼下治疗要花多少、报销了多少、还缺多少?病人有没有误工,家里谁来照料?
-- may_apply: 临时救助(宁民发〔2020〕52号·二(二)); 医疗救助转介(宁民发〔2020〕28号·五21); 大病患者综合保障(泾民发〔2021〕33号·二(二));
--            因病新增贫困人口纳入救助(荣民发〔2020〕10号·三(二)2)
-- office:    社会救助科
-- private:   health
-- note:      卫健局的确诊日期在规定月数以内的触发,确诊当月算第一个月;名册上月不是大病、本月填大病的也触发。
--            两边都不能判断的不触发;沿用旧名册的只看卫健局
WITH person AS (
  SELECT
    p.*,
    f.in_health,
    f.diagnosed_on,
    h.is_carried_forward,
    h.support_category,
    CASE WHEN f.diagnosed_on <= last_day(p.month) THEN date_diff('month', f.diagnosed_on, p.month) + 1 END AS months,
    CASE
      WHEN p.health <> '大病' THEN FALSE
      WHEN p.health = '大病' AND NOT h.is_carried_forward THEN b.health <> '大病'
    END AS is_new_in_roster
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN core.person_month AS b
    ON p.household_id = b.household_id AND p.person_id = b.person_id AND b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE)
  WHERE p.month = $month::DATE AND p.is_in_household
)

SELECT
  p.household_id,
  p.person_id,
  CASE WHEN p.in_health THEN fulfils(p.months, recent.comparator, recent.value) WHEN NOT p.in_health THEN FALSE END
  OR p.is_new_in_roster AS is_triggered,
  -- new in the roster is new this month
  CASE WHEN p.is_new_in_roster AND NOT coalesce(fulfils(p.months, recent.comparator, recent.value), FALSE) THEN 1 ELSE p.months END AS measured,
  recent.value AS threshold,
  recent.unit,
  CAST(json_object(
    '卫健局比对', CASE p.in_health WHEN TRUE THEN '在大病名单里' WHEN FALSE THEN '不在大病名单里' ELSE '未比对' END,
    '确诊日期', CAST(p.diagnosed_on AS VARCHAR),
    '名册健康状况', coalesce(p.health, '未填'),
    '名册本月新填大病', CASE p.is_new_in_roster WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '不知道' END,
    '近12个月医疗自付(元)', a.medical_yuan_12m,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '救助类别', p.support_category
  ) AS VARCHAR) AS evidence,
  recent.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_find_shocks'
INNER JOIN ref.policy_in_force AS recent ON p.month = recent.month AND recent.parameter = 'new_illness_months'
LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
