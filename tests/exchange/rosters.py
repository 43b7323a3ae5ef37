"""Rosters of some months in a warehouse in memory, run by the models of `sql/`: what a difference of two of them is made of.

con = warehouse.in_memory()
sent(con, "2021-05", [household(1), household(2)])
sent(con, "2021-06", [household(1)])
run(con, "2021-05", "2021-06")
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from factories import TOWNSHIP, TOWNSHIPS, member, write_form
from lowincome import month as months
from lowincome import policy, warehouse
from lowincome.intake import form

Row = dict[str, Any]
REGION = "640424"
LIMIT = "unexplained_absence_months"
RAW = ("raw.submission", "raw.household", "raw.member", "raw.change", "raw.feed")
STAGED = (
    *("stg.submission_decision", "stg.taken", "stg.standing", "stg.household", "stg.person", "stg.change"),
    "stg.quarantined_household",
)
CORE = ("core.household_home", "core.person_month", "core.household_month")
MARTS = (
    "mart.roster_pair",
    "mart.household_change",
    "mart.person_change",
    "mart.roster_change",
    "mart.roster_disagreement",
    "mart.conservation",
)


def emptied(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """The same warehouse without a row: to make another takes seconds."""
    for table in (*RAW, *STAGED, *CORE, *MARTS, "ref.policy_in_force"):
        con.execute(f"DELETE FROM {table}")
    return con


def sent(
    con: duckdb.DuckDBPyConnection,
    month: str,
    households: Iterable[Row],
    members: Iterable[Row] | None = None,
    changes: Iterable[Row] = (),
    *,
    township: str = TOWNSHIP,
    version: int = 1,
    form_version: str = "1",
    received: str | None = None,
) -> str:
    """A taken sending; without `members` everybody lives alone. A row's `_verdict` is its verdict. Returns the submission's id."""
    households = list(households)
    submission_id = f"S{month}-{township}-{version}"
    con.execute(
        "INSERT INTO raw.submission BY NAME SELECT ? AS submission_id, 'form' AS kind, ? AS township_code, ? AS township_name, ? AS month,"
        " ? AS version, ?::TIMESTAMPTZ AS received_at, ?::TIMESTAMPTZ AS due_at, '接收' AS status, ? AS form_version, TRUE AS is_on_time",
        [
            submission_id,
            township,
            TOWNSHIPS[township],
            months.parse(month),
            version,
            datetime.fromisoformat(received or f"{month}-{19 + version:02d}T10:00+08:00"),
            datetime.fromisoformat(f"{month}-25T23:59:59+08:00"),
            form_version,
        ],
    )
    rows = {"household": households, "member": [member(one) for one in households] if members is None else members, "change": changes}
    for sheet, listed in rows.items():
        for number, row in enumerate(listed, start=2):
            _land(con, sheet, number, row, {"submission_id": submission_id, "township_code": township, "month": months.parse(month)})
    return submission_id


def _land(con: duckdb.DuckDBPyConnection, sheet: str, number: int, row: Mapping[str, Any], facts: Row) -> None:
    texts = {name: None if row.get(name) is None else str(row[name]) for name in form.COLUMNS[sheet]}
    landed = {**facts, "sheet": form.SHEETS[sheet], "row_number": number, **texts, "verdict": row.get("_verdict", "accepted")}
    names = ", ".join(f'"{name}"' for name in landed)
    con.execute(f"INSERT INTO raw.{sheet} ({names}) VALUES ({', '.join('?' * len(landed))})", list(landed.values()))


def decided(con: duckdb.DuckDBPyConnection, about: str, word: str, reason: str = "填错了", on: str = "2021-06-28") -> None:
    """The centre's decision about a sending, as a department's file of one row."""
    number = con.execute("SELECT count(*) FROM raw.submission WHERE kind = 'feed'").fetchone()
    submission_id = f"D{number[0] if number else 0}"
    con.execute(
        "INSERT INTO raw.submission BY NAME SELECT ? AS submission_id, 'feed' AS kind, 'submission_decision' AS feed, DATE '2021-06-01' AS month,"
        " 1 AS version, ?::TIMESTAMPTZ AS received_at, '接收' AS status",
        [submission_id, datetime.fromisoformat(f"{on}T09:00+08:00")],
    )
    cells = {"报送编号": about, "处理": word, "原因": reason, "决定人": "王主任", "决定日期": on}
    con.execute(
        "INSERT INTO raw.feed BY NAME SELECT ? AS submission_id, 'submission_decision' AS feed, DATE '2021-06-01' AS month, 2 AS row_number,"
        " to_json(?)::VARCHAR AS cells, 'accepted' AS verdict",
        [submission_id, cells],
    )


def run(con: duckdb.DuckDBPyConnection, *names: str, known_on: date | None = None) -> None:
    """The roster's part of each month's run, in order."""
    for name in names:
        month = months.parse(name)
        found = policy.lookup(LIMIT, month, REGION)
        con.execute("DELETE FROM ref.policy_in_force WHERE month = ?", [month])
        con.execute("INSERT INTO ref.policy_in_force BY NAME SELECT ? AS month, ? AS parameter, ? AS value", [month, LIMIT, found.value])
        warehouse.run_models(con, (*STAGED, *CORE, *MARTS), {"month": month, "known_on": known_on})


def rows(con: duckdb.DuckDBPyConnection, table: str, month: str, where: str = "TRUE") -> list[Row]:
    """The table's rows of a month."""
    cursor = con.execute(f"SELECT * FROM {table} WHERE month = ? AND {where} ORDER BY ALL", [months.parse(month)])
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def told(con: duckdb.DuckDBPyConnection, month: str = "2021-06", unit: str = "户") -> set[tuple[str, str]]:
    """(household id's last two digits, change) of everything that is no mere part of a household's change."""
    return {
        (row["household_id"][-2:], row["change"])
        for row in rows(con, "mart.roster_change", month, f"unit = '{unit}' AND NOT is_with_household")
    }


def asked(con: duckdb.DuckDBPyConnection, month: str = "2021-06") -> set[tuple[str, str, int | None]]:
    """(cause, sheet, row) of every disagreement."""
    return {(row["cause"], row["sheet"], row["row_number"]) for row in rows(con, "mart.roster_disagreement", month)}


def roster(home: Path, name: str, month: str, households, members=None, changes=()) -> Path:
    """One township's workbook beside the home; everybody is the head of a household where no members are given."""
    people = [member(one) for one in households] if members is None else members
    return write_form(home.parent / name, TOWNSHIP, month, households, people, changes)
