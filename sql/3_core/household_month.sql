-- table:   core.household_month
-- title:   每月在册的户: 类别、保障、收入、支出、住房饮水、遭遇与走访
-- grain:   month, household_id
-- reads:   stg.household, stg.taken, core.household_home, core.person_month
-- earlier: core.household_month
-- params:  month
-- note:    四项收入有一项不知道,总收入就不知道(空),不当作零
-- columns:
--   month                         DATE           月份,每月1日
--   household_id                  VARCHAR        户编号
--   township_code                 VARCHAR        乡镇代码
--   township_name                 VARCHAR        乡镇名称
--   village                       VARCHAR        行政村
--   settlement                    VARCHAR        城乡: 农村/城镇
--   head_name                     VARCHAR        户主姓名
--   head_person_id                VARCHAR        户主人员编号
--   monitoring_category           VARCHAR        监测类别
--   registered_poor               VARCHAR        建档立卡: 未脱贫/已脱贫/脱贫再返贫/否
--   support_category              VARCHAR        救助类别: 农村低保/城市低保/集中特困/分散特困/低保边缘/刚性支出困难/无
--   is_in_dibao                   BOOLEAN        在农村或城市低保
--   is_in_tekun                   BOOLEAN        在集中或分散特困
--   dibao_class                   VARCHAR        低保档次 A/B/C
--   covered_persons               INTEGER        保障人数,人
--   monthly_amount_yuan           DECIMAL(12,2)  月保障金额,元
--   first_included_month          DATE           首次纳入年月
--   gradual_exit_from             DATE           渐退起始年月
--   persons                       INTEGER        本月在户人数,人
--   wage_yuan_12m                 DECIMAL(12,2)  近12个月工资性收入,元
--   business_yuan_12m             DECIMAL(12,2)  近12个月经营净收入,元
--   property_yuan_12m             DECIMAL(12,2)  近12个月财产净收入,元
--   transfer_yuan_12m             DECIMAL(12,2)  近12个月转移净收入,元
--   income_yuan_12m               DECIMAL(12,2)  近12个月家庭总收入=四项之和,元;任一项不知则为空
--   income_per_capita_yuan_year   DECIMAL(12,2)  人均年收入=总收入÷在户人数,最后四舍五入一次,元
--   employment_cost_yuan_12m      DECIMAL(12,2)  近12个月必要就业成本,元
--   medical_yuan_12m              DECIMAL(12,2)  近12个月医疗自付,元
--   education_yuan_12m            DECIMAL(12,2)  近12个月教育支出,元
--   housing_yuan_12m              DECIMAL(12,2)  近12个月住房支出,元
--   care_yuan_12m                 DECIMAL(12,2)  近12个月康复照料支出,元
--   other_rigid_yuan_12m          DECIMAL(12,2)  近12个月其他刚性支出,元
--   rigid_yuan_12m                DECIMAL(12,2)  近12个月刚性支出=医疗+教育+住房+康复照料+其他,元;任一项不知则为空
--   housing_grade                 VARCHAR        住房等级 A–D
--   has_safe_water                BOOLEAN        饮水安全
--   is_property_within_limits     BOOLEAN        财产符合规定;未核为空
--   has_assets                    BOOLEAN        有存款或有效资产;未核为空
--   shock                         VARCHAR        本月遭遇
--   visited_on                    DATE           走访日期
--   change_stated                 VARCHAR        乡镇填写的本月变化
--   is_carried_forward            BOOLEAN        沿用以前的名册: 本乡镇本月未报,本户本月填报自相矛盾,或本户名册上没有了也没有说明
--   carried_because               VARCHAR        为什么沿用: 未报/暂存/待说明;没有沿用的为空
--   roster_month                  DATE           名册所属月份
--   known_on                      DATE           名册到达日期
--   submission_id                 VARCHAR        来源报送编号
--   row_number                    INTEGER        来源表「家庭」行号
WITH members AS (
  SELECT
    household_id,
    count(*) FILTER (WHERE is_in_household) AS persons,
    min(person_id) FILTER (WHERE relation = '户主' AND is_in_household) AS head_person_id
  FROM core.person_month
  WHERE month = $month::DATE
  GROUP BY household_id
),

accounts AS (
  SELECT
    h.*,
    m.persons,
    m.head_person_id,
    h.wage_yuan_12m + h.business_yuan_12m + h.property_yuan_12m + h.transfer_yuan_12m AS income_yuan_12m,
    h.medical_yuan_12m + h.education_yuan_12m + h.housing_yuan_12m + h.care_yuan_12m + h.other_rigid_yuan_12m AS rigid_yuan_12m
  FROM stg.household AS h
  LEFT JOIN members AS m ON h.household_id = m.household_id
  WHERE h.month = $month::DATE
)

SELECT
  a.month,
  a.household_id,
  a.township_code,
  t.township_name,
  a.village,
  a.settlement,
  a.head_name,
  a.head_person_id,
  a.monitoring_category,
  a.registered_poor,
  a.support_category,
  a.support_category IN ('农村低保', '城市低保') AS is_in_dibao,
  a.support_category IN ('集中特困', '分散特困') AS is_in_tekun,
  a.dibao_class,
  a.covered_persons,
  a.monthly_amount_yuan,
  a.first_included_month,
  a.gradual_exit_from,
  CAST(a.persons AS INTEGER) AS persons,
  a.wage_yuan_12m,
  a.business_yuan_12m,
  a.property_yuan_12m,
  a.transfer_yuan_12m,
  a.income_yuan_12m,
  round(a.income_yuan_12m / nullif(a.persons, 0), 2) AS income_per_capita_yuan_year,
  a.employment_cost_yuan_12m,
  a.medical_yuan_12m,
  a.education_yuan_12m,
  a.housing_yuan_12m,
  a.care_yuan_12m,
  a.other_rigid_yuan_12m,
  a.rigid_yuan_12m,
  a.housing_grade,
  a.has_safe_water,
  a.is_property_within_limits,
  a.has_assets,
  a.shock,
  a.visited_on,
  a.change_stated,
  home.carried_because IS NOT NULL AS is_carried_forward,
  home.carried_because,
  t.roster_month,
  t.known_on,
  a.submission_id,
  a.row_number
FROM accounts AS a
INNER JOIN core.household_home AS home
  ON a.month = home.month AND a.household_id = home.household_id AND a.submission_id = home.submission_id
INNER JOIN stg.taken AS t ON a.month = t.month AND a.submission_id = t.submission_id
UNION ALL BY NAME
-- a household that contradicted itself this month, or is missing without a reason, stays as it was
SELECT
  h.* REPLACE (
    $month::DATE AS month,
    TRUE AS is_carried_forward,
    home.carried_because AS carried_because,
    CAST(m.persons AS INTEGER) AS persons,
    m.head_person_id AS head_person_id,
    round(h.income_yuan_12m / nullif(m.persons, 0), 2) AS income_per_capita_yuan_year
  )
FROM core.household_month AS h
INNER JOIN core.household_home AS home ON h.household_id = home.household_id AND home.month = $month::DATE
LEFT JOIN members AS m ON h.household_id = m.household_id
WHERE home.is_held_over AND h.month = $month::DATE - INTERVAL 1 MONTH
