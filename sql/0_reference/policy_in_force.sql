-- table:   ref.policy_in_force
-- title:   本月月末有效的政策参数: 一个参数一行,取最近一级地区的取值;没有的参数不列
-- grain:   month, parameter
-- reads:   ref.policy_value
-- params:  month, as_of, jurisdictions
-- note:    as_of 平时就是本月;换一个日期,就是用那时的规定来看本月。
--            文件自其日期起有效,月内发文的当月即有效,所以问的是月末;近处写明不实行的,不再用上级的取值
-- columns:
--   month         DATE           月份,每月1日
--   parameter     VARCHAR        参数,中文名见 ref.parameter
--   jurisdiction  VARCHAR        取自哪一级地区,地区代码
--   valid_from    DATE           起始日(含)
--   valid_to      DATE           截止日(含),没有截止的为空
--   value         DECIMAL(16,4)  取值,单位见 unit
--   unit          VARCHAR        单位代码,见 ref.unit
--   comparator    VARCHAR        at least 不低于 / exactly 为 / at most 不超过 / more than 高于 / less than 低于
--   document      VARCHAR        出处文件,见 ref.document
--   clause        VARCHAR        出处条款
--   confidence    VARCHAR        document 文件所载 / local 本地取值待确认 / example 示例数值
--   note          VARCHAR        说明
WITH nearest AS (
  SELECT *
  FROM ref.policy_value
  WHERE
    list_contains($jurisdictions::VARCHAR[], jurisdiction)
    AND valid_from <= last_day($as_of::DATE)
    AND (valid_to IS NULL OR valid_to >= last_day($as_of::DATE))
  QUALIFY row_number() OVER (PARTITION BY parameter ORDER BY list_position($jurisdictions::VARCHAR[], jurisdiction)) = 1
)

SELECT
  $month::DATE AS month,
  parameter,
  jurisdiction,
  valid_from,
  valid_to,
  value,
  unit,
  comparator,
  document,
  clause,
  confidence,
  note
FROM nearest
WHERE value IS NOT NULL
