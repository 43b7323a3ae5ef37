-- table:   stg.member_check
-- title:   「成员」逐行检查: 各项是否读得出、是否自相矛盾;对=是,错=否,不适用为空
-- grain:   month, township_code, row_number
-- reads:   raw.member, stg.person, stg.household
-- params:  month
-- note:    完全相同的行只认第一行,其余不参加其他检查;人员的识别与 core.person_month 的人员编号相同
-- columns:
--   month                      DATE     月份,每月1日
--   township_code              VARCHAR  乡镇代码
--   submission_id              VARCHAR  报送编号
--   row_number                 INTEGER  原表行号
--   household_id               VARCHAR  户编号(已整理)
--   姓名                       VARCHAR  姓名(已整理)
--   证件号码                   VARCHAR  证件号码(已整理)
--   与户主关系                 VARCHAR  与户主关系(已整理)
--   健康状况                   VARCHAR  健康状况(已整理)
--   残疾人证                   VARCHAR  残疾人证(已整理)
--   残疾类别                   VARCHAR  残疾类别(已整理)
--   残疾等级                   VARCHAR  残疾等级(已整理,不含“级”字)
--   劳动能力                   VARCHAR  劳动能力(已整理)
--   自理能力                   VARCHAR  自理能力(已整理)
--   就业状况                   VARCHAR  就业状况(已整理)
--   农民工                     VARCHAR  农民工(已整理)
--   主要劳动力                 VARCHAR  主要劳动力(已整理)
--   产业就业可帮扶             VARCHAR  产业就业可帮扶(已整理)
--   能单独立户                 VARCHAR  能单独立户(已整理)
--   长期照料需求               VARCHAR  长期照料需求(已整理)
--   失业保险                   VARCHAR  失业保险(已整理)
--   医保参保                   VARCHAR  医保参保(已整理)
--   在校情况                   VARCHAR  在校情况(已整理)
--   留守类别                   VARCHAR  留守类别(已整理)
--   儿童类别                   VARCHAR  儿童类别(已整理)
--   单人户纳入                 VARCHAR  单人户纳入(已整理)
--   状态                       VARCHAR  状态(已整理)
--   无收入起始年月             VARCHAR  无收入起始年月(已整理)
--   months_worked              INTEGER  务工月数
--   months_without_income      INTEGER  连续无收入月数
--   first_row                  INTEGER  内容完全相同的第一行的行号
--   is_first_copy              BOOLEAN  不是前面某行的重复
--   is_counted                 BOOLEAN  参加各项跨行检查: 有户编号且不是重复行
--   is_in_household            BOOLEAN  仍在户(死亡、迁出、婚出为否)
--   is_head                    BOOLEAN  与户主关系为户主
--   has_household              BOOLEAN  「家庭」表里有这一户
--   twin_row                   INTEGER  同一户里同一人的另一行
--   is_once_in_household       BOOLEAN  同一户里只有一行是此人
--   other_household_row        INTEGER  此人在另一户也在户的一行
--   is_in_one_household        BOOLEAN  此人只在一户在户
--   is_id_number_ok            BOOLEAN  证件号码通过校验;没有号码或号码已丢位为空
--   is_born_by_month_end       BOOLEAN  出生日期不晚于月末
--   is_worked_readable         BOOLEAN  务工月数读得出
--   is_without_income_readable BOOLEAN  连续无收入月数读得出
--   is_no_income_readable      BOOLEAN  无收入起始年月读得出
--   is_no_income_past          BOOLEAN  无收入起始年月不晚于本月
--   is_status_on_readable      BOOLEAN  状态日期读得出
--   is_status_on_past          BOOLEAN  状态日期不晚于月末
WITH landed AS (
  SELECT
    p.month,
    p.township_code,
    p.submission_id,
    p.row_number,
    p.household_id,
    p.name,
    p.id_number,
    p.relation,
    -- the same person as in core.person_month
    CASE
      WHEN p.is_id_number_valid THEN p.id_number
      ELSE concat_ws('|', p.household_id, p.name, p.relation, p.id_number)
    END AS person_key,
    CASE WHEN NOT regexp_full_match(p.id_number, '\d(\.\d+)?E\+?\d+') THEN p.is_id_number_valid END AS is_id_number_ok,
    CASE WHEN p.is_id_number_valid THEN id_birth_date(p.id_number) <= last_day(m.month) END AS is_born_by_month_end,
    coalesce(p.status NOT IN ('死亡', '迁出', '婚出'), TRUE) AS is_in_household,
    coalesce(p.relation = '户主', FALSE) AS is_head,
    compact_text(m."与户主关系") AS "与户主关系",
    compact_text(m."健康状况") AS "健康状况",
    compact_text(m."残疾人证") AS "残疾人证",
    compact_text(m."残疾类别") AS "残疾类别",
    replace(compact_text(m."残疾等级"), '级', '') AS "残疾等级",
    compact_text(m."劳动能力") AS "劳动能力",
    compact_text(m."自理能力") AS "自理能力",
    compact_text(m."就业状况") AS "就业状况",
    compact_text(m."农民工") AS "农民工",
    compact_text(m."主要劳动力") AS "主要劳动力",
    compact_text(m."产业就业可帮扶") AS "产业就业可帮扶",
    compact_text(m."能单独立户") AS "能单独立户",
    compact_text(m."长期照料需求") AS "长期照料需求",
    compact_text(m."失业保险") AS "失业保险",
    compact_text(m."医保参保") AS "医保参保",
    compact_text(m."在校情况") AS "在校情况",
    compact_text(m."留守类别") AS "留守类别",
    compact_text(m."儿童类别") AS "儿童类别",
    compact_text(m."单人户纳入") AS "单人户纳入",
    compact_text(m."状态") AS "状态",
    compact_text(m."无收入起始年月") AS "无收入起始年月",
    p.months_worked,
    p.months_without_income,
    compact_text(m."务工月数") IS NULL OR p.months_worked IS NOT NULL AS is_worked_readable,
    compact_text(m."连续无收入月数") IS NULL OR p.months_without_income IS NOT NULL AS is_without_income_readable,
    compact_text(m."无收入起始年月") IS NULL OR p.no_income_since IS NOT NULL AS is_no_income_readable,
    p.no_income_since <= m.month AS is_no_income_past,
    compact_text(m."状态日期") IS NULL OR p.status_on IS NOT NULL AS is_status_on_readable,
    p.status_on <= last_day(m.month) AS is_status_on_past,
    min(p.row_number) OVER (
      PARTITION BY
        p.submission_id, m."户编号", m."姓名", m."证件号码", m."与户主关系", m."民族", m."健康状况", m."大病病种", m."残疾人证", m."残疾类别",
        m."残疾等级", m."劳动能力", m."自理能力", m."就业状况", m."农民工", m."务工地", m."务工月数", m."连续无收入月数", m."无收入起始年月",
        m."主要劳动力", m."产业就业可帮扶", m."能单独立户", m."长期照料需求", m."失业保险", m."医保参保", m."在校情况", m."留守类别",
        m."儿童类别", m."单人户纳入", m."享受补贴", m."状态", m."状态日期"
    ) AS first_row
  FROM stg.person AS p
  INNER JOIN raw.member AS m ON p.submission_id = m.submission_id AND p.row_number = m.row_number
  WHERE p.month = $month::DATE
),

