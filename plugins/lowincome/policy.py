"""Policy parameters: numbers of official documents and local settings, each with unit, place, dates and source.

They are kept in `sql/0_reference/policy/*.csv`, one row a value, to be edited in Excel (UTF-8 with BOM). `confidence` says
where a number comes from: `document` (the clause says it), `local` (the county must confirm it), `example` (from elsewhere).
For `local` and `example` the clause, if any, is the one that leaves the number open. `valid_to` is the last day in force; an
empty `value` is an explicit "not in force here" and hides what a higher division says.
"""

import csv
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

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
# the tables every value must refer to, and their keys
_KEYS = {"parameters": "parameter", "units": "unit", "documents": "document", "divisions": "code"}
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")  # Excel rewrites 2020-07-01 as 2020/7/1
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


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
    known = {name: set(_table(folder, name)) for name in _KEYS}
    seen: dict[tuple[str, str], list[tuple[PolicyValue, str]]] = {}
    for path in sorted((folder / "policy").glob("*.csv")):
        for line, row in rows(path, COLUMNS):
            where = f"{path.name} 第{line}行「{row['parameter']}」"
            value = _read(row, where, known)
            for other, place in seen.setdefault((value.parameter, value.jurisdiction), []):
                if _overlap(value, other):
                    raise PolicyError(f"{where}: 与 {place} 同一地区的起止日期重叠。请把前一行的 valid_to 改为后一行 valid_from 的前一天。")
            seen[value.parameter, value.jurisdiction].append((value, where))
    values = [value for group in seen.values() for value, _ in group]
    return tuple(sorted(values, key=lambda value: (value.parameter, value.jurisdiction, value.valid_from)))


def rows(path: Path, columns: list[str] | None = None) -> list[tuple[int, dict[str, str]]]:
    """The rows of a reference CSV with their line numbers, blanks trimmed. Errors: not UTF-8, other columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            found = [(reader.line_num, {key: _trim(cell) for key, cell in row.items()}) for row in reader]
    except UnicodeDecodeError as error:
        raise PolicyError(f"{path.name}: 不是 UTF-8 编码。请在 Excel 中另存为「CSV UTF-8(逗号分隔)」。") from error
    if columns and reader.fieldnames != columns:
        raise PolicyError(f"{path.name} 第1行: 栏目应为 {','.join(columns)}。")
    for line, row in found:
        if None in row:
            first = next(iter(row.values()))
            raise PolicyError(f"{path.name} 第{line}行「{first}」: 栏数多于表头。文字里有逗号的,请用英文双引号括起来。")
    return [(line, row) for line, row in found if any(row.values())]


def _trim(cell: str | list[str] | None) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _read(row: dict[str, str], where: str, known: dict[str, set[str]]) -> PolicyValue:
    def must(condition: bool, message: str) -> None:
        if not condition:
            raise PolicyError(f"{where}: {message}")

    must(row["parameter"] in known["parameters"], "参数名未登记在 parameters.csv。")
    must(row["jurisdiction"] in known["divisions"], f"地区代码「{row['jurisdiction']}」不在 divisions.csv。")
    must(row["unit"] in known["units"], f"单位「{row['unit']}」不在 units.csv。")
    must(row["comparator"] in COMPARATORS, f"比较词「{row['comparator']}」应为 {'、'.join(COMPARATORS)} 之一。")
    must(row["confidence"] in CONFIDENCE, f"可信度「{row['confidence']}」应为 {'、'.join(CONFIDENCE)} 之一。")
    must(not row["document"] or row["document"] in known["documents"], f"文件「{row['document']}」不在 documents.csv。")
    cited = bool(row["document"] and row["clause"])
    must(cited or row["confidence"] != "document", "标为 document 的必须写明 document 和 clause。")
    valid_from, valid_to = _day(row["valid_from"], where), _day(row["valid_to"], where) if row["valid_to"] else None
    must(valid_to is None or valid_from <= valid_to, "valid_to 早于 valid_from。")
    must(not row["value"] or _NUMBER.fullmatch(row["value"]) is not None, f"value「{row['value']}」不是数。")
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


def _day(text: str, where: str) -> date:
    if match := _DAY.fullmatch(text):
        with suppress(ValueError):
            return date(int(match[1]), int(match[2]), int(match[3]))
    raise PolicyError(f"{where}: 日期「{text}」应写作 YYYY-MM-DD,没有截止的 valid_to 留空。")


def _overlap(one: PolicyValue, other: PolicyValue) -> bool:
    return one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max)


@cache
def _table(folder: Path, name: str) -> dict[str, dict[str, str]]:
    return {row[_KEYS[name]]: row for _, row in rows(folder / f"{name}.csv")}


def chain(region: str, folder: Path = REFERENCE) -> list[str]:
    """The division and those above it, nearest first: 640424 → 640424, 6404, 64. Errors: PolicyError for an unknown code."""
    divisions = _table(folder, "divisions")
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


def reference_params(folder: Path = REFERENCE) -> dict[str, Any]:
    """What the models of `ref` read besides month and jurisdictions: the files' paths."""
    files = {f"{name[:-1]}_file": str(folder / f"{name}.csv") for name in _KEYS}
    return {
        **files,
        "policy_files": [str(path) for path in sorted((folder / "policy").glob("*.csv"))],
        "serious_disease_file": str(folder / "codes" / "serious_disease.csv"),
    }


