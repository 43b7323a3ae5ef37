"""The look of a workbook that goes to a township, filled or to be mended: what is known is locked, what is asked is open.

No password: the lock is a railing, not a safe. A cell that is locked elsewhere is open where it is empty, wrong or marked,
so that nothing a clerk has to write needs more than writing it. The rows below the list are open throughout.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from lowincome.intake import feed, form, workbook_checks
from lowincome.intake.workbook_cells import ANSWERED, COVER, NOTES, OPEN, QUIET, SAID, Cell, Marks, Row, Rows, numbered

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Look = Callable[..., "Format"]

SPARE_ROWS = 300  # rows below the list in which drop-downs, checks and colours still work
A4, A3 = 9, 8
FONT: dict[str, Any] = {"font_name": "微软雅黑", "font_size": 10}
LINE: dict[str, Any] = {"border": 1, "border_color": "#C9CFD6", "valign": "vcenter"}
GREY, WHITE, YELLOW, BLUE, NOTED = "#E7E9EC", "#FFFFFF", "#FFF9E3", "#DCE9F5", "#FCE4D6"
MARKED = {"critical": "#F4B6A6", "warning": "#FFE08A", "repeated": "#DDEBF7", "info": "#DDEBF7"}
COLOURS = {form.FIXED: GREY, form.CHANGING: WHITE, form.ANEW: YELLOW, form.ANSWERED: BLUE}
LEGEND = (
    (GREY, "灰色", "名册里已有,一般不变,锁住了。确实要改:「审阅」→「撤销工作表保护」(没有密码),直接改。"),
    (WHITE, "白色", "上月填的。有变化才改,没有变化不用动。"),
    (YELLOW, "黄色", "本月要填的。深黄色是还没有填的,填好颜色就变浅;填完的户,前面的编号变绿。"),
    (BLUE, "蓝色", "部门数据已经答了,锁住了,不用填。"),
    (NOTED, "橙色", "请看一看:鼠标停在上面,有一句说明。"),
)
# in a workbook that comes back to be mended the colours are those of what was found
LEGEND_MARKED = (
    (MARKED["critical"], "红色", "必须改。鼠标停在格上,写着什么问题、怎么改。改完存盘,整份再交一次。"),
    (MARKED["warning"], "深黄色", "请核对。填错了的改,没有填错的不用管。"),
    (MARKED["info"], "浅蓝色", "供知悉,不用改;写着「以前提示过」的,没有变化就不用再改。"),
    (NOTED, "橙色", "与另一格的问题有关,要改的可能在这里。"),
    (GREY, "其他", "没有问题,不用动。灰色、蓝色的锁住了,确实要改:「审阅」→「撤销工作表保护」(没有密码)。"),
)
HELP = (
    "一、先看「家庭」:没有变化的户,「本月变化」选第一个「无变化」就完了。多户一起填:选中这些格子,打「无变化」,按 Ctrl+Enter。",
    "二、有变化的户:改白格子(「成员」表里的也一样),「本月变化」选「有变化」;走访过的填走访日期、走访人、本月遭遇。",
    "三、去世、迁出、婚出的人,不要删行:在「成员」的「状态」里选,填状态日期,下月自动不再列出。整户不再纳入,「本月变化」选「退出」。",
    "四、新增的户和人写在表下面的空行里,两张表用同一个户编号;户的「本月变化」选「新增」,人的「状态」选迁入、出生或婚入。",
    "五、不知道的空着。空着是“不知道”,0 是“没有”,两回事;不要写“不详”。",
    "六、收入和支出是近 12 个月合计,单位元,只填数字。日期写作 2021-06-03,年月写作 2021-06;有下拉箭头的请选。",
    "七、「增减」写本月新增、退出、提标、降标的人,没有的整张空着。",
    "八、「核查反馈」里的预警编号已经列好,去过哪一户就填哪一行;鼠标停在编号上,看发现了什么。还没有去的整行空着。",
    "九、每月 25 日当天 24 时以前交,文件名随便取。填到一半也可以先交,改好了再交一次,新的代替旧的。",
    "十、交上去几分钟内有回执:哪张表、哪一格、什么问题、怎么改,照着改就行。这张表有姓名和家里的情况,只在工作中用。",
)
UNITS = {"household": "户", "feedback": "件"}
SEEN = {form.FIXED: "灰色,不用改。", form.CHANGING: "有变化才改。", form.ANEW: "本月填。"}
WIDEST_WORD = 11  # a longer word of a list is shown smaller
WIDTHS = {
    "户编号": 19, "户主姓名": 9, "户主证件号码": 20, "证件号码": 20, "行政村": 9, "首次纳入年月": 9, "渐退起始年月": 9, "走访人": 12, "备注": 26,
    "姓名": 9, "民族": 7, "大病病种": 14, "务工地": 12, "享受补贴": 18, "无收入起始年月": 9, "原因": 26, "预警编号": 23, "户主": 9, "核查人": 12,
    "采取措施": 28, "说明": 30,
}  # fmt: skip


def fill(book: "Workbook", cover: Mapping[str, str], month: date, rows: Rows, marks: Marks) -> None:
    """The five sheets. Without any row it is the township's first form: empty and nowhere locked."""
    look = _looks(book)
    is_first = not any(rows.get(key) for key in form.SHEETS)
    first = book.add_worksheet(form.COVER)
    lists = workbook_checks.hide_lists(first)
    _write_cover(first, look, cover, {column: mark for (key, _, column), mark in marks.items() if key == COVER})
    # what was asked of whom is not known of a workbook that comes back
    _write_progress(first, look, len(cover) + 1, rows, ("household",) if marks else ("household", "feedback"))
    _write_help(first, look, len(cover) + 4, LEGEND_MARKED if marks else LEGEND)
    sheets = [first]
    for key, title in form.SHEETS.items():
        sheet = book.add_worksheet(title)
        said = {(number, column): mark for (place, number, column), mark in marks.items() if place == key}
        last = _write_rows(sheet, look, key, rows.get(key, ()), said)
        _write_head(sheet, look, key, said)
        workbook_checks.add_checks(sheet, key, month, lists, last + SPARE_ROWS)
        if not marks:
            workbook_checks.add_colours(book, sheet, key, _asked(key, rows) if key == "feedback" else last + SPARE_ROWS)
        _set_up(sheet, f"{cover['乡镇名称']} {cover['月份']} {title}", key, last)
        sheets.append(sheet)
    for sheet in sheets if not is_first else ():
        sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})


