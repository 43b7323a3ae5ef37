"""Who is in which kind of support: the opening state, and how it moves from month to month.

It imitates an office that is mostly right and sometimes late: it takes weeks to admit, months to end, and misses some.
"""

import math
import random
from datetime import date

from lowincome.example.chance import happens, pick, share
from lowincome.example.county import could_be_tekun
from lowincome.example.livelihood import rigid
from lowincome.example.names import figures
from lowincome.example.people import COVERED, Change, Household, Person, age, covered, head, is_severe, labour, per_head, present
from lowincome.month import add

LATE_ADJUSTED = 0.05  # share of 特困 households still paid by the line before July 2020


def line(house: Household) -> float:
    """The 低保 line of this household, yuan a person a year."""
    return figures()["line_urban" if house.urban else "line_rural"]


def open_books(house: Household, month: date, chance: random.Random) -> None:
    """The support each household starts with, by what was written down before the first month."""
    level = per_head(house) / line(house)
    dibao = "城市低保" if house.urban else "农村低保"
    single = _single(house)
    if could_be_tekun(house) and (house.structure in ("特困少年", "孤儿") or (level < 1 and happens(chance, 0.85))):
        house.category = "集中特困" if happens(chance, 0.22) else "分散特困"
    elif level < 1 and not house.never_applies and happens(chance, 0.93):
        house.category = dibao
    elif 1 <= level < 1.35 and happens(chance, 0.05):
        house.category = dibao
        house.fading = add(month, -chance.randint(1, 10)) if happens(chance, 0.45) else None
    elif 1 <= level < figures()["band"] and single and happens(chance, 0.25):
        house.category, single.single = dibao, True
    elif 1 <= level < figures()["band"] and happens(chance, 0.14):
        house.category = "低保边缘"
    elif level >= figures()["band"] and rigid(house.reported) > 0.4 * per_head(house) * len(present(house)):
        house.category = "刚性支出困难" if happens(chance, 0.3) else "无"
    if house.category != "无":
        house.first = add(month, -chance.randint(2, 90))
        _inspect(house, chance)
    settle(house, month)


def move(house: Household, month: date, on: date, chance: random.Random) -> None:
    """One month of decisions: admission, gradual exit, exit, and the two lists beside 低保."""
    if not present(house):
        return
    level = per_head(house) / line(house)
    house.months_below = house.months_below + 1 if level < 1 else 0
    house.months_above = house.months_above + 1 if level > 1.05 else 0
    admitted = next((person for person in present(house) if person.single), None)
    dibao = "城市低保" if house.urban else "农村低保"
    if house.category in COVERED:
        _ways_out(house, level, admitted, month, on, chance)
    elif house.months_below >= 2 and not house.never_applies and happens(chance, 0.28):
        enter(house, dibao, "收入低于低保标准", month, on, chance)
    elif 1 <= level < figures()["band"] and house.property_ok == "是" and (person := _single(house)) and happens(chance, 0.06):
        person.single = True
        enter(house, dibao, "重残重病人员参照单人户纳入", month, on, chance)
    elif house.category == "无" and 1 <= level < figures()["band"] and happens(chance, 0.003):
        enter(house, "低保边缘", "收入低于低保标准1.5倍", month, on, chance)
    elif house.category == "低保边缘" and level > 1.55 and happens(chance, 0.12):
        leave(house, "无", "收入超过规定", on)
    settle(house, month, on)


def settle(house: Household, month: date, on: date | None = None) -> None:
    """Class, monthly amount and the words under 享受补贴; a changed amount for the same people is a line of 增减."""
    before = house.amount
    if house.category in ("农村低保", "城市低保"):
        house.dibao_class = dibao_class(house, month)
        each = line(house) / 12 * figures()[f"share_{house.dibao_class.lower()}"]
        house.amount = math.ceil(each) * covered(house)
    elif house.category in ("集中特困", "分散特困"):
        base = "line_rural_before" if share("late", house.number) < LATE_ADJUSTED and not house.urban else "line_rural"
        base = "line_urban" if house.urban else base
        house.dibao_class, house.amount = "", math.ceil(figures()[base] / 12 * figures()["tekun_factor"]) * covered(house)
    else:
        house.dibao_class, house.amount = "", 0
    if on and before and house.amount and before != house.amount and not house.changes:
        word = "提标" if house.amount > before else "降标"
        house.changes.append(Change(head(house), word, house.category, "家庭情况变化,调整档次", on))
    for person in house.people:
        person.subsidies = ";".join(_subsidies(house, person, month))


