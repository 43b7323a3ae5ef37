-- table:   core.person_fact
-- title:   各部门怎样说名册里的这个人;只用已比中的行
-- grain:   month, household_id, person_id
-- reads:   core.match, core.match_candidate, core.person_month, stg.feed_standing, stg.rural_revitalisation, stg.disability, stg.medical_insurance, stg.employment, stg.education, stg.health, stg.death, stg.assets
-- params:  month
-- note:    in_… 三种答案: 真 在该部门名单里,假 比对过而不在名单里,空 未比对,或有一行疑似是他。其余各栏不在名单或未比对的为空
-- columns:
--   month                        DATE           月份,每月1日
--   household_id                 VARCHAR        户编号
--   person_id                    VARCHAR        人员编号
--   in_rural_revitalisation      BOOLEAN        在乡村振兴局监测对象名单里
--   rr_category                  VARCHAR        乡村振兴局的监测对象类别
--   rr_registered_poor           VARCHAR        乡村振兴局的脱贫属性
--   rr_is_risk_eliminated        BOOLEAN        乡村振兴局已标注风险消除
--   in_disability                BOOLEAN        在残联持证名册里(未注销)
--   card_type                    VARCHAR        残疾人证的类别
--   card_level                   INTEGER        残疾人证的等级 1–4
--   card_issued_on               DATE           发证日期
--   in_medical_insurance         BOOLEAN        在医保局名单里
--   is_insured                   BOOLEAN        医保局: 已参加基本医保
--   self_paid_yuan_12m           DECIMAL(12,2)  医保局: 近12个月个人自付,元
--   in_employment                BOOLEAN        在人社局名单里
--   unemployed_on                DATE           人社局: 失业登记日期
--   is_unemployment_insured      BOOLEAN        人社局: 参加失业保险
--   employed_on                  DATE           人社局: 就业登记日期
--   in_education                 BOOLEAN        在教育局学籍名单里
--   school_stage                 VARCHAR        教育局: 学段
--   school_status                VARCHAR        教育局: 学籍状态
--   in_health                    BOOLEAN        在卫健局大病名单里
--   diagnosed_disease            VARCHAR        卫健局: 病种
--   diagnosed_on                 DATE           卫健局: 确诊日期
--   has_family_doctor            BOOLEAN        卫健局: 家庭医生已签约
--   in_death                     BOOLEAN        在公安、殡葬死亡名单里
--   died_on                      DATE           死亡日期
--   in_assets                    BOOLEAN        在核对结果里
--   vehicles                     INTEGER        核对: 机动车,辆
--   houses                       INTEGER        核对: 房产,套
--   companies                    INTEGER        核对: 工商登记,个
--   financial_assets_yuan        DECIMAL(12,2)  核对: 金融资产,元
WITH compared AS (
  SELECT
    bool_or(is_compared) FILTER (WHERE feed = 'rural_revitalisation') AS rural_revitalisation,
    bool_or(is_compared) FILTER (WHERE feed = 'disability') AS disability,
    bool_or(is_compared) FILTER (WHERE feed = 'medical_insurance') AS medical_insurance,
    bool_or(is_compared) FILTER (WHERE feed = 'employment') AS employment,
    bool_or(is_compared) FILTER (WHERE feed = 'education') AS education,
    bool_or(is_compared) FILTER (WHERE feed = 'health') AS health,
    bool_or(is_compared) FILTER (WHERE feed = 'death') AS death,
    bool_or(is_compared) FILTER (WHERE feed = 'assets') AS assets
  FROM stg.feed_standing
  WHERE month = $month::DATE
),

-- one row a person and feed: the later row of the file stands where a department lists somebody twice
matched AS (
  SELECT
    feed,
    household_id,
    person_id,
    max(row_number) AS row_number
  FROM core.match
  WHERE month = $month::DATE AND result = '已比中'
  GROUP BY feed, household_id, person_id
),

-- a row that may be about somebody leaves it open whether she is listed
doubtful AS (
  SELECT
    k.person_id,
    list(DISTINCT m.feed) AS feeds
  FROM core.match AS m
  INNER JOIN (
    SELECT
      month,
      feed,
      row_number,
      person_id
    FROM core.match_candidate
    UNION
    SELECT
      month,
      feed,
      row_number,
      person_id
    FROM core.match
    WHERE person_id IS NOT NULL
  ) AS k ON m.month = k.month AND m.feed = k.feed AND m.row_number = k.row_number
  WHERE m.month = $month::DATE AND m.result = '疑似'
  GROUP BY k.person_id
)

