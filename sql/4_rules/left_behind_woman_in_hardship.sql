-- rule:      left_behind_woman_in_hardship
-- title:     生活困难、残疾或重病的农村留守妇女,好久没有走访
-- family:    查弱补强
-- urgency:   一般
-- subject:   person
-- measured:  上次走访以来第几个月
-- basis:     宁民发〔2020〕28号·二(三)9; 泾民发〔2021〕33号·二(三); 荣民发〔2020〕10号·三(三)5
-- policy:    must_care_left_behind_women, left_behind_visit_months
-- policy_optional: low_income_ceiling_multiple
-- feeds:     disability, health
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       家里有没有人照应,身体怎么样?钱够不够用,有没有什么事要帮着跑?
-- may_apply: 农村留守妇女关爱、帮扶(宁民发〔2020〕28号·二(三)9); 农村三留守人员关爱服务(泾民发〔2021〕33号·二(三)); 留守妇女摸底排查(荣民发〔2020〕10号·三(三)5)
-- office:    社会事务和养老服务科
-- private:   health
-- note:      生活困难: 收入低于低收入家庭上限(没有上限时低于低保标准)。走访当月算第一个月;没有填走访日期的、
--            沿用旧名册而已过规定月数的不能判断。只看农村户
WITH woman AS (
  SELECT
    p.household_id,
    p.person_id,
    p.month,
    h.visited_on,
    a.gross_per_capita_yuan,
    a.line_yuan_per_person_year,
    p.health,
    holds_card(p.has_disability_card, f.in_disability) AS has_card,
    CASE
      WHEN high.value IS NULL THEN a.gross_yuan_12m < a.line_yuan_year
      ELSE fulfils(a.gross_yuan_12m, high.comparator, high.value * a.line_yuan_year)
    END AS is_poor,
    f.in_health OR p.health = '大病' AS is_ill,
    CASE WHEN h.visited_on <= last_day(h.month) THEN date_diff('month', h.visited_on, h.month) + 1 END AS months,
    h.is_carried_forward
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
  LEFT JOIN ref.policy_in_force AS high ON p.month = high.month AND high.parameter = 'low_income_ceiling_multiple'
  WHERE p.month = $month::DATE AND p.is_in_household AND p.left_behind = '留守妇女' AND coalesce(h.settlement = '农村', TRUE)
)

SELECT
  w.household_id,
  w.person_id,
  (w.is_poor OR w.has_card OR w.is_ill)
  AND CASE
    WHEN fulfils(w.months, often.comparator, often.value) THEN FALSE
    WHEN NOT w.is_carried_forward THEN NOT fulfils(w.months, often.comparator, often.value)
  END AS is_triggered,
  w.months AS measured,
  often.value AS threshold,
  often.unit,
  CAST(json_object(
    '最近走访日期', coalesce(CAST(w.visited_on AS VARCHAR), '未填'),
    '人均毛收入(元/年)', w.gross_per_capita_yuan,
    '低保标准(元/年)', w.line_yuan_per_person_year,
    '残疾人证', CASE w.has_card WHEN TRUE THEN '有' WHEN FALSE THEN '无' ELSE '不知道' END,
    '大病', CASE w.is_ill WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '不知道' END
  ) AS VARCHAR) AS evidence,
  often.parameter,
  duty.document,
  duty.clause
FROM woman AS w
INNER JOIN ref.policy_in_force AS duty ON w.month = duty.month AND duty.parameter = 'must_care_left_behind_women'
INNER JOIN ref.policy_in_force AS often ON w.month = often.month AND often.parameter = 'left_behind_visit_months'
