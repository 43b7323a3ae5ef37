-- table:   ref.division
-- title:   行政区划
-- grain:   code
-- reads:   -
-- params:  division_file
-- columns:
--   code         VARCHAR  区划代码
--   name         VARCHAR  名称
--   parent_code  VARCHAR  上级代码,省级为空
--   level        VARCHAR  省/市/县/乡
SELECT
  code,
  name,
  parent_code,
  level
FROM read_csv($division_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
