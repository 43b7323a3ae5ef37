"""What the example knows about a person and a household, and what follows from it (age, labour, who is head)."""

from dataclasses import dataclass, field
from datetime import date

ACCOUNTS = ("business", "property", "transfer", "cost", "medical", "education", "housing", "care", "other")
GONE = ("死亡", "迁出", "婚出")
COVERED = ("农村低保", "城市低保", "集中特困", "分散特困")


@dataclass(slots=True)
class Person:
    """wage: usual yuan in a month of work. wages: what was really earned, month by month, the latest last."""

    key: str
    name: str
    id_number: str
    is_male: bool
    born: date
    relation: str
    ethnicity: str
    health: str = "健康"
    disease: str = ""
    disability: str = ""
    level: int = 0
    self_care: str = "自理"
    job: str = ""  # 务工 / 零工 / 工薪 / 务农
    wage: float = 0.0
    place: str = ""
    job_insured: bool = False
    lost_since: date | None = None
    short_time: int = 0  # months of halved wages still to come
    unpaid: int = 0  # months whose wages are held back and come later
    owed: float = 0.0
    written_off: bool = False  # the clerk no longer counts on this wage
    sick: int = 0  # months without work still to come
    bills: int = 0  # months of treatment still to be paid
    bill: float = 0.0  # yuan a month while it lasts
    insured: bool = True
    schooling: str = ""
    left_behind: str = "无"
    child: str = "无"
    single: bool = False
    subsidies: str = ""
    status: str = "在户"
    status_on: date | None = None
    wages: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Change:
    """One line of 增减."""

    person: Person
    change: str
    category: str
    reason: str
    on: date


@dataclass(slots=True)
class Household:
    """business, property, kin: usual yuan a year. flows: account → yuan month by month, the latest last.

    accuracy: how much of the truth the last accounting at the door caught. reported: the figures last written down.
    """

    number: str
    township: str
    village: str
    urban: bool
    structure: str
    surname: str
    ethnicity: str
    people: list[Person]
    business: float = 0.0
    property: float = 0.0
    kin: float = 0.0
    kin_share: float = 1.0
    harvest: float = 1.0
    sells_late: bool = False  # the harvest waits in the shed until January
    stored: float = 0.0
    loss: float = 0.0  # a beast or a crop lost this month, yuan
    rent: float = 0.0
    accuracy: float = 1.0
    flows: dict[str, list[float]] = field(default_factory=lambda: {account: [] for account in ACCOUNTS})
    reported: dict[str, float] = field(default_factory=dict)
    monitoring: str = "一般户"
    registered: str = "否"
    category: str = "无"
    dibao_class: str = ""
    amount: int = 0
    first: date | None = None
    fading: date | None = None
    housing: str = "A"
    water: bool = True
    property_ok: str = "未核"
    assets: str = "未核"
    shock: str = "无"
    never_applies: bool = False
    months_below: int = 0
    months_above: int = 0
    entered: date | None = None
    leaves: str = ""
    last_visit: date | None = None
    changes: list[Change] = field(default_factory=list)
    seen: tuple[object, ...] = ()  # the cells of last month, to tell whether anything changed


def age(person: Person, on: date) -> int:
    """Completed years of life."""
    return on.year - person.born.year - ((on.month, on.day) < (person.born.month, person.born.day))


def present(house: Household) -> list[Person]:
    """Those who still live there at the end of the month."""
    return [person for person in house.people if person.status not in GONE]


def head(house: Household) -> Person:
    """The head; of a household that has just ended, the one who was it."""
    return next((person for person in house.people if person.relation == "户主"), house.people[0])


def is_severe(person: Person) -> bool:
    """Disability of level one or two."""
    return person.level in (1, 2)


def labour(person: Person, on: date) -> str:
    """劳动能力 by age, school, disability and illness."""
    years = age(person, on)
    if years < 16 or person.schooling == "在校" or years >= 72:
        return "无"
    if person.level == 1 or (person.level == 2 and person.disability in ("智力", "精神")) or person.self_care == "失能":
        return "完全丧失"
    if person.level in (2, 3) or person.self_care != "自理" or person.health == "大病":
        return "部分丧失"
    if years >= 60:
        return "无" if years >= 66 else "部分丧失"
    return "有"


def works(person: Person) -> bool:
    """Earns at present: has a job with a wage, is neither out of it nor ill."""
    return person.job in ("务工", "零工", "工薪") and person.lost_since is None and person.sick == 0


def per_head(house: Household) -> float:
    """Reported income of the last twelve months per person living there, yuan a year."""
    income = sum(house.reported[key] for key in ("wage", "business", "property", "transfer"))
    return income / max(1, len(present(house)))


def covered(house: Household) -> int:
    """保障人数: everybody, or only those admitted singly."""
    return sum(person.single for person in present(house)) or len(present(house))


# relation of a member → the same member's relation once this relative of the old head has become head
SUCCESSION = {
    "配偶": {"户主": "配偶", "配偶父母": "父母", "父母": "配偶父母"},
    "子女": {"户主": "父母", "子女": "兄弟姐妹", "子女配偶": "配偶", "孙子女": "子女", "父母": "祖父母", "配偶": "父母"},
    "父母": {"户主": "子女", "父母": "配偶", "子女": "孙子女", "兄弟姐妹": "子女", "配偶": "子女配偶"},
    "孙子女": {"户主": "祖父母", "孙子女": "兄弟姐妹", "配偶": "祖父母", "子女": "父母", "子女配偶": "父母"},
    "兄弟姐妹": {"户主": "兄弟姐妹", "兄弟姐妹": "兄弟姐妹", "父母": "父母"},
}


def succeed(house: Household) -> None:
    """Gives a household whose head has gone its next head: the spouse, then the eldest adult, then the eldest."""
    old = head(house)
    heirs = present(house)
    if old.status not in GONE or not heirs:
        return
    heir = min(heirs, key=lambda person: (person.relation != "配偶", person.born))
    words = SUCCESSION.get(heir.relation, {})
    for person in house.people:
        if person is not heir:
            person.relation = words.get(person.relation, "其他" if person.relation not in ("子女", "孙子女") else person.relation)
    heir.relation = "户主"
