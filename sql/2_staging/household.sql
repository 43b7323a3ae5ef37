-- table:   stg.household
-- title:   报送表「家庭」,已接收的行,各栏按类型读出;读不出的为空。同月前几次报送的行也在,用不用由 core.household_home 定
-- grain:   month, submission_id, row_number
-- reads:   raw.household, stg.taken
-- params:  month
-- columns:
--   month                      DATE           月份,每月1日
--   township_code              VARCHAR        乡镇代码
--   submission_id              VARCHAR        报送编号
--   row_number                 INTEGER        原表行号
--   household_id               VARCHAR        户编号
--   head_name                  VARCHAR        户主姓名
--   head_id_number             VARCHAR        户主证件号码
--   village                    VARCHAR        行政村
--   settlement                 VARCHAR        城乡: 农村/城镇
--   monitoring_category        VARCHAR        监测类别
--   registered_poor            VARCHAR        建档立卡: 未脱贫/已脱贫/脱贫再返贫/否
--   support_category           VARCHAR        救助类别
--   dibao_class                VARCHAR        低保档次 A/B/C
--   covered_persons            INTEGER        保障人数,人
--   monthly_amount_yuan        DECIMAL(12,2)  月保障金额,元
--   first_included_month       DATE           首次纳入年月
--   gradual_exit_from          DATE           渐退起始年月
--   wage_yuan_12m              DECIMAL(12,2)  近12个月工资性收入,元
--   business_yuan_12m          DECIMAL(12,2)  近12个月经营净收入,元
--   property_yuan_12m          DECIMAL(12,2)  近12个月财产净收入,元
--   transfer_yuan_12m          DECIMAL(12,2)  近12个月转移净收入,元
--   employment_cost_yuan_12m   DECIMAL(12,2)  近12个月必要就业成本,元
--   medical_yuan_12m           DECIMAL(12,2)  近12个月医疗自付,元
--   education_yuan_12m         DECIMAL(12,2)  近12个月教育支出,元
--   housing_yuan_12m           DECIMAL(12,2)  近12个月住房支出,元
--   care_yuan_12m              DECIMAL(12,2)  近12个月康复照料支出,元
--   other_rigid_yuan_12m       DECIMAL(12,2)  近12个月其他刚性支出,元
--   housing_grade              VARCHAR        住房等级 A–D
--   has_safe_water             BOOLEAN        饮水安全
--   is_property_within_limits  BOOLEAN        财产符合规定;未核为空
--   has_assets                 BOOLEAN        有存款或有效资产;未核为空
--   shock                      VARCHAR        本月遭遇;没有填而本月变化填「无变化」的为无
--   visited_on                 DATE           走访日期
--   change_stated              VARCHAR        乡镇填写的本月变化
SELECT
  s.month,
  s.township_code,
  s.submission_id,
  h.row_number,
  compact_text(h."户编号") AS household_id,
  compact_text(h."户主姓名") AS head_name,
  to_id_number(h."户主证件号码") AS head_id_number,
  compact_text(h."行政村") AS village,
  to_code(h."城乡", ['农村', '城镇']) AS settlement,
  to_code(h."监测类别", ['脱贫户', '脱贫不稳定户', '边缘易致贫户', '突发严重困难户', '一般户']) AS monitoring_category,
  to_code(h."建档立卡", ['未脱贫', '已脱贫', '脱贫再返贫', '否']) AS registered_poor,
  to_code(h."救助类别", ['农村低保', '城市低保', '集中特困', '分散特困', '低保边缘', '刚性支出困难', '无']) AS support_category,
  to_code(upper(h."低保档次"), ['A', 'B', 'C']) AS dibao_class,
  to_whole(h."保障人数") AS covered_persons,
  to_amount(h."月保障金额") AS monthly_amount_yuan,
  to_month(h."首次纳入年月") AS first_included_month,
  to_month(h."渐退起始年月") AS gradual_exit_from,
  to_amount(h."工资性收入") AS wage_yuan_12m,
  to_amount(h."经营净收入") AS business_yuan_12m,
  to_amount(h."财产净收入") AS property_yuan_12m,
  to_amount(h."转移净收入") AS transfer_yuan_12m,
  to_amount(h."必要就业成本") AS employment_cost_yuan_12m,
  to_amount(h."医疗自付") AS medical_yuan_12m,
  to_amount(h."教育支出") AS education_yuan_12m,
  to_amount(h."住房支出") AS housing_yuan_12m,
  to_amount(h."康复照料支出") AS care_yuan_12m,
  to_amount(h."其他刚性支出") AS other_rigid_yuan_12m,
  to_code(upper(h."住房等级"), ['A', 'B', 'C', 'D']) AS housing_grade,
  to_yes(h."饮水安全") AS has_safe_water,
  to_yes(h."财产符合") AS is_property_within_limits,
  to_yes(h."存款与有效资产") AS has_assets,
  coalesce(
    to_code(h."本月遭遇", ['无', '因病', '因残', '因学', '因灾', '因意外', '因疫情', '因失业', '其他']),
    CASE WHEN compact_text(h."本月遭遇") IS NULL AND compact_text(h."本月变化") = '无变化' THEN '无' END
  ) AS shock,
  to_day(h."走访日期") AS visited_on,
  to_code(h."本月变化", ['无变化', '有变化', '新增', '退出']) AS change_stated
FROM raw.household AS h
INNER JOIN stg.taken AS s ON h.submission_id = s.submission_id
WHERE h.verdict = 'accepted' AND s.month = $month::DATE
