-- table:   stg.change_check
-- title:   「增减」逐行检查: 各项是否读得出、是否与「家庭」相符;对=是,错=否,不适用为空
-- grain:   month, township_code, row_number
-- reads:   raw.change, stg.change, stg.household
-- params:  month
-- columns:
--   month                  DATE     月份,每月1日
--   township_code          VARCHAR  乡镇代码
--   submission_id          VARCHAR  报送编号
--   row_number             INTEGER  原表行号
--   household_id           VARCHAR  户编号(已整理)
--   证件号码               VARCHAR  证件号码(已整理)
--   变动                   VARCHAR  变动(已整理)
--   救助类别               VARCHAR  救助类别(已整理)
--   first_row              INTEGER  内容完全相同的第一行的行号
--   is_first_copy          BOOLEAN  不是前面某行的重复
--   is_id_number_ok        BOOLEAN  证件号码通过校验;没有号码或号码已丢位为空
--   is_happened_readable   BOOLEAN  日期读得出
--   is_happened_past       BOOLEAN  日期不晚于月末
--   has_household          BOOLEAN  新增、提标、降标的户在「家庭」表里
WITH landed AS (
  SELECT
    s.month,
    s.township_code,
    s.submission_id,
    s.row_number,
    s.household_id,
    s.id_number,
    s.change,
    s.happened_on,
    c.month AS roster_month,
    compact_text(c."变动") AS "变动",
    compact_text(c."救助类别") AS "救助类别",
    compact_text(c."日期") IS NULL OR s.happened_on IS NOT NULL AS is_happened_readable,
    min(s.row_number) OVER (
      PARTITION BY s.submission_id, c."姓名", c."证件号码", c."户编号", c."变动", c."救助类别", c."原因", c."日期"
    ) AS first_row
  FROM stg.change AS s
  INNER JOIN raw.change AS c ON s.submission_id = c.submission_id AND s.row_number = c.row_number
  WHERE s.month = $month::DATE
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
  l.id_number AS "证件号码",
  l."变动",
  l."救助类别",
  l.first_row,
  l.row_number = l.first_row AS is_first_copy,
  CASE WHEN NOT regexp_full_match(l.id_number, '\d(\.\d+)?E\+?\d+') THEN is_id_number(l.id_number) END AS is_id_number_ok,
  l.is_happened_readable,
  l.happened_on <= last_day(l.roster_month) AS is_happened_past,
  CASE WHEN l.household_id IS NOT NULL AND l.change <> '退出' THEN k.household_id IS NOT NULL END AS has_household
FROM landed AS l
LEFT JOIN known AS k ON l.submission_id = k.submission_id AND l.household_id = k.household_id
