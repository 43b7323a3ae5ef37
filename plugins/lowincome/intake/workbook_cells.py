"""What the sheets of a 报送表 are made of: the rows that are given, and how a value gets into a cell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | float | int | date | None
Row = Mapping[str, Any]  # column → cell, and what else a row carries (see below)
Rows = Mapping[str, Sequence[Row]]
# (sheet key, Excel row number, column) → (severity, what to say about the cell)
Marks = Mapping[tuple[str, int, str], tuple[str, str]]

COVER = "cover"  # where marks name 说明
# what a row may carry beside its columns
ROW = "_row"  # its Excel row number
ANSWERED = "_answered"  # the columns that a department has filled
OPEN = "_open"  # the columns that are open in this row although they are locked in others
NOTES = "_notes"  # column → what to say at its cell
SAID = "_said"  # of these columns those about which an earlier workbook said the same
QUIET = "_quiet"  # nothing is asked for in this row


def numbered(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Every row with the Excel row number it stands in."""
    number = 1
    for row in rows:
        number = row.get(ROW) or number + 1
        yield number, row


def put(sheet: "Worksheet", row: int, column: int, value: Cell, text: Any) -> None:
    """One cell: a number as a number, anything else as text in the format given, never as a formula."""
    if value is None or value == "":
        return
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_string(row, column, value.isoformat(), text)
    else:
        sheet.write_string(row, column, value, text)
