-- rule:      payment_missing
-- title:     低保、特困户本月没有发放记录
-- family:    查短补齐
-- urgency:   一般
-- subject:   household
-- measured:  本月有没有发放
-- basis:     宁民发〔2020〕52号·六(二); 荣民发〔2020〕10号·三(二)5; 泾民发〔2021〕33号·二(二)
-- policy:    must_pay_benefits_on_time
-- feeds:     payment
-- reads:     core.household_month, core.benefit_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       本月的钱到账没有?换过账户没有?是不是名册和发放台账的户编号、救助类别不一致?
-- may_apply: 救助资金及时发放到位(宁民发〔2020〕52号·六(二)); 资金及时足额发放(荣民发〔2020〕10号·三(二)5);
--            低保、特困供养及时足额发放(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      按救助类别找同名的发放项目。发放台账没有收到的不能判断;本月才纳入的可能下月起发,不能判断;
--            有一笔项目读不出的不能判断。没有对上名册的发放记录不在此列
WITH paid AS (
  SELECT
    h.household_id,
    bool_or(b.programme = h.support_category) AS is_paid,
    coalesce(bool_or(b.row_number IS NOT NULL AND b.programme IS NULL), FALSE) AS is_partly_unread,
    string_agg(DISTINCT b.programme, '、' ORDER BY b.programme) AS programmes
  FROM core.household_month AS h
  LEFT JOIN core.benefit_month AS b ON h.month = b.month AND h.household_id = b.household_id
  WHERE h.month = $month::DATE AND (h.is_in_dibao OR h.is_in_tekun)
  GROUP BY h.household_id
),

judged AS (
  SELECT
    h.*,
    a.programmes,
    CASE
      WHEN a.is_paid THEN FALSE
      WHEN f.is_compared AND NOT a.is_partly_unread AND coalesce(h.first_included_month < h.month, TRUE) THEN TRUE
    END AS is_unpaid
  FROM core.household_month AS h
  INNER JOIN paid AS a ON h.household_id = a.household_id
  LEFT JOIN stg.feed_standing AS f ON h.month = f.month AND f.feed = 'payment'
  WHERE h.month = $month::DATE
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.is_unpaid AS is_triggered,
  CASE j.is_unpaid WHEN TRUE THEN 0 WHEN FALSE THEN 1 END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '救助类别', j.support_category,
    '月保障金额(元)', j.monthly_amount_yuan,
    '保障人数', j.covered_persons,
    '首次纳入年月', coalesce(strftime(j.first_included_month, '%Y-%m'), '未填'),
    '本月发放项目', coalesce(j.programmes, '无')
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_pay_benefits_on_time'
