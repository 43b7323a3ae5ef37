-- table:   core.household_home
-- title:   每月每户归哪个乡镇、取自哪次报送。为准的报送里没有的户不会悄悄消失: 暂存的、没有说明的沿用以前的,说明了的和超过期限的才离册
-- grain:   month, household_id
-- reads:   stg.household, stg.person, stg.change, stg.taken, stg.standing, stg.quarantined_household, ref.policy_in_force
-- earlier: core.household_home, core.household_month, core.person_month
-- params:  month
-- note:    说明了的: 增减名单列了退出,上次填了本月变化「退出」,成员都已死亡、迁出、婚出,或者成员都已在别户
-- columns:
--   month            DATE       月份,每月1日
--   household_id     VARCHAR    户编号
--   township_code    VARCHAR    本月归属的乡镇代码;同一户编号出现在几个乡镇时,取最近报送的一个
--   other_townships  VARCHAR[]  同时报了这一户的其他乡镇代码,通常为空表
--   submission_id    VARCHAR    户和人取自哪次报送;沿用上月的户和人为空
--   is_held_over     BOOLEAN    沿用上月的户和人
--   carried_because  VARCHAR    为什么沿用: 未报 本乡镇本月未报 / 暂存 本户自相矛盾 / 待说明 名册上没有了也没有说明;没有沿用的为空
--   absent_since     DATE       从哪个月起名册上没有,每月1日;只有待说明的有
--   months_absent    INTEGER    乡镇报了而没有这一户的月数,待说明的从 1 起
WITH listed AS (
  SELECT
    h.household_id,
    h.township_code,
    h.submission_id,
    h.change_stated,
    t.place,
    t.roster_month,
    t.is_carried_forward,
    (t.roster_month, t.known_on, h.township_code) AS newness
  FROM stg.household AS h
  INNER JOIN stg.taken AS t ON h.month = t.month AND h.submission_id = t.submission_id
  WHERE h.month = $month::DATE
),

reported AS (
  SELECT
    household_id,
    arg_max(township_code, newness) AS township_code,
    list_filter(list_sort(list(DISTINCT township_code)), lambda code : code <> arg_max(township_code, newness)) AS other_townships,
    arg_max(submission_id, newness) AS submission_id,
    arg_max(is_carried_forward, newness) AS is_carried_forward
  FROM listed
  WHERE place = 1
  GROUP BY household_id
),

-- what was last known of a household that no standing roster has: an earlier sending of the month, else the month before
sent_before AS (
  SELECT
    household_id,
    township_code,
    submission_id,
    change_stated
  FROM listed
  WHERE place > 1 AND household_id NOT IN (SELECT household_id FROM reported)
  QUALIFY row_number() OVER (PARTITION BY household_id ORDER BY newness DESC, place ASC, submission_id ASC) = 1
),

month_before AS (
  SELECT
    b.household_id,
    b.township_code,
    b.absent_since,
    b.months_absent,
    h.change_stated
  FROM core.household_home AS b
  LEFT JOIN core.household_month AS h ON b.month = h.month AND b.household_id = h.household_id
  WHERE b.month = $month::DATE - INTERVAL 1 MONTH AND b.household_id NOT IN (SELECT household_id FROM reported)
),

lacking AS (
  SELECT
    coalesce(s.household_id, b.household_id) AS household_id,
    coalesce(s.township_code, b.township_code) AS township_code,
    s.submission_id,
    CASE WHEN s.household_id IS NULL THEN b.change_stated ELSE s.change_stated END AS change_stated,
    b.absent_since,
    coalesce(b.months_absent, 0) AS months_absent
  FROM sent_before AS s
  FULL JOIN month_before AS b ON s.household_id = b.household_id
),

-- who was last known to live there; an N before the number: recognised by household and name only, never in another household
resident AS (
  SELECT
    l.household_id,
    person_number(p.household_id, p.name, p.relation, p.id_number, p.is_id_number_valid) AS person_id,
    is_living_there(p.status) AS is_in_household
  FROM lacking AS l
  INNER JOIN stg.person AS p ON l.household_id = p.household_id AND l.submission_id = p.submission_id AND p.month = $month::DATE
  UNION ALL
  SELECT
    l.household_id,
    p.person_id,
    p.is_in_household
  FROM lacking AS l
  INNER JOIN core.person_month AS p ON l.household_id = p.household_id AND p.month = $month::DATE - INTERVAL 1 MONTH
  WHERE l.submission_id IS NULL
),

elsewhere AS (
  SELECT DISTINCT person_number(p.household_id, p.name, p.relation, p.id_number, p.is_id_number_valid) AS person_id
  FROM stg.person AS p
  INNER JOIN reported AS r ON p.household_id = r.household_id AND p.submission_id = r.submission_id
  WHERE p.month = $month::DATE AND is_living_there(p.status) AND EXISTS (SELECT 1 FROM lacking)
),

emptied AS (
  SELECT r.household_id
  FROM resident AS r
  LEFT JOIN elsewhere AS e ON r.person_id = e.person_id
  GROUP BY r.household_id
  HAVING bool_and(NOT r.is_in_household OR e.person_id IS NOT NULL)
),

judged AS (
  SELECT
    l.*,
    q.household_id IS NOT NULL AS is_quarantined,
    l.months_absent + CASE WHEN NOT s.is_carried_forward THEN 1 ELSE 0 END AS months_absent_now
  FROM lacking AS l
  LEFT JOIN stg.quarantined_household AS q ON l.household_id = q.household_id AND q.month = $month::DATE
  LEFT JOIN stg.standing AS s ON l.township_code = s.township_code AND s.month = $month::DATE
)

SELECT
  $month::DATE AS month,
  household_id,
  township_code,
  other_townships,
  submission_id,
  FALSE AS is_held_over,
  CASE WHEN is_carried_forward THEN '未报' END AS carried_because,
  CAST(NULL AS DATE) AS absent_since,
  0 AS months_absent
FROM reported
UNION ALL
SELECT
  $month::DATE AS month,
  j.household_id,
  j.township_code,
  [] AS other_townships,
  j.submission_id,
  j.submission_id IS NULL AS is_held_over,
  CASE WHEN j.is_quarantined THEN '暂存' ELSE '待说明' END AS carried_because,
  CASE WHEN NOT j.is_quarantined THEN coalesce(j.absent_since, $month::DATE) END AS absent_since,
  CASE WHEN j.is_quarantined THEN 0 ELSE j.months_absent_now END AS months_absent
FROM judged AS j
LEFT JOIN ref.policy_in_force AS limit_ ON limit_.month = $month::DATE AND limit_.parameter = 'unexplained_absence_months'
WHERE
  j.is_quarantined
  OR (
    j.months_absent_now <= coalesce(limit_.value, j.months_absent_now)
    AND j.change_stated IS DISTINCT FROM '退出'
    AND j.household_id NOT IN (SELECT household_id FROM emptied)
    AND j.household_id NOT IN (SELECT household_id FROM stg.change WHERE month = $month::DATE AND change = '退出' AND household_id IS NOT NULL)
  )
