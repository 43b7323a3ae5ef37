"""What help does to the truth: a measure delivered covers a household, raises its income, pays its bills, mends its house. Some of it does not last."""

import random
from datetime import date
from typing import NamedTuple

from lowincome.example import livelihood, support
from lowincome.example.chance import happens
from lowincome.example.people import Household, age, labour, present, works
from lowincome.example.truth import NOT_COVERED, UNPAID, UNWRITTEN, World, unpaid
from lowincome.month import add

RUNS_OUT = 0.35  # share of admissions that nobody renews
RENEWED_AFTER = (3, 5)  # months after which an admission must be renewed
BILLS_LEFT = 0.35  # of the medical bills, after medical relief
JOB = 1400  # yuan a month of a post in the public service


class Measure(NamedTuple):
    """As it is written into 核查反馈. yuan: None where no money goes with it."""

    words: str
    yuan: int | None
    on: date


def deliver(world: World, house: Household, found: list[str], family: str, on: date, chance: random.Random) -> Measure:
    """Does what helps against the first of the causes found, from this day on. Without a cause a visitor leaves some money."""
    cause = found[0] if found else ""
    if cause == NOT_COVERED:
        return _against_poverty(world, house, on, chance)
    if cause == UNWRITTEN:
        del world.blows[house.number]
        return _relieve(house, on, chance)
    if cause == UNPAID:
        for person in present(house):
            if words := unpaid(person, house):
                world.granted.add(person.key)
                person.subsidies = ";".join(filter(None, [person.subsidies, *words]))
        return Measure("补发残疾人补贴", 200, on)
    if family == "三保障" and cause:
        return _mend(house, cause, on)
    if family == "漏查漏退" and cause:
        house.fading = house.fading or on.replace(day=1)
        world.mended.add((house.number, family))
        return Measure("更正家庭收入,列入渐退", None, on)
    world.mended.add((house.number, family))
    return _relieve(house, on, chance)


def _against_poverty(world: World, house: Household, on: date, chance: random.Random) -> Measure:
    idle = [
        person
        for person in present(house)
        if labour(person, on) in ("有", "部分丧失") and age(person, on) < 60 and not works(person)  # no policy: who could take a post
    ]
    if idle and happens(chance, 0.3):
        idle[0].job, idle[0].wage, idle[0].lost_since, idle[0].sick = "工薪", JOB, None, 0
        return Measure("安排公益性岗位", JOB, on)
    month = on.replace(day=1)
    support.enter(house, "城市低保" if house.urban else "农村低保", "走访核实收入低于低保标准", month, on, chance)
    support.settle(house, month)
    house.never_applies = False
    if happens(chance, RUNS_OUT):
        world.renewals[house.number] = add(month, chance.randint(*RENEWED_AFTER))
    return Measure("纳入低保", house.amount, on)


def _relieve(house: Household, on: date, chance: random.Random) -> Measure:
    """Money for the bills, so that what is left to pay is less, and the accounts are asked anew."""
    for person in present(house):
        person.bills = 0
    house.flows["medical"][-12:] = [amount * BILLS_LEFT for amount in house.flows["medical"][-12:]]
    livelihood.write_down(house, True, chance)
    return Measure("临时救助", 100 * chance.randint(8, 30), on)


def _mend(house: Household, cause: str, on: date) -> Measure:
    if cause == "住房不安全":
        house.housing = "A"
        return Measure("转介住建部门改造住房", None, on)
    if cause == "饮水不安全":
        house.water = True
        return Measure("转介水务部门接通自来水", None, on)
    if cause == "没有参加医保":
        for person in present(house):
            person.insured = True
        return Measure("协助参加医保", None, on)
    for person in present(house):
        if person.schooling == "失学辍学":
            person.schooling = "在校"
    return Measure("劝返复学", None, on)
