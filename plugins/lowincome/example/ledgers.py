"""The bureau's own ledgers: who was paid and what, relief, the townships' funds, institutions, money, complaints, hours."""

from collections.abc import Iterator
from datetime import date

from lowincome.example.chance import share
from lowincome.example.entry import Entry, Past, about, between, day, few
from lowincome.example.mistyped import strangers, unknown
from lowincome.example.names import figures, townships
from lowincome.example.people import COVERED, Household, Person, head, present
from lowincome.example.rows import Row
from lowincome.month import add, label, last_day

PROGRAMMES = {
    "高龄津贴": ("高龄补贴", "elder_allowance"),
    "重度残疾人护理补贴": ("重度残疾人护理补贴", "disability_nursing"),
    "困难残疾人生活补贴": ("困难残疾人生活补贴", "disability_living"),
    "孤儿基本生活费": ("孤儿养育津贴", "orphan"),
}
FAILURES = ("账户已销户", "户名与账号不符", "账户状态异常")
KINDS = {"因病": "支出型家庭", "因残": "个人", "因学": "支出型家庭", "其他": "一事一议"}  # the others: 急难型家庭
MULTIPLES = {"急难型家庭": "relief_emergency", "支出型家庭": "relief_expenditure", "个人": "relief_individual"}
INSTITUTIONS = (("泾源县中心敬老院", "县级"), ("泾河源镇敬老院", "乡镇"), ("六盘山镇敬老院", "乡镇"))
FUNDS = (("中央", 1.0), ("自治区", 0.42), ("市级", 0.06), ("县本级", 0.11))  # each as a share of the central one
TOPICS = ("反映低保未纳入", "反映低保对象认定", "反映补贴发放不及时", "咨询临时救助")


