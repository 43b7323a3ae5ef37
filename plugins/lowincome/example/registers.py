"""The registers of other departments: mostly what the roster says, sometimes sooner, later or otherwise."""

from datetime import date

from lowincome.example.chance import share
from lowincome.example.entry import Entry, Past, about, alive, between, day, few
from lowincome.example.families import TYPES
from lowincome.example.mistyped import strangers, unknown
from lowincome.example.names import townships
from lowincome.example.people import Household, Person, age, per_head, present
from lowincome.example.rows import Row
from lowincome.month import add, last_day

OTHER_CATEGORY = {
    "脱贫户": "脱贫不稳定户",
    "脱贫不稳定户": "脱贫户",
    "边缘易致贫户": "突发严重困难户",
    "突发严重困难户": "边缘易致贫户",
}
HEAVIER = {"健康": 1.0, "慢性病": 3.0, "残疾": 2.0, "大病": 9.0}  # how a household's medical bills divide among its people
STAGES = ((6, "学前"), (12, "小学"), (15, "初中"))


def rural_revitalisation(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """监测对象: the people of watched households; some in another category, some only theirs, some only ours."""
    watched = [house for house in homes if house.monitoring != "一般户"]
    plain = {house.number for house in homes if house.monitoring == "一般户" and not house.urban}
    differing = few((house.number for house in watched), 0.012, "rr differs")
    only_theirs = few(plain, 0.006, "rr only theirs")
    only_ours = few((person.key for house in watched for person in house.people), 0.008, "rr only ours")
    found = []
    for house in homes:
        if house.monitoring == "一般户" and house.number not in only_theirs:
            continue
        category = "边缘易致贫户" if house.monitoring == "一般户" else house.monitoring
        category = OTHER_CATEGORY[category] if house.number in differing else category
        said = _rr(house, category)
        found += [about(house, person, said) for person in house.people if person.key not in only_ours]
    outside = strangers("rural_revitalisation", round(0.005 * len(found)), (3, 80), past)
    return found + [unknown(person, {"监测对象类别": "脱贫户", "脱贫属性": "已脱贫"}) for person in outside]


def _rr(house: Household, category: str) -> Row:
    since = share("rr since", house.number)
    year = 2014 + int(since * 4) if category == "脱贫户" else 2020
    return {
        "户编号": f"{house.township}{int(between(1_000_000, 9_999_999, 'rr number', house.number))}",
        "监测对象类别": category,
        "脱贫属性": house.registered,
        "风险是否消除": None if category == "脱贫户" else "是" if share("risk gone", house.number) < 0.4 else "否",
        "识别时间": date(year, 1 + int(since * 97) % 12, 1 + int(since * 997) % 28).isoformat(),
        "人均纯收入": round(per_head(house) * between(0.92, 1.12, "rr income", house.number)) if present(house) else None,
    }


def disability(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """持证残疾人: a few levels differ, a few cards we do not know, a few of ours that are not in the register or are cancelled."""
    holders = {person.key: (house, person) for house, person in alive(homes) if person.level}
    others = {person.key: (house, person) for house, person in alive(homes) if not person.level and age(person, month) >= 16}
    differing = few(holders, 0.012, "card level differs")
    cancelled = few(holders, 0.006, "card cancelled")
    for key in few(holders, 0.008, "no such card"):
        del holders[key]
    found = []
    for key, (house, person) in holders.items():
        level = person.level % 4 + 1 if key in differing else person.level
        ended = max(past.carded[key], add(month, -3)).isoformat() if key in cancelled else None
        found.append(about(house, person, _card(person.disability, level, past.carded[key], ended)))
    for key in sorted(few(others, 0.002, "card unknown to us")):
        issued = day(add(date(2020, 9, 1), int(share("unknown card", key) * 10)), 20, key)
        if issued <= last_day(month):
            found.append(about(*others[key], _card("肢体", 2 + int(share("unknown level", key) * 3), issued, None)))
    outside = strangers("disability", round(0.3 * len(found)), (6, 88), past)
    kinds = list(TYPES)
    return found + [
        unknown(person, _card(kinds[int(share("kind", person.key) * len(kinds))], 1 + int(share("level", person.key) * 4), day(date(2016, 5, 1), 28, person.key), None))
        for person in outside
    ]  # fmt: skip


def _card(kind: str, level: int, issued: date, cancelled: str | None) -> Row:
    return {"残疾类别": kind, "残疾等级": f"{'一二三四'[level - 1]}级", "发证日期": issued.isoformat(), "注销日期": cancelled}


def medical_insurance(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """参保与自付: everybody of households with medical cost; the truth of twelve months, not what was written at the door."""
    listed = [house for house in homes if present(house) and sum(house.flows["medical"][-12:]) > 0]
    differing = few((person.key for house in listed for person in present(house)), 0.002, "insurance differs")
    settled = last_day(add(month, -1)).isoformat()
    found = []
    for house in listed:
        paid = sum(house.flows["medical"][-12:]) * between(0.9, 1.1, "settled", house.number)
        weights = {person.key: HEAVIER[person.health] for person in present(house)}
        for person in present(house):
            own = round(paid * weights[person.key] / sum(weights.values()), 2)
            inside = round(own * (0.7 if person.health == "大病" else 0.35), 2)
            is_insured = person.insured != (person.key in differing)
            row: Row = {"参保状态": "正常参保" if is_insured else "停保", "年度自付费用": own}
            found.append(about(house, person, row | {"住院自付": inside, "门诊自付": round(own - inside, 2), "结算截止日期": settled}))
    outside = strangers("medical_insurance", round(0.01 * len(found)), (1, 85), past)
    for person in outside:
        own = round(between(30, 900, "bill", person.key), 2)
        row = {"参保状态": "正常参保", "年度自付费用": own, "住院自付": 0, "门诊自付": own, "结算截止日期": settled}
        found.append(unknown(person, row))
    return found


def employment(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """失业登记与失业保险 of those of working age: who is insured, who registered as out of work, who has just found some, and some others."""
    of_age = {person.key: (house, person) for house, person in alive(homes) if 16 <= age(person, month) < 60 and person.schooling != "在校"}
    idle = [key for key, (_, person) in of_age.items() if not person.job or person.lost_since]
    placed = few(idle, 0.02, "newly employed", month)
    differing = few((key for key, (_, person) in of_age.items() if person.job_insured), 0.01, "unemployment insurance differs")
    found = []
    for key, (house, person) in of_age.items():
        started = date(2015 + int(share("employed since", key) * 6), 3, 1 + int(share("employed day", key) * 28))
        insured = "参保" if person.job_insured != (key in differing) else "未参保"
        if key in placed:
            started = day(month if share("placed", key) < 0.6 else add(month, -1), 15, "placed", key)
            found.append(about(house, person, _work("就业", None, "参保", started)))
        elif person.lost_since and person.lost_since < month and share("registers", key) < 0.6:
            found.append(about(house, person, _work("失业", day(person.lost_since, 28, "lost", key), insured, None)))
        elif person.job_insured and not person.lost_since:
            found.append(about(house, person, _work("就业", None, insured, started)))
        elif share("known to the office", key) < 0.25:
            found.append(about(house, person, _work("无记录", None, "未参保", None)))
    outside = strangers("employment", round(0.05 * len(found)), (18, 58), past)
    return found + [unknown(person, _work("就业", None, "参保", day(date(2019, 4, 1), 28, person.key))) for person in outside]


def _work(word: str, lost: date | None, insured: str, started: date | None) -> Row:
    lost_on = lost.isoformat() if lost else None
    employed_on = started.isoformat() if started else None
    return {"就业登记状态": word, "失业登记日期": lost_on, "失业保险": insured, "就业登记日期": employed_on}


def education(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """在校学生: a child or two missing from the register, one or two out of school whom we believe in it."""
    young = {person.key: (house, person) for house, person in alive(homes) if 3 <= age(person, month) < 23}
    pupils = {key: pair for key, pair in young.items() if pair[1].schooling == "在校"}
    missing = few(pupils, 0.0008, "not in the register")
    left = few((key for key, (_, person) in pupils.items() if 6 <= age(person, month) < 15), 0.001, "left school")
    found = []
    for key, (house, person) in young.items():
        years = age(person, month)
        in_kindergarten = years < 6 and share("kindergarten", key) < 0.7
        status = "休学" if share("on leave", key) < 0.004 else "在籍"
        if key in left or person.schooling == "失学辍学":
            found.append(
                about(house, person, _school(house.township, person, years, "辍学" if key in left or share("kept", key) < 0.7 else "在籍"))
            )
        elif (key in pupils and key not in missing) or in_kindergarten:
            found.append(about(house, person, _school(house.township, person, years, status)))
    outside = [unknown(person, {}) for person in strangers("education", round(0.05 * len(found)), (7, 17), past)]
    codes = {name: code for code, name in townships().items()}
    return found + [
        entry._replace(said=_school(codes[entry.township], entry.person, age(entry.person, month), "在籍"))
        for entry in outside
        if entry.person
    ]


def _school(township: str, person: Person, years: int, status: str) -> Row:
    kind = share("kind of school", person.key)
    stage = next((word for below, word in STAGES if years < below), None)
    if stage is None:
        later = ("高职" if kind < 0.6 else "本科") if years >= 19 else ("普通高中" if kind < 0.55 else "中职")
        stage = "初中" if years == 15 and kind < 0.8 else later
    place = townships()[township][:-1] if stage in ("学前", "小学") else "泾源"
    school = {"学前": "幼儿园", "小学": "中心小学", "初中": "初级中学", "普通高中": "高级中学", "中职": "职业技术学校"}.get(stage, "")
    if person.disability in ("智力", "听力", "视力") and years < 16 and kind < 0.3:
        place, school, stage = "固原市", "特殊教育学校", "特殊教育"
    return {"学校": f"{place}{school}" if school else "固原市高等学校", "学段": stage, "学籍状态": status}
