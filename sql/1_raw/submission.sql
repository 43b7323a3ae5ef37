-- table:   raw.submission
-- title:   每次报送一行: 谁、哪个月、第几次、何时到、处理结果与行数
-- grain:   submission_id
-- reads:   -
-- params:  submission_files
-- columns:
--   submission_id     VARCHAR      报送编号
--   kind              VARCHAR      form 报送表 / returned_list 填好返回的预警清单 / urgent 急难快报 / feed 部门或台账数据 / unknown 无法识别
--   feed              VARCHAR      数据来源,见 ref.feed;报送表为空
--   township_code     VARCHAR      乡镇代码,无法识别时为空
--   township_name     VARCHAR      乡镇名称
--   month             DATE         报送表或清单所属月份,每月1日
--   version           INTEGER      该乡镇该月第几次报送,按到达先后
--   file_name         VARCHAR      收到时的文件名
--   sha256            VARCHAR      原始文件校验值
--   size_bytes        BIGINT       原始文件大小,字节
--   received_at       TIMESTAMPTZ  收到时间
--   due_at            TIMESTAMPTZ  截止时间(含当日24时前)
--   is_on_time        BOOLEAN      是否按时
--   status            VARCHAR      接收 / 接收有提示 / 部分接收 / 退回
--   form_version      VARCHAR      模板版本;名单=别的系统的名册
--   fingerprint       VARCHAR      名册指纹
--   rows_in           INTEGER      收到行数
--   rows_accepted     INTEGER      接收行数
--   rows_quarantined  INTEGER      暂存待核行数
--   rows_rejected     INTEGER      未收行数
SELECT
  submission_id,
  kind,
  feed,
  township_code,
  township_name,
  month,
  CAST(row_number() OVER (PARTITION BY kind, feed, township_code, month ORDER BY received_at, sha256) AS INTEGER) AS version,
  file_name,
  sha256,
  size_bytes,
  received_at,
  due_at,
  is_on_time,
  status,
  form_version,
  fingerprint,
  rows_in,
  rows_accepted,
  rows_quarantined,
  rows_rejected
FROM read_parquet($submission_files)
