"""Draws families: who lives together, how old, how well, at what work."""

import random
from datetime import date

from lowincome.example import names
from lowincome.example.chance import happens, pick
from lowincome.example.people import Household, Person, age, labour

OPENING = date(2020, 7, 1)
# how often each kind of household occurs among those the county watches
STRUCTURES = {"独居老人": 17, "老年夫妇": 19, "中年夫妇": 14, "单人": 10, "核心": 20.5, "三代": 6, "单亲": 5, "隔代": 3.5, "养老": 5}
# below this age: chronic illness, serious illness, disability
HEALTH = ((18, (0.01, 0.002, 0.008)), (45, (0.02, 0.004, 0.03)), (60, (0.11, 0.012, 0.04)), (200, (0.33, 0.022, 0.075)))
TYPES = {"肢体": 50, "听力": 13, "视力": 13, "言语": 3, "智力": 8, "精神": 9, "多重": 4}
LEVELS = {"1": 10, "2": 24, "3": 29, "4": 37}
PLACES = {"银川市": 24, "固原市": 18, "县内": 20, "中卫市": 6, "西安市": 8, "兰州市": 5, "内蒙古": 7, "新疆": 7, "福建省": 5}
# 大病专项救治 names; which of them count as 重病 is a local list
CANCERS = {"肺癌": 6, "胃癌": 8, "食道癌": 6, "乳腺癌": 6, "宫颈癌": 4, "肝癌": 5, "结肠癌": 4}
LUNGS = {"慢性阻塞性肺气肿": 9, "耐多药肺结核": 3, "尘肺": 4}
DISEASES = {**CANCERS, **LUNGS, "终末期肾病": 8, "急性心肌梗死": 9, "脑卒中": 18, "重性精神病": 6}
CHILD_DISEASES = {"儿童先天性心脏病": 5, "儿童白血病": 3, "血友病": 1, "重性精神病": 1}
URBAN_JOBS = {"工薪": 48, "零工": 34, "": 18}
MENS_JOBS = {"务工": 50, "零工": 18, "务农": 22, "工薪": 8, "": 2}
WOMENS_JOBS = {"务工": 19, "零工": 14, "务农": 46, "工薪": 7, "": 14}
WAGES = {"务工": (3300, 0.22), "零工": (2300, 0.25), "工薪": (2400, 0.25)}


def _ages(structure: str, chance: random.Random) -> list[tuple[str, bool, int]]:
    """Relation, male, age of every member; the head first."""
    youngest = 25 if structure in ("核心", "三代", "单亲") else 45
    years = chance.randint(youngest, {"核心": 52, "三代": 50, "单亲": 50}.get(structure, 59))
    if structure == "独居老人":
        return [("户主", happens(chance, 0.45), int(chance.triangular(60, 90, 68)))]
    if structure == "老年夫妇":
        years = int(chance.triangular(60, 86, 66))
        return [("户主", True, years), ("配偶", False, years - chance.randint(0, 6))]
    if structure == "中年夫妇":
        return [("户主", True, years), ("配偶", False, years - chance.randint(0, 5))]
    if structure == "单人":
        return [("户主", happens(chance, 0.75), chance.randint(30, 59))]
    if structure == "养老":
        years = chance.randint(34, 55)
        parents = [("父母", i == 1, years + chance.randint(22, 30)) for i in range(2 if happens(chance, 0.35) else 1)]
        return [("户主", True, years), *parents]
    if structure == "隔代":
        years = chance.randint(57, 71)
        spouse = [("配偶", False, years - chance.randint(0, 5))] if happens(chance, 0.7) else []
        children = [("孙子女", happens(chance, 0.52), chance.randint(2, 15)) for _ in range(chance.choice((1, 1, 2, 2, 3)))]
        return [("户主", not spouse or happens(chance, 0.9), years), *spouse, *children]
    if structure == "孤儿":
        return [("户主", True, chance.randint(16, 17)), ("兄弟姐妹", False, chance.randint(7, 14))][: chance.randint(1, 2)]
    oldest = min(24, years - 21)
    count = chance.choice((1, 2)) if structure == "单亲" else chance.choice((1, 1, 2, 2, 2, 3, 3, 4))
    children = [("子女", happens(chance, 0.52), chance.randint(max(0, oldest - 12), oldest)) for _ in range(count)]
    spouse = [] if structure == "单亲" else [("配偶", False, years - chance.randint(0, 4))]
    parents = []
    if structure == "三代":
        parents = [("父母", i == 1, years + chance.randint(22, 30)) for i in range(chance.choice((1, 1, 2)))]
    return [("户主", structure != "单亲" or happens(chance, 0.45), years), *spouse, *children, *parents]


