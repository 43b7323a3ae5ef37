-- table:   raw.member
-- title:   报送表「成员」,原样文本,一行对应原表一行
-- grain:   submission_id, row_number
-- reads:   -
-- params:  member_files
-- columns:
--   submission_id  VARCHAR  报送编号
--   township_code  VARCHAR  乡镇代码
--   month          DATE     报送表所属月份,每月1日
--   sheet          VARCHAR  工作表名称
--   row_number     INTEGER  原表行号(表头为第1行时,首行数据为2)
--   户编号  VARCHAR  成员·户编号,原样文本
--   姓名  VARCHAR  成员·姓名,原样文本
--   证件号码  VARCHAR  成员·证件号码,原样文本
--   与户主关系  VARCHAR  成员·与户主关系,原样文本
--   民族  VARCHAR  成员·民族,原样文本
--   健康状况  VARCHAR  成员·健康状况,原样文本
--   大病病种  VARCHAR  成员·大病病种,原样文本
--   残疾人证  VARCHAR  成员·残疾人证,原样文本
--   残疾类别  VARCHAR  成员·残疾类别,原样文本
--   残疾等级  VARCHAR  成员·残疾等级,原样文本
--   劳动能力  VARCHAR  成员·劳动能力,原样文本
--   自理能力  VARCHAR  成员·自理能力,原样文本
--   就业状况  VARCHAR  成员·就业状况,原样文本
--   农民工  VARCHAR  成员·农民工,原样文本
--   务工地  VARCHAR  成员·务工地,原样文本
--   务工月数  VARCHAR  成员·务工月数,原样文本
--   连续无收入月数  VARCHAR  成员·连续无收入月数,原样文本
--   无收入起始年月  VARCHAR  成员·无收入起始年月,原样文本
--   主要劳动力  VARCHAR  成员·主要劳动力,原样文本
--   产业就业可帮扶  VARCHAR  成员·产业就业可帮扶,原样文本
--   能单独立户  VARCHAR  成员·能单独立户,原样文本
--   长期照料需求  VARCHAR  成员·长期照料需求,原样文本
--   失业保险  VARCHAR  成员·失业保险,原样文本
--   医保参保  VARCHAR  成员·医保参保,原样文本
--   在校情况  VARCHAR  成员·在校情况,原样文本
--   留守类别  VARCHAR  成员·留守类别,原样文本
--   儿童类别  VARCHAR  成员·儿童类别,原样文本
--   单人户纳入  VARCHAR  成员·单人户纳入,原样文本
--   享受补贴  VARCHAR  成员·享受补贴,原样文本
--   状态  VARCHAR  成员·状态,原样文本
--   状态日期  VARCHAR  成员·状态日期,原样文本
--   verdict         VARCHAR  处理结果: accepted 接收 / quarantined 暂存待核 / rejected 未收
--   verdict_reason  VARCHAR  暂存或未收的原因(检查编号)
SELECT
  submission_id,
  township_code,
  month,
  sheet,
  row_number,
  "户编号",
  "姓名",
  "证件号码",
  "与户主关系",
  "民族",
  "健康状况",
  "大病病种",
  "残疾人证",
  "残疾类别",
  "残疾等级",
  "劳动能力",
  "自理能力",
  "就业状况",
  "农民工",
  "务工地",
  "务工月数",
  "连续无收入月数",
  "无收入起始年月",
  "主要劳动力",
  "产业就业可帮扶",
  "能单独立户",
  "长期照料需求",
  "失业保险",
  "医保参保",
  "在校情况",
  "留守类别",
  "儿童类别",
  "单人户纳入",
  "享受补贴",
  "状态",
  "状态日期",
  verdict,
  verdict_reason
FROM read_parquet($member_files)
