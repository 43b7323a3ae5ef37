-- table:   pub.risk_score
-- title:   每户风险评分(去标识),只用于安排先后;不给原因,原因可能涉及健康
-- grain:   month, household_key
-- reads:   mart.risk_score
-- params:  month, pseudonym_key
-- columns:
--   month          DATE     月份,每月1日
--   household_key  VARCHAR  户的化名
--   score          INTEGER  评分 0–100
--   method         VARCHAR  模型/专家评分卡
--   model_id       VARCHAR  模型编号;评分卡为空
SELECT
  month,
  pseudonym($pseudonym_key, household_id) AS household_key,
  score,
  method,
  model_id
FROM mart.risk_score
WHERE month = $month::DATE
