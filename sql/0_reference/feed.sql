-- table:   ref.feed
-- title:   部门和本局各台账: 谁给、给什么、收到后几个月内可用
-- grain:   feed
-- reads:   -
-- params:  feed_file
-- columns:
--   feed           VARCHAR  数据来源
--   title          VARCHAR  中文名称
--   department     VARCHAR  提供部门
--   subject        VARCHAR  一行说的是谁: person 人 / household 户 / township 乡镇 / institution 机构 / fund 资金 / petition 信访 / disagreement 分歧 / submission 报送 / case 个案 / list 清单
--   usable_months  INTEGER  收到后几个月内可用来比对: 1 只用于当月
--   confidence     VARCHAR  local 本地取值待确认
--   note           VARCHAR  说明
SELECT
  feed,
  title,
  department,
  subject,
  CAST(usable_months AS INTEGER) AS usable_months,
  confidence,
  note
FROM read_csv($feed_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
