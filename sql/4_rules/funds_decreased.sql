-- rule:      funds_decreased
-- title:     困难群众救助资金比上年减少
-- family:    查短补齐
-- urgency:   核实
-- subject:   office
-- measured:  本年度安排金额
-- basis:     宁民发〔2020〕28号·五18
-- policy:    funds_never_decrease
-- feeds:     fund
-- reads:     stg.fund, ref.policy_in_force
-- params:    month
-- ask:       本年度的资金是不是还没有下达完、没有登记全?减少的原因是什么,能不能追加?
-- may_apply: 困难群众救助资金只增不减(宁民发〔2020〕28号·五18)
-- office:    社会救助科
-- private:   -
-- note:      按资金来源合计各项目,与上年全年比;正好相等不算减少。上年或本年没有登记、有一项金额不知的不能判断。
--            一个年度有几次台账的,以最近一次列了这个年度的为准。年中分批下达的,本年度没有下达完以前先请人核对
WITH told AS (
  SELECT
    *,
    max(month) OVER (PARTITION BY source, year) AS latest
  FROM stg.fund
  WHERE month <= $month::DATE AND source IS NOT NULL
),

total AS (
  SELECT
    source,
    year,
    CASE WHEN count(*) = count(budget_yuan) THEN sum(budget_yuan) END AS budget_yuan
  FROM told
  WHERE month = latest
  GROUP BY source, year
),

compared AS (
  SELECT
    s.source,
    n.budget_yuan,
    b.budget_yuan AS before_yuan
  FROM (SELECT DISTINCT source FROM stg.fund WHERE month = $month::DATE AND source IS NOT NULL) AS s
  LEFT JOIN total AS n ON s.source = n.source AND n.year = year($month::DATE)
  LEFT JOIN total AS b ON s.source = b.source AND b.year = year($month::DATE) - 1
)

SELECT
  c.source AS office_id,
  c.budget_yuan < c.before_yuan AS is_triggered,
  c.budget_yuan AS measured,
  c.before_yuan AS threshold,
  'yuan' AS unit,
  CAST(json_object(
    '资金来源', c.source,
    '本年度安排(元)', c.budget_yuan,
    '上年度安排(元)', c.before_yuan,
    '减少(元)', CASE WHEN c.budget_yuan < c.before_yuan THEN c.before_yuan - c.budget_yuan END
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM compared AS c
INNER JOIN ref.policy_in_force AS duty ON duty.month = $month::DATE AND duty.parameter = 'funds_never_decrease'
