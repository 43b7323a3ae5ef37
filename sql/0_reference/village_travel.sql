-- table:   ref.village_travel
-- title:   各村的路线和路途: 同一路线上的村一趟可以走完
-- grain:   township_code, village
-- reads:   -
-- params:  village_travel_file
-- note:    表上没有的村自成一趟,路途按参数 visit_travel_hours。路途只用来排走访,不进风险评分
-- columns:
--   township_code  VARCHAR        乡镇代码
--   village        VARCHAR        行政村
--   route          VARCHAR        路线: 同一条路上的几个村写同一个名字;自成一趟的为空
--   travel_hours   DECIMAL(12,2)  从乡镇来回路上的小时数;不知道为空,按参数
--   confidence     VARCHAR        local 本县估计 / example 示例
--   note           VARCHAR        说明
SELECT
  township_code,
  village,
  route,
  CASE
    WHEN travel_hours IS NULL THEN NULL
    WHEN try_cast(travel_hours AS DECIMAL(12, 2)) >= 0 THEN CAST(travel_hours AS DECIMAL(12, 2))
    ELSE error('village_travel.csv「' || village || '」: 路途「' || travel_hours || '」不是小时数,排不了走访。请只写数字,例如 1.5;不知道的留空。')
  END AS travel_hours,
  confidence,
  note
FROM read_csv($village_travel_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
