"""The door as the corpus calls it: `examine.examine`, in this process, for hundreds of small files.

What takes its time with every file is left out where it changes no answer (a test holds this): a process of its own for the parser,
the best plan for a query on six rows, and an expectation that was computed for the same cells before.
"""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from lowincome import contract
from lowincome import month as months
from lowincome.intake import bounds, check, examine, feed_table, read

Answer = tuple[dict[str, Any], dict[str, Any]]
Validate = Callable[[Any, list[dict[str, Any]], str], list[Any]]
in_a_process, validate, connect = read.in_a_process, contract._validate, duckdb.connect  # as they are
FRAMES: dict[str, Any] = {}  # what the last form said, typed


def ask(path: Path, home: Path, received_at: str) -> list[Answer]:
    """The answers to one file, as `receive.read_submission` gets them."""
    FRAMES.clear()
    arrival = {
        "submission_id": "S20210624-0123456789ab",
        "file_name": path.name,
        "sha256": "0" * 64,
        "size_bytes": path.stat().st_size,
        "received_at": months.local(datetime.fromisoformat(received_at)).isoformat(),
    }
    return examine.examine(path, arrival, home)


def found(answers: list[Answer]) -> list[dict[str, Any]]:
    """Every finding of every answer to a file."""
    return [one for _, tables in answers for one in tables["finding"].to_pylist()]


def hurry(patch: pytest.MonkeyPatch) -> None:
    """From now on in this process, without planning for long, and computed once."""
    patch.setattr(contract, "_validate", remembering(contract._validate))
    patch.setattr(read, "in_a_process", in_this_process)
    patch.setattr(duckdb, "connect", unplanned)


def unplanned(*given: Any, **more: Any) -> duckdb.DuckDBPyConnection:
    con = connect(*given, **more)
    con.execute("PRAGMA disable_optimizer")
    return con


def watch(patch: pytest.MonkeyPatch) -> None:
    """From now on FRAMES holds what was made of the last form."""
    type_rows = check.type_rows

    def watched(*given: Any) -> dict[str, Any]:
        FRAMES.update(type_rows(*given))
        return dict(FRAMES)

    patch.setattr(check, "type_rows", watched)


def remembering(validate: Validate) -> Validate:
    """The same results; an expectation about columns whose cells were seen before is not computed again."""
    seen: dict[tuple[str, ...], Any] = {}

    def remembered(frame: Any, expectations: list[dict[str, Any]], result_format: str) -> list[Any]:
        keys = [(result_format, _said(one), *(_cells(frame, name) for name in _columns(one))) for one in expectations]
        new = {key: one for key, one in zip(keys, expectations, strict=True) if key not in seen}
        if new:
            seen.update(zip(new, validate(frame, list(new.values()), result_format), strict=True))
        return [seen[key] for key in keys]

    return remembered


def _said(expectation: dict[str, Any]) -> str:
    return json.dumps([expectation["type"], expectation["kwargs"]], sort_keys=True)


def _columns(expectation: dict[str, Any]) -> list[str]:
    return [value for name, value in expectation["kwargs"].items() if name in ("column", "column_A", "column_B")]


def _cells(frame: Any, column: str) -> str:
    return f"{frame[column].dtype} {frame[column].to_list()}"


def in_this_process(module: str, path: Path, limits: bounds.Limits, *words: str) -> dict[str, Any] | None:
    """What the child would print, through JSON as there."""
    try:
        if module == "lowincome.intake.read":
            answer: Any = read._parse(str(path), list(words))
        else:
            tables, refused = feed_table.parse(path, limits)
            answer = {"tables": tables, "refused": refused}
    except Exception:  # noqa: BLE001 - whatever ends the child is one answer to its parent
        return None
    parsed: dict[str, Any] = json.loads(json.dumps(answer))
    return parsed
