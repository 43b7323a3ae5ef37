-- table:   stg.taken
-- title:   每月每个乡镇收下而没有撤回的各次报送: 本月的;本月未报的取此前最近一个月的。第 1 位为准,其余是被后来一次代替的
-- grain:   month, submission_id
-- reads:   raw.submission, stg.submission_decision
-- params:  month, known_on
-- note:    别的系统的名单栏目少,同月有报送表的,不论先后以报送表为准
-- columns:
--   month               DATE     月份,每月1日
--   township_code       VARCHAR  乡镇代码
--   township_name       VARCHAR  乡镇名称
--   submission_id       VARCHAR  报送编号
--   place               INTEGER  第几位: 1 为准,越大越早
--   roster_month        DATE     名册所属月份
--   is_carried_forward  BOOLEAN  是以前月份的名册
--   known_on            DATE     名册到达日期
WITH newest AS (
  SELECT
    township_code,
    township_name,
    submission_id,
    month,
    form_version,
    version,
    received_at
  FROM raw.submission
  WHERE
    kind = 'form'
    AND status <> '退回'
    AND month <= $month::DATE
    AND ($known_on::DATE IS NULL OR CAST(received_at AS DATE) <= $known_on::DATE)
    AND submission_id NOT IN (
      SELECT about_submission_id FROM stg.submission_decision WHERE month = $month::DATE AND decision = '撤回' AND about_submission_id IS NOT NULL
    )
  QUALIFY month = max(month) OVER (PARTITION BY township_code)
)

SELECT
  $month::DATE AS month,
  township_code,
  township_name,
  submission_id,
  CAST(
    row_number() OVER (PARTITION BY township_code ORDER BY coalesce(form_version = '名单', FALSE) ASC, version DESC, submission_id ASC) AS INTEGER
  ) AS place,
  month AS roster_month,
  month < $month::DATE AS is_carried_forward,
  CAST(received_at AS DATE) AS known_on
FROM newest
