"""Reads the tables of a file that is no 报送表 as rows of text: .xlsx and .xls by calamine, .csv and pages saved as .xls by the standard library.

All of it in a process of its own, with bounds on memory, time, rows, columns, cells and nesting: what outwits them ends that process, not
the worker. Run as `python -m lowincome.intake.feed_table PATH` it prints one JSON object.
"""

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import Any, NamedTuple

from lowincome.intake import bounds, html_table, read
from lowincome.intake.bounds import LIMITS, Limits

Rows = list[list[str | None]]
Finding = dict[str, Any]
_DELIMITERS = ",\t;，"
_BOM = b"\xef\xbb\xbf"
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")  # Excel's own 「Unicode 文本」


class Table(NamedTuple):
    """One sheet of a workbook, one table of a page, or a whole .csv (title ""). Rows may differ in length."""

    title: str
    rows: Rows


def read_tables(path: Path, limits: Limits = LIMITS) -> tuple[list[Table], list[Finding]]:
    """The tables that hold anything, in order; or why the file is returned. Neither where it holds no table or the parser gives up."""
    if path.stat().st_size > limits.file_bytes:
        return [], []
    answer = read.in_a_process("lowincome.intake.feed_table", path, limits)
    if answer is None:
        return [], []
    return [Table(*table) for table in answer["tables"]], answer["refused"]


def parse(path: Path, limits: Limits = LIMITS) -> tuple[list[Table], list[Finding]]:
    """As `read_tables`, in this process."""
    try:
        return [table for table in _tables(path, limits) if any(cell for row in table.rows for cell in row)], []
    except bounds.RefusedError as refused:
        return [], [refused.answer]


def _tables(path: Path, limits: Limits) -> list[Table]:
    data = path.read_bytes()
    if data.startswith(bounds.ZIP):
        return [] if bounds.inspect(path, limits).answer else _workbook(data, limits)
    if data.startswith(bounds.OLE2):
        return _workbook(data, limits)
    if data.startswith(tuple(bounds.MAGIC)) or (b"\x00" in data and not data.startswith(_WIDE_BOMS)):
        return []
    text = _text(data)
    if bounds.is_page(text[:4096]):
        return [Table(*table) for table in html_table.parse(text, limits)]
    return [Table("", _rows(text, limits))]


def _workbook(data: bytes, limits: Limits) -> list[Table]:
    """By its bytes: from_path would believe the name."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise bounds.RefusedError("password") from None
    tables = []
    for sheet in book.sheets_metadata:
        if sheet.typ != SheetTypeEnum.WorkSheet:
            continue
        content = book.get_sheet_by_name(sheet.name)
        last_row, last_column = content.end or (-1, -1)
        _within(last_row + 1, last_column + 1, limits)
        rows = [[read.to_text(value) for value in row] for row in content.to_python(skip_empty_area=False)]
        for (top, left), (bottom, _) in content.merged_cell_ranges or []:
            for row in rows[top + 1 : bottom + 1]:  # a cell merged over several rows says the same of each
                row[left] = rows[top][left]
        tables.append(Table(sheet.name, rows))
    return tables


def _within(rows: int, columns: int, limits: Limits) -> None:
    for count, limit, what in ((rows, limits.rows, "行"), (columns, limits.columns, "栏"), (rows * columns, limits.cells, "格")):
        if count > limit:
            raise bounds.RefusedError("table_too_large", what=f"有 {count:,} {what},最多 {limit:,} {what}")


def _text(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, or GB18030. Errors: some lines are the one and some the other."""
    if data.startswith(_WIDE_BOMS):
        return data.decode("utf-16", "replace")
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = data[: error.start].count(b"\n") + 1
    lines = data.split(b"\n")
    plainly_utf8 = [number for number, line in enumerate(lines, start=1) if not line.isascii() and _decodes(line, "utf-8")]
    if plainly_utf8 and _is_sure(lines, plainly_utf8):
        raise bounds.RefusedError("feed_mixed_encodings", row=broken)
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise bounds.RefusedError("feed_mixed_encodings", row=broken) from None


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_sure(lines: list[bytes], numbers: list[int]) -> bool:
    """Two Chinese characters in GB18030 may look like UTF-8 by chance; a line of three or more bytes a character hardly ever."""
    return any(
        len(lines[number - 1].decode("utf-8").encode("gb18030", "ignore")) * 4 <= len(lines[number - 1]) * 3 for number in numbers
    ) or (len(numbers) * 2 > len(lines))


def _rows(text: str, limits: Limits) -> Rows:
    """The delimiter is the one that cuts the first lines into the most cells."""
    head = "\n".join(text.splitlines()[:10])
    delimiter = max(_DELIMITERS, key=head.count)
    csv.field_size_limit(limits.string_bytes)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: Rows = []
    try:
        for row in reader:
            _within(len(rows) + 1, len(row), limits)
            rows.append([_cell(cell) for cell in row])
    except csv.Error:
        raise bounds.RefusedError("table_too_large", what=f"第 {len(rows) + 1} 行有一格长得不像一格,可能少了一个引号") from None
    return rows


def _cell(text: str) -> str | None:
    # ="0123" and a leading ' are how spreadsheets keep a long number from being rounded
    text = text.strip().removeprefix("'")
    if match := re.fullmatch(r'="(.*)"', text, re.DOTALL):
        text = match[1]
    return text or None


if __name__ == "__main__":
    read.limit_this_process(*sys.argv[2:])
    found, why = parse(Path(sys.argv[1]))
    sys.stdout.write(json.dumps({"tables": found, "refused": why}))
