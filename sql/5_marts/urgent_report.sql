-- table:   mart.urgent_report
-- title:   急难快报的每一行: 是哪一户,归哪一案,限哪天上门。两次月报之间随到随办,本月运行时照此立案
-- grain:   month, submission_id, row_number
-- reads:   stg.urgent, core.household_month, core.person_month, ref.division, ref.document, ref.policy_in_force
-- earlier: mart.case_state, mart.urgent_report
-- params:  month, closes_on
-- numbers: 2 3 认户的先后: 编号、证件号码、姓名和村
-- note:    月份是截止日在收到以后的第一个月: 26日到的归下一个月。认户先看上月名册,所以收到当天和月末运行给出同一个预警编号;
--            上月名册没有、本月名册有的,编号不变,户编号跟本月名册。都没有的为不在册,照样成案
-- columns:
--   month           DATE           归哪个月的运行,每月1日
--   submission_id   VARCHAR        报送编号
--   row_number      INTEGER        原表行号
--   township_code   VARCHAR        乡镇代码
--   township_name   VARCHAR        乡镇名称
--   case_id         VARCHAR        预警编号
--   family          VARCHAR        问题类别
--   household_key   VARCHAR        预警编号由它得出: 上月名册的户编号、填写的户编号,或由乡镇、姓名和村得出
--   household_id    VARCHAR        户编号;不在册的同 household_key
--   is_on_roster    BOOLEAN        在上月或本月名册上
--   is_repeat       BOOLEAN        同一户同一件事以前报过
--   has_open_case   BOOLEAN        这一户同类问题上月末已有在办的个案,并入
--   person_id       VARCHAR        由证件号码得出的人员编号;没有或有错为空
--   head_name       VARCHAR        户主姓名(只出现在发给该乡镇和监测中心的清单上)
--   village         VARCHAR        行政村
--   happened_on     DATE           发生日期
--   shock           VARCHAR        遭遇
--   hardship        VARCHAR        困难情形
--   measure         VARCHAR        已采取措施
--   advance_yuan    DECIMAL(12,2)  先行救助金额,元
--   reported_on     DATE           报告日期
--   known_on        DATE           收到日期
--   due_on          DATE           上门期限;没有定期限的为空
--   basis           VARCHAR        依据,文号·条款,一项一行
--   ask             VARCHAR        到户问什么,一项一行
--   may_apply       VARCHAR        可能适用的政策,一项一行
WITH report AS (
  SELECT
    u.*,
    CASE WHEN is_id_number(u.head_id_number) THEN person_number(u.household_id, u.head_name, NULL, u.head_id_number, TRUE) END AS person_id,
    CASE WHEN u.shock IN ('因疫情', '因失业') THEN '查损补失' ELSE '因困致贫' END AS family
  FROM stg.urgent AS u
  -- what an earlier month's run has taken up stays there
  ANTI JOIN mart.urgent_report AS e ON u.submission_id = e.submission_id AND u.row_number = e.row_number AND e.month < $month::DATE
  WHERE u.month = $month::DATE
),

roster AS (
  SELECT
    h.month,
    h.household_id,
    h.township_code,
    h.head_name,
    h.village
  FROM core.household_month AS h
  WHERE h.month = $month::DATE OR h.month = (SELECT max(b.month) FROM core.household_month AS b WHERE b.month < $month::DATE)
),

-- only a name that one household of the village has tells which one it is
named AS (
  SELECT
    month,
    township_code,
    head_name,
    village,
    min(household_id) AS household_id
  FROM roster
  GROUP BY month, township_code, head_name, village
  HAVING count(*) = 1
),

candidate AS (
  SELECT
    r.submission_id,
    r.row_number,
    h.month,
    h.household_id,
    1 AS place
  FROM report AS r
  INNER JOIN roster AS h ON r.household_id = h.household_id
  UNION ALL
  SELECT
    r.submission_id,
    r.row_number,
    h.month,
    h.household_id,
    2 AS place
  FROM report AS r
  INNER JOIN core.person_month AS p ON r.person_id = p.person_id AND p.is_in_household
  INNER JOIN roster AS h ON p.month = h.month AND p.household_id = h.household_id
  UNION ALL
  SELECT
    r.submission_id,
    r.row_number,
    h.month,
    h.household_id,
    3 AS place
  FROM report AS r
  INNER JOIN named AS h ON r.township_code = h.township_code AND r.head_name = h.head_name AND r.village = h.village
),

home AS (
  SELECT
    submission_id,
    row_number,
    arg_min(household_id, (place, household_id)) FILTER (WHERE month < $month::DATE) AS before_id,
    arg_min(household_id, (place, household_id)) FILTER (WHERE month = $month::DATE) AS now_id
  FROM candidate
  GROUP BY submission_id, row_number
),

