-- rule:      epidemic_loss
-- title:     疫情防控期间低保、特困和贫困残疾人家庭受损失
-- family:    查损补失
-- urgency:   一般
-- subject:   household
-- measured:  人均年收入减少的比例,没有可比收入的为是否因疫情遭遇困难
-- basis:     宁民发〔2020〕28号·三14
-- policy:    must_watch_epidemic_losses, epidemic_control_period
-- policy_optional: epidemic_loss_share, income_drop_lookback_months
-- feeds:     disability
-- reads:     core.household_month, core.person_month, core.person_fact, core.income_account, ref.policy_in_force
-- params:    month
-- ask:       疫情以来少了哪些收入,是没法出门务工还是东西卖不出去?吃饭、看病、买药有没有困难?
-- may_apply: 疫情期间临时救助(宁民发〔2020〕28号·二(二)6); 受疫情影响的临时救助(宁民发〔2020〕52号·二)
-- office:    社会救助科
-- private:   disability
-- note:      贫困残疾人家庭: 有持证残疾人,并且未脱贫、脱贫再返贫、是监测对象、低保边缘或刚性支出困难家庭。
--            本月遭遇填「因疫情」的触发;人均年收入比几个月前减少达到比例的触发。没有往月可比的、沿用旧名册的,收入这一边不能判断
WITH member AS (
  SELECT
    p.household_id,
    bool_or(holds_card(p.has_disability_card, f.in_disability)) AS has_card
  FROM core.person_month AS p
  LEFT JOIN core.person_fact AS f ON p.month = f.month AND p.household_id = f.household_id AND p.person_id = f.person_id
  WHERE p.month = $month::DATE AND p.is_in_household
  GROUP BY p.household_id
),

household AS (
  SELECT
    h.*,
    a.gross_yuan_12m,
    a.gross_per_capita_yuan,
    CASE WHEN NOT h.is_carried_forward THEN h.shock = '因疫情' END AS is_said,
    share.value AS share_value,
    share.unit AS share_unit,
    share.parameter AS share_parameter,
    -- a head's income now and then, both times the two numbers of heads: nothing is rounded before it is compared
    CASE WHEN NOT h.is_carried_forward AND b.gross_yuan_12m > 0 THEN a.gross_yuan_12m * nullif(b.persons, 0) END AS now_yuan,
    b.gross_yuan_12m * nullif(a.persons, 0) AS before_yuan,
    share.comparator,
    b.gross_per_capita_yuan AS before_per_capita_yuan,
    b.month AS before_month
  FROM core.household_month AS h
  LEFT JOIN member AS m ON h.household_id = m.household_id
  LEFT JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
  LEFT JOIN ref.policy_in_force AS back ON h.month = back.month AND back.parameter = 'income_drop_lookback_months'
  LEFT JOIN ref.policy_in_force AS share ON h.month = share.month AND share.parameter = 'epidemic_loss_share'
  LEFT JOIN core.income_account AS b
    ON h.household_id = b.household_id AND b.month = CAST($month::DATE - to_months(CAST(back.value AS INTEGER)) AS DATE)
  WHERE
    h.month = $month::DATE
    AND (
      h.is_in_dibao
      OR h.is_in_tekun
      OR (
        m.has_card
        AND (
          h.registered_poor IN ('未脱贫', '脱贫再返贫')
          OR h.monitoring_category IN ('脱贫不稳定户', '边缘易致贫户', '突发严重困难户')
          OR h.support_category IN ('低保边缘', '刚性支出困难')
        )
      )
    )
),

judged AS (
  SELECT
    *,
    fulfils(before_yuan - now_yuan, comparator, share_value * before_yuan) AS is_poorer,
    is_said AND NOT coalesce(fulfils(before_yuan - now_yuan, comparator, share_value * before_yuan), FALSE) AS is_only_said
  FROM household
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.is_said OR j.is_poorer AS is_triggered,
  CASE WHEN j.is_only_said THEN 1 ELSE 1 - j.now_yuan / j.before_yuan END AS measured,
  CASE WHEN j.is_only_said THEN duty.value ELSE j.share_value END AS threshold,
  CASE WHEN j.is_only_said THEN duty.unit ELSE j.share_unit END AS unit,
  CAST(json_object(
    '本月遭遇', coalesce(j.shock, '未填'),
    '人均毛收入(元/年)', j.gross_per_capita_yuan,
    '比较月份', strftime(j.before_month, '%Y-%m'),
    '当时人均毛收入(元/年)', j.before_per_capita_yuan,
    '救助类别', j.support_category,
    '监测类别', j.monitoring_category
  ) AS VARCHAR) AS evidence,
  CASE WHEN j.is_only_said THEN duty.parameter ELSE j.share_parameter END AS parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_watch_epidemic_losses'
INNER JOIN ref.policy_in_force AS period ON j.month = period.month AND period.parameter = 'epidemic_control_period' AND period.value = 1
