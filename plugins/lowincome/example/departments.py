"""What departments send: one file a feed and month, as each office writes it, with a note of whom every row is about."""

import csv
import io
import os
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from lowincome.example import incidents, ledgers, registers
from lowincome.example.chance import share
from lowincome.example.county import SEED
from lowincome.example.entry import Entry, Past
from lowincome.example.mistyped import typed
from lowincome.example.names import table
from lowincome.example.people import Household
from lowincome.example.rows import Cell, Row
from lowincome.intake import workbook, workbook_cells
from lowincome.month import LOCAL, label

FIRST = date(2021, 3, 1)  # no department sent anything before
MISSING = {("2021-06", "education")}
BY_HEAD = ("housing", "disaster")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
STYLES = {"iso": "{0}-{1}-{2}", "dotted": "{0}.{1}.{2}", "slashed": "{0}/{1}/{2}", "compact": "{0}{1}{2}", "chinese": "{0}年{1}月{2}日"}


class Line(NamedTuple):
    """One row as it is sent: canonical column → value, and the truth about it.

    household, name, id_number: whom it is about; household is empty for somebody who is not of ours, all three where the
    row is about no person. slip: what was typed wrongly, empty for nothing. is_on_roster: stands on our roster this month.
    """

    cells: Row
    household: str
    name: str
    id_number: str
    slip: str
    is_on_roster: bool


class Extract(NamedTuple):
    """One department's file of one month."""

    feed: str
    month: date
    version: int
    received_at: datetime
    lines: list[Line]


class Truth(NamedTuple):
    """Whom a row of a department's file is about; row_number as a reader counts it, title and header included."""

    feed: str
    month: date
    row_number: int
    household: str
    name: str
    id_number: str
    slip: str
    is_on_roster: bool


@cache
def offices() -> dict[str, dict[str, str]]:
    """Feed → office, name of the file, format, title above the header, way of writing days, days of sending, headers."""
    return {row["feed"]: row for row in table("departments.csv")}


def extracts(month: date, homes: list[Household], past: Past) -> Iterator[Extract]:
    """What every department sends this month; nothing before `FIRST`, and no file from one with nothing to say."""
    if month < FIRST:
        return
    roster = {person.key for house in homes for person in house.people}
    for feed, office in offices().items():
        source = next(module for module in (registers, incidents, ledgers) if hasattr(module, feed))
        entries: list[Entry] = getattr(source, feed)(month, homes, past)
        if entries and (label(month), feed) not in MISSING:
            ordered = sorted(entries, key=lambda entry: (entry.township, entry.village)) if entries[0].person else entries
            lines = [_line(feed, entry, month, roster) for entry in ordered]
            yield Extract(feed, month, 1, _moment(feed, office, month), lines)


def truth(extract: Extract) -> Iterator[Truth]:
    """Every row that is about a person."""
    first = 3 if offices()[extract.feed]["title"] else 2
    for index, line in enumerate(extract.lines):
        if line.name:
            yield Truth(extract.feed, extract.month, first + index, *line[1:])


def save(out: Path, extract: Extract) -> Path:
    """Writes the file under out/<YYYY-MM>/ in its office's own format, its time of change the time it was sent."""
    office = offices()[extract.feed]
    kind, _, encoding = office["format"].partition(" ")
    path = out / label(extract.month) / f"{office['office']}_{office['file']}_{label(extract.month)}.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    grid = list(_grid(extract, office))
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(grid)
        path.write_bytes(text.getvalue().encode(encoding))
    else:
        title = office["title"] and f"泾源县{extract.month.year}年{extract.month.month}月{office['title']}"
        _write_workbook(path, title, grid)
    os.utime(path, (extract.received_at.timestamp(),) * 2)
    return path


def _line(feed: str, entry: Entry, month: date, roster: set[str]) -> Line:
    cells: Row = {**entry.said, "乡镇": entry.township, "行政村": entry.village}
    if entry.household and feed in ("payment", "temporary_relief"):
        cells["户编号"] = entry.household
    person = entry.person
    if person is None:
        return Line(cells, "", "", "", "", False)
    name, number, slip = typed(feed, person, month)
    prefix = "户主" if feed in BY_HEAD else ""
    cells |= {f"{prefix}姓名": name, f"{prefix}证件号码": number or None}
    return Line(cells, entry.household, person.name, person.id_number, slip, person.key in roster)


def _moment(feed: str, office: dict[str, str], month: date) -> datetime:
    """A moment in office hours of one of the days on which this office sends."""
    first, last = int(office["first_day"]), int(office["last_day"])
    day = first + int(share(SEED, "day", feed, month) * (last - first + 1))
    minutes = int(share(SEED, "minute", feed, month) * 8 * 60)
    return datetime(month.year, month.month, day, 9, tzinfo=LOCAL) + timedelta(minutes=minutes)


def _grid(extract: Extract, office: dict[str, str]) -> Iterator[list[Any]]:
    """Header and rows, cell by cell as this office writes them."""
    columns = [header.partition("=") for header in office["headers"].split(";")]
    yield [header for header, _, _ in columns]
    for number, line in enumerate(extract.lines, start=1):
        known: Row = {"#": number, "县": "泾源县", **line.cells}
        yield [_written(known.get(canonical or header), office["days"]) for header, _, canonical in columns]


def _written(value: Cell, style: str) -> Cell | date:
    """A day in the office's own way of writing days; anything else as it is."""
    if not (isinstance(value, str) and (day := DAY.fullmatch(value))):
        return value
    return date.fromisoformat(value) if style == "cell" else STYLES[style].format(*day.groups())


def _write_workbook(path: Path, title: str, grid: list[list[Any]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as book:
        book.set_properties({"created": workbook.CREATED})
        sheet = book.add_worksheet("Sheet1")
        text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
        if title:
            sheet.merge_range(0, 0, 0, len(grid[0]) - 1, title, book.add_format({"bold": True, "align": "center"}))
        for row, cells in enumerate(grid, start=1 if title else 0):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                else:
                    workbook_cells.put(sheet, row, column, value, text)
