-- table:   stg.fund
-- title:   财政局·困难群众救助资金安排,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month          DATE           月份,每月1日
--   submission_id  VARCHAR        来源报送编号
--   row_number     INTEGER        来源表行号
--   year           INTEGER        年度
--   source         VARCHAR        资金来源
--   programme      VARCHAR        项目
--   budget_yuan    DECIMAL(12,2)  安排金额,元
--   spent_yuan     DECIMAL(12,2)  已支出,元
--   added_yuan     DECIMAL(12,2)  其中追加资金,元
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  to_whole(cell(r.cells, '年度')) AS year,
  to_code(cell(r.cells, '资金来源'), ['中央', '自治区', '市级', '县本级']) AS source,
  compact_text(cell(r.cells, '资金项目')) AS programme,
  to_amount(cell(r.cells, '安排金额')) AS budget_yuan,
  to_amount(cell(r.cells, '已支出金额')) AS spent_yuan,
  to_amount(cell(r.cells, '追加资金')) AS added_yuan
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'fund' AND r.verdict = 'accepted'
