"""From the story to files: who sends what and when, and the workbooks."""

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from lowincome.example import rows, story
from lowincome.example.chance import share
from lowincome.example.county import SEED
from lowincome.example.dirt import Blemish, Sheets, first_version, spoil
from lowincome.example.names import townships
from lowincome.example.twice import pairs
from lowincome.intake import workbook
from lowincome.month import LOCAL, label

# what does not go by the calendar: nothing sent, sent late (the day), sent twice (the days)
MISSING = {("2021-03", "640424202")}
LATE = {("2020-11", "640424203"): 28, ("2021-06", "640424201"): 27}
TWICE = {("2021-06", "640424101"): (21, 24)}


class Arrival(NamedTuple):
    """One file and when it came; received_at is aware, Asia/Shanghai. version counts the township's files of a month."""

    path: Path
    received_at: datetime
    township_code: str
    month: date
    version: int


class Sending(NamedTuple):
    """What one file says: its rows by sheet key, and the slips that were put in."""

    township_code: str
    month: date
    version: int
    received_at: datetime
    sheets: Sheets
    blemishes: list[Blemish]


def draw(out: Path, months: list[date], households: int = 6000, progress: Callable[[Arrival], object] | None = None) -> list[Arrival]:
    """Writes the example county's workbooks for these months under out/<YYYY-MM>/ and returns them in order of arrival.

    The county is invented; the same arguments give the same bytes. A month's content does not depend on which other
    months are asked for. `progress` is called after each workbook. Errors: none but those of writing.
    """
    arrivals = []
    for sending in sendings(months, households):
        arrivals.append(save(out, sending))
        if progress:
            progress(arrivals[-1])
    return sorted(arrivals, key=lambda arrival: (arrival.received_at, arrival.path.name))


def save(out: Path, sending: Sending) -> Arrival:
    """Writes one file under out/<YYYY-MM>/, its time of change the time it was sent."""
    name = townships()[sending.township_code]
    addition = "" if sending.version == 1 else f"_更正{sending.version}"
    path = out / label(sending.month) / f"{sending.township_code}_{name}{addition}.xlsx"
    workbook.write(path, sending.township_code, name, sending.month, sending.sheets)
    os.utime(path, (sending.received_at.timestamp(),) * 2)
    return Arrival(path, sending.received_at, sending.township_code, sending.month, sending.version)


def sendings(months: list[date], households: int = 6000) -> Iterator[Sending]:
    """What each township sends in each of these months, with the slips it makes; the same as `draw` writes."""
    for month, homes in story.tell(max(months), households):
        by_township = {code: [house for house in homes if house.township == code] for code in townships()}
        county = {code: rows.sheets(houses, month) for code, houses in by_township.items()}
        if month not in months:
            continue
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
