-- rule:      tekun_not_raised_with_line
-- title:     低保标准提高的当月,特困供养金额没有同步提高
-- family:    查短补齐
-- urgency:   一般
-- subject:   household
-- measured:  人均月保障金额比上月增加
-- basis:     宁民发〔2020〕28号·二(二)5
-- policy:    must_raise_with_line, dibao_line_rural, dibao_line_urban
-- reads:     core.household_month, ref.dibao_raise, ref.policy_in_force, ref.unit
-- params:    month
-- ask:       本月领的钱比上月多了没有?新标准哪个月起发,差额补不补?
-- may_apply: 特困基本生活标准与低保标准同步调整(宁民发〔2020〕28号·二(二)5)
-- office:    社会事务和养老服务科
-- private:   -
-- note:      只在低保标准提高的当月看,城镇、农村各按各的标准;上月、本月都在特困的才在此列。金额一点没有增加的列出,
--            增加了而不够的另有规则。金额、保障人数或城乡不知的不能判断
WITH pair AS (
  SELECT
    h.*,
    b.monthly_amount_yuan AS amount_before,
    b.covered_persons AS covered_before,
    r.parameter,
    r.yuan_per_person_year AS yuan_year,
    r.yuan_per_person_year_before AS yuan_year_before
  FROM core.household_month AS h
  INNER JOIN core.household_month AS b ON h.household_id = b.household_id AND b.month = CAST($month::DATE - INTERVAL 1 MONTH AS DATE)
  LEFT JOIN ref.dibao_raise AS r ON h.month = r.month AND h.settlement = r.settlement
  WHERE h.month = $month::DATE AND h.is_in_tekun AND b.is_in_tekun
)

SELECT
  p.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  NOT p.monthly_amount_yuan * nullif(p.covered_before, 0) > p.amount_before * nullif(p.covered_persons, 0)
  AND CASE WHEN p.yuan_year IS NOT NULL THEN TRUE END AS is_triggered,
  round(p.monthly_amount_yuan / nullif(p.covered_persons, 0) - p.amount_before / nullif(p.covered_before, 0), 2) AS measured,
  round((p.yuan_year - p.yuan_year_before) / monthly.per_year, 2) AS threshold,
  monthly.unit,
  CAST(json_object(
    '本月月保障金额(元)', p.monthly_amount_yuan,
    '本月保障人数', p.covered_persons,
    '上月月保障金额(元)', p.amount_before,
    '上月保障人数', p.covered_before,
    '本月低保标准(元/年)', p.yuan_year,
    '上月低保标准(元/年)', p.yuan_year_before,
    '城乡', p.settlement
  ) AS VARCHAR) AS evidence,
  p.parameter,
  duty.document,
  duty.clause
FROM pair AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_raise_with_line'
INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
WHERE p.yuan_year IS NOT NULL OR (p.settlement IS NULL AND EXISTS (SELECT 1 FROM ref.dibao_raise WHERE month = $month::DATE))
