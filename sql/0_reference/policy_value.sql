-- table:   ref.policy_value
-- title:   政策参数的全部取值: 一个参数、一个地区、一段时间一行
-- grain:   parameter, jurisdiction, valid_from
-- reads:   -
-- params:  policy_files
-- columns:
--   parameter     VARCHAR        参数,中文名见 ref.parameter
--   jurisdiction  VARCHAR        适用地区代码
--   valid_from    DATE           起始日(含)
--   valid_to      DATE           截止日(含),没有截止的为空
--   value         DECIMAL(16,4)  取值,单位见 unit;为空表示本地区明确不实行
--   unit          VARCHAR        单位代码,见 ref.unit
--   comparator    VARCHAR        at least 不低于 / exactly 为 / at most 不超过 / more than 高于 / less than 低于
--   document      VARCHAR        出处文件,见 ref.document
--   clause        VARCHAR        出处条款
--   confidence    VARCHAR        document 文件所载 / local 本地取值待确认 / example 示例数值
--   note          VARCHAR        说明
SELECT
  parameter,
  jurisdiction,
  to_day(valid_from) AS valid_from,
  to_day(valid_to) AS valid_to,
  CAST(value AS DECIMAL(16, 4)) AS value,
  unit,
  comparator,
  document,
  clause,
  confidence,
  note
FROM read_csv($policy_files, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
WHERE parameter IS NOT NULL
