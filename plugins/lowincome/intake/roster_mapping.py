"""How a list from another system maps to the 报送表: declared in `expectations/1_raw`, one file a kind of list; `common.json` is shared by all.

A list is recognised by its headers, never by its name or folder. Column names and words are compared in plain width and without blanks.
"""

import difflib
import json
from collections.abc import Mapping as Map
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from lowincome.errors import ContractError
from lowincome.intake import form
from lowincome.intake.feed import HEADER_ROWS
from lowincome.intake.read import plain
from lowincome.paths import EXPECTATIONS

Row = list[str | None]
COMMON = "common.json"
PERSON, HOUSEHOLD, ADDITION = "person", "household", "addition"
SHEETS = ("household", "member")
# what only a roster asks about: a table with one of these that fits no mapping is told which one it is most like
_ROSTER_ONLY = ("与户主关系", "保障人数", "月保障金额")
_CLOSE = 0.5


@dataclass(frozen=True)
class Source:
    """Where a column of ours comes from: headers in order of preference, their words in ours (None: says nothing), amounts to take off."""

    headers: tuple[str, ...]
    words: Map[str, str | None]
    less: tuple[str, ...]


@dataclass(frozen=True)
class Mapping:
    """One kind of list. rows: what a row is — a person, a household, or an addition to households of another sheet."""

    title: str
    rows: str
    required: tuple[str, ...]
    columns: dict[str, dict[str, Source]]
    township: tuple[str, ...]
    footers: tuple[str, ...]
    not_used: frozenset[str]

    @property
    def headers(self) -> set[str]:
        read = {header for sheet in self.columns.values() for source in sheet.values() for header in (*source.headers, *source.less)}
        return read | set(self.township)


@dataclass(frozen=True)
class Found:
    """A table as one kind of list: the row of its header (0 = first) and where each header stands (0 = A)."""

    mapping: Mapping
    header: int
    at: dict[str, int]

    @property
    def knows(self) -> int:
        return len(self.at.keys() & (self.mapping.headers | self.mapping.not_used))

    @cached_property
    def _places(self) -> dict[tuple[str, str], list[int]]:
        """Where each column of ours is read from, in order of preference."""
        return {
            (sheet, column): [self.at[header] for header in source.headers if header in self.at]
            for sheet, sources in self.mapping.columns.items()
            for column, source in sources.items()
        }

    def position(self, sheet: str, column: str) -> int | None:
        """Where the column of ours is read from first; None where the list has it nowhere."""
        return next(iter(self._places.get((sheet, column), [])), None)

    def value(self, sheet: str, column: str, row: Row) -> str | None:
        """What the row says for a column of ours, in our words."""
        for place in self._places.get((sheet, column), []):
            text = row[place] if place < len(row) else None
            if text is None:
                continue
            source = self.mapping.columns[sheet][column]
            word = source.words.get(plain(text), text) if source.words else text
            if word is not None:
                return _less(word, [self.cell(header, row) for header in source.less]) if source.less else word
        return None

    def cell(self, header: str, row: Row) -> str | None:
        """What stands under a header of the list itself."""
        place = self.at.get(header)
        return row[place] if place is not None and place < len(row) else None


@cache
def declared(folder: Path = EXPECTATIONS / "1_raw") -> tuple[Mapping, ...]:
    """Every kind of list. Errors: ContractError when a file names a column or a kind of row that the 报送表 does not have."""
    common = json.loads((folder / COMMON).read_text(encoding="utf-8"))
    return tuple(_mapping(path, common) for path in sorted(folder.glob("*.json")) if path.name != COMMON)


def _mapping(path: Path, common: dict[str, Any]) -> Mapping:
    own = json.loads(path.read_text(encoding="utf-8"))
    columns = {sheet: {**common["columns"][sheet], **own["columns"].get(sheet, {})} for sheet in SHEETS}
    strange = [name for sheet in SHEETS for name in columns[sheet] if name not in form.COLUMNS[sheet]]
    strange += [name for name in own["required"] if not any(name in columns[sheet] for sheet in SHEETS)]
    if strange or own["rows"] not in (PERSON, HOUSEHOLD, ADDITION):
        raise ContractError(f"{path.name}: 报送表没有这些栏目,或 rows 写错:{'、'.join(strange) or own['rows']}。")
    if own["rows"] == HOUSEHOLD:  # its only person is the head
        columns["member"] = {
            **columns["member"],
            "姓名": columns["household"]["户主姓名"],
            "证件号码": columns["household"]["户主证件号码"],
        }
    return Mapping(
        title=own["title"],
        rows=own["rows"],
        required=tuple(own["required"]),
        columns={sheet: {name: _source(name, stated, common) for name, stated in columns[sheet].items()} for sheet in SHEETS},
        township=_plain(common["township"]),
        footers=_plain(common["footers"]),
        not_used=frozenset(_plain([*common["not_used"], *own["not_used"]])),
    )


def _source(name: str, stated: dict[str, Any], common: dict[str, Any]) -> Source:
    words = {**common["words"].get(name, {}), **stated.get("words", {})}
    return Source(_plain(stated["from"]), {plain(word): ours for word, ours in words.items()}, _plain(stated.get("less", [])))


def _plain(names: list[str]) -> tuple[str, ...]:
    return tuple(map(plain, names))


def recognise(rows: list[Row]) -> Found | None:
    """The mapping whose required columns are all there; of several, the one that knows the most headers."""
    fitting = [found for found in _candidates(rows) if not _lacking(found)]
    return max(fitting, key=lambda found: (found.knows, len(found.mapping.required)), default=None)


def nearest(rows: list[Row]) -> tuple[Found, list[str]] | None:
    """For a roster that fits no mapping: the one it is most like, and the required columns it lacks; None for what is no roster."""
    likely = [found for found in _candidates(rows) if any(_has(found, name) for name in _ROSTER_ONLY)]
    best = max(likely, key=lambda found: (-len(_lacking(found)), found.knows), default=None)
    return (best, _lacking(best)) if best else None


def _candidates(rows: list[Row]) -> list[Found]:
    found = []
    for header, row in enumerate(rows[:HEADER_ROWS]):
        at: dict[str, int] = {}
        for position, cell in enumerate(row):
            if name := plain(cell):
                at.setdefault(name, position)
        found += [Found(mapping, header, at) for mapping in declared()]
    return found


def _lacking(found: Found) -> list[str]:
    return [name for name in found.mapping.required if not _has(found, name)]


def _has(found: Found, name: str) -> bool:
    return any(found.position(sheet, name) is not None for sheet in SHEETS)


def near_name(header: str, found: Found) -> str | None:
    """The known header that a strange one is most like, if it is like any."""
    return next(iter(difflib.get_close_matches(header, sorted(found.mapping.headers - found.at.keys()), 1, _CLOSE)), None)


def _less(amount: str, others: list[str | None]) -> str | None:
    """An amount less others; unknown where one of them is, or is no number. A result below zero stays as it is, for the checks to see."""
    try:
        figures = [Decimal(plain(text).replace(",", "")) for text in (amount, *others)]
    except InvalidOperation:
        return None
    return str(figures[0] - sum(figures[1:]))
