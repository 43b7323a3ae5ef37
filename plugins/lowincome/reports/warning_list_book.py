"""The 预警清单 as a workbook: what was found is locked, what the visit answers is open and coloured.

The columns that mean the same carry the names of the 报送表's sheet 核查反馈, so that the filled list can come back.
"""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lowincome.intake import form, returned_list
from lowincome.reports import words, workbook_style
from lowincome.reports.render import Context
from lowincome.reports.workbook_style import Styles, put, put_row

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

LIST, LEFT_OUT, HELP = "预警清单", "未安排", "说明"
# a row is never lower: somebody may write into it by hand
LINES_TO_WRITE_IN = 3
PROVISIONAL = "※"

# name, width, style of what the county found
FOUND = (
    ("序号", 4, "centre"),
    ("预警编号", 10.5, "code"),
    ("行政村", 7.5, "text"),
    ("户主", 7.5, "text"),
    ("人口", 4.6, "centre"),
    ("发现了什么", 30, "text"),
    ("依据", 20, "fine"),
    ("到户问什么", 26, "text"),
    ("可能适用的政策", 20, "fine"),
    ("缓急", 4.6, "centre"),
    ("优先", 4.6, "centre"),
    ("核查期限", 8.5, "date"),
)
# the same for what the township fills in: every column of 核查反馈 that the visit answers
FILLED_WIDTHS = {"核查日期": 8.5, "核查人": 7.5, "核查结果": 9, "采取措施": 12, "落实日期": 8.5, "金额": 7, "申请销号": 4.6, "说明": 11}
FILLED_STYLES = {"核查日期": "fill_date", "落实日期": "fill_date", "金额": "fill_money"}
FILLED = tuple(column for column in form.COLUMNS["feedback"] if column in FILLED_WIDTHS)

LEFT_OUT_COLUMNS = (
    ("序号", 6, "centre"),
    ("预警编号", 19, "code"),
    ("行政村", 11, "text"),
    ("户主", 10, "text"),
    ("人口", 6, "centre"),
    ("发现了什么", 48, "text"),
    ("缓急", 7, "centre"),
    ("为什么没有安排", 24, "text"),
    ("已等月数", 9, "centre"),
)

# of the four columns that a line of advice runs across
HELP_WIDTH = 96
HOW_TO_FILL = (
    "黄色的栏由乡镇填,别的栏是县里比对出来的,已锁住,改不了也不用改。",
    "一趟就是一天:一个村,或者顺路的几个村;后面的小时数是县里估的,连路上的时间,差得多的告诉监测中心改。",
    "「优先」数字小的先去,「紧急」的务必在核查期限前去。",
    "清单上的都是线索,不是结论。到户看一看、问一问,以看到的为准。",
    "「核查结果」点开单元格右边的小箭头选一项;人不在家选「外出未见」,下次再去。",
    "「核查日期」「落实日期」写成 2021-07-03 这样。",
    "给了帮扶的,填「采取措施」和「落实日期」,有钱的填「金额」(元);问题解决了,「申请销号」选「是」,县里看过再销。",
    "填好后把这份清单放回文件夹就行,哪天都可以,没填完也可以;也可以填在本月报送表的「核查反馈」里,两处填一处。不用拍照。",
    "「未安排」表里的户这个月走访时间排不下,下个月接着排;顺路去了也可以照样填报。",
    "这张表有姓名和家里的情况,只在工作中用,不张贴,不转发。",
)


def write(path: Path, month: date, township_code: str, context: Context) -> None:
    """The three sheets. month: stands as the date of making, so that equal lists are equal files."""
    footer = f"{context['township']} {context['month_zh']}预警清单  仅供工作使用,不张贴,不转发"
    with workbook_style.workbook(path, month) as (book, styles):
        known_by = returned_list.cover_line(township_code, context["township"], month)
        _write_list(book.add_worksheet(LIST), styles, context, footer, known_by)
        _write_left_out(book.add_worksheet(LEFT_OUT), styles, context, footer)
        _write_help(book.add_worksheet(HELP), styles, context, footer)


