-- table:   ref.yield_band
-- title:   预警成效的分段: 实测值超出标准多少
-- grain:   band
-- reads:   -
-- params:  yield_band_file
-- note:    实测值与标准之差除以标准,没有单位。不知道实测值、没有标准、是否类和等级类的不分段
-- columns:
--   band         VARCHAR  段
--   from_ratio   DOUBLE   超出标准的几分之几起(含)
--   below_ratio  DOUBLE   到几分之几止(不含);最高一段为空
--   note         VARCHAR  说明
SELECT
  band,
  CAST(from_ratio AS DOUBLE) AS from_ratio,
  CAST(below_ratio AS DOUBLE) AS below_ratio,
  note
FROM read_csv($yield_band_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
