"""Four counties: one that has received nothing, one with May's roster, one that gave this workbook out, one that knows its cases;
and what a typed sheet says.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from corpus.mutation import CASES, GIVEN, MAY, NEW
from factories import TOWNSHIP, household, household_id, member, write_form
from feedback import answered
from intake.sending import send
from lowincome.intake import prefill
from lowincome.month import parse

GIVEN_IDS = [household_id(1), household_id(2)]
FINGERPRINT = prefill.fingerprint(parse("2021-06"), GIVEN_IDS, 4)
# where a row stands, whose it is, and months as they were typed
NOT_CONTENT = ("row_number", "first_row", "twin_row", "other_household_row", "head_rows", "首次纳入年月", "渐退起始年月", "无收入起始年月")


def made(folder: Path) -> dict[str, Path]:
    """Name → home. May's roster has the two households of the good workbook and a third."""
    homes = {name: folder / name for name in (NEW, MAY, GIVEN, CASES)}
    for home in homes.values():
        (home / "inbox").mkdir(parents=True)
    three = [household(n, month="2021-05") for n in (1, 2, 3)]
    people = [member(one, k) for one in three for k in ((1, 2) if one is not three[2] else (1,))]
    send(homes[MAY], write_form(folder / "五月.xlsx", TOWNSHIP, "2021-05", three, people), "2021-05-20T10:00")
    register = prefill.register_path(homes[GIVEN], parse("2021-06"), TOWNSHIP)
    register.parent.mkdir(parents=True)
    given = {"fingerprint": FINGERPRINT, "month": "2021-06", "households": GIVEN_IDS, "persons": 4, "earlier": []}
    register.write_text(json.dumps(given), encoding="utf-8")
    *_, closed, others, late = answered.cases()
    over = {closed: {"closed_on": date(2021, 6, 26)}, others: {"townships": ["640424101"]}, late: {"opened_on": date(2021, 7, 2)}}
    answered.tell_the_door(homes[CASES], over)
    return homes


def content(frame: Any) -> list[dict[str, str]]:
    """The rows as they were understood, without where they stood."""
    rows: list[dict[str, str]] = frame.drop(columns=[name for name in NOT_CONTENT if name in frame]).astype(str).to_dict("records")
    return rows
