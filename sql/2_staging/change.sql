-- table:   stg.change
-- title:   报送表「增减」: 动态管理增减人员名单,只取本月报送,不沿用
-- grain:   month, township_code, row_number
-- reads:   raw.change, stg.standing
-- params:  month
-- columns:
--   month             DATE     月份,每月1日
--   township_code     VARCHAR  乡镇代码
--   submission_id     VARCHAR  报送编号
--   row_number        INTEGER  原表行号
--   household_id      VARCHAR  户编号
--   name              VARCHAR  姓名
--   id_number         VARCHAR  证件号码
--   change            VARCHAR  变动: 新增/退出/提标/降标
--   support_category  VARCHAR  救助类别
--   reason            VARCHAR  原因
--   happened_on       DATE     日期
SELECT
  s.month,
  s.township_code,
  s.submission_id,
  c.row_number,
  compact_text(c."户编号") AS household_id,
  compact_text(c."姓名") AS name,
  to_id_number(c."证件号码") AS id_number,
  to_code(c."变动", ['新增', '退出', '提标', '降标']) AS change,
  to_code(c."救助类别", ['农村低保', '城市低保', '集中特困', '分散特困', '低保边缘', '刚性支出困难', '无']) AS support_category,
  clean_text(c."原因") AS reason,
  to_day(c."日期") AS happened_on
FROM raw.change AS c
INNER JOIN stg.standing AS s ON c.submission_id = s.submission_id
WHERE c.verdict = 'accepted' AND s.month = $month::DATE AND NOT s.is_carried_forward
