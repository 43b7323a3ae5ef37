"""One look for every workbook, and the only way text gets into a cell: as text.

A value such as `=HYPERLINK(…)` stays the characters that were typed, also when someone edits the cell and presses Enter
(the quote prefix). Colour is for what to fill in and for what is overdue, never for a household.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lowincome.reports import outbox, words

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FONT, FONT_SIZE = "微软雅黑", 10
A4 = 9
INK, LINE, HEAD, FILL, FILL_HEAD, BAND, OVERDUE = "#1F2933", "#B8C1CC", "#E9EDF2", "#FFF9E3", "#FFE9A8", "#F4F6F8", "#FBE3DC"
# points a line of text takes at size 10, and what Excel allows a row at most
LINE_HEIGHT, ROW_LIMIT = 15.0, 409.0
# pixels: a unit of column width, a cell's own padding, a Chinese character and any other at size 10
WIDTH_UNIT, PADDING, WIDE_CHARACTER, NARROW_CHARACTER = 7, 6, 13.4, 7.2
CELL_LIMIT = 32767
SHEET_NAME_LIMIT = 31
DAY = 'm"月"d"日"'
MORE = "……(此处过长,未全部显示)"

_CELL = {"border": 1, "border_color": LINE, "valign": "top", "text_wrap": True}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_size": 16, "bold": True, "valign": "vcenter"},
    "note": {"valign": "vcenter"},
    "strong": {"bold": True, "font_size": 12, "valign": "vcenter"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "head": _CELL | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": HEAD},
    "head_fill": _CELL | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": FILL_HEAD},
    "band": {"bold": True, "bg_color": BAND, "top": 1, "bottom": 1, "border_color": LINE, "valign": "vcenter"},
    "text": _CELL,
    "centre": _CELL | {"align": "center"},
    "link": _CELL | {"align": "center", "font_color": "#1F4E99", "underline": 1},
    "code": _CELL | {"align": "center", "font_size": 8},
    "fine": _CELL | {"font_size": 9},
    "count": _CELL | {"align": "right", "num_format": "#,##0"},
    "strong_count": _CELL | {"align": "right", "num_format": "#,##0", "bold": True},
    "strong_text": _CELL | {"bold": True},
    "date": _CELL | {"align": "center", "num_format": DAY},
    "overdue": _CELL | {"align": "center", "bg_color": OVERDUE, "bold": True},
    "fill": _CELL | {"bg_color": FILL, "locked": False},
    "fill_date": _CELL | {"bg_color": FILL, "locked": False, "align": "center", "num_format": DAY},
    "fill_money": _CELL | {"bg_color": FILL, "locked": False, "align": "right", "num_format": "#,##0.##"},
}

Styles = dict[str, "Format"]


@contextmanager
def workbook(path: Path, made_on: date) -> Iterator[tuple["Workbook", Styles]]:
    """A new workbook with its styles, in place under its name only when all of it was written.

    made_on stands as the creation date in the file's properties: the clock would make two equal runs differ.
    """
    import xlsxwriter

    memory = BytesIO()
    book = xlsxwriter.Workbook(
        memory,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE, "font_color": INK},
        },
    )
    book.set_properties({"created": datetime.combine(made_on, time())})
    base = {"font_name": FONT, "font_size": FONT_SIZE, "font_color": INK}
    styles = {name: book.add_format(base | {"quote_prefix": not name.startswith("fill")} | style) for name, style in _STYLES.items()}
    yield book, styles
    book.close()
    outbox.put(path, memory.getvalue())


def put(sheet: "Worksheet", row: int, column: int, value: object, style: "Format") -> None:
    """One cell. Text is written as text, whatever it looks like; a figure as its number or its state; None leaves the cell empty."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, dict):
        put(sheet, row, column, value["value"] if value["state"] == "known" else words.STATES[value["state"]], style)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value, style)
    else:
        text = words.shown(str(value))
        sheet.write_string(row, column, text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(MORE)] + MORE, style)


def put_row(
    sheet: "Worksheet", row: int, values: Sequence[object], styles: Sequence["Format"], widths: Sequence[float] = (), at_least: int = 1
) -> None:
    """One row from column A on. With the columns' widths, the row becomes high enough for its wrapped texts.

    Not every program does that by itself on opening. at_least: lines of text that fit in any case.
    """
    for column, (value, style) in enumerate(zip(values, styles, strict=True)):
        put(sheet, row, column, value, style)
    if widths:
        texts = (
            (value, width, style.font_size) for value, width, style in zip(values, widths, styles, strict=True) if isinstance(value, str)
        )
        needed = max([at_least * LINE_HEIGHT, *(_height(*text) for text in texts)])
        sheet.set_row(row, min(needed + 4, ROW_LIMIT))


def _height(text: str, width: float, size: float) -> float:
    """Points that a text takes in a column of that width, rather too many than too few."""
    scale = size / FONT_SIZE
    room = max(width * WIDTH_UNIT - PADDING, WIDE_CHARACTER)
    return sum(max(1, ceil(_pixels(paragraph) * scale * 1.04 / room)) for paragraph in text.split("\n")) * LINE_HEIGHT * scale


def _pixels(text: str) -> float:
    return sum(WIDE_CHARACTER if ord(character) > 0x2E7F or character in "\u00b7\u201c\u201d" else NARROW_CHARACTER for character in text)


def set_up(sheet: "Worksheet", *, widths: Sequence[float], footer: str, landscape: bool = True, scale_to_width: bool = True) -> None:
    """A4, margins, column widths, one page wide, `第 n 页` at the foot."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_paper(A4)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.28, right=0.28, top=0.42, bottom=0.5)
    sheet.set_footer("&L&8" + words.shown(footer).replace("&", "&&") + "&R&8第 &P 页 共 &N 页", {"margin": 0.25})
    sheet.hide_gridlines(2)
    if scale_to_width:
        sheet.fit_to_pages(1, 0)


def lock(sheet: "Worksheet") -> None:
    """Locked cells cannot be typed over by mistake. No password: this is a railing, not a safe. Rows and columns may be resized."""
    sheet.protect("", {"format_rows": True, "format_columns": True, "autofilter": True, "sort": True})
