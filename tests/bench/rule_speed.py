"""Every rule over a month of 100,000 households, each beside one plain scan of the columns it reads."""

import re
import time
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import duckdb

from lowincome import policy, rules, sql_model, warehouse

MONTH = date(2021, 6, 1)
HOUSEHOLDS = 100_000
# (month, place): between them they have every rule in force that any document makes
PLACES = ((MONTH, "640424"), (date(2020, 8, 1), "640521"), (date(2020, 6, 1), "500153"))
# what the invented rows hold where a column's name says what it must be; {h} is a number that differs by row and column
WORDS = {
    "settlement": ["农村", "农村", "农村", "城镇"],
    "support_category": ["无", "无", "无", "农村低保", "农村低保", "分散特困", "低保边缘"],
    "monitoring_category": ["一般户", "脱贫户", "脱贫户", "脱贫不稳定户", "边缘易致贫户"],
    "registered_poor": ["否", "已脱贫", "已脱贫", "未脱贫", "脱贫再返贫"],
    "shock": ["无", "无", "无", "无", "因病", "因灾", "因疫情"],
    "health": ["健康", "健康", "健康", "慢性病", "大病", "残疾"],
    "labour_capacity": ["有", "有", "部分丧失", "完全丧失", "无"],
    "employment": ["就业", "灵活就业", "失业", "无业", "在校"],
    "self_care": ["自理", "自理", "自理", "半失能", "失能"],
    "relation": ["户主", "配偶", "子女", "子女", "父母"],
    "programme": ["农村低保", "分散特困", "高龄补贴", "重度残疾人护理补贴"],
    "kind": ["急难型家庭", "支出型家庭", "个人"],
    "result": ["成功", "成功", "成功", "失败"],
}


class Timing(NamedTuple):
    """Seconds of one rule and of one scan of its columns."""

    rule_id: str
    rows: int
    seconds: float
    scan: float


def measure(households: int = HOUSEHOLDS) -> list[Timing]:
    """One line a rule, the slowest first."""
    con = warehouse.in_memory()
    try:
        return _measure(con, households)
    finally:
        con.close()


def _measure(con: duckdb.DuckDBPyConnection, households: int) -> list[Timing]:
    rules.prepare(con)
    for table, count in _sizes(households).items():
        _fill(con, table, count)
    timings: dict[str, Timing] = {}
    for as_of, region in PLACES:
        params = {"month": MONTH, "as_of": as_of, "jurisdictions": policy.chain(region), **policy.reference_params()}
        warehouse.run_layer(con, "ref", params)
        warehouse.run_models(con, ["core.income_account"], params)
        for rule_id in sorted({rule.rule_id for rule in rules.load()} - set(timings)):
            seconds = _seconds(lambda rule_id=rule_id, params=params: rules.evaluate(con, MONTH, params, (rule_id,)))
            found = con.execute(f"SELECT count(*) FROM rule.{rule_id} WHERE month = ?", [MONTH]).fetchone()
            state = con.execute("SELECT state FROM rule.definition WHERE month = ? AND rule_id = ?", [MONTH, rule_id]).fetchone()
            if state == ("施行",):
                timings[rule_id] = Timing(rule_id, found[0] if found else 0, seconds, _seconds(_scan(con, rule_id, as_of)))
    return sorted(timings.values(), key=lambda timing: -timing.seconds)


def _sizes(households: int) -> dict[str, int]:
    one = dict.fromkeys(("core.household_month", "core.household_fact"), households)
    people = dict.fromkeys(("core.person_month", "core.person_fact"), households * 5 // 2)
    return {**one, **people, "core.benefit_month": households // 2, "core.relief": households // 50}


def _fill(con: duckdb.DuckDBPyConnection, table: str, count: int) -> None:
    """The month and the one before, every column filled by its type, the same for the same size."""
    model = next(model for model in sql_model.layer("core") if model.table == table)
    columns = ", ".join(f"{_value(column.name, column.type, position)} AS {column.name}" for position, column in enumerate(model.columns))
    for month in (MONTH, MONTH.replace(month=MONTH.month - 1)):
        con.execute(f"INSERT INTO {table} BY NAME SELECT {columns} FROM range({count}) AS t(n)".replace("$month", f"DATE '{month}'"))


def _value(name: str, kind: str, position: int) -> str:
    chance = f"CAST(hash(n * 64 + {position}) % 1000 AS INTEGER)"
    words = WORDS.get(name)
    if name == "month":
        return "$month"
    if name in ("household_id", "person_id"):
        return "'H' || (n * 2 // 5)" if name == "household_id" and position > 1 else f"'{name[0].upper()}' || n"
    if name == "row_number":
        return "CAST(n AS INTEGER)"
    if words:
        return f"{words}[1 + {chance} % {len(words)}]"
    plain = {
        "BOOLEAN": f"CASE WHEN {chance} < 900 THEN {chance} % 2 = 0 END",
        "INTEGER": f"1 + {chance} % 4",
        "DATE": f"$month + {chance} % 28",
        "VARCHAR": f"'x' || {chance}",
    }
    return plain.get(kind, f"CAST({chance} * 37 AS {kind})" if kind.startswith("DECIMAL") else f"CAST(NULL AS {kind})")


def _scan(con: duckdb.DuckDBPyConnection, rule_id: str, as_of: date) -> Callable[[], object]:
    """Reads every column the rule names, of every table but those of `ref`, once."""
    rule = [rule for rule in rules.load() if rule.rule_id == rule_id and (rule.since is None or rule.since <= as_of)][-1]
    named = set(re.findall(r"\w+", rule.model.select))
    selects = []
    for table in rule.model.reads:
        if table.startswith("ref."):
            continue
        schema, name = table.split(".")
        model = next(model for model in sql_model.layer(schema) if model.table == table)
        columns = [column.name for column in model.columns if column.name in named]
        selects.append(f"SELECT bit_xor(hash({', '.join(columns)})) FROM {schema}.{name} WHERE month = DATE '{MONTH}'")
    return lambda: [con.execute(select).fetchall() for select in selects]


def _seconds(work: Callable[[], object]) -> float:
    """The shorter of two runs."""
    taken = []
    for _ in range(2):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)
