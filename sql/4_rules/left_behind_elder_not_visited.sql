-- rule:      left_behind_elder_not_visited
-- title:     农村留守老人好久没有走访
-- family:    查弱补强
-- urgency:   一般
-- subject:   person
-- measured:  上次走访以来第几个月
-- basis:     宁民发〔2020〕28号·二(三)10; 泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·三(三)3
-- policy:    must_visit_left_behind_elders, left_behind_visit_months
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       老人平时谁照应,三餐、吃药、取暖有没有困难?子女联系得上吗?
-- may_apply: 留守老人巡访(宁民发〔2020〕28号·二(三)10); 农村三留守人员关爱服务(泾民发〔2021〕33号·二(三)); 留守老年人关爱服务(荣民发〔2020〕10号·三(三)3)
-- office:    社会事务和养老服务科
-- private:   -
-- note:      走访当月算第一个月;没有填走访日期的、沿用旧名册而已过规定月数的不能判断。只看农村户
WITH person AS (
  SELECT
    p.household_id,
    p.person_id,
    p.month,
    p.age,
    h.visited_on,
    h.persons,
    h.is_carried_forward,
    h.support_category,
    CASE WHEN h.visited_on <= last_day(h.month) THEN date_diff('month', h.visited_on, h.month) + 1 END AS months
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.month = $month::DATE AND p.is_in_household AND p.left_behind = '留守老人' AND coalesce(h.settlement = '农村', TRUE)
)

SELECT
  p.household_id,
  p.person_id,
  CASE
    WHEN fulfils(p.months, often.comparator, often.value) THEN FALSE
    WHEN NOT p.is_carried_forward THEN NOT fulfils(p.months, often.comparator, often.value)
  END AS is_triggered,
  p.months AS measured,
  often.value AS threshold,
  often.unit,
  CAST(json_object(
    '最近走访日期', coalesce(CAST(p.visited_on AS VARCHAR), '未填'),
    '周岁', p.age,
    '在户人数', p.persons,
    '救助类别', p.support_category
  ) AS VARCHAR) AS evidence,
  often.parameter,
  duty.document,
  duty.clause
FROM person AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_visit_left_behind_elders'
INNER JOIN ref.policy_in_force AS often ON p.month = often.month AND often.parameter = 'left_behind_visit_months'
