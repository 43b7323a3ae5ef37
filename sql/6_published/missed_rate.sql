-- table:   pub.missed_rate
-- title:   漏保率: 随机走访抽到的户里,查出真有困难的占多少;按整半年
-- grain:   month, period_from
-- reads:   mart.missed_rate, ref.policy_in_force
-- params:  month
-- note:    只给过完了、回音期也满了的半年,不给各月和全部,免得相减得出被隐去的数。
--          一个数,或者它与前一个数之差,大于零而小于起报数的,这个数和它后面的都隐去(hidden_from)
-- numbers: 5 半年的最后一个月是第一个月之后的第5个月
-- columns:
--   month        DATE          月份,每月1日: 到这个月为止知道的
--   period_from  DATE          半年的第一个月
--   sent         INTEGER       抽到并下发的户数
--   visited      INTEGER       走访有了结论的;其余没有见到人或还没有回音,不知道
--   confirmed    INTEGER       走访的里,属实的,就是漏保
--   share        DECIMAL(5,4)  漏保率: 属实 / 走访;没有走访过或隐去为空
--   low          DECIMAL(5,4)  区间下限(Wilson)
--   high         DECIMAL(5,4)  区间上限
--   least        DECIMAL(5,4)  假如没有见到、没有回音的都没有困难
--   most         DECIMAL(5,4)  假如没有见到、没有回音的都有困难
--   hidden_from  VARCHAR       从哪个数起隐去: sent/visited/confirmed;都没有隐去为空
WITH limits AS (
  SELECT
    max(value) FILTER (WHERE parameter = 'small_cell_minimum') AS minimum,
    max(value) FILTER (WHERE parameter = 'yield_answer_months') AS answer_months
  FROM ref.policy_in_force
  WHERE month = $month::DATE
),

judged AS (
  SELECT
    m.*,
    m.drawn - m.not_sent AS sent,
    CASE
      WHEN is_small(m.drawn - m.not_sent, l.minimum) THEN 'sent'
      WHEN is_small(m.visited, l.minimum) OR is_small(m.drawn - m.not_sent - m.visited, l.minimum) THEN 'visited'
      WHEN is_small(m.confirmed, l.minimum) OR is_small(m.visited - m.confirmed, l.minimum) THEN 'confirmed'
    END AS hidden_from
  FROM mart.missed_rate AS m
  CROSS JOIN limits AS l
  WHERE
    m.month = $month::DATE
    AND m.period = '半年'
    AND date_diff('month', m.period_from, m.month) - 5 >= l.answer_months
)

SELECT
  month,
  period_from,
  CASE WHEN coalesce(hidden_from <> 'sent', TRUE) THEN sent END AS sent,
  CASE WHEN coalesce(hidden_from = 'confirmed', TRUE) THEN visited END AS visited,
  CASE WHEN hidden_from IS NULL THEN confirmed END AS confirmed,
  CASE WHEN hidden_from IS NULL THEN share END AS share,
  CASE WHEN hidden_from IS NULL THEN low END AS low,
  CASE WHEN hidden_from IS NULL THEN high END AS high,
  CASE WHEN hidden_from IS NULL THEN least END AS least,
  CASE WHEN hidden_from IS NULL THEN most END AS most,
  hidden_from
FROM judged
