"""A month of events over many open cases: the replay of their states and the lines of the lists, each beside one plain scan of what they read."""

import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import duckdb

from cases import life
from lowincome import policy, sql_model, warehouse

BEFORE, MONTH, CLOSES = date(2021, 5, 1), date(2021, 6, 1), date(2021, 6, 26)
SIZES = (10_000, 30_000, 100_000)
REFERENCE = ("ref.policy_in_force", "ref.dibao_line", "ref.village_travel", "ref.calendar_day", "ref.clock")
CLOCKS = ("mart.case_spell", "mart.household_clock", "mart.case_clock")
REPLAY = (*life.MODELS, *CLOCKS)
LISTS = (
    "mart.visit_capacity",
    "mart.visit_need",
    "mart.visit_plan",
    "mart.list_line",
    "mart.warning",
    "mart.case_ledger",
    "mart.form_feedback",
)


class Timing(NamedTuple):
    """Seconds of the replay, of the lists and of one scan of the tables both read, with what they were made from."""

    cases: int
    events: int
    replay: float
    lists: float
    scan: float


def measure() -> list[Timing]:
    return [_measure(size) for size in SIZES]


def _measure(size: int) -> Timing:
    con = life.fresh()
    con.execute("SET threads = 2")
    try:
        _live(con, size)
        params = {
            "month": MONTH,
            "closes_on": CLOSES,
            "region": life.REGION,
            "jurisdictions": policy.chain(life.REGION),
            "known_on": None,
            **policy.reference_params(),
        }
        warehouse.run_models(con, REFERENCE, params)
        replay = _seconds(lambda: warehouse.run_models(con, REPLAY, params))
        lists = _seconds(lambda: warehouse.run_models(con, LISTS, params))
        found = con.execute("SELECT count(*) FROM mart.case_event WHERE month = ?", [MONTH]).fetchone()
        return Timing(size, found[0] if found else 0, replay, lists, _seconds(lambda: _scan(con)))
    finally:
        con.close()


def _live(con: duckdb.DuckDBPyConnection, size: int) -> None:
    """Every household has an open case of May; in June nine of ten still show it, a third was on the list, a third has been answered."""
    village = f"CAST(i % {max(1, size // 300)} AS VARCHAR) || '村'"
    township = "'6404241' || lpad(CAST(i % 7 AS VARCHAR), 2, '0')"
    house = f"'H' || i AS household_id, {township} AS township_code, '某乡' AS township_name, {village} AS village"
    said = "'户主' AS head_name, '农村' AS settlement, '无' AS support_category, FALSE AS is_in_dibao, FALSE AS is_in_tekun, 2 AS persons"
    money = "20000 + i % 9999 AS income_yuan_12m, 10000 + i % 4999 AS income_per_capita_yuan_year, 0 AS rigid_yuan_12m"
    for month in (BEFORE, MONTH):
        _put(con, "core.household_month", f"DATE '{month}' AS month, {house}, {said}, {money}, 'P' || i AS head_person_id", size)
        person = "'P' || i AS person_id, '某' AS name, TRUE AS is_in_household, '有' AS labour_capacity, TRUE AS is_main_labour"
        _put(con, "core.person_month", f"DATE '{month}' AS month, 'H' || i AS household_id, {person}, 0 AS months_without_income", size)
        life.put(con, "rule.definition", month=month, rule_id=life.RULE, family=life.FAMILY, urgency="一般", state="施行", title="收入低")
        hit = f"DATE '{month}' AS month, '{life.RULE}' AS rule_id, 'H' || i AS household_id, i % 10 > 0 AS is_triggered, 3000 AS measured"
        _put(con, "rule.unsafe_water", f"{hit}, 6000 AS threshold, 'yuan_per_person_year' AS unit, '{{}}' AS evidence", size)
    case = f"DATE '{BEFORE}' AS month, case_number(DATE '{BEFORE}', 'H' || i, '{life.FAMILY}') AS case_id, 'H' || i AS household_id"
    where = f"{township} AS township_code, '{life.FAMILY}' AS family"
    event = f"DATE '2021-05-26' AS happened_on, DATE '2021-05-26' AS known_on, '立案' AS event, '立案' AS move, ['{life.RULE}'] AS rule_ids"
    _put(con, "mart.case_event", f"{case}, {where}, 1 AS seq, {event}, '待核查' AS state_after", size)
    warehouse.run_models(con, ("mart.case_state",), {"month": BEFORE, "closes_on": date(2021, 5, 26)})
    _put(con, "mart.visit_plan", f"{case}, {township} AS township_code, i % 3 = 0 AS is_listed, TRUE AS needs_visit", size)
    life.put(
        con, "stg.list_approval", month=MONTH, list_month=BEFORE, decision="下发", decided_on=date(2021, 5, 26), known_on=date(2021, 5, 26)
    )
    answer = "CASE i % 4 WHEN 0 THEN '属实' WHEN 1 THEN '外出未见' ELSE '不属实' END AS result, DATE '2021-06-10' AS visited_on"
    more = "DATE '2021-06-12' AS known_on, '临时救助' AS measure, DATE '2021-06-11' AS delivered_on, i % 2 = 0 AS asks_to_close"
    source = f"DATE '{MONTH}' AS month, {township} AS township_code, 'S' AS submission_id, i AS row_number, FALSE AS is_repeat, 'x' AS said"
    number = f"case_number(DATE '{BEFORE}', 'H' || i, '{life.FAMILY}') AS case_id"
    _put(con, "stg.feedback", f"{source}, {number}, {answer}, {more}", size, "i % 3 = 0")


def _put(con: duckdb.DuckDBPyConnection, table: str, columns: str, size: int, where: str = "TRUE") -> None:
    con.execute(f"INSERT INTO {table} BY NAME SELECT {columns} FROM range({size}) AS r(i) WHERE {where}")


def _scan(con: duckdb.DuckDBPyConnection) -> None:
    """Every column of every table that the models read, looked at once."""
    names = {name for model in _models() for name in model.reads if con.execute(f"SELECT count(*) FROM {name}").fetchone() != (0,)}
    for name in sorted(names):
        con.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {name}").fetchall()


def _models() -> list[sql_model.Model]:
    return [model for model in sql_model.layer("mart") if model.table in {*REPLAY, *LISTS}]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