def _write_list(sheet: "Worksheet", styles: Styles, context: Context, footer: str, known_by: str) -> None:
    names = [name for name, _, _ in FOUND] + list(FILLED)
    widths = [width for _, width, _ in FOUND] + [FILLED_WIDTHS[name] for name in FILLED]
    workbook_style.set_up(sheet, widths=widths, footer=footer)
    said = (
        f"共 {context['households']['value']} 户 {context['cases']['value']} 件,分 {len(context['walks'])} 趟;"
        f"{context['left_out']}{f',见「{LEFT_OUT}」表' if context['unscheduled'] or context['settled'] else ''}。怎么填,见「{HELP}」表。",
        context["hours"],
        *([context["shortage"]] if context["shortage"] else []),
        context["source"],
        *([context["not_compared"]] if context["not_compared"] else []),
        context["method"],
        known_by,
    )
    put(sheet, 0, 0, f"{context['township']} {context['month_zh']}预警清单", styles["title"])
    sheet.set_row(0, 27)
    for row, text in enumerate(said, start=1):
        put(sheet, row, 0, text, styles["strong" if text == context["shortage"] else "note"])
    over, head = len(said) + 1, len(said) + 2
    _write_head(sheet, styles, over, head, names)
    row = head
    for walk in context["walks"]:
        row += 1
        _write_band(sheet, styles, row, walk_zh(walk), len(names))
        for household in walk["households"]:
            for case in household["cases"]:
                row += 1
                _write_case(sheet, styles, row, case)
    if not context["walks"]:
        row += 1
        put(sheet, row, 0, "本月没有要走访核查的户。", styles["note"])
    _add_choices(sheet, names, head + 1, max(row, head + 1))
    sheet.freeze_panes(head + 1, 4)
    sheet.repeat_rows(over, head)
    sheet.print_area(0, 0, row, len(names) - 1)
    workbook_style.lock(sheet)


def walk_zh(walk: dict[str, Any]) -> str:
    """第 3 趟  上杏坪村 2 户、下杏坪村 1 户  约 8 小时; without the hours where nobody knows them."""
    hours = walk["hours"]
    return f"第 {walk['number']} 趟  {walk['villages']}" + (
        f"  约 {words.number(hours['value'])} 小时" if hours["state"] == "known" else ""
    )


def _write_band(sheet: "Worksheet", styles: Styles, row: int, text: str, width: int) -> None:
    put_row(sheet, row, [text] + [None] * (width - 1), [styles["band"]] * width)
    sheet.set_row(row, 18)


def _write_head(sheet: "Worksheet", styles: Styles, over: int, head: int, names: list[str]) -> None:
    """Two rows: who answers for the columns, then their names. The lower one is what a reader of the returned list looks for."""
    looks = [styles["head"]] * len(FOUND) + [styles["head_fill"]] * len(FILLED)
    sheet.merge_range(over, 0, over, len(FOUND) - 1, "县里比对发现的（已锁定）", styles["head"])
    sheet.merge_range(over, len(FOUND), over, len(names) - 1, "到户核查后由乡镇填写", styles["head_fill"])
    put_row(sheet, head, names, looks)
    sheet.set_row(over, 18)
    sheet.set_row(head, 32)


def _write_case(sheet: "Worksheet", styles: Styles, row: int, case: dict[str, Any]) -> None:
    seen = _several(case["seen"])
    if case["reasons"]:
        seen += "\n排在前面的原因:" + ";".join(case["reasons"])
    basis = ";".join(case["basis"]) + (f"\n{PROVISIONAL}文件没有给数:{case['provisional']}" if case["provisional"] else "")
    identity = (case["number"], case["case_id"], case["village"], case["head"], case["persons"])
    due_on = date.fromisoformat(case["due_on"]) if case["due_on"] else None
    told = (seen, basis, _several(case["ask"]), _several(case["may_apply"]), case["urgency"], case["priority"], due_on)
    put_row(sheet, row, identity + told, [styles[style] for _, _, style in FOUND], [width for _, width, _ in FOUND], LINES_TO_WRITE_IN)
    for column, name in enumerate(FILLED, start=len(FOUND)):
        put(sheet, row, column, None, styles[FILLED_STYLES.get(name, "fill")])


