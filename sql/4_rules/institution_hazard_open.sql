-- rule:      institution_hazard_open
-- title:     供养机构有重大安全隐患没有整改
-- family:    查弱补强
-- urgency:   一般
-- subject:   office
-- measured:  尚未整改的重大安全隐患
-- basis:     荣民发〔2020〕10号·三(三)2; 宁民发〔2020〕52号·三(一)
-- policy:    must_mend_hazards
-- feeds:     institution
-- reads:     stg.institution, ref.policy_in_force
-- params:    month
-- ask:       是什么隐患,谁负责、哪天改完?改完以前老人怎么安置?
-- may_apply: 重大安全隐患全部整改(荣民发〔2020〕10号·三(三)2); 严格落实安全管理规定(宁民发〔2020〕52号·三(一))
-- office:    社会事务和养老服务科
-- private:   -
-- note:      台账没有填的不能判断
WITH institution AS (
  SELECT
    month,
    coalesce(institution, '未填名称') || CASE WHEN count(*) OVER (PARTITION BY institution) > 1 THEN '·第' || row_number || '行' ELSE '' END AS office_id,
    tier,
    hazards_open,
    residents_disabled + residents_half_disabled + residents_independent AS residents
  FROM stg.institution
  WHERE month = $month::DATE
)

SELECT
  i.office_id,
  i.hazards_open > 0 AS is_triggered,
  i.hazards_open AS measured,
  0 AS threshold,
  'count' AS unit,
  CAST(json_object(
    '尚未整改的重大安全隐患(处)', i.hazards_open,
    '住着的特困人员', i.residents,
    '机构级别', coalesce(i.tier, '未填')
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM institution AS i
INNER JOIN ref.policy_in_force AS duty ON i.month = duty.month AND duty.parameter = 'must_mend_hazards'
