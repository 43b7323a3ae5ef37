"""A submission on disk: the folder `raw/<month>/<id>` with the original, its Parquet files and its line of the manifest.

A folder appears under its month whole or not at all (one rename), and is never changed afterwards.
"""

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lowincome import month as months
from lowincome import paths, sql_model
from lowincome.errors import IntakeError
from lowincome.intake import form

INCOMING = "_incoming"
UNRECOGNISED = "unrecognised"
MANIFEST = "submission.json"
ARRIVAL = "arrival.json"
_TYPES = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
}


def incoming(home: Path) -> Path:
    return paths.raw(home) / INCOMING


def folders(home: Path) -> list[Path]:
    """Every finished submission, by month and id. One still being read is not among them."""
    found = (path.parent for path in paths.raw(home).glob(f"*/S*/{MANIFEST}"))
    return sorted(folder for folder in found if folder.parent.name != INCOMING)


def find(home: Path, submission_id: str) -> Path | None:
    """The finished folder of a submission, if there is one."""
    return next((folder for folder in folders(home) if folder.name == submission_id), None)


def load(folder: Path) -> dict[str, Any]:
    """The manifest line: the columns of `raw.submission` but the version; month as YYYY-MM-DD, moments as ISO."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def versions(home: Path, month: date | None = None) -> list[tuple[Path, int]]:
    """Every finished submission (of a month) with its version: the how-manieth of its township and month, by arrival."""
    lines = sorted(((load(folder), folder) for folder in folders(home)), key=lambda pair: (_moment(pair[0]), pair[0]["sha256"]))
    seen: dict[tuple[Any, ...], int] = {}
    result = []
    for line, folder in lines:
        key = (line["kind"], line["feed"], line["township_code"], line["month"])
        seen[key] = seen.get(key, 0) + 1
        if month is None or line["month"] == month.isoformat():
            result.append((folder, seen[key]))
    return result


def outbox(home: Path, folder: Path) -> Path:
    """Where the answer goes: the township's folder of the month; the month of receipt, or the county, where those are unknown."""
    line = load(folder)
    month = date.fromisoformat(line["month"]) if line["month"] else months.of_moment(_moment(line))
    if line["township_code"]:
        return paths.township_outbox(home, month, line["township_code"], line["township_name"])
    return paths.county_outbox(home, month)


def standing_sha256(home: Path, line: dict[str, Any]) -> str | None:
    """The checksum of the newest submission taken for the same township (or of the same kind of extract) and month."""
    same = [load(folder) for folder in folders(home) if line["month"] and folder.parent.name == line["month"][:7]]
    keys = ("kind", "feed", "township_code")
    taken = [other for other in same if all(other[key] == line[key] for key in keys) and other["status"] != "退回"]
    newest = max(taken, key=lambda other: (_moment(other), other["sha256"]), default=None)
    return newest["sha256"] if newest else None


def finish(home: Path, line: dict[str, Any], tables: dict[str, pa.Table]) -> Path:
    """Writes the Parquet files and the manifest into the incoming folder, then renames it to where it stays."""
    folder = incoming(home) / line["submission_id"]
    for model in sql_model.layer("raw"):
        name = model.table.removeprefix("raw.")
        pq.write_table(tables[name].select(schema(name).names).cast(schema(name)), folder / f"{name}.parquet", compression="zstd")
    text = json.dumps(line, ensure_ascii=False, indent=1, default=lambda value: value.isoformat())
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    target: Path = paths.raw(home) / (months.label(line["month"]) if line["month"] else UNRECOGNISED) / folder.name
    target.parent.mkdir(parents=True, exist_ok=True)
    os.rename(folder, target)
    return target


def schema(name: str) -> pa.Schema:
    """The Parquet columns of a raw table: those of its SQL file, without what its SELECT computes."""
    model = next((model for model in sql_model.layer("raw") if model.table == f"raw.{name}"), None)
    if model is None:
        raise IntakeError(f"没有 raw.{name} 这张表:请核对 sql/1_raw。")
    return pa.schema([(column.name, _TYPES[column.type]) for column in model.columns if column.name != "version"])


def summary(home: Path, folder: Path) -> dict[str, Any]:
    """What a run may say about a submission: status, counts, where it lies. Nothing of its content."""
    line = load(folder)
    names = ("submission_id", "status", "feed", "township_code", "township_name", "is_on_time")
    numbers = ("rows_in", "rows_accepted", "rows_quarantined", "rows_rejected", "findings")
    month = line["month"][:7] if line["month"] else None
    return {name: line[name] for name in (*names, *numbers)} | {"month": month, "folder": folder.relative_to(home).as_posix()}


def empty_tables() -> dict[str, pa.Table]:
    """The sheets of a file of which nothing could be read."""
    return {sheet: schema(sheet).empty_table() for sheet in form.SHEETS}


def _moment(line: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(line["received_at"])
