-- table:   ref.conflict
-- title:   文件之间的矛盾和含糊之处,各怎样处理
-- grain:   conflict
-- reads:   -
-- params:  conflict_file
-- columns:
--   conflict    VARCHAR    编号
--   title       VARCHAR    矛盾在哪里
--   said        VARCHAR    每份文件怎么说,带条款
--   treatment   VARCHAR    本系统怎么处理
--   parameters  VARCHAR[]  涉及的政策参数,见 ref.parameter
--   rules       VARCHAR[]  涉及的规则,见 rule.definition
SELECT
  conflict,
  title,
  text AS said,
  treatment,
  CASE WHEN parameters IS NULL THEN [] ELSE string_split(parameters, ';') END AS parameters,
  CASE WHEN rules IS NULL THEN [] ELSE string_split(rules, ';') END AS rules
FROM read_csv($conflict_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
