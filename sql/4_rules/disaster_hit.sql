-- rule:      disaster_hit
-- title:     家里受灾
-- family:    因困致贫
-- urgency:   紧急
-- subject:   household
-- measured:  直接经济损失,没有数额的为是否受灾
-- basis:     宁民发〔2020〕28号·二(二)2; 泾民发〔2021〕33号·二(一); 荣民发〔2020〕10号·三(二)2; 卫民发〔2019〕21号·二(二)7
-- policy:    must_find_shocks
-- policy_optional: disaster_loss_yuan, disaster_months
-- feeds:     disaster
-- reads:     core.household_month, core.household_fact, ref.policy_in_force
-- params:    month
-- ask:       现在住在哪里,吃饭、饮水、取暖有没有着落?损失多少,赔付和应急救助到了没有?
-- may_apply: 急难型临时救助、先行救助(宁民发〔2020〕52号·二(二)); 因灾新增贫困人口纳入救助(宁民发〔2020〕28号·二(二)2);
--            因灾新增贫困人口纳入救助(荣民发〔2020〕10号·三(二)2); 先行救助(卫民发〔2019〕21号·二(二)6)
-- office:    社会救助科
-- private:   -
-- note:      名册本月遭遇填「因灾」的触发;应急局名单里损失达到提示额或有房屋倒损、受灾在规定月数以内的触发,受灾当月算第一个月。
--            沿用旧名册的只看应急局。两边有一边说不是、另一边不知道的不能判断
WITH hit AS (
  SELECT
    h.month,
    h.household_id,
    h.support_category,
    h.persons,
    h.shock,
    f.in_disaster,
    f.disaster_kind,
    f.disaster_on,
    f.disaster_loss_yuan,
    f.disaster_rooms,
    CASE WHEN NOT h.is_carried_forward THEN h.shock = '因灾' END AS is_said,
    loss.parameter AS loss_parameter,
    loss.value AS loss_value,
    loss.unit AS loss_unit,
    fulfils(f.disaster_loss_yuan, loss.comparator, loss.value) AS is_loss_large,
    CASE
      WHEN f.in_disaster
        THEN fulfils(CASE WHEN f.disaster_on <= last_day(h.month) THEN date_diff('month', f.disaster_on, h.month) + 1 END, recent.comparator, recent.value)
          AND (fulfils(f.disaster_loss_yuan, loss.comparator, loss.value) OR f.disaster_rooms > 0)
      WHEN NOT f.in_disaster THEN FALSE
    END AS is_listed
  FROM core.household_month AS h
  LEFT JOIN core.household_fact AS f ON h.month = f.month AND h.household_id = f.household_id
  LEFT JOIN ref.policy_in_force AS loss ON h.month = loss.month AND loss.parameter = 'disaster_loss_yuan'
  LEFT JOIN ref.policy_in_force AS recent ON h.month = recent.month AND recent.parameter = 'disaster_months'
  WHERE h.month = $month::DATE
),

judged AS (
  SELECT
    *,
    is_said OR is_listed AS is_triggered,
    coalesce(is_listed AND is_loss_large, FALSE) AS is_by_loss
  FROM hit
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.is_triggered,
  CASE WHEN j.is_by_loss THEN j.disaster_loss_yuan ELSE CAST(j.is_triggered AS INTEGER) END AS measured,
  CASE WHEN j.is_by_loss THEN j.loss_value ELSE duty.value END AS threshold,
  CASE WHEN j.is_by_loss THEN j.loss_unit ELSE duty.unit END AS unit,
  CAST(json_object(
    '本月遭遇', coalesce(j.shock, '未填'),
    '应急局比对', CASE j.in_disaster WHEN TRUE THEN '在受灾名单里' WHEN FALSE THEN '不在受灾名单里' ELSE '未比对' END,
    '灾害种类', j.disaster_kind,
    '受灾日期', CAST(j.disaster_on AS VARCHAR),
    '直接经济损失(元)', j.disaster_loss_yuan,
    '倒损房间数', j.disaster_rooms,
    '在户人数', j.persons,
    '救助类别', j.support_category
  ) AS VARCHAR) AS evidence,
  CASE WHEN j.is_by_loss THEN j.loss_parameter ELSE duty.parameter END AS parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_find_shocks'
