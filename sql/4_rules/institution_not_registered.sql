-- rule:      institution_not_registered
-- title:     特困供养机构没有办法人登记
-- family:    查弱补强
-- urgency:   一般
-- subject:   office
-- measured:  法人登记
-- basis:     宁民发〔2020〕28号·二(三)10
-- policy:    must_register_institutions
-- feeds:     institution
-- reads:     stg.institution, ref.policy_in_force
-- params:    month
-- ask:       登记办到哪一步,卡在哪里?是台账没有更新吗?
-- may_apply: 农村特困供养服务机构法人登记(宁民发〔2020〕28号·二(三)10)
-- office:    社会事务和养老服务科
-- private:   -
-- note:      台账没有填的不能判断
WITH institution AS (
  SELECT
    month,
    coalesce(institution, '未填名称') || CASE WHEN count(*) OVER (PARTITION BY institution) > 1 THEN '·第' || row_number || '行' ELSE '' END AS office_id,
    tier,
    is_registered
  FROM stg.institution
  WHERE month = $month::DATE
)

SELECT
  i.office_id,
  NOT i.is_registered AS is_triggered,
  CAST(i.is_registered AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '法人登记', CASE i.is_registered WHEN TRUE THEN '是' WHEN FALSE THEN '否' ELSE '未填' END,
    '机构级别', coalesce(i.tier, '未填')
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM institution AS i
INNER JOIN ref.policy_in_force AS duty ON i.month = duty.month AND duty.parameter = 'must_register_institutions'
