"""A submission on disk: the folder `raw/<month>/<id>` with the original, its Parquet files and its line of the manifest.

A folder appears under its month whole or not at all (one rename), and is never changed afterwards.
"""

import json
import os
import shutil
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from lowincome import month as months
from lowincome import paths, sql_model
from lowincome.errors import IntakeError
from lowincome.intake import form
from lowincome.intake.read import plain

INCOMING = "_incoming"
UNRECOGNISED = "unrecognised"
MANIFEST = "submission.json"
ARRIVAL = "arrival.json"
PARTS = "parts"  # in an incoming folder: the submissions of a list that names several townships, until each is finished
DECISION = "submission_decision"  # the extract in which the centre decides about a sending
WITHDRAWN = "撤回"
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


def folders(home: Path, month: date | None = None) -> list[Path]:
    """Every finished submission (of a month), by month and id. One still being read is not among them."""
    found = (path.parent for path in paths.raw(home).glob(f"{months.label(month) if month else '*'}/S*/{MANIFEST}"))
    return sorted(folder for folder in found if folder.parent.name != INCOMING)


def taken_forms(home: Path, township_code: str, month: date) -> list[tuple[dict[str, Any], Path]]:
    """Line and folder of every 报送表 of a township's month that was not returned, also of one withdrawn since."""
    found = [(load(folder), folder) for folder in folders(home, month)]
    return [
        pair for pair in found if pair[0]["kind"] == "form" and pair[0]["township_code"] == township_code and pair[0]["status"] != "退回"
    ]


def find(home: Path, submission_id: str) -> Path | None:
    """The finished folder of a submission, if there is one."""
    return next((folder for folder in folders(home) if folder.name == submission_id), None)


def load(folder: Path) -> dict[str, Any]:
    """The manifest line: the columns of `raw.submission` but the version; month as YYYY-MM-DD, moments as ISO."""
    return dict(_manifest(folder))


@cache
def _manifest(folder: Path) -> dict[str, Any]:
    # a finished submission never changes, and every file that comes asks for those before it
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def withdrawn(home: Path) -> set[str]:
    """The submissions that the centre has withdrawn, by its decisions in raw: none of them stands for its month."""
    decisions = [cells for folder in folders(home) if load(folder)["feed"] == DECISION for cells in accepted_cells(folder)]
    return {cells.get("报送编号", "") for cells in decisions if cells.get("处理") == WITHDRAWN}


@cache
def accepted_cells(folder: Path) -> list[dict[str, str]]:
    """The rows taken of a department's file, each as its texts by column; blanks and line breaks are left out."""
    # as with the manifest: it never changes, and is asked for at every file that comes
    rows = pq.read_table(folder / "feed.parquet", columns=["cells", "verdict"]).to_pylist()
    return [{title: plain(text) for title, text in json.loads(row["cells"]).items()} for row in rows if row["verdict"] == "accepted"]


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
    out = withdrawn(home)
    same = [
        load(folder) for folder in folders(home) if line["month"] and folder.parent.name == line["month"][:7] and folder.name not in out
    ]
    keys = ("kind", "feed", "township_code")
    taken = [other for other in same if all(other[key] == line[key] for key in keys) and other["status"] != "退回"]
    newest = max(taken, key=lambda other: (_moment(other), other["sha256"]), default=None)
    return newest["sha256"] if newest else None


def finish(home: Path, line: dict[str, Any], tables: dict[str, pa.Table]) -> Path:
    """Writes the Parquet files and the manifest into the incoming folder, then renames it to where it stays."""
    folder = incoming(home) / line["submission_id"]
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    return _finish(home, folder, line, tables)


def finish_part(home: Path, original: Path, line: dict[str, Any], tables: dict[str, pa.Table]) -> Path:
    """The same for one of several submissions of a file, before the file's own: in a folder of its own, with a copy of the original."""
    folder = original.parent / PARTS / line["submission_id"]
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original, folder / original.name)
    return _finish(home, folder, line, tables)


def _finish(home: Path, folder: Path, line: dict[str, Any], tables: dict[str, pa.Table]) -> Path:
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
