"""What a department says about one person or household, and what departments remember of earlier months."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from lowincome.example.chance import share
from lowincome.example.families import OPENING
from lowincome.example.names import townships
from lowincome.example.people import Household, Person
from lowincome.example.rows import Row
from lowincome.month import add

EARLIER = 72  # months before the story begins over which old illnesses and old cards are spread


class Entry(NamedTuple):
    """One row before it is typed. said: canonical column → value, without name, number and place.

    person: None where the row is about an office or a fund. household: our number; empty for those who are not of ours.
    """

    person: Person | None
    township: str
    village: str
    household: str
    said: Row


@dataclass(slots=True)
class Past:
    """What follows from earlier months: the names of the first roster, since when somebody is ill or has a card, who died.

    dead: month → rows of those who died in it; the support they had stands under 救助类别 and 月保障金额.
    """

    names: list[str] = field(default_factory=list)
    ill: dict[str, date] = field(default_factory=dict)
    carded: dict[str, date] = field(default_factory=dict)
    dead: dict[date, list[Entry]] = field(default_factory=dict)


def remember(past: Past, month: date, homes: list[Household]) -> None:
    """Adds one month of the story; call it for every month in order."""
    past.names = past.names or [person.name for house in homes for person in house.people]
    past.dead[month] = []
    for house in homes:
        is_new = month == OPENING or house.entered == month
        for person in house.people:
            if person.health == "大病" and person.key not in past.ill:
                past.ill[person.key] = _began("illness", person, month, is_new)
            if person.level and person.key not in past.carded:
                past.carded[person.key] = _began("card", person, month, is_new)
            if person.status == "死亡":
                past.dead[month].append(about(house, person, {"救助类别": house.category, "月保障金额": house.amount}))


def _began(what: str, person: Person, month: date, is_new: bool) -> date:
    """The day it began: in this month, or for whom we have only just come to know, some time before."""
    if is_new:
        month = add(month, -1 - int(share(what, "since", person.key) * EARLIER))
    return max(person.born, month.replace(day=1 + int(share(what, "day", person.key) * 20)))


def about(house: Household, person: Person, said: Row) -> Entry:
    """A row about somebody of ours."""
    return Entry(person, townships()[house.township], house.village, house.number, said)


def few(keys: Iterable[str], rate: float, *label: object) -> set[str]:
    """So many of these, at least one of them: always the same ones for the same label."""
    every = sorted(keys, key=lambda key: share(*label, key))
    return set(every[: max(1, round(rate * len(every)))])


def between(low: float, high: float, *key: object) -> float:
    """A fixed number of this range for a key."""
    return low + (high - low) * share(*key)


def day(month: date, last: int, *key: object) -> date:
    """A fixed day of the month, not after `last`."""
    return month.replace(day=1 + int(share("day", *key) * last))


def alive(homes: list[Household]) -> Iterator[tuple[Household, Person]]:
    """Everybody not dead: offices keep those who moved or married away on their lists for a while."""
    return ((house, person) for house in homes for person in house.people if person.status != "死亡")
