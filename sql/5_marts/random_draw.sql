-- table:   mart.random_draw
-- title:   本月例行走访抽到的户: 没有在办的个案、本月也没有触发规则的户里,不按评分抽出一份,用来衡量规则和评分漏了多少
-- grain:   month, household_id
-- reads:   core.household_month, rule.hit, mart.case_before, mart.visit_capacity, ref.policy_in_force
-- params:  month
-- numbers: 4294967296 十六进制8位数的个数,把散列值化成 0 到 1
-- note:    次序由月份和户编号的散列值定: 同样的数据抽到同样的户,一户在各月的次序互不相干,与评分、村和姓名无关。
--            份额按乡镇本月够走的户数算;份额大于 0 的,只要有户可抽,至少抽一户。抽到是例行走访,不是发现了问题。
--            以前抽到而没有走成的,不减本月抽的户数: 减了,不走访的乡镇就越抽越少,漏保率也就看不见那里没有回音
-- columns:
--   month          DATE     月份,每月1日
--   township_code  VARCHAR  乡镇代码
--   household_id   VARCHAR  户编号
--   draw           DOUBLE   次序,0 到 1,小的先抽
WITH norm AS (
  SELECT max(value) AS share
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'random_visit_share'
),

known AS (
  SELECT household_id
  FROM mart.case_before
  WHERE month = $month::DATE AND is_open_case(state)
  UNION
  SELECT household_id
  FROM rule.hit
  WHERE month = $month::DATE AND is_triggered AND household_id IS NOT NULL
),

pool AS (
  SELECT
    c.township_code,
    c.household_id,
    CAST('0x' || substr(sha256(strftime(c.month, '%Y-%m') || '|' || c.household_id), 1, 8) AS UBIGINT) / 4294967296 AS draw
  FROM core.household_month AS c
  ANTI JOIN known AS k ON c.household_id = k.household_id
  WHERE c.month = $month::DATE AND c.persons IS DISTINCT FROM 0
)

SELECT
  $month::DATE AS month,
  p.township_code,
  p.household_id,
  p.draw
FROM pool AS p
CROSS JOIN norm AS n
LEFT JOIN mart.visit_capacity AS k ON k.month = $month::DATE AND p.township_code = k.township_code
WHERE n.share > 0
QUALIFY
  row_number() OVER (PARTITION BY p.township_code ORDER BY p.draw, p.household_id)
  <= greatest(1, round(n.share * coalesce(k.households, 0)))
