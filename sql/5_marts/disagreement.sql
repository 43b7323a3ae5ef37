-- table:   mart.disagreement
-- title:   数据分歧台账: 每一处分歧由谁裁定、裁定了什么、何时到期;来源处不再有的自行了结,留一行记录
-- grain:   month, disagreement_id
-- reads:   mart.disagreement_found, stg.feed_standing, stg.ruling
-- earlier: mart.disagreement
-- params:  month
-- columns:
--   month            DATE     月份,每月1日
--   disagreement_id  VARCHAR  分歧编号
--   feed             VARCHAR  数据来源
--   department       VARCHAR  提供部门
--   kind             VARCHAR  对方有我方无/我方有对方无/字段不同/疑似待认
--   field            VARCHAR  哪一项
--   township_code    VARCHAR  乡镇代码
--   household_id     VARCHAR  户编号
--   person_id        VARCHAR  人员编号
--   submission_id    VARCHAR  对方数据的报送编号
--   row_number       INTEGER  对方数据的行号
--   ours             VARCHAR  我方
--   theirs           VARCHAR  对方
--   first_month      DATE     最早出现的月份
--   months_open      INTEGER  至本月已几个月
--   owner            VARCHAR  由谁裁定
--   ruling           VARCHAR  裁定;未裁定为空
--   ruled_on         DATE     裁定日期
--   expires_on       DATE     裁定有效期至;长期有效为空
--   state            VARCHAR  待裁定/已裁定/裁定到期/未比对/已消失
--   note             VARCHAR  说明
WITH before AS (
  SELECT d.*
  FROM mart.disagreement AS d
  WHERE d.month = (SELECT max(p.month) FROM mart.disagreement AS p WHERE p.month < $month::DATE) AND d.state <> '已消失'
),

ruled AS (
  SELECT
    disagreement_id,
    arg_max(ruling, (ruled_on, row_number)) AS ruling,
    max(ruled_on) AS ruled_on,
    arg_max(expires_on, (ruled_on, row_number)) AS expires_on
  FROM stg.ruling
  WHERE month = $month::DATE AND ruling IS NOT NULL
  GROUP BY disagreement_id
),

standing AS (
  SELECT
    feed,
    department,
    is_compared
  FROM stg.feed_standing
  WHERE month = $month::DATE
),

line AS (
  SELECT
    coalesce(f.disagreement_id, b.disagreement_id) AS disagreement_id,
    coalesce(f.feed, b.feed) AS feed,
    coalesce(f.kind, b.kind) AS kind,
    coalesce(f.field, b.field) AS field,
    coalesce(f.township_code, b.township_code) AS township_code,
    coalesce(f.household_id, b.household_id) AS household_id,
    coalesce(f.person_id, b.person_id) AS person_id,
    coalesce(f.submission_id, b.submission_id) AS submission_id,
    coalesce(f.row_number, b.row_number) AS row_number,
    coalesce(f.ours, b.ours) AS ours,
    coalesce(f.theirs, b.theirs) AS theirs,
    coalesce(b.first_month, $month::DATE) AS first_month,
    coalesce(r.ruling, b.ruling) AS ruling,
    coalesce(r.ruled_on, b.ruled_on) AS ruled_on,
    CASE WHEN r.ruling IS NULL THEN b.expires_on ELSE r.expires_on END AS expires_on,
    b.ruling IS NOT NULL AND r.ruling IS NULL AND f.disagreement_id IS NOT NULL
    AND (f.ours IS DISTINCT FROM b.ours OR f.theirs IS DISTINCT FROM b.theirs) AS is_otherwise_said,
    f.disagreement_id IS NOT NULL AS is_found
  FROM mart.disagreement_found AS f
  FULL JOIN before AS b ON f.disagreement_id = b.disagreement_id AND f.month = $month::DATE
  LEFT JOIN ruled AS r ON coalesce(f.disagreement_id, b.disagreement_id) = r.disagreement_id
  WHERE f.month = $month::DATE OR f.month IS NULL
),

-- a ruling answers what both sides said then; when one of them says something else it answers nothing
standing_ruling AS (
  SELECT
    *,
    CASE WHEN NOT is_otherwise_said THEN ruling END AS valid_ruling,
    CASE WHEN NOT is_otherwise_said THEN ruled_on END AS valid_ruled_on,
    CASE WHEN NOT is_otherwise_said THEN expires_on END AS valid_expires_on
  FROM line
)

SELECT
  $month::DATE AS month,
  l.disagreement_id,
  l.feed,
  s.department,
  l.kind,
  l.field,
  l.township_code,
  l.household_id,
  l.person_id,
  l.submission_id,
  l.row_number,
  l.ours,
  l.theirs,
  l.first_month,
  CAST(date_diff('month', l.first_month, $month::DATE) AS INTEGER) AS months_open,
  CASE
    WHEN l.kind = '疑似待认' THEN '监测中心'
    WHEN l.feed IN ('rural_revitalisation', 'payment', 'temporary_relief') THEN '社会救助科'
    ELSE '社会救助科会同' || s.department
  END AS owner,
  l.valid_ruling AS ruling,
  l.valid_ruled_on AS ruled_on,
  l.valid_expires_on AS expires_on,
  CASE
    WHEN NOT l.is_found AND s.is_compared THEN '已消失'
    WHEN NOT l.is_found THEN '未比对'
    WHEN l.valid_ruling IS NULL THEN '待裁定'
    WHEN l.valid_expires_on < last_day($month::DATE) THEN '裁定到期'
    ELSE '已裁定'
  END AS state,
  CASE
    WHEN NOT l.is_found AND s.is_compared THEN '本月再比,两边已经一致;上次我方「' || coalesce(l.ours, '无') || '」,对方「' || coalesce(l.theirs, '无') || '」'
    WHEN NOT l.is_found THEN '本月没有收到对方数据,留着下次再比'
    WHEN l.is_otherwise_said THEN '裁定以后两边的说法变了,请重新裁定'
  END AS note
FROM standing_ruling AS l
LEFT JOIN standing AS s ON l.feed = s.feed
