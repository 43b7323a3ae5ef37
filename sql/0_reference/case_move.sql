-- table:   ref.case_move
-- title:   个案能怎样办: 在什么状态下、办什么、办了成什么状态。表上没有的不能办
-- grain:   from_state, move
-- reads:   -
-- params:  case_move_file
-- columns:
--   from_state  VARCHAR  办之前的状态;新立的案为「无」
--   move        VARCHAR  办什么: 立案/复开/派单/新增预警/入册/五种核查结果/帮扶落实/准予销号/准予观察/观察期满/观察中止/不予销号/不得销号/暂缓/恢复/户变更/并案/分歧消失
--   to_state    VARCHAR  办之后的状态
--   needs       VARCHAR  还要什么才能办: 说明 乡镇要写清为什么;不要的为空
--   document    VARCHAR  依据的文件;本县自定的为空
--   clause      VARCHAR  条款
--   note        VARCHAR  说明
SELECT
  coalesce(from_state, '无') AS from_state,
  move,
  to_state,
  needs,
  document,
  clause,
  note
FROM read_csv($case_move_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE)