def show(parameter: str, on: date, region: str, folder: Path = REFERENCE) -> str:
    """What holds on a day in a place, from which clause, how sure; then what other places or documents say on the same matter.

    Errors: PolicyError for a parameter or a division nobody has entered.
    """
    parameters = _table(folder, "parameters")
    if parameter not in parameters:
        raise PolicyError(f"没有名为 {parameter} 的政策参数:可用的名称见 sql/0_reference/parameters.csv。")
    codes = chain(region, folder)
    same = [value for value in load(folder) if parameters[value.parameter]["topic"] == parameters[parameter]["topic"]]
    held = [value for value in same if value.in_force(on)]
    own = [value for value in held if value.parameter == parameter and value.jurisdiction in codes]
    chosen = min(own, key=lambda value: codes.index(value.jurisdiction), default=None)
    lines = [f"{parameters[parameter]['title']}  {parameter}  {on}  {_place(region, folder)}"]
    if chosen:
        lines += [f"  {line}" for line in _told(chosen, folder)]
    else:
        mine = [value for value in same if value.parameter == parameter and value.jurisdiction in codes]
        later = min((value.valid_from for value in mine if value.valid_from > on), default=None)
        before = max((value.valid_to for value in mine if value.valid_to and value.valid_to < on), default=None)
        why = [f"此前的规定到 {before} 为止"] if before else []
        why += [f"自 {later} 起有值"] if later else []
        lines.append(f"  没有取值({';'.join(why) or '本地未明确'})")
    others = [value for value in held if value is not chosen]
    if others:
        lines += ["另有规定"]
    for value in others:
        title = "" if value.parameter == parameter else f" {parameters[value.parameter]['title']}"
        first, *rest = _told(value, folder)
        lines += [f"  {_place(value.jurisdiction, folder)}{title}: {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines)


def _place(code: str, folder: Path) -> str:
    return f"{code} {_table(folder, 'divisions')[code]['name']}"


def _told(value: PolicyValue, folder: Path) -> list[str]:
    unit = _table(folder, "units")[value.unit]["label_zh"]
    amount = "明确不实行" if value.value is None else f"{COMPARATORS[value.comparator]} {value.value.normalize():f} {unit}"
    lines = [f"{amount}  [{CONFIDENCE[value.confidence]}]"]
    if value.document:
        document = _table(folder, "documents")[value.document]
        lines.append(f"{document['number']} {value.clause or ''}({document['issued_on']} 发文)")
    lines.append(
        f"{value.valid_from} 起,{f'{value.valid_to} 止' if value.valid_to else '未写截止'}  适用 {_place(value.jurisdiction, folder)}"
    )
    return [*lines, value.note] if value.note else lines
