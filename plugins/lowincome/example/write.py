"""From the story to files: who sends what and when, and the workbooks."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from lowincome.example import departments, rows, story
from lowincome.example.chance import share
from lowincome.example.county import SEED
from lowincome.example.departments import Extract, Truth
from lowincome.example.dirt import Blemish, Sheets, first_version, spoil
from lowincome.example.entry import Past, remember
from lowincome.example.names import townships
from lowincome.example.people import Household
from lowincome.example.twice import pairs
from lowincome.intake import workbook
from lowincome.month import LOCAL, label

# what does not go by the calendar: nothing sent, sent late (the day), sent twice (the days)
MISSING = {("2021-03", "640424202")}
LATE = {("2020-11", "640424203"): 28, ("2021-06", "640424201"): 27}
TWICE = {("2021-06", "640424101"): (21, 24)}


class Arrival(NamedTuple):
    """One file and when it came; received_at is aware, Asia/Shanghai. version counts the sender's files of a month.

    feed: which department's data it is, with township_code empty; empty for a township's workbook.
    """

    path: Path
    received_at: datetime
    township_code: str
    month: date
    version: int
    feed: str = ""


class Sending(NamedTuple):
    """What one file says: its rows by sheet key, and the slips that were put in."""

    township_code: str
    month: date
    version: int
    received_at: datetime
    sheets: Sheets
    blemishes: list[Blemish]


def draw(out: Path, months: list[date], households: int = 6000, progress: Callable[[Arrival], object] | None = None) -> list[Arrival]:
    """Writes what townships and departments send in these months under out/<YYYY-MM>/ and returns it in order of arrival.

    The county is invented; the same arguments give the same bytes. A month's content does not depend on which other
    months are asked for. `progress` is called after each file. Errors: none but those of writing.
    """
    arrivals = []
    for delivery in deliveries(months, households):
        arrivals.append(save(out, delivery))
        if progress:
            progress(arrivals[-1])
    return sorted(arrivals, key=lambda arrival: (arrival.received_at, arrival.path.name))


def save(out: Path, delivery: Sending | Extract) -> Arrival:
    """Writes one file under out/<YYYY-MM>/, its time of change the time it was sent."""
    if isinstance(delivery, Extract):
        return Arrival(departments.save(out, delivery), delivery.received_at, "", delivery.month, delivery.version, delivery.feed)
    name = townships()[delivery.township_code]
    addition = "" if delivery.version == 1 else f"_更正{delivery.version}"
    path = out / label(delivery.month) / f"{delivery.township_code}_{name}{addition}.xlsx"
    workbook.write(path, delivery.township_code, name, delivery.month, delivery.sheets)
    os.utime(path, (delivery.received_at.timestamp(),) * 2)
    return Arrival(path, delivery.received_at, delivery.township_code, delivery.month, delivery.version)


def deliveries(months: list[date], households: int = 6000) -> Iterator[Sending | Extract]:
    """Month by month what townships and departments send; the same as `draw` writes."""
    for month, homes, county, past in _tell(months, households):
        yield from _from_townships(month, homes, county)
        yield from departments.extracts(month, homes, past)


def sendings(months: list[date], households: int = 6000) -> Iterator[Sending]:
    """What each township sends in each of these months, with the slips it makes."""
    for month, homes, county, _ in _tell(months, households):
        yield from _from_townships(month, homes, county)


def department_files(months: list[date], households: int = 6000) -> Iterator[Extract]:
    """What each department sends in each of these months, with the truth about every row."""
    for month, homes, _, past in _tell(months, households):
        yield from departments.extracts(month, homes, past)


def department_truth(months: list[date], households: int = 6000) -> Iterator[Truth]:
    """Whom every row of the departments' files of these months is about: to measure how well rows are matched."""
    for extract in department_files(months, households):
        yield from departments.truth(extract)


def _tell(months: list[date], households: int) -> Iterator[tuple[date, list[Household], dict[str, Sheets], Past]]:
    """The months asked for, told from the beginning: the households, the townships' clean rows, what departments remember."""
    past = Past()
    for month, homes in story.tell(max(months), households):
        remember(past, month, homes)
        by_township = {code: [house for house in homes if house.township == code] for code in townships()}
        county = {code: rows.sheets(houses, month) for code, houses in by_township.items()}
        if month in months:
            yield month, homes, county, past


def _from_townships(month: date, homes: list[Household], county: dict[str, Sheets]) -> Iterator[Sending]:
    blemishes = spoil(month, county, pairs(homes, month))
    for code, sheets in county.items():
        own = [blemish for blemish in blemishes if blemish.township == code]
        key = (label(month), code)
        if key in MISSING:
            continue
        if key in TWICE:
            first, second = TWICE[key]
            worse, more = first_version(month, code, sheets)
            yield Sending(code, month, 1, _moment(month, code, first), worse, own + more)
            yield Sending(code, month, 2, _moment(month, code, second), sheets, own)
        else:
            day = LATE.get(key) or 18 + int(share(SEED, "day", code, month) * 8)
            yield Sending(code, month, 1, _moment(month, code, day), sheets, own)


def _moment(month: date, code: str, day: int) -> datetime:
    """A moment in office hours of this day of the month."""
    minutes = int(share(SEED, "minute", code, month, day) * 9 * 60)
    return datetime(month.year, month.month, day, 9, tzinfo=LOCAL) + timedelta(minutes=minutes)
