"""A roster from another system as the 报送表 of each township it names: the same columns, the same checks, the same receipt.

What is what in it is declared (`roster_mapping`); columns that the list does not have are unknown, and said once.
"""

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pyarrow import parquet

from lowincome import settings
from lowincome.intake import earlier, feed, form, land, roster_mapping, roster_rows
from lowincome.intake import roster_words as words
from lowincome.intake.bounds import address
from lowincome.intake.check import Landed
from lowincome.intake.feed_table import Table
from lowincome.intake.read import plain
from lowincome.intake.recognise import townships as townships_of
from lowincome.intake.roster_mapping import ADDITION, PERSON, SHEETS
from lowincome.intake.roster_rows import Record, Sheet

Finding = dict[str, Any]
NOBODY = "county"  # ends the submission_id of the rows of no known township
_STAND_INS = {"户主姓名": "姓名", "户主证件号码": "证件号码", "户编号": "证件号码"}


@dataclass
class Roster:
    """The sheets of a file that are lists. skipped: titles of those that are none. lacking: why nothing of it can be taken."""

    sheets: list[Sheet]
    skipped: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    formulas: dict[str, list[str]] = field(default_factory=dict)

    @property
    def knows(self) -> int:
        return max(sheet.found.knows for sheet in self.sheets)

    @property
    def has_heads_only(self) -> bool:
        return all(sheet.found.mapping.rows != PERSON for sheet in self.sheets)

    def sheet_of(self, number: int) -> Sheet:
        """The sheet in which a row of the file stands."""
        return self.sheets[bisect_right([sheet.base for sheet in self.sheets], number - 1) - 1]

    def said_rows(self, numbers: list[int]) -> str:
        """Rows of the file as one says where they stand: 第 5、6 行, with the sheet where there are several."""
        by_sheet: dict[int, list[int]] = {}
        for number in numbers:
            by_sheet.setdefault(self.sheets.index(self.sheet_of(number)), []).append(number)
        said = []
        for place, rows in by_sheet.items():
            sheet = self.sheets[place]
            title = f"「{sheet.title}」" if len(self.sheets) > 1 else ""
            said.append(f"{title}第 {words.some([row - sheet.base for row in rows])} 行")
        return "、".join(said)


@dataclass
class Part:
    """What one township gets: facts of the manifest line, the rows by sheet key, and what is to be said before the checks."""

    facts: dict[str, Any]
    landed: dict[str, Landed]
    findings: list[Finding]


def recognise(tables: list[Table]) -> Roster | None:
    """The file as a roster; None for what is none, and for a 报送表 that has only lost its cover."""
    if {form.SHEETS[sheet] for sheet in SHEETS} <= {plain(table.title) for table in tables}:
        return None
    roster = Roster([])
    base = 0
    for table in tables:
        if found := roster_mapping.recognise(table.rows):
            sheet = Sheet(table.title, table.rows, found, base)
            roster_rows.divide(sheet)
            roster.sheets.append(sheet)
            base += len(table.rows)
        else:
            roster.skipped.append(table.title)
    if any(sheet.found.mapping.rows != ADDITION for sheet in roster.sheets):
        return roster
    for table in tables:
        if near := roster_mapping.nearest(table.rows):
            sheet = Sheet(table.title, table.rows, near[0], 0)
            roster_rows.divide(sheet)
            return Roster([sheet], lacking=near[1])
    return None


