"""What is asked of the warehouse after two years: each question finds what should not be there, so the right answer is nothing."""

CLOSED = "('已销号', '已并案')"
CLOSING = "event = '销号' AND move IN ('准予销号', '观察期满')"

UNBALANCED = """
WITH flow AS (
  SELECT month{cut}, count(*) FILTER (WHERE event IN ('立案', '复开')) - count(*) FILTER (WHERE state_after IN ('已销号', '已并案')) AS net
  FROM mart.case_event WHERE {whose} GROUP BY ALL
), stock AS (
  SELECT month{cut}, count(*) FILTER (WHERE state NOT IN ('已销号', '已并案')) AS open FROM mart.case_state WHERE {whose} GROUP BY ALL
)
SELECT s.*, (SELECT sum(f.net) FROM flow AS f WHERE f.month <= s.month AND {same}) AS kept FROM stock AS s WHERE open IS DISTINCT FROM kept
"""
LOST_CASES = """
SELECT m.month, o.case_id FROM (SELECT DISTINCT month FROM mart.case_state) AS m
INNER JOIN (SELECT case_id, min(month) AS month FROM mart.case_event GROUP BY case_id) AS o ON o.month <= m.month
ANTI JOIN mart.case_state AS s ON s.month = m.month AND s.case_id = o.case_id
"""
LOST_FINDINGS = """
SELECT h.month, h.household_id, h.rule_id, f.is_quiet, s.state FROM (
  SELECT DISTINCT month, household_id, rule_id FROM rule.hit WHERE is_triggered AND household_id IS NOT NULL
) AS h
LEFT JOIN mart.finding AS f ON h.month = f.month AND h.household_id = f.household_id AND h.rule_id = f.rule_id
LEFT JOIN mart.case_state AS s ON h.month = s.month AND f.case_id = s.case_id
WHERE f.case_id IS NULL
  OR s.case_id IS NULL
  OR f.is_quiet AND (f.quiet_reason IS NULL OR f.quiet_until IS NULL OR s.state <> '已销号')
  OR NOT f.is_quiet AND s.state IN ('已销号', '已并案')
"""
FORGOTTEN = """
SELECT n.month, n.household_id, n.rule_id, b.case_id AS verified_by, n.case_id FROM mart.finding AS b
INNER JOIN mart.finding AS n ON n.month = b.month + INTERVAL 1 MONTH AND n.household_id = b.household_id AND n.rule_id = b.rule_id
WHERE b.is_quiet AND NOT n.is_quiet
  AND n.fingerprint = b.fingerprint AND n.measured IS NOT DISTINCT FROM b.measured AND b.quiet_until >= n.month + INTERVAL 1 MONTH
"""
TWO_OPEN = f"SELECT month, household_id, family FROM mart.case_state WHERE state NOT IN {CLOSED} GROUP BY ALL HAVING count(*) > 1"
LEFT_BEHIND = f"""
WITH last_home AS (
  SELECT s.month, s.case_id, s.household_id, max(p.month) AS last_month
  FROM mart.case_state AS s
  INNER JOIN core.person_month AS p ON s.household_id = p.household_id AND p.month < s.month AND p.is_in_household
  ANTI JOIN core.household_month AS h ON s.month = h.month AND s.household_id = h.household_id
  WHERE s.state NOT IN {CLOSED}
  GROUP BY ALL
)
SELECT DISTINCT l.month, l.case_id, l.household_id, n.household_id FROM last_home AS l
INNER JOIN core.person_month AS p ON l.household_id = p.household_id AND l.last_month = p.month AND p.is_in_household
INNER JOIN core.person_month AS n ON n.month = l.month AND n.person_id = p.person_id AND n.is_in_household
"""
WAITS_TOO_LONG = """
SELECT v.month, v.case_id, v.months_waiting FROM mart.visit_plan AS v
INNER JOIN ref.policy_in_force AS p ON p.month = v.month AND p.parameter = 'visit_wait_months'
WHERE v.needs_visit AND NOT v.is_listed AND NOT v.is_random AND v.months_waiting >= p.value
"""
PRESSING_NOT_LISTED = """
SELECT v.month, v.case_id FROM mart.visit_plan AS v
LEFT JOIN mart.random_draw AS d ON v.month = d.month AND v.household_id = d.household_id
WHERE v.needs_visit AND NOT v.is_listed AND (v.urgency = '紧急' OR v.is_random AND d.household_id IS NOT NULL)
"""
# drawn in an earlier month, the household has nothing else open, and yet it is listed where one with a warning is left out
DRAWN_EARLIER_BEFORE_WARNED = """
SELECT v.month, v.case_id, w.case_id FROM mart.visit_plan AS v
INNER JOIN mart.visit_plan AS w ON v.month = w.month AND v.township_code = w.township_code
WHERE v.is_random AND v.is_listed AND NOT v.is_forced AND w.needs_visit AND NOT w.is_listed AND NOT w.is_random
  AND v.household_id NOT IN (SELECT household_id FROM mart.visit_plan AS o WHERE o.month = v.month AND o.needs_visit AND NOT o.is_random)
"""
NOT_PLANNED = f"SELECT month, case_id FROM mart.case_state WHERE state NOT IN {CLOSED} EXCEPT SELECT month, case_id FROM mart.visit_plan"
SENT_WITHOUT_LIST = """
SELECT e.month, e.case_id FROM mart.case_event AS e
LEFT JOIN mart.visit_plan AS v ON v.month = e.month - INTERVAL 1 MONTH AND v.case_id = e.case_id AND v.is_listed
WHERE e.event = '派单' AND v.case_id IS NULL
"""
CLOSED_UNASKED = f"""
SELECT e.month, e.case_id FROM mart.case_event AS e WHERE {CLOSING} AND NOT EXISTS (
  SELECT 1 FROM raw.feedback AS f INNER JOIN raw.submission AS s USING (submission_id)
  WHERE upper(f."预警编号") = e.case_id AND f."申请销号" = '是' AND f.verdict = 'accepted' AND CAST(s.received_at AS DATE) <= e.known_on
)
"""
CLOSED_OTHERWISE = f"SELECT event, move FROM mart.case_event WHERE state_after = '已销号' AND NOT ({CLOSING}) AND event <> '分歧消失'"
TRUE_CLOSED = f"""
SELECT e.* FROM mart.case_event AS e INNER JOIN mart.case_state AS s ON s.month = e.month AND s.case_id = e.case_id
WHERE {CLOSING} AND coalesce(s.closing_reason, '') NOT IN ('不属实', '已有政策覆盖')
"""
CLOSED_WITHOUT_MEASURE = f"""
SELECT c.month, c.case_id FROM ({TRUE_CLOSED}) AS c
ANTI JOIN mart.case_event AS m ON c.case_id = m.case_id AND m.event = '帮扶落实' AND m.seq < c.seq
"""
CLOSED_WITH_FINDING = f"""
SELECT c.month, c.case_id, h.rule_id FROM ({TRUE_CLOSED}) AS c
INNER JOIN rule.hit AS h ON c.month = h.month AND c.household_id = h.household_id AND h.is_triggered
INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id AND c.family = d.family
"""
# somebody can work, the main worker earns, walls, water and income are in order
CLOSED_BUT_MAY_NOT_BE = f"""
SELECT c.month, c.case_id, c.move FROM ({TRUE_CLOSED}) AS c
LEFT JOIN core.household_month AS h ON c.month = h.month AND c.household_id = h.household_id
LEFT JOIN core.person_month AS p ON c.month = p.month AND c.household_id = p.household_id AND p.is_in_household
WHERE c.family IN ('漏保漏救', '因困致贫', '查损补失')
GROUP BY ALL
HAVING NOT coalesce(bool_or(p.labour_capacity IN ('有', '部分丧失')), FALSE)
  OR bool_or(p.is_main_labour AND p.months_without_income > 0)
  OR bool_or(h.housing_grade IN ('C', 'D') OR NOT h.has_safe_water)
  OR bool_or(h.income_per_capita_yuan_year IS NULL AND NOT h.is_in_dibao AND NOT h.is_in_tekun)
"""
VISIT_TWICE = "SELECT case_id, move, happened_on FROM mart.case_event WHERE event = '核查结果' GROUP BY ALL HAVING count(*) > 1"
HELP_TWICE = "SELECT case_id, happened_on, detail FROM mart.case_event WHERE event = '帮扶落实' GROUP BY ALL HAVING count(*) > 1"
OTHERWISE_REPLAYED = """
WITH replayed AS (
  SELECT m.month, e.case_id, arg_max(e.state_after, e.seq) FILTER (WHERE e.state_after IS NOT NULL) AS state
  FROM (SELECT DISTINCT month FROM mart.case_state) AS m INNER JOIN mart.case_event AS e ON e.month <= m.month GROUP BY ALL
)
SELECT r.* FROM replayed AS r LEFT JOIN mart.case_state AS s USING (month, case_id) WHERE r.state IS DISTINCT FROM s.state
"""