def dibao_class(house: Household, month: date) -> str:
    """A: nobody works and someone is severely disabled or ill. B: nobody able to work, or someone so. C: the others."""
    grown = [person for person in present(house) if age(person, month) >= 16]
    weak = any(is_severe(person) or person.health == "大病" for person in present(house))
    able = any(labour(person, month) == "有" for person in grown)
    return "A" if weak and not able else "B" if weak or not able else "C"


def _single(house: Household) -> Person | None:
    """The member who could be admitted alone: severely disabled or seriously ill, in a household of several."""
    living = present(house)
    weak = [person for person in living if is_severe(person) or person.health == "大病"]
    return weak[0] if weak and len(living) > 1 else None


def _inspect(house: Household, chance: random.Random) -> None:
    """The property check that goes with an application."""
    house.property_ok = pick(chance, {"是": 96, "未核": 3, "否": 1})
    house.assets = pick(chance, {"无": 90, "未核": 4, "有": 6})


def enter(house: Household, category: str, reason: str, month: date, on: date, chance: random.Random) -> None:
    house.category, house.fading, house.months_above = category, None, 0
    house.first = house.first or month
    _inspect(house, chance)
    admitted = [person for person in present(house) if person.single] or present(house)
    house.changes.extend(Change(person, "新增", category, reason, on) for person in admitted)


def leave(house: Household, to: str, reason: str, on: date) -> None:
    admitted = [person for person in present(house) if person.single] or present(house)
    house.changes.extend(Change(person, "退出", house.category, reason, on) for person in admitted)
    for person in house.people:
        person.single = False
    house.category, house.fading = to, None


def _ways_out(house: Household, level: float, admitted: Person | None, month: date, on: date, chance: random.Random) -> None:
    """Ways out of support: grown up, better off, the sick member gone."""
    if house.category in ("集中特困", "分散特困"):
        grown = house.structure in ("特困少年", "孤儿") and age(head(house), month) >= 18 and head(house).schooling != "在校"
        if grown and happens(chance, 0.3):
            leave(house, "无", "年满18周岁", on)
    elif any(person.single for person in house.people) and (admitted is None or level > 1.8):
        leave(house, "无", "单人户纳入人员情况变化", on)
    elif admitted:
        return
    elif house.fading:
        months = (month.year - house.fading.year) * 12 + month.month - house.fading.month
        if level < 1:
            house.fading = None
        elif months >= 6 and happens(chance, 0.35):
            leave(house, "低保边缘" if level < figures()["band"] else "无", "渐退期满,收入稳定超过标准", on)
    elif house.months_above >= 2 and happens(chance, 0.5):
        house.fading = month
    elif level > 1.4 and happens(chance, 0.5):
        leave(house, "无", "收入超过低保标准", on)


def _subsidies(house: Household, person: Person, month: date) -> list[str]:
    years = age(person, month)
    words = []
    if years >= 80:
        words.append("高龄津贴")
    if is_severe(person) and share("nursing", person.key) < 0.93:
        words.append("重度残疾人护理补贴")
    if person.level and house.category in ("农村低保", "城市低保") and share("living", person.key) < 0.93:
        words.append("困难残疾人生活补贴")
    if person.child != "无" and years < 18:
        words.append("孤儿基本生活费" if person.child.startswith("孤儿") else "事实无人抚养儿童基本生活补贴")
    if house.category.endswith("特困") and person.self_care != "自理":
        words.append("照料护理补贴")
    return words
