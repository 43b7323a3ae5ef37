-- rule:      earner_died
-- title:     家里的主要劳动力去世
-- family:    因困致贫
-- urgency:   紧急
-- subject:   household
-- measured:  去世的主要劳动力
-- basis:     宁民发〔2020〕28号·二(二)2; 泾民发〔2021〕33号·二(一); 荣民发〔2020〕10号·三(二)2; 卫民发〔2019〕21号·二(二)7
-- policy:    must_find_shocks
-- feeds:     death
-- reads:     core.household_month, core.person_month, core.person_fact, ref.policy_in_force
-- params:    month
-- ask:       家里现在靠谁挣钱,老人孩子谁来照看?丧葬花费和眼下的生活有没有着落?
-- may_apply: 急难型临时救助、先行救助(宁民发〔2020〕52号·二(二)); 最低生活保障(宁民发〔2020〕52号·一(二)); 临时救助(卫民发〔2019〕21号·二(二)7)
-- office:    社会救助科
-- private:   -
-- note:      上月名册里在户的主要劳动力,本月名册填死亡、或在死亡名单里的触发。上月是不是主要劳动力没有填、
--            本月名册里没有了这个人又没有死亡信息的不能判断
WITH earner AS (
  SELECT
    b.household_id,
    b.is_main_labour AND CASE
      WHEN p.status = '死亡' OR f.in_death THEN TRUE
      WHEN p.status IS NOT NULL AND NOT h.is_carried_forward THEN FALSE
      WHEN p.person_id IS NOT NULL THEN f.in_death
    END AS is_lost
  FROM core.person_month AS b
  INNER JOIN core.household_month AS h ON h.month = $month::DATE AND b.household_id = h.household_id
  LEFT JOIN core.person_month AS p ON h.month = p.month AND b.household_id = p.household_id AND b.person_id = p.person_id
  LEFT JOIN core.person_fact AS f ON h.month = f.month AND b.household_id = f.household_id AND b.person_id = f.person_id
  WHERE b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE) AND b.is_in_household
),

loss AS (
  SELECT
    household_id,
    CASE WHEN bool_or(is_lost) THEN TRUE WHEN count(*) = count(is_lost) THEN FALSE END AS is_triggered,
    count(*) FILTER (WHERE is_lost) AS lost
  FROM earner
  GROUP BY household_id
),

remaining AS (
  SELECT
    household_id,
    count(*) FILTER (WHERE is_main_labour) AS earners
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
  GROUP BY household_id
)

SELECT
  l.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  l.is_triggered,
  CASE WHEN l.is_triggered IS NOT NULL THEN l.lost END AS measured,
  duty.value AS threshold,
  'persons' AS unit,
  CAST(json_object(
    '去世的主要劳动力(人)', l.lost,
    '还有主要劳动力(人)', coalesce(r.earners, 0),
    '在户人数', h.persons,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM loss AS l
INNER JOIN core.household_month AS h ON h.month = $month::DATE AND l.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_find_shocks'
LEFT JOIN remaining AS r ON l.household_id = r.household_id