def person(
    key: str, house_surname: str, ethnicity: str, relation: str, is_male: bool, born: date, chance: random.Random, taken: set[str]
) -> Person:
    """A new person of good health; wives and mothers keep the family name they were born with."""
    own = relation in ("配偶", "子女配偶", "配偶父母") or (relation == "父母" and not is_male)
    family = names.surname(chance, ethnicity) if own else house_surname
    return Person(
        key=key,
        name=family + names.given_name(chance, is_male, born.year),
        id_number=names.id_number(chance, born, is_male, taken),
        is_male=is_male,
        born=born,
        relation=relation,
        ethnicity=ethnicity,
    )


def give_health(member: Person, chance: random.Random, on: date) -> None:
    """Illness, disability and self-care by age."""
    years = age(member, on)
    chronic, serious, disabled = next(rates for below, rates in HEALTH if years < below)
    if happens(chance, disabled):
        make_disabled(member, chance)
    if happens(chance, serious):
        make_ill(member, chance, on)
    elif member.health == "健康" and happens(chance, chronic):
        member.health = "慢性病"
    if years >= 84 and member.self_care == "自理" and happens(chance, 0.3):
        member.self_care = "半失能"


def make_disabled(member: Person, chance: random.Random) -> None:
    """A disability card with type and level, and what is left of self-care."""
    member.disability, member.level = pick(chance, TYPES), int(pick(chance, LEVELS))
    if member.health != "大病":
        member.health = "残疾"
    need = chance.random()
    if member.level == 1:
        member.self_care = "失能" if need < 0.4 else "半失能" if need < 0.8 else "自理"
    elif member.level == 2 and need < 0.35:
        member.self_care = "半失能"


def make_ill(member: Person, chance: random.Random, on: date) -> None:
    """A serious illness by name."""
    diseases = CHILD_DISEASES if age(member, on) < 16 else DISEASES
    allowed = {word: n for word, n in diseases.items() if not (member.is_male and word in ("乳腺癌", "宫颈癌"))}
    member.health, member.disease = "大病", pick(chance, allowed)


def give_school(member: Person, chance: random.Random, on: date) -> None:
    """School by age; before the sixth birthday the column stays empty."""
    years = age(member, on)
    if years < 6:
        member.schooling = ""
    elif years < 16:
        member.schooling = "失学辍学" if happens(chance, 0.003) else "在校"
    else:
        member.schooling = "在校" if years < 22 and happens(chance, 0.72 if years < 19 else 0.34) else "不在校"


def give_work(member: Person, chance: random.Random, on: date, urban: bool) -> None:
    """A job, its wage and its insurance for those who can work."""
    years = age(member, on)
    able = labour(member, on)
    if able == "部分丧失" and years < 66:
        member.job = pick(chance, {"零工": 12, "务农": 58, "工薪": 5, "": 25})
    elif able == "有":
        member.job = pick(chance, URBAN_JOBS if urban else MENS_JOBS if member.is_male else WOMENS_JOBS)
    elif years < 75 and years >= 66 and not urban and happens(chance, 0.55) and member.self_care == "自理":
        member.job = "务农"
    if member.job in WAGES:
        median, spread = WAGES[member.job]
        member.wage = median * chance.lognormvariate(0, spread) * (1 if member.is_male else 0.85)
        member.job_insured = happens(chance, {"务工": 0.28, "零工": 0.03, "工薪": 0.7}[member.job])
        member.place = pick(chance, PLACES) if member.job == "务工" else "县内"


def family(number: str, township: str, village: str, structure: str, chance: random.Random, taken: set[str]) -> Household:
    """A household of this structure with all its members as of the opening month."""
    ethnicity = "回族" if happens(chance, 0.76) else "汉族"
    surname = names.surname(chance, ethnicity)
    urban = village.endswith("社区")
    people = []
    for order, (relation, is_male, years) in enumerate(_ages(structure, chance)):
        born = date(2020 - years - (1 if (month := chance.randint(1, 12)) > 7 else 0), month, chance.randint(1, 28))
        member = person(f"{number}/{order}", surname, ethnicity, relation, is_male, born, chance, taken)
        give_health(member, chance, OPENING)
        give_school(member, chance, OPENING)
        give_work(member, chance, OPENING, urban)
        people.append(member)
    house = Household(number, township, village, urban, structure, surname, ethnicity, people)
    _left_behind(house)
    return house


def _left_behind(house: Household) -> None:
    """留守 and 儿童 words that follow from the structure."""
    away = any(member.job == "务工" and member.place != "县内" and member.relation == "户主" for member in house.people)
    for member in house.people:
        years = age(member, OPENING)
        if house.structure == "隔代":
            member.left_behind = "留守儿童" if years < 16 else "留守老人" if years >= 60 else "无"
        elif house.structure == "独居老人" and member.id_number[-2] in "01":
            member.left_behind = "留守老人"
        elif away and member.relation == "配偶" and member.job in ("", "务农"):
            member.left_behind = "留守妇女"
        if house.structure == "孤儿":
            member.child = "孤儿散居" if years < 18 else "无"
        elif years < 16 and house.structure in ("隔代", "单亲") and member.id_number[-3] == "0":
            member.child = "事实无人抚养困难家庭" if house.structure == "隔代" else "事实无人抚养其他"
