"""The example county lives for months in a closed loop: an invented truth, rosters that say part of it, the real steps, clerks who go and see,
help that changes the truth. The steps never see the truth; it is kept beside them, to compare with what they found.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from lowincome import case_steps, paths, settings, steps, warehouse
from lowincome import month as months
from lowincome.errors import LowIncomeError, WarehouseError
from lowincome.example import clerks, departments, names, papers, rows, truth, upheaval
from lowincome.example.chance import share
from lowincome.example.entry import Past, remember
from lowincome.example.families import OPENING
from lowincome.example.people import head
from lowincome.example.rows import Row
from lowincome.example.truth import SEED, World
from lowincome.intake import workbook

CENTRE = "监测中心(模拟)"
HOURS = 12  # visiting hours a township declares each month: not enough for everybody
OPEN_CASES = """
SELECT s.case_id, s.household_id, s.township_code, s.family, s.state, coalesce(v.is_listed, FALSE) AS is_listed, l.head_name, l.village
FROM mart.case_state AS s
LEFT JOIN mart.visit_plan AS v ON s.month = v.month AND s.case_id = v.case_id
LEFT JOIN mart.list_line AS l ON s.month = l.month AND s.case_id = l.case_id
WHERE s.month = ? AND s.state NOT IN ('已销号', '已并案')
ORDER BY s.case_id
"""


class Truth(NamedTuple):
    """What a visitor would have found in a household in a month, before anybody helped; errors: what its register says wrongly."""

    month: date
    household: str
    township: str
    causes: tuple[str, ...]
    errors: tuple[str, ...]


@dataclass
class Told:
    """What was really so, what was done, and when something out of the ordinary happened. refused: months whose lists did not go out."""

    world: World
    desk: clerks.Desk = field(default_factory=clerks.Desk)
    past: Past = field(default_factory=Past)
    truths: list[Truth] = field(default_factory=list)
    upheavals: Counter[str] = field(default_factory=Counter)
    refused: set[date] = field(default_factory=set)
    late: set[date] = field(default_factory=set)


class _Paper(NamedTuple):
    at: datetime
    path: Path


def simulate(
    first: date,
    count: int,
    households: int,
    *,
    townships: int | None = None,
    feeds: Collection[str] | None = None,
    lists: Callable[[int], bool] = lambda index: True,
    show: Callable[[str], object] = lambda line: None,
) -> Told:
    """So many months from `first` on, into the home of the settings; always the same for the same arguments.

    townships: how many of the county's take part, None for all. feeds: departments that send, None for all. lists: whether the lists of the
    month with this number (0 is the first) are really written; where not, only the word about them is recorded. show: called with a line a
    month. Errors: LowIncomeError when `first` is before the story begins.
    """
    if first < OPENING:
        raise LowIncomeError(f"示例县的故事从 {months.label(OPENING)} 开始: --first 不能更早。")
    codes = list(names.townships())[:townships]
    told = Told(truth.settle(codes, households))
    for month in months.between(OPENING, months.add(first, count - 1)):
        index = (month.year - first.year) * 12 + month.month - first.month
        truth.live(told.world, month)
        if index < 0:
            remember(told.past, month, told.world.homes)
            continue
        show(_month(told, month, index, feeds, lists(index)))
    return told


def _month(told: Told, month: date, index: int, feeds: Collection[str] | None, with_lists: bool) -> str:
    """One month from its visits to the word about its lists; returns a line about it."""
    home, label, world = settings.load().home, months.label(month), told.world
    cases = _open_cases(home, month, told.refused)
    told.upheavals[upheaval.turn(world, month, index, _families(cases))] += 1
    remember(told.past, month, world.homes)
    told.truths += [_truth(world, house.number, month) for house in world.homes]
    _decide(cases, month, index)
    closes = _moment(month, 26, 0)
    sent = sorted(_papers(told, month, index, cases, feeds))
    _receive([paper for paper in sent if paper.at < closes])
    results = _run(label, with_lists)
    if late := [paper for paper in sent if paper.at >= closes]:
        _receive(late)
        if any(paper.path.stem.startswith("报送表") for paper in late):
            told.late.add(month)
            results = _run(label, with_lists)
    word = _approve(told, month, index, with_lists)
    warnings = next(result["warnings"] for result in results if "warnings" in result)
    return f"{label}  {len(world.homes)} 户,收到 {len(sent)} 份,预警 {warnings} 条,清单{word}"


def _open_cases(home: Path, month: date, refused: set[date]) -> list[clerks.Case]:
    before = months.add(month, -1)
    try:
        with warehouse.reader(paths.warehouse(home)) as con:
            found = con.execute(OPEN_CASES, [before]).fetchall()
    except WarehouseError:
        return []
    every = [clerks.Case(*row) for row in found]
    return [case._replace(is_sent=case.is_sent and before not in refused) for case in every]


def _families(cases: list[clerks.Case]) -> dict[str, set[str]]:
    families: dict[str, set[str]] = {}
    for case in cases:
        families.setdefault(case.household_id, set()).add(case.family)
    return families


def _truth(world: World, number: str, month: date) -> Truth:
    house = next(house for house in world.homes if house.number == number)
    errors = truth.register_errors(world, house)
    return Truth(month, number, house.township, tuple(truth.hardship(world, house)), tuple(errors))


def _decide(cases: list[clerks.Case], month: date, index: int) -> None:
    """Now and then the centre puts a case on hold."""
    wanted = [case for case in cases if case.state in ("核查中", "外出未见", "属实")]
    if index % 6 == 3 and wanted:
        case, until = wanted[int(share(SEED, "hold", month) * len(wanted))], months.add(month, 2).replace(day=10)
        case_steps.decide_case(case.case_id, "暂缓", "等部门答复", CENTRE, month.replace(day=5).isoformat(), until.isoformat())


def _papers(told: Told, month: date, index: int, cases: list[clerks.Case], feeds: Collection[str] | None) -> Iterator[_Paper]:
    """What comes in about this month: workbooks, returned lists, urgent reports, departments' files; some of it after the deadline."""
    folder = settings.load().home / "example" / months.label(month)
    for place, code in enumerate(told.world.townships):
        kind = clerks.KINDS[place % len(clerks.KINDS)]
        if kind is clerks.CARELESS and index % 12 == 10:
            continue  # nothing at all came from there
        mine = [case for case in cases if case.township_code == code]
        said = [row for case in mine for row in clerks.answer(told.desk, told.world, case, month, kind)]
        yield from _from_township(told, month, index, code, kind, said, folder)
    for extract in departments.extracts(month, told.world.homes, told.past):
        if extract.feed != "visit_capacity" and (feeds is None or extract.feed in feeds):
            yield _Paper(extract.received_at, departments.save(folder, extract))
    yield _hours(told.world, month, folder)


