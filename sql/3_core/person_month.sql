-- table:   core.person_month
-- title:   每月在册的人,一人在一户一行
-- grain:   month, household_id, person_id
-- reads:   stg.person, core.household_home
-- earlier: core.person_month
-- params:  month
-- columns:
--   month                   DATE     月份,每月1日
--   person_id               VARCHAR  人员编号: 由证件号码得出;没有有效号码的由户编号、姓名、关系得出
--   household_id            VARCHAR  户编号
--   township_code           VARCHAR  乡镇代码
--   submission_id           VARCHAR  来源报送编号
--   row_number              INTEGER  来源表「成员」行号
--   name                    VARCHAR  姓名
--   id_number               VARCHAR  证件号码;没有的为空
--   is_id_number_valid      BOOLEAN  证件号码通过校验;没有号码为空
--   is_in_household         BOOLEAN  本月是否仍在户(死亡、迁出、婚出为否)
--   relation                VARCHAR  与户主关系
--   is_male                 BOOLEAN  性别男(只用于核对评分是否公平)
--   birth_date              DATE     出生日期,由有效证件号码得出;不知为空
--   age                     INTEGER  月末周岁;不知为空
--   ethnicity               VARCHAR  民族(只用于核对评分是否公平)
--   health                  VARCHAR  健康状况: 健康/慢性病/大病/残疾
--   disease                 VARCHAR  大病病种
--   has_disability_card     BOOLEAN  持有残疾人证
--   disability_type         VARCHAR  残疾类别
--   disability_level        INTEGER  残疾等级 1–4
--   labour_capacity         VARCHAR  劳动能力: 有/部分丧失/完全丧失/无
--   self_care               VARCHAR  自理能力: 自理/半失能/失能
--   employment              VARCHAR  就业状况
--   is_migrant_worker       BOOLEAN  农民工
--   workplace               VARCHAR  务工地
--   months_worked           INTEGER  务工月数
--   months_without_income   INTEGER  连续无收入月数
--   no_income_since         DATE     无收入起始年月
--   is_main_labour          BOOLEAN  主要劳动力
--   can_be_helped_by_work   BOOLEAN  产业就业可帮扶
--   can_live_alone          BOOLEAN  能单独立户
--   needs_long_care         BOOLEAN  有长期照料需求
--   has_unemployment_cover  BOOLEAN  参加失业保险
--   has_medical_insurance   BOOLEAN  参加基本医保
--   schooling               VARCHAR  在校情况: 在校/不在校/失学辍学
--   left_behind             VARCHAR  留守类别
--   child_category          VARCHAR  儿童类别
--   is_single_admission     BOOLEAN  已按单人户纳入低保
--   subsidies               VARCHAR  享受补贴,原文
--   status                  VARCHAR  状态
--   status_on               DATE     状态日期
WITH own AS (
  SELECT
    p.*,
    person_number(p.household_id, p.name, p.relation, p.id_number, p.is_id_number_valid) AS person_id,
    is_living_there(p.status) AS is_in_household,
    coalesce(home.carried_because = '待说明', FALSE) AS is_unexplained
  FROM stg.person AS p
  INNER JOIN core.household_home AS home ON p.month = home.month AND p.household_id = home.household_id AND p.submission_id = home.submission_id
  WHERE p.month = $month::DATE
),

-- who is on another roster now does not live on in the household that is missing without a reason
elsewhere AS (
  SELECT DISTINCT person_id
  FROM own
  WHERE is_in_household AND NOT is_unexplained
)

SELECT
  p.month,
  p.person_id,
  p.household_id,
  p.township_code,
  p.submission_id,
  p.row_number,
  p.name,
  p.id_number,
  p.is_id_number_valid,
  p.is_in_household,
  p.relation,
  CASE WHEN p.is_id_number_valid THEN id_is_male(p.id_number) END AS is_male,
  CASE WHEN p.is_id_number_valid THEN id_birth_date(p.id_number) END AS birth_date,
  CASE WHEN p.is_id_number_valid THEN full_years(id_birth_date(p.id_number), last_day(p.month)) END AS age,
  p.ethnicity,
  p.health,
  p.disease,
  p.has_disability_card,
  p.disability_type,
  p.disability_level,
  p.labour_capacity,
  p.self_care,
  p.employment,
  p.is_migrant_worker,
  p.workplace,
  p.months_worked,
  p.months_without_income,
  p.no_income_since,
  p.is_main_labour,
  p.can_be_helped_by_work,
  p.can_live_alone,
  p.needs_long_care,
  p.has_unemployment_cover,
  p.has_medical_insurance,
  p.schooling,
  p.left_behind,
  p.child_category,
  p.is_single_admission,
  p.subsidies,
  p.status,
  p.status_on
FROM own AS p
WHERE NOT p.is_unexplained OR p.person_id NOT IN (SELECT person_id FROM elsewhere)
UNION ALL BY NAME
-- a household that contradicted itself this month, or is missing without a reason, stays as it was, a month older
SELECT p.* REPLACE ($month::DATE AS month, full_years(p.birth_date, last_day($month::DATE)) AS age)
FROM core.person_month AS p
INNER JOIN core.household_home AS home ON p.household_id = home.household_id AND home.month = $month::DATE
WHERE
  home.is_held_over
  AND p.month = $month::DATE - INTERVAL 1 MONTH
  AND p.is_in_household
  AND (home.carried_because = '暂存' OR p.person_id NOT IN (SELECT person_id FROM elsewhere))
