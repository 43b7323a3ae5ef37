-- table:   stg.education
-- title:   教育局·在校学生学籍,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE     月份,每月1日
--   submission_id  VARCHAR  来源报送编号
--   row_number     INTEGER  来源表行号
--   name           VARCHAR  姓名
--   id_number      VARCHAR  证件号码(已整理,15位旧号未升位)
--   township_name  VARCHAR  乡镇名称
--   village        VARCHAR  行政村
--   school         VARCHAR  学校名称
--   stage          VARCHAR  学段
--   status         VARCHAR  学籍状态
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '姓名')) AS name,
  to_id_number(cell(r.cells, '证件号码')) AS id_number,
  compact_text(cell(r.cells, '乡镇')) AS township_name,
  compact_text(cell(r.cells, '行政村')) AS village,
  compact_text(cell(r.cells, '学校')) AS school,
  to_code(cell(r.cells, '学段'), ['学前', '小学', '初中', '普通高中', '中职', '高职', '本科', '特殊教育']) AS stage,
  to_code(cell(r.cells, '学籍状态'), ['在籍', '休学', '辍学', '毕业', '转出']) AS status
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'education' AND r.verdict = 'accepted'
