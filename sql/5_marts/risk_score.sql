-- table:   mart.risk_score
-- title:   每月每户的风险评分与原因,只用于安排走访先后
-- grain:   month, household_id
-- reads:   -
-- params:  month, household_ids, scores, probabilities, reason_texts, method, model_id
-- note:    单向: 评分只能增加走访或提前,任何停发、拒绝、销号都不得依据它。各行由 lowincome/risk/score.py 算出
-- columns:
--   month         DATE       月份,每月1日
--   household_id  VARCHAR    户编号
--   score         INTEGER    评分 0–100: 模型为高于本月百分之几的户;评分卡为加分之和,最多100
--   probability   DOUBLE     模型估计的观察期内新陷入困难的概率;评分卡为空
--   reasons       VARCHAR[]  最多三条原因,中文
--   method        VARCHAR    模型/专家评分卡
--   model_id      VARCHAR    模型编号;评分卡为空
SELECT
  $month::DATE AS month,
  unnest($household_ids::VARCHAR[]) AS household_id,
  unnest($scores::INTEGER[]) AS score,
  unnest($probabilities::DOUBLE[]) AS probability,
  unnest(list_transform($reason_texts::VARCHAR[], lambda t : CASE WHEN t = '' THEN [] ELSE string_split(t, chr(10)) END)) AS reasons,
  $method::VARCHAR AS method,
  $model_id::VARCHAR AS model_id