def parts(roster: Roster, submission_id: str, received_at: datetime, home: Path) -> list[Part]:
    """One part a township, by code, then the rows of no known township; the first has the file's own submission_id."""
    townships = townships_of(settings.load().region)
    rows = [row for sheet in roster.sheets if sheet.found.mapping.rows != ADDITION for row in roster_rows.records(sheet, townships)]
    refused = [words.lacking(roster.sheets[0], name) for name in roster.lacking]
    if not refused and not rows:
        refused.append(words.empty(roster.sheets))
    if not refused and not roster_rows.join(rows):
        refused.append(words.nobody_is_head(roster.sheets))
    month, found = feed.month_said(
        {one for sheet in roster.sheets for one in feed.stated_months(sheet.rows, sheet.found.header)}, received_at
    )
    refused += found
    said = words.of_file(roster)
    for sheet in roster.sheets:
        if sheet.found.mapping.rows == ADDITION and (unused := roster_rows.add(sheet, rows)):
            said.append(words.unused(sheet, unused))
    codes = sorted({row.township for row in rows if row.township})
    facts = {"form_version": earlier.OLD_LIST, "fingerprint": None, "feed": None, "month": month}
    divided: list[Part] = []
    for code in [*codes, None] if any(not row.township for row in rows) or not codes else codes:
        mine = [row for row in rows if row.township == code]
        name = f"{submission_id}-{code or NOBODY}" if divided else submission_id
        township = {"kind": "form" if code and month else "unknown", "township_code": code, "township_name": townships.get(code or "")}
        part = Part({**facts, **township, "submission_id": name}, {}, [*refused])
        if code is None and not refused:
            part.findings += words.no_township(mine, townships, roster)
        if code and len(codes) > 1:
            part.findings.append(words.split([townships[other] for other in codes], townships[code], len(mine)))
        is_returned = any(one["severity"] == "critical" for one in part.findings)
        part.findings += [one for one in said if not is_returned or one["check_id"] == "column_unknown"]
        _land(part, mine, roster, _known(home, code, month))
        divided.append(part)
    return divided


def _known(home: Path, code: str | None, month: date | None) -> dict[str, str]:
    """Identity number of each head in the township's last roster → its household number."""
    folder: Path | None = None
    if code and month:
        folder = earlier.version(home, code, month) or earlier.roster(home, code, month)
    if folder is None:
        return {}
    rows = parquet.read_table(folder / "household.parquet", columns=["户编号", "户主证件号码", "verdict"]).to_pylist()
    taken = [row for row in rows if row["verdict"] == "accepted"]
    return {plain(row["户主证件号码"]).upper(): plain(row["户编号"]) for row in taken if row["户主证件号码"] and row["户编号"]}


def _land(part: Part, rows: list[Record], roster: Roster, known: dict[str, str]) -> None:
    """The rows as 成员, and one row a household, where its head stands, as 家庭; adds what is said of them."""
    homes: dict[str | None, list[Record]] = {}
    for row in rows:
        homes.setdefault(row.key, []).append(row)
    come_by: Counter[str] = Counter()
    households = []
    for key, family in homes.items():
        number, how = roster_rows.household_id(family, part.facts["township_code"], known) if key else (None, "")
        for row in family:
            row.cells["member"]["户编号"] = number
        if number:
            come_by[how] += 1
            head = next((row for row in family if row.is_head), family[0])
            cells, contradicted = _household(head, family)
            come_by["金额"] += "月保障金额" in contradicted
            households.append((head.number, cells | {"户编号": number}))
            part.findings += [
                words.contradicted(head, column, roster.said_rows(others))
                for column, others in contradicted.items()
                if column != "月保障金额"
            ]
    households.sort(key=lambda pair: pair[0])
    if not any(one["severity"] == "critical" for one in part.findings):
        part.findings += words.landed(roster.sheets[0], len(rows), come_by)
    part.landed["household"] = _table("household", households, roster, part.facts)
    part.landed["member"] = _table("member", [(row.number, row.cells["member"]) for row in rows], roster, part.facts)
    part.landed |= {sheet: land.land(sheet, None, {}, part.facts) for sheet in form.SHEETS if sheet not in SHEETS}
    _tell_formulas(part, roster)


