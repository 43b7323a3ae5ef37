-- rule:      minor_in_tekun_turns_eighteen
-- title:     特困供养的未成年人即将到龄
-- family:    漏查漏退
-- urgency:   核实
-- subject:   person
-- measured:  距到龄还有几个月
-- basis:     宁民发〔2020〕52号·三
-- policy:    tekun_minor_age, minor_ageing_notice_months
-- reads:     core.household_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       是否还在上学,有没有残疾或其他仍符合特困条件的情形?到龄后由哪项保障接上?
-- may_apply: 与困境儿童保障制度衔接(宁民发〔2020〕52号·三); 特困人员救助供养(宁民发〔2020〕52号·三)
-- office:    社会事务和养老服务科
-- private:   -
-- note:      只请人核实,不停供养。满龄当月记零个月,以前月份已经满龄的不在此列;出生日期不知的不能判断
WITH minor AS (
  SELECT
    p.*,
    date_diff('month', p.month, p.birth_date + to_years(CAST(age.value AS INTEGER))) AS months_left
  FROM core.person_month AS p
  INNER JOIN core.household_month AS h ON p.month = h.month AND p.household_id = h.household_id
  INNER JOIN ref.policy_in_force AS age ON p.month = age.month AND age.parameter = 'tekun_minor_age'
  WHERE p.month = $month::DATE AND p.is_in_household AND h.is_in_tekun
)

SELECT
  m.household_id,
  m.person_id,
  fulfils(m.months_left, notice.comparator, notice.value) AS is_triggered,
  m.months_left AS measured,
  notice.value AS threshold,
  notice.unit,
  CAST(json_object(
    '月末周岁', m.age,
    '年龄上限(周岁)', age.value,
    '距到龄还有几个月', m.months_left,
    '在校情况', coalesce(m.schooling, '未填')
  ) AS VARCHAR) AS evidence,
  notice.parameter,
  age.document,
  age.clause
FROM minor AS m
INNER JOIN ref.policy_in_force AS age ON m.month = age.month AND age.parameter = 'tekun_minor_age'
INNER JOIN ref.policy_in_force AS notice ON m.month = notice.month AND notice.parameter = 'minor_ageing_notice_months'
WHERE coalesce(m.months_left >= 0, TRUE)
