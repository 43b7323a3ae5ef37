-- rule:      reserve_fund_unbalanced
-- title:     乡镇临时救助备用金对不上账或缺凭据
-- family:    查弱补强
-- urgency:   核实
-- subject:   office
-- measured:  期末余额(标准为算出的余额),或凭据份数(标准为支出笔数)
-- basis:     宁民发〔2020〕28号·二(二)4; 宁民发〔2020〕52号·二(二); 荣民发〔2020〕10号·三(二)4
-- policy:    must_keep_reserve_fund
-- feeds:     reserve_fund
-- reads:     stg.reserve_fund, ref.policy_in_force
-- params:    month
-- ask:       差额是漏记、记错还是跨月?缺的凭据能不能补上?
-- may_apply: 备用金使用管理制度(宁民发〔2020〕28号·二(二)4); 备用金、留存凭据(宁民发〔2020〕52号·二(二)); 备用金制度(荣民发〔2020〕10号·三(二)4)
-- office:    社会救助科
-- private:   -
-- note:      期初+拨入-支出应等于期末;凭据不应少于支出笔数。笔数、份数没有填而账平的,不能判断
WITH fund AS (
  SELECT
    month,
    coalesce(township_name, '未填乡镇') || CASE WHEN count(*) OVER (PARTITION BY township_name) > 1 THEN '·第' || row_number || '行' ELSE '' END AS office_id,
    opening_yuan,
    received_yuan,
    spent_yuan,
    closing_yuan,
    payments,
    vouchers,
    opening_yuan + received_yuan - spent_yuan AS computed_yuan,
    opening_yuan + received_yuan - spent_yuan <> closing_yuan AS is_unbalanced,
    vouchers < payments AS is_voucher_missing
  FROM stg.reserve_fund
  WHERE month = $month::DATE
)

SELECT
  f.office_id,
  f.is_unbalanced OR f.is_voucher_missing AS is_triggered,
  CASE WHEN f.is_voucher_missing AND NOT coalesce(f.is_unbalanced, FALSE) THEN f.vouchers ELSE f.closing_yuan END AS measured,
  CASE WHEN f.is_voucher_missing AND NOT coalesce(f.is_unbalanced, FALSE) THEN f.payments ELSE f.computed_yuan END AS threshold,
  CASE WHEN f.is_voucher_missing AND NOT coalesce(f.is_unbalanced, FALSE) THEN 'count' ELSE 'yuan' END AS unit,
  CAST(json_object(
    '期初余额(元)', f.opening_yuan,
    '本期拨入(元)', f.received_yuan,
    '本期支出(元)', f.spent_yuan,
    '期末余额(元)', f.closing_yuan,
    '算出的期末余额(元)', f.computed_yuan,
    '支出笔数', f.payments,
    '凭据份数', f.vouchers
  ) AS VARCHAR) AS evidence,
  duty.parameter,
  duty.document,
  duty.clause
FROM fund AS f
INNER JOIN ref.policy_in_force AS duty ON f.month = duty.month AND duty.parameter = 'must_keep_reserve_fund'
