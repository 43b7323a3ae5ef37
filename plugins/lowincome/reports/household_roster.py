"""What the rosters said of a household: as it is now, and month by month where something changed.

Unknown is 不知, what does not apply is 没有, nothing is 0: three different things.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from lowincome import month as months
from lowincome.reports import words
from lowincome.reports.household_sources import Sources
from lowincome.reports.household_trail import Trail
from lowincome.reports.query import Row

UNKNOWN, NONE = "不知", "没有"
Say = Callable[[Any], str]
# order within a day: what was reported, what was compared, what was done about it
REPORTED = 1


def _text(value: Any) -> str:
    return str(value)


def _yuan(value: Any) -> str:
    return f"{words.number(value)}元"


def _persons(value: Any) -> str:
    return f"{value}人"


def _month(value: date) -> str:
    return months.label(value)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _there(value: bool) -> str:
    return "有" if value else "没有"


# column, how it is called, how it is said, and for whom alone it can be known
HOME: tuple[tuple[str, str, Say, str], ...] = (
    ("township_name", "乡镇", _text, ""),
    ("village", "行政村", _text, ""),
    ("head_name", "户主", _text, ""),
    ("persons", "在户人数", _persons, ""),
    ("support_category", "救助类别", _text, ""),
    ("dibao_class", "低保档次", _text, "dibao"),
    ("covered_persons", "保障人数", _persons, "covered"),
    ("monthly_amount_yuan", "月保障金额", _yuan, "covered"),
    ("first_included_month", "首次纳入", _month, "covered"),
    ("gradual_exit_from", "渐退起始", _month, "filled"),
    ("monitoring_category", "监测类别", _text, ""),
    ("registered_poor", "建档立卡", _text, ""),
    ("income_yuan_12m", "近12个月总收入", _yuan, ""),
    ("income_per_capita_yuan_year", "人均年收入", _yuan, ""),
    ("rigid_yuan_12m", "近12个月刚性支出", _yuan, ""),
    ("medical_yuan_12m", "医疗自付", _yuan, ""),
    ("education_yuan_12m", "教育支出", _yuan, ""),
    ("housing_yuan_12m", "住房支出", _yuan, ""),
    ("care_yuan_12m", "康复照料支出", _yuan, ""),
    ("other_rigid_yuan_12m", "其他刚性支出", _yuan, ""),
    ("housing_grade", "住房等级", _text, ""),
    ("has_safe_water", "饮水安全", _yes, ""),
    ("is_property_within_limits", "财产符合规定", _yes, ""),
    ("has_assets", "存款与有效资产", _there, ""),
    ("shock", "本月遭遇", _text, ""),
)
MEMBER: tuple[tuple[str, str, Say], ...] = (
    ("health", "健康状况", _text),
    ("disease", "大病病种", _text),
    ("disability", "残疾", _text),
    ("labour_capacity", "劳动能力", _text),
    ("self_care", "自理能力", _text),
    ("employment", "就业状况", _text),
    ("schooling", "在校情况", _text),
)


def home_now(home: Row) -> list[dict[str, str]]:
    """Every item of the roster's row, as one says it."""
    return [{"label": label, "value": _said(home, column, say, only)} for column, label, say, only in HOME]


def _said(home: Row, column: str, say: Say, only: str) -> str:
    if home[column] is not None:
        return say(home[column])
    applies = {"dibao": home["is_in_dibao"], "covered": home["is_in_dibao"] or home["is_in_tekun"], "filled": False}.get(only, True)
    return NONE if applies is False else UNKNOWN


def members_now(trail: Trail, month: date) -> list[dict[str, str]]:
    """Who lives there in a month, the head first, with what the roster says of each."""
    return [
        {
            "name": person["name"] or "姓名没有填",
            "relation": person["relation"] or UNKNOWN,
            "age": UNKNOWN if person["age"] is None else f"{person['age']}岁",
            **{column: _of_member(person, column, say) for column, _, say in MEMBER[:-2]},
            "occupation": "、".join(dict.fromkeys(_of_member(person, column, say) for column, _, say in MEMBER[-2:])),
        }
        for person in sorted(trail.people, key=lambda person: person["relation"] != "户主")
        if person["month"] == month and person["is_in_household"]
    ]


