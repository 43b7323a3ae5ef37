-- table:   ref.closing_demand
-- title:   销号要什么凭据: 每类问题、每种核查结果一项一行。表上没有的核查结果不能销号
-- grain:   family, result, demand
-- reads:   -
-- params:  closing_demand_file
-- columns:
--   family      VARCHAR  问题类别
--   result      VARCHAR  核查结果
--   demand      VARCHAR  要什么: measure_delivered 措施已落实 / finding_gone 本月数据不再显示 / income_enough 收入够 / income_known 收入知道 / has_labour 有劳动力 / income_steady 收入稳定 / rigid_controlled 刚性支出可控 / guarantees_met 三保障没有问题 / publicity 公示
--   bars        VARCHAR  没有做到时: 不予 这次不销 / 不得 不得销号,继续跟踪 / 公示 公示满了再销
--   words       VARCHAR  没有做到时怎样答复乡镇
--   document    VARCHAR  依据的文件;没有文件规定的为空
--   clause      VARCHAR  条款
--   confidence  VARCHAR  document 文件规定 / local 本地暂定 / example 外地做法
--   note        VARCHAR  说明
SELECT
  family,
  result,
  demand,
  bars,
  words,
  document,
  clause,
  confidence,
  note
FROM read_csv($closing_demand_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
