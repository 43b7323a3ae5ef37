-- table:   ref.document
-- title:   政策文件
-- grain:   document
-- reads:   -
-- params:  document_file
-- columns:
--   document      VARCHAR  文件简称,全库以此引用
--   title         VARCHAR  文件名称
--   issuer        VARCHAR  发文机关
--   number        VARCHAR  文号
--   jurisdiction  VARCHAR  适用地区代码
--   issued_on     DATE     发文日期
--   valid_note    VARCHAR  效力说明
--   sha256        VARCHAR  所用文本的校验值
SELECT
  document,
  title,
  issuer,
  number,
  jurisdiction,
  to_day(issued_on) AS issued_on,
  valid_note,
  sha256
FROM read_csv($document_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
