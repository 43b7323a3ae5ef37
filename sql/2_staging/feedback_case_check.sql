-- table:   stg.feedback_case_check
-- title:   收件检查「核查反馈」时对照的个案: 收到以前最近一次运行写在 raw 里的,本县立过的每一案
-- grain:   case_id
-- reads:   -
-- params:  case_files, complete_through
-- note:    收件不开数据库,只对照这一份;没有这一份就不检查
-- columns:
--   case_id           VARCHAR    预警编号
--   townships         VARCHAR[]  发过这一案的乡镇,代码
--   opened_on         DATE       从哪天起可以核查: 立案日期;急难快报为事发那天
--   closed_on         DATE       销号日期;没有销号为空
--   complete_through  DATE       编号到哪个月为止都应该在这里,每月1日;以后的编号没有也不算错
SELECT
  case_id,
  townships,
  opened_on,
  closed_on,
  $complete_through::DATE AS complete_through
FROM read_parquet($case_files)
