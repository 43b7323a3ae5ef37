"""What a township's workbook for a month is filled with: its roster at the end of the month before, and its open cases.

Reads `mart.form_*`, which the monthly run made. The rows carry, beside the form's columns, what `workbook` needs to show them:
which cells a department answered, which are open although their column is locked, what to say at a cell.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lowincome import month as months
from lowincome import paths
from lowincome.intake import form
from lowincome.intake.workbook_cells import ANSWERED, NOTES, OPEN, QUIET, SAID
from lowincome.reports import words

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
WAITING = "上月自相矛盾、暂存待核,还没有进入名册。请照上月回执改正。"
NO_HEAD = "户主已去世、迁出或婚出。请定新的户主:这里改姓名和证件号码,「成员」表里把新户主那一行的“与户主关系”改为“户主”。"
LOOK = ";请看一看,填错了就改,没有填错不用改。"
SAID_BEFORE = "。{month}的报送表里就请看过,没有变化的不用再看。"
WRONG_NUMBER = "号码的位数、出生日期或末位校验码不对"
# which rows have a cell to look at
TO_LOOK_AT = {"mart.form_household": "len(differing) > 0", "mart.form_member": "(len(differing) > 0 OR NOT is_id_number_valid)"}
# whose cell, which one, what it says, what is said about it
Look = tuple[str | None, ...]

CARRIED = {
    "待说明": "上月交来的名册里没有这一户,也没有说明。还在的照常填;不在了的,「本月变化」选「退出」。",
    "暂存": "上月填的自相矛盾,没有用上,这里是以前的情况。请照上月回执改正。",
}


def roster_month(con: "duckdb.DuckDBPyConnection", month: date) -> date | None:
    """The newest finished month before this one; None in a county's first month."""
    found = con.execute("SELECT max(month) FROM mart.form_household WHERE month < ?", [month]).fetchone()
    return found[0] if found else None


def rows(con: "duckdb.DuckDBPyConnection", roster: date, township_code: str) -> dict[str, list[Row]]:
    """The rows of one township's workbook, by sheet key, from the roster of that month."""
    read = partial(_read, con, roster, township_code)
    said = {table: _said_since(read, table, roster) for table in TO_LOOK_AT}
    households = [_household(row, said["mart.form_household"]) for row in read("mart.form_household")]
    members = [_member(row, said["mart.form_member"]) for row in read("mart.form_member")]
    cases = [_case(row) for row in read("mart.form_feedback")]
    return {"household": households, "member": members, "change": [], "feedback": cases}


def fingerprint(month: date, household_ids: Iterable[str], persons: int) -> str:
    """名册指纹: the month, how many households and persons, and twelve characters that only this list of households has.

    `2021-06-318户741人-0f3a…`: a person can read it, and two lists that differ in one household differ in it.
    """
    ids = sorted(set(household_ids))
    text = "\n".join((months.label(month), *ids, str(persons)))
    return f"{months.label(month)}-{len(ids)}户{persons}人-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def register_path(home: Path, month: date, township_code: str) -> Path:
    """Where it is written down what a township was given for a month."""
    return paths.raw(home) / months.label(month) / "_issued" / f"{township_code}.json"


def issued(home: Path, month: date, township_code: str) -> Row | None:
    """What the township was given for the month: fingerprint, month, households, persons, and the fingerprints given before; None if nothing."""
    path = register_path(home, month, township_code)
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _read(con: "duckdb.DuckDBPyConnection", roster: date, township_code: str, table: str, where: str = "month = ?") -> list[Row]:
    found = con.execute(f"SELECT * FROM {table} WHERE {where} AND township_code = ? ORDER BY month, position", [roster, township_code])
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _said_since(read: Callable[..., list[Row]], table: str, roster: date) -> dict[Look, date]:
    """The month of the first workbook since which every one has said the same about the same cell, for what last month's said already."""
    months_: dict[date, set[Look]] = {}
    for row in read(table, f"month < ? AND {TO_LOOK_AT[table]}"):
        months_.setdefault(row["month"], set()).update(_looks(row).values())
    since: dict[Look, date] = {}
    month = months.add(roster, -1)
    still = months_.get(month, set())
    while still:
        since |= dict.fromkeys(still, months.add(month, 1))
        month = months.add(month, -1)
        still = still & months_.get(month, set())
    return since


def _looks(row: Row) -> dict[str, Look]:
    """What to look at in a row, by column: where a department says something else, and a number that cannot be right."""
    said = {column: f"{theirs}。两边说法不同,正在核对" for column, theirs in zip(row["differing"], row["theirs"], strict=True)}
    if row.get("is_id_number_valid") is False:
        said["证件号码"] = WRONG_NUMBER
    return {column: (row["household_id"], row.get("person_id"), column, row[column], text) for column, text in said.items()}


def _household(row: Row, since: Mapping[Look, date]) -> Row:
    asked = [CARRIED.get(row["carried_because"]), None if row["has_head"] else NO_HEAD]
    return _shown("household", row, since, {"户主姓名": "\n".join(filter(None, asked))} if any(asked) else {})


def _member(row: Row, since: Mapping[Look, date]) -> Row:
    return _shown("member", row, since, {})


def _case(row: Row) -> Row:
    due = f",{row['due_on'].month}月{row['due_on'].day}日前" if row["due_on"] and row["is_listed"] else ""
    head = f"本月要走访{due}" if row["is_listed"] else f"没有安排走访({row['state']})"
    cells = {column: row.get(column) for column in form.COLUMNS["feedback"]}
    return cells | {NOTES: {"预警编号": f"{head}\n{row['seen'] or ''}".strip()}, QUIET: not row["is_listed"]}


def _shown(sheet: str, row: Row, since: Mapping[Look, date], asked: dict[str, str]) -> Row:
    """asked: what must be answered, by column; since: what was said in earlier workbooks, so that only a change is news."""
    cells: Row = {column: row.get(column) for column in form.COLUMNS[sheet]}
    looks = _looks(row)
    said = {column for column, look in looks.items() if look in since}
    notes = asked | {
        column: f"{look[-1]}{SAID_BEFORE.format(month=words.month_zh(since[look])) if look in since else LOOK}"
        for column, look in looks.items()
    }
    is_open = set(notes)
    if row["is_waiting"]:
        is_open, notes = set(form.COLUMNS[sheet]), {**notes, "户编号": WAITING}
    return cells | {ANSWERED: set(row["answered"]), OPEN: is_open, NOTES: notes, SAID: said}
