-- rule:      price_subsidy_missing
-- title:     价格涨幅达到条件,没有发放价格临时补贴
-- family:    查短补齐
-- urgency:   一般
-- subject:   household
-- measured:  当月居民消费价格同比涨幅
-- basis:     宁民发〔2020〕28号·二(二)5; 宁民发〔2020〕52号·一(二)
-- policy:    price_subsidy_duty, price_subsidy_trigger, consumer_price_rise
-- feeds:     payment
-- reads:     core.household_month, core.benefit_month, stg.feed_standing, ref.policy_in_force
-- params:    month
-- ask:       价格临时补贴批了没有,哪天发?是单独发还是并在低保金里?
-- may_apply: 价格临时补贴(宁民发〔2020〕28号·二(二)5); 价格临时补贴(宁民发〔2020〕52号·一(二))
-- office:    社会救助科
-- private:   -
-- note:      当月涨幅由本县按月填入,没有填的月份不施行。达到条件的数文件没有写,由本县确认;没有达到的月份不列任何户。
--            看低保、特困户;一户有一笔就算发了。发放台账没有收到的不能判断
WITH paid AS (
  SELECT
    household_id,
    sum(paid_yuan) AS paid_yuan
  FROM core.benefit_month
  WHERE month = $month::DATE AND household_id IS NOT NULL AND programme = '价格临时补贴'
  GROUP BY household_id
)

SELECT
  h.household_id,
  CAST(NULL AS VARCHAR) AS person_id,
  is_missing(a.household_id IS NOT NULL, FALSE, f.is_compared, FALSE) AS is_triggered,
  rise.value AS measured,
  least_rise.value AS threshold,
  least_rise.unit,
  CAST(json_object(
    '救助类别', h.support_category,
    '本月价格临时补贴(元)', coalesce(CAST(a.paid_yuan AS VARCHAR), CASE WHEN f.is_compared THEN '没有发放记录' ELSE '未比对' END),
    '居民消费价格同比涨幅', rise.value,
    '达到条件的涨幅', least_rise.value
  ) AS VARCHAR) AS evidence,
  least_rise.parameter,
  duty.document,
  duty.clause
FROM core.household_month AS h
INNER JOIN ref.policy_in_force AS duty ON h.month = duty.month AND duty.parameter = 'price_subsidy_duty'
INNER JOIN ref.policy_in_force AS rise ON h.month = rise.month AND rise.parameter = 'consumer_price_rise'
INNER JOIN ref.policy_in_force AS least_rise ON h.month = least_rise.month AND least_rise.parameter = 'price_subsidy_trigger'
LEFT JOIN stg.feed_standing AS f ON h.month = f.month AND f.feed = 'payment'
LEFT JOIN paid AS a ON h.household_id = a.household_id
WHERE h.month = $month::DATE AND (h.is_in_dibao OR h.is_in_tekun) AND fulfils(rise.value, least_rise.comparator, least_rise.value)
