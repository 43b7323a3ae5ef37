-- table:   stg.feedback
-- title:   报送表「核查反馈」: 乡镇对预警的核查结果,只取本月报送,不沿用
-- grain:   month, township_code, row_number
-- reads:   raw.feedback, stg.standing
-- params:  month
-- columns:
--   month          DATE           月份,每月1日
--   township_code  VARCHAR        乡镇代码
--   submission_id  VARCHAR        报送编号
--   row_number     INTEGER        原表行号
--   case_id        VARCHAR        预警编号
--   visited_on     DATE           核查日期
--   visitor        VARCHAR        核查人
--   result         VARCHAR        核查结果
--   measure        VARCHAR        采取措施
--   delivered_on   DATE           落实日期
--   amount_yuan    DECIMAL(12,2)  金额,元
--   asks_to_close  BOOLEAN        申请销号
--   remark         VARCHAR        说明
--   known_on       DATE           报送到达日期
SELECT
  s.month,
  s.township_code,
  s.submission_id,
  f.row_number,
  compact_text(f."预警编号") AS case_id,
  to_day(f."核查日期") AS visited_on,
  compact_text(f."核查人") AS visitor,
  to_code(f."核查结果", ['属实', '不属实', '已有政策覆盖', '外出未见', '需部门复核']) AS result,
  clean_text(f."采取措施") AS measure,
  to_day(f."落实日期") AS delivered_on,
  to_amount(f."金额") AS amount_yuan,
  to_yes(f."申请销号") AS asks_to_close,
  clean_text(f."说明") AS remark,
  s.known_on
FROM raw.feedback AS f
INNER JOIN stg.standing AS s ON f.submission_id = s.submission_id
WHERE f.verdict = 'accepted' AND s.month = $month::DATE AND NOT s.is_carried_forward
