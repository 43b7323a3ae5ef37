-- rule:      relief_amount_off_standard
-- title:     临时救助金额与分类标准不符
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  人均救助金额
-- basis:     宁民发〔2020〕28号·二(二)5; 宁民发〔2020〕52号·二(二)
-- policy:    relief_multiple_emergency, relief_multiple_expenditure, relief_multiple_individual, dibao_line_urban
-- policy_optional: relief_epidemic_uplift
-- feeds:     temporary_relief
-- reads:     core.relief, ref.policy_value, ref.unit
-- params:    month, as_of, jurisdictions
-- ask:       救助类型和人数登记得对不对?少发的能不能补?多发的是不是一事一议或疫情上浮?
-- may_apply: 临时救助分类分档标准(宁民发〔2020〕28号·二(二)5); 临时救助分类分档标准(宁民发〔2020〕52号·二(二))
-- office:    社会救助科
-- private:   -
-- note:      城镇、农村都按城市低保月标准的倍数。每笔按救助当天有效的规定看: 28号文件是「不低于」,只查不足;52号文件是「分别按照」,
--            不足和高于都列出来请人核对,因疫情的在上浮以内不算高于,困难原因不知的不能判断。一事一议、未参保失业人员一次性救助不在此列。
--            两份文件说的都是本地标准,按笔对照只请人核对。同一人本月有几笔的,先列不符的一笔
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

measured AS (
  SELECT
    r.*,
    multiple.parameter,
    multiple.comparator,
    multiple.value AS multiple,
    multiple.document,
    multiple.clause,
    line.yuan_year / monthly.per_year AS line_month,
    multiple.value * line.yuan_year / monthly.per_year AS standard,
    r.amount_yuan * monthly.per_year AS paid_scaled,
    multiple.value * line.yuan_year * nullif(r.persons, 0) AS standard_scaled,
    1 + coalesce(uplift.value, 0) AS most
  FROM relief AS r
  INNER JOIN ref.unit AS monthly ON monthly.unit = 'yuan_per_person_month'
  LEFT JOIN policy AS multiple ON r.row_number = multiple.row_number AND r.multiple_parameter = multiple.parameter
  LEFT JOIN policy AS line ON r.row_number = line.row_number AND line.parameter = 'dibao_line_urban'
  LEFT JOIN policy AS uplift ON r.row_number = uplift.row_number AND uplift.parameter = 'relief_epidemic_uplift'
  WHERE r.kind IS NULL OR multiple.value IS NOT NULL
),

judged AS (
  SELECT
    *,
    NOT fulfils(paid_scaled, comparator, standard_scaled)
    AND CASE
      WHEN paid_scaled > standard_scaled AND paid_scaled <= most * standard_scaled THEN cause <> '因疫情'
      ELSE TRUE
    END AS is_off,
    count(*) OVER (PARTITION BY household_id, person_id) AS grants
  FROM measured
)

SELECT
  j.household_id,
  j.person_id,
  j.is_off AS is_triggered,
  round(j.amount_yuan / nullif(j.persons, 0), 2) AS measured,
  round(j.standard, 2) AS threshold,
  'yuan_per_person' AS unit,
  CAST(json_object(
    '与标准相比', CASE
      WHEN j.paid_scaled < j.standard_scaled THEN '不足'
      WHEN j.paid_scaled > j.standard_scaled THEN '高于'
      WHEN j.paid_scaled = j.standard_scaled THEN '相符'
    END,
    '救助类型', j.kind,
    '困难原因', j.cause,
    '救助金额(元)', j.amount_yuan,
    '救助人数', j.persons,
    '救助日期', CAST(j.granted_on AS VARCHAR),
    '城市低保月标准(元)', round(j.line_month, 2),
    '倍数', j.multiple,
    '本月救助笔数', j.grants
  ) AS VARCHAR) AS evidence,
  j.parameter,
  j.document,
  j.clause
FROM judged AS j
QUALIFY
  row_number() OVER (
    PARTITION BY j.household_id, j.person_id ORDER BY coalesce(j.is_off, FALSE) DESC, j.is_off IS NULL DESC, j.row_number
  ) = 1
