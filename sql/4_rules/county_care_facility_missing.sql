-- rule:      county_care_facility_missing
-- title:     县里没有以失能照护为主的县级供养机构
-- family:    查弱补强
-- urgency:   一般
-- subject:   office
-- measured:  以失能照护为主的县级机构
-- basis:     宁民发〔2020〕52号·三(一)
-- policy:    county_care_facilities
-- feeds:     institution
-- reads:     stg.institution, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       台账是不是漏登了县级敬老院?改造排在哪一年,眼下失能的老人送到哪里照护?
-- may_apply: 每县至少有一所失能照护为主的供养机构(宁民发〔2020〕52号·三(一))
-- office:    社会事务和养老服务科
-- private:   -
-- note:      机构台账没有收到的不能判断;有机构没有填级别或是不是以失能照护为主、又凑不够数的,也不能判断
WITH ledger AS (
  SELECT
    count(*) FILTER (WHERE tier = '县级' AND is_care_facility) AS facilities,
    count(*) FILTER (WHERE coalesce(tier = '县级', TRUE) AND coalesce(is_care_facility, TRUE)) AS at_most,
    count(*) AS institutions
  FROM stg.institution
  WHERE month = $month::DATE
)

SELECT
  '县' AS office_id,
  CASE
    WHEN f.is_compared AND fulfils(l.facilities, duty.comparator, duty.value) THEN FALSE
    WHEN f.is_compared AND NOT fulfils(l.at_most, duty.comparator, duty.value) THEN TRUE
  END AS is_triggered,
  CASE WHEN f.is_compared THEN l.facilities END AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '机构台账', CASE WHEN f.is_compared THEN '已收到' ELSE '未比对' END,
    '台账里的机构(所)', l.institutions,
    '以失能照护为主的县级机构(所)', l.facilities,
    '级别或照护类型没有填清的(所)', l.at_most - l.facilities
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM ledger AS l
INNER JOIN ref.policy_in_force AS duty ON duty.month = $month::DATE AND duty.parameter = 'county_care_facilities'
LEFT JOIN stg.feed_standing AS f ON duty.month = f.month AND f.feed = 'institution'
