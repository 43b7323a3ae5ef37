"""Policy parameters: numbers of official documents and local settings, each with unit, place, dates and source.

They are kept in `sql/0_reference/policy/*.csv`, one row a value, to be edited in Excel (UTF-8 with BOM). `confidence` says
where a number comes from: `document` (the clause says it), `local` (the county must confirm it), `example` (from elsewhere).
For `local` and `example` the clause, if any, is the one that leaves the number open. `valid_to` is the last day in force; an
empty `value` is an explicit "not in force here" and hides what a higher division says. Either every file is good and all is loaded, or
nothing is: `PolicyError` says file, line, parameter, what is wrong, why it matters and how to mend it.
"""

import csv
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from lowincome import workdays
from lowincome.errors import PolicyError
from lowincome.month import label, last_day
from lowincome.paths import SQL

REFERENCE = SQL / "0_reference"
COLUMNS = "parameter jurisdiction valid_from valid_to value unit comparator document clause confidence note".split()
COMPARATORS = {
    "at least": "不低于",
    "exactly": "为",
    "at most": "不超过",
    "more than": "高于",
    "less than": "低于",
}
CONFIDENCE = {"document": "文件所载", "local": "本地取值,待本县确认", "example": "示例数值,须换成本县公布的数"}
MARKS = {"document": "", "local": "(本地暂定)", "example": "(示例)"}  # behind a number, where it is shown
# the tables every value must refer to, and their keys
_KEYS = {"parameters": "parameter", "units": "unit", "documents": "document", "divisions": "code", "topics": "topic"}
_DAY = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})")  # Excel rewrites 2020-07-01 as 2020/7/1
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")
# an end that a later row does not take up at once is meant when the note says so
_ENDS = "停止"


@dataclass(frozen=True)
class PolicyValue:
    """One row. valid_to is inclusive, None without end; value None means explicitly not in force."""

    parameter: str
    jurisdiction: str
    valid_from: date
    valid_to: date | None
    value: Decimal | None
    unit: str
    comparator: str
    document: str | None
    clause: str | None
    confidence: str
    note: str | None

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def load(folder: Path = REFERENCE) -> list[PolicyValue]:
    """All values under `folder`/policy, checked. Errors: PolicyError naming file, line and parameter."""
    return list(_load(folder))


@cache
def _load(folder: Path) -> tuple[PolicyValue, ...]:
    known = {name: table(folder, name) for name in _KEYS}
    groups: dict[tuple[str, str], list[tuple[PolicyValue, str]]] = {}
    for path in sorted((folder / "policy").glob("*.csv")):
        for line, row in rows(path, COLUMNS):
            where = f"{path.name} 第{line}行「{row['parameter']}」"
            value = _read(row, where, known)
            groups.setdefault((value.parameter, value.jurisdiction), []).append((value, where))
    for group in groups.values():
        _check_periods(group)
    _check_units([found for group in groups.values() for found in group])
    values = [value for group in groups.values() for value, _ in group]
    return tuple(sorted(values, key=lambda value: (value.parameter, value.jurisdiction, value.valid_from)))


def _check_units(found: list[tuple[PolicyValue, str]]) -> None:
    """A parameter has one unit everywhere and always: a rule compares with it whatever the place."""
    first: dict[str, tuple[str, str]] = {}
    for value, where in found:
        unit, elsewhere = first.setdefault(value.parameter, (value.unit, where))
        if value.unit != unit:
            raise PolicyError(
                f"{where}: 单位「{value.unit}」与 {elsewhere} 的「{unit}」不同,同一个参数不能有两种单位。请核对数值和单位,改成一致。"
            )


def _check_periods(group: list[tuple[PolicyValue, str]]) -> None:
    """One parameter in one place: its periods neither overlap nor leave days that nobody has thought of."""
    group = sorted(group, key=lambda found: found[0].valid_from)
    for (earlier, place), (later, where) in pairwise(group):
        ends = earlier.valid_to or date.max
        if later.valid_from <= ends:
            mend = (
                f"请把较早一行的 valid_to 改为 {later.valid_from} 的前一天。" if earlier.valid_from < later.valid_from else "请只留一行。"
            )
            raise PolicyError(f"{where}: 与 {place} 同一地区的起止日期重叠,同一天会有两个取值。{mend}")
        begins = ends + timedelta(days=1)
        if begins < later.valid_from and _ENDS not in (earlier.note or ""):
            raise PolicyError(
                f"{where}: 与 {place} 之间,{begins} 至 {later.valid_from - timedelta(days=1)} 没有取值,那些月份就不能判断。"
                f"请补上这一段;确实不实行的,补一行 value 留空的,或在较早一行的 note 写明「{_ENDS}」。"
            )


