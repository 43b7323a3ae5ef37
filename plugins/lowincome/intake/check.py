"""Checks one landed submission: typed by the SQL of `2_staging`, judged by the suites of `expectations/`.

Every row gets one verdict: accepted, quarantined (with its whole household where that contradicts itself) or rejected.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from lowincome import contract, identity, sql_model, warehouse
from lowincome import month as months
from lowincome.intake import form, known_cases
from lowincome.intake.answers import finding
from lowincome.intake.bounds import address
from lowincome.paths import EXPECTATIONS

if TYPE_CHECKING:
    import pandas as pd

Finding = dict[str, Any]
CHECKS = {sheet: f"stg.{sheet}_check" for sheet in form.SHEETS}
FAMILY = ("household", "member")  # the two sheets that describe one household together


@dataclass
class Landed:
    """One sheet as text: a table with the form's columns, and where each column stands in the sheet (0 = A)."""

    rows: pa.Table
    positions: dict[str, int] = field(default_factory=dict)


@dataclass
class Verdicts:
    """Per sheet one verdict and one reason (or None) a row, in the rows' order, and what was found."""

    verdict: dict[str, list[str]]
    reason: dict[str, list[str | None]]
    findings: list[Finding]


def check(landed: dict[str, Landed], facts: dict[str, Any], received_at: datetime, home: Path) -> Verdicts:
    """Verdicts and findings of the rows. Needs facts of a recognised file: submission_id, township_code, township_name, month."""
    frames = type_rows({sheet: part.rows for sheet, part in landed.items()}, facts, received_at, home)
    failures = {
        sheet: contract.run_suite(frames[sheet], EXPECTATIONS / "2_staging" / f"{sheet}.json", _absent(sheet, landed[sheet]))
        for sheet in form.SHEETS
    }
    verdicts = _judge(frames, failures)
    for sheet in form.SHEETS:
        part = landed[sheet]
        verdicts.findings += tell(
            failures[sheet], frames[sheet], form.SHEETS[sheet], part.positions, verdicts.verdict[sheet], text_of(part.rows)
        )
    verdicts.findings += _visits(frames["household"], facts["month"])
    return verdicts


def type_rows(rows: dict[str, pa.Table], facts: dict[str, Any], received_at: datetime, home: Path) -> dict[str, "pd.DataFrame"]:
    """The check table of every sheet given, one row a landed row and in the same order, from the same SQL that the month runs.

    rows: the landed texts by sheet key; of a 报送表 all four. home: where lies what the door knows of cases.
    """
    wanted = _needed({CHECKS[sheet] for sheet in rows})
    facts = {"kind": "form", **facts}
    with warehouse.at_the_door((*sql_model.layer("raw"), *wanted)) as con:
        con.execute(
            "INSERT INTO raw.submission BY NAME SELECT $submission_id AS submission_id, $kind AS kind, $township_code AS township_code,"
            " $township_name AS township_name, $month::DATE AS month, 1 AS version, $received_at::TIMESTAMPTZ AS received_at, '接收' AS status",
            {key: facts[key] for key in ("submission_id", "kind", "township_code", "township_name", "month")}
            | {"received_at": received_at},
        )
        for sheet, table in rows.items():
            con.register("landed", table)
            con.execute(f"INSERT INTO raw.{sheet} BY NAME SELECT *, 'accepted' AS verdict FROM landed")
            con.unregister("landed")
        if rows["feedback"].num_rows:
            known_cases.fill(con, home, facts, received_at)
        day_after = months.local(received_at).date() + timedelta(days=1)
        for model in wanted:
            if model.table != known_cases.MODEL:
                warehouse.replace(con, model, {"month": facts["month"], "known_on": None, "closes_on": day_after})
        return {sheet: con.execute(f"SELECT * FROM {CHECKS[sheet]} ORDER BY row_number").df() for sheet in rows}


def _needed(checks: set[str]) -> list[sql_model.Model]:
    """The staging models that the checks rest on, in order: not those of other sources."""
    ordered = sql_model.layer("stg")
    needed = set(checks)
    for model in reversed(ordered):
        if model.table in needed:
            needed |= set(model.reads)
    return [model for model in ordered if model.table in needed]


def _absent(sheet: str, part: Landed) -> frozenset[str]:
    """Columns the file does not have: answered once for the sheet, not once a row."""
    return frozenset(form.COLUMNS[sheet]) - frozenset(part.positions)


