-- table:   core.income_account
-- title:   收入核算: 毛收入、必要就业成本、刚性支出,扣减前后两个数都留着
-- grain:   month, household_id
-- reads:   core.household_month, ref.policy_in_force, ref.dibao_line
-- params:  month
-- note:    全户按年的数为准,人均只在最后除一次、四舍五入一次;判断时用全户数与「标准×人数」比较。
--          就业成本只对低保户扣减(文件只写低保对象);没有填而有工资收入的,扣减后的数不知道。
--          刚性支出按全额扣减只作线索: 文件写「增加的刚性支出按规定扣减」,规定在别处。医疗、教育、住房、就业都在其中,
--          不在低保的户(申请的人)的就业支出也按这一条扣;低保户的已经先扣,不扣两遍。
--          没有文件要求扣减的地方和时间,扣减后的数等于毛收入
-- columns:
--   month                          DATE           月份,每月1日
--   household_id                   VARCHAR        户编号
--   persons                        INTEGER        在户人数,人
--   line_yuan_per_person_year      DECIMAL(12,2)  低保标准,元/人·年
--   line_yuan_year                 DECIMAL(14,2)  低保标准×人数,元/年
--   gross_yuan_12m                 DECIMAL(12,2)  毛收入=四项之和,元;任一项不知则为空
--   is_employment_cost_deducted    BOOLEAN        按规定扣减必要就业成本
--   employment_cost_yuan_12m       DECIMAL(12,2)  扣减的必要就业成本,元;不扣减为0,应扣而不知为空
--   after_employment_yuan_12m      DECIMAL(12,2)  扣减就业成本后的收入,元
--   is_rigid_deducted              BOOLEAN        按规定扣减刚性支出
--   medical_yuan_12m               DECIMAL(12,2)  医疗,元
--   education_yuan_12m             DECIMAL(12,2)  教育,元
--   housing_yuan_12m               DECIMAL(12,2)  住房,元
--   care_yuan_12m                  DECIMAL(12,2)  康复照料,元
--   other_rigid_yuan_12m           DECIMAL(12,2)  其他刚性支出,元
--   work_yuan_12m                  DECIMAL(12,2)  算在刚性支出里的就业支出,元;低保户已先扣、或不扣减为0,应扣而不知为空
--   rigid_yuan_12m                 DECIMAL(12,2)  扣减的刚性支出合计,元;不扣减为0,应扣而不知为空
--   after_all_yuan_12m             DECIMAL(12,2)  扣减就业成本和刚性支出后的收入,元
--   gross_per_capita_yuan          DECIMAL(12,2)  人均毛收入,元/年
--   after_employment_per_capita_yuan  DECIMAL(12,2)  扣减就业成本后人均,元/年
--   after_all_per_capita_yuan      DECIMAL(12,2)  全部扣减后人均,元/年
WITH account AS (
  SELECT
    h.*,
    line.yuan_per_person_year AS line_yuan_per_person_year,
    coalesce(work.value = 1, FALSE) AND coalesce(h.is_in_dibao, FALSE) AS is_employment_cost_deducted,
    coalesce(rigid.value = 1, FALSE) AS is_rigid_deducted
  FROM core.household_month AS h
  LEFT JOIN ref.policy_in_force AS work ON h.month = work.month AND work.parameter = 'deduct_employment_cost'
  LEFT JOIN ref.policy_in_force AS rigid ON h.month = rigid.month AND rigid.parameter = 'deduct_rigid_expenditure'
  LEFT JOIN ref.dibao_line AS line ON h.month = line.month AND h.settlement = line.settlement
  WHERE h.month = $month::DATE
),

work AS (
  SELECT
    *,
    coalesce(employment_cost_yuan_12m, CASE WHEN wage_yuan_12m = 0 THEN 0 END) AS work_cost
  FROM account
),

deducted AS (
  SELECT
    a.*,
    CASE WHEN a.is_employment_cost_deducted THEN a.work_cost ELSE 0 END AS employment_cost,
    CASE WHEN a.is_rigid_deducted AND NOT a.is_employment_cost_deducted THEN a.work_cost ELSE 0 END AS rigid_work,
    CASE
      WHEN NOT a.is_rigid_deducted THEN 0
      WHEN a.is_employment_cost_deducted THEN a.rigid_yuan_12m
      ELSE a.rigid_yuan_12m + a.work_cost
    END AS rigid_cost
  FROM work AS a
)

SELECT
  d.month,
  d.household_id,
  d.persons,
  d.line_yuan_per_person_year,
  d.line_yuan_per_person_year * nullif(d.persons, 0) AS line_yuan_year,
  d.income_yuan_12m AS gross_yuan_12m,
  d.is_employment_cost_deducted,
  d.employment_cost AS employment_cost_yuan_12m,
  d.income_yuan_12m - d.employment_cost AS after_employment_yuan_12m,
  d.is_rigid_deducted,
  d.medical_yuan_12m,
  d.education_yuan_12m,
  d.housing_yuan_12m,
  d.care_yuan_12m,
  d.other_rigid_yuan_12m,
  d.rigid_work AS work_yuan_12m,
  d.rigid_cost AS rigid_yuan_12m,
  d.income_yuan_12m - d.employment_cost - d.rigid_cost AS after_all_yuan_12m,
  round(d.income_yuan_12m / nullif(d.persons, 0), 2) AS gross_per_capita_yuan,
  round((d.income_yuan_12m - d.employment_cost) / nullif(d.persons, 0), 2) AS after_employment_per_capita_yuan,
  round((d.income_yuan_12m - d.employment_cost - d.rigid_cost) / nullif(d.persons, 0), 2) AS after_all_per_capita_yuan
FROM deducted AS d
