"""What the corpus is made of: a good workbook, what is done to it in words, and what must be answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from factories import TOWNSHIP, household, member, write_form
from intake.sending import RECEIVED
from lowincome.intake import form as form_sheets
from lowincome.intake.bounds import address
from lowincome.intake.examine import PARTLY, RETURNED, TAKEN, WITH_NOTES

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Change = Callable[[Rows], None]
GOOD_ROWS = 6
MONTH = "2021-06"
NEW, MAY, GIVEN, CASES = "new", "may", "given", "cases"
__all__ = ["PARTLY", "RETURNED", "TAKEN", "WITH_NOTES"]


@dataclass(frozen=True)
class Mutation:
    """One file of the corpus.

    what: in words. checks: every check_id that its answers name, no more; one written `id 家庭!N2` must be found at that cell.
    rows: those read in. reads_same: typed, its rows are those of the good workbook. others: the status of the further answers.
    home: a county that is new, has May's roster, gave this workbook out, or knows the cases of June's list. alone: parsed in a process of its own, as at the real door.
    change: what is done to the rows of a good workbook, where it is no more than that.
    """

    what: str
    make: Callable[[Path], Path]
    status: str
    checks: tuple[str, ...] = ()
    rows: int = GOOD_ROWS
    reads_same: bool = False
    others: tuple[str, ...] = ()
    home: str = NEW
    received_at: str = RECEIVED
    alone: bool = False
    change: Change | None = None


def good() -> Rows:
    """Two households of two persons each, in which nothing is to be found."""
    homes = [household(1), household(2)]
    return {"household": homes, "member": [member(one, k) for one in homes for k in (1, 2)], "change": [], "feedback": []}


def form(
    what: str,
    status: str,
    *checks: str,
    house: Row | None = None,
    person: Row | None = None,
    do: Change | None = None,
    book: Callable[[Any], None] | None = None,
    data: Callable[[bytes], bytes] | None = None,
    month: str = MONTH,
    writing: Mapping[str, Any] | None = None,
    **more: Any,
) -> Mutation:
    """A good workbook with something done to it: to the first household's or person's cells, to the rows, in openpyxl, or to the bytes.

    writing: the keywords of `write_form`. more: the other fields of Mutation.
    """

    def change(rows: Rows) -> None:
        rows["household"][0].update(house or {})
        rows["member"][0].update(person or {})
        if do:
            do(rows)

    def make(path: Path) -> Path:
        rows = good()
        change(rows)
        write_form(path, TOWNSHIP, month, *rows.values(), **(writing or {}))
        if book:
            opened = openpyxl.load_workbook(path)
            book(opened)
            opened.save(path)
        if data:
            path.write_bytes(data(path.read_bytes()))
        return path

    is_only_rows = not (book or data or writing) and month == MONTH
    return Mutation(what, make, status, checks, change=change if is_only_rows else None, **more)


def understood(what: str, **how: Any) -> Mutation:
    """Another way to write what the good workbook says: taken without a word, and read as the same."""
    return form(what, TAKEN, reads_same=True, **how)


def file(what: str, status: str, *checks: str, data: bytes | Callable[[], bytes], rows: int = 0, **more: Any) -> Mutation:
    """A file of these bytes."""

    def make(path: Path) -> Path:
        path.write_bytes(data if isinstance(data, bytes) else data())
        return path

    return Mutation(what, make, status, checks, rows, **more)


def at(sheet: str, column: str, row: int = 2) -> str:
    """`家庭!N2`: where a column stands in the form."""
    return f"{form_sheets.SHEETS[sheet]}!{address(form_sheets.COLUMNS[sheet].index(column) + 1, row)}"


def without(sheet: str, *columns: str) -> Mapping[str, Any]:
    """The keywords of `write_form` that leave columns of a sheet out."""
    return {"headers": {sheet: [name for name in form_sheets.COLUMNS[sheet] if name not in columns]}}


def add(sheet: str, *more: Row) -> Change:
    return lambda rows: rows[sheet].extend(dict(one) for one in more)


def drop(sheet: str, *places: int) -> Change:
    return lambda rows: rows.update({sheet: [one for place, one in enumerate(rows[sheet]) if place not in places]})


def both(*several: Change) -> Change:
    def do(rows: Rows) -> None:
        for one in several:
            one(rows)

    return do


def put(sheet: str, place: int, **over: Any) -> Change:
    return lambda rows: rows[sheet][place].update(over)
