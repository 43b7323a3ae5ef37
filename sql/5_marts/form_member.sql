-- table:   mart.form_member
-- title:   下月报送表「成员」预填的行: 月末仍在户的人;去世、迁出、婚出的不再列出,迁入、出生、婚入的记为在户
-- grain:   month, submission_id, row_number
-- reads:   mart.form_household, core.person_month, core.household_month, raw.member, mart.form_answer
-- params:  month
-- columns:
--   month               DATE       名册月份,每月1日;预填的是下一个月的报送表
--   submission_id       VARCHAR    来源报送编号
--   row_number          INTEGER    来源表「成员」行号
--   household_id        VARCHAR    户编号
--   person_id           VARCHAR    人员编号;暂存待核的为空
--   township_code       VARCHAR    月末所在的乡镇代码
--   position            INTEGER    在本乡镇表里的先后: 一户的人在一起
--   is_id_number_valid  BOOLEAN    证件号码通过校验;没有号码的为空
--   is_waiting          BOOLEAN    上月自相矛盾、暂存待核,还没有进入名册
--   answered            VARCHAR[]  由部门填好的栏目
--   differing           VARCHAR[]  部门另有说法的栏目,乡镇的原样保留
--   theirs              VARCHAR[]  部门怎样说,与 differing 一一对应
--   户编号  VARCHAR  成员·户编号,填表用的文字
--   姓名  VARCHAR  成员·姓名,填表用的文字
--   证件号码  VARCHAR  成员·证件号码,填表用的文字
--   与户主关系  VARCHAR  成员·与户主关系,填表用的文字
--   民族  VARCHAR  成员·民族,填表用的文字
--   健康状况  VARCHAR  成员·健康状况,填表用的文字
--   大病病种  VARCHAR  成员·大病病种,填表用的文字
--   残疾人证  VARCHAR  成员·残疾人证,填表用的文字
--   残疾类别  VARCHAR  成员·残疾类别,填表用的文字
--   残疾等级  VARCHAR  成员·残疾等级,填表用的文字
--   劳动能力  VARCHAR  成员·劳动能力,填表用的文字
--   自理能力  VARCHAR  成员·自理能力,填表用的文字
--   就业状况  VARCHAR  成员·就业状况,填表用的文字
--   农民工  VARCHAR  成员·农民工,填表用的文字
--   务工地  VARCHAR  成员·务工地,填表用的文字
--   务工月数  VARCHAR  成员·务工月数,填表用的文字
--   连续无收入月数  VARCHAR  成员·连续无收入月数,填表用的文字
--   无收入起始年月  VARCHAR  成员·无收入起始年月,填表用的文字
--   主要劳动力  VARCHAR  成员·主要劳动力,填表用的文字
--   产业就业可帮扶  VARCHAR  成员·产业就业可帮扶,填表用的文字
--   能单独立户  VARCHAR  成员·能单独立户,填表用的文字
--   长期照料需求  VARCHAR  成员·长期照料需求,填表用的文字
--   失业保险  VARCHAR  成员·失业保险,填表用的文字
--   医保参保  VARCHAR  成员·医保参保,填表用的文字
--   在校情况  VARCHAR  成员·在校情况,填表用的文字
--   留守类别  VARCHAR  成员·留守类别,填表用的文字
--   儿童类别  VARCHAR  成员·儿童类别,填表用的文字
--   单人户纳入  VARCHAR  成员·单人户纳入,填表用的文字
--   享受补贴  VARCHAR  成员·享受补贴,填表用的文字
--   状态  VARCHAR  成员·状态,填表用的文字
--   状态日期  VARCHAR  成员·状态日期,填表用的文字
WITH answer AS (
  SELECT
    household_id,
    person_id,
    max(theirs) FILTER (WHERE is_answered AND column_name = '大病病种') AS "大病病种",
    max(theirs) FILTER (WHERE is_answered AND column_name = '残疾人证') AS "残疾人证",
    max(theirs) FILTER (WHERE is_answered AND column_name = '残疾类别') AS "残疾类别",
    max(theirs) FILTER (WHERE is_answered AND column_name = '残疾等级') AS "残疾等级",
    max(theirs) FILTER (WHERE is_answered AND column_name = '就业状况') AS "就业状况",
    max(theirs) FILTER (WHERE is_answered AND column_name = '失业保险') AS "失业保险",
    max(theirs) FILTER (WHERE is_answered AND column_name = '医保参保') AS "医保参保",
    max(theirs) FILTER (WHERE is_answered AND column_name = '在校情况') AS "在校情况",
    list(column_name ORDER BY column_name) FILTER (WHERE is_answered) AS answered,
    list(column_name ORDER BY column_name) FILTER (WHERE NOT is_answered) AS differing,
    list(department || ':' || theirs ORDER BY column_name) FILTER (WHERE NOT is_answered) AS theirs
  FROM mart.form_answer
  WHERE month = $month::DATE AND person_id IS NOT NULL
  GROUP BY household_id, person_id
),

