-- table:   mart.compared_person
-- title:   名册里的每个人,我方和各部门的说法并排
-- grain:   month, household_id, person_id
-- reads:   core.person_fact, core.person_month
-- params:  month
-- columns:
--   month                    DATE     月份,每月1日
--   township_code            VARCHAR  乡镇代码
--   household_id             VARCHAR  户编号
--   person_id                VARCHAR  人员编号
--   is_in_household          BOOLEAN  本月仍在户
--   in_death                 BOOLEAN  在死亡名单里;没有比对为空
--   has_disability_card      BOOLEAN  我方: 持有残疾人证
--   in_disability            BOOLEAN  在持证残疾人名册里;没有比对为空
--   disability_type          VARCHAR  我方: 残疾类别
--   card_type                VARCHAR  残联: 残疾类别
--   disability_level         INTEGER  我方: 残疾等级
--   card_level               INTEGER  残联: 残疾等级
--   health                   VARCHAR  我方: 健康状况
--   in_health                BOOLEAN  在大病名单里;没有比对为空
--   disease                  VARCHAR  我方: 大病病种
--   diagnosed_disease        VARCHAR  卫健: 病种
--   schooling                VARCHAR  我方: 在校情况
--   in_education             BOOLEAN  在学籍名单里;没有比对为空
--   school_status            VARCHAR  教育: 学籍状态
--   has_medical_insurance    BOOLEAN  我方: 参加基本医保
--   is_insured               BOOLEAN  医保: 参保
--   has_unemployment_cover   BOOLEAN  我方: 参加失业保险
--   is_unemployment_insured  BOOLEAN  人社: 参加失业保险
--   employment               VARCHAR  我方: 就业状况
--   unemployed_on            DATE     人社: 失业登记日期
--   employed_on              DATE     人社: 就业登记日期
SELECT
  f.month,
  p.township_code,
  f.household_id,
  f.person_id,
  p.is_in_household,
  f.in_death,
  p.has_disability_card,
  f.in_disability,
  p.disability_type,
  f.card_type,
  p.disability_level,
  f.card_level,
  p.health,
  f.in_health,
  p.disease,
  f.diagnosed_disease,
  p.schooling,
  f.in_education,
  f.school_status,
  p.has_medical_insurance,
  f.is_insured,
  p.has_unemployment_cover,
  f.is_unemployment_insured,
  p.employment,
  f.unemployed_on,
  f.employed_on
FROM core.person_fact AS f
INNER JOIN core.person_month AS p ON f.month = p.month AND f.household_id = p.household_id AND f.person_id = p.person_id
WHERE f.month = $month::DATE
