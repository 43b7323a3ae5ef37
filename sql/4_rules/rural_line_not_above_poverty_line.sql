-- rule:      rural_line_not_above_poverty_line
-- title:     农村低保标准没有高于扶贫标准
-- family:    查短补齐
-- urgency:   核实
-- subject:   office
-- measured:  农村低保标准
-- basis:     荣民发〔2020〕10号·三(二)3
-- policy:    rural_line_above_poverty_line
-- policy_optional: dibao_line_rural, poverty_line
-- reads:     ref.policy_in_force, ref.dibao_line
-- params:    month
-- ask:       两个标准填的是不是本年度公布的数?低保标准调整到位没有?
-- may_apply: 调整农村低保标准,确保高于扶贫标准(荣民发〔2020〕10号·三(二)3)
-- office:    社会救助科
-- private:   -
-- note:      两个标准五份文件都没有给数,由本区填入;缺一个就不能判断。正好相等不算高于
SELECT
  '农村' AS office_id,
  line.yuan_per_person_year <= poverty.value AS is_triggered,
  line.yuan_per_person_year AS measured,
  poverty.value AS threshold,
  poverty.unit,
  CAST(json_object('农村低保标准(元/年)', line.yuan_per_person_year, '扶贫标准(元/年)', poverty.value) AS VARCHAR) AS evidence,
  poverty.parameter,
  duty.document,
  duty.clause
FROM ref.policy_in_force AS duty
LEFT JOIN ref.policy_in_force AS poverty ON duty.month = poverty.month AND poverty.parameter = 'poverty_line'
LEFT JOIN ref.dibao_line AS line ON duty.month = line.month AND line.settlement = '农村'
WHERE duty.month = $month::DATE AND duty.parameter = 'rural_line_above_poverty_line'
