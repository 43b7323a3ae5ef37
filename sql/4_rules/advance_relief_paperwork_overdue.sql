-- rule:      advance_relief_paperwork_overdue
-- title:     先行救助的手续超过期限没有补齐
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  救助后已过工作日
-- basis:     卫民发〔2019〕21号·二(二)6
-- policy:    must_complete_paperwork, advance_paperwork_days
-- feeds:     temporary_relief
-- reads:     core.relief, core.household_month, stg.feed_standing, ref.policy_in_force, ref.calendar_day
-- params:    month
-- ask:       还缺哪些材料?是家里办不了,还是经办没有补录?现在还有没有急难?
-- may_apply: 先行救助事后补齐手续(卫民发〔2019〕21号·二(二)6)
-- office:    社会救助科
-- private:   -
-- note:      只有中卫的文件写了事后补齐手续,限脱贫再返贫的建档立卡户;多久文件没有写,由本县确认,和先行救助补办手续的期限同数。以前各月的先行救助也看,到本月月末还没补齐的才列。
--            建档立卡、救助日期、是否先行救助不知的不能判断;本月没有收到临时救助台账、不知补没补的不能判断;其间有的年份节假日安排没有公布、数不出工作日的不能判断。手续缺了不影响救助
WITH advance AS (
  SELECT
    r.household_id,
    r.person_id,
    r.kind,
    r.granted_on,
    bool_or(r.is_advance) AS is_advance,
    max(r.amount_yuan) AS amount_yuan,
    max(r.paperwork_on) FILTER (WHERE r.paperwork_on <= last_day($month::DATE)) AS paperwork_on
  FROM core.relief AS r
  WHERE r.month <= $month::DATE AND r.household_id IS NOT NULL
  GROUP BY r.household_id, r.person_id, r.kind, r.granted_on
),

counted AS (
  SELECT
    a.*,
    h.month,
    h.registered_poor,
    CASE WHEN g.is_published AND t.is_published THEN t.workdays - g.workdays END AS days
  FROM advance AS a
  INNER JOIN core.household_month AS h ON h.month = $month::DATE AND a.household_id = h.household_id
  LEFT JOIN ref.calendar_day AS g ON a.granted_on = g.day
  LEFT JOIN ref.calendar_day AS t ON coalesce(a.paperwork_on, last_day(h.month)) = t.day
),

judged AS (
  SELECT
    a.*,
    f.is_compared,
    term.value AS most,
    term.unit,
    term.parameter,
    duty.document,
    duty.clause,
    CASE
      WHEN a.paperwork_on IS NOT NULL THEN FALSE
      ELSE
        NOT fulfils(a.days, term.comparator, term.value)
        AND a.is_advance
        AND CASE WHEN f.is_compared THEN TRUE END
        AND CASE WHEN a.registered_poor IS NOT NULL THEN TRUE END
    END AS is_overdue
  FROM counted AS a
  INNER JOIN ref.policy_in_force AS duty ON a.month = duty.month AND duty.parameter = 'must_complete_paperwork'
  INNER JOIN ref.policy_in_force AS term ON a.month = term.month AND term.parameter = 'advance_paperwork_days'
  LEFT JOIN stg.feed_standing AS f ON a.month = f.month AND f.feed = 'temporary_relief'
  WHERE
    coalesce(a.is_advance, TRUE)
    AND coalesce(a.registered_poor = '脱贫再返贫', TRUE)
    AND coalesce(a.granted_on >= duty.valid_from, TRUE)
    -- what was mended before this month is done with
    AND coalesce(a.paperwork_on >= a.month, TRUE)
)

SELECT
  j.household_id,
  j.person_id,
  j.is_overdue AS is_triggered,
  j.days AS measured,
  j.most AS threshold,
  j.unit,
  CAST(json_object(
    '救助日期', CAST(j.granted_on AS VARCHAR),
    '手续补齐日期', coalesce(CAST(j.paperwork_on AS VARCHAR), '未补齐'),
    '已过工作日', j.days,
    '救助类型', j.kind,
    '救助金额(元)', j.amount_yuan,
    '建档立卡', j.registered_poor,
    '临时救助台账', CASE WHEN j.is_compared THEN '已比对' ELSE '未比对' END
  ) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
QUALIFY
  row_number() OVER (
    PARTITION BY j.household_id, j.person_id
    ORDER BY coalesce(j.is_overdue, FALSE) DESC, j.is_overdue IS NULL DESC, j.granted_on ASC, j.kind ASC
  ) = 1
