-- table:   ref.clause
-- title:   五份文件的每一条由什么落实
-- grain:   document, clause, part
-- reads:   -
-- params:  clause_file
-- columns:
--   document   VARCHAR    文件,见 ref.document
--   clause     VARCHAR    条款,按各文件自己的编号
--   part       INTEGER    一条里的第几件事
--   gist       VARCHAR    说什么
--   treatment  VARCHAR    怎样落实: rule 规则 / parameter 参数 / list 清单、表或流程 / outside 不做
--   targets    VARCHAR[]  规则、政策参数或清单的名称
--   reason     VARCHAR    不做的理由
SELECT
  document,
  clause,
  CAST(part AS INTEGER) AS part,
  gist,
  treatment,
  CASE WHEN target IS NULL THEN [] ELSE string_split(target, ';') END AS targets,
  reason
FROM read_csv($clause_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
