"""Checks one landed submission: typed by the SQL of `2_staging`, judged by the suites of `expectations/`.

Every row gets one verdict: accepted, quarantined (with its whole household where that contradicts itself) or rejected.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from lowincome import contract, identity, sql_model, warehouse
from lowincome import month as months
from lowincome.intake import form
from lowincome.intake.answers import finding
from lowincome.intake.bounds import address
from lowincome.paths import EXPECTATIONS, SQL

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


def check(landed: dict[str, Landed], facts: dict[str, Any], received_at: datetime) -> Verdicts:
    """Verdicts and findings of the rows. Needs facts of a recognised file: submission_id, township_code, township_name, month."""
    frames = type_rows({sheet: part.rows for sheet, part in landed.items()}, facts, received_at)
    failures = {
        sheet: contract.run_suite(frames[sheet], EXPECTATIONS / "2_staging" / f"{sheet}.json", _absent(sheet, landed[sheet]))
        for sheet in form.SHEETS
    }
    verdicts = _judge(frames, failures)
    for sheet in form.SHEETS:
        verdicts.findings += _findings(sheet, frames[sheet], failures[sheet], landed[sheet], verdicts)
    verdicts.findings += _visits(frames["household"], facts["month"])
    return verdicts


def type_rows(rows: dict[str, pa.Table], facts: dict[str, Any], received_at: datetime) -> dict[str, "pd.DataFrame"]:
    """The check table of every sheet, one row a landed row and in the same order, from the same SQL that the month runs."""
    wanted = _needed()
    con = duckdb.connect()
    try:
        con.execute("SET threads = 1; SET TimeZone = 'Asia/Shanghai'")
        con.execute((SQL / "0_reference" / "macros.sql").read_text(encoding="utf-8"))
        con.execute("CREATE SCHEMA raw; CREATE SCHEMA stg")
        for model in (*sql_model.layer("raw"), *wanted):  # as the warehouse creates them, but for the comments nobody reads here
            body = ", ".join(f'"{column.name}" {column.type}' for column in model.columns)
            con.execute(f"CREATE TABLE {model.table} ({body})")
        con.execute(
            "INSERT INTO raw.submission BY NAME SELECT $submission_id AS submission_id, 'form' AS kind, $township_code AS township_code,"
            " $township_name AS township_name, $month::DATE AS month, 1 AS version, $received_at::TIMESTAMPTZ AS received_at, '接收' AS status",
            {**{key: facts[key] for key in ("submission_id", "township_code", "township_name", "month")}, "received_at": received_at},
        )
        for sheet, table in rows.items():
            con.register("landed", table)
            con.execute(f"INSERT INTO raw.{sheet} BY NAME SELECT *, 'accepted' AS verdict FROM landed")
            con.unregister("landed")
        for model in wanted:
            warehouse.replace(con, model, {"month": facts["month"], "known_on": None})
        return {sheet: con.execute(f"SELECT * FROM {table} ORDER BY row_number").df() for sheet, table in CHECKS.items()}
    finally:
        con.close()


def _needed() -> list[sql_model.Model]:
    """The staging models that the checks rest on, in order: not those of other sources."""
    ordered = sql_model.layer("stg")
    needed = set(CHECKS.values())
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


def _findings(sheet: str, frame: "pd.DataFrame", failures: list[contract.Failure], part: Landed, verdicts: Verdicts) -> list[Finding]:
    found = []
    rows = [int(row) for row in frame["row_number"].to_list()]
    for failure in failures:
        values = part.rows.column(failure.column)
        position_in_sheet = part.positions.get(failure.column)
        for position in failure.positions:
            if verdicts.verdict[sheet][position] == "rejected" and failure.verdict != "rejected":
                continue  # a row that is not taken needs no more than the one reason
            row = rows[position]
            found.append(
                {
                    "sheet": form.SHEETS[sheet],
                    "row_number": row,
                    "column_name": failure.column,
                    "cell": None if position_in_sheet is None else address(position_in_sheet + 1, row),
                    "check_id": failure.check_id,
                    "severity": failure.severity,
                    "value_masked": identity.mask(failure.column, values[position].as_py()),
                    "message_zh": _filled(failure.message, frame, position),
                    "why_zh": failure.why,
                    "mend_zh": failure.mend,
                }
            )
    return found


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
