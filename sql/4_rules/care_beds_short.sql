-- rule:      care_beds_short
-- title:     护理型床位不够所有生活不能自理的特困人员
-- family:    查弱补强
-- urgency:   一般
-- subject:   office
-- measured:  护理型床位
-- basis:     宁民发〔2020〕52号·三(一)
-- policy:    must_care_for_all_disabled
-- feeds:     institution
-- reads:     stg.institution, core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       床位数和失能人数对不对?不够的几张从哪里来,是改造、和医院合办还是邻里照料?
-- may_apply: 满足所有生活不能自理特困人员照护(宁民发〔2020〕52号·三(一))
-- office:    社会事务和养老服务科
-- private:   -
-- note:      应有床位: 机构里失能、半失能的人,加分散供养的失能、半失能的人,不管愿不愿意入院。机构台账没有收到的不列;
--            有床位数没有填、或有人的自理能力没有填而已知的又够的,不能判断
WITH ledger AS (
  SELECT
    count(*) AS institutions,
    sum(coalesce(residents_disabled, 0) + coalesce(residents_half_disabled, 0)) AS residents,
    sum(care_beds) AS beds,
    count(*) = count(care_beds) AS is_beds_known,
    count(*) = count(residents_disabled + residents_half_disabled) AS is_residents_known
  FROM stg.institution
  WHERE month = $month::DATE
),

dispersed AS (
  SELECT
    count(*) FILTER (WHERE p.self_care IN ('失能', '半失能')) AS dependent,
    count(*) FILTER (WHERE p.self_care IS NULL) AS untold
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  WHERE p.month = $month::DATE AND p.is_in_household AND h.support_category = '分散特困'
)

SELECT
  '县' AS office_id,
  CASE
    WHEN NOT l.is_beds_known THEN NULL
    WHEN l.residents + d.dependent > l.beds THEN TRUE
    WHEN l.is_residents_known AND d.untold = 0 THEN FALSE
  END AS is_triggered,
  CASE WHEN l.is_beds_known THEN l.beds END AS measured,
  l.residents + d.dependent AS threshold,
  'count' AS unit,
  CAST(json_object(
    '护理型床位(张)', l.beds,
    '机构里失能、半失能(人)', l.residents,
    '分散供养失能、半失能(人)', d.dependent,
    '分散供养没有填自理能力(人)', d.untold,
    '台账里的机构(所)', l.institutions
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM ledger AS l
CROSS JOIN dispersed AS d
INNER JOIN ref.policy_in_force AS duty ON duty.month = $month::DATE AND duty.parameter = 'must_care_for_all_disabled'
WHERE l.institutions > 0
