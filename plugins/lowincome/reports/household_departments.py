"""What departments said of a household: as it stands this month, and each time it was new.

Something, nothing, or not known because nothing came or a row is in doubt: three different things.
"""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from lowincome.reports import words
from lowincome.reports.household_roster import REPORTED
from lowincome.reports.household_sources import Sources
from lowincome.reports.household_trail import Trail
from lowincome.reports.query import Row

OF_PERSONS = ("rural_revitalisation", "disability", "medical_insurance", "employment", "education", "health", "death", "assets")
OF_HOUSEHOLDS = ("housing", "disaster")
# a row tells of something that happened on a day; others of how things stood when the list came
HAPPENINGS = ("payment", "temporary_relief", "disaster", "death")
# each time is a thing of its own, even with the same words
TIMES = ("temporary_relief", "disaster")
NAMES = {"payment": "发放", "temporary_relief": "临时救助"}
# what the day beside a department's word is the day of
DAYS = {
    **{"rural_revitalisation": "认定", "disability": "发证", "medical_insurance": "结算", "employment": "登记"},
    **{"housing": "鉴定", "health": "确诊", "assets": "核对"},
}
_FACTS = """
SELECT f.*, s.department, p.name, p.relation
FROM core.fact AS f
INNER JOIN trail AS t ON f.month = t.month AND f.household_id = t.household_id
LEFT JOIN ref.feed AS s ON f.feed = s.feed
LEFT JOIN core.person_month AS p ON f.month = p.month AND f.household_id = p.household_id AND f.person_id = p.person_id
WHERE f.result = '已比中'
ORDER BY f.month, f.feed, p.row_number, f.row_number, f.fact
"""


def departments(trail: Trail, month: date) -> list[dict[str, Any]]:
    """One line for each department that is compared with, in a fixed order."""
    listed = _listed(trail, month)
    said = [row for row in trail.rows(_FACTS) if row["month"] == month]
    standing = trail.rows("SELECT feed, department, title, is_compared FROM stg.feed_standing WHERE month = $month", month=month)
    by_feed = {row["feed"]: row for row in standing}
    return [
        {
            "title": f"{row['department']}「{row['title']}」",
            "said": _answer(row, listed.get(feed, []), [one for one in said if one["feed"] == feed], trail),
        }
        for feed in (*OF_PERSONS, *OF_HOUSEHOLDS)
        if (row := by_feed.get(feed))
    ]


def _answer(standing: Row, listed: list[bool | None], said: list[Row], trail: Trail) -> list[str]:
    if not standing["is_compared"]:
        return ["不知:本月没有收到,未比对"]
    doubt = ["不知:有一行像是这一户的人,还没有认定"] if None in listed else []
    if True in listed:
        return [*(_alike(said, trail) or ["在名单里"]), *doubt]
    return doubt or ["比对过,名单里没有"]


def _listed(trail: Trail, month: date) -> dict[str, list[bool | None]]:
    """Whether each of the household is in each list: yes, no, not known."""
    found: dict[str, list[bool | None]] = {}
    for feeds, table in ((OF_PERSONS, "core.person_fact"), (OF_HOUSEHOLDS, "core.household_fact")):
        answers = ", ".join(f"list(f.in_{feed}) AS {feed}" for feed in feeds)
        select = f"SELECT {answers} FROM {table} AS f INNER JOIN trail AS t ON f.month = t.month AND f.household_id = t.household_id WHERE t.month = $month"
        for row in trail.rows(select, month=month):
            found |= {feed: answer or [] for feed, answer in row.items()}
    return found


def feed_entries(trail: Trail, sources: Sources) -> list[dict[str, Any]]:
    """What departments said, each time it was new: matched for certain, first told or told differently. One entry a list and day."""
    people = {(person["month"], person["person_id"]): person["who"] for person in trail.people}
    last: dict[tuple[Any, ...], str] = {}
    new = []
    for row in trail.rows(_FACTS):
        who = people.get((row["month"], row["person_id"]), row["person_id"])
        key = (row["feed"], who, row["fact"], row["happened_on"] if row["feed"] in TIMES else None)
        if last.get(key) != row["value"]:
            last[key] = row["value"]
            new.append(row | {"on": _day(row)})
    by_list = groupby(
        sorted(new, key=lambda row: (row["on"], row["feed"], row["submission_id"])),
        key=lambda row: (row["on"], row["feed"], row["submission_id"]),
    )
    return [_entry(list(rows), trail, sources) for _, rows in by_list]


def _day(row: Row) -> date:
    happened: date | None = row["happened_on"]
    known: date = row["known_on"]
    return happened if happened and row["feed"] in HAPPENINGS else known


def _entry(rows: list[Row], trail: Trail, sources: Sources) -> dict[str, Any]:
    first = rows[0]
    numbers = sorted({row["row_number"] for row in rows})
    return {
        "on": first["on"],
        "order": REPORTED,
        "what": NAMES.get(first["feed"], first["department"] or first["feed"]),
        "case": "",
        "told": _alike(rows, trail),
        "basis": [],
        "source": [sources.row(first["submission_id"], "、".join(map(str, numbers)))],
    }


def _alike(rows: list[Row], trail: Trail) -> list[str]:
    """One line for each word, with everybody of whom it is said."""
    at_home = Counter(person["month"] for person in trail.people if person["is_in_household"])
    about: dict[str, list[str]] = {}
    for row in rows:
        about.setdefault(_word(row), []).append(f"{row['name']}({row['relation'] or '关系不知'})" if row["name"] else "全户")
    whole = at_home[rows[0]["month"]] if rows else 0
    return [f"{f'全家 {whole} 人' if len(who) == whole > 1 else '、'.join(dict.fromkeys(who))}:{word}" for word, who in about.items()]


def _word(row: Row) -> str:
    value = row["value"]
    if re.fullmatch(r"-?\d+\.\d+", value):
        value = words.number(Decimal(value))
    said = value if row["fact"] == NAMES.get(row["feed"]) else f"{row['fact']} {value}"
    day = words.day(row["happened_on"])
    return f"{day} {DAYS[row['feed']]}:{said}" if day and row["feed"] in DAYS and day not in said else str(said)
