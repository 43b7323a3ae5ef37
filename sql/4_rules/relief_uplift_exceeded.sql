-- rule:      relief_uplift_exceeded
-- title:     因疫情的临时救助超过最高上浮
-- family:    查短补齐
-- urgency:   核实
-- subject:   person
-- measured:  人均救助金额
-- basis:     宁民发〔2020〕28号·二(二)6
-- policy:    relief_epidemic_uplift, relief_multiple_emergency, relief_multiple_expenditure, relief_multiple_individual, dibao_line_urban
-- feeds:     temporary_relief
-- reads:     core.relief, ref.policy_value, ref.unit
-- params:    month, as_of, jurisdictions
-- ask:       救助类型、人数和金额登记得对不对?是不是应当登记为一事一议?
-- may_apply: 疫情期间最高上浮(宁民发〔2020〕28号·二(二)6); 特殊情况一事一议(宁民发〔2020〕52号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      只请人核对登记,不追回。上浮按当时有效的倍数算,不按本地更高的标准。每笔按救助当天有效的规定看。
--            只看因疫情的;原因不知而超过上浮的不能判断。文件写「疫情防控期间」,没有写截止
WITH relief AS (
  SELECT
    r.*,
    CASE r.kind
      WHEN '急难型家庭' THEN 'relief_multiple_emergency'
      WHEN '支出型家庭' THEN 'relief_multiple_expenditure'
      WHEN '个人' THEN 'relief_multiple_individual'
    END AS multiple_parameter,
    -- a grant is judged by the rules of its own day, unless those of another time are asked for
    CASE
      WHEN date_trunc('month', $as_of::DATE) = r.month THEN coalesce(r.granted_on, last_day(r.month))
      ELSE last_day($as_of::DATE)
    END AS judged_on
  FROM core.relief AS r
  WHERE
    r.month = $month::DATE
    AND r.household_id IS NOT NULL
    AND coalesce(r.cause = '因疫情', TRUE)
    AND coalesce(r.kind IN ('急难型家庭', '支出型家庭', '个人'), TRUE)
),

policy AS (
  SELECT
    r.row_number,
    v.*,
    CAST(v.value * u.per_year AS DECIMAL(12, 2)) AS yuan_year
  FROM relief AS r
  INNER JOIN ref.policy_value AS v
    ON
      list_contains($jurisdictions::VARCHAR[], v.jurisdiction)
      AND v.parameter IN (r.multiple_parameter, 'dibao_line_urban', 'relief_epidemic_uplift')
      AND r.judged_on >= v.valid_from
      AND coalesce(r.judged_on <= v.valid_to, TRUE)
  LEFT JOIN ref.unit AS u ON v.unit = u.unit
  QUALIFY row_number() OVER (PARTITION BY r.row_number, v.parameter ORDER BY list_position($jurisdictions::VARCHAR[], v.jurisdiction)) = 1
),

judged AS (
  SELECT
    r.*,
    uplift.parameter,
    uplift.document,
    uplift.clause,
    uplift.value AS uplift,
    multiple.value AS multiple,
    line.yuan_year / monthly.per_year AS line_month,
    multiple.value * (1 + uplift.value) * line.yuan_year / monthly.per_year AS most,
    NOT fulfils(
      r.amount_yuan * monthly.per_year,
      uplift.comparator,
      multiple.value * (1 + uplift.value) * line.yuan_year * nullif(r.persons, 0)
    )
    AND CASE WHEN r.cause IS NOT NULL THEN TRUE END AS is_over
  FROM relief AS r
  INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
  INNER JOIN policy AS uplift ON r.row_number = uplift.row_number AND uplift.parameter = 'relief_epidemic_uplift'
  LEFT JOIN policy AS multiple ON r.row_number = multiple.row_number AND r.multiple_parameter = multiple.parameter
  LEFT JOIN policy AS line ON r.row_number = line.row_number AND line.parameter = 'dibao_line_urban'
  WHERE uplift.value IS NOT NULL
)

SELECT
  j.household_id,
  j.person_id,
  j.is_over AS is_triggered,
  round(j.amount_yuan / nullif(j.persons, 0), 2) AS measured,
  round(j.most, 2) AS threshold,
  'yuan_per_person' AS unit,
  CAST(json_object(
    '救助类型', j.kind,
    '困难原因', j.cause,
    '救助金额(元)', j.amount_yuan,
    '救助人数', j.persons,
    '救助日期', CAST(j.granted_on AS VARCHAR),
    '城市低保月标准(元)', round(j.line_month, 2),
    '倍数', j.multiple,
    '最高上浮', j.uplift
  ) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
QUALIFY
  row_number() OVER (
    PARTITION BY j.household_id, j.person_id ORDER BY coalesce(j.is_over, FALSE) DESC, j.is_over IS NULL DESC, j.row_number
  ) = 1
