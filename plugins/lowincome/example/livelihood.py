"""Money: what a household earns and pays in a month, and the twelve-month figures a clerk writes down."""

import random
from datetime import date

from lowincome.example.chance import happens
from lowincome.example.names import figures
from lowincome.example.people import ACCOUNTS, Household, Person, age, is_severe, present, works

# how much of a month's work there is, January first
SEASON = {
    "务工": (0.5, 0.1, 0.8, 1, 1, 1, 1, 1, 1, 1, 1, 0.8),
    "零工": (0.2, 0.1, 0.3, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.5, 0.3),
    "工薪": (1,) * 12,
}
# spring 2020: roads closed, building sites shut
EPIDEMIC = {date(2020, 2, 1): 0.4, date(2020, 3, 1): 0.6, date(2020, 4, 1): 0.85}
# when a year's net farm income comes in: cattle all the year, the harvest in autumn
FARM = (0.04, 0.03, 0.02, 0.03, 0.03, 0.05, 0.08, 0.10, 0.16, 0.24, 0.15, 0.07)
MEDICAL = {"健康": 260, "慢性病": 800, "大病": 2300, "残疾": 450}
SCHOOL = ((16, 700), (19, 4200), (99, 10500))  # yearly cost below this age
STILL_COUNTED = 0.3  # of the wage of someone who has stopped earning, once the clerk has asked
MISCOUNTED = 0.1  # share of new accountings that find much less than was written before
KEPT_BELOW = 0.04  # a clerk leaves a figure standing while it has moved by less


def wage(person: Person, month: date, chance: random.Random) -> float:
    """What a person earns in a month, yuan."""
    noise = chance.lognormvariate(0, 0.08)
    if not works(person):
        return 0.0
    paid = person.wage * SEASON[person.job][month.month - 1] * noise
    if person.job != "工薪":
        paid *= EPIDEMIC.get(month, 1.0)
    return paid * (0.45 if person.short_time else 1.0)


def _paid_out(person: Person, earned: float) -> float:
    """What reaches the hand: wages held back come together when they are paid at last."""
    person.owed += earned
    if person.unpaid:
        return 0.0
    earned, person.owed = person.owed, 0.0
    return earned


def _sold(house: Household, month: date, grown: float) -> float:
    """What the market pays this month: who sells late has the autumn's money in January."""
    if house.sells_late and month.month in (9, 10, 11, 12):
        house.stored += grown * 0.8
        return grown * 0.2
    grown, house.stored = grown + house.stored, 0.0
    return grown


def pension(person: Person, month: date) -> float:
    """Old-age money of a month, yuan."""
    return figures()["pension"] if age(person, month) >= 60 else 0.0


def _schooling(person: Person, month: date) -> float:
    """School money is paid when a term begins."""
    if person.schooling != "在校" or month.month not in (3, 9):
        return 0.0
    return next(cost for below, cost in SCHOOL if age(person, month) < below) / 2


def earn_and_spend(house: Household, month: date, chance: random.Random) -> None:
    """Adds one month to every account of the household and to the wages of its members."""
    living = present(house)
    borne = 0.6 if house.category.endswith("特困") else 1.0  # share of small medical bills that is left to them
    flow = dict.fromkeys(ACCOUNTS, 0.0)
    for person in living:
        person.wages.append(_paid_out(person, wage(person, month, chance)))
        if works(person) and person.job == "务工":
            flow["cost"] += 260 if person.place != "县内" else 90
        flow["transfer"] += pension(person, month)
        flow["medical"] += MEDICAL[person.health] / 12 * chance.lognormvariate(-0.1, 0.5) * (borne if person.insured else 1.8)
        flow["medical"] += person.bill if person.bills else 0.0
        flow["education"] += _schooling(person, month)
        if person.self_care != "自理" or is_severe(person):
            flow["care"] += 130
    flow["business"] = _sold(house, month, house.business * house.harvest * FARM[month.month - 1] * chance.lognormvariate(0, 0.1))
    flow["business"] -= house.loss
    flow["property"] = house.property * (0.7 if month.month == 12 else 0.3 if month.month == 3 else 0)
    flow["transfer"] += house.kin * house.kin_share / 12 * chance.lognormvariate(0, 0.1)
    flow["transfer"] += figures()["grain_subsidy"] if month.month == 4 and house.business else 0
    flow["housing"] = house.rent / 12
    for account, amount in flow.items():
        house.flows[account].append(amount)


def last_year(house: Household) -> dict[str, float]:
    """The true twelve-month figures: the wages of those who live there now, and every account, yuan."""
    figures_now = {account: sum(months[-12:]) for account, months in house.flows.items()}
    figures_now["wage"] = sum(sum(person.wages[-12:]) * (STILL_COUNTED if person.written_off else 1) for person in present(house))
    return figures_now


def income(accounts: dict[str, float]) -> float:
    """The four kinds of income together, yuan."""
    return accounts["wage"] + accounts["business"] + accounts["property"] + accounts["transfer"]


def rigid(accounts: dict[str, float]) -> float:
    """The five kinds of unavoidable expenditure together, yuan."""
    return sum(accounts[key] for key in ("medical", "education", "housing", "care", "other"))


def write_down(house: Household, again: bool, chance: random.Random) -> None:
    """What the clerk writes: the true figures as far as the accounting caught them, to ten yuan; small moves are left.

    again: something happened in the household, so everything is asked anew.
    """
    if house.accuracy < 0.8 and chance.random() < 0.28:  # the missed income is found
        house.accuracy, again = house.accuracy**0.3, True
    if happens_anew := chance.random() < 1 / 11:
        house.accuracy = house.accuracy**0.5 * chance.lognormvariate(0, 0.08)
        if happens(chance, MISCOUNTED):
            house.accuracy *= chance.uniform(0.45, 0.75)
    true = last_year(house)
    for key in ("wage", "business", "transfer"):
        true[key] *= house.accuracy
    standing = house.reported
    if standing and not again and not happens_anew:
        moved = abs(income(true) - income(standing)) > KEPT_BELOW * max(income(standing), 1000)
        spent = abs(rigid(true) - rigid(standing)) > max(600, 0.15 * rigid(standing))
        if not moved and not spent:
            return
    house.reported = {key: max(0.0, round(value, -1)) for key, value in true.items()}


def set_means(house: Household, per_head: float, month: date) -> None:
    """Scales work, farm and help from kin so that a usual year gives about this much per person."""
    pensions = 12 * sum(pension(person, month) for person in house.people)
    others = sum(person.wage * sum(SEASON[person.job]) for person in house.people if works(person))
    others += house.business + house.property + house.kin
    factor = min(2.2, max(0.25, (per_head * len(house.people) - pensions) / max(others, 1)))
    for person in house.people:
        person.wage *= factor
    house.business, house.property, house.kin = house.business * factor, house.property * factor, house.kin * factor
