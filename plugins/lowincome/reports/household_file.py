"""一户一档: the whole chain of one household on one page for the file, in the order of the days, each entry with its source and basis.

What was reported, what was found, who went there, what was done, how each request to close was answered. Names are masked, unless the page
is the township's own copy. Identity numbers are never on it, and no score.
"""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome import identity
from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.reports import household_cases, household_departments, household_roster, household_warnings, outbox, query, render, words
from lowincome.reports.household_sources import Sources
from lowincome.reports.household_trail import Trail, trace
from lowincome.reports.render import Context

TITLE = "一户一档"


def write(con: duckdb.DuckDBPyConnection, household_id: str, month: date, path: Path, is_own: bool = False) -> Path:
    """The page of a household as of the end of a month; household_id may be a number it had before.

    is_own: the township's own copy, with names in full. Errors: ReportError when nobody knows the number.
    """
    return outbox.put_page(path, render.page("household_file", read(con, household_id, month, is_own)))


def default_name(household_id: str, month: date) -> str:
    return words.file_name(TITLE, months.label(month), household_id) + ".html"


def place(con: duckdb.DuckDBPyConnection, household_id: str, month: date) -> tuple[str, str]:
    """Code and name of the township whose household it is now. Errors: ReportError as in `write`, or when no roster ever had it."""
    homes = trace(con, household_id, month).homes
    if not homes:
        raise ReportError(f"户编号「{identity.mask_text(household_id)}」从来不在名册上,不知道归哪个乡镇。")
    return homes[-1]["township_code"], homes[-1]["township_name"]


def read(con: duckdb.DuckDBPyConnection, household_id: str, month: date, is_own: bool = False) -> Context:
    """Everything the page says. Errors: ReportError when nobody knows the number."""
    trail = trace(con, household_id, month)
    sources = Sources(con)
    home = trail.homes[-1] if trail.homes else None
    entries = [
        *household_roster.roster_entries(trail, sources),
        *household_departments.feed_entries(trail, sources),
        *household_warnings.warning_entries(trail),
        *household_cases.case_entries(trail, sources),
    ]
    told = {
        "title": TITLE,
        "month_zh": words.month_zh(month),
        "number": trail.number,
        "head": (home["head_name"] or "") if home else "",
        "place": " ".join(filter(None, (home["township_name"], home["village"]))) if home else "",
        "notes": _notes(trail, household_id),
        "open": household_cases.open_cases(trail),
        "ended": _ended(trail),
        "facts": household_roster.home_now(home) if home else [],
        "visits": household_roster.visits(trail),
        "members": household_roster.members_now(trail, home["month"]) if home else [],
        "departments": household_departments.departments(trail, home["month"]) if home else [],
        "entries": [_shown(entry) for entry in sorted(entries, key=lambda entry: (entry["on"], entry["order"]))],
    }
    return told | {"is_own": is_own} if is_own else _veiled(told, _names(trail)) | {"is_own": is_own}


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    told = {key: value for key, value in entry.items() if key != "order"}
    return told | {"on": words.day(entry["on"]), "is_case": entry["order"] == household_cases.DONE}


def _notes(trail: Trail, asked: str) -> list[str]:
    """What a reader must know first: which roster speaks, and that the household moved, was renumbered or is gone."""
    notes = []
    if not trail.homes:
        return ["从来不在名册上,只有急难快报和由它立的个案。"]
    last = trail.homes[-1]
    if last["month"] < trail.month:
        notes.append(f"{words.month_zh(trail.month)}名册上没有这一户,下面「现在的情况」是最后一次在册({words.month_zh(last['month'])})的。")
    elif last["is_carried_forward"]:
        notes.append(f"{words.month_zh(trail.month)}沿用 {months.label(last['roster_month'])} 的名册。")
    if asked != trail.number:
        notes.append(f"查的是以前的户编号 {asked},现在是 {trail.number}。")
    for before, home in zip(trail.homes, trail.homes[1:], strict=False):
        if (before["household_id"], before["township_code"]) != (home["household_id"], home["township_code"]):
            notes.append(
                f"{months.label(home['month'])} 起在 {home['township_name']} {home['household_id']};此前在 {before['township_name']} {before['household_id']}。"
            )
    return notes


def _ended(trail: Trail) -> list[dict[str, str]]:
    """The cases no longer open, in one line each."""
    found = query.rows(
        trail.con,
        """
        SELECT case_id, family, state, opened_month, closed_on, closing_reason, joined_into
        FROM mart.case_ledger
        WHERE month = ? AND list_contains(?::VARCHAR[], case_id) AND NOT is_open_case(state)
        ORDER BY opened_month, case_id
        """,
        [trail.month, trail.cases],
    )
    return [
        {
            "label": trail.labels[row["case_id"]],
            "case_id": row["case_id"],
            "family": row["family"],
            "opened": months.label(row["opened_month"]),
            "how": f"并入 {row['joined_into']}" if row["joined_into"] else f"{words.day(row['closed_on'])} 销号,{row['closing_reason']}",
        }
        for row in found
    ]


def _names(trail: Trail) -> list[str]:
    """Every name that ever was on the household's rosters, the longest first."""
    names = {person["name"] for person in trail.people} | {home["head_name"] for home in trail.homes}
    return sorted((name for name in names if name and len(name) > 1), key=lambda name: (-len(name), name))


def _veiled(told: Any, names: list[str]) -> Any:
    """The same with each of the names masked, wherever it stands, also in what a clerk wrote freely."""
    if isinstance(told, str):
        for name in names:
            told = told.replace(name, identity.mask_name(name))
        return told
    if isinstance(told, list):
        return [_veiled(one, names) for one in told]
    if isinstance(told, dict):
        return {key: _veiled(value, names) for key, value in told.items()}
    return told
