"""A small example county run through the real steps, and what it left: for tests that look at the whole."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome import case_steps, paths, settings, steps
from lowincome import month as months
from lowincome.example import Arrival, draw
from lowincome.intake import receive

MONTHS = [date(2021, 4, 1), date(2021, 5, 1), date(2021, 6, 1)]
HOUSEHOLDS = 140
ID_NUMBER = re.compile(rb"640499\d{11}[\dXx]")
TEXT = {".html", ".json", ".jsonl", ".log", ".csv", ".txt"}


def receive_all(home: Path, arrivals: list[Arrival]) -> None:
    """Each file comes at its own time; then all are read, registered and answered."""
    waiting: list[str] = []
    for arrival in arrivals:
        drop(home, arrival.path)
        waiting = receive.collect(home, arrival.received_at)
    for submission_id in waiting:
        steps.read_file(submission_id)
    steps.register()
    steps.send_receipts()


def drop(home: Path, path: Path) -> Path:
    target = paths.inbox(home) / path.parent.name / path.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return target


def run_county(home: Path, drawn: Path, before_last: Callable[[], object] = lambda: None) -> list[Arrival]:
    """Three months of the example county, one after the other; returns what was sent. `before_last` is called before the last one runs."""
    arrivals = draw(drawn, MONTHS, HOUSEHOLDS)
    for month in MONTHS:
        receive_all(home, [arrival for arrival in arrivals if arrival.month == month])
        if month == MONTHS[-1]:
            before_last()
        run_month(months.label(month))
    return arrivals


def run_month(month: str) -> None:
    """A month's run, and the centre's word in the morning of the 26th that its lists may go."""
    steps.run_month(month)
    case_steps.approve(month, "王主任", f"{month}-26T09:00+08:00")


def tables(database: Path) -> dict[str, str]:
    """A checksum of the content of every table, whatever the order of its rows."""
    con = duckdb.connect(str(database), read_only=True)
    try:
        con.execute("SET TimeZone = 'Asia/Shanghai'")
        con.execute("SET enable_progress_bar = FALSE")
        names = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1").fetchall()
        return {name: _checksum(con, name) for (name,) in names}
    finally:
        con.close()


def _checksum(con: duckdb.DuckDBPyConnection, name: str) -> str:
    rows = sorted(repr(row) for row in con.execute(f"SELECT * FROM {name}").fetchall())
    return f"{len(rows)} rows {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()[:16]}"


def rows_of(database: Path, schema: str, month: str) -> int:
    """How many rows all tables of a schema hold for a month."""
    monthly = "SELECT DISTINCT table_name FROM duckdb_columns() WHERE schema_name = ? AND column_name = 'month' AND NOT internal"
    with duckdb.connect(str(database), read_only=True) as con:
        names = con.execute(monthly, [schema]).fetchall()
        return sum(con.execute(f"SELECT count(*) FROM {schema}.{name} WHERE month = ?", [month]).fetchall()[0][0] for (name,) in names)


def files(folder: Path) -> dict[str, str]:
    """A checksum of every file below a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in found}


def content(home: Path) -> dict[str, Any]:
    """Everything a run made: the warehouse, the snapshot, the lists."""
    return {
        "warehouse": tables(paths.warehouse(home)),
        "published": tables(paths.published(home)),
        "outbox": files(home / "outbox"),
    }


def query(database: Path, select: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    con = duckdb.connect(str(database), read_only=True)
    try:
        return con.execute(select, values or []).fetchall()
    finally:
        con.close()


def identity_columns(database: Path) -> list[str]:
    """The text columns in which some value is shaped like an identity number."""
    text = "SELECT schema_name || '.' || table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type LIKE 'VARCHAR%' ORDER BY ALL"
    holds = "SELECT count(*) FROM {} WHERE regexp_matches(CAST({} AS VARCHAR), '\\d{{17}}[\\dXx]')"
    # opened once: opening goes through the whole catalogue
    with duckdb.connect(str(database), read_only=True) as con:
        columns = con.execute(text).fetchall()
        return [f"{table}.{column}" for table, column in columns if con.execute(holds.format(table, f'"{column}"')).fetchall()[0][0]]


def python(home: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Runs code in a process of its own, as a task does."""
    env = {**os.environ, "LOWINCOME_HOME": str(home), "PYTHONPATH": str(settings.PROJECT / "plugins")}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