def payment(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """发放: every supported household's amount to its head or the one admitted alone, and the allowances of each person.

    A few rows are missing, a few short, a few failed; one or another goes to somebody who has died.
    """
    due = [entry for house in homes if present(house) for entry in _dues(house, month)]
    gone = [entry for entry in past.dead.get(add(month, -1), []) if entry.said["救助类别"] in COVERED]
    due += [
        entry._replace(said={"资金项目": entry.said["救助类别"], "应发金额": entry.said["月保障金额"]})
        for entry in gone
        if entry.person and share("paid after death", entry.person.key) < 0.3
    ]
    keys = [_key(entry) for entry in due]
    missing = few(keys, 0.005, "not paid", month)
    short = few(keys, 0.003, "paid short", month) - missing
    failed = few(keys, 0.002, "payment failed", month) - missing - short
    return [
        entry._replace(said={**entry.said, **_paid(entry, month, key in short, key in failed)})
        for entry, key in zip(due, keys, strict=True)
        if key not in missing
    ]


def _key(entry: Entry) -> str:
    return f"{entry.person.key if entry.person else ''} {entry.said['资金项目']}"


def _paid(entry: Entry, month: date, is_short: bool, is_failed: bool) -> Row:
    due = int(entry.said["应发金额"] or 0)
    paid_on = month.replace(day=12 + int(share("paid", entry.said["资金项目"], month) * 8))
    if is_failed:
        return {
            "实发金额": 0,
            "发放日期": None,
            "发放结果": "失败",
            "失败原因": FAILURES[int(share("why", _key(entry), month) * len(FAILURES))],
        }
    paid = round(due * between(0.5, 0.9, "short", _key(entry), month)) if is_short else due
    return {"实发金额": paid, "发放日期": paid_on.isoformat(), "发放结果": "成功", "失败原因": None}


def _dues(house: Household, month: date) -> Iterator[Entry]:
    if house.category in COVERED and house.amount:
        to = next((person for person in present(house) if person.single), head(house))
        yield about(house, to, {"资金项目": house.category, "应发金额": house.amount})
    for person in present(house):
        for word in filter(None, person.subsidies.split(";")):
            programme, figure = PROGRAMMES.get(word) or _other_programme(word, person)
            yield about(house, person, {"资金项目": programme, "应发金额": int(figures()[figure])})


def _other_programme(word: str, person: Person) -> tuple[str, str]:
    if word == "照料护理补贴":
        return word, "care_full" if person.self_care == "失能" else "care_half"
    return "事实无人抚养儿童生活费", "unattended_poor" if person.child == "事实无人抚养困难家庭" else "unattended_other"


def temporary_relief(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """临时救助 of the month: half of those whom something befell, and a few others; some amounts off, some papers missing."""
    struck = few((h.number for h in homes if present(h) and h.shock != "无"), 0.5, "relief", month)
    granted = [house for house in homes if house.number in struck]
    hard = [h for h in homes if present(h) and h.shock == "无" and h.category == "低保边缘" and share("relief", h.number, month) < 0.012]
    off = few((house.number for house in granted if house.shock not in ("因失业", "其他")), 0.1, "relief off", month)
    early = [house.number for house in granted if house.shock in ("因病", "因灾", "因意外") and share("early", house.number, month) < 0.35]
    without_papers = few(early, 0.25, "papers missing", month)
    found = []
    for house in (*granted, *hard):
        to, said = _relief(house, month, house.number in off)
        if house.number in early:
            on = date.fromisoformat(str(said["救助日期"]))
            papers = last_day(month) if on.day > 20 else on.replace(day=min(24, on.day + 1 + int(share("papers", house.number) * 9)))
            said |= {"先行救助": "是", "手续补齐日期": None if house.number in without_papers else papers.isoformat(), "审批层级": "乡镇"}
        found.append(about(house, to, said))
    first = 1000 * month.month
    outside = strangers("temporary_relief", max(2, round(0.12 * len(found))), (20, 75), past, first=first)
    return found + [unknown(person, _grant("急难型家庭", "因意外", 1, month, person.key, 1.0)) for person in outside]


def _relief(house: Household, month: date, is_off: bool) -> tuple[Person, Row]:
    """Who is granted relief, of what kind and how much."""
    jobless = next((person for person in present(house) if person.lost_since and not person.job_insured), None)
    factor = (0.5, 0.8, 1.25)[int(share("off by", house.number, month) * 3)] if is_off else 1.0
    if house.shock == "因失业" and jobless:
        return jobless, _grant("未参保失业人员一次性", "因失业", 1, month, house.number, 1.0)
    cause = house.shock if house.shock != "无" else "因病"
    kind = KINDS.get(cause, "急难型家庭")
    persons = 1 if kind == "个人" else len(present(house))
    to = next((person for person in present(house) if person.level), head(house)) if kind == "个人" else head(house)
    return to, _grant(kind, cause, persons, month, house.number, factor)


def _grant(kind: str, cause: str, persons: int, month: date, key: str, factor: float) -> Row:
    monthly = figures()["line_urban"] / 12
    each = monthly * figures()[MULTIPLES[kind]] if kind in MULTIPLES else monthly * round(between(1, 5, "case by case", key, month))
    amount = round((figures()["relief_jobless"] if kind == "未参保失业人员一次性" else each * persons) * factor)
    return {
        "救助类型": kind,
        "困难原因": cause,
        "救助人数": persons,
        "救助金额": amount,
        "救助日期": day(month, 20, "granted", key).isoformat(),
        "先行救助": "否",
        "手续补齐日期": None,
        "审批层级": "乡镇" if amount <= figures()["relief_by_township"] else "县",
        "凭据": "否" if share("no voucher", key, month) < 0.03 else "是",
    }


def reserve_fund(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """备用金: each township's fund is filled up to its fixed amount; one does not add up, one lacks a voucher."""
    grants = [entry for entry in temporary_relief(month, homes, past) if entry.said["审批层级"] == "乡镇"]
    wrong, careless = sorted(townships().values(), key=lambda name: share("fund", name, month))[:2]
    found = []
    for name in townships().values():
        own = [int(entry.said["救助金额"] or 0) for entry in grants if entry.township == name]
        fixed, spent = int(figures()["reserve_fund"]), sum(own)
        row: Row = {"期初余额": fixed, "本期拨入": spent, "本期支出": spent, "期末余额": fixed - 500 * (name == wrong)}
        vouchers = max(0, len(own) - (name == careless))
        found.append(Entry(None, name, "", "", row | {"支出笔数": len(own), "凭据份数": vouchers}))
    return found


def institution(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """供养机构: the first has too few staff for its residents, the last is not registered and still had a hazard in spring."""
    residents: dict[int, list[Person]] = {0: [], 1: [], 2: []}
    for house in homes:
        if house.category == "集中特困":
            residents[(0, 0, 1, 2)[int(share("home", house.number) * 4)]] += present(house)
    found = []
    for index, (name, tier) in enumerate(INSTITUTIONS):
        kinds = [person.self_care for person in residents[index]]
        full, half, well = (kinds.count(word) for word in ("失能", "半失能", "自理"))
        if index == 0:
            full, half = full + 4, half + 6  # residents from before the roster's time
        needed = -(-full // 3) + -(-half // 6) + -(-well // 10)
        row: Row = {"机构名称": name, "机构级别": tier, "失能人数": full, "半失能人数": half, "自理人数": well}
        row |= {
            "工作人员": max(1, needed - 1) if index == 0 else needed + 1,
            "护理床位": full + half + 2,
            "空余床位": 6 - index + month.month % 3,
        }
        row |= {"失能照护": "是" if index == 0 else "否", "法人登记": "否" if index == 2 else "是"}
        row |= {"持证护理员": max(0, needed - 2), "重大安全隐患": int(index == 2 and month.month < 6)}
        found.append(Entry(None, "", "", "", row))
    return found


def fund(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """资金安排 of last year and this: all grew but the city's."""
    central = round(sum(house.amount for house in homes) * 12 * 1.1, -4)
    found = []
    for year in (month.year - 1, month.year):
        for source, part in FUNDS:
            grown = 1.0 if year < month.year else 0.9 if source == "市级" else 1.04
            budget = round(central * part * grown, -3)
            spent = budget if year < month.year else round(budget * month.month / 12 * between(0.9, 1, "spent", source, month), -2)
            row: Row = {"年度": year, "资金来源": source, "资金项目": "困难群众救助补助资金", "安排金额": budget}
            found.append(Entry(None, "", "", "", row | {"已支出金额": spent, "追加资金": 0}))
    return found


def petition(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """信访 of the last four months: closed in time but for one, which nobody has closed."""
    known = month.replace(day=20)
    found = []
    for back in (3, 2, 1, 0):
        when = add(month, -back)
        for order in range(2 + len(homes) // 3000):
            number = f"XF{label(when).replace('-', '')}{order + 1:03d}"
            received = day(when, 20, "petition", number)
            closed = day(add(when, 1), 20, "closed", number)
            is_open = closed > known or (order == 0 and when.month % 3 == 0)
            row: Row = {"信访编号": number, "登记日期": received.isoformat(), "事项": TOPICS[int(share("topic", number) * len(TOPICS))]}
            name = list(townships().values())[int(share("where", number) * len(townships()))]
            found.append(Entry(None, name, "", "", row | {"办结日期": None if is_open else closed.isoformat()}))
    return found


def visit_capacity(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """走访力量: people and hours of each township, the larger ones with more."""
    found = []
    for name in townships().values():
        visitors = 3 + int(share("visitors", name) * 3)
        away = 8 * int(share("away", name, month) * 5)
        found.append(Entry(None, name, "", "", {"走访人数": visitors, "可用工时": visitors * 60 - away}))
    return found
