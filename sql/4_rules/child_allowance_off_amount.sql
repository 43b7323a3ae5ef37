-- rule:      child_allowance_off_amount
-- title:     孤儿、事实无人抚养儿童的补贴与标准不符
-- family:    查短补齐
-- urgency:   一般
-- subject:   person
-- measured:  本月发放金额
-- basis:     宁民发〔2020〕28号·二(三)7
-- policy:    child_allowance_institution, child_allowance_orphan, child_allowance_unattended_poor, child_allowance_unattended_other
-- feeds:     payment
-- reads:     core.benefit_month, core.person_month, ref.policy_in_force
-- params:    month
-- ask:       儿童类别登记得对不对?少发的从哪个月起、能不能补?多发的是不是补发以前月份?
-- may_apply: 孤儿养育津贴、事实无人抚养儿童基本生活费足额发放(宁民发〔2020〕28号·二(三)7)
-- office:    社会事务和养老服务科
-- private:   -
-- note:      按儿童类别对标准: 少了是不足,多了请核对。发放失败、缓发的按应发金额看,另有规则列出。儿童类别没有填而领着补贴的不能判断
WITH paid AS (
  SELECT
    b.household_id,
    b.person_id,
    count(*) AS payments,
    CASE
      WHEN count(*) = count(CASE WHEN b.result IN ('失败', '缓发') THEN b.due_yuan ELSE b.paid_yuan END)
        THEN sum(CASE WHEN b.result IN ('失败', '缓发') THEN b.due_yuan ELSE b.paid_yuan END)
    END AS yuan
  FROM core.benefit_month AS b
  WHERE b.month = $month::DATE AND b.household_id IS NOT NULL AND b.programme IN ('孤儿养育津贴', '事实无人抚养儿童生活费')
  GROUP BY b.household_id, b.person_id
)

SELECT
  p.household_id,
  p.person_id,
  NOT fulfils(a.yuan, standard.comparator, standard.value) AS is_triggered,
  a.yuan AS measured,
  standard.value AS threshold,
  standard.unit,
  CAST(json_object(
    '与标准相比', CASE WHEN a.yuan < standard.value THEN '不足' WHEN a.yuan > standard.value THEN '高于' WHEN a.yuan = standard.value THEN '相符' END,
    '儿童类别', p.child_category,
    '本月发放(元)', a.yuan,
    '标准(元/月)', standard.value,
    '本月发放笔数', a.payments
  ) AS VARCHAR) AS evidence,
  standard.parameter,
  standard.document,
  standard.clause
FROM core.person_month AS p
INNER JOIN paid AS a ON p.household_id = a.household_id AND p.person_id = a.person_id
LEFT JOIN ref.policy_in_force AS standard
  ON
    p.month = standard.month
    AND standard.parameter = CASE p.child_category
      WHEN '孤儿机构' THEN 'child_allowance_institution'
      WHEN '孤儿散居' THEN 'child_allowance_orphan'
      WHEN '事实无人抚养困难家庭' THEN 'child_allowance_unattended_poor'
      WHEN '事实无人抚养其他' THEN 'child_allowance_unattended_other'
    END
WHERE p.month = $month::DATE AND p.is_in_household AND coalesce(p.child_category <> '无', TRUE)
