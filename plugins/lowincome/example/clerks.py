"""What clerks of different diligence find at the door and write into 核查反馈: right and in time, late, wrong, against what they said, or nothing."""

import random
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from lowincome.example import aid, truth
from lowincome.example.chance import happens, stream
from lowincome.example.people import COVERED, Household
from lowincome.example.rows import Row
from lowincome.example.truth import NEEDY, SEED, World

INVENTED = 0.25  # trouble that is not there is seen so much less often than trouble that is there is overlooked
UNSEEN_YET = ("待核查", "核查中", "外出未见")


class Diligence(NamedTuple):
    """Shares. visits: of the list's households, in the month itself. wrong: of the true ones, overlooked. away: nobody was at home, or nobody knocked.
    helps: of the true ones that month by month get a measure. asks: of what may be closed. hurries: asks although nothing has been done.
    contradicts: says the opposite and not why. repeats: sends an old answer again. drops: rows of the sheet that are left out.
    """

    visits: float
    wrong: float
    away: float
    helps: float
    asks: float
    hurries: float
    contradicts: float
    repeats: float
    drops: float


DILIGENT = Diligence(visits=1, wrong=0, away=0.03, helps=0.9, asks=0.95, hurries=0, contradicts=0, repeats=0.04, drops=0)
AVERAGE = Diligence(visits=0.75, wrong=0.06, away=0.12, helps=0.5, asks=0.6, hurries=0.12, contradicts=0.02, repeats=0.08, drops=0)
CARELESS = Diligence(visits=0.5, wrong=0.12, away=0.25, helps=0.25, asks=0.4, hurries=0.35, contradicts=0.12, repeats=0.2, drops=0.3)
KINDS = (DILIGENT, AVERAGE, CARELESS)


class Case(NamedTuple):
    """An open case as the township knows it from its list and its ledger of last month."""

    case_id: str
    household_id: str
    township_code: str
    family: str
    state: str
    is_sent: bool  # on a list that went out
    head_name: str | None
    village: str | None


class Visit(NamedTuple):
    """What a clerk concluded, and what was really so that day."""

    month: date
    case_id: str
    household: str
    family: str
    result: str
    causes: tuple[str, ...]


@dataclass
class Desk:
    """What has been said and done so far. last: case → the row that was sent last. done: case → measure delivered."""

    last: dict[str, Row] = field(default_factory=dict)
    done: dict[str, aid.Measure] = field(default_factory=dict)
    visits: list[Visit] = field(default_factory=list)


def answer(desk: Desk, world: World, case: Case, month: date, kind: Diligence) -> list[Row]:
    """The rows about one case in this month's sheet: none, one, or the old one once more beside it. Help takes effect at once."""
    chance = stream(SEED, "answer", case.case_id, month)
    house = truth.home(world, case.household_id)
    before = desk.last.get(case.case_id)
    if house is None:
        row = _nobody_left(case, month, chance) if happens(chance, kind.asks) else None
    elif case.state in UNSEEN_YET:
        row = _visit(desk, world, case, house, month, kind, chance) if case.is_sent and happens(chance, kind.visits) else None
    else:
        row = _follow_up(desk, world, case, house, month, kind, chance)
    rows = [row] if row else []
    if before and happens(chance, kind.repeats):
        rows.append(before)
    if row:
        desk.last[case.case_id] = row
    if not rows and not happens(chance, kind.drops):
        rows.append(_row(case))
    return rows


def _row(case: Case) -> Row:
    return {"预警编号": case.case_id, "户主": case.head_name, "行政村": case.village}


def _said(case: Case, on: date, result: str, chance: random.Random, asks: bool = False, more: Row | None = None) -> Row:
    visitor = chance.choice(("村级网格员", "驻村工作队", "乡镇民政干事"))
    said: Row = {"核查日期": on.isoformat(), "核查人": visitor, "核查结果": result, "申请销号": "是" if asks else "否"}
    return {**_row(case), **said, **(more or {})}


def _nobody_left(case: Case, month: date, chance: random.Random) -> Row:
    return _said(case, _day(month, chance), "不属实", chance, asks=True, more={"说明": "全户已经去世或迁走,没有人了"})


def _visit(desk: Desk, world: World, case: Case, house: Household, month: date, kind: Diligence, chance: random.Random) -> Row:
    on = _day(month, chance)
    causes = truth.causes(world, house, case.family)
    result = _conclusion(house, case.family, causes)
    if happens(chance, kind.wrong if causes else kind.wrong * INVENTED):
        result = "不属实" if causes else "属实"
    if happens(chance, kind.away):
        result = "外出未见"
    desk.visits.append(Visit(month, case.case_id, house.number, case.family, result, tuple(causes)))
    if result == "外出未见":
        return _said(case, on, result, chance, asks=happens(chance, kind.hurries / 3))
    if result == "属实":
        helped = _help(desk, world, case, house, causes, on, chance) if happens(chance, kind.helps) else {}
        return _said(case, on, result, chance, asks=happens(chance, kind.hurries), more=helped)
    return _said(case, on, result, chance, asks=happens(chance, kind.asks * 0.7))


def _conclusion(house: Household, family: str, causes: list[str]) -> str:
    if causes:
        return "属实"
    return "已有政策覆盖" if family in NEEDY and family != "例行走访" and house.category in COVERED else "不属实"


def _follow_up(desk: Desk, world: World, case: Case, house: Household, month: date, kind: Diligence, chance: random.Random) -> Row | None:
    on = _day(month, chance)
    causes = truth.causes(world, house, case.family)
    if happens(chance, kind.contradicts):
        return _said(case, on, "属实" if case.state in ("不属实", "已有政策覆盖") else "不属实", chance)
    if case.state == "需部门复核":
        return _visit(desk, world, case, house, month, kind, chance)
    if case.state in ("不属实", "已有政策覆盖"):
        return _said(case, on, case.state, chance, asks=True) if happens(chance, kind.asks) else None
    if case.state == "属实":
        helped = _help(desk, world, case, house, causes, on, chance) if happens(chance, kind.helps) else {}
        hurries = happens(chance, kind.hurries)
        return _said(case, on, "属实", chance, asks=hurries, more=helped) if helped or hurries else None
    if case.state not in ("帮扶落实", "不得销号"):
        return None
    if causes and happens(chance, kind.helps / 2):
        return _said(case, on, "属实", chance, more=_help(desk, world, case, house, causes, on, chance))
    if happens(chance, kind.asks if not causes else kind.hurries):
        return _said(case, on, "属实", chance, asks=True, more=_written(desk.done.get(case.case_id)))
    return None


def _help(desk: Desk, world: World, case: Case, house: Household, causes: list[str], on: date, chance: random.Random) -> Row:
    desk.done[case.case_id] = aid.deliver(world, house, causes, case.family, on, chance)
    return _written(desk.done[case.case_id])


def _written(measure: aid.Measure | None) -> Row:
    return {"采取措施": measure.words, "落实日期": measure.on.isoformat(), "金额": measure.yuan} if measure else {}


def _day(month: date, chance: random.Random) -> date:
    return date(month.year, month.month, chance.randint(2, 17))
