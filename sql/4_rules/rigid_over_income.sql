-- rule:      rigid_over_income
-- title:     没有存款或资产,因病因残等刚性支出超过收入,没有纳入低保
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  近12个月刚性支出
-- basis:     卫民发〔2019〕21号·二(一)1
-- policy:    must_include_rigid_over_income
-- policy_optional: rigid_over_income_ratio, severe_disability_level
-- feeds:     disability, health
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force, ref.serious_disease
-- params:    month
-- ask:       钱花在哪里,是看病、康复还是别的?借了多少债?存款、房产、牲畜有没有?愿不愿意申请低保?
-- may_apply: 按审核审批程序纳入最低生活保障(卫民发〔2019〕21号·二(一)1)
-- office:    社会救助科
-- private:   health
-- note:      「明显大于」文件没有给数: 支出没有超过收入的答否,超过的要本县定了倍数才能判断。收入为负的按零算。
--            原因: 家里有重残、重病的人,或本月遭遇病、残、灾、意外、疫情;其他非主观原因由人看,不能判断。
--            文件写「无存款或无有效资产」,名册一栏填「有」的,分不清有的是哪一样,不能判断
WITH member AS (
  SELECT
    p.household_id,
    coalesce(bool_or(
      (holds_card(p.has_disability_card, f.in_disability) AND fulfils(coalesce(f.card_level, p.disability_level), severe.comparator, severe.value))
      OR d.disease IS NOT NULL
      OR f.in_health
    ), FALSE) AS has_weak_member
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
  LEFT JOIN ref.serious_disease AS d ON p.disease = d.disease
  WHERE p.month = $month::DATE AND p.is_in_household
  GROUP BY p.household_id
),

judged AS (
  SELECT
    h.*,
    m.has_weak_member,
    CASE WHEN h.income_yuan_12m < 0 THEN 0 ELSE h.income_yuan_12m END AS income,
    CASE WHEN m.has_weak_member OR h.shock IN ('因病', '因残', '因灾', '因意外', '因疫情') THEN TRUE END AS is_not_their_fault,
    ratio.value AS ratio,
    ratio.comparator,
    ratio.parameter
  FROM core.household_month AS h
  LEFT JOIN member AS m ON h.household_id = m.household_id
  LEFT JOIN ref.policy_in_force AS ratio ON h.month = ratio.month AND ratio.parameter = 'rigid_over_income_ratio'
  WHERE h.month = $month::DATE AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE) AND coalesce(h.settlement = '农村', TRUE)
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  CASE WHEN j.rigid_yuan_12m <= j.income THEN FALSE ELSE fulfils(j.rigid_yuan_12m, j.comparator, j.ratio * j.income) END
  AND j.is_not_their_fault
  AND CASE WHEN NOT j.has_assets THEN TRUE END
  AND CASE WHEN j.settlement IS NOT NULL THEN TRUE END
  AND CASE WHEN j.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  j.rigid_yuan_12m AS measured,
  j.ratio * j.income AS threshold,
  'yuan_per_year' AS unit,
  CAST(json_object(
    '近12个月刚性支出(元)', j.rigid_yuan_12m,
    '近12个月家庭总收入(元)', j.income_yuan_12m,
    '明显大于的倍数', coalesce(CAST(j.ratio AS VARCHAR), '本地未明确'),
    '存款与有效资产', CASE j.has_assets WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '未核' END,
    '家里有重残、重病的人', CASE WHEN j.has_weak_member THEN '有' ELSE '名册上没有' END,
    '本月遭遇', coalesce(j.shock, '未填'),
    '扣减支出后人均(元/年)', a.after_all_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  j.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_include_rigid_over_income'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
