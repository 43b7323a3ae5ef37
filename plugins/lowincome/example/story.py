"""The county's year, month by month. It always begins in the same month, so that a month is the same however many are asked for."""

from collections.abc import Iterator
from datetime import date

from lowincome.example import county, livelihood, lives, shocks, support
from lowincome.example.chance import stream
from lowincome.example.county import SEED
from lowincome.example.families import OPENING
from lowincome.example.people import Change, Household, per_head, present
from lowincome.month import add, between

BEFORE = 12  # months of earning and of shocks before the first roster, so that the accounts are full


def tell(last: date, households: int) -> Iterator[tuple[date, list[Household]]]:
    """Every month from the first to `last` with the households on its roster.

    The households are the living objects of the story: read what you need before asking for the next month.
    """
    homes = county.draw(households)
    taken = {person.id_number for house in homes for person in house.people}
    begin(homes)
    count = len(homes)
    for month in between(OPENING, last):
        homes = [house for house in homes if not house.leaves]
        arrived = lives.newcomers(month, households, count, taken) if month > OPENING else []
        count += len(arrived)
        for house in homes:
            live(house, month, taken)
        for house in arrived:
            _settle_in(house, month)
        homes.extend(arrived)
        yield month, homes


def begin(homes: list[Household]) -> None:
    """The year before the first roster, and what is written down on its eve."""
    for month in between(add(OPENING, -BEFORE), add(OPENING, -1)):
        for house in homes:
            chance = stream(SEED, "past", house.number, month)
            shocks.strike(house, month, chance)
            livelihood.earn_and_spend(house, month, chance)
    for house in homes:
        chance = stream(SEED, "books", house.number)
        livelihood.write_down(house, True, chance)
        support.open_books(house, OPENING, chance)


def live(house: Household, month: date, taken: set[str]) -> None:
    """One household, one month."""
    chance = stream(SEED, "month", house.number, month)
    lives.clear(house, taken)
    moved = False
    if month > OPENING:
        lives.pass_month(house, month, chance, taken)
        moved = not house.leaves and lives.resettle(house, month, chance)
    shocks.strike(house, month, chance)
    livelihood.earn_and_spend(house, month, chance)
    again = house.shock != "无" or moved or any(person.status != "在户" for person in house.people)
    livelihood.write_down(house, again, chance)
    if month > OPENING and not house.leaves:
        support.move(house, month, date(month.year, month.month, chance.randint(1, 20)), chance)
    _watch(house, month, stream(SEED, "watch", house.number, month).random())


def _settle_in(house: Household, month: date) -> None:
    """A household that comes under watch has its year of accounts like the others."""
    for before in between(add(month, -BEFORE), month):
        livelihood.earn_and_spend(house, before, stream(SEED, "past", house.number, before))
    chance = stream(SEED, "books", house.number)
    livelihood.write_down(house, True, chance)
    day = date(month.year, month.month, chance.randint(1, 20))
    house.changes = [Change(person, "新增", house.category, "新纳入监测", day) for person in house.people]
    for person in house.people:
        person.status, person.status_on = "迁入", day


def _watch(house: Household, month: date, draw: float) -> None:
    """监测类别 and 建档立卡 follow income, rigid expenditure and the calendar."""
    if month == date(2020, 12, 1) and house.registered == "未脱贫":
        house.registered = "已脱贫"
        house.monitoring = "脱贫不稳定户"
    if not present(house):
        return
    level = per_head(house) / support.line(house)
    burden = livelihood.rigid(house.reported) / max(1, livelihood.income(house.reported))
    if house.monitoring == "脱贫户" and level < 1.15 and draw < 0.02:
        house.monitoring = "脱贫不稳定户"
    elif house.monitoring == "脱贫不稳定户" and level > 1.6 and draw < 0.06:
        house.monitoring = "脱贫户"
    elif house.monitoring == "一般户" and not house.urban and level < 1.15 and draw < 0.02:
        house.monitoring = "边缘易致贫户"
    elif house.monitoring == "一般户" and not house.urban and house.shock != "无" and burden > 0.4 and draw < 0.5:
        house.monitoring = "突发严重困难户"
    elif house.monitoring in ("边缘易致贫户", "突发严重困难户") and level > 1.6 and burden < 0.3 and draw < 0.05:
        house.monitoring = "一般户"
