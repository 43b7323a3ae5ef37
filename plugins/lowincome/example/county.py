"""The county on the eve of the first month: townships, villages, households, and how each of them lives."""

import random
from datetime import date

from lowincome.example import families, names
from lowincome.example.chance import happens, pick, share, stream
from lowincome.example.families import OPENING, STRUCTURES
from lowincome.example.livelihood import set_means
from lowincome.example.people import Household, Person, age, is_severe, present

SEED = "泾源示例"
# usual income per person and year of a household with workers and of one without: median, spread
WITH_WORK, WITHOUT_WORK = (12400, 0.34), (10800, 0.31)


def draw(households: int) -> list[Household]:
    """The opening roster, the same for the same size."""
    taken: set[str] = set()
    shares = names.township_shares()
    minors = max(1, round(households * 0.001))
    orphans = round(households * 0.002)
    county = []
    for index in range(households):
        chance = stream(SEED, "household", index)
        # the special few are spread over the county from the start, so that a small county has them too
        structure = "特困少年" if index < minors else "孤儿" if index < minors + orphans else pick(chance, STRUCTURES)
        county.append(household(index, pick(chance, shares), structure, chance, taken))
    return county


def household(index: int, township: str, structure: str, chance: random.Random, taken: set[str]) -> Household:
    """One household with its means, dwelling and old registrations, not yet with a support category."""
    village = village_of(township, chance)
    number = f"{township}-{index + 1:08d}"
    if structure == "特困少年":
        house = families.family(number, township, village, "孤儿", chance, taken)
        house.structure, house.people = structure, [_nearly_adult(house, index, chance, taken)]
    else:
        house = families.family(number, township, village, structure, chance, taken)
    _give_means(house, chance)
    _give_dwelling(house, index, chance)
    _give_register(house, chance)
    house.never_applies = happens(chance, 0.15)
    for person in house.people:
        person.insured = not happens(chance, 0.006)
    return house


def village_of(township: str, chance: random.Random) -> str:
    """A village of the township; the two urban neighbourhoods are small in this register."""
    villages = names.villages(township)
    return chance.choices(villages, [4 if name.endswith("社区") else 10 - order / 2 for order, name in enumerate(villages)])[0]


def _nearly_adult(house: Household, index: int, chance: random.Random, taken: set[str]) -> Person:
    """A boy or girl without parents whose eighteenth birthday falls between April and September 2021."""
    born = date(2003, (7, 6, 8, 5, 9, 4)[index % 6], chance.randint(1, 28))
    is_male = happens(chance, 0.5)
    person = families.person(f"{house.number}/0", house.surname, house.ethnicity, "户主", is_male, born, chance, taken)
    person.schooling = "在校"
    person.child = "孤儿散居"
    return person


def _give_means(house: Household, chance: random.Random) -> None:
    farmers = sum(person.job == "务农" for person in house.people)
    workers = sum(person.job in families.WAGES for person in house.people)
    elders = sum(age(person, OPENING) >= 60 for person in house.people)
    if not house.urban and (farmers or (workers and happens(chance, 0.6))):
        house.business = (4500 + 3500 * min(farmers, 2)) * chance.lognormvariate(0, 0.35)
    house.property = chance.lognormvariate(6.6, 0.6) if not house.urban and happens(chance, 0.55) else 0.0
    if elders or house.structure in ("隔代", "孤儿", "单亲"):
        house.kin = chance.lognormvariate(8.1, 0.45) * (1 if workers else 1.6)
    elif house.structure == "单人" and not workers:
        house.kin = chance.lognormvariate(7.6, 0.4)
    house.rent = chance.lognormvariate(8.1, 0.2) if house.urban and happens(chance, 0.5) else 0.0
    house.harvest = chance.lognormvariate(0, 0.14)
    house.accuracy = chance.lognormvariate(0, 0.10)
    median, spread = WITH_WORK if workers else WITHOUT_WORK
    weak = sum(is_severe(person) or person.health == "大病" for person in house.people)
    per_head = median * chance.lognormvariate(0, spread) * (0.86 if weak else 1) * (1.2 if house.urban else 1)
    if house.structure in ("特困少年", "孤儿"):
        per_head = 2200 * chance.lognormvariate(0, 0.3)
        house.business = 0.0
    elif house.structure == "独居老人" and not workers and happens(chance, 0.16):
        per_head = 2900 * chance.lognormvariate(0, 0.2)  # nobody who would have to provide
        house.kin = house.kin * 0.2
    set_means(house, per_head, OPENING)


def _give_dwelling(house: Household, index: int, chance: random.Random) -> None:
    """Walls and water; the few in danger are spread evenly, so that a small county has them too."""
    house.housing = "C" if index % 190 == 23 else pick(chance, {"A": 72, "B": 27.8, "D": 0.15})
    house.water = index % 170 != 11
    house.property_ok = pick(chance, {"未核": 88, "是": 8, "否": 4})
    house.assets = pick(chance, {"未核": 84, "无": 6, "有": 10})


def _give_register(house: Household, chance: random.Random) -> None:
    """The register of poor households, and the three kinds that are watched."""
    if house.urban or house.structure == "特困少年":
        return
    house.registered = pick(chance, {"已脱贫": 52, "未脱贫": 0.5, "脱贫再返贫": 0.4, "否": 47.1})
    risk = share(SEED, house.number, "watched")
    if house.registered in ("已脱贫", "脱贫再返贫"):
        house.monitoring = "脱贫不稳定户" if risk < 0.05 else "脱贫户"
    elif house.registered == "否":
        house.monitoring = "边缘易致贫户" if risk < 0.045 else "突发严重困难户" if risk > 0.993 else "一般户"


def could_be_tekun(house: Household) -> bool:
    """Nobody who can work, nobody who has to provide: single elders, the wholly disabled alone, minors alone."""
    living = present(house)
    if house.structure in ("特困少年", "孤儿"):
        return True
    alone = len(living) == 1
    return alone and (house.structure == "独居老人" or living[0].self_care != "自理" or living[0].level == 1)
