-- table:   stg.feedback
-- title:   核查反馈: 本月报送表上的,只取本月报送,不沿用;和上次截止以后、本次截止以前到的返回清单上的
-- grain:   month, submission_id, row_number
-- reads:   raw.feedback, raw.submission, stg.standing, stg.submission_decision
-- params:  month, known_on, closes_on
-- note:    同一件事报几次只算先到的一次: is_repeat。换了内容再报的不是重复;改回以前报过的内容,要在说明里写一句才算
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
--   said           VARCHAR        这一行说了什么,不论谁去核查的;一样的两行是同一件事;还没有走访为空
--   is_repeat      BOOLEAN        本月先到的某一行已经说过;还没有走访为空
WITH sending AS (
  SELECT submission_id
  FROM stg.standing
  WHERE month = $month::DATE AND NOT is_carried_forward
  UNION ALL
  SELECT submission_id
  FROM raw.submission
  WHERE
    kind = 'returned_list'
    AND CAST(received_at AS DATE) >= $closes_on::DATE - INTERVAL 1 MONTH
    AND CAST(received_at AS DATE) < $closes_on::DATE
    AND ($known_on::DATE IS NULL OR CAST(received_at AS DATE) <= $known_on::DATE)
    AND submission_id NOT IN (
      SELECT about_submission_id FROM stg.submission_decision WHERE month = $month::DATE AND decision = '撤回' AND about_submission_id IS NOT NULL
    )
),

typed AS (
  SELECT
    f.township_code,
    f.submission_id,
    f.row_number,
    upper(compact_text(f."预警编号")) AS case_id,
    to_day(f."核查日期") AS visited_on,
    compact_text(f."核查人") AS visitor,
    to_code(f."核查结果", ['属实', '不属实', '已有政策覆盖', '外出未见', '需部门复核']) AS result,
    clean_text(f."采取措施") AS measure,
    to_day(f."落实日期") AS delivered_on,
    to_amount(f."金额") AS amount_yuan,
    to_yes(f."申请销号") AS asks_to_close,
    clean_text(f."说明") AS remark,
    s.received_at,
    nullif(concat_ws(
      '|', '核查' || visited_on, '结果' || result, '措施' || measure, '落实' || delivered_on, '金额' || amount_yuan,
      CASE WHEN asks_to_close THEN '申请销号' END, '说明' || remark
    ), '') AS said
  FROM raw.feedback AS f
  INNER JOIN sending AS n ON f.submission_id = n.submission_id
  INNER JOIN raw.submission AS s ON f.submission_id = s.submission_id
  WHERE f.verdict = 'accepted'
)

SELECT
  $month::DATE AS month,
  township_code,
  submission_id,
  row_number,
  case_id,
  visited_on,
  visitor,
  result,
  measure,
  delivered_on,
  amount_yuan,
  asks_to_close,
  remark,
  CAST(received_at AS DATE) AS known_on,
  said,
  CASE
    WHEN said IS NOT NULL
      THEN row_number() OVER (PARTITION BY township_code, case_id, said ORDER BY received_at, submission_id, row_number) > 1
  END AS is_repeat
FROM typed
