-- table:   stg.institution
-- title:   民政局·特困供养服务机构台账,已接收的行,各栏按类型读出;读不出的为空
-- grain:   month, row_number
-- reads:   raw.feed, stg.feed_standing
-- params:  month
-- columns:
--   month                    DATE     月份,每月1日
--   submission_id            VARCHAR  来源报送编号
--   row_number               INTEGER  来源表行号
--   institution              VARCHAR  机构名称
--   tier                     VARCHAR  机构级别
--   residents_disabled       INTEGER  失能特困人员,人
--   residents_half_disabled  INTEGER  半失能特困人员,人
--   residents_independent    INTEGER  完全自理特困人员,人
--   staff                    INTEGER  工作人员,人
--   care_beds                INTEGER  护理型床位,张
--   free_beds                INTEGER  空余床位,张
--   is_care_facility         BOOLEAN  是否以失能、部分失能照护为主
--   is_registered            BOOLEAN  是否办理法人登记
--   certified_carers         INTEGER  持证护理员,人
--   hazards_open             INTEGER  尚未整改的重大安全隐患,处
SELECT
  s.month,
  r.submission_id,
  r.row_number,
  compact_text(cell(r.cells, '机构名称')) AS institution,
  to_code(cell(r.cells, '机构级别'), ['县级', '乡镇']) AS tier,
  to_whole(cell(r.cells, '失能人数')) AS residents_disabled,
  to_whole(cell(r.cells, '半失能人数')) AS residents_half_disabled,
  to_whole(cell(r.cells, '自理人数')) AS residents_independent,
  to_whole(cell(r.cells, '工作人员')) AS staff,
  to_whole(cell(r.cells, '护理床位')) AS care_beds,
  to_whole(cell(r.cells, '空余床位')) AS free_beds,
  to_yes(cell(r.cells, '失能照护')) AS is_care_facility,
  to_yes(cell(r.cells, '法人登记')) AS is_registered,
  to_whole(cell(r.cells, '持证护理员')) AS certified_carers,
  to_whole(cell(r.cells, '重大安全隐患')) AS hazards_open
FROM raw.feed AS r
INNER JOIN stg.feed_standing AS s ON r.submission_id = s.submission_id
WHERE s.month = $month::DATE AND s.feed = 'institution' AND r.verdict = 'accepted'
