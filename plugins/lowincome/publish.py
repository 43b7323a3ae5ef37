"""The snapshot for analysts: schema `pub` alone, built beside the old one, checked, then renamed in."""

import json
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

import duckdb

from lowincome import sql_model
from lowincome.errors import PublishError
from lowincome.warehouse import create

ID_NUMBER = r"\d{17}[\dXx]"


def pseudonym_key(home: Path) -> str:
    """The county's key for pseudonyms, made once, readable by its owner alone (mode 0600).

    Two processes making it at once end up with the same one: the second finds the file.
    """
    path = home / "pseudonym.key"
    if not path.exists():
        # written whole beside and then linked in: a kill never leaves an empty key, which would be no key at all
        with tempfile.NamedTemporaryFile("w", dir=home, encoding="ascii") as beside:
            beside.write(secrets.token_hex(32))
            beside.flush()
            with suppress(FileExistsError):
                os.link(beside.name, path)
    return path.read_text(encoding="ascii")


def snapshot(warehouse_path: Path, published: Path) -> dict[str, int]:
    """Copies every month of every `pub` table into a new file and puts it in place of the old one.

    Returns rows by table. Readers who have the old file open keep it. Errors: PublishError when a text column holds
    something shaped like an identity number; then the old snapshot stays.
    """
    published.parent.mkdir(parents=True, exist_ok=True)
    beside = published.with_suffix(".partial")
    beside.unlink(missing_ok=True)
    models = sql_model.layer("pub")
    con = duckdb.connect(str(beside))
    try:
        con.execute("SET TimeZone = 'Asia/Shanghai'")
        con.execute(f"ATTACH '{warehouse_path}' AS source (READ_ONLY)")
        con.execute("CREATE SCHEMA pub")
        rows = {}
        for model in models:
            create(con, model.table, model.header["title"], model.columns, {})
            order = ", ".join(f'"{key}"' for key in model.grain)
            con.execute(f"INSERT INTO {model.table} SELECT * FROM source.{model.table} ORDER BY {order}")
            rows[model.table] = _count(con, f"SELECT count(*) FROM {model.table}")
            _refuse_identity(con, model)
        con.execute("DETACH source")
    except Exception:
        con.close()
        beside.unlink(missing_ok=True)
        raise
    con.close()
    os.replace(beside, published)
    _write_manifest(published.with_name("manifest.json"), rows)
    return rows


def _refuse_identity(con: duckdb.DuckDBPyConnection, model: sql_model.Model) -> None:
    for column in model.columns:
        if column.type == "VARCHAR":
            found = _count(con, f'SELECT count(*) FROM {model.table} WHERE regexp_matches("{column.name}", ?)', [ID_NUMBER])
            if found:
                raise PublishError(
                    f"{model.table}.{column.name} 有 {found} 行像证件号码,未发布,原快照不动:请检查 sql/6_published/{model.path.name}。"
                )


def _count(con: duckdb.DuckDBPyConnection, query: str, values: list[str] | None = None) -> int:
    row = con.execute(query, values or []).fetchone()
    return int(row[0]) if row else 0


def _write_manifest(path: Path, rows: dict[str, int]) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps({"rows": rows}, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
    os.replace(partial, path)
