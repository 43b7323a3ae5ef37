"""What is answered about a whole file, a sheet or how a cell was typed. Row checks have their words in `expectations/`.

Each answer: severity, what is wrong, why it matters, how to mend it; `{…}` is filled in by the caller.
critical = the file is returned and nothing of it is taken.
"""

from typing import Any

from lowincome.intake.answers_difference import DIFFERENCE
from lowincome.intake.answers_feed import FEED
from lowincome.intake.answers_returned import RETURNED_LIST
from lowincome.intake.answers_roster import ROSTER

RESEND = "改好后把整份文件重新报送即可,不用改文件名。"

ANSWERS: dict[str, tuple[str, str, str, str]] = {
    # what kind of file it is
    "file_empty": ("critical", "文件是空的(0 字节)。", "可能是复制或传输中断了。", "请在电脑上打开确认有内容,再重新报送。"),
    "file_too_large": (
        "critical",
        "文件有 {megabytes} MB,超过 {limit} MB,没有打开。",
        "一个乡镇的报送表通常不到 2 MB;过大多半是插入了图片或整列设了格式。",
        "请删去图片,只保留报送表的五张工作表,另存后重新报送。",
    ),
    "not_excel": (
        "critical",
        "这不是 Excel 文件(看上去是{looks})。",
        "只改扩展名不会变成 Excel 文件,系统读不出里面的内容。",
        "请用 Excel 或 WPS 打开报送表,另存为 .xlsx 后重新报送。",
    ),
    "password": (
        "critical",
        "文件设了打开密码,无法读取。",
        "系统不知道也不会猜密码。",
        "请取消密码(文件→信息→保护工作簿),保存后重新报送。",
    ),
    "table_unknown": (
        "critical",
        "表头对不上报送表,也对不上任何部门数据。",
        "系统看最上面五行的表头认是什么数据;认不出的不敢收,怕把人和数弄混。",
        "乡镇请用本月下发的报送表,另存为 .xlsx 再报;部门名单请核对表头栏目(见监测中心说明)再报。",
    ),
    "binary_excel": (
        "critical",
        "这是二进制格式的 Excel 文件(.xlsb)。",
        "这种格式无法安全检查。",
        "请用 Excel 或 WPS 另存为 .xlsx 后重新报送。",
    ),
    "damaged": (
        "critical",
        "文件已损坏或不完整,打不开。",
        "可能是复制或传输中断了。",
        "请在电脑上打开确认没有报错,另存为 .xlsx 后重新报送。",
    ),
    "zip_bomb": (
        "critical",
        "文件展开后异常巨大,没有打开。",
        "正常的报送表不会这样,这类文件可能使系统瘫痪。",
        "请从本月下发的空白或预填报送表重新填写后报送;若仍这样,请查杀病毒。",
    ),
    "stray_cell": (
        "critical",
        "「{title}」表在很远的地方(如 {cell})有内容,表格范围过大,没有读取。",
        "多半是误按方向键在最末的行或列里填了东西。",
        "请删去数据区以外的行和列(选中后右键“删除”),保存后重新报送。",
    ),
    "table_too_large": (
        "critical",
        "表格过大,没有读取({what})。",
        "一个县一个月的名单不会这样大;多半是别处误填了内容,或文件拼错了。",
        "请删去多余的行、栏和内容,另存后重新报送。",
    ),
    "workbook_empty": ("critical", "工作簿里没有内容。", "没有可以接收的数据。", "请用本月下发的报送表填写后重新报送。"),
    # which month and township it belongs to
    "no_cover": (
        "critical",
        "没有找到「说明」表。",
        "系统靠「说明」表前五行认出乡镇和月份。",
        "请用本月下发的报送表填写,不要删除或改名「说明」表。",
    ),
    "cover_key_missing": (
        "critical",
        "「说明」表前五行缺少“{key}”。",
        "系统靠这五行认出乡镇和月份。",
        "请恢复「说明」表前五行(可从下发的报送表复制),再重新报送。",
    ),
    "township_unknown": (
        "critical",
        "乡镇代码“{code}”不是本县的乡镇。",
        "不知道是哪个乡镇,就不能入库。",
        "请核对「说明」表的乡镇代码(9 位数字),或改用本乡镇的报送表。",
    ),
    "township_name_differs": (
        "warning",
        "乡镇代码是{name}的,乡镇名称却写“{stated}”。",
        "已按代码接收为{name}。",
        "请核对是否用错了别的乡镇的表;如无误,改正名称即可。",
    ),
    "month_unreadable": (
        "critical",
        "月份“{stated}”读不懂。",
        "不知道是哪个月的数据,就不能入库。",
        "请写成 年-月,例如 2021-06。",
    ),
    "month_in_future": (
        "critical",
        "表上的月份是 {stated},比收到的月份 {received} 还晚:用的是另一个月的模板。",
        "提前报的月份会盖住真正那个月的数据。",
        "请改用 {received} 的报送表(或改正「说明」表的月份)后重新报送。",
    ),
    "version_differs": ("info", "模板版本是“{stated}”,现用版本是“{current}”。", "旧版可能少几栏。", "下月请用新下发的报送表。"),
    "another_township": (
        "critical",
        "表上写的是{name},但 {share} 户的户编号都是{other}的:用的是另一个乡镇的表。",
        "接收了就会把两个乡镇的名册弄混。",
        "请核对:是{other}的数据就改用{other}的报送表;是{name}的就重新填写户编号。",
    ),
    "visits_in_another_month": (
        "warning",
        "大多数走访日期({share} 户)不在 {month} 月内。",
        "可能用了另一个月的模板,或没有更新走访日期。",
        "请核对「说明」表的月份和「家庭」表的走访日期。",
    ),
    # the workbook it was filled in
    "workbook_of_another_month": (
        "warning",
        "这是 {issued} 的报送表,「说明」里的月份却写着 {stated}。",
        "上月已经去世、迁走、退出的人可能还在表上;部门答过的栏目也是旧的。",
        "请改用本乡镇 {stated} 的报送表;已经逐户核对过、内容确实是 {stated} 的,不用改。",
    ),
    "fingerprint_differs": (
        "warning",
        "「说明」里的名册指纹,不是 {month} 发给{name}的那一份。",
        "可能拿错了别的乡镇的表,或者名册指纹被改动过。",
        "请核对是不是本乡镇的表;名册没有错的,不用改。",
    ),
    "households_added": (
        "info",
        "名册里手工增加了 {count} 户{hint}。",
        "新增的户和别的户一样检查。",
        "确实新增的,「本月变化」选「新增」,「增减」里给新享受的人各写一行;写错户编号的请改正。",
    ),
    "nothing_said": (
        "warning",
        "{count} 户的「本月变化」一户也没有选,看上去是下发的表原样交了回来。",
        "没有选,就不知道这些户本月有没有核过。",
        "请逐户核一核:没有变化的选「无变化」,可以选中多格一起填(Ctrl+Enter)。",
    ),
    "not_all_said": ("info", "还有 {count} 户(共 {total} 户)没有选「本月变化」。", "", "核过的请选上,没有变化的选「无变化」。"),
    # sheets and columns
    "sheet_missing": (
        "critical",
        "缺少「{title}」表{hint}。",
        "没有这张表就不知道有哪些户、哪些人。",
        "请恢复「{title}」表(名称一字不差)后重新报送。",
    ),
    "sheet_twice": (
        "warning",
        "「{title}」表不止一张:读的是「{taken}」,没有读「{left}」。",
        "几张内容不同时,不知道以哪一张为准。",
        "没有读的那张是多余的,请删去;那张才对的,请删去「{taken}」,把它改名为「{title}」再报。",
    ),
    "sheet_absent": ("info", "没有「{title}」表{hint},按本月没有内容处理。", "", "如果有内容要报,请恢复这张表后重新报送。"),
    "sheet_without_rows": (
        "critical",
        "「{title}」表没有填写任何一行。",
        "空表入库会使全乡镇的户从名单上消失。",
        "请填写后重新报送;没有变化的户也要保留在表里。",
    ),
    "header_not_first": (
        "critical",
        "「{title}」表的表头在第 {row} 行,应在第 1 行。",
        "表头上面多出的行使系统对不上栏目。",
        "请删去表头上面的行,使表头回到第 1 行。",
    ),
    "header_absent": (
        "critical",
        "「{title}」表第 1 行不是表头。",
        "没有表头,系统对不上栏目。",
        "请从下发的报送表把表头复制到第 1 行(数据从第 2 行起)。",
    ),
    "column_required": (
        "critical",
        "「{title}」表缺少“{column}”栏{hint}。",
        "没有这一栏,每一行都不知道是谁家的。",
        "请恢复“{column}”这一栏后重新报送。",
    ),
    "column_missing": (
        "warning",
        "「{title}」表没有“{column}”栏{hint},全部按未知处理。",
        "未知不等于没有,也不当作 0;与它有关的预警本月无法判断。",
        "请从下发的报送表恢复这一栏。",
    ),
    "column_unknown": ("info", "「{title}」表的“{column}”栏不认识,没有读取{hint}。", "", "如果是改了栏目名称,请改回原来的名称。"),
    "column_twice": (
        "warning",
        "「{title}」表有两栏都是“{column}”,只读了左边的一栏。",
        "两栏内容不同时,不知道以哪一栏为准。",
        "请删去多余的一栏。",
    ),
    # how a cell was typed
    "formula_cell": (
        "warning",
        "这一格是公式,不是文字。",
        "公式换一台电脑结果可能不同,已只取它显示的结果。",
        "请复制后“选择性粘贴→数值”,或直接填写内容。",
    ),
    "formula_number": ("info", "这一格是公式,已按它显示的数接收。", "", "可以不改。"),
    "formula_without_result": (
        "warning",
        "这一格显示的是错误值(如 #N/A),或者公式没有结果,按空白处理。",
        "看不到内容,就不知道是多少、是什么;未知不等于 0。",
        "请直接填写内容;不知道的就空着。",
    ),
    "formula_text": (
        "warning",
        "内容以“=、+、-、@”开头,像一条公式。",
        "别人打开名单时可能被当作公式运行;已按普通文字保存。",
        "请只填写文字本身。",
    ),
    # an urgent report between two 25ths
    "urgent_township_unknown": (
        "critical",
        "急难快报上的乡镇代码“{code}”不是本县的乡镇。",
        "不知道是哪个乡镇的急事,就派不出去。",
        "请核对表头的乡镇代码(9 位数字),马上再报一次。",
    ),
    "urgent_column_missing": (
        "critical",
        "急难快报缺少“{column}”栏。",
        "没有这一栏,不知道是谁家出了什么事。",
        "请用本乡镇的空白急难快报填写,马上再报一次。",
    ),
    "urgent_empty": ("critical", "急难快报上一户也没有填。", "没有可以办的事。", "请在表头下面一户一行填写,再报一次;没有急事不用报。"),
    "urgent_nothing_accepted": (
        "critical",
        "没有一户可以收下。",
        "收不下就派不出去,急事会耽误。",
        "请按下面列出的问题改正,马上再报一次;来不及的先打电话告诉监测中心。",
    ),
    **DIFFERENCE,
    **FEED,
    **RETURNED_LIST,
    **ROSTER,
    # all households are in doubt
    "nothing_accepted": (
        "critical",
        "没有一户可以接收,整份退回。",
        "若按空表入库,全乡镇的户会从名单上消失。",
        "请按下面列出的问题逐项改正后重新报送。",
    ),
}


def finding(check_id: str, sheet: str | None = None, column: str | None = None, cell: str | None = None, **words: Any) -> dict[str, Any]:
    """One finding of the catalogue, its words filled in ({title}, {column} and {cell} by themselves). The caller masks what it gives."""
    severity, message, why, mend = ANSWERS[check_id]
    words = {"title": sheet, "column": column, "cell": cell, **words}
    return {
        "sheet": sheet,
        "row_number": None,
        "column_name": column,
        "cell": cell,
        "check_id": check_id,
        "severity": severity,
        "value_masked": None,
        "message_zh": message.format_map(words),
        "why_zh": why.format_map(words),
        "mend_zh": mend.format_map(words),
    }
