-- rule:      tekun_amount_below_urban_standard
-- title:     特困基本生活费低于城市低保标准的规定倍数
-- family:    查短补齐
-- urgency:   一般
-- subject:   household
-- measured:  人均月保障金额
-- basis:     荣民发〔2020〕10号·三(二)3
-- policy:    tekun_amount_urban_multiple, dibao_line_urban
-- reads:     core.household_month, ref.dibao_line, ref.policy_in_force, ref.unit
-- params:    month
-- ask:       本月实际领到多少,是不是含照料护理补贴?有没有补发或扣减?
-- may_apply: 特困人员救助供养足额发放(荣民发〔2020〕10号·三(二)3)
-- office:    社会事务和养老服务科
-- private:   -
-- note:      城镇、农村都按城市低保标准。按全户金额比较,不先除后乘。金额或保障人数不知的不能判断
SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  NOT fulfils(
    h.monthly_amount_yuan * monthly.per_year,
    multiple.comparator,
    multiple.value * line.yuan_per_person_year * nullif(h.covered_persons, 0)
  ) AS is_triggered,
  round(h.monthly_amount_yuan / nullif(h.covered_persons, 0), 2) AS measured,
  round(multiple.value * line.yuan_per_person_year / monthly.per_year, 2) AS threshold,
  monthly.unit,
  CAST(json_object(
    '月保障金额(元)', h.monthly_amount_yuan,
    '保障人数', h.covered_persons,
    '城市低保标准(元/年)', line.yuan_per_person_year,
    '倍数', multiple.value,
    '救助类别', h.support_category
  ) AS VARCHAR) AS evidence,
  multiple.parameter,
  multiple.document,
  multiple.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS multiple ON h.month = multiple.month AND multiple.parameter = 'tekun_amount_urban_multiple'
INNER JOIN ref.dibao_line AS line ON h.month = line.month AND line.settlement = '城镇'
INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
WHERE h.month = $month::DATE AND h.is_in_tekun
