"""The same month's data under other rules: of another day, another place, or a changed parameter file.

Everything happens in a warehouse in memory; the real one is only read. Both sides are computed in the same way, so what differs
is what the rules make of it. Nothing here is written into a month: it answers "what would it mean here?" before anybody decides.
"""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from lowincome import month as months
from lowincome import policy, rules, sql_model, warehouse
from lowincome.errors import PolicyError, WarehouseError
from lowincome.warehouse import Params

# what a month's rules say: the tables of `ref` that are made for a month
DATED = tuple(model.table for model in sql_model.layer("ref") if "month" in model.grain)
# who is on the roster is the month's data, not what its rules make of it, though an office setting says how long the absent stay on it
ROSTER = "core.household_home"
COVERAGE = "漏保漏救"
HOURS = "visit_hours_household"
# duties to admit one person of a household, whatever the household's income: what that costs no household's gap can tell
SINGLE = {"must_admit_single_person", "must_admit_registered_poor_single", "must_split_household"}


@dataclass(frozen=True)
class Side:
    """One way to judge the month. as_of: any day of the month whose rules are asked for; overlay: changed parameters, or none."""

    as_of: date
    region: str
    overlay: Path | None = None


@dataclass(frozen=True)
class RuleDifference:
    """One rule on both sides. state: 施行/未施行/已停止. now, then: units triggered (households; townships and the like for office rules)."""

    rule_id: str
    title: str
    family: str
    subject: str
    state_now: str
    state_then: str
    reason_then: str | None
    now: frozenset[str]
    then: frozenset[str]

    @property
    def gained(self) -> frozenset[str]:
        return self.then - self.now

    @property
    def lost(self) -> frozenset[str]:
        return self.now - self.then


@dataclass(frozen=True)
class Caseload:
    """What the difference means for the county's work and money.

    found: households with any finding; uncovered: with a finding of the family 漏保漏救; hours: visiting hours for `found`, None
    where no hours a visit are entered. gap_yuan_month: 补差 a month of the newly uncovered households, estimated from incomes as they
    were reported; gap_unknown of them have an unknown income or line and are not in it. new_singles: persons newly found by a rule that
    admits one person of a household; single_yuan_month: the whole line a month for each whose line is known, the most it can cost.
    """

    found_now: int
    found_then: int
    uncovered_now: int
    uncovered_then: int
    hours_now: Decimal | None
    hours_then: Decimal | None
    newly_uncovered: int
    gap_unknown: int
    gap_yuan_month: Decimal
    new_singles: int
    single_yuan_month: Decimal


@dataclass(frozen=True)
class Comparison:
    month: date
    own: Side
    other: Side
    rules: list[RuleDifference]
    caseload: Caseload


def compare(warehouse_path: Path, month: date, as_of: date, region: str, policy_file: Path | None = None) -> Comparison:
    """Judges the month twice: by its own rules, and by those of `as_of` in `region`, with the rows of `policy_file` if given.

    Errors: WarehouseError for a month the warehouse does not hold; PolicyError for a parameter file that `policy.load` refuses.
    """
    with _reference(policy_file) as folder, warehouse.in_memory() as con:
        own = Side(month, _copy(con, warehouse_path, month))
        other = Side(as_of.replace(day=1), region, policy_file)
        now = _judge(con, month, own, policy.REFERENCE)
        hours = _value(con, month, HOURS)
        then = _judge(con, month, other, folder)
        found = [_difference(rule_id, now, then) for rule_id in sorted(now.definitions)]
        return Comparison(month, own, other, found, _caseload(con, month, found, hours, then.singles - now.singles))


