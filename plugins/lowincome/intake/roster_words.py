"""What is said of a roster from another system as a whole: how it was read, what it does not have, what could not be told from it."""

import difflib
from collections import Counter
from typing import TYPE_CHECKING, Any

from lowincome import identity
from lowincome.intake import form
from lowincome.intake.answers import finding
from lowincome.intake.read import plain
from lowincome.intake.roster_mapping import PERSON, SHEETS, near_name
from lowincome.intake.roster_rows import Record, Sheet

if TYPE_CHECKING:
    from lowincome.intake.roster_list import Roster

Finding = dict[str, Any]
_CLOSE = 0.5
_SHOWN = 8  # row numbers or names in one sentence


def lacking(sheet: Sheet, name: str) -> Finding:
    """Returned: the list is most like one kind, but a column that this needs is not there under any of its names."""
    strange = [head for head in _heads(sheet) if head not in sheet.found.mapping.headers | sheet.found.mapping.not_used]
    near = difflib.get_close_matches(name, strange, 1, _CLOSE)
    hint = f"(有一栏叫“{near[0][:20]}”)" if near else ""
    return finding("list_unknown", column=name, kind=sheet.found.mapping.title, hint=hint)


def empty(sheets: list[Sheet]) -> Finding:
    return finding("sheet_without_rows", _title(sheets[0]))


def nobody_is_head(sheets: list[Sheet]) -> Finding:
    return finding("list_without_heads", _title(sheets[0]), "与户主关系")


def of_file(roster: "Roster") -> list[Finding]:
    """What holds for every part of the file: columns there are not, strange and unused ones, rows that are no data, sheets that are no list."""
    absent = [
        column
        for key in SHEETS
        for column in form.COLUMNS[key]
        if column != "户编号" and all(sheet.found.position(key, column) is None for sheet in roster.sheets)
    ]
    absent = [column for column in absent if column not in ("户主姓名", "户主证件号码")]
    said = [finding("list_columns_absent", count=len(absent), names="、".join(absent))]
    if all(sheet.found.mapping.rows != PERSON for sheet in roster.sheets):
        said.append(finding("list_heads_only", _title(roster.sheets[0])))
    for sheet in roster.sheets:
        said += _of_sheet(sheet)
    return said + [finding("list_sheet_skipped", title[:31]) for title in roster.skipped]


def _of_sheet(sheet: Sheet) -> list[Finding]:
    known, heads = sheet.found.mapping, _heads(sheet)
    said = []
    for head in heads:
        if head not in known.headers | known.not_used:
            near = near_name(head, sheet.found)
            said.append(finding("column_unknown", _title(sheet), identity.mask_text(head[:20]), hint=f"(是不是“{near}”?)" if near else ""))
    said += [
        finding("column_twice", _title(sheet), head[:20]) for head, count in Counter(heads).items() if count > 1 and head in known.headers
    ]
    if unused := [head for head in dict.fromkeys(heads) if head in known.not_used and head not in known.headers]:
        said.append(finding("list_columns_unused", _title(sheet), names="、".join(unused)))
    if sheet.footers:
        said.append(finding("list_footers", _title(sheet), rows=some(sheet.footers)))
    return said


def landed(sheet: Sheet, rows: int, come_by: Counter[str]) -> list[Finding]:
    """How the rows were read, and where the household numbers come from. come_by: households by 沿用, 自带, 新编; 金额: those of unsure amounts."""
    homes = come_by["沿用"] + come_by["自带"] + come_by["新编"]
    said = [finding("list_landed", _title(sheet), kind=sheet.found.mapping.title, rows=rows, homes=homes)]
    if come_by["新编"]:
        said.append(finding("list_numbers_made", _title(sheet), made=come_by["新编"], kept=come_by["沿用"]))
    elif come_by["沿用"]:
        said.append(finding("list_numbers_kept", _title(sheet), kept=come_by["沿用"]))
    if come_by["金额"]:
        said.append(finding("list_amount_unsure", _title(sheet), "月保障金额", homes=come_by["金额"]))
    return said


def contradicted(head: Record, column: str, where: str) -> Finding:
    """A household of which rows say different things: what stands in the head's row is taken."""
    one = finding("list_household_differs", form.SHEETS["household"], column, rows=where)
    return one | {"row_number": head.number}


def split(names: list[str], mine: str, rows: int) -> Finding:
    return finding("list_split", count=len(names), names="、".join(names), mine=mine, rows=rows)


def no_township(rows: list[Record], townships: dict[str, str], roster: "Roster") -> list[Finding]:
    """One finding for each township stated that is none of the county's, or for those that state none."""
    said = []
    for stated, count in Counter(plain(row.stated) for row in rows).items():
        near = difflib.get_close_matches(stated, townships.values(), 1, _CLOSE)
        hint = f"(是不是“{near[0]}”?)" if near else ""
        where = roster.said_rows([row.number for row in rows if plain(row.stated) == stated])
        check_id = "list_township_unknown" if stated else "list_township_missing"
        said.append(finding(check_id, stated=stated[:20], count=count, rows=where, hint=hint))
    return said


def unused(sheet: Sheet, rows: list[int]) -> Finding:
    """Rows of a sheet that adds to households, but not to any of this file."""
    return finding("list_addition_unused", _title(sheet), rows=some(rows))


def _heads(sheet: Sheet) -> list[str]:
    return [head for cell in sheet.rows[sheet.found.header] if (head := plain(cell))]


def _title(sheet: Sheet) -> str:
    return sheet.title[:31] or "名单"


def some(numbers: list[int]) -> str:
    """The first few of many numbers, and how many there are."""
    shown = "、".join(map(str, numbers[:_SHOWN]))
    return shown if len(numbers) <= _SHOWN else f"{shown} 等 {len(numbers)}"
