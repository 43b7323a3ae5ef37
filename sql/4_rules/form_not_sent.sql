-- rule:      form_not_sent
-- title:     乡镇本月没有报送,沿用旧名册
-- family:    查弱补强
-- urgency:   一般
-- subject:   office
-- measured:  名册旧了几个月
-- basis:     泾民发〔2021〕33号·二(一)
-- policy:    must_update_library, submission_deadline_day
-- reads:     stg.standing, ref.division, ref.policy_in_force
-- params:    month, jurisdictions
-- ask:       是没有摸排完、表没有填完,还是发送没有成功?要不要派人帮着填?
-- may_apply: 每月按期报送摸排信息(泾民发〔2021〕33号·二(一))
-- office:    社会救助科
-- private:   -
-- note:      本月报了的不触发,不论迟早;从来没有报过的乡镇不知道名册旧了多久,不能判断
WITH sent AS (
  SELECT *
  FROM stg.standing
  WHERE month = $month::DATE
),

township AS (
  SELECT
    coalesce(s.township_code, d.code) AS office_id,
    s.is_carried_forward,
    s.roster_month,
    s.known_on,
    CASE WHEN s.is_carried_forward THEN date_diff('month', s.roster_month, s.month) WHEN NOT s.is_carried_forward THEN 0 END AS months
  FROM sent AS s
  -- a township that has never sent a form stands in no roster
  FULL JOIN (SELECT code FROM ref.division WHERE level = '乡' AND list_contains($jurisdictions::VARCHAR[], parent_code)) AS d ON s.township_code = d.code
)

SELECT
  t.office_id,
  t.is_carried_forward AS is_triggered,
  t.months AS measured,
  0 AS threshold,
  'months' AS unit,
  CAST(json_object(
    '名册所属月份', coalesce(strftime(t.roster_month, '%Y-%m'), '从来没有报过'),
    '名册到达日期', CAST(t.known_on AS VARCHAR),
    '每月截止日', deadline.value
  ) AS VARCHAR) AS evidence,
  deadline.parameter,
  duty.document,
  duty.clause
FROM township AS t
INNER JOIN ref.policy_in_force AS duty ON duty.month = $month::DATE AND duty.parameter = 'must_update_library'
INNER JOIN ref.policy_in_force AS deadline ON deadline.month = $month::DATE AND deadline.parameter = 'submission_deadline_day'
