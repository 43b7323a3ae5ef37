-- rule:      assets_to_verify
-- title:     核对到车辆、房产、工商登记或金融资产
-- family:    漏查漏退
-- urgency:   核实
-- subject:   person
-- measured:  超出的第一项
-- basis:     宁民发〔2020〕28号·三14; 宁民发〔2020〕28号·五21
-- policy:    must_verify_exit, vehicles_allowed, houses_allowed, companies_allowed, financial_assets_allowed, dibao_line_rural, dibao_line_urban
-- feeds:     assets
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       登记的是不是本人的,现在还在不在?是不是残疾人代步车、自住房、农民合作社、看病的借款?
-- may_apply: 家庭经济状况核对(宁民发〔2020〕28号·五21)
-- office:    社会救助科
-- private:   -
-- note:      只请人核实,不停保、不拒绝。车辆、房产、工商登记按人看;金融资产按全户合计、摊到每人看,只列有金融资产的人。
--            正好等于允许的不触发。没有收到核对结果、不在核对结果里的是还没有核对,不能判断。名册填的财产符合与核对不一致的,两边都列,由人裁定
WITH person AS (
  SELECT
    p.household_id,
    p.person_id,
    p.month,
    f.in_assets,
    f.vehicles,
    f.houses,
    f.companies,
    f.financial_assets_yuan,
    sum(f.financial_assets_yuan) OVER (PARTITION BY p.household_id) AS household_assets_yuan,
    count(*) OVER (PARTITION BY p.household_id) = count(f.financial_assets_yuan) OVER (PARTITION BY p.household_id) AS is_household_known
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
),

-- each kind of property of each person; deposits count for the whole household
kind AS (
  SELECT
    p.*,
    k.position,
    policy.parameter,
    policy.comparator,
    k.position = len(k.kinds) AS is_deposit,
    CASE k.position
      WHEN len(k.kinds) THEN p.household_assets_yuan
      ELSE [p.vehicles, p.houses, p.companies][k.position]
    END AS found,
    CASE WHEN k.position = len(k.kinds) THEN policy.value * a.line_yuan_year ELSE policy.value END AS allowed,
    CASE WHEN k.position = len(k.kinds) THEN nullif(a.persons, 0) ELSE 1 END AS heads,
    CASE WHEN k.position = len(k.kinds) THEN 'yuan_per_person' ELSE policy.unit END AS unit
  FROM person AS p
  CROSS JOIN (
    SELECT
      kinds,
      unnest(kinds) AS parameter,
      generate_subscripts(kinds, 1) AS position
    FROM (SELECT ['vehicles_allowed', 'houses_allowed', 'companies_allowed', 'financial_assets_allowed'] AS kinds) AS every_kind
  ) AS k
  INNER JOIN ref.policy_in_force AS policy ON p.month = policy.month AND k.parameter = policy.parameter
  LEFT JOIN core.income_account AS a ON p.month = a.month AND p.household_id = a.household_id
),

seen AS (
  SELECT
    *,
    CASE
      WHEN is_deposit AND financial_assets_yuan = 0 THEN FALSE
      WHEN NOT fulfils(found, comparator, allowed) THEN TRUE
      WHEN NOT is_deposit OR is_household_known THEN NOT fulfils(found, comparator, allowed)
    END AS is_over
  FROM kind
),

-- the first kind that is over; where none is, the first
verdict AS (
  SELECT
    household_id,
    person_id,
    CASE WHEN bool_or(is_over) THEN TRUE WHEN count(*) = count(is_over) THEN FALSE END AS is_over,
    coalesce(min(position) FILTER (WHERE is_over), min(position)) AS position
  FROM seen
  GROUP BY household_id, person_id
)

SELECT
  p.household_id,
  p.person_id,
  CASE WHEN p.in_assets THEN v.is_over AND CASE WHEN h.support_category IS NOT NULL THEN TRUE END END AS is_triggered,
  p.found / p.heads AS measured,
  p.allowed / p.heads AS threshold,
  p.unit,
  CAST(json_object(
    '核对比对', CASE p.in_assets WHEN TRUE THEN '有核对结果' WHEN FALSE THEN '还没有核对' ELSE '未比对' END,
    '机动车(辆)', p.vehicles,
    '房产(套)', p.houses,
    '工商登记(个)', p.companies,
    '本人金融资产(元)', p.financial_assets_yuan,
    '全户金融资产(元)', p.household_assets_yuan,
    '名册财产符合', CASE h.is_property_within_limits WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未核' END,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  p.parameter,
  duty.document,
  duty.clause
FROM seen AS p
INNER JOIN verdict AS v ON p.household_id = v.household_id AND p.person_id = v.person_id AND p.position = v.position
INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_verify_exit'
WHERE coalesce(h.support_category <> '无', TRUE)
