-- table:   ref.parameter
-- title:   政策参数的名称
-- grain:   parameter
-- reads:   -
-- params:  parameter_file
-- columns:
--   parameter  VARCHAR  参数
--   title      VARCHAR  中文名称
--   topic      VARCHAR  同一事项的参数同名,各地的不同写法列在一起
SELECT
  parameter,
  title,
  topic
FROM read_csv($parameter_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
