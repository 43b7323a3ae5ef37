-- table:   pub.rule_summary
-- title:   每条规则全县触发、未触发、不能判断的户数;小于起报数的隐去
-- grain:   month, rule_id
-- reads:   mart.rule_summary, ref.policy_in_force
-- params:  month
-- note:    只给全县数,不给乡镇数,免得相减得出被隐去的数
-- columns:
--   month            DATE     月份,每月1日
--   rule_id          VARCHAR  规则
--   title            VARCHAR  规则名称
--   family           VARCHAR  问题类别
--   state            VARCHAR  施行/未施行/已停止
--   triggered        INTEGER  触发户数;隐去或未施行为空
--   triggered_state  VARCHAR  known 已知 / suppressed 隐去 / not_in_force 未施行
--   unknown          INTEGER  缺资料不能判断的户数;未施行为空
WITH county AS (
  SELECT
    month,
    rule_id,
    title,
    family,
    state,
    sum(triggered) AS triggered,
    sum(unknown) AS unknown
  FROM mart.rule_summary
  WHERE month = $month::DATE
  GROUP BY month, rule_id, title, family, state
),

limits AS (
  SELECT max(value) AS minimum
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'small_cell_minimum'
)

SELECT
  c.month,
  c.rule_id,
  c.title,
  c.family,
  c.state,
  CASE WHEN c.triggered = 0 OR c.triggered >= l.minimum THEN CAST(c.triggered AS INTEGER) END AS triggered,
  CASE
    WHEN c.state <> '施行' THEN 'not_in_force'
    WHEN c.triggered = 0 OR c.triggered >= l.minimum THEN 'known'
    ELSE 'suppressed'
  END AS triggered_state,
  CAST(c.unknown AS INTEGER) AS unknown
FROM county AS c
CROSS JOIN limits AS l
