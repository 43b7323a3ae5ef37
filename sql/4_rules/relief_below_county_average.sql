-- rule:      relief_below_county_average
-- title:     脱贫再返贫户的临时救助低于上年度本县平均标准
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  人均救助金额
-- basis:     卫民发〔2019〕21号·二(二)6
-- policy:    relief_county_average
-- feeds:     temporary_relief
-- reads:     core.relief, core.household_month, ref.policy_in_force
-- params:    month
-- ask:       救助人数登记得对不对?金额能不能提高?还有没有别的困难没有解决?
-- may_apply: 适度提高临时救助水平(卫民发〔2019〕21号·二(二)6)
-- office:    社会救助科
-- private:   -
-- note:      只看建档立卡登记为脱贫再返贫的户;没有登记的不能判断。确诊病例一次性生活补贴不是临时救助,不在此列。
--            文件发布以前的救助不看。同一人本月有几笔的,先列不足的一笔
WITH judged AS (
  SELECT
    r.*,
    h.registered_poor,
    average.parameter,
    average.value,
    average.unit,
    average.document,
    average.clause,
    NOT fulfils(r.amount_yuan, average.comparator, average.value * nullif(r.persons, 0))
    AND CASE WHEN h.registered_poor IS NOT NULL THEN TRUE END AS is_below
  FROM core.relief AS r
  INNER JOIN core.household_month AS h ON r.month = h.month AND r.household_id = h.household_id
  INNER JOIN ref.policy_in_force AS average ON r.month = average.month AND average.parameter = 'relief_county_average'
  WHERE
    r.month = $month::DATE
    AND coalesce(h.registered_poor = '脱贫再返贫', TRUE)
    AND coalesce(r.kind <> '确诊病例一次性生活补贴', TRUE)
    AND coalesce(r.granted_on >= average.valid_from, TRUE)
)

SELECT
  j.household_id,
  j.person_id,
  j.is_below AS is_triggered,
  round(j.amount_yuan / nullif(j.persons, 0), 2) AS measured,
  j.value AS threshold,
  j.unit,
  CAST(json_object(
    '救助类型', j.kind,
    '救助金额(元)', j.amount_yuan,
    '救助人数', j.persons,
    '救助日期', CAST(j.granted_on AS VARCHAR),
    '上年度本县人均标准(元)', j.value,
    '建档立卡', j.registered_poor
  ) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
QUALIFY
  row_number() OVER (
    PARTITION BY j.household_id, j.person_id ORDER BY coalesce(j.is_below, FALSE) DESC, j.is_below IS NULL DESC, j.row_number
  ) = 1
