-- table:   stg.household_check
-- title:   「家庭」逐行检查: 各项是否读得出、是否与「成员」相符;对=是,错=否,不适用为空
-- grain:   month, township_code, row_number
-- reads:   raw.household, raw.submission, stg.household, stg.member_check
-- params:  month
-- note:    完全相同的行只认第一行,其余不参加其他检查
-- columns:
--   month                     DATE           月份,每月1日
--   township_code             VARCHAR        乡镇代码
--   submission_id             VARCHAR        报送编号
--   row_number                INTEGER        原表行号
--   household_id              VARCHAR        户编号(已整理)
--   户主姓名                  VARCHAR        户主姓名(已整理)
--   户主证件号码              VARCHAR        户主证件号码(已整理)
--   行政村                    VARCHAR        行政村(已整理)
--   城乡                      VARCHAR        城乡(已整理)
--   监测类别                  VARCHAR        监测类别(已整理)
--   建档立卡                  VARCHAR        建档立卡(已整理)
--   救助类别                  VARCHAR        救助类别(已整理)
--   低保档次                  VARCHAR        低保档次(已整理)
--   住房等级                  VARCHAR        住房等级(已整理)
--   饮水安全                  VARCHAR        饮水安全(已整理)
--   财产符合                  VARCHAR        财产符合(已整理)
--   存款与有效资产            VARCHAR        存款与有效资产(已整理)
--   本月遭遇                  VARCHAR        本月遭遇(已整理)
--   本月变化                  VARCHAR        本月变化(已整理)
--   首次纳入年月              VARCHAR        首次纳入年月(已整理)
--   渐退起始年月              VARCHAR        渐退起始年月(已整理)
--   covered_persons           INTEGER        保障人数,人
--   monthly_amount_yuan       DECIMAL(12,2)  月保障金额,元
--   wage_yuan_12m             DECIMAL(12,2)  近12个月工资性收入,元
--   business_yuan_12m         DECIMAL(12,2)  近12个月经营净收入,元
--   property_yuan_12m         DECIMAL(12,2)  近12个月财产净收入,元
--   transfer_yuan_12m         DECIMAL(12,2)  近12个月转移净收入,元
--   employment_cost_yuan_12m  DECIMAL(12,2)  近12个月必要就业成本,元
--   medical_yuan_12m          DECIMAL(12,2)  近12个月医疗自付,元
--   education_yuan_12m        DECIMAL(12,2)  近12个月教育支出,元
--   housing_yuan_12m          DECIMAL(12,2)  近12个月住房支出,元
--   care_yuan_12m             DECIMAL(12,2)  近12个月康复照料支出,元
--   other_rigid_yuan_12m      DECIMAL(12,2)  近12个月其他刚性支出,元
--   visited_on                DATE           走访日期
--   is_covered_readable       BOOLEAN        保障人数读得出
--   is_monthly_readable       BOOLEAN        月保障金额读得出
--   is_wage_readable          BOOLEAN        工资性收入读得出
--   is_business_readable      BOOLEAN        经营净收入读得出
--   is_property_readable      BOOLEAN        财产净收入读得出
--   is_transfer_readable      BOOLEAN        转移净收入读得出
--   is_cost_readable          BOOLEAN        必要就业成本读得出
--   is_medical_readable       BOOLEAN        医疗自付读得出
--   is_education_readable     BOOLEAN        教育支出读得出
--   is_housing_readable       BOOLEAN        住房支出读得出
--   is_care_readable          BOOLEAN        康复照料支出读得出
--   is_other_readable         BOOLEAN        其他刚性支出读得出
--   is_first_month_readable   BOOLEAN        首次纳入年月读得出
--   is_first_month_past       BOOLEAN        首次纳入年月不晚于本月
--   is_exit_month_readable    BOOLEAN        渐退起始年月读得出
--   is_visited_readable       BOOLEAN        走访日期读得出
--   is_visited_past           BOOLEAN        走访日期不晚于月末,也不晚于报送到达日
--   is_own_prefix             BOOLEAN        户编号以本乡镇代码开头,或不带乡镇代码
--   first_row                 INTEGER        内容完全相同的第一行的行号
--   is_first_copy             BOOLEAN        不是前面某行的重复
--   twin_row                  INTEGER        同一户编号、内容不同的另一行
--   is_once                   BOOLEAN        户编号在表中只有一行
--   has_members               BOOLEAN        「成员」表里有这一户的人
--   persons                   INTEGER        「成员」表里仍在户的人数,人
--   heads_ever                INTEGER        「成员」表里填“户主”的人数,人
--   heads                     INTEGER        其中仍在户的户主,人
--   head_rows                 VARCHAR        仍在户的户主在「成员」表的行号
--   has_standing_head         BOOLEAN        还有人在户时,户主仍在户
--   is_head_name_same         BOOLEAN        户主姓名与「成员」一致
--   is_head_number_same       BOOLEAN        户主证件号码与「成员」一致;号码已丢位为空
--   has_category_for_amount   BOOLEAN        有月保障金额的填了救助类别
WITH landed AS (
  SELECT
    s.month,
    s.township_code,
    s.submission_id,
    s.row_number,
    s.household_id,
    s.head_name,
    s.head_id_number,
    s.village,
    h.month AS roster_month,
    compact_text(h."城乡") AS "城乡",
    compact_text(h."监测类别") AS "监测类别",
    compact_text(h."建档立卡") AS "建档立卡",
    compact_text(h."救助类别") AS "救助类别",
    upper(compact_text(h."低保档次")) AS "低保档次",
    upper(compact_text(h."住房等级")) AS "住房等级",
    compact_text(h."饮水安全") AS "饮水安全",
    compact_text(h."财产符合") AS "财产符合",
    compact_text(h."存款与有效资产") AS "存款与有效资产",
    compact_text(h."本月遭遇") AS "本月遭遇",
    compact_text(h."本月变化") AS "本月变化",
    compact_text(h."首次纳入年月") AS "首次纳入年月",
    compact_text(h."渐退起始年月") AS "渐退起始年月",
    s.covered_persons,
    s.monthly_amount_yuan,
    s.wage_yuan_12m,
    s.business_yuan_12m,
    s.property_yuan_12m,
    s.transfer_yuan_12m,
    s.employment_cost_yuan_12m,
    s.medical_yuan_12m,
    s.education_yuan_12m,
    s.housing_yuan_12m,
    s.care_yuan_12m,
    s.other_rigid_yuan_12m,
    s.visited_on,
    compact_text(h."保障人数") IS NULL OR s.covered_persons IS NOT NULL AS is_covered_readable,
    compact_text(h."月保障金额") IS NULL OR s.monthly_amount_yuan IS NOT NULL AS is_monthly_readable,
    compact_text(h."工资性收入") IS NULL OR s.wage_yuan_12m IS NOT NULL AS is_wage_readable,
    compact_text(h."经营净收入") IS NULL OR s.business_yuan_12m IS NOT NULL AS is_business_readable,
    compact_text(h."财产净收入") IS NULL OR s.property_yuan_12m IS NOT NULL AS is_property_readable,
    compact_text(h."转移净收入") IS NULL OR s.transfer_yuan_12m IS NOT NULL AS is_transfer_readable,
    compact_text(h."必要就业成本") IS NULL OR s.employment_cost_yuan_12m IS NOT NULL AS is_cost_readable,
    compact_text(h."医疗自付") IS NULL OR s.medical_yuan_12m IS NOT NULL AS is_medical_readable,
    compact_text(h."教育支出") IS NULL OR s.education_yuan_12m IS NOT NULL AS is_education_readable,
    compact_text(h."住房支出") IS NULL OR s.housing_yuan_12m IS NOT NULL AS is_housing_readable,
    compact_text(h."康复照料支出") IS NULL OR s.care_yuan_12m IS NOT NULL AS is_care_readable,
    compact_text(h."其他刚性支出") IS NULL OR s.other_rigid_yuan_12m IS NOT NULL AS is_other_readable,
    compact_text(h."首次纳入年月") IS NULL OR s.first_included_month IS NOT NULL AS is_first_month_readable,
    s.first_included_month <= h.month AS is_first_month_past,
    compact_text(h."渐退起始年月") IS NULL OR s.gradual_exit_from IS NOT NULL AS is_exit_month_readable,
    compact_text(h."走访日期") IS NULL OR s.visited_on IS NOT NULL AS is_visited_readable,
    s.visited_on <= least(last_day(h.month), CAST(r.received_at AS DATE)) AS is_visited_past,
    min(s.row_number) OVER (
      PARTITION BY
        s.submission_id, h."户编号", h."户主姓名", h."户主证件号码", h."行政村", h."城乡", h."监测类别", h."建档立卡", h."救助类别", h."低保档次",
        h."保障人数", h."月保障金额", h."首次纳入年月", h."渐退起始年月", h."工资性收入", h."经营净收入", h."财产净收入", h."转移净收入",
        h."必要就业成本", h."医疗自付", h."教育支出", h."住房支出", h."康复照料支出", h."其他刚性支出", h."住房等级", h."饮水安全", h."财产符合",
        h."存款与有效资产", h."本月遭遇", h."走访日期", h."走访人", h."本月变化", h."备注"
    ) AS first_row
  FROM stg.household AS s
  INNER JOIN raw.household AS h ON s.submission_id = h.submission_id AND s.row_number = h.row_number
  INNER JOIN raw.submission AS r ON s.submission_id = r.submission_id
  WHERE s.month = $month::DATE
),

