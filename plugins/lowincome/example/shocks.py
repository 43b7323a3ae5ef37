"""What befalls people: work, illness, disability, accident, hail, school. Each may take its time to show in the accounts."""

import random
from datetime import date

from lowincome.example.chance import happens, stream
from lowincome.example.families import OPENING, give_work, make_disabled, make_ill
from lowincome.example.people import Household, Person, age, labour, present, works

HAIL = {6: 0.03, 7: 0.05, 8: 0.03}  # chance a month that a village is hit
FROST = {date(2021, 5, 1): 0.04}


def strike(house: Household, month: date, chance: random.Random) -> None:
    """One month of misfortune and of recovery; sets 本月遭遇."""
    house.shock = "无"
    for person in present(house):
        _heal(person)
        if person.job in ("务工", "零工", "工薪"):
            _work(house, person, month, chance)
        if person.sick == 0 and person.bills == 0:
            _fall_ill(house, person, month, chance)
        out = person.lost_since is not None or person.sick > 0
        person.written_off = out and (person.written_off or happens(chance, 0.4))
        _school(house, person, month, chance)
        _insurance(person, month, chance)
    if month == OPENING and any(_lost_in_spring(person) for person in present(house)) and happens(chance, 0.6):
        house.shock = "因疫情"
    _farm(house, month, chance)
    _dwelling(house, month, chance)
    if house.kin and house.kin_share == 1 and happens(chance, 0.006):
        house.kin_share = chance.uniform(0.0, 0.5)
    elif house.kin_share < 1 and happens(chance, 0.04):
        house.kin_share = 1.0


def _heal(person: Person) -> None:
    """One month less of sickness, treatment and short time; who is well again is chronically ill at most."""
    person.sick, person.bills = max(0, person.sick - 1), max(0, person.bills - 1)
    person.short_time, person.unpaid = max(0, person.short_time - 1), max(0, person.unpaid - 1)


def _lost_in_spring(person: Person) -> bool:
    """Out of work since the spring of 2020."""
    return person.lost_since is not None and date(2020, 2, 1) <= person.lost_since <= date(2020, 6, 1)


def _work(house: Household, person: Person, month: date, chance: random.Random) -> None:
    draw = chance.random()
    if person.lost_since:
        found = 0.22 if month.month in (12, 1, 2) else 0.38
        # who worked away before often stays out for long after the spring of 2020
        if draw < found * (0.6 if person.lost_since.year == 2020 and person.lost_since.month <= 4 else 1):
            person.lost_since = None
            person.wage *= chance.uniform(0.78, 1.04)
    elif works(person):
        hazard = {"务工": 0.0135, "零工": 0.012, "工薪": 0.005}[person.job] * (1.8 if month.month in (12, 1) else 1)
        if month in (date(2020, 2, 1), date(2020, 3, 1)) and person.job == "务工":
            hazard = 0.02
        if draw < hazard:
            person.lost_since = month
            house.shock = "因疫情" if date(2020, 2, 1) <= month <= date(2020, 8, 1) and happens(chance, 0.6) else "因失业"
        elif draw < hazard + 0.007:
            person.short_time = chance.randint(3, 8)
        elif draw < hazard + 0.022 and not person.unpaid and person.job != "工薪":
            person.unpaid = chance.randint(2, 4)


def _fall_ill(house: Household, person: Person, month: date, chance: random.Random) -> None:
    """Serious illness, disability or accident; the sick do not work, and someone stays at home with them."""
    years = age(person, month)
    hazard = 0.0007 if years < 18 else 0.0013 if years < 45 else 0.003
    draw = chance.random()
    if draw < hazard:
        if happens(chance, 0.45):
            make_ill(person, chance, month)
        elif person.health == "健康":
            person.health = "慢性病"
        person.sick, person.bills, person.bill = chance.randint(2, 8), chance.randint(2, 6), chance.lognormvariate(6.85, 0.6)
        house.shock = "因病"
        carers = [other for other in present(house) if other is not person and works(other)]
        if carers and happens(chance, 0.35):
            carers[0].short_time = chance.randint(3, 7)
    elif draw < hazard + 0.0005 and works(person):
        person.sick, person.bills, person.bill = chance.randint(2, 7), 2, chance.lognormvariate(8.3, 0.5)
        house.shock = "因意外"
        if happens(chance, 0.2) and not person.level:
            make_disabled(person, chance)
    elif draw < hazard + 0.0007 and not person.level:
        make_disabled(person, chance)
        house.shock = "因残"
    if person.level in (1, 2) and labour(person, month) == "完全丧失":
        person.job = ""


def _school(house: Household, person: Person, month: date, chance: random.Random) -> None:
    """First class at six, dropping out and coming back, and what follows at sixteen, nineteen and twenty-two."""
    years = age(person, month)
    if person.schooling == "" and years >= 6:
        person.schooling = "在校"
    elif years < 16 and person.schooling == "在校" and happens(chance, 0.0006):
        person.schooling = "失学辍学"
    elif person.schooling == "失学辍学" and happens(chance, 0.2):
        person.schooling = "在校"
    elif (month.month == 8 and person.schooling == "在校" and years in (16, 19)) or (years >= 23 and person.schooling == "在校"):
        if years < 23 and happens(chance, 0.8 if years == 16 else 0.45):
            if years == 19 and happens(chance, 0.3):
                house.shock = "因学"
            return
        person.schooling = "不在校"
        give_work(person, chance, month, house.urban)


def _insurance(person: Person, month: date, chance: random.Random) -> None:
    """Cover is renewed with the new year; who forgot is mostly taken in later."""
    if month.month == 1 and happens(chance, 0.004):
        person.insured = False
    elif not person.insured and happens(chance, 0.1):
        person.insured = True


def _farm(house: Household, month: date, chance: random.Random) -> None:
    """A new crop year in May; hail or frost over a village; a beast lost."""
    draw, house.loss = chance.random(), 0.0
    if not house.business:
        return
    if month.month == 5:
        house.harvest = chance.lognormvariate(0, 0.15)
    if month.month == 9:
        house.sells_late = happens(chance, 0.12)
    hit = HAIL.get(month.month, 0) + FROST.get(month, 0)
    if hit and happens(stream("weather", house.village, month), hit) and draw < 0.4:
        house.harvest *= chance.uniform(0.35, 0.75)
        house.shock = "因灾"
        if happens(chance, 0.04):
            house.housing = "C"
    elif draw > 0.9975:
        house.loss = house.business * chance.uniform(0.4, 1.1)
        house.shock = "其他"


def _dwelling(house: Household, month: date, chance: random.Random) -> None:
    """Repairs, and wells and pipes that fail in the cold."""
    draw = chance.random()
    if house.housing in "CD" and draw < 0.05:
        house.housing = "A"
    if not house.water and draw > 0.93:
        house.water = True
    elif house.water and draw < (0.001 if month.month in (12, 1, 2) else 0.0002):
        house.water = False
