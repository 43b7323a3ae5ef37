"""Births, deaths, marriages, moves: how the roster changes between two months."""

import random
from datetime import date

from lowincome.example import families, names
from lowincome.example.chance import happens, stream
from lowincome.example.county import SEED, household
from lowincome.example.families import STRUCTURES, give_work
from lowincome.example.livelihood import SEASON
from lowincome.example.people import GONE, Change, Household, Person, age, present, succeed
from lowincome.month import add

DEATH = ((60, 0.00012), (70, 0.0009), (80, 0.0024), (200, 0.0068))
NEW_PER_MONTH = 0.0006  # newly watched households, share of the county
WORDS = {"死亡": "死亡", "迁出": "迁出", "婚出": "婚嫁迁出", "出生": "出生", "迁入": "迁入", "婚入": "婚嫁迁入"}


def clear(house: Household, taken: set[str]) -> None:
    """The new month starts without those who went last month, and without last month's remarks."""
    house.people = [person for person in house.people if person.status not in GONE]
    house.changes = []
    for person in house.people:
        person.status, person.status_on = "在户", None
        if not person.id_number:  # a newborn has a number by the second month
            person.id_number = names.id_number(stream(SEED, "number", person.key), person.born, person.is_male, taken)


def pass_month(house: Household, month: date, chance: random.Random, taken: set[str]) -> None:
    """One month of lives in a household."""
    day = date(month.year, month.month, chance.randint(1, 20))
    for person in list(house.people):
        years = age(person, month)
        if happens(chance, next(hazard for below, hazard in DEATH if years < below) + (0.006 if person.health == "大病" else 0)):
            mark(house, person, "死亡", day)
        elif person.relation == "子女" and 19 <= years <= 30 and person.schooling != "在校":
            _grow_away(house, person, month, day, chance, taken)
    mother = next((p for p in present(house) if not p.is_male and p.relation in ("配偶", "子女配偶") and 21 <= age(p, month) <= 39), None)
    if mother and happens(chance, 0.0045):
        _birth(house, mother, day, chance, taken)
    if happens(chance, 0.0004):
        for person in present(house):
            mark(house, person, "迁出", day)
    succeed(house)
    if not present(house):
        house.leaves = house.people[0].status


def mark(house: Household, person: Person, status: str, day: date) -> None:
    """Writes a coming or going into 状态 and into 增减."""
    person.status, person.status_on = status, day
    word = "退出" if status in GONE else "新增"
    house.changes.append(Change(person, word, house.category, WORDS[status], day))


def _grow_away(house: Household, person: Person, month: date, day: date, chance: random.Random, taken: set[str]) -> None:
    """Grown children marry, in or out, or move away for good."""
    draw = chance.random()
    if not person.is_male and draw < 0.006:
        mark(house, person, "婚出", day)
    elif person.is_male and draw < 0.005 and not any(other.relation == "子女配偶" for other in house.people):
        years = max(20, age(person, month) - chance.randint(0, 3))
        born = date(month.year - years, chance.randint(1, 12), chance.randint(1, 28))
        bride = families.person(f"{person.key}/w", house.surname, house.ethnicity, "子女配偶", False, born, chance, taken)
        bride.schooling = "不在校"
        give_work(bride, chance, month, house.urban)
        bride.wages = _earlier_wages(bride, month)
        house.people.append(bride)
        mark(house, bride, "婚入", day)
    elif draw > 0.9935:
        mark(house, person, "迁出", day)


def _birth(house: Household, mother: Person, day: date, chance: random.Random, taken: set[str]) -> None:
    relation = "子女" if mother.relation == "配偶" else "孙子女"
    is_male = happens(chance, 0.52)
    child = families.person(f"{mother.key}/{day}", house.surname, house.ethnicity, relation, is_male, day, chance, taken)
    if happens(chance, 0.5):  # reported before the household register has given a number
        taken.discard(child.id_number)
        child.id_number = ""
    house.people.append(child)
    mark(house, child, "出生", day)


def _earlier_wages(person: Person, month: date) -> list[float]:
    """What a newcomer earned in the twelve months before coming."""
    season = SEASON.get(person.job, (0.0,) * 12)
    return [person.wage * season[add(month, -back).month - 1] for back in range(12, 0, -1)]


def newcomers(month: date, size: int, count: int, taken: set[str]) -> list[Household]:
    """Households that come under watch this month; numbered after all that were there before."""
    chance = stream(SEED, "newcomers", month)
    arriving = int(size * NEW_PER_MONTH + chance.random())
    houses = []
    for order in range(arriving):
        own = stream(SEED, "newcomer", month, order)
        township = own.choices(list(names.townships()), list(names.township_shares().values()))[0]
        structure = own.choices(list(STRUCTURES), list(STRUCTURES.values()))[0]
        house = household(count + order, township, structure, own, taken)
        house.entered = month
        houses.append(house)
    return houses


def resettle(house: Household, month: date, chance: random.Random) -> bool:
    """A whole household moves to another township of the county and keeps its number; true where it did."""
    if not happens(chance, 0.0003) or len(present(house)) < len(house.people):
        return False
    house.township = chance.choice([code for code in names.townships() if code != house.township])
    house.village = chance.choice(names.villages(house.township))
    house.entered = month
    day = date(month.year, month.month, chance.randint(1, 20))
    for person in house.people:
        if person.status == "在户":
            mark(house, person, "迁入", day)
    return True
