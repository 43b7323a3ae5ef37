-- table:   stg.person
-- title:   报送表「成员」,已接收的行,各栏按类型读出;读不出的为空。同月前几次报送的行也在,用不用由 core.household_home 定
-- grain:   month, submission_id, row_number
-- reads:   raw.member, stg.taken
-- params:  month
-- columns:
--   month                   DATE     月份,每月1日
--   township_code           VARCHAR  乡镇代码
--   submission_id           VARCHAR  报送编号
--   row_number              INTEGER  原表行号
--   household_id            VARCHAR  户编号
--   name                    VARCHAR  姓名
--   id_number               VARCHAR  证件号码(已整理);没有的为空
--   is_id_number_valid      BOOLEAN  证件号码通过校验;没有号码为空
--   relation                VARCHAR  与户主关系
--   ethnicity               VARCHAR  民族(只用于核对评分是否公平,不参与评分)
--   health                  VARCHAR  健康状况
--   disease                 VARCHAR  大病病种
--   has_disability_card     BOOLEAN  持有残疾人证
--   disability_type         VARCHAR  残疾类别
--   disability_level        INTEGER  残疾等级 1–4
--   labour_capacity         VARCHAR  劳动能力
--   self_care               VARCHAR  自理能力
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
--   schooling               VARCHAR  在校情况
--   left_behind             VARCHAR  留守类别
--   child_category          VARCHAR  儿童类别
--   is_single_admission     BOOLEAN  已按单人户纳入低保
--   subsidies               VARCHAR  享受补贴,原文
--   status                  VARCHAR  状态
--   status_on               DATE     状态日期
SELECT
  s.month,
  s.township_code,
  s.submission_id,
  p.row_number,
  compact_text(p."户编号") AS household_id,
  compact_text(p."姓名") AS name,
  to_id_number(p."证件号码") AS id_number,
  is_id_number(to_id_number(p."证件号码")) AS is_id_number_valid,
  to_code(p."与户主关系", ['户主', '配偶', '子女', '子女配偶', '孙子女', '父母', '配偶父母', '祖父母', '兄弟姐妹', '其他']) AS relation,
  compact_text(p."民族") AS ethnicity,
  to_code(p."健康状况", ['健康', '慢性病', '大病', '残疾']) AS health,
  compact_text(p."大病病种") AS disease,
  to_yes(p."残疾人证") AS has_disability_card,
  to_code(p."残疾类别", ['视力', '听力', '言语', '肢体', '智力', '精神', '多重']) AS disability_type,
  list_position(['一', '二', '三', '四'], replace(compact_text(p."残疾等级"), '级', '')) AS disability_level,
  to_code(p."劳动能力", ['有', '部分丧失', '完全丧失', '无']) AS labour_capacity,
  to_code(p."自理能力", ['自理', '半失能', '失能']) AS self_care,
  to_code(p."就业状况", ['就业', '灵活就业', '失业', '无业', '在校', '退休']) AS employment,
  to_yes(p."农民工") AS is_migrant_worker,
  compact_text(p."务工地") AS workplace,
  to_whole(p."务工月数") AS months_worked,
  to_whole(p."连续无收入月数") AS months_without_income,
  to_month(p."无收入起始年月") AS no_income_since,
  to_yes(p."主要劳动力") AS is_main_labour,
  to_yes(p."产业就业可帮扶") AS can_be_helped_by_work,
  to_yes(p."能单独立户") AS can_live_alone,
  to_yes(p."长期照料需求") AS needs_long_care,
  CASE compact_text(p."失业保险") WHEN '参保' THEN TRUE WHEN '未参保' THEN FALSE END AS has_unemployment_cover,
  to_yes(p."医保参保") AS has_medical_insurance,
  to_code(p."在校情况", ['在校', '不在校', '失学辍学']) AS schooling,
  to_code(p."留守类别", ['无', '留守儿童', '留守妇女', '留守老人']) AS left_behind,
  to_code(p."儿童类别", ['无', '孤儿机构', '孤儿散居', '事实无人抚养困难家庭', '事实无人抚养其他']) AS child_category,
  to_yes(p."单人户纳入") AS is_single_admission,
  clean_text(p."享受补贴") AS subsidies,
  to_code(p."状态", ['在户', '死亡', '迁入', '迁出', '出生', '婚入', '婚出']) AS status,
  to_day(p."状态日期") AS status_on
FROM raw.member AS p
INNER JOIN stg.taken AS s ON p.submission_id = s.submission_id
WHERE p.verdict = 'accepted' AND s.month = $month::DATE
