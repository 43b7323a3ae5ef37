"""The only module that opens DuckDB: one writer, many readers of the published copy.

DuckDB lets one process write and then nobody else open the file, so whoever calls `writer` runs in the Airflow pool
`warehouse` (one slot). There are no migrations: when a table's columns change, the warehouse is rebuilt from raw.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from lowincome import sql_model
from lowincome.errors import ModelError, WarehouseError
from lowincome.paths import SQL
from lowincome.sql_model import Model

Params = dict[str, Any]


@contextmanager
def writer(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, open for writing, with every table in place. Errors: WarehouseError when another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        con = duckdb.connect(str(path))
    except duckdb.IOException as error:
        raise WarehouseError(f"{path.name} 正被另一个进程写入:等它结束后重跑本步骤即可(每步都可重复执行)。") from error
    try:
        prepare(con)
        yield con
    finally:
        con.close()


@contextmanager
def reader(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database file, read-only. Errors: WarehouseError when there is none yet."""
    if not path.exists():
        raise WarehouseError(f"还没有 {path.name}:请先运行 make run 或 python -m lowincome month run。")
    con = duckdb.connect(str(path), read_only=True)
    try:
        yield con
    finally:
        con.close()


def in_memory() -> duckdb.DuckDBPyConnection:
    """An empty warehouse in memory: the same tables, for checking one file or one situation."""
    con = duckdb.connect()
    con.execute("SET threads = 1")
    prepare(con)
    return con


@contextmanager
def at_the_door(models: Iterable[Model]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with the empty tables of just these models, without the comments nobody reads there: for the rows of one file."""
    models = list(models)
    con = duckdb.connect()
    try:
        con.execute("SET threads = 1; SET TimeZone = 'Asia/Shanghai'")
        con.execute((SQL / "0_reference" / "macros.sql").read_text(encoding="utf-8"))
        for schema in dict.fromkeys(model.schema for model in models):
            con.execute(f"CREATE SCHEMA {schema}")
        for model in models:
            con.execute(f"CREATE TABLE {model.table} ({_body(model.columns)})")
        yield con
    finally:
        con.close()


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Schemas, macros and every table of `sql/`, created from the headers where they do not exist yet."""
    con.execute("SET TimeZone = 'Asia/Shanghai'")
    con.execute("SET enable_progress_bar = FALSE")
    for schema in sql_model.LAYERS:
        con.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    con.execute((SQL / "0_reference" / "macros.sql").read_text(encoding="utf-8"))
    there = standing(con)
    for schema in sql_model.LAYERS:
        if schema != "rule":
            for model in sql_model.layer(schema):
                create(con, model.table, model.header["title"], model.columns, there)


def standing(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of every table and view that is there. To be asked once: the engine goes through its whole catalogue for each answer."""
    rows = con.execute(
        "SELECT schema_name || '.' || table_name, list(column_name ORDER BY column_index) FROM duckdb_columns()"
        " WHERE database_name = current_database() GROUP BY ALL"
    ).fetchall()
    return dict(rows)


def create(con: duckdb.DuckDBPyConnection, table: str, title: str, columns: list[sql_model.Column], there: dict[str, list[str]]) -> None:
    """The table with its Chinese comments, unless it is there already. Errors: WarehouseError when it stands with other columns."""
    if table in there:
        if there[table] != [column.name for column in columns]:
            raise WarehouseError(f"{table} 的字段已随程序更新而变化:请运行 python -m lowincome rebuild 由原始文件重建。")
        return
    comments = [f'COMMENT ON COLUMN {table}."{column.name}" IS {_quote(column.comment)}' for column in columns]
    con.execute(";".join([f"CREATE TABLE {table} ({_body(columns)})", f"COMMENT ON TABLE {table} IS {_quote(title)}", *comments]))


def _body(columns: list[sql_model.Column]) -> str:
    return ", ".join(f'"{column.name}" {column.type}' for column in columns)


@contextmanager
def transaction(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All or nothing: what is inside is seen whole or not at all, also after a kill."""
    con.begin()
    try:
        yield
    except BaseException:
        con.rollback()
        raise
    con.commit()


@contextmanager
def tentative(con: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What is made inside can be read inside and is gone afterwards: to look ahead without touching a month."""
    con.begin()
    try:
        yield
    finally:
        con.rollback()


def run_layer(con: duckdb.DuckDBPyConnection, schema: str, params: Params) -> None:
    """Every model of a layer, in order. Call it inside a transaction."""
    for model in sql_model.layer(schema):
        replace(con, model, params)


def run_models(con: duckdb.DuckDBPyConnection, tables: Iterable[str], params: Params) -> None:
    """The named tables of `sql/`, each after the ones it reads. Call it inside a transaction."""
    wanted = set(tables)
    for schema in (layer for layer in sql_model.LAYERS if layer != "rule"):
        for model in sql_model.layer(schema):
            if model.table in wanted:
                replace(con, model, params)


def replace(con: duckdb.DuckDBPyConnection, model: Model, params: Params) -> int:
    """Replaces the model's month (or the whole table, where it has no month) and returns the rows written."""
    # the new rows are computed before the old ones go: a model may read its own earlier months
    con.execute(f"CREATE OR REPLACE TEMP TABLE replacement AS {model.select}", _bind(model, params))
    given = {row[0] for row in con.execute("DESCRIBE replacement").fetchall()}
    if unexpected := given ^ {column.name for column in model.columns}:
        raise ModelError(f"{model.table}: SELECT 与文件头的字段不一致:{'、'.join(sorted(unexpected))}。")
    if "month" in model.grain:
        con.execute(f"DELETE FROM {model.table} WHERE month = $month", {"month": params["month"]})
    elif model.schema == "raw":
        con.execute(f"DELETE FROM {model.table} WHERE submission_id IN (SELECT submission_id FROM replacement)")
    else:
        con.execute(f"DELETE FROM {model.table}")
    con.execute(f"INSERT INTO {model.table} BY NAME SELECT * FROM replacement")
    check_grain(con, "replacement", model)
    count = con.execute("SELECT count(*) FROM replacement").fetchone()
    con.execute("DROP TABLE replacement")
    return count[0] if count else 0


def check_grain(con: duckdb.DuckDBPyConnection, table: str, model: Model) -> None:
    """Errors: ModelError when two rows share the grain the header declares. The message holds no values."""
    keys = ", ".join(f'"{key}"' for key in model.grain)
    doubled = con.execute(f"SELECT count(*) FROM (SELECT 1 FROM {table} GROUP BY {keys} HAVING count(*) > 1)").fetchone()
    if doubled and doubled[0]:
        raise ModelError(f"{model.table}: 有 {doubled[0]} 组行的({keys})重复,与文件头声明的粒度不符。")


def _bind(model: Model, params: Params) -> Params:
    # a month is judged by its own rules, unless those of another day are asked for
    params = {"as_of": params.get("month"), **params}
    missing = [name for name in model.params if name not in params]
    if missing:
        raise ModelError(f"{model.path.name} 需要参数 {'、'.join(missing)},本次运行没有给出。")
    return {name: params[name] for name in model.params}


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
