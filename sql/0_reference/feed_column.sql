-- table:   ref.feed_column
-- title:   各来源的栏目: 统一栏名、别名、类型、是否必有
-- grain:   feed, name
-- reads:   -
-- params:  feed_column_file
-- columns:
--   feed         VARCHAR  数据来源,见 ref.feed
--   position     INTEGER  第几栏
--   column_zh    VARCHAR  统一栏名
--   name         VARCHAR  stg 表里的字段名
--   kind         VARCHAR  类型: name 姓名 / id 证件号码 / text 文字 / code 代码 / word 是否类词语 / day 日期 / month 月份 / amount 金额 / whole 整数 / yes 是否 / level 等级
--   is_required  BOOLEAN  缺了这一栏就认不出或没有用处
--   synonyms     VARCHAR  别的写法,分号隔开
--   words        VARCHAR  代码栏允许的词,分号隔开
SELECT
  feed,
  CAST(position AS INTEGER) AS position,
  "column" AS column_zh,
  name,
  kind,
  is_required = '1' AS is_required,
  synonyms,
  words
FROM read_csv($feed_column_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