def _looks(book: "Workbook") -> Look:
    """Formats by their properties, each made once."""
    made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def look(**properties: Any) -> "Format":
        key = tuple(sorted(properties.items()))
        if key not in made:
            made[key] = book.add_format(FONT | properties)
        return made[key]

    return look


def _write_cover(sheet: "Worksheet", look: Look, cover: Mapping[str, str], marks: Mapping[str, tuple[str, str]]) -> None:
    """The rows by which the file is recognised; one that is marked is open."""
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 112)
    for row, (key, word) in enumerate(cover.items()):
        severity, text = marks.get(key, ("", ""))
        colour = {"bg_color": MARKED[severity], "locked": False} if severity else {"bg_color": GREY}
        sheet.write_string(row, 0, key, look(**LINE, bold=True, bg_color=GREY))
        sheet.write_string(row, 1, word, look(**LINE, num_format="@", align="left", **colour))
        if text:
            _comment(sheet, row, 1, text)


def _write_progress(sheet: "Worksheet", look: Look, top: int, rows: Rows, keys: Sequence[str]) -> None:
    """A line a sheet that counts by itself how much is done."""
    for row, key in enumerate(keys):
        unit = UNITS[key]
        last = max(_asked(key, rows), 2)  # a range needs a row, also where there is none
        done, (first, _) = workbook_checks.FILLED[key]
        there = [one for number, one in numbered(rows.get(key, ())) if number <= last and one.get(first)]
        value = f"已核 {sum(bool(one.get(done)) for one in there)}/{len(there)} {unit}"
        if key == "household":
            last += SPARE_ROWS
        sheet.write_string(top + row, 0, form.SHEETS[key], look(**LINE, bold=True, bg_color=GREY))
        formula = f'{workbook_checks.progress(key, last)}&" {unit}"'
        sheet.write_formula(top + row, 1, formula, look(**LINE, bold=True, font_size=12, align="left"), value)


def _write_help(sheet: "Worksheet", look: Look, top: int, legend: Sequence[tuple[str, str, str]]) -> None:
    for row, (colour, name, text) in enumerate(legend, start=top):
        sheet.write_string(row, 0, name, look(**LINE, bg_color=colour, align="center"))
        sheet.write_string(row, 1, text, look(**LINE, text_wrap=True))
    for row, line in enumerate(HELP, start=top + len(legend) + 1):
        sheet.write_string(row, 1, line, look(text_wrap=True, valign="top"))
        sheet.set_row(row, 20)
    sheet.write_string(top + len(legend) + 1, 0, "怎么填", look(bold=True, valign="top"))
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.print_area(0, 0, top + len(legend) + len(HELP), 1)
    sheet.fit_to_pages(1, 1)


