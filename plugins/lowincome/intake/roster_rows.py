"""The rows of a list from another system: which are data, whose township they name, and which of them are one household."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lowincome.intake.feed_table import Rows
from lowincome.intake.read import plain
from lowincome.intake.roster_mapping import HOUSEHOLD, SHEETS, Found

Cells = dict[str, str | None]
HEAD = "户主"
_HEADS_ROW = 0.8  # no policy: of the headers again in the same cells: the header as printers repeat it on every page

_IDENTITY = re.compile(r"\d{14}|E\+")  # a number of the old kind or the new, also one that Excel has cut to 6.40E+17


@dataclass
class Sheet:
    """A table of the file that is a list. base: rows of the sheets before it, so that a row number is one row of the whole file."""

    title: str
    rows: Rows
    found: Found
    base: int
    data: list[int] = field(default_factory=list)  # row numbers within the sheet, from 1
    footers: list[int] = field(default_factory=list)

    def row(self, number: int) -> list[str | None]:
        return self.rows[number - 1]


@dataclass
class Record:
    """One row of a list. number: within the whole file. key: what its household is told apart by; None where that is unknown."""

    number: int
    township: str | None
    stated: str
    cells: dict[str, Cells]
    key: str | None = None

    @property
    def is_head(self) -> bool:
        return plain(self.cells["member"]["与户主关系"]) == HEAD

    @property
    def number_of_head(self) -> str:
        """The head's identity number as it may be compared; empty where unknown."""
        own = self.cells["member"]["证件号码"] if self.is_head else None
        return plain(own or self.cells["household"]["户主证件号码"]).upper()


def divide(sheet: Sheet) -> None:
    """Fills in which rows below the header are data and which are no more than sums, signatures and repeated headers."""
    header = {plain(cell) for cell in sheet.rows[sheet.found.header]} - {""}
    for number in range(sheet.found.header + 2, len(sheet.rows) + 1):
        filled = [plain(cell) for cell in sheet.row(number) if cell]
        if not filled:
            continue
        is_header = sum(cell in header for cell in filled) >= _HEADS_ROW * len(header)
        is_person = _IDENTITY.search(plain(sheet.found.value("member", "证件号码", sheet.row(number))))
        is_footer = filled[0].startswith(sheet.found.mapping.footers) and not is_person
        (sheet.footers if is_header or is_footer else sheet.data).append(number)


def records(sheet: Sheet, townships: dict[str, str]) -> Iterator[Record]:
    """The data rows in our columns. A row without a township of its own has the one that the sheet names above its header or in its title."""
    found = sheet.found
    above = [text for row in sheet.rows[: found.header] for text in row if text]
    of_sheet = next((code for text in [*above, sheet.title] if (code := _named(plain(text), townships))), None)
    for number in sheet.data:
        row = sheet.row(number)
        cells: dict[str, Cells] = {
            name: {column: found.value(name, column, row) for column in found.mapping.columns[name]} for name in SHEETS
        }
        _tell_relation(found, cells)
        stated = next((text for header in found.mapping.township if (text := found.cell(header, row))), "")
        yield Record(sheet.base + number, township(stated, townships) if stated else of_sheet, stated, cells)


def _tell_relation(found: Found, cells: dict[str, Cells]) -> None:
    """Where the list has no relation: a row of a household is its head's; a person who is the head that the row names is the head."""
    person, home = cells["member"], cells["household"]
    if found.position("member", "与户主关系") is not None:
        return
    key = "证件号码" if home["户主证件号码"] else "姓名"
    is_head = found.mapping.rows == HOUSEHOLD or (person[key] and plain(person[key]) == plain(home[f"户主{key}"]))
    person["与户主关系"] = HEAD if is_head else None


def township(text: str, townships: dict[str, str]) -> str | None:
    """香水镇, 泾源县香水镇, 香水, 640424100 or a longer code that begins with it → 640424100; anything else → None."""
    stated = plain(text)
    for code, name in townships.items():
        if stated.startswith(code) or stated.endswith(name) or stated == name[:-1]:
            return code
    return None


def _named(text: str, townships: dict[str, str]) -> str | None:
    """The one township that a line names; None where it names none or several."""
    named = [code for code, name in townships.items() if name in text]
    return named[0] if len(named) == 1 else None


def join(rows: list[Record]) -> bool:
    """Gives every row the key of its household; False where the list does not tell who is a head and who lives with whom.

    By the household number; where only heads carry one, or nobody does, by the head that each row names, or else by order: a household
    begins with its head.
    """
    others = [row for row in rows if not row.is_head]
    if len(others) == len(rows):
        return False
    if not others or any(row.cells["household"]["户编号"] for row in others):
        for row in rows:
            row.key = plain(row.cells["household"]["户编号"]) or (None if others else row.number_of_head or f"row {row.number}")
    elif all(row.cells["household"]["户主证件号码"] or row.cells["household"]["户主姓名"] for row in others):
        for row in rows:
            row.key = row.number_of_head or plain(row.cells["household"]["户主姓名"]) or None
    else:
        key = None
        for row in rows:
            key = f"row {row.number}" if row.is_head else key
            row.key = key
    return True


def household_id(rows: list[Record], code: str, known: dict[str, str]) -> tuple[str | None, str]:
    """The number of a household, and how it was come by: 沿用 (the head's in the township's last roster), 自带 (the list's own) or 新编.

    A new one is made from the head's identity number and is the same next month; it does not show the number. None where there is none.
    """
    head = next((row for row in rows if row.is_head), rows[0])
    if head.number_of_head in known:
        return known[head.number_of_head], "沿用"
    if own := next((text for row in [head, *rows] if (text := row.cells["household"]["户编号"])), None):
        return plain(own), "自带"
    name = plain(head.cells["member"]["姓名"])
    basis = head.number_of_head or (f"{name}|{plain(head.cells['household']['行政村'])}" if name and head.is_head else "")
    return (f"{code}-M{hashlib.sha256(basis.encode()).hexdigest()[:10].upper()}", "新编") if basis else (None, "新编")


def add(sheet: Sheet, rows: list[Record]) -> list[int]:
    """Lays the columns of a sheet that only adds to households over the rows of the households it names; returns the rows of no use.

    A row that names no household is of use only where the whole file is about one.
    """
    homes: dict[str, list[Record]] = {}
    for record in rows:
        for name in {plain(record.cells["household"]["户编号"]).upper(), record.number_of_head} - {""}:
            homes.setdefault(name, []).append(record)
    only = rows if len({record.key for record in rows}) == 1 else []
    unused = []
    for number in sheet.data:
        row = sheet.row(number)
        names = [name for column in ("户编号", "户主证件号码") if (name := plain(sheet.found.value("household", column, row)).upper())]
        there = next((homes[name] for name in names if name in homes), [] if names else only)
        if not there:
            unused.append(number)
        for record in there:
            home = record.cells["household"]
            for column in sheet.found.mapping.columns["household"]:
                home[column] = home.get(column) or sheet.found.value("household", column, row)
    return unused
