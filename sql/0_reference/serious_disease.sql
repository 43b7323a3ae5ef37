-- table:   ref.serious_disease
-- title:   重特大疾病目录
-- grain:   disease
-- reads:   -
-- params:  serious_disease_file
-- note:    目录由当地有关部门认定,五份文件未附,这里的是待确认的本地目录
-- columns:
--   disease     VARCHAR  病种
--   confidence  VARCHAR  local 本地取值待确认
--   note        VARCHAR  说明
SELECT
  disease,
  confidence,
  note
FROM read_csv($serious_disease_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