def _write_rows(sheet: "Worksheet", look: Look, key: str, rows: Any, marks: Mapping[tuple[int, str], tuple[str, str]]) -> int:
    """Every cell of the list in its colour; returns the last Excel row number, 1 where there is none."""
    columns = form.COLUMNS[key]
    kinds = {column: _kind(key, column) for column in columns}
    ways = {column: form.filling()[key, column].how for column in columns}
    for index, column in enumerate(columns):
        sheet.set_column(index, index, _width(key, column), look(locked=False, **kinds[column]))
    # a sheet has hundreds of thousands of cells and a dozen looks
    looks = {column: cache(partial(look, **LINE, **kinds[column])) for column in columns}
    marked = {number for number, _ in marks}
    last = 1
    for last, row in numbered(rows):
        for index, column in enumerate(columns):
            colour, is_locked = _state(ways[column], column, row, last in marked)
            severity, text = marks.get((last, column), ("", ""))
            note = text or row.get(NOTES, {}).get(column)
            style = looks[column](bg_color=MARKED.get(severity, colour), locked=is_locked)
            _put(sheet, last - 1, index, row.get(column), style, column in form.NUMBERS)
            if note:
                _comment(sheet, last - 1, index, note)
    return last


def _state(how: str, column: str, row: Row, is_marked: bool) -> tuple[str, bool]:
    """The colour of a cell, and whether it is locked. how: the column is filled (see `form.Filling`)."""
    is_empty = row.get(column) in (None, "")
    if column in row.get(OPEN, ()):
        return (WHITE if column in row.get(SAID, ()) else NOTED), False
    if how == form.ANSWERED:
        return (BLUE, not is_marked) if column in row.get(ANSWERED, ()) else (WHITE, False)
    if how == form.FIXED:
        return (WHITE, False) if is_empty else (GREY, not is_marked)
    return (WHITE if row.get(QUIET) else COLOURS[how]), False


def _kind(key: str, column: str) -> dict[str, Any]:
    """How a cell of the column is set: figures to the right, words of a list and dates in the middle, a long one smaller."""
    if column in form.NUMBERS:
        return {"align": "right"}
    is_short = column in form.CODES[key] or form.filling()[key, column].kind in (form.DAY, form.MONTH)
    return {"num_format": "@", "shrink": True, "align": "center"} if is_short else {"num_format": "@", "align": "left"}


def _put(sheet: "Worksheet", row: int, column: int, value: Cell, style: "Format", is_number: bool) -> None:
    """Text as text; in a column of numbers one that reads back as it was typed as a number."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif is_number and (number := _as_number(value)) is not None:
        sheet.write_number(row, column, number, style)
    else:
        sheet.write_string(row, column, value.isoformat() if isinstance(value, date) else str(value), style)


def _as_number(value: Cell) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if isinstance(value, int | float) or f"{number:.15g}" == value else None


def _write_head(sheet: "Worksheet", look: Look, key: str, marks: Mapping[tuple[int, str], tuple[str, str]]) -> None:
    departments = {one.feed: one.department for one in feed.declared()}
    for index, column in enumerate(form.COLUMNS[key]):
        how, source, _, hint = form.filling()[key, column]
        severity, text = marks.get((1, column), ("", ""))
        colour = MARKED.get(severity, "#D5DEE8" if how in (form.FIXED, form.CHANGING) else "#FFE9A8" if how == form.ANEW else "#BDD7EE")
        style = look(**LINE, bold=True, text_wrap=True, align="center", bg_color=colour)
        sheet.write_string(0, index, column, style)
        said = SEEN.get(how) or f"蓝色的由{departments[source]}的数据填好,不用填;别的有变化才改。"
        _comment(sheet, 0, index, "\n".join(filter(None, (text or said, hint))))
    sheet.set_row(0, 48)


def _comment(sheet: "Worksheet", row: int, column: int, text: str) -> None:
    lines = sum(1 + len(line) // 20 for line in text.split("\n"))
    sheet.write_comment(row, column, text, {"author": "", "width": 300, "height": 24 + 18 * lines, "font_size": 9})


def _asked(key: str, rows: Rows) -> int:
    """The last Excel row number in which something is asked for, 1 where there is none."""
    return max((number for number, row in numbered(rows.get(key, ())) if not row.get(QUIET)), default=1)


def _width(key: str, column: str) -> float:
    """Room for the longest word of a code and for the header in three lines."""
    if column in WIDTHS:
        return WIDTHS[column]
    kind = form.filling()[key, column].kind
    words = max((len(word) for word in form.CODES[key].get(column, ())), default=0)
    at_least = {form.AMOUNT: 9, form.DAY: 11.5, form.MONTH: 9}.get(kind, 0)
    return max(at_least, min(2.1 * words + 2, WIDEST_WORD), 2.1 * -(-len(column) // 3) + 2)


def _set_up(sheet: "Worksheet", title: str, key: str, last: int) -> None:
    """Frozen header, filter, and how it prints."""
    columns = len(form.COLUMNS[key])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(last, 2) - 1, columns - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:AZ{last + SPARE_ROWS}"})
    sheet.set_paper(A3 if key in ("household", "member") else A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=0.5)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(last, 2) - 1, columns - 1)
    sheet.set_footer(f"&L&8{title}  仅供工作使用&R&8第 &P 页 共 &N 页", {"margin": 0.25})
