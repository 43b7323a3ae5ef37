"""Department extracts and the bureau's ledgers: what each is declared to hold, and which one a table of cells is.

Declared in `sql/0_reference/feeds.csv` and `feed_columns.csv`. A file is recognised by its headers, never by its name or folder.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import policy
from lowincome.intake.answers import finding
from lowincome.intake.read import plain

Finding = dict[str, Any]
HEADER_ROWS = 5  # a title, a unit, a date may stand above the header
MONTH_COLUMNS = ("数据月份", "数据日期")
_MONTH = re.compile(r"(20\d{2})\s*[-./年]\s*(1[0-2]|0?[1-9])(?!\d)")


@dataclass(frozen=True)
class Column:
    """name: the field of the stg table. kind: see ref.feed_column. words: those a code allows."""

    title: str
    name: str
    kind: str
    is_required: bool
    synonyms: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """One kind of extract."""

    feed: str
    title: str
    department: str
    subject: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> list[str]:
        return [column.title for column in self.columns if column.is_required]


@dataclass(frozen=True)
class Recognised:
    """The feed, the row its header stands in (0 = first), and where each column stands (0 = A)."""

    feed: Feed
    header: int
    positions: dict[str, int]


@cache
def declared(folder: Path = policy.REFERENCE) -> tuple[Feed, ...]:
    """Every kind of extract, in the order of the file."""
    columns: dict[str, list[Column]] = {}
    for _, row in policy.rows(folder / "feed_columns.csv"):
        columns.setdefault(row["feed"], []).append(
            Column(row["column"], row["name"], row["kind"], row["is_required"] == "1", _several(row["synonyms"]), _several(row["words"]))
        )
    return tuple(
        Feed(row["feed"], row["title"], row["department"], row["subject"], tuple(columns[row["feed"]]))
        for _, row in policy.rows(folder / "feeds.csv")
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split(";") if word)


def recognise(rows: list[list[str | None]]) -> Recognised | None:
    """The kind whose required columns are all there; of several, the one that knows the most columns."""
    found = []
    for header, row in enumerate(rows[:HEADER_ROWS]):
        heads = [plain(cell) for cell in row]
        for one in declared():
            positions = _positions(one, heads)
            if all(title in positions for title in one.required):
                found.append((len(positions), len(one.required), Recognised(one, header, positions)))
    if not found:
        return None
    best = max(found, key=lambda entry: entry[:2])
    # two kinds that fit equally well are no recognition
    return best[2] if [entry[:2] for entry in found].count(best[:2]) == 1 else None


def _positions(one: Feed, heads: list[str]) -> dict[str, int]:
    """Each column where its own title stands, else where a synonym stands that is nobody's title."""
    titles = {column.title: heads.index(column.title) for column in one.columns if column.title in heads}
    taken = set(titles.values())
    for column in one.columns:
        near = [heads.index(plain(word)) for word in column.synonyms if plain(word) in heads and heads.index(plain(word)) not in taken]
        if column.title not in titles and near:
            titles[column.title] = near[0]
            taken.add(near[0])
    return titles


def nearest(rows: list[list[str | None]]) -> Finding | None:
    """For a table that fits none: the kind with the most required columns there, and those it lacks; None where not even two are there."""
    best: tuple[int, Feed, list[str]] | None = None
    for row in rows[:HEADER_ROWS]:
        heads = [plain(cell) for cell in row]
        for one in declared():
            there = _positions(one, heads)
            lacking = [title for title in one.required if title not in there]
            hits = len(one.required) - len(lacking)
            if hits > 1 and (best is None or (hits, -len(lacking)) > (best[0], -len(best[2]))):
                best = hits, one, lacking
    if best is None:
        return None
    return finding("feed_unknown", name=f"{best[1].department}「{best[1].title}」", lacking="、".join(best[2]) or "(与别的来源分不开)")


def month_of(rows: list[list[str | None]], found: Recognised, received_at: datetime) -> tuple[date | None, list[Finding]]:
    """The month the extract speaks of: its own month column, else a month in the lines above the header, else that of receipt."""
    return month_said(stated_months(rows, found.header), received_at)


def stated_months(rows: list[list[str | None]], header: int) -> set[date]:
    """The months of the month column; without one, the first that a line above the header names; else none."""
    heads = [plain(cell) for cell in rows[header]]
    stated = {
        match
        for name in MONTH_COLUMNS
        if name in heads
        for row in rows[header + 1 :]
        if heads.index(name) < len(row) and (match := _month(row[heads.index(name)]))
    }
    above = (match for row in rows[:header] for cell in row if (match := _month(cell)))
    return stated or set(list(above)[:1])


def month_said(stated: set[date], received_at: datetime) -> tuple[date | None, list[Finding]]:
    """The one month stated, that of receipt where none is; several, or one still to come, are returned."""
    if len(stated) > 1:
        return None, [finding("feed_months_differ", count=len(stated))]
    received = months.of_moment(received_at)
    month = next(iter(stated), received)
    if month > received:
        return None, [finding("feed_month_in_future", stated=months.label(month), received=months.label(received))]
    return month, []


def _month(cell: str | None) -> date | None:
    match = _MONTH.search(cell or "")
    return date(int(match[1]), int(match[2]), 1) if match else None