-- a household that waits may stand there twice
house AS (
  SELECT
    household_id,
    township_code,
    is_waiting,
    min(submission_id) AS submission_id,
    min(position) AS position
  FROM mart.form_household
  WHERE month = $month::DATE
  GROUP BY household_id, township_code, is_waiting
),

listed AS (
  SELECT
    f.household_id,
    f.township_code,
    f.position,
    f.is_waiting,
    p.person_id,
    p.submission_id,
    p.row_number
  FROM core.person_month AS p
  INNER JOIN house AS f ON p.household_id = f.household_id AND NOT f.is_waiting
  WHERE p.month = $month::DATE AND p.is_in_household
  UNION ALL
  SELECT
    f.household_id,
    f.township_code,
    f.position,
    f.is_waiting,
    NULL AS person_id,
    r.submission_id,
    r.row_number
  FROM raw.member AS r
  INNER JOIN house AS f ON r.submission_id = f.submission_id AND compact_text(r."户编号") = f.household_id AND f.is_waiting
  WHERE r.verdict <> 'rejected'
)

SELECT
  $month::DATE AS month,
  f.submission_id,
  f.row_number,
  f.household_id,
  f.person_id,
  f.township_code,
  CAST(row_number() OVER (
    PARTITION BY f.township_code ORDER BY f.position, f.household_id, f.submission_id, f.row_number
  ) AS INTEGER) AS position,
  is_id_number(to_id_number(r."证件号码")) AS is_id_number_valid,
  f.is_waiting,
  coalesce(a.answered, []) AS answered,
  coalesce(a.differing, []) AS differing,
  coalesce(a.theirs, []) AS theirs,
  f.household_id AS "户编号",
  r."姓名",
  r."证件号码",
  r."与户主关系",
  r."民族",
  r."健康状况",
  coalesce(a."大病病种", r."大病病种") AS "大病病种",
  coalesce(a."残疾人证", r."残疾人证") AS "残疾人证",
  coalesce(a."残疾类别", r."残疾类别") AS "残疾类别",
  coalesce(a."残疾等级", r."残疾等级") AS "残疾等级",
  r."劳动能力",
  r."自理能力",
  coalesce(a."就业状况", r."就业状况") AS "就业状况",
  r."农民工",
  r."务工地",
  r."务工月数",
  -- somebody who had no pay then has had none for a month more, as long as nobody says otherwise
  CASE
    WHEN p.months_without_income > 0 THEN CAST(p.months_without_income + 1 + date_diff('month', h.roster_month, $month::DATE) AS VARCHAR)
    ELSE r."连续无收入月数"
  END AS "连续无收入月数",
  r."无收入起始年月",
  r."主要劳动力",
  r."产业就业可帮扶",
  r."能单独立户",
  r."长期照料需求",
  coalesce(a."失业保险", r."失业保险") AS "失业保险",
  coalesce(a."医保参保", r."医保参保") AS "医保参保",
  coalesce(a."在校情况", r."在校情况") AS "在校情况",
  r."留守类别",
  r."儿童类别",
  r."单人户纳入",
  r."享受补贴",
  CASE WHEN p.status IN ('迁入', '出生', '婚入') THEN '在户' ELSE r."状态" END AS "状态",
  CASE WHEN p.status IS NULL OR p.status NOT IN ('迁入', '出生', '婚入') THEN r."状态日期" END AS "状态日期"
FROM listed AS f
INNER JOIN raw.member AS r ON f.submission_id = r.submission_id AND f.row_number = r.row_number
LEFT JOIN core.person_month AS p ON f.household_id = p.household_id AND f.person_id = p.person_id AND p.month = $month::DATE
LEFT JOIN core.household_month AS h ON f.household_id = h.household_id AND h.month = $month::DATE
LEFT JOIN answer AS a ON f.household_id = a.household_id AND f.person_id = a.person_id
