"""Sendings with feedback as they lie in raw, and what staging makes of them, in a warehouse in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import duckdb

from factories import TOWNSHIP, TOWNSHIPS
from lowincome import month as months
from lowincome import warehouse

Row = dict[str, Any]
LIST, FORM = "returned_list", "form"
STAGED = ("stg.submission_decision", "stg.taken", "stg.standing", "stg.feedback")
CASE = "YJ202105-00000000AA"
VISIT = {"预警编号": CASE, "核查日期": "2021-06-02", "核查结果": "属实"}
COLUMNS = ("case_id", "visited_on", "result", "measure", "delivered_on", "amount_yuan", "asks_to_close", "remark")


@dataclass(frozen=True)
class Sending:
    rows: Sequence[Row]
    at: str = "2021-06-03T09:00"
    kind: str = LIST
    month: str = "2021-05"
    township: str = TOWNSHIP


def form(rows: Sequence[Row], at: str = "2021-06-20T09:00", month: str = "2021-06", township: str = TOWNSHIP) -> Sending:
    return Sending(rows, at, FORM, month, township)


def emptied(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    for table in ("raw.submission", "raw.feedback", "raw.feed", *STAGED, "mart.feedback_unplaced", "mart.case_before", "mart.case_state"):
        con.execute(f"DELETE FROM {table}")
    return con


def receive(con: duckdb.DuckDBPyConnection, *sendings: Sending) -> list[str]:
    """Puts them into raw, every row accepted; returns their numbers in the order given."""
    numbers = []
    for sending in sendings:
        number = f"S{con.execute('SELECT count(*) FROM raw.submission').fetchall()[0][0]:03d}"
        con.execute(
            "INSERT INTO raw.submission BY NAME SELECT ? AS submission_id, ? AS kind, ? AS township_code, ? AS township_name, ?::DATE AS month,"
            " ? AS version, ?::TIMESTAMPTZ AS received_at, '接收' AS status",
            [
                *(number, sending.kind, sending.township, TOWNSHIPS[sending.township], months.parse(sending.month), len(numbers) + 1),
                months.local(datetime.fromisoformat(sending.at)),
            ],
        )
        for place, row in enumerate(sending.rows, start=2):
            names = ", ".join(f'? AS "{name}"' for name in row)
            con.execute(
                f"INSERT INTO raw.feedback BY NAME SELECT ? AS submission_id, ? AS township_code, ? AS row_number, 'accepted' AS verdict, {names}",
                [number, sending.township, place, *row.values()],
            )
        numbers.append(number)
    return numbers


def withdraw(con: duckdb.DuckDBPyConnection, number: str) -> None:
    con.execute(
        "INSERT INTO raw.submission BY NAME SELECT 'D' || $1 AS submission_id, 'feed' AS kind, 'submission_decision' AS feed, '接收' AS status,"
        " TIMESTAMPTZ '2021-06-25 12:00:00+08' AS received_at",
        [number],
    )
    con.execute(
        "INSERT INTO raw.feed BY NAME SELECT 'D' || $1 AS submission_id, 'submission_decision' AS feed, 2 AS row_number, 'accepted' AS verdict,"
        " json_object('报送编号', $1, '处理', '撤回') AS cells",
        [number],
    )


def stage(con: duckdb.DuckDBPyConnection, label: str = "2021-06", known_on: date | None = None) -> None:
    """The month's feedback: what came until the 25th."""
    month = months.parse(label)
    warehouse.run_models(con, STAGED, {"month": month, "known_on": known_on, "closes_on": month + timedelta(days=25)})


def that_count(con: duckdb.DuckDBPyConnection, label: str = "2021-06") -> list[tuple[Any, ...]]:
    """What was said, each thing once."""
    return con.execute(
        f"SELECT {', '.join(COLUMNS)} FROM stg.feedback WHERE month = ? AND NOT is_repeat ORDER BY ALL", [months.parse(label)]
    ).fetchall()


def world() -> Iterator[duckdb.DuckDBPyConnection]:
    with warehouse.in_memory() as con:
        yield con
