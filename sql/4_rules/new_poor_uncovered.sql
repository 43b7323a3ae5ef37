-- rule:      new_poor_uncovered
-- title:     返贫、新增贫困的户,低保、特困、临时救助一样也没有
-- family:    漏保漏救
-- urgency:   一般
-- subject:   household
-- measured:  返贫或新增贫困
-- basis:     宁民发〔2020〕28号·二(二)2; 宁民发〔2020〕52号·四; 荣民发〔2020〕10号·三(二)2; 荣民发〔2020〕10号·三(二)4; 泾民发〔2021〕33号·二(三)
-- policy:    must_include_new_poor
-- feeds:     temporary_relief
-- reads:     core.household_month, core.income_account, core.relief, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       是因为什么又困难了,眼下吃饭、看病有没有着落?申请过救助没有,卡在哪里?
-- may_apply: 纳入救助范围(宁民发〔2020〕28号·二(二)2); 及时纳入低保、特困或临时救助(宁民发〔2020〕52号·四);
--            返贫人口纳入救助范围(荣民发〔2020〕10号·三(二)4); 及时纳入兜底保障范围(泾民发〔2021〕33号·二(三))
-- office:    社会救助科
-- private:   -
-- note:      返贫: 建档立卡填脱贫再返贫。新增贫困、严重困难: 监测类别为突发严重困难户(这个等同是本系统的理解,文件里没有这个词)。
--            得过临时救助的不在此列,另有规则看救助以后还困不困难。临时救助台账没有收到的不能判断
WITH relieved AS (
  SELECT DISTINCT household_id
  FROM core.relief
  WHERE month <= $month::DATE AND household_id IS NOT NULL AND coalesce(kind <> '确诊病例一次性生活补贴', TRUE)
),

judged AS (
  SELECT
    h.*,
    f.is_compared,
    CASE
      WHEN h.registered_poor = '脱贫再返贫' OR h.monitoring_category = '突发严重困难户' THEN TRUE
      WHEN h.registered_poor IS NOT NULL AND h.monitoring_category IS NOT NULL THEN FALSE
    END AS is_new_poor,
    CASE WHEN r.household_id IS NOT NULL THEN TRUE WHEN f.is_compared THEN FALSE END AS is_relieved
  FROM core.household_month AS h
  LEFT JOIN relieved AS r ON h.household_id = r.household_id
  LEFT JOIN stg.feed_standing AS f ON h.month = f.month AND f.feed = 'temporary_relief'
  WHERE h.month = $month::DATE AND coalesce(NOT (h.is_in_dibao OR h.is_in_tekun), TRUE)
)

SELECT
  j.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  j.is_new_poor AND NOT j.is_relieved AND CASE WHEN j.support_category IS NOT NULL THEN TRUE END AS is_triggered,
  CAST(j.is_new_poor AS INTEGER) AS measured,
  duty.value AS threshold,
  duty.unit,
  CAST(json_object(
    '建档立卡', coalesce(j.registered_poor, '未填'),
    '监测类别', coalesce(j.monitoring_category, '未填'),
    '本月遭遇', j.shock,
    '救助类别', j.support_category,
    '临时救助', CASE j.is_relieved WHEN TRUE THEN '有' WHEN FALSE THEN '没有' ELSE '未比对' END,
    '人均毛收入(元/年)', a.gross_per_capita_yuan,
    '低保标准(元/年)', a.line_yuan_per_person_year
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM judged AS j
INNER JOIN ref.policy_in_force AS duty ON j.month = duty.month AND duty.parameter = 'must_include_new_poor'
LEFT JOIN core.income_account AS a ON j.month = a.month AND j.household_id = a.household_id