copies AS (
  SELECT
    submission_id,
    household_id,
    count(*) AS copies,
    min(row_number) AS first_copy_row,
    max(row_number) AS last_copy_row
  FROM landed
  WHERE row_number = first_row AND household_id IS NOT NULL
  GROUP BY submission_id, household_id
),

families AS (
  SELECT
    submission_id,
    household_id,
    CAST(count(*) FILTER (WHERE is_in_household) AS INTEGER) AS persons,
    CAST(count(*) FILTER (WHERE is_head) AS INTEGER) AS heads_ever,
    CAST(count(*) FILTER (WHERE is_head AND is_in_household) AS INTEGER) AS heads,
    string_agg(row_number, '、' ORDER BY row_number) FILTER (WHERE is_head AND is_in_household) AS head_rows,
    -- a head who stays before one who left
    arg_min("姓名", (NOT is_in_household, row_number)) FILTER (WHERE is_head) AS head_name,
    arg_min("证件号码", (NOT is_in_household, row_number)) FILTER (WHERE is_head) AS head_id_number
  FROM stg.member_check
  WHERE month = $month::DATE AND is_counted
  GROUP BY submission_id, household_id
)

SELECT
  l.month,
  l.township_code,
  l.submission_id,
  l.row_number,
  l.household_id,
  l.head_name AS "户主姓名",
  l.head_id_number AS "户主证件号码",
  l.village AS "行政村",
  l."城乡",
  l."监测类别",
  l."建档立卡",
  l."救助类别",
  l."低保档次",
  l."住房等级",
  l."饮水安全",
  l."财产符合",
  l."存款与有效资产",
  l."本月遭遇",
  l."本月变化",
  l."首次纳入年月",
  l."渐退起始年月",
  l.covered_persons,
  l.monthly_amount_yuan,
  l.wage_yuan_12m,
  l.business_yuan_12m,
  l.property_yuan_12m,
  l.transfer_yuan_12m,
  l.employment_cost_yuan_12m,
  l.medical_yuan_12m,
  l.education_yuan_12m,
  l.housing_yuan_12m,
  l.care_yuan_12m,
  l.other_rigid_yuan_12m,
  l.visited_on,
  l.is_covered_readable,
  l.is_monthly_readable,
  l.is_wage_readable,
  l.is_business_readable,
  l.is_property_readable,
  l.is_transfer_readable,
  l.is_cost_readable,
  l.is_medical_readable,
  l.is_education_readable,
  l.is_housing_readable,
  l.is_care_readable,
  l.is_other_readable,
  l.is_first_month_readable,
  l.is_first_month_past,
  l.is_exit_month_readable,
  l.is_visited_readable,
  l.is_visited_past,
  starts_with(l.household_id, l.township_code) OR NOT regexp_matches(l.household_id, '^\d{9}-') AS is_own_prefix,
  l.first_row,
  l.row_number = l.first_row AS is_first_copy,
  CASE WHEN c.copies > 1 THEN CASE WHEN l.row_number = c.first_copy_row THEN c.last_copy_row ELSE c.first_copy_row END END AS twin_row,
  c.copies = 1 AS is_once,
  CASE WHEN c.household_id IS NOT NULL THEN f.household_id IS NOT NULL END AS has_members,
  f.persons,
  f.heads_ever,
  f.heads,
  f.head_rows,
  CASE WHEN f.persons > 0 AND f.heads_ever > 0 THEN f.heads > 0 END AS has_standing_head,
  CASE WHEN f.heads <= 1 THEN l.head_name = f.head_name END AS is_head_name_same,
  CASE
    WHEN f.heads <= 1 AND NOT regexp_full_match(l.head_id_number, '\d(\.\d+)?E\+?\d+') THEN l.head_id_number = f.head_id_number
  END AS is_head_number_same,
  CASE WHEN l.monthly_amount_yuan > 0 THEN coalesce(l."救助类别" <> '无', FALSE) END AS has_category_for_amount
FROM landed AS l
LEFT JOIN copies AS c
  ON l.submission_id = c.submission_id AND CASE WHEN l.row_number = l.first_row THEN l.household_id END = c.household_id
LEFT JOIN families AS f ON c.submission_id = f.submission_id AND c.household_id = f.household_id
