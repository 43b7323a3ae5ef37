-- rule:      epidemic_unrelieved
-- title:     受疫情影响陷入困境,别的制度覆盖不到,本月没有临时救助
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  本月因疫情遭遇困难而没有救助
-- basis:     宁民发〔2020〕28号·二(二)6; 宁民发〔2020〕52号·二
-- policy:    must_relieve_epidemic
-- feeds:     temporary_relief
-- reads:     core.household_month, core.income_account, core.relief, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       疫情让家里少了什么,吃饭、看病、房租有没有困难?失业保险、别的救助领到没有?
-- may_apply: 疫情期间临时救助(宁民发〔2020〕28号·二(二)6); 受疫情影响的临时救助(宁民发〔2020〕52号·二)
-- office:    社会救助科
-- private:   -
-- note:      本月遭遇填「因疫情」、不在低保特困、台账里本月没有救助的触发;困不困难由人上门看。沿用旧名册的、台账没有收到的不能判断
WITH relieved AS (
  SELECT DISTINCT household_id
  FROM core.relief
  WHERE month = $month::DATE AND household_id IS NOT NULL
),

judged AS (
  SELECT
    h.*,
    CASE WHEN NOT h.is_carried_forward THEN h.shock = '因疫情' END AS is_hit,
    CASE WHEN r.household_id IS NOT NULL THEN TRUE WHEN f.is_compared THEN FALSE END AS is_relieved
  FROM core.household_month AS h
  LEFT JOIN relieved AS r ON h.household_id = r.household_id
  LEFT JOIN stg.feed_standing AS f ON h.month = f.month AND f.feed = 'temporary_relief'
  WHERE h.month = $month::DATE AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.is_hit AND NOT j.is_relieved AND CASE WHEN j.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  CAST(j.is_hit AND NOT j.is_relieved AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '本月遭遇', coalesce(j.shock, '未填'),
    '本月临时救助', CASE j.is_relieved WHEN TRUE THEN '有' WHEN FALSE THEN '没有' ELSE '未比对' END,
    '救助类别', j.support_category,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_relieve_epidemic'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
