-- rule:      still_poor_after_relief
-- title:     给过临时救助,过了一段时间仍低于低保标准,没有纳入低保、特困
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  第一次临时救助以来过了几个月
-- basis:     宁民发〔2020〕28号·四15; 宁民发〔2020〕28号·二(二)3
-- policy:    must_escalate_relief, dibao_line_rural, dibao_line_urban
-- policy_optional: escalate_months
-- feeds:     temporary_relief
-- reads:     core.household_month, core.income_account, core.relief, ref.policy_in_force
-- params:    month
-- ask:       救助的钱解决了什么,还差什么?收入为什么还没有起来?愿不愿意申请低保?
-- may_apply: 仍有困难的按规定纳入农村低保或特困供养(宁民发〔2020〕28号·四15)
-- office:    社会救助科
-- private:   -
-- note:      文件写「一段时间后仍有困难」: 多久由本县定,没有定的不能判断;仍有困难看毛收入还低不低于低保标准。
--            从台账里第一次救助的当月算起,过了规定的月数才列;只发过确诊病例一次性生活补贴的不在此列。救助日期不知的不能判断
WITH relief AS (
  SELECT
    household_id,
    count(*) AS grants,
    CASE WHEN count(*) = count(granted_on) THEN min(granted_on) END AS first_on,
    sum(amount_yuan) AS amount_yuan
  FROM core.relief
  WHERE
    month <= $month::DATE
    AND household_id IS NOT NULL
    AND coalesce(granted_on <= last_day($month::DATE), TRUE)
    AND coalesce(kind <> '确诊病例一次性生活补贴', TRUE)
  GROUP BY household_id
),

judged AS (
  SELECT
    h.*,
    r.grants,
    r.first_on,
    r.amount_yuan,
    a.gross_per_capita_yuan,
    a.line_yuan_per_person_year,
    a.gross_yuan_12m < a.line_yuan_year AS is_below,
    date_diff('month', r.first_on, h.month) AS months
  FROM core.household_month AS h
  INNER JOIN relief AS r ON h.household_id = r.household_id
  LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
  WHERE h.month = $month::DATE AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.is_below
  AND fulfils(j.months, term.comparator, term.value)
  AND coalesce(j.is_property_within_limits, TRUE)
  AND CASE WHEN j.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  j.months AS measured,
  term.value AS threshold,
  term.unit,
  CAST(json_object(
    '第一次救助日期', CAST(j.first_on AS VARCHAR),
    '救助笔数', j.grants,
    '救助金额合计(元)', j.amount_yuan,
    '人均毛收入(元/年)', j.gross_per_capita_yuan,
    '低保标准(元/年)', j.line_yuan_per_person_year,
    '救助类别', j.support_category
  ) AS VARCHAR) AS evidence,
  term.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_escalate_relief'
LEFT JOIN ref.policy_in_force AS term ON j.month = term.month AND term.parameter = 'escalate_months'
