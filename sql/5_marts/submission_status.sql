-- table:   mart.submission_status
-- title:   每月每个乡镇的报送情况: 未报/已报/有问题/部分接收/逾期
-- grain:   month, township_code
-- reads:   ref.division, raw.submission, stg.submission_decision, stg.standing
-- params:  month, region, known_on, closes_on
-- note:    看的是 known_on 当天24时为止的情况;不写 known_on 就是看截止以后、全部收到的。
--            未报: 还没到截止,一份也没有。已报: 最近一份全部收下。部分接收: 最近一份收下一部分,还有行没收下。
--            有问题: 最近一份退回了(以前收下过的仍作数)。逾期: 截止日24时前没有一份收下的,不论后来补报没有;补报了看 file_status。
--            截止前收下过、截止后又补正的不算逾期。撤回的等于没有报
-- columns:
--   month               DATE         月份,每月1日
--   township_code       VARCHAR      乡镇代码
--   township_name       VARCHAR      乡镇名称
--   status              VARCHAR      未报/已报/有问题/部分接收/逾期
--   submission_id       VARCHAR      最近一次报送编号;一份也没有为空
--   version             INTEGER      最近一次是第几次报送
--   file_status         VARCHAR      最近一次的处理结果: 接收/接收有提示/部分接收/退回;一份也没有为空
--   received_at         TIMESTAMPTZ  最近一次收到时间
--   is_on_time          BOOLEAN      最近一次是否按时;一份也没有为空
--   is_taken_on_time    BOOLEAN      截止日24时前有收下的
--   is_taken            BOOLEAN      有收下的,不论迟早
--   rows_in             INTEGER      最近一次收到行数
--   rows_accepted       INTEGER      最近一次接收行数
--   rows_quarantined    INTEGER      最近一次暂存待核行数
--   rows_rejected       INTEGER      最近一次未收行数
--   is_carried_forward  BOOLEAN      沿用以前月份名册;从未报过为空
--   roster_month        DATE         为准的名册所属月份
WITH sent AS (
  SELECT *
  FROM raw.submission
  WHERE
    kind = 'form'
    AND month = $month::DATE
    AND ($known_on::DATE IS NULL OR CAST(received_at AS DATE) <= $known_on::DATE)
    AND submission_id NOT IN (
      SELECT about_submission_id FROM stg.submission_decision WHERE month = $month::DATE AND decision = '撤回' AND about_submission_id IS NOT NULL
    )
),

taken AS (
  SELECT
    township_code,
    bool_or(is_on_time) AS is_on_time
  FROM sent
  WHERE status <> '退回'
  GROUP BY township_code
),

newest AS (
  SELECT *
  FROM sent
  QUALIFY row_number() OVER (PARTITION BY township_code ORDER BY version DESC) = 1
)

SELECT
  $month::DATE AS month,
  d.code AS township_code,
  d.name AS township_name,
  CASE
    WHEN ($known_on::DATE IS NULL OR $known_on::DATE >= $closes_on::DATE) AND NOT coalesce(t.is_on_time, FALSE) THEN '逾期'
    WHEN n.submission_id IS NULL THEN '未报'
    WHEN n.status = '退回' THEN '有问题'
    WHEN n.status = '部分接收' THEN '部分接收'
    ELSE '已报'
  END AS status,
  n.submission_id,
  n.version,
  n.status AS file_status,
  n.received_at,
  n.is_on_time,
  coalesce(t.is_on_time, FALSE) AS is_taken_on_time,
  t.township_code IS NOT NULL AS is_taken,
  n.rows_in,
  n.rows_accepted,
  n.rows_quarantined,
  n.rows_rejected,
  k.is_carried_forward,
  k.roster_month
FROM ref.division AS d
LEFT JOIN newest AS n ON d.code = n.township_code
LEFT JOIN taken AS t ON d.code = t.township_code
LEFT JOIN stg.standing AS k ON d.code = k.township_code AND k.month = $month::DATE
WHERE d.parent_code = $region
