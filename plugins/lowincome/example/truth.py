"""What is really so in each household, whatever the register says: who is in hardship, and why."""

from dataclasses import dataclass, field
from datetime import date

from lowincome.example import county, livelihood, story, support
from lowincome.example.chance import happens, pick, share, stream
from lowincome.example.families import STRUCTURES
from lowincome.example.people import COVERED, Household, Person, is_severe, present
from lowincome.month import add

SEED = "两年模拟"
BLOW = 0.016  # share of households a month on whom something falls that nobody writes down
BLOWS = {"因病": 4, "因意外": 3, "因失业": 2, "其他": 2}
FORGOTTEN = 9  # months after which such a blow is over by itself
OVERCOUNTED, TOO_MUCH = 0.12, 1.7  # share of households whose income stands too high in the register, and by how much
UNCERTAIN = 0.5  # share of true ones among findings that the story knows nothing about
NOT_COVERED, UNWRITTEN, UNPAID = "收入低于标准而没有保障", "遭遇没有写上", "该享受的补贴没有享受"
HARDSHIP = (NOT_COVERED, UNWRITTEN, UNPAID)
NEEDY = ("漏保漏救", "因困致贫", "查损补失", "例行走访")  # families that ask whether a household is in hardship


@dataclass
class World:
    """The households of some townships, and what the story knows beside them. Keys of the dictionaries are our household numbers.

    blows: since when, and which, nobody has written down. mended: (household, family) put right at the door. granted: persons (keys) whose
    missing money was granted. renewals: when an admission runs out unless somebody renews it. left: households that are no more.
    number_now: old number → the number the household goes under, after renumbering and joining.
    """

    townships: list[str]
    homes: list[Household]
    taken: set[str]
    blows: dict[str, tuple[date, str]] = field(default_factory=dict)
    mended: set[tuple[str, str]] = field(default_factory=set)
    granted: set[str] = field(default_factory=set)
    renewals: dict[str, date] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    number_now: dict[str, str] = field(default_factory=dict)
    drawn: int = 0


def settle(townships: list[str], households: int) -> World:
    """So many households spread evenly over these townships, on the eve of the first month of the story; some incomes stand too high."""
    world = World(townships, [], set())
    for index in range(households):
        chance = stream(SEED, "household", index)
        structure = pick(chance, STRUCTURES)
        world.homes.append(county.household(index, townships[index % len(townships)], structure, chance, world.taken))
        if happens(chance, OVERCOUNTED):
            world.homes[-1].accuracy *= TOO_MUCH
    world.drawn = households
    story.begin(world.homes)
    return world


def live(world: World, month: date) -> None:
    """One month: the story's own, blows that nobody writes down, and admissions that run out."""
    world.left |= {house.number for house in world.homes if house.leaves}
    world.homes = [house for house in world.homes if not house.leaves]
    for house in world.homes:
        story.live(house, month, world.taken)
        if house.township not in world.townships:  # the story moves people about the whole county
            house.township = world.townships[int(share(SEED, "moves to", house.number) * len(world.townships))]
            house.village = county.village_of(house.township, stream(SEED, "village", house.number, month))
        _pay_what_was_granted(world, house)
        chance = stream(SEED, "blow", house.number, month)
        if happens(chance, BLOW) and house.number not in world.blows:
            world.blows[house.number] = (month, pick(chance, BLOWS))
        elif house.number in world.blows and world.blows[house.number][0] <= add(month, -FORGOTTEN):
            del world.blows[house.number]
        if world.renewals.get(house.number) == month and house.category in COVERED and present(house):
            support.leave(house, "无", "没有按期复核", date(month.year, month.month, chance.randint(1, 20)))
            support.settle(house, month)


def _pay_what_was_granted(world: World, house: Household) -> None:
    for person in present(house):
        if person.key in world.granted and unpaid(person, house):
            person.subsidies = ";".join(filter(None, [person.subsidies, *unpaid(person, house)]))


def unpaid(person: Person, house: Household) -> list[str]:
    """Which allowances a person should have and has not."""
    due = ["重度残疾人护理补贴"] if is_severe(person) else []
    due += ["困难残疾人生活补贴"] if person.level and house.category in ("农村低保", "城市低保") else []
    return [word for word in due if word not in person.subsidies]


def home(world: World, number: str) -> Household | None:
    """The household that goes under this number, or went under it; None where it is no more."""
    while number in world.number_now:
        number = world.number_now[number]
    return next((house for house in world.homes if house.number == number and present(house)), None)


def really_per_head(house: Household) -> float:
    """Real income of the last twelve months per person living there, yuan a year."""
    return livelihood.income(livelihood.last_year(house)) / max(1, len(present(house)))


def hardship(world: World, house: Household) -> list[str]:
    """Why the household is really in hardship and nobody helps; empty where it is not."""
    found = []
    if house.category not in COVERED and really_per_head(house) < support.line(house):
        found.append(NOT_COVERED)
    if house.number in world.blows:
        found.append(UNWRITTEN)
    if any(unpaid(person, house) for person in present(house)):
        found.append(UNPAID)
    return found


def causes(world: World, house: Household, family: str) -> list[str]:
    """What a visitor who looks well finds behind a case of this family; empty where there is nothing to it."""
    if (house.number, family) in world.mended:
        return []
    if family in NEEDY:
        return hardship(world, house)
    if family == "三保障":
        return [word for word, is_so in _guarantees(house).items() if is_so]
    if family == "查短补齐" and any(unpaid(person, house) for person in present(house)):
        return [UNPAID]
    if family == "漏查漏退":
        is_better_off = house.category in COVERED and really_per_head(house) > 1.15 * support.line(house)
        return ["收入已经超过标准"] if is_better_off else []
    return ["情况属实"] if share(SEED, "true", house.number, family) < UNCERTAIN else []


def _guarantees(house: Household) -> dict[str, bool]:
    return {
        "住房不安全": house.housing in ("C", "D"),
        "饮水不安全": not house.water,
        "没有参加医保": any(not person.insured for person in present(house)),
        "失学辍学": any(person.schooling == "失学辍学" for person in present(house)),
    }


def register_errors(world: World, house: Household) -> list[str]:
    """What the register says wrongly."""
    written = livelihood.income(house.reported) / max(1, len(present(house)))
    errors = ["收入记高了"] if written > 1.2 * really_per_head(house) else []
    errors += ["收入记低了"] if written < 0.8 * really_per_head(house) else []
    return errors + (["遭遇没有写上"] if house.number in world.blows else [])
