-- table:   ref.clock
-- title:   办理期限: 一种一行,什么时候起算、什么时候停、多长、谁负责、依据什么
-- grain:   month, clock
-- reads:   ref.policy_in_force, ref.unit, ref.document
-- params:  month, as_of, clock_file
-- note:    长短和单位取本月有效的政策参数;没有定的为空,到期日也就不知道。低保确认权限下放乡镇以后,审核确认和告知由乡镇负责
-- columns:
--   month       DATE           月份,每月1日
--   clock       VARCHAR        期限
--   title       VARCHAR        中文名称
--   starts      VARCHAR        从什么起算
--   stops       VARCHAR        办到什么为止
--   kind        VARCHAR        限期 到期以前要办 / 期满 要等满,不算超期
--   parameter   VARCHAR        政策参数;没有的为空
--   value       DECIMAL(16,4)  多长,单位见 unit;本地没有定的为空
--   unit        VARCHAR        days 天 / working_days 工作日 / months 月
--   limit_zh    VARCHAR        多长,连单位说出来
--   office      VARCHAR        谁负责: 乡镇,或县民政局的科室
--   basis       VARCHAR        文号·条款;没有文件写明的为「本县规定」或外地示例
--   confidence  VARCHAR        document 文件所载 / local 本地取值待确认 / example 示例数值
WITH handover AS (
  SELECT max(value) AS from_day
  FROM ref.policy_in_force
  WHERE month = $month::DATE AND parameter = 'township_confirms_from'
)

SELECT
  $month::DATE AS month,
  c.clock,
  c.title,
  c.starts,
  c.stops,
  c.kind,
  c.parameter,
  p.value,
  p.unit,
  plain_number(p.value) || u.label_zh AS limit_zh,
  CASE
    WHEN CAST(strftime(last_day($as_of::DATE), '%Y%m%d') AS INTEGER) >= h.from_day THEN coalesce(c.office_after_handover, c.office)
    ELSE c.office
  END AS office,
  CASE p.confidence
    WHEN 'document' THEN d.number || '·' || p.clause
    WHEN 'local' THEN coalesce(d.number || '·' || p.clause || ',多久由', '') || '本县规定'
    WHEN 'example' THEN '没有文件规定,暂用外地示例'
    ELSE '本地没有定期限'
  END AS basis,
  p.confidence
FROM read_csv($clock_file, delim = ',', quote = '"', header = TRUE, all_varchar = TRUE) AS c
CROSS JOIN handover AS h
LEFT JOIN ref.policy_in_force AS p ON p.month = $month::DATE AND c.parameter = p.parameter
LEFT JOIN ref.unit AS u ON p.unit = u.unit
LEFT JOIN ref.document AS d ON p.document = d.document
