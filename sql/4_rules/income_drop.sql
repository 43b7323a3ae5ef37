-- rule:      income_drop
-- title:     人均收入比几个月前大幅减少
-- family:    因困致贫
-- urgency:   一般
-- subject:   household
-- measured:  人均年收入减少的比例
-- basis:     宁民发〔2020〕52号·一(二); 泾民发〔2021〕33号·二(一)
-- policy:    must_find_income_drop, income_drop_share, income_drop_lookback_months, income_drop_ceiling_multiple, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       收入为什么减少?还能不能恢复?眼下吃饭、看病、上学有没有困难?
-- may_apply: 最低生活保障(宁民发〔2020〕52号·一(二)); 临时救助(宁民发〔2020〕52号·二(二)); 低收入家庭认定(泾民发〔2021〕33号·二(一))
-- office:    社会救助科
-- private:   -
-- note:      读 core.income_account 往月的行,两头都是近12个月收入。减少后收入仍高的不触发。
--            没有往月可比的、本月沿用旧名册的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  fulfils(a.gross_yuan_12m, ceiling.comparator, ceiling.value * a.line_yuan_year)
  AND CASE
    WHEN NOT h.is_carried_forward
      -- a head's income then and now, both times the two numbers of heads: nothing is rounded before it is compared
      THEN before.gross_yuan_12m > 0
        AND fulfils(
          before.gross_yuan_12m * nullif(a.persons, 0) - a.gross_yuan_12m * nullif(before.persons, 0),
          share.comparator,
          share.value * before.gross_yuan_12m * nullif(a.persons, 0)
        )
  END AS is_triggered,
  CASE
    WHEN before.gross_yuan_12m > 0
      THEN 1 - a.gross_yuan_12m * nullif(before.persons, 0) / (before.gross_yuan_12m * nullif(a.persons, 0))
  END AS measured,
  share.value AS threshold,
  share.unit,
  CAST(json_object(
    '人均年收入(元)', h.income_per_capita_yuan_year,
    '比较月份', strftime($month::DATE - to_months(CAST(back.value AS INTEGER)), '%Y-%m'),
    '当时人均年收入(元)', before.gross_per_capita_yuan,
    '本月遭遇', h.shock
  ) AS VARCHAR) AS evidence,
  share.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'must_find_income_drop'
INNER JOIN ref.policy_in_force AS share ON h.month = share.month AND share.parameter = 'income_drop_share'
INNER JOIN ref.policy_in_force AS back ON h.month = back.month AND back.parameter = 'income_drop_lookback_months'
INNER JOIN ref.policy_in_force AS ceiling ON h.month = ceiling.month AND ceiling.parameter = 'income_drop_ceiling_multiple'
LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
LEFT JOIN core.income_account AS before
  ON h.household_id = before.household_id AND before.month = CAST($month::DATE - to_months(CAST(back.value AS INTEGER)) AS DATE)
WHERE h.month = $month::DATE AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
