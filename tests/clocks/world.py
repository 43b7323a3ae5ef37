"""A warehouse in memory in which a few cases and households live: events go in as the case register writes them, clocks come out."""

from datetime import date
from typing import Any

import duckdb

from lowincome import month as months
from lowincome import policy, warehouse

TOWNSHIP, HOUSEHOLD, CASE = "640424100", "640424100-00000001", "YJ202105-0000000001"
CLOCKS = ("mart.case_spell", "mart.household_clock", "mart.case_clock", "mart.case_state")
Row = dict[str, Any]


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def rows(con: duckdb.DuckDBPyConnection, select: str, values: list[Any] | None = None) -> list[Row]:
    cursor = con.execute(select, values or [])
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]


def day(text: str) -> date:
    return date.fromisoformat(text)


def cycle_of(on: date) -> date:
    """What happens after the 25th belongs to the next month."""
    return months.add(on.replace(day=1), 1 if on.day > 25 else 0)


def reference(con: duckdb.DuckDBPyConnection, published_until: int = 9999) -> None:
    """What is the same in every month. published_until: the last year whose holidays anybody knows."""
    params = policy.reference_params()
    params["published_years"] = [year for year in params["published_years"] if year <= published_until]
    for name in ("public_holidays", "makeup_days"):
        params[name] = [on for on in params[name] if on.year <= published_until]
    warehouse.run_models(con, ("ref.policy_value", "ref.unit", "ref.document", "ref.division", "ref.calendar_day"), params)


def event(con: duckdb.DuckDBPyConnection, on: str | None, event: str, state: str | None, case_id: str = CASE, **more: Any) -> None:
    """One more event of a case; known on the day it happened unless told otherwise."""
    (count,) = con.execute("SELECT count(*) FROM mart.case_event WHERE case_id = ?", [case_id]).fetchone()
    known_on = day(more.pop("known_on", on))
    about = {"household_id": HOUSEHOLD, "township_code": TOWNSHIP, "family": "漏保漏救", **more}
    happened_on = day(on) if on else None
    put(
        con,
        "mart.case_event",
        month=cycle_of(known_on),
        case_id=case_id,
        seq=count + 1,
        happened_on=happened_on,
        known_on=known_on,
        event=event,
        state_after=state,
        **about,
    )


def urgent(con: duckdb.DuckDBPyConnection, on: str, event: str = "立案", case_id: str = CASE) -> None:
    about = {"household_id": HOUSEHOLD, "township_code": TOWNSHIP, "family": "因困致贫"}
    put(con, "mart.urgent_case", month=cycle_of(day(on)), case_id=case_id, event=event, known_on=day(on), **about)


def home(con: duckdb.DuckDBPyConnection, on: str, **over: Any) -> None:
    """The household in the roster of the month in which a day lies."""
    about = {"household_id": HOUSEHOLD, "township_code": TOWNSHIP, "village": "上村", "head_name": "马小花", "settlement": "农村"}
    put(con, "core.household_month", **{"month": cycle_of(day(on)), **about, **over})


def look(con: duckdb.DuckDBPyConnection, on: str, region: str = "640424") -> list[Row]:
    """Every clock as it stands on a day, by the rules of the month in which it lies."""
    today = day(on)
    month = cycle_of(today)
    params = {"month": month, "known_on": today, "closes_on": date(month.year, month.month, 26), "jurisdictions": policy.chain(region)}
    warehouse.run_models(con, ("ref.policy_in_force", "ref.clock", *CLOCKS), policy.reference_params() | params)
    return rows(con, "SELECT * FROM mart.case_clock WHERE month = ? ORDER BY clock_id", [month])


def one(con: duckdb.DuckDBPyConnection, clock: str, on: str, region: str = "640424") -> Row:
    """The only clock of its kind on a day."""
    (row,) = [row for row in look(con, on, region) if row["clock"] == clock]
    return row