placed AS (
  SELECT
    r.*,
    coalesce(
      h.before_id, r.household_id, 'U' || substr(sha256(concat_ws('|', r.township_code, r.head_name, r.village)), 1, 16)
    ) AS household_key,
    coalesce(h.before_id, h.now_id) AS roster_id
  FROM report AS r
  LEFT JOIN home AS h ON r.submission_id = h.submission_id AND r.row_number = h.row_number
),

open_case AS (
  SELECT
    household_id,
    family,
    min(case_id) AS case_id
  FROM mart.case_state
  WHERE month = (SELECT max(p.month) FROM mart.case_state AS p WHERE p.month < $month::DATE) AND is_open_case(state)
  GROUP BY household_id, family
),

told_before AS (
  SELECT
    household_key,
    shock,
    happened_on,
    arg_min(case_id, (month, case_id)) AS case_id
  FROM mart.urgent_report
  WHERE month < $month::DATE
  GROUP BY household_key, shock, happened_on
),

duty AS (
  SELECT
    max(v.value) FILTER (WHERE v.parameter = 'urgent_visit_days') AS visit_days,
    max(v.value) FILTER (WHERE v.parameter = 'relief_multiple_emergency') AS multiple,
    max(d.number || '·' || v.clause) FILTER (WHERE v.parameter = 'must_answer_urgent') AS answer,
    max(d.number || '·' || v.clause) FILTER (WHERE v.parameter = 'relief_multiple_emergency') AS relief,
    max(d.number || '·' || v.clause) FILTER (WHERE v.parameter = 'must_keep_reserve_fund') AS reserve
  FROM ref.policy_in_force AS v
  LEFT JOIN ref.document AS d ON v.document = d.document
  WHERE v.month = $month::DATE
)

SELECT
  $month::DATE AS month,
  p.submission_id,
  p.row_number,
  p.township_code,
  t.name AS township_name,
  coalesce(b.case_id, o.case_id, case_number(
    -- a month that nobody ran leaves its reports to the next one: they keep the number they were given
    CASE WHEN p.known_on < $closes_on::DATE - INTERVAL 1 MONTH THEN $month::DATE - INTERVAL 1 MONTH ELSE $month::DATE END, p.household_key, p.family
  )) AS case_id,
  p.family,
  p.household_key,
  coalesce(p.roster_id, p.household_key) AS household_id,
  p.roster_id IS NOT NULL AS is_on_roster,
  b.case_id IS NOT NULL
  OR row_number() OVER (PARTITION BY p.household_key, p.shock, p.happened_on ORDER BY p.known_on, p.submission_id, p.row_number) > 1 AS is_repeat,
  o.case_id IS NOT NULL AS has_open_case,
  p.person_id,
  p.head_name,
  p.village,
  p.happened_on,
  p.shock,
  p.hardship,
  p.measure,
  p.advance_yuan,
  p.reported_on,
  p.known_on,
  p.known_on + CAST(duty.visit_days AS INTEGER) AS due_on,
  nullif(concat_ws(chr(10), duty.answer, duty.relief), '') AS basis,
  concat_ws(
    chr(10),
    CASE p.shock
      WHEN '因病' THEN '谁病了,在哪里治,已经花了多少,报销了没有?'
      WHEN '因残' THEN '谁残了,还能不能干活,评了残疾等级没有?'
      WHEN '因学' THEN '谁上学,还差多少学费生活费,资助申请了没有?'
      WHEN '因灾' THEN '房子、庄稼、牲畜损失多少,现在住在哪里?'
      WHEN '因意外' THEN '谁出了什么事,有没有赔偿、保险?'
      WHEN '因疫情' THEN '谁受了影响,停工、隔离了多久?'
      WHEN '因失业' THEN '谁没有活干,从哪天起,参加过失业保险没有?'
      ELSE '出了什么事?'
    END,
    '眼下吃住、看病有没有着落?能不能等到按规定办手续?'
  ) AS ask,
  nullif(concat_ws(
    chr(10),
    CASE WHEN duty.multiple IS NOT NULL THEN '急难型临时救助,人均按城市低保月标准的 ' || plain_number(duty.multiple) || ' 倍(' || duty.relief || ')' END,
    CASE WHEN duty.reserve IS NOT NULL THEN '先行救助,从乡镇临时救助备用金支出(' || duty.reserve || ')' END
  ), '') AS may_apply
FROM placed AS p
CROSS JOIN duty
LEFT JOIN ref.division AS t ON p.township_code = t.code
LEFT JOIN open_case AS o ON p.household_key = o.household_id AND p.family = o.family
LEFT JOIN told_before AS b
  ON p.household_key = b.household_key AND p.shock IS NOT DISTINCT FROM b.shock AND p.happened_on IS NOT DISTINCT FROM b.happened_on