def _copy(con: duckdb.DuckDBPyConnection, path: Path, month: date) -> str:
    """What rules and accounts read of all months up to this one; returns the region the month was judged for."""
    if not path.exists():
        raise WarehouseError(f"还没有 {path.name}:请先运行 make run 或 python -m lowincome month run。")
    try:
        con.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS standing (READ_ONLY)")
    except duckdb.IOException as error:
        raise WarehouseError(f"{path.name} 正被另一个进程写入:等它结束后再比较。") from error
    run = con.execute("SELECT region FROM standing.mart.month_run WHERE month = ?", [month]).fetchone()
    if not run:
        raise WarehouseError(f"数据仓库里没有 {months.label(month)}:请先运行 python -m lowincome month run {months.label(month)}。")
    for table in sorted(_needed()):
        con.execute(f"INSERT INTO {table} BY NAME SELECT * FROM standing.{table} WHERE month <= ?", [month])
    con.execute("DETACH standing")
    return str(run[0])


def _needed() -> set[str]:
    """Every monthly table of `stg` and `core` that a rule, or an account made anew, reads."""
    models = {model.table: model for layer in ("stg", "core") for model in sql_model.layer(layer)}
    read = {table for rule in rules.load() for table in rule.model.reads}
    read |= {table for model in dependent() for table in (model.table, *model.reads)}
    return {table for table in read if table in models and "month" in models[table].grain}


def dependent() -> list[sql_model.Model]:
    """The models of `core` that read what a month's rules say, straight or through another of them, each after what it reads; not the roster."""
    found: list[sql_model.Model] = []
    for model in sql_model.layer("core"):
        if model.table != ROSTER and {*DATED, *(earlier.table for earlier in found)} & set(model.reads):
            found.append(model)
    return found


@dataclass(frozen=True)
class _Judgement:
    definitions: dict[str, tuple[Any, ...]]
    units: dict[str, frozenset[str]]
    singles: frozenset[tuple[str, str]]


def _judge(con: duckdb.DuckDBPyConnection, month: date, side: Side, folder: Path) -> _Judgement:
    with warehouse.transaction(con):
        base: Params = {"jurisdictions": policy.chain(side.region, folder), "known_on": None, **policy.reference_params(folder)}
        warehouse.run_models(con, [model.table for model in sql_model.layer("ref") if model.table not in DATED], base)
        for earlier in _held(con, month):
            # a month so many before is judged by the rules of so many months before
            params = {**base, "month": earlier, "as_of": months.add(side.as_of, _apart(month, earlier))}
            warehouse.run_models(con, (*DATED, *(model.table for model in dependent())), params)
        rules.evaluate(con, month, {**base, "month": month, "as_of": side.as_of})
    rows = con.execute(
        "SELECT rule_id, title, family, subject, state, reason FROM rule.definition WHERE month = ?",
        [month],
    ).fetchall()
    hits = con.execute(
        "SELECT rule_id, list(DISTINCT coalesce(household_id, office_id)) FROM rule.hit WHERE month = ? AND is_triggered GROUP BY rule_id",
        [month],
    ).fetchall()
    singles = con.execute(
        "SELECT DISTINCT household_id, person_id FROM rule.hit WHERE month = ? AND is_triggered AND list_contains(?::VARCHAR[], rule_id)",
        [month, sorted({rule.rule_id for rule in rules.load() if SINGLE & set(rule.required)})],
    ).fetchall()
    return _Judgement({row[0]: row[1:] for row in rows}, {rule_id: frozenset(units) for rule_id, units in hits}, frozenset(singles))


def _held(con: duckdb.DuckDBPyConnection, month: date) -> list[date]:
    rows = con.execute("SELECT DISTINCT month FROM core.household_month WHERE month <= ? ORDER BY month", [month]).fetchall()
    return sorted({row[0] for row in rows} | {month})


def _apart(month: date, earlier: date) -> int:
    """How many months the second lies after the first: negative, or zero."""
    return (earlier.year - month.year) * 12 + earlier.month - month.month


def _difference(rule_id: str, now: _Judgement, then: _Judgement) -> RuleDifference:
    title, family, subject, state_now, _ = now.definitions[rule_id]
    *_, state_then, reason_then = then.definitions[rule_id]
    units = (side.units.get(rule_id, frozenset()) for side in (now, then))
    return RuleDifference(rule_id, title, family, subject, state_now, state_then, reason_then, *units)


