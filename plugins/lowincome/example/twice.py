"""People who stand in two households of two townships, month after month: a married daughter still on her parents' list."""

from datetime import date
from typing import NamedTuple

from lowincome.example.chance import share
from lowincome.example.people import COVERED, Household, Person, age, present

PER_THOUSAND = 1.0  # of households, how many list somebody who lives in another township


class Pair(NamedTuple):
    """The person lives in `guest` and is written down in `host` too."""

    host: Household
    guest: Household
    person: Person


def pairs(homes: list[Household], month: date) -> list[Pair]:
    """Who is listed twice this month; in every other pair both households are in support. At least one of each."""
    wanted = max(1, round(PER_THOUSAND * len(homes) / 2000))
    living = [house for house in homes if present(house)]
    supported = [house for house in living if house.category in COVERED and house.structure not in ("特困少年", "孤儿")]
    found = []
    for kind, pool in (("any", living), ("supported", supported)):
        for host in sorted(pool, key=lambda house: share(kind, "host", house.number))[:wanted]:
            guests = [house for house in pool if house.township != host.township and _can_be_listed(house, month)]
            if guests:
                guest = min(guests, key=lambda house: share(kind, "guest", host.number, house.number))
                found.append(Pair(host, guest, _listed(guest, month)[-1]))
    return found


def _listed(house: Household, month: date) -> list[Person]:
    """Grown members with a number who are not the head."""
    return [person for person in present(house) if person.relation != "户主" and person.id_number and age(person, month) >= 18]


def _can_be_listed(house: Household, month: date) -> bool:
    return bool(_listed(house, month))