def rows(path: Path, columns: list[str] | None = None) -> list[tuple[int, dict[str, str]]]:
    """The rows of a reference CSV with their line numbers, blanks trimmed. Errors: not UTF-8, other columns, a formula."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            heads, found = reader.fieldnames, [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path.name}: 不是 UTF-8 编码,汉字会变成乱码。请在 Excel 中另存为「CSV UTF-8(逗号分隔)」。") from error
    except csv.Error as error:
        raise PolicyError(f"{path.name}: 引号不成对,读不下去。请检查含逗号的文字是不是前后各有一个英文双引号。") from error
    if columns and heads != columns:
        raise PolicyError(f"{path.name} 第1行: 栏目应为 {','.join(columns)},不能多、不能少、不能换次序。请照此改表头。")
    return [(line, _plain(row, f"{path.name} 第{line}行")) for line, row in found if any(_text(cell) for cell in row.values())]


def _plain(row: dict[str, str], where: str) -> dict[str, str]:
    first = _text(next(iter(row.values())))
    if None in row:
        raise PolicyError(f"{where}「{first}」: 栏数多于表头,后面的内容会错位。文字里有逗号的,请用英文双引号括起来。")
    if None in row.values():
        raise PolicyError(f"{where}「{first}」: 栏数少于表头,不知道缺的是哪一栏。空着的栏也要留逗号。")
    if formula := next((cell for cell in row.values() if _text(cell).startswith("=")), None):
        raise PolicyError(f"{where}「{first}」: 「{formula.strip()}」是公式,换台电脑算出的可能不同。请填算好的数。")
    return {key: _text(cell) for key, cell in row.items()}


def _text(cell: str | list[str] | None) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _read(row: dict[str, str], where: str, known: dict[str, dict[str, dict[str, str]]]) -> PolicyValue:
    def must(condition: bool, message: str) -> None:
        if not condition:
            raise PolicyError(f"{where}: {message}")

    must(row["parameter"] in known["parameters"], "参数名未登记在 parameters.csv,没有规则会用到它。请改正拼写,或先在该表登记。")
    must(row["jurisdiction"] in known["divisions"], f"地区代码「{row['jurisdiction']}」不在 divisions.csv。请改正,或先在该表登记。")
    must(row["unit"] in known["units"], f"单位「{row['unit']}」不在 units.csv,不知道该怎样比较。请改用表中的单位代码。")
    must(row["comparator"] in COMPARATORS, f"比较词「{row['comparator']}」应为 {'、'.join(COMPARATORS)} 之一。")
    must(row["confidence"] in CONFIDENCE, f"可信度「{row['confidence']}」应为 {'、'.join(CONFIDENCE)} 之一。")
    document = known["documents"].get(row["document"])
    must(not row["document"] or document is not None, f"文件「{row['document']}」不在 documents.csv。请改正,或先在该表登记。")
    cited = bool(row["document"] and row["clause"])
    must(cited or row["confidence"] != "document", "标为 document 的必须写明 document 和 clause;没有出处的请改标 local。")
    valid_from, valid_to = _day(row["valid_from"], where), _day(row["valid_to"], where) if row["valid_to"] else None
    must(valid_to is None or valid_from <= valid_to, "valid_to 早于 valid_from,没有一天有效。请改正日期。")
    if document:
        issued = _day(document["issued_on"], "documents.csv")
        told = f"文件日期{issued.year}年{issued.month}月{issued.day}日"
        must(
            valid_from >= issued or told in row["note"] or told.replace(f"{issued.year}年", "") in row["note"],
            f"自 {valid_from} 起,早于文件的发文日期 {issued}。确有规定往前起算的,请在 note 写明「{told}」;否则改 valid_from。",
        )
    if row["value"]:
        _check_value(row["value"], row["unit"], must)
    return PolicyValue(
        parameter=row["parameter"],
        jurisdiction=row["jurisdiction"],
        valid_from=valid_from,
        valid_to=valid_to,
        value=Decimal(row["value"]) if row["value"] else None,
        unit=row["unit"],
        comparator=row["comparator"],
        document=row["document"] or None,
        clause=row["clause"] or None,
        confidence=row["confidence"],
        note=row["note"] or None,
    )


def _check_value(text: str, unit: str, must: Callable[[bool, str], None]) -> None:
    """A number as it is written everywhere, and one that its unit allows."""
    must(text.isascii(), f"value「{text}」不是数: 有全角字符或文字。请改成半角数字。")
    must("," not in text, f"value「{text}」有千位分隔的逗号。请写成 {text.replace(',', '')}。")
    must(_NUMBER.fullmatch(text) is not None, f"value「{text}」不是数。请只写数字,小数最多四位,单位写在 unit。")
    number = Decimal(text)
    must(unit != "yes_no" or number in (0, 1), f"value「{text}」: 是否类只能写 1(是)或 0(否)。")
    if unit in ("date", "year_month"):
        must(_is_day(text if unit == "date" else f"{text}01"), f"value「{text}」不是真实的日期。日期写作 20200808,年月写作 202006。")


def _is_day(digits: str) -> bool:
    with suppress(ValueError):
        return len(digits) == len("YYYYMMDD") and bool(date.fromisoformat(digits))
    return False


def _day(text: str, where: str) -> date:
    if match := _DAY.fullmatch(text):
        with suppress(ValueError):
            return date(*map(int, match.groups()))
    raise PolicyError(f"{where}: 日期「{text}」认不出是哪一天。应写作 YYYY-MM-DD,例如 2020-07-01;没有截止的 valid_to 留空。")


@cache
def table(folder: Path, name: str) -> dict[str, dict[str, str]]:
    """A reference table by its key: parameters, units, documents, divisions, topics."""
    return {row[_KEYS[name]]: row for _, row in rows(folder / f"{name}.csv")}


def chain(region: str, folder: Path = REFERENCE) -> list[str]:
    """The division and those above it, nearest first: 640424 → 640424, 6404, 64. Errors: PolicyError for an unknown code."""
    divisions = table(folder, "divisions")
    codes: list[str] = []
    while region:
        if region not in divisions:
            raise PolicyError(f"地区代码「{region}」不在 divisions.csv:请先在该表登记。")
        codes.append(region)
        region = divisions[region]["parent_code"]
    return codes


def lookup(parameter: str, month: date, region: str, folder: Path = REFERENCE) -> PolicyValue:
    """The value a month is judged by: the nearest division's, as in force on the month's last day.

    A value whose end has passed, or an empty one, comes back with value None: not in force. Errors: PolicyError, naming
    parameter and month, when no division of the chain has had a value by then.
    """
    codes = chain(region, folder)
    on = last_day(month)
    own = [value for value in load(folder) if value.parameter == parameter and value.jurisdiction in codes]
    started = [value for value in own if value.valid_from <= on]
    if not started:
        first = min((value.valid_from for value in own), default=None)
        reason = f"最早自 {first} 起有值" if first else f"在 {'、'.join(codes)} 都没有值(本地未明确)"
        raise PolicyError(f"政策参数 {parameter} 在 {label(month)} 没有取值:{reason}。请在 sql/0_reference/policy/ 中补一行。")
    current = [value for value in started if value.in_force(on)]
    if current:
        return min(current, key=lambda value: codes.index(value.jurisdiction))
    ended = min(started, key=lambda value: (codes.index(value.jurisdiction), -value.valid_from.toordinal()))
    return replace(ended, value=None)


def submission_deadline(month: date, region: str) -> date | None:
    """The last day on which a township's form of the month is in time, itself counting to 24:00; None where no day is in force.

    Errors: PolicyError where no day has ever been set.
    """
    day = lookup("submission_deadline_day", month, region).value
    return None if day is None else min(month.replace(day=1) + timedelta(days=int(day) - 1), last_day(month))


def reference_params(folder: Path = REFERENCE) -> dict[str, Any]:
    """What the models of `ref` read besides month and jurisdictions: the files' paths, after all of them were found good, and the holidays."""
    _load(folder)
    files = {f"{name[:-1]}_file": str(folder / f"{name}.csv") for name in (*_KEYS, "conflicts", "clauses")}
    return {
        **files,
        "feed_file": str(folder / "feeds.csv"),
        "feed_column_file": str(folder / "feed_columns.csv"),
        "village_travel_file": str(folder / "village_travel.csv"),
        "policy_files": [str(path) for path in sorted((folder / "policy").glob("*.csv"))],
        "serious_disease_file": str(folder / "codes" / "serious_disease.csv"),
        "match_weight_file": str(folder / "codes" / "match_weight.csv"),
        "yield_band_file": str(folder / "codes" / "yield_band.csv"),
        "case_move_file": str(folder / "case_moves.csv"),
        "closing_demand_file": str(folder / "closing_demands.csv"),
        "clock_file": str(folder / "clocks.csv"),
        **workdays.params(),
    }
