-- table:   ref.match_weight
-- title:   没有按号码对上的行,逐项比较各值多少
-- grain:   field, level
-- reads:   -
-- params:  match_weight_file
-- note:    m 同一人里出现这种情况的比例,u 不同的人里出现的比例;bits 为两者之比的2的对数,各项相加。门槛的 m 是可能性,u 是其余
-- columns:
--   field       VARCHAR  比较的项目;门槛也列在这里
--   level       VARCHAR  比较的结果
--   m           DOUBLE   同一人里的比例
--   u           DOUBLE   不同的人里的比例
--   bits        DOUBLE   log2(m/u): 为正的支持是同一人,为负的反对
--   confidence  VARCHAR  local 本地取值,待本县用自己的数据重新估计
--   note        VARCHAR  怎样得来
SELECT
  field,
  level,
  CAST(m AS DOUBLE) AS m,
  CAST(u AS DOUBLE) AS u,
  log2(CAST(m AS DOUBLE) / CAST(u AS DOUBLE)) AS bits,
  confidence,
  note
FROM read_csv($match_weight_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
