"""What befell people and houses as other departments have it: dwellings, illness, death, disaster, property."""

from datetime import date

from lowincome.example.chance import share
from lowincome.example.entry import Entry, Past, about, alive, between, day, few
from lowincome.example.families import DISEASES
from lowincome.example.mistyped import strangers, unknown
from lowincome.example.people import COVERED, Household, age, head, is_severe, present
from lowincome.example.rows import Row
from lowincome.month import add

HARM = {5: "霜冻", 6: "冰雹", 7: "冰雹", 8: "洪涝"}
OF_WOMEN = ("乳腺癌", "宫颈癌")


def housing(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """农村住房鉴定, by head: the dangerous ones, some of the others; a few graded otherwise, a few repaired and not yet written off by us."""
    rural = {house.number: house for house in homes if not house.urban and present(house)}
    dangerous = [number for number, house in rural.items() if house.housing in "CD"]
    repaired = few(dangerous, 0.2, "repaired", (month.year, (month.month - 1) // 3))
    sound = [number for number, house in rural.items() if house.housing in "AB" and share("assessed", number) < 0.2]
    worse = few(sound, 0.004, "graded worse")
    better = few(dangerous, 0.1, "graded better") - repaired
    found = []
    for number in (*dangerous, *sound):
        house = rural[number]
        grade = "C" if number in worse else "B" if number in better else house.housing
        said: Row = {"鉴定等级": grade, "鉴定日期": _assessed(number), "改造完成日期": None}
        if number in repaired:
            said["改造完成日期"] = day(add(month, -1), 25, "repaired", number).isoformat()
        found.append(about(house, head(house), said))
    outside = strangers("housing", round(0.1 * len(found)), (28, 80), past)
    return found + [unknown(person, {"鉴定等级": "B", "鉴定日期": _assessed(person.key)}) for person in outside]


def _assessed(key: str) -> str:
    return day(add(date(2019, 4, 1), int(share("assessed in", key) * 20)), 28, "assessed", key).isoformat()


def health(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """大病登记: most of our seriously ill, and a few of whom we have not yet heard."""
    ill = {person.key: (house, person) for house, person in alive(homes) if person.health == "大病"}
    well = {person.key: (house, person) for house, person in alive(homes) if person.health != "大病" and age(person, month) >= 30}
    for key in few(ill, 0.03, "not registered as ill"):
        del ill[key]
    found = [about(house, person, _illness(person.disease, past.ill[key], key)) for key, (house, person) in ill.items()]
    names = list(DISEASES)
    for key in sorted(few(well, 0.0008, "newly ill", month.year, (month.month - 1) // 3)):
        disease = names[int(share("disease", key) * len(names))]
        if disease not in OF_WOMEN:
            found.append(about(*well[key], _illness(disease, day(add(month, -1), 20, "ill", key), key)))
    outside = strangers("health", round(0.25 * len(found)), (35, 85), past)
    return found + [unknown(person, _illness("脑卒中", day(date(2019, 8, 1), 28, person.key), person.key)) for person in outside]


def _illness(disease: str, on: date, key: str) -> Row:
    return {"病种": disease, "确诊日期": on.isoformat(), "家庭医生签约": "是" if share("doctor", key) < 0.88 else "否"}


def death(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """死亡: of this month and the last, ours and the whole county's; one still stands on our roster as living."""
    found = []
    for when in (add(month, -1), month):
        gone = [entry for entry in past.dead.get(when, []) if entry.person and entry.person.status_on]
        found += [
            entry._replace(said=_died(entry.person.status_on, entry.person.key))
            for entry in gone
            if entry.person and entry.person.status_on
        ]
        elders = {
            person.key: (house, person)
            for house, person in alive(homes)
            if house.category in COVERED and age(person, month) >= 60 and person.id_number and person.status == "在户"
        }
        found += [
            about(*elders[key], _died(day(when, 18, "died", key), key)) for key in sorted(few(elders, 0, "still on the roster", when))
        ]
        count = max(2, len(homes) // 200)
        outside = strangers("death", count, (40, 94), past, first=count * (when.year * 12 + when.month))
        found += [unknown(person, _died(day(when, 20, "died", person.key), person.key)) for person in outside]
    return found


def _died(on: date, key: str) -> Row:
    return {"死亡日期": on.isoformat(), "信息来源": "殡葬" if share("who says so", key) < 0.35 else "公安"}


def disaster(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """受灾户 in the months of hail, flood and frost; a few of ours missing, a few that the township has not reported."""
    if month.month not in HARM:
        return []
    farms = {house.number: house for house in homes if present(house) and house.business}
    hit = [number for number, house in farms.items() if house.shock == "因灾"]
    missing = few(hit, 0.08, "not listed as hit", month)
    more = few(farms, 0.0008, "hit and not reported", month) - set(hit)
    found = []
    for number in (*(number for number in hit if number not in missing), *sorted(more)):
        rooms = 1 + int(share("rooms", number, month) * 3) if farms[number].housing in "CD" else 0
        found.append(about(farms[number], head(farms[number]), _harm(month, number, rooms)))
    outside = strangers("disaster", max(2, len(found) // 10), (30, 75), past)
    return found + [unknown(person, _harm(month, person.key, 0)) for person in outside]


def _harm(month: date, key: str, rooms: int) -> Row:
    loss = round(between(8, 150, "loss", key, month)) * 100
    return {"灾害种类": HARM[month.month], "受灾日期": day(month, 18, "hit", key).isoformat(), "直接经济损失": loss, "倒损房间数": rooms}


def assets(month: date, homes: list[Household], past: Past) -> list[Entry]:
    """核对: a third of the supported households each month, everybody grown; few with a car, a second dwelling, a firm or savings."""
    supported = [house for house in homes if house.category != "无" and present(house)]
    looked_at = [house for house in supported if int(share("asked", house.number) * 3) == month.month % 3] or supported
    grown = {person.key: (house, person) for house in looked_at for person in present(house) if age(person, month) >= 16}
    cars, dwellings, firms = (few(grown, rate, what) for what, rate in (("car", 0.012), ("dwelling", 0.01), ("firm", 0.006)))
    found = []
    for key, (house, person) in grown.items():
        savings = 200 * 10 ** between(0, 1.9, "savings", key) * (0.3 if is_severe(person) else 1)
        checked = day(month, 12, "checked", house.number).isoformat()
        said: Row = {
            "车辆数": int(key in cars),
            "房产数": int(person.relation == "户主") + int(key in dwellings),
            "工商登记数": int(key in firms),
            "金融资产": None if share("bank silent", key) < 0.05 else round(savings, 2),
            "核对日期": checked,
        }
        found.append(about(house, person, said))
    return found
