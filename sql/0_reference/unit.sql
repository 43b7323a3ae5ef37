-- table:   ref.unit
-- title:   单位
-- grain:   unit
-- reads:   -
-- params:  unit_file
-- columns:
--   unit             VARCHAR  单位代码
--   label_zh         VARCHAR  写在数后面的中文
--   per_year         INTEGER  一年有几期: 按年为1,按月为12;与时间无关的为空
--   moves_with_time  BOOLEAN  什么事也没有,数也随日子往上走: 天、月、周岁
SELECT
  unit,
  label_zh,
  CAST(per_year AS INTEGER) AS per_year,
  coalesce(moves_with_time = '是', FALSE) AS moves_with_time
FROM read_csv($unit_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
