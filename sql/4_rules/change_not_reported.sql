-- rule:      change_not_reported
-- title:     救助类别、保障人数的变化与增减名单对不上
-- family:    漏统漏管
-- urgency:   核实
-- subject:   household
-- measured:  增减名单里的行数
-- basis:     泾民发〔2021〕33号·二(二)
-- policy:    must_report_changes
-- reads:     core.household_month, stg.change, ref.policy_in_force
-- params:    month
-- ask:       名册上的变化是真的变了还是填错了?增减名单是不是漏报、多报或写错了户编号?
-- may_apply: 动态管理增减人员名单(泾民发〔2021〕33号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      救助类别或保障人数比上月变了而名单里没有这户的触发;名单里有这户,而类别、保障人数、档次、金额都没有变的也触发。
--            只调金额、没有列名单的不触发。沿用旧名册的、上月没有这户的、类别没有填的不能判断。整户不再报送的见户数核对
WITH listed AS (
  SELECT
    household_id,
    count(*) AS changes,
    string_agg(DISTINCT change, '、' ORDER BY change) AS kinds
  FROM stg.change
  WHERE month = $month::DATE
  GROUP BY household_id
),

compared AS (
  SELECT
    h.month,
    h.household_id,
    h.support_category,
    h.covered_persons,
    b.support_category AS category_before,
    b.covered_persons AS covered_before,
    coalesce(l.changes, 0) AS changes,
    l.kinds,
    CASE
      WHEN NOT h.is_carried_forward AND h.support_category IS NOT NULL AND b.support_category IS NOT NULL
        THEN h.support_category <> b.support_category OR coalesce(h.covered_persons <> b.covered_persons, FALSE)
    END AS is_changed,
    coalesce(h.monthly_amount_yuan, 0) <> coalesce(b.monthly_amount_yuan, 0)
    OR coalesce(h.dibao_class, '') <> coalesce(b.dibao_class, '') AS is_adjusted
  FROM core.household_month AS h
  LEFT JOIN core.household_month AS b ON h.household_id = b.household_id AND b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE)
  LEFT JOIN listed AS l ON h.household_id = l.household_id
  WHERE h.month = $month::DATE
)

SELECT
  c.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  CASE
    WHEN c.is_changed THEN c.changes = 0
    WHEN NOT c.is_changed THEN c.changes > 0 AND NOT c.is_adjusted
  END AS is_triggered,
  c.changes AS measured,
  CAST(c.is_changed OR c.is_adjusted AND c.changes > 0 AS INTEGER) AS threshold,
  'count' AS unit,
  CAST(json_object(
    '上月救助类别', c.category_before,
    '本月救助类别', coalesce(c.support_category, '未填'),
    '上月保障人数', c.covered_before,
    '本月保障人数', c.covered_persons,
    '增减名单里的行数', c.changes,
    '名单上的变动', c.kinds
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM compared AS c
INNER JOIN ref.policy_in_force AS duty ON c.month = duty.month AND duty.parameter = 'must_report_changes'