def _several(entries: list[str]) -> str:
    """One entry as it is; several with their numbers, one a line."""
    return entries[0] if len(entries) == 1 else "\n".join(f"{number}. {entry}" for number, entry in enumerate(entries, start=1))


def _add_choices(sheet: "Worksheet", names: list[str], first: int, last: int) -> None:
    """A drop-down wherever the 报送表 allows only certain words."""
    for column, name in enumerate(names):
        if name in FILLED and name in form.CODES["feedback"]:
            words_allowed = form.CODES["feedback"][name]
            sheet.data_validation(
                first,
                column,
                last,
                column,
                {
                    "validate": "list",
                    "source": list(words_allowed),
                    "error_title": f"{name}请从下拉里选",
                    "error_message": "可选:" + "、".join(words_allowed),
                },
            )


def _write_left_out(sheet: "Worksheet", styles: Styles, context: Context, footer: str) -> None:
    """Those who wait for a visit, then those who need none; each with the reason."""
    width = len(LEFT_OUT_COLUMNS)
    workbook_style.set_up(sheet, widths=[width for _, width, _ in LEFT_OUT_COLUMNS], footer=footer)
    put(sheet, 0, 0, f"{context['township']} {context['month_zh']}没有安排走访的", styles["title"])
    sheet.set_row(0, 27)
    put(sheet, 1, 0, context["wait"], styles["note"])
    put_row(sheet, 2, [name for name, _, _ in LEFT_OUT_COLUMNS], [styles["head"]] * width)
    row = 2
    for title, cases in (("要走访,这个月排不下的", context["unscheduled"]), ("不用再走访,正在办的", context["settled"])):
        if not cases:
            continue
        row += 1
        _write_band(sheet, styles, row, f"{title}  {len(cases)} 件", width)
        for case in cases:
            row += 1
            _write_left_out_case(sheet, styles, row, case)
    if row == 2:
        row = 3
        put(sheet, row, 0, "都安排上了。", styles["note"])
    sheet.freeze_panes(3, 4)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, row, width - 1)
    workbook_style.lock(sheet)


def _write_left_out_case(sheet: "Worksheet", styles: Styles, row: int, case: dict[str, Any]) -> None:
    identity = (case["number"], case["case_id"], case["village"], case["head"], case["persons"])
    told = (_several(case["seen"]), case["urgency"], case["reason"], case["months_waiting"])
    looks = [styles[style] for _, _, style in LEFT_OUT_COLUMNS]
    put_row(sheet, row, identity + told, looks, [width for _, width, _ in LEFT_OUT_COLUMNS])


def _write_help(sheet: "Worksheet", styles: Styles, context: Context, footer: str) -> None:
    workbook_style.set_up(sheet, widths=(5, 58, 12, 14, 12), footer=footer, landscape=False)
    put(sheet, 0, 0, "怎么填", styles["title"])
    sheet.set_row(0, 27)
    for row, text in enumerate(HOW_TO_FILL, start=1):
        sheet.merge_range(row, 1, row, 4, "", styles["text"])
        put_row(sheet, row, (row, text), (styles["centre"], styles["text"]), (5, HELP_WIDTH))
    row = len(HOW_TO_FILL) + 2
    put(sheet, row, 0, f"{PROVISIONAL} 本地暂定或借用外地示例的标准", styles["strong"])
    put(sheet, row + 1, 0, "五份文件里没有写明、由县里暂定或借自外地的,请以县里正式通知为准。", styles["note"])
    put_row(sheet, row + 2, ("序号", "标准", "数值", "单位", "性质"), [styles["head"]] * 5)
    for number, item in enumerate(context["parameters"], start=1):
        looks = [styles[look] for look in ("centre", "text", "centre", "centre", "centre")]
        put_row(sheet, row + 2 + number, (number, item["label"], item["value"], item["unit"], item["mark"]), looks)
    if not context["parameters"]:
        put(sheet, row + 3, 0, "本月没有。", styles["note"])
    workbook_style.lock(sheet)
