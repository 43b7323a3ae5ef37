"""Where a rule's figures come from: followed through the SQL of the rule and of the layers below, down to staging and reference.

Read from the SELECTs themselves, so that an explanation can say file, sheet and column without any rule having to say it twice.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, build_scope

from lowincome import sql_model
from lowincome.rules import Rule

LEAVES = ("raw", "ref")


class Column(NamedTuple):
    """A column of a table of `sql/`. is_earlier: of another month than the one judged."""

    table: str
    name: str
    is_earlier: bool = False


@cache
def evidence(rule: Rule) -> dict[str, frozenset[Column]]:
    """Label of the evidence → the columns of `stg` and `core` (as the rule reads them), and of `ref`, that it is made of."""
    found: dict[str, set[Column]] = {}
    for scope in _scope(rule.model.select).traverse():
        for made in scope.find_all(exp.JSONObject):
            for pair in made.expressions:
                label = pair.this.name
                found.setdefault(label, set()).update(_columns(pair.expression, scope))
    return {label: frozenset(columns) for label, columns in found.items()}


@cache
def answer(rule: Rule) -> frozenset[Column]:
    """The columns that decide whether the rule is triggered."""
    return frozenset(column for scope in _branches(_scope(rule.model.select)) for column in _of(scope, "is_triggered"))


@cache
def staged(column: Column) -> frozenset[Column]:
    """The columns of `stg` that a column of `core` is made of; a column of `stg` or `ref` is its own."""
    return frozenset(_below(column, frozenset()))


@cache
def cells(table: str, name: str) -> frozenset[str]:
    """Headings of the sheet that a column of `stg` is read from."""
    model = _models().get(table)
    if not model:
        return frozenset()
    made = (projection for scope in _branches(_scope(model.select)) for projection in _projections(scope, name))
    return frozenset(heading for projection in made for heading in _headings(projection))


def _headings(projection: exp.Expr) -> Iterator[str]:
    yield from (column.name for column in projection.find_all(exp.Column) if column.this.quoted)
    for call in projection.find_all(exp.Anonymous):
        if call.name == "cell":
            yield call.expressions[1].name


def _below(column: Column, seen: frozenset[Column]) -> Iterator[Column]:
    model = _models().get(column.table)
    if column in seen or not model or not column.table.startswith("core."):
        yield column
        return
    for scope in _branches(_scope(model.select)):
        for under in _of(scope, column.name):
            if under.table != column.table:  # its own earlier month tells nothing new
                yield from _below(under._replace(is_earlier=column.is_earlier or under.is_earlier), seen | {column})


@cache
def _models() -> dict[str, sql_model.Model]:
    return {model.table: model for layer in ("ref", "raw", "stg", "core") for model in sql_model.layer(layer)}


@cache
def _scope(select: str) -> Scope:
    scope = build_scope(sqlglot.parse_one(select, dialect="duckdb"))
    if scope is None:
        raise ValueError("not a SELECT")
    return scope


def _branches(scope: Scope) -> list[Scope]:
    """The SELECTs of a UNION; one where there is none."""
    return [branch for part in scope.set_operation_scopes for branch in _branches(part)] if scope.set_operation_scopes else [scope]


def _selects(scope: Scope) -> list[exp.Expr]:
    expression = scope.expression
    return expression.selects if isinstance(expression, exp.Query) else []


def _projections(scope: Scope, name: str) -> list[exp.Expr]:
    return [projection for projection in _selects(scope) if projection.alias_or_name.lower() == name.lower()]


def _of(scope: Scope, name: str) -> Iterator[Column]:
    """What a column that the scope gives out is made of."""
    own = _projections(scope, name)
    for projection in own:
        yield from _columns(projection, scope)
    if own:
        return
    for star in _selects(scope):
        if star.is_star:
            wanted = star.table if isinstance(star, exp.Column) else ""
            for alias in scope.selected_sources if not wanted else [wanted]:
                yield from _from_source(scope, alias, name)


def _columns(expression: exp.Expr, scope: Scope) -> Iterator[Column]:
    for column in expression.find_all(exp.Column):
        if column.table:
            yield from _from_source(scope, column.table, column.name)
        else:
            for alias in scope.selected_sources:
                yield from _from_source(scope, alias, column.name)
    if any(isinstance(counted.this, exp.Star) for counted in expression.find_all(exp.Count)):
        yield from _rows(scope)
    for inner in expression.find_all(exp.Select):
        yield from (found for below in scope.subquery_scopes if below.expression is inner for found in _all(below))


def _rows(scope: Scope) -> Iterator[Column]:
    """What is counted by `count(*)`: rows, whatever stands in them."""
    for alias in scope.selected_sources:
        source = scope.sources.get(alias)
        if isinstance(source, Scope):
            for branch in _branches(source):
                yield from _rows(branch)
        else:
            yield from _from_source(scope, alias, "row_number")


def _all(scope: Scope) -> Iterator[Column]:
    for projection in _selects(scope):
        yield from _columns(projection, scope)


def _from_source(scope: Scope, alias: str, name: str) -> Iterator[Column]:
    source = scope.sources.get(alias)
    if isinstance(source, Scope):
        for branch in _branches(source):
            yield from _of(branch, name)
    elif isinstance(source, exp.Table):
        table = f"{source.db}.{source.name}"
        model = _models().get(table)
        if model and any(column.name == name for column in model.columns):
            yield Column(table, name, _is_earlier(scope, alias))


def _is_earlier(scope: Scope, alias: str) -> bool:
    """Whether this source is joined or filtered by another month: its `month` stands beside an interval."""
    for comparison in scope.expression.find_all(exp.EQ, exp.Between, exp.LT, exp.LTE, exp.GT, exp.GTE):
        months = [c for c in comparison.find_all(exp.Column) if c.name == "month" and c.table in (alias, "")]
        if months and (comparison.find(exp.Interval) or comparison.find(exp.Anonymous)):
            return True
    return False
