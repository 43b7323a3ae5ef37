-- rule:      new_severe_disability
-- title:     新发重度残疾人证,家庭未纳入低保、特困
-- family:    因困致贫
-- urgency:   一般
-- subject:   person
-- measured:  发证以来第几个月
-- basis:     宁民发〔2020〕28号·二(二)2; 宁民发〔2020〕52号·六(一); 泾民发〔2021〕33号·二(二)
-- policy:    must_find_new_disability, severe_disability_level, new_disability_months
-- policy_optional: severe_disability_optional_level, severe_disability_optional_adopted
-- feeds:     disability
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       残疾以后家里少了多少收入、多了多少花费?平时谁来照料?两项补贴申请了没有?
-- may_apply: 纳入救助范围(宁民发〔2020〕28号·二(二)2); 参照单人户纳入低保(宁民发〔2020〕52号·一(一)(三)); 残疾人两项补贴(泾民发〔2021〕33号·二(五))
-- office:    社会救助科
-- private:   disability
-- note:      以残联名册的等级和发证日期为准,发证当月算第一个月。残联数据没有收到的、发证日期不知的不能判断。
--            三级智力、精神残疾人是否扩大由本县定,没有定的不能判断
WITH person AS (
  SELECT
    p.household_id,
    p.person_id,
    p.month,
    f.in_disability,
    f.card_type,
    f.card_level,
    f.card_issued_on,
    -- a day after the month's end cannot be right
    CASE WHEN f.card_issued_on <= last_day(p.month) THEN date_diff('month', f.card_issued_on, p.month) + 1 END AS months,
    CASE
      WHEN fulfils(f.card_level, severe.comparator, severe.value) THEN TRUE
      WHEN f.card_type NOT IN ('智力', '精神', '多重') OR NOT fulfils(f.card_level, wider.comparator, wider.value) THEN FALSE
      WHEN f.card_type IN ('智力', '精神') AND f.card_level IS NOT NULL THEN adopted.value = 1
    END AS is_severe
  FROM core.person_month AS p
  INNER JOIN ref.policy_in_force AS severe ON p.month = severe.month AND severe.parameter = 'severe_disability_level'
  LEFT JOIN ref.policy_in_force AS wider ON p.month = wider.month AND wider.parameter = 'severe_disability_optional_level'
  LEFT JOIN ref.policy_in_force AS adopted ON p.month = adopted.month AND adopted.parameter = 'severe_disability_optional_adopted'
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
)

SELECT
  p.household_id,
  p.person_id,
  CASE
    WHEN p.in_disability
      THEN p.is_severe AND fulfils(p.months, recent.comparator, recent.value) AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END
    WHEN NOT p.in_disability THEN FALSE
  END AS is_triggered,
  p.months AS measured,
  recent.value AS threshold,
  recent.unit,
  CAST(json_object(
    '残疾等级', p.card_level,
    '残疾类别', p.card_type,
    '发证日期', CAST(p.card_issued_on AS VARCHAR),
    '残联比对', CASE p.in_disability WHEN TRUE THEN '在名册里' WHEN FALSE THEN '不在名册里' ELSE '未比对' END,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  recent.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_find_new_disability'
INNER JOIN ref.policy_in_force AS recent ON p.month = recent.month AND recent.parameter = 'new_disability_months'
LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
WHERE coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