def _of_member(person: Row, column: str, say: Say) -> str:
    if column == "disability":
        if person["has_disability_card"] is None:
            return UNKNOWN
        kind, level = person["disability_type"] or "类别不知", person["disability_level"]
        return f"{kind}{level}级" if person["has_disability_card"] and level else kind if person["has_disability_card"] else NONE
    if column == "disease" and person["disease"] is None:
        return NONE if person["health"] in ("健康", "慢性病", "残疾") else UNKNOWN
    return UNKNOWN if person[column] is None else say(person[column])


def roster_entries(trail: Trail, sources: Sources) -> list[dict[str, Any]]:
    """One entry for the first month on a roster, and for every later one in which something is told differently."""
    entries: list[dict[str, Any]] = []
    before: Row | None = None
    for home in trail.homes:
        told = _first(trail, home) if before is None else _changes(trail, before, home)
        if told:
            entries.append(_entry(trail, home, before, told, sources))
        before = home
    return entries


def _entry(trail: Trail, home: Row, before: Row | None, told: list[str], sources: Sources) -> dict[str, Any]:
    if home["is_carried_forward"]:
        kept = "没有报" if home["carried_because"] == "未报" else "暂存,待改" if home["carried_because"] == "暂存" else "没有这一户,待说明"
        on = trail.compared_on[home["month"]]
        told = [f"{months.label(home['month'])} {kept},沿用 {months.label(home['roster_month'])} 的名册", *told]
    else:
        on = home["known_on"] or trail.compared_on[home["month"]]
    rows = [person["row_number"] for person in trail.people if person["month"] == home["month"]]
    source = [sources.row(home["submission_id"], home["row_number"], "household")]
    source += [f"「成员」第 {'、'.join(map(str, rows))} 行"] if rows else []
    what = "在册" if before is None else "名册"
    return {"on": on, "order": REPORTED, "what": what, "case": "", "told": told, "basis": [], "source": source}


def _first(trail: Trail, home: Row) -> list[str]:
    """What is told first: values one by one; what is nothing, does not apply or is not known, all together."""
    items = home_now(home)
    alike = {"为 0": ("0元", "0人"), NONE: (NONE,), UNKNOWN: (UNKNOWN,)}
    values = [f"{item['label']} {item['value']}" for item in items if not any(item["value"] in same for same in alike.values())]
    people = [f"{one['name']}({one['relation']})" for one in members_now(trail, home["month"])]
    together = [
        f"{word}的:{'、'.join(named)}"
        for word, same in alike.items()
        if (named := [item["label"] for item in items if item["value"] in same])
    ]
    return [f"{months.label(home['month'])} 名册:{';'.join(values)}", *together, f"家里的人:{'、'.join(people) or UNKNOWN}"]


def _changes(trail: Trail, before: Row, home: Row) -> list[str]:
    told = []
    if home["household_id"] != before["household_id"]:
        told.append(f"户编号:{before['household_id']} → {home['household_id']}")
    for column, label, say, only in HOME:
        then, now = _said(before, column, say, only), _said(home, column, say, only)
        if then != now:
            told.append(f"{label}:{then} → {now}")
    if home["is_carried_forward"] and not told and not before["is_carried_forward"]:
        return ["没有新的内容"]
    return told + _people_changes(trail, before["month"], home["month"])


def _people_changes(trail: Trail, then: date, now: date) -> list[str]:
    """Who came, who went, and what is told differently of those who stayed."""
    earlier, later = ({person["who"]: person for person in trail.people if person["month"] == month} for month in (then, now))
    told = []
    for who, person in later.items():
        was = earlier.get(who)
        name = f"{person['name']}({person['relation'] or '关系不知'})"
        if was is None or (person["is_in_household"] and not was["is_in_household"]):
            told.append(f"来了 {name}" if person["is_in_household"] else f"{name} {person['status']}")
        elif was["is_in_household"] and not person["is_in_household"]:
            told.append(f"走了 {name}:{person['status']}{' ' + words.day(person['status_on']) if person['status_on'] else ''}")
        else:
            for column, label, say in MEMBER:
                if (past := _of_member(was, column, say)) != (present := _of_member(person, column, say)):
                    told.append(f"{name} {label}:{past} → {present}")
    gone = [person for who, person in earlier.items() if who not in later and person["is_in_household"]]
    return told + [f"名册上没有了 {person['name']}({person['relation'] or '关系不知'})" for person in gone]


def visits(trail: Trail) -> list[str]:
    """Days of visits that the rosters name, each once."""
    return [words.day(on) for on in sorted({home["visited_on"] for home in trail.homes if home["visited_on"]})]
