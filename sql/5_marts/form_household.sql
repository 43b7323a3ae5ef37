-- table:   mart.form_household
-- title:   下月报送表「家庭」预填的行: 月末在册的户,乡镇写过的原样带出,部门答得出的由部门填
-- grain:   month, submission_id, row_number
-- reads:   core.household_month, core.person_month, raw.household, stg.standing, mart.form_answer
-- params:  month
-- note:    本月已退出的户、没有人在户的户不带出;每月要重新说的栏目不在这里。自相矛盾、还没有进过名册的户也带出,免得从头再填
-- columns:
--   month          DATE       名册月份,每月1日;预填的是下一个月的报送表
--   submission_id  VARCHAR    来源报送编号
--   row_number     INTEGER    来源表「家庭」行号
--   household_id   VARCHAR    户编号
--   township_code  VARCHAR    月末所在的乡镇代码
--   position       INTEGER    在本乡镇表里的先后: 照乡镇自己的次序,迁入的在后
--   has_head       BOOLEAN    在户的人里有户主
--   is_waiting     BOOLEAN    上月自相矛盾、暂存待核,还没有进入名册
--   carried_because  VARCHAR  为什么沿用以前的: 未报/暂存/待说明;没有沿用的为空
--   answered       VARCHAR[]  由部门填好的栏目
--   differing      VARCHAR[]  部门另有说法的栏目,乡镇的原样保留
--   theirs         VARCHAR[]  部门怎样说,与 differing 一一对应
--   户编号  VARCHAR  家庭·户编号,填表用的文字
--   户主姓名  VARCHAR  家庭·户主姓名,填表用的文字
--   户主证件号码  VARCHAR  家庭·户主证件号码,填表用的文字
--   行政村  VARCHAR  家庭·行政村,填表用的文字
--   城乡  VARCHAR  家庭·城乡,填表用的文字
--   监测类别  VARCHAR  家庭·监测类别,填表用的文字
--   建档立卡  VARCHAR  家庭·建档立卡,填表用的文字
--   救助类别  VARCHAR  家庭·救助类别,填表用的文字
--   低保档次  VARCHAR  家庭·低保档次,填表用的文字
--   保障人数  VARCHAR  家庭·保障人数,填表用的文字
--   月保障金额  VARCHAR  家庭·月保障金额,填表用的文字
--   首次纳入年月  VARCHAR  家庭·首次纳入年月,填表用的文字
--   渐退起始年月  VARCHAR  家庭·渐退起始年月,填表用的文字
--   工资性收入  VARCHAR  家庭·工资性收入,填表用的文字
--   经营净收入  VARCHAR  家庭·经营净收入,填表用的文字
--   财产净收入  VARCHAR  家庭·财产净收入,填表用的文字
--   转移净收入  VARCHAR  家庭·转移净收入,填表用的文字
--   必要就业成本  VARCHAR  家庭·必要就业成本,填表用的文字
--   医疗自付  VARCHAR  家庭·医疗自付,填表用的文字
--   教育支出  VARCHAR  家庭·教育支出,填表用的文字
--   住房支出  VARCHAR  家庭·住房支出,填表用的文字
--   康复照料支出  VARCHAR  家庭·康复照料支出,填表用的文字
--   其他刚性支出  VARCHAR  家庭·其他刚性支出,填表用的文字
--   住房等级  VARCHAR  家庭·住房等级,填表用的文字
--   饮水安全  VARCHAR  家庭·饮水安全,填表用的文字
--   财产符合  VARCHAR  家庭·财产符合,填表用的文字
--   存款与有效资产  VARCHAR  家庭·存款与有效资产,填表用的文字
--   备注  VARCHAR  家庭·备注,填表用的文字
WITH alive AS (
  SELECT
    household_id,
    bool_or(relation = '户主') AS has_head
  FROM core.person_month
  WHERE month = $month::DATE AND is_in_household
  GROUP BY household_id
),

answer AS (
  SELECT
    household_id,
    max(theirs) FILTER (WHERE is_answered AND column_name = '监测类别') AS "监测类别",
    max(theirs) FILTER (WHERE is_answered AND column_name = '建档立卡') AS "建档立卡",
    max(theirs) FILTER (WHERE is_answered AND column_name = '住房等级') AS "住房等级",
    list(column_name ORDER BY column_name) FILTER (WHERE is_answered) AS answered,
    list(column_name ORDER BY column_name) FILTER (WHERE NOT is_answered) AS differing,
    list(department || ':' || theirs ORDER BY column_name) FILTER (WHERE NOT is_answered) AS theirs
  FROM mart.form_answer
  WHERE month = $month::DATE AND person_id IS NULL
  GROUP BY household_id
),

listed AS (
  SELECT
    h.household_id,
    h.township_code,
    h.submission_id,
    h.row_number,
    a.has_head,
    FALSE AS is_waiting,
    h.carried_because
  FROM core.household_month AS h
  INNER JOIN alive AS a ON h.household_id = a.household_id
  WHERE h.month = $month::DATE AND h.change_stated IS DISTINCT FROM '退出'
  UNION ALL
  SELECT
    compact_text(r."户编号") AS household_id,
    s.township_code,
    r.submission_id,
    r.row_number,
    TRUE AS has_head,
    TRUE AS is_waiting,
    NULL AS carried_because
  FROM raw.household AS r
  INNER JOIN stg.standing AS s ON r.submission_id = s.submission_id AND s.month = $month::DATE
  ANTI JOIN core.household_month AS h ON compact_text(r."户编号") = h.household_id AND h.month = $month::DATE
  WHERE r.verdict = 'quarantined'
)

SELECT
  $month::DATE AS month,
  l.submission_id,
  l.row_number,
  l.household_id,
  l.township_code,
  CAST(row_number() OVER (
    PARTITION BY l.township_code
    ORDER BY l.is_waiting, s.submission_id IS DISTINCT FROM l.submission_id, l.submission_id, l.row_number
  ) AS INTEGER) AS position,
  l.has_head,
  l.is_waiting,
  l.carried_because,
  coalesce(a.answered, []) AS answered,
  coalesce(a.differing, []) AS differing,
  coalesce(a.theirs, []) AS theirs,
  l.household_id AS "户编号",
  r."户主姓名",
  r."户主证件号码",
  r."行政村",
  r."城乡",
  coalesce(a."监测类别", r."监测类别") AS "监测类别",
  coalesce(a."建档立卡", r."建档立卡") AS "建档立卡",
  r."救助类别",
  r."低保档次",
  r."保障人数",
  r."月保障金额",
  r."首次纳入年月",
  r."渐退起始年月",
  r."工资性收入",
  r."经营净收入",
  r."财产净收入",
  r."转移净收入",
  r."必要就业成本",
  r."医疗自付",
  r."教育支出",
  r."住房支出",
  r."康复照料支出",
  r."其他刚性支出",
  coalesce(a."住房等级", r."住房等级") AS "住房等级",
  r."饮水安全",
  r."财产符合",
  r."存款与有效资产",
  r."备注"
FROM listed AS l
INNER JOIN raw.household AS r ON l.submission_id = r.submission_id AND l.row_number = r.row_number
LEFT JOIN stg.standing AS s ON l.township_code = s.township_code AND s.month = $month::DATE
LEFT JOIN answer AS a ON l.household_id = a.household_id AND NOT l.is_waiting
