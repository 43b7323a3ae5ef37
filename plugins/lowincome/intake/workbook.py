"""Writes a 报送表: the workbook a township fills in, empty, pre-filled or, for the example county, filled.

Everything that only looks like a number (identity numbers, household numbers, dates, months) is a text cell, so that no
digit is lost and no date is turned round; nothing is ever written as a formula. The same rows give the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from lowincome.intake import form, workbook_issued
from lowincome.intake.workbook_cells import Marks, Row, Rows, numbered, put
from lowincome.month import label
from lowincome.reports import outbox

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - a property without a zone; fixed, or two workbooks with the same rows would differ
SPARE_ROWS = 300  # rows below the last one in which the drop-downs still work
WIDTHS = {
    "户编号": 21, "户主证件号码": 21, "证件号码": 21, "预警编号": 24, "备注": 24, "说明": 28, "采取措施": 24, "享受补贴": 22, "大病病种": 16,
    "行政村": 12, "监测类别": 14, "走访日期": 12, "状态日期": 12, "核查日期": 12, "落实日期": 12, "日期": 12, "走访人": 14, "儿童类别": 22, "原因": 26,
    "存款与有效资产": 15, "产业就业可帮扶": 15, "无收入起始年月": 15, "姓名": 10, "户主姓名": 10, "户主": 10,
}  # fmt: skip
HELP = (
    "一、本表每乡镇每月一份,每月25日24时前报送县民政局。上面五行由系统识别,请勿改动。",
    "二、「家庭」一户一行,「成员」一人一行,两表用「户编号」对应;每户有且只有一名户主。",
    "三、只改有变化的内容。没有变化的户,「本月变化」选「无变化」即可。",
    "四、不知道的栏目请留空,不要填0,也不要填「不详」。系统把空白当作「不知道」,不会当作零。",
    "五、收入和支出都填近12个月合计,单位元,只填数字。转移净收入不含低保金、特困供养金和临时救助金。",
    "六、日期写作 2021-06-03,年月写作 2021-06。证件号码18位,末位X大写;新生儿尚无号码的可留空。",
    "七、有下拉箭头的栏目请从列表中选择。",
    "八、去世、迁出、婚出的人员当月仍保留一行,在「状态」中注明,次月起不再列出;新增人员同样注明。",
    "九、「增减」填本月新增、退出、提标、降标的对象,应与上月名册的差别一致。",
    "十、「核查反馈」填对预警清单的核查结果。报送后会收到回执,逐格说明需要改正的地方。",
)


def write(
    path: Path,
    township_code: str,
    township_name: str,
    month: date,
    rows: Rows,
    fingerprint: str = "",
    issued: bool = False,
    marks: Marks | None = None,
) -> None:
    """One workbook with the sheets 说明, 家庭, 成员, 增减, 核查反馈; in place under its name only when all of it was written.

    rows: sheet key of `form.SHEETS` → rows as column → value; a key or column that is missing stays empty, None is an
    empty cell, a date is written as YYYY-MM-DD. A row may carry its Excel row number under ROW (2 is the first below the
    header); without one it stands below the row before it. fingerprint: 名册指纹 of the roster it was filled from.
    issued: the look of a workbook that goes to a township: what is known is grey and locked, what is asked is open.
    marks: cells of an issued workbook with a comment, coloured by severity (critical, warning, repeated, info); row 1 is the header,
    the sheet key "cover" 说明. A row with a mark is open whole.
    """
    import xlsxwriter

    memory = BytesIO()
    cover = dict(zip(form.COVER_KEYS, (form.VERSION, township_code, township_name, label(month), fingerprint), strict=True))
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        book.set_properties({"title": f"报送表 {township_name} {label(month)}", "created": CREATED})
        if issued:
            workbook_issued.fill(book, cover, month, rows, marks or {})
        else:
            _write_cover(book, cover)
            for key, title in form.SHEETS.items():
                _write_sheet(book, key, title, rows.get(key, ()))
    outbox.put(path, memory.getvalue())


def _write_cover(book: "Workbook", cover: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(form.COVER)
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "border_color": "#B7C3CF"})
    value = book.add_format({"num_format": "@", "border": 1, "border_color": "#B7C3CF", "align": "left"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 100, text)
    for row, (key, word) in enumerate(cover.items()):
        sheet.write_string(row, 0, key, bold)
        sheet.write_string(row, 1, word, value)
    sheet.write_string(len(cover) + 1, 0, "填表说明", book.add_format({"bold": True}))
    for row, line in enumerate(HELP, start=len(cover) + 1):
        sheet.write_string(row, 1, line, text)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)


def _write_sheet(book: "Workbook", key: str, title: str, rows: Sequence[Row]) -> None:
    columns = form.COLUMNS[key]
    sheet = book.add_worksheet(title)
    head = book.add_format({
        "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "bg_color": "#DCE6F0", "border": 1, "border_color": "#9FB2C6",
    })  # fmt: skip
    text = book.add_format({"num_format": "@", "indent": 1})
    for index, column in enumerate(columns):
        sheet.set_column(index, index, WIDTHS.get(column, max(9, 2 * len(column) + 2)), None if column in form.NUMBERS else text)
        sheet.write_string(0, index, column, head)
    sheet.set_row(0, 32)
    last = 0
    for number, row in numbered(rows):
        last = number - 1
        for index, column in enumerate(columns):
            put(sheet, last, index, row.get(column), text)
    _finish(sheet, key, columns, last)


def _finish(sheet: "Worksheet", key: str, columns: Sequence[str], count: int) -> None:
    """Frozen header, filter, drop-downs, and how it prints."""
    last = count + SPARE_ROWS
    for column, words in form.CODES[key].items():
        index = columns.index(column)
        sheet.data_validation(1, index, last, index, {
            "validate": "list", "source": list(words), "ignore_blank": True, "error_type": "stop",
            "error_title": column, "error_message": "请从下拉列表中选择;不知道的请留空。",
        })  # fmt: skip
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(count, 1), len(columns) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:AZ{last + 1}"})
    sheet.set_paper(8)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R第&P页 共&N页")
