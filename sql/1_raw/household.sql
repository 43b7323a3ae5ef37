-- table:   raw.household
-- title:   报送表「家庭」,原样文本,一行对应原表一行
-- grain:   submission_id, row_number
-- reads:   -
-- params:  household_files
-- columns:
--   submission_id  VARCHAR  报送编号
--   township_code  VARCHAR  乡镇代码
--   month          DATE     报送表所属月份,每月1日
--   sheet          VARCHAR  工作表名称
--   row_number     INTEGER  原表行号(表头为第1行时,首行数据为2)
--   户编号  VARCHAR  家庭·户编号,原样文本
--   户主姓名  VARCHAR  家庭·户主姓名,原样文本
--   户主证件号码  VARCHAR  家庭·户主证件号码,原样文本
--   行政村  VARCHAR  家庭·行政村,原样文本
--   城乡  VARCHAR  家庭·城乡,原样文本
--   监测类别  VARCHAR  家庭·监测类别,原样文本
--   建档立卡  VARCHAR  家庭·建档立卡,原样文本
--   救助类别  VARCHAR  家庭·救助类别,原样文本
--   低保档次  VARCHAR  家庭·低保档次,原样文本
--   保障人数  VARCHAR  家庭·保障人数,原样文本
--   月保障金额  VARCHAR  家庭·月保障金额,原样文本
--   首次纳入年月  VARCHAR  家庭·首次纳入年月,原样文本
--   渐退起始年月  VARCHAR  家庭·渐退起始年月,原样文本
--   工资性收入  VARCHAR  家庭·工资性收入,原样文本
--   经营净收入  VARCHAR  家庭·经营净收入,原样文本
--   财产净收入  VARCHAR  家庭·财产净收入,原样文本
--   转移净收入  VARCHAR  家庭·转移净收入,原样文本
--   必要就业成本  VARCHAR  家庭·必要就业成本,原样文本
--   医疗自付  VARCHAR  家庭·医疗自付,原样文本
--   教育支出  VARCHAR  家庭·教育支出,原样文本
--   住房支出  VARCHAR  家庭·住房支出,原样文本
--   康复照料支出  VARCHAR  家庭·康复照料支出,原样文本
--   其他刚性支出  VARCHAR  家庭·其他刚性支出,原样文本
--   住房等级  VARCHAR  家庭·住房等级,原样文本
--   饮水安全  VARCHAR  家庭·饮水安全,原样文本
--   财产符合  VARCHAR  家庭·财产符合,原样文本
--   存款与有效资产  VARCHAR  家庭·存款与有效资产,原样文本
--   本月遭遇  VARCHAR  家庭·本月遭遇,原样文本
--   走访日期  VARCHAR  家庭·走访日期,原样文本
--   走访人  VARCHAR  家庭·走访人,原样文本
--   本月变化  VARCHAR  家庭·本月变化,原样文本
--   备注  VARCHAR  家庭·备注,原样文本
--   verdict         VARCHAR  处理结果: accepted 接收 / quarantined 暂存待核 / rejected 未收
--   verdict_reason  VARCHAR  暂存或未收的原因(检查编号)
SELECT
  submission_id,
  township_code,
  month,
  sheet,
  row_number,
  "户编号",
  "户主姓名",
  "户主证件号码",
  "行政村",
  "城乡",
  "监测类别",
  "建档立卡",
  "救助类别",
  "低保档次",
  "保障人数",
  "月保障金额",
  "首次纳入年月",
  "渐退起始年月",
  "工资性收入",
  "经营净收入",
  "财产净收入",
  "转移净收入",
  "必要就业成本",
  "医疗自付",
  "教育支出",
  "住房支出",
  "康复照料支出",
  "其他刚性支出",
  "住房等级",
  "饮水安全",
  "财产符合",
  "存款与有效资产",
  "本月遭遇",
  "走访日期",
  "走访人",
  "本月变化",
  "备注",
  verdict,
  verdict_reason
FROM read_parquet($household_files)
