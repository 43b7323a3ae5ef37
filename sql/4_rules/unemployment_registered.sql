-- rule:      unemployment_registered
-- title:     监测对象、低收入和在保家庭的成员新登记失业
-- family:    查损补失
-- urgency:   一般
-- subject:   person
-- measured:  失业登记以来第几个月
-- basis:     宁民发〔2020〕28号·三14; 宁民发〔2020〕52号·二(一)
-- policy:    must_watch_epidemic_losses, new_unemployment_months
-- policy_optional: low_income_ceiling_multiple
-- feeds:     employment
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       为什么失业,失业金领到没有?家里还有没有别的收入?想不想再找活、要不要介绍?
-- may_apply: 一次性临时救助金(宁民发〔2020〕52号·二(一)); 最低生活保障(宁民发〔2020〕52号·一(二)); 未参保失业人员一次性临时救助金(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      登记当月算第一个月;登记以后又登记了就业的不触发。监测对象、有救助类别的、收入低于低收入家庭上限(没有上限时低于低保标准)的才触发
WITH household AS (
  SELECT
    h.*,
    a.gross_per_capita_yuan,
    h.monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')
    OR h.support_category <> '无'
    OR CASE
      WHEN high.value IS NULL THEN a.gross_yuan_12m < a.line_yuan_year
      ELSE fulfils(a.gross_yuan_12m, high.comparator, high.value * a.line_yuan_year)
    END AS is_vulnerable
  FROM core.household_month AS h
  LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
  LEFT JOIN ref.policy_in_force AS high ON h.month = high.month AND high.parameter = 'low_income_ceiling_multiple'
  WHERE h.month = $month::DATE
),

person AS (
  SELECT
    p.*,
    f.in_employment,
    f.unemployed_on,
    f.employed_on,
    f.is_unemployment_insured,
    CASE WHEN f.unemployed_on <= last_day(p.month) THEN date_diff('month', f.unemployed_on, p.month) + 1 END AS months
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
)

SELECT
  p.household_id,
  p.person_id,
  CASE
    WHEN NOT p.in_employment OR (p.in_employment AND p.unemployed_on IS NULL) OR p.employed_on >= p.unemployed_on THEN FALSE
    WHEN p.in_employment THEN fulfils(p.months, recent.comparator, recent.value) AND h.is_vulnerable
  END AS is_triggered,
  p.months AS measured,
  recent.value AS threshold,
  recent.unit,
  CAST(json_object(
    '人社局比对', CASE p.in_employment WHEN TRUE THEN '有记录' WHEN FALSE THEN '没有记录' ELSE '未比对' END,
    '失业登记日期', CAST(p.unemployed_on AS VARCHAR),
    '就业登记日期', CAST(p.employed_on AS VARCHAR),
    '失业保险', CASE p.is_unemployment_insured WHEN TRUE THEN '参保' WHEN FALSE THEN '未参保' ELSE '不知道' END,
    '监测类别', h.monitoring_category,
    '救助类别', h.support_category,
    '人均毛收入(元/年)', h.gross_per_capita_yuan
  ) AS VARCHAR) AS evidence,
  recent.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN household AS h ON p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_watch_epidemic_losses'
INNER JOIN ref.policy_in_force AS recent ON p.month = recent.month AND recent.parameter = 'new_unemployment_months'
