"""Compares a workbook that came with the one its township was given: another month's, another township's, rows added by hand, untouched.

Missing households are not asked for here: `difference` does that against the last roster, for every file.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome.intake import form, prefill
from lowincome.intake.answers import finding
from lowincome.intake.check import Landed
from lowincome.intake.read import plain

Finding = dict[str, Any]
_FINGERPRINT = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-\d+户\d+人-[0-9a-f]{12}")
_NEW = "新增"


def check(home: Path, parts: dict[str, Landed], facts: dict[str, Any]) -> list[Finding]:
    """What its 名册指纹 says about a workbook. None for one that carries no fingerprint: a first form, or a list of another system."""
    stated = plain(facts["fingerprint"])
    if not stated:
        return []
    households = parts["household"].rows
    said = [plain(text) for text in households.column("本月变化").to_pylist()]
    return [*_whose(home, stated, facts), *_added(home, households.column("户编号").to_pylist(), said, facts), *_unsaid(said)]


def _whose(home: Path, stated: str, facts: dict[str, Any]) -> list[Finding]:
    month: date = facts["month"]
    match = _FINGERPRINT.fullmatch(stated)
    if match and match[1] != months.label(month):
        return [finding("workbook_of_another_month", form.COVER, "月份", issued=match[1], stated=months.label(month))]
    given = prefill.issued(home, month, facts["township_code"])
    if given and stated not in (given["fingerprint"], *given["earlier"]):
        return [finding("fingerprint_differs", form.COVER, "名册指纹", name=facts["township_name"], month=months.label(month))]
    return []


def _added(home: Path, ids: list[str | None], said: list[str], facts: dict[str, Any]) -> list[Finding]:
    """The households that the workbook did not hold when it was given."""
    given = prefill.issued(home, facts["month"], facts["township_code"])
    if not given or not given["households"]:
        return []
    known = set(given["households"])
    added = {plain(text): word for text, word in zip(ids, said, strict=True) if plain(text) not in {"", *known}}
    if not added:
        return []
    unnamed = sum(word != _NEW for word in added.values())
    hint = f",其中 {unnamed} 户的「本月变化」没有选「新增」" if unnamed else ""
    return [finding("households_added", "家庭", "户编号", count=len(added), hint=hint)]


def _unsaid(said: list[str]) -> list[Finding]:
    """A workbook that went out with every 本月变化 empty, and came back with some or all of them empty."""
    empty = said.count("")
    if not empty:
        return []
    return [finding("nothing_said" if empty == len(said) else "not_all_said", "家庭", "本月变化", count=empty, total=len(said))]
