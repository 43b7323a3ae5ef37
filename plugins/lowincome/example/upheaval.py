"""What becomes of whole households: they move, split, join, die out, change their number and their head. Each month something, in turn."""

import random
from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from datetime import date

from lowincome.example import county, livelihood, lives
from lowincome.example.chance import happens, stream
from lowincome.example.people import Household, head, present, succeed
from lowincome.example.truth import SEED, World

Followed = Mapping[str, Set[str]]
OWN = 900_000  # household numbers from here on are those that renumbering and splitting give


def turn(world: World, month: date, index: int, followed: Followed) -> str:
    """The upheaval of the month with this number (0 is the first): what happened, empty for nothing. followed: households with open cases and
    the families of these; it happens to them rather than to others.
    """
    happening = TURNS[index % len(TURNS)]
    chance = stream(SEED, "upheaval", month)
    homes = [house for house in world.homes if not house.leaves and len(present(house)) == len(house.people) and house.entered != month]
    chance.shuffle(homes)
    homes.sort(key=lambda house: house.number not in followed)
    day = date(month.year, month.month, chance.randint(1, 17))
    return next((happening.__name__ for house in homes if happening(world, house, month, day, chance, followed)), "")


def moves(world: World, house: Household, month: date, day: date, chance: random.Random, followed: Followed) -> bool:
    """To another township, with its number."""
    house.township = chance.choice([code for code in world.townships if code != house.township])
    house.village = county.village_of(house.township, chance)
    house.entered = month
    for person in present(house):
        lives.mark(house, person, "迁入", day)
    return True


def splits(world: World, house: Household, month: date, day: date, chance: random.Random, followed: Followed) -> bool:
    """A grown child lives alone now, with a number of its own; the old household still has its row this month."""
    child = next((person for person in present(house) if person.relation == "子女" and person.born.year <= month.year - 19), None)
    if child is None:
        return False
    own = Household(_number(world, house), house.township, house.village, house.urban, "单人", house.surname, house.ethnicity, [child])
    own.flows = {account: [0.0] * len(amounts) for account, amounts in house.flows.items()}
    own.monitoring, own.registered, own.entered = house.monitoring, house.registered, month
    gone = replace(child, wages=[])
    house.people[house.people.index(child)] = gone
    lives.mark(house, gone, "迁出", day)
    child.relation = "户主"
    lives.mark(own, child, "迁入", day)
    livelihood.write_down(own, True, chance)
    world.homes.append(own)
    return True


def joins(world: World, house: Household, month: date, day: date, chance: random.Random, followed: Followed) -> bool:
    """With another household of the same township, under the other's number; with one that has a case over the same trouble, if there is any.
    Its own row is left out, or kept for this month, everybody gone, as the form asks.
    """
    others = [other for other in world.homes if other.township == house.township and other is not house and not other.leaves]
    if len(present(house)) > 2 or not others:
        return False
    chance.shuffle(others)
    other = max(others, key=lambda other: len(followed.get(house.number, set()) & followed.get(other.number, set())))
    people = present(house)
    if happens(chance, 0.5):
        house.people, house.leaves = [replace(person) for person in people], "迁出"
        for person in house.people:
            lives.mark(house, person, "迁出", day)
    else:
        world.homes.remove(house)
    for person in people:
        person.relation = "其他"
        other.people.append(person)
        lives.mark(other, person, "迁入", day)
    _goes_on_as(world, house.number, other.number)
    return True


def dies_out(world: World, house: Household, month: date, day: date, chance: random.Random, followed: Followed) -> bool:
    """The last who lived there die or leave."""
    if len(present(house)) > 2:
        return False
    for person in present(house):
        lives.mark(house, person, "死亡" if person is head(house) else "迁出", day)
    house.leaves = "死亡"
    return True


def renumbers(world: World, house: Household, month: date, day: date, chance: random.Random, followed: Followed) -> bool:
    """The same people under another number."""
    before, house.number = house.number, _number(world, house)
    house.entered = month
    _goes_on_as(world, before, house.number)
    for book in (world.blows, world.renewals):
        if before in book:
            book[house.number] = book.pop(before)  # type: ignore[assignment]
    return True


def loses_its_head(world: World, house: Household, month: date, day: date, chance: random.Random, followed: Followed) -> bool:
    """Somebody else is head now."""
    if len(present(house)) < 2:
        return False
    lives.mark(house, head(house), "死亡", day)
    succeed(house)
    return True


Happening = Callable[[World, Household, date, date, random.Random, Followed], bool]
TURNS: tuple[Happening, ...] = (
    lambda *_: False, moves, splits, renumbers, joins, loses_its_head, moves, dies_out,
)  # fmt: skip


def _number(world: World, house: Household) -> str:
    world.drawn += 1
    return f"{house.township}-{OWN + world.drawn:08d}"


def _goes_on_as(world: World, before: str, after: str) -> None:
    world.number_now[before] = after
