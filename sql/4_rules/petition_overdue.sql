-- rule:      petition_overdue
-- title:     信访事项过了时限没有办结
-- family:    查弱补强
-- urgency:   一般
-- subject:   office
-- measured:  登记以来的天数
-- basis:     宁民发〔2020〕28号·五19; 荣民发〔2020〕10号·四(五)
-- policy:    must_settle_petitions, petition_days
-- feeds:     petition
-- reads:     stg.petition, ref.policy_in_force
-- params:    month
-- ask:       办到哪一步、谁在办?群众那边回过话没有,眼下生活有没有困难?
-- may_apply: 信访事项办理(宁民发〔2020〕28号·五19); 信访矛盾风险排查(荣民发〔2020〕10号·四(五))
-- office:    办公室
-- private:   -
-- note:      算到月末;月末以前办结的不触发。登记日期没有填、或晚于月末的不能判断
WITH petition AS (
  SELECT
    month,
    coalesce(petition_no, '未填编号') || CASE WHEN count(*) OVER (PARTITION BY petition_no) > 1 THEN '·第' || row_number || '行' ELSE '' END AS office_id,
    township_name,
    topic,
    received_on,
    closed_on,
    coalesce(closed_on <= last_day(month), FALSE) AS is_closed,
    CASE WHEN received_on <= last_day(month) THEN date_diff('day', received_on, least(coalesce(closed_on, last_day(month)), last_day(month))) END AS days
  FROM stg.petition
  WHERE month = $month::DATE
)

SELECT
  p.office_id,
  CASE WHEN p.is_closed THEN FALSE ELSE NOT fulfils(p.days, limit_days.comparator, limit_days.value) END AS is_triggered,
  p.days AS measured,
  limit_days.value AS threshold,
  limit_days.unit,
  CAST(json_object(
    '登记日期', coalesce(CAST(p.received_on AS VARCHAR), '未填'),
    '办结日期', coalesce(CAST(p.closed_on AS VARCHAR), '未办结'),
    '涉及乡镇', p.township_name,
    '事项类别', p.topic
  ) AS VARCHAR) AS evidence,
  limit_days.parameter,
  duty.document,
  duty.clause
FROM petition AS p
INNER JOIN ref.policy_in_force AS duty ON p.month = duty.month AND duty.parameter = 'must_settle_petitions'
INNER JOIN ref.policy_in_force AS limit_days ON p.month = limit_days.month AND limit_days.parameter = 'petition_days'