def _from_township(
    told: Told, month: date, index: int, code: str, kind: clerks.Diligence, said: list[Row], folder: Path
) -> Iterator[_Paper]:
    name, before = names.townships()[code], months.add(month, -1)
    by_list = said and ((kind is clerks.DILIGENT and index % 4 == 2) or (kind is clerks.AVERAGE and index % 6 == 3))
    if by_list:  # the average one remembers the list only after the deadline
        path = folder / f"预警清单_{code}.xlsx"
        papers.send_back_list(path, code, name, before, [row for row in said if "核查日期" in row])
        yield _Paper(_moment(month, 12 if kind is clerks.DILIGENT else 28, 10), path)
    if kind is clerks.DILIGENT and index % 5 == 2:
        yield from _urgent(told.world, month, code, folder)
    sheets = rows.sheets([house for house in told.world.homes if house.township == code], month)
    # what stood on the returned list stands in the workbook too, every other time
    sheets["feedback"] = [] if by_list and index % 8 != 2 else said
    path = folder / f"报送表_{code}.xlsx"
    workbook.write(path, code, name, month, sheets)
    is_late = kind is clerks.AVERAGE and index % 24 == 6
    yield _Paper(_moment(month, 28 if is_late else 18 + int(share(SEED, "day", code, month) * 8), 11), path)


def _urgent(world: World, month: date, code: str, folder: Path) -> Iterator[_Paper]:
    struck = [house for house in world.homes if house.township == code and house.number in world.blows and not house.leaves]
    for house in struck[:1]:
        since, blow = world.blows[house.number]
        row: Row = {"户编号": house.number, "户主姓名": head(house).name, "行政村": house.village, "遭遇": blow, "困难情形": "一时没有钱"}
        row["发生日期"] = max(since, month).replace(day=6).isoformat()
        path = folder / f"急难快报_{code}.xlsx"
        papers.report_urgently(path, code, names.townships()[code], month.replace(day=8), [row])
        yield _Paper(_moment(month, 8, 15), path)


def _hours(world: World, month: date, folder: Path) -> _Paper:
    """The bureau's own sheet of visiting hours."""
    cells: list[Row] = [{"乡镇": names.townships()[code], "走访人数": 2, "可用工时": HOURS} for code in world.townships]
    lines = [departments.Line(row, "", "", "", "", False) for row in cells]
    at = _moment(month, 6, 9)
    return _Paper(at, departments.save(folder, departments.Extract("visit_capacity", month, 1, at, lines)))


def _receive(sent: list[_Paper]) -> None:
    """Each paper at its own time through the real door."""
    waiting: list[str] = []
    for at, path in sent:
        target = paths.inbox(settings.load().home) / path.parent.name / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        waiting = steps.collect(at.isoformat())
    for submission_id in waiting:
        steps.read_file(submission_id)


def _run(label: str, with_lists: bool) -> list[steps.Result]:
    if with_lists:
        steps.register()
        steps.send_receipts()
    return steps.run_month(label, lists=with_lists)


def _approve(told: Told, month: date, index: int, with_lists: bool) -> str:
    """The centre's word; it refuses once in two years."""
    at, label = _moment(month, 28, 16).isoformat(), months.label(month)
    word, reason = ("不下发", "发现一个乡镇的名册有误,核对后下月再发") if index % 24 == 9 else ("下发", "")
    if word == "不下发":
        told.refused.add(month)
    if not with_lists:
        case_steps.record(label, word, CENTRE, at, reason)
    elif word == "不下发":
        case_steps.refuse(label, CENTRE, at, reason)
    else:
        case_steps.approve(label, CENTRE, at)
    return word


def _moment(month: date, day: int, hour: int) -> datetime:
    return datetime(month.year, month.month, day, hour, tzinfo=months.LOCAL)