def _caseload(
    con: duckdb.DuckDBPyConnection,
    month: date,
    found: list[RuleDifference],
    hours: Decimal | None,
    new_singles: frozenset[tuple[str, str]],
) -> Caseload:
    """Households of the differences added up; the accounts in `con` are those of the other side."""
    homes = [one for one in found if one.subject != "office"]
    coverage = [one for one in homes if one.family == COVERAGE]
    found_now, found_then, uncovered_now, uncovered_then = (
        frozenset[str]().union(*(units for one in group for units in [getattr(one, side)]))
        for group in (homes, coverage)
        for side in ("now", "then")
    )
    newly = uncovered_then - uncovered_now
    gap, unknown = con.execute(
        """
        SELECT
          coalesce(sum(CAST(greatest(line_yuan_year - gross_yuan_12m, 0) / 12 AS DECIMAL(12, 2))), 0),
          count(*) FILTER (WHERE line_yuan_year - gross_yuan_12m IS NULL)
        FROM core.income_account
        WHERE month = ? AND list_contains(?::VARCHAR[], household_id)
        """,
        [month, sorted(newly)],
    ).fetchall()[0]
    (whole,) = con.execute(
        """
        SELECT coalesce(sum(CAST(a.line_yuan_per_person_year / 12 AS DECIMAL(12, 2))), 0)
        FROM (SELECT unnest(?::VARCHAR[]) AS household_id) AS p
        INNER JOIN core.income_account AS a ON p.household_id = a.household_id
        WHERE a.month = ?
        """,
        [sorted(household for household, _ in new_singles), month],
    ).fetchall()[0]
    return Caseload(
        found_now=len(found_now),
        found_then=len(found_then),
        uncovered_now=len(uncovered_now),
        uncovered_then=len(uncovered_then),
        hours_now=None if hours is None else len(found_now) * hours,
        hours_then=None if hours is None else len(found_then) * hours,
        newly_uncovered=len(newly),
        gap_unknown=unknown,
        gap_yuan_month=Decimal(gap),
        new_singles=len(new_singles),
        single_yuan_month=Decimal(whole),
    )


def _value(con: duckdb.DuckDBPyConnection, month: date, parameter: str) -> Decimal | None:
    found = con.execute("SELECT value FROM ref.policy_in_force WHERE month = ? AND parameter = ?", [month, parameter]).fetchone()
    return found[0] if found else None


@contextmanager
def _reference(overlay: Path | None) -> Iterator[Path]:
    """The folder of reference data, with the rows of the overlay in place of those of the same parameters and places."""
    if overlay is None:
        yield policy.REFERENCE
        return
    if not overlay.is_file():
        raise PolicyError(f"{overlay.name}: 没有这个文件。请给出一份与 sql/0_reference/policy 里栏目相同的 CSV。")
    changed = {(row["parameter"], row["jurisdiction"]) for _, row in policy.rows(overlay, policy.COLUMNS)}
    if not changed:
        raise PolicyError(f"{overlay.name}: 一行取值也没有。请写上要改的参数,或不用 --policy。")
    with tempfile.TemporaryDirectory() as held:
        folder = Path(shutil.copytree(policy.REFERENCE, Path(held) / "reference"))
        for path in (folder / "policy").glob("*.csv"):
            _without(path, changed)
        shutil.copyfile(overlay, folder / "policy" / f"{overlay.stem}(改动).csv")
        policy.load(folder)
        yield folder


def _without(path: Path, changed: set[tuple[str, str]]) -> None:
    """The file again, less the rows that the overlay replaces."""
    kept = [row for _, row in policy.rows(path, policy.COLUMNS) if (row["parameter"], row["jurisdiction"]) not in changed]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, policy.COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
