-- rule:      single_coverage_share
-- title:     农村低保里1户只保1人的偏多
-- family:    查弱补强
-- urgency:   核实
-- subject:   office
-- measured:  1户保1人占农村低保户的比例
-- basis:     卫民发〔2019〕21号·二(一)4
-- policy:    must_avoid_single_coverage, single_coverage_share
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       这些户的其他成员是不是确实不符合条件?有没有该整户保而只保了1人的?
-- may_apply: A、B类按户施保、C类每户至少保2人以上(卫民发〔2019〕21号·二(一)4)
-- office:    社会救助科
-- private:   -
-- note:      按乡镇算;单人户、家里只有一口人的不算在内,分子分母都不算。只提示去看,不退回任何一户。
--            有的户保障人数或是不是单人户没有填,补上以后结果可能反过来的,不能判断
WITH member AS (
  SELECT
    household_id,
    CASE WHEN bool_or(is_single_admission) THEN TRUE WHEN count(*) = count(is_single_admission) THEN FALSE END AS has_single_admission
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
  GROUP BY household_id
),

household AS (
  SELECT
    h.township_code,
    h.persons = 1 OR m.has_single_admission AS is_left_out,
    h.covered_persons = 1 AS is_single
  FROM core.household_month AS h
  LEFT JOIN member AS m ON h.household_id = m.household_id
  WHERE h.month = $month::DATE AND h.support_category = '农村低保'
),

-- what is not told might be either: the share at its smallest and at its largest
township AS (
  SELECT
    township_code,
    count(*) AS households,
    count(*) FILTER (WHERE is_left_out IS NULL OR (NOT is_left_out AND is_single IS NULL)) AS unclear,
    count(*) FILTER (WHERE is_single AND NOT is_left_out) AS singles,
    count(*) FILTER (WHERE NOT coalesce(is_left_out, coalesce(is_single, FALSE))) AS counted,
    count(*) FILTER (WHERE coalesce(is_single, TRUE) AND NOT coalesce(is_left_out, FALSE)) AS singles_at_most,
    count(*) FILTER (WHERE NOT coalesce(is_left_out, NOT coalesce(is_single, TRUE))) AS counted_then
  FROM household
  GROUP BY township_code
),

bounds AS (
  SELECT
    *,
    singles / nullif(counted, 0) AS least_share,
    singles_at_most / nullif(counted_then, 0) AS most_share
  FROM township
)

SELECT
  b.township_code AS office_id,
  CASE
    WHEN fulfils(b.least_share, share.comparator, share.value) THEN TRUE
    WHEN NOT fulfils(b.most_share, share.comparator, share.value) THEN FALSE
  END AS is_triggered,
  b.least_share AS measured,
  share.value AS threshold,
  share.unit,
  CAST(json_object(
    '农村低保户', b.households,
    '其中计算的户', b.counted,
    '1户保1人', b.singles,
    '没有填清的户', b.unclear
  ) AS VARCHAR) AS evidence,
  share.parameter,
  duty.document,
  duty.clause
FROM bounds AS b
INNER JOIN ref.policy_in_force AS duty ON duty.month = $month::DATE AND duty.parameter = 'must_avoid_single_coverage'
INNER JOIN ref.policy_in_force AS share ON share.month = $month::DATE AND share.parameter = 'single_coverage_share'
WHERE b.counted > 0 OR b.counted_then > 0