def _household(head: Record, family: list[Record]) -> tuple[roster_rows.Cells, dict[str, list[int]]]:
    """What the head's row says of the household, or the first that says something; and the rows that say otherwise, by column.

    An amount that stands in several rows may be everybody's own or the whole household's: it is unknown.
    """
    cells: roster_rows.Cells = {}
    contradicted: dict[str, list[int]] = {}
    for column in head.cells["household"]:
        said = [
            (row.number, text) for row in [head, *(row for row in family if row is not head)] if (text := row.cells["household"][column])
        ]
        cells[column] = said[0][1] if said else None
        others = [number for number, text in said if plain(text) != plain(said[0][1])]
        if column == "月保障金额" and len(said) > 1:
            cells[column], contradicted[column] = None, [number for number, _ in said]
        elif others and column not in ("户编号", *_STAND_INS):
            contradicted[column] = others
    if head.is_head:
        cells |= {"户主姓名": head.cells["member"]["姓名"], "户主证件号码": head.cells["member"]["证件号码"]}
    return cells, contradicted


def _table(sheet: str, rows: list[tuple[int, dict[str, str | None]]], roster: Roster, facts: dict[str, Any]) -> Landed:
    columns = form.COLUMNS[sheet]
    read = {"rows": [number for number, _ in rows], "columns": [[cells.get(column) for _, cells in rows] for column in columns]}
    landed = land.land(sheet, read, {column: place for place, column in enumerate(columns)}, facts)
    positions = {}
    for column in columns:
        place = next((place for one in roster.sheets if (place := place_of(one, sheet, column)) is not None), None)
        if place is not None:
            positions[column] = place
    return Landed(landed.rows, positions)


def place_of(sheet: Sheet, name: str, column: str) -> int | None:
    """Where a column of ours stands in the list (0 = A). What was made out of another column stands where that does."""
    own = sheet.found.position("household" if column == "户编号" else name, column)
    if own is not None or sheet.found.mapping.rows == ADDITION or column not in _STAND_INS:
        return own
    return sheet.found.position("member", _STAND_INS[column])


def _tell_formulas(part: Part, roster: Roster) -> None:
    """Formulas of the list, told once where two of our columns come from one of its own."""
    cells = [_shifted(cell, sheet.base) for sheet in roster.sheets for cell in roster.formulas.get(sheet.title, [])]
    told: dict[tuple[str, str], Finding] = {}
    for name in SHEETS:
        for one in land.formula_findings(form.SHEETS[name], part.landed[name], {form.SHEETS[name]: cells}):
            told.setdefault((one["check_id"], one["cell"]), one)
    part.findings += told.values()


def _shifted(cell: str, rows: int) -> str:
    letters = cell.rstrip("0123456789")
    return f"{letters}{int(cell[len(letters) :]) + rows}"


def placed(findings: list[Finding], roster: Roster) -> list[Finding]:
    """The findings with the row and the cell where they stand in the list itself; in a file of several sheets, also in which."""
    keys = {title: key for key, title in form.SHEETS.items()}
    told = []
    for one in findings:
        if one["row_number"] is None:
            told.append(one)
        elif not (one["check_id"] == "covered_exceeds_persons" and roster.has_heads_only):  # said once, of the whole list
            sheet = roster.sheet_of(one["row_number"])
            place = place_of(sheet, keys[one["sheet"]], one["column_name"])
            cell = None if place is None else address(place + 1, one["row_number"] - sheet.base)
            told.append({**one, "cell": cell, "message_zh": _in_the_list(one["message_zh"], sheet, roster)})
    return told


def _in_the_list(message: str, sheet: Sheet, roster: Roster) -> str:
    """A message whose row numbers are those of the sheet they stand in."""
    if len(roster.sheets) == 1:
        return message

    def said(match: re.Match[str]) -> str:
        other = roster.sheet_of(int(match[1]))
        return f"「{other.title}」第{int(match[1]) - other.base}行"

    message = re.sub(r"第(\d+)行", said, message)
    return f"(原名单「{sheet.title}」){message}"