SELECT
  p.month,
  p.household_id,
  p.person_id,
  is_listed(c.rural_revitalisation, rr.row_number IS NOT NULL, list_contains(q.feeds, 'rural_revitalisation')) AS in_rural_revitalisation,
  rr.monitoring_category AS rr_category,
  rr.registered_poor AS rr_registered_poor,
  rr.is_risk_eliminated AS rr_is_risk_eliminated,
  is_listed(c.disability, d.row_number IS NOT NULL, list_contains(q.feeds, 'disability')) AS in_disability,
  d.card_type,
  d.card_level,
  d.issued_on AS card_issued_on,
  is_listed(c.medical_insurance, m.row_number IS NOT NULL, list_contains(q.feeds, 'medical_insurance')) AS in_medical_insurance,
  m.is_insured,
  m.self_paid_yuan_12m,
  is_listed(c.employment, e.row_number IS NOT NULL, list_contains(q.feeds, 'employment')) AS in_employment,
  e.unemployed_on,
  e.is_unemployment_insured,
  e.employed_on,
  is_listed(c.education, s.row_number IS NOT NULL, list_contains(q.feeds, 'education')) AS in_education,
  s.stage AS school_stage,
  s.status AS school_status,
  is_listed(c.health, h.row_number IS NOT NULL, list_contains(q.feeds, 'health')) AS in_health,
  h.disease AS diagnosed_disease,
  h.diagnosed_on,
  h.has_family_doctor,
  is_listed(c.death, x.row_number IS NOT NULL, list_contains(q.feeds, 'death')) AS in_death,
  x.died_on,
  is_listed(c.assets, a.row_number IS NOT NULL, list_contains(q.feeds, 'assets')) AS in_assets,
  a.vehicles,
  a.houses,
  a.companies,
  a.financial_assets_yuan
FROM core.person_month AS p
LEFT JOIN compared AS c ON TRUE
LEFT JOIN doubtful AS q ON p.person_id = q.person_id
LEFT JOIN matched AS k1 ON p.household_id = k1.household_id AND p.person_id = k1.person_id AND k1.feed = 'rural_revitalisation'
LEFT JOIN stg.rural_revitalisation AS rr ON p.month = rr.month AND k1.row_number = rr.row_number
LEFT JOIN matched AS k2 ON p.household_id = k2.household_id AND p.person_id = k2.person_id AND k2.feed = 'disability'
LEFT JOIN stg.disability AS d ON p.month = d.month AND k2.row_number = d.row_number AND coalesce(d.cancelled_on > last_day(p.month), TRUE)
LEFT JOIN matched AS k3 ON p.household_id = k3.household_id AND p.person_id = k3.person_id AND k3.feed = 'medical_insurance'
LEFT JOIN stg.medical_insurance AS m ON p.month = m.month AND k3.row_number = m.row_number
LEFT JOIN matched AS k4 ON p.household_id = k4.household_id AND p.person_id = k4.person_id AND k4.feed = 'employment'
LEFT JOIN stg.employment AS e ON p.month = e.month AND k4.row_number = e.row_number
LEFT JOIN matched AS k5 ON p.household_id = k5.household_id AND p.person_id = k5.person_id AND k5.feed = 'education'
LEFT JOIN stg.education AS s ON p.month = s.month AND k5.row_number = s.row_number
LEFT JOIN matched AS k6 ON p.household_id = k6.household_id AND p.person_id = k6.person_id AND k6.feed = 'health'
LEFT JOIN stg.health AS h ON p.month = h.month AND k6.row_number = h.row_number
LEFT JOIN matched AS k7 ON p.household_id = k7.household_id AND p.person_id = k7.person_id AND k7.feed = 'death'
LEFT JOIN stg.death AS x ON p.month = x.month AND k7.row_number = x.row_number
LEFT JOIN matched AS k8 ON p.household_id = k8.household_id AND p.person_id = k8.person_id AND k8.feed = 'assets'
LEFT JOIN stg.assets AS a ON p.month = a.month AND k8.row_number = a.row_number
WHERE p.month = $month::DATE
