"""The tables of a page that was saved as .xls: their text, cell by cell. Nothing is fetched, no script, style or entity is carried out."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from lowincome.intake import bounds
from lowincome.intake.bounds import Limits

Rows = list[list[str | None]]
_UNREAD = ("script", "style")


@dataclass
class _Table:
    """rows: finished ones. row: (text, columns it spans, rows it spans) of each cell of the row being read. cell: pieces of its text."""

    rows: list[list[tuple[str, int, int]]] = field(default_factory=list)
    row: list[tuple[str, int, int]] | None = None
    cell: list[str] | None = None
    spans: tuple[int, int] = (1, 1)


def parse(text: str, limits: Limits) -> list[tuple[str, Rows]]:
    """Every table with its caption ("" without one), in the order they begin. A cell over several rows says the same of each.

    Errors: bounds.RefusedError when it has more rows, columns, cells or nested tables than `limits` allow.
    """
    reader = _Reader(limits)
    reader.feed(text)
    reader.close()
    while reader.open:
        reader.end_table()
    return [(caption, _laid_out(table, limits)) for caption, table in reader.tables]


class _Reader(HTMLParser):
    """Forgiving, as browsers are: a cell ends where the next begins, a row where the next row or the table's end comes."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self.limits = limits
        self.tables: list[tuple[str, _Table]] = []
        self.open: list[_Table] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self.unread += 1
        elif tag == "table":
            if len(self.open) == self.limits.nesting:
                raise bounds.RefusedError("table_too_large", what=f"表格套表格超过 {self.limits.nesting} 层")
            self.open.append(_Table())
            self.tables.append(("", self.open[-1]))
        elif tag == "tr" and self.open:
            self._end_row()
            self.open[-1].row = []
        elif tag in ("td", "th") and self.open:
            self._end_cell()
            table = self.open[-1]
            table.row = [] if table.row is None else table.row
            stated = dict(attrs)
            table.cell, table.spans = (
                [],
                (_span(stated.get("colspan"), self.limits.columns + 1), _span(stated.get("rowspan"), self.limits.rows)),
            )
        elif tag in ("br", "p", "div"):
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNREAD:
            self.unread = max(self.unread - 1, 0)
        elif self.open and tag == "table":
            self.end_table()
        elif self.open and tag == "tr":
            self._end_row()
        elif self.open and tag in ("td", "th"):
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1].cell is not None and not self.unread:
            self.open[-1].cell.append(data)

    def end_table(self) -> None:
        self._end_row()
        self.open.pop()

    def _end_row(self) -> None:
        self._end_cell()
        table = self.open[-1]
        if table.row is not None:
            table.rows.append(table.row)
            table.row = None
        if len(table.rows) > self.limits.rows:
            raise bounds.RefusedError("table_too_large", what=f"超过 {self.limits.rows:,} 行")

    def _end_cell(self) -> None:
        table = self.open[-1]
        if table.cell is not None and table.row is not None:
            table.row.append((" ".join("".join(table.cell).split()), *table.spans))
        table.cell = None


def _span(stated: str | None, most: int) -> int:
    digits = (stated or "").strip()
    return min(max(int(digits), 1), most) if digits.isdecimal() and len(digits) < 10 else 1


def _laid_out(table: _Table, limits: Limits) -> Rows:
    """Cells in the columns where a browser shows them: those of the row, shifted by cells that reach down from rows above."""
    rows: Rows = []
    reaching: dict[int, tuple[str, int]] = {}  # column → text, and how many more rows it reaches down
    cells = 0
    for stated in table.rows:
        row: dict[int, str] = {column: text for column, (text, _) in reaching.items()}
        reaching = {column: (text, more - 1) for column, (text, more) in reaching.items() if more > 1}
        column = 0
        for text, across, down in stated:
            while column in row:
                column += 1
            if column + across > limits.columns:
                raise bounds.RefusedError("table_too_large", what=f"超过 {limits.columns} 栏")
            for place in range(column, column + across):
                row[place] = text if place == column else ""
                if down > 1:
                    reaching[place] = row[place], down - 1
            column += across
        width = max([column, *(place + 1 for place in row)], default=0)
        cells += width
        if cells > limits.cells:
            raise bounds.RefusedError("table_too_large", what=f"超过 {limits.cells:,} 格")
        rows.append([row.get(place) or None for place in range(width)])
    return rows