def _judge(frames: dict[str, "pd.DataFrame"], failures: dict[str, list[contract.Failure]]) -> Verdicts:
    """Rejected rows first; then rows, and whole households, in quarantine; the first reason in the suite's order stands."""
    verdicts = Verdicts(
        {sheet: ["accepted"] * len(frame) for sheet, frame in frames.items()},
        {sheet: [None] * len(frame) for sheet, frame in frames.items()},
        [],
    )
    for outcome in ("rejected", "quarantined"):
        for sheet, found in failures.items():
            for failure in found:
                if failure.verdict == outcome:
                    _settle(verdicts, sheet, failure.positions, outcome, failure.check_id)
    doubtful = _contradictory(frames, failures, verdicts)
    for sheet in FAMILY if doubtful else ():
        for position, household in enumerate(frames[sheet]["household_id"].to_list()):
            if household in doubtful:
                _settle(verdicts, sheet, [position], "quarantined", doubtful[household])
    return verdicts


def _settle(verdicts: Verdicts, sheet: str, positions: list[int], outcome: str, check_id: str) -> None:
    for position in positions:
        if verdicts.verdict[sheet][position] == "accepted":
            verdicts.verdict[sheet][position], verdicts.reason[sheet][position] = outcome, check_id


def _contradictory(frames: dict[str, "pd.DataFrame"], failures: dict[str, list[contract.Failure]], verdicts: Verdicts) -> dict[str, str]:
    """The households that must go into quarantine whole, and why. A rejected row speaks for no household."""
    doubtful: dict[str, str] = {}
    for sheet in FAMILY:
        households = frames[sheet]["household_id"]
        for failure in failures[sheet]:
            for position in failure.positions if failure.scope == "household" else ():
                if verdicts.verdict[sheet][position] != "rejected":
                    doubtful.setdefault(str(households.iat[position]), failure.check_id)
    return doubtful


def all_rejected(key: str, count: int, why: Finding) -> Verdicts:
    """A whole table refused for one reason. key: what its verdicts stand under."""
    return Verdicts({key: ["rejected"] * count}, {key: [why["check_id"]] * count}, [why])


def judge_rows(key: str, count: int, failures: list[contract.Failure]) -> Verdicts:
    """The verdicts of one table whose rows stand each for itself: rejected ones first; the first reason in the suite's order stands."""
    verdicts = Verdicts({key: ["accepted"] * count}, {key: [None] * count}, [])
    for outcome in ("rejected", "quarantined"):
        for failure in failures:
            if failure.verdict == outcome:
                _settle(verdicts, key, failure.positions, outcome, failure.check_id)
    return verdicts


def tell(
    failures: list[contract.Failure],
    frame: "pd.DataFrame",
    title: str,
    positions: dict[str, int],
    outcomes: list[str],
    text: Callable[[str, int], str | None],
) -> list[Finding]:
    """What failed, cell by cell. positions: where each column stands in the sheet (0 = A). text: what a column says in the n-th row (0 = first)."""
    told = []
    rows = [int(row) for row in frame["row_number"].to_list()]
    for failure in failures:
        place = positions.get(failure.column)
        for position in failure.positions:
            if outcomes[position] == "rejected" and failure.verdict != "rejected":
                continue  # a row that is not taken needs no more than the one reason
            told.append(
                {
                    "sheet": title,
                    "row_number": rows[position],
                    "column_name": failure.column,
                    "cell": None if place is None else address(place + 1, rows[position]),
                    "check_id": failure.check_id,
                    "severity": failure.severity,
                    "value_masked": identity.mask(failure.column, text(failure.column, position)),
                    "message_zh": _filled(failure.message, frame, position),
                    "why_zh": failure.why,
                    "mend_zh": failure.mend,
                }
            )
    return told


def text_of(rows: pa.Table) -> Callable[[str, int], str | None]:
    """What stands in a column and row of landed texts, as `tell` asks for it."""
    return lambda column, position: rows.column(column)[position].as_py()


def _filled(message: str, frame: "pd.DataFrame", position: int) -> str:
    """The message with the row's own figures: other row numbers, counts. Floats here are whole numbers with gaps."""
    if "{" not in message:
        return message
    names = [name for name in frame.columns if "{" + name + "}" in message]
    for name in names:
        value = frame[name].iat[position]
        message = message.replace("{" + name + "}", str(int(value)) if isinstance(value, float) else str(value))
    return message


def _visits(frame: "pd.DataFrame", month: Any) -> list[Finding]:
    """A warning for the file when most visits lie in other months: last month's dates, or another month's workbook."""
    import pandas as pd

    visited = pd.to_datetime(frame["visited_on"]).dropna()
    outside = int(((visited.dt.year != month.year) | (visited.dt.month != month.month)).sum())
    if outside * 2 <= len(visited):
        return []
    return [finding("visits_in_another_month", "家庭", "走访日期", share=f"{outside}/{len(visited)}", month=months.label(month))]


def counts(verdicts: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """Rows in, accepted, quarantined and rejected of every sheet."""
    result = {}
    for sheet, outcomes in verdicts.items():
        tally = Counter(outcomes)
        result[sheet] = {"rows_in": len(outcomes), **{f"rows_{name}": tally[name] for name in ("accepted", "quarantined", "rejected")}}
    return result