counted AS (
  SELECT
    submission_id,
    row_number,
    household_id,
    person_key,
    is_id_number_ok AND is_in_household AS is_present
  FROM landed
  WHERE row_number = first_row AND household_id IS NOT NULL
),

-- the same person twice in one household, whatever the rest of the row says
within AS (
  SELECT
    submission_id,
    household_id,
    person_key,
    count(*) AS copies,
    min(row_number) AS first_copy_row,
    max(row_number) AS last_copy_row
  FROM counted
  GROUP BY submission_id, household_id, person_key
),

-- the same number living in several households; who left one for the other is in one only
across AS (
  SELECT
    submission_id,
    person_key,
    count(DISTINCT household_id) AS households,
    arg_min(household_id, row_number) AS first_household_id,
    min(row_number) AS first_present_row,
    max(row_number) AS last_present_row
  FROM counted
  WHERE is_present
  GROUP BY submission_id, person_key
),

known AS (
  SELECT DISTINCT
    submission_id,
    household_id
  FROM stg.household
  WHERE month = $month::DATE AND household_id IS NOT NULL
)

SELECT
  l.month,
  l.township_code,
  l.submission_id,
  l.row_number,
  l.household_id,
  l.name AS "姓名",
  l.id_number AS "证件号码",
  l."与户主关系",
  l."健康状况",
  l."残疾人证",
  l."残疾类别",
  l."残疾等级",
  l."劳动能力",
  l."自理能力",
  l."就业状况",
  l."农民工",
  l."主要劳动力",
  l."产业就业可帮扶",
  l."能单独立户",
  l."长期照料需求",
  l."失业保险",
  l."医保参保",
  l."在校情况",
  l."留守类别",
  l."儿童类别",
  l."单人户纳入",
  l."状态",
  l."无收入起始年月",
  l.months_worked,
  l.months_without_income,
  l.first_row,
  l.row_number = l.first_row AS is_first_copy,
  c.row_number IS NOT NULL AS is_counted,
  l.is_in_household,
  l.is_head,
  CASE WHEN c.row_number IS NOT NULL THEN k.household_id IS NOT NULL END AS has_household,
  CASE WHEN w.copies > 1 THEN CASE WHEN l.row_number = w.first_copy_row THEN w.last_copy_row ELSE w.first_copy_row END END AS twin_row,
  w.copies = 1 AS is_once_in_household,
  CASE
    WHEN a.households > 1 THEN CASE WHEN l.household_id = a.first_household_id THEN a.last_present_row ELSE a.first_present_row END
  END AS other_household_row,
  a.households = 1 AS is_in_one_household,
  l.is_id_number_ok,
  l.is_born_by_month_end,
  l.is_worked_readable,
  l.is_without_income_readable,
  l.is_no_income_readable,
  l.is_no_income_past,
  l.is_status_on_readable,
  l.is_status_on_past
FROM landed AS l
LEFT JOIN counted AS c ON l.submission_id = c.submission_id AND l.row_number = c.row_number
LEFT JOIN known AS k ON c.submission_id = k.submission_id AND c.household_id = k.household_id
LEFT JOIN within AS w
  ON c.submission_id = w.submission_id AND c.household_id = w.household_id AND c.person_key = w.person_key
LEFT JOIN across AS a ON c.submission_id = a.submission_id AND CASE WHEN c.is_present THEN c.person_key END = a.person_key
