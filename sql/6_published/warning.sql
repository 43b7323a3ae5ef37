-- table:   pub.warning
-- title:   本月预警(去标识);涉及健康或残疾的只给问题类别,规则写「不公开」
-- grain:   month, warning_key
-- reads:   mart.warning, rule.definition
-- params:  month, pseudonym_key
-- columns:
--   month           DATE     月份,每月1日
--   warning_key     VARCHAR  预警条目的化名
--   household_key   VARCHAR  户的化名
--   case_key        VARCHAR  个案的化名;已核实未再立案的为空
--   township_code   VARCHAR  乡镇代码
--   rule_id         VARCHAR  规则;涉及健康或残疾的写「不公开」
--   family          VARCHAR  问题类别
--   urgency         VARCHAR  缓急
--   is_listed       BOOLEAN  是否列入本月清单
--   months_waiting  INTEGER  已经几个月没有排上
SELECT
  w.month,
  pseudonym($pseudonym_key, w.warning_id) AS warning_key,
  pseudonym($pseudonym_key, w.household_id) AS household_key,
  pseudonym($pseudonym_key, w.case_id) AS case_key,
  w.township_code,
  CASE WHEN d.is_private THEN '不公开' ELSE w.rule_id END AS rule_id,
  w.family,
  w.urgency,
  w.is_listed,
  w.months_waiting
FROM mart.warning AS w
INNER JOIN rule.definition AS d ON w.month = d.month AND w.rule_id = d.rule_id
WHERE w.month = $month::DATE
