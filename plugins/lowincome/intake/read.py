"""Parses a workbook in a process of its own, and lands its cells as text.

The parser builds the whole rectangle of a sheet in memory; a file that outwits `bounds` then ends that process, not the worker.
Run as `python -m lowincome.intake.read PATH MEMORY SECONDS TITLE…` it prints one JSON object.
"""

import datetime as dt
import io
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

from lowincome.intake import form
from lowincome.intake.bounds import LIMITS, Limits
from lowincome.settings import PROJECT, child_environment

COVER_ROWS = 5
_NOT_TITLE = re.compile(r"[\s*\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")


def read_workbook(path: Path, limits: Limits = LIMITS) -> dict[str, Any] | None:
    """The sheets of the form, every cell as text; None where the parser gives up.

    {"titles": all sheet titles in order, "is_empty": no sheet has a cell, "cover": first rows of 说明 as text,
     "sheets": {title: {"head": headers, "top": first rows below, "rows": Excel row numbers, "columns": one list of texts a column}}}
    Rows without any content are left out; an empty cell is None. Titles are compared without blanks and in plain width.
    """
    return in_a_process("lowincome.intake.read", path, limits, form.COVER, *form.SHEETS.values())


def in_a_process(module: str, path: Path, limits: Limits, *words: str) -> dict[str, Any] | None:
    """What `python -m module PATH MEMORY SECONDS WORD…` prints; None where it gives up, or takes more memory or time than it may."""
    command = [sys.executable, "-m", module, str(path), str(limits.parse_bytes), str(limits.parse_seconds), *words]
    environment = child_environment(PYTHONPATH=str(PROJECT / "plugins"))
    try:
        # a while longer than the child's own processor limit: a reader that only waits must end too
        done = subprocess.run(command, capture_output=True, env=environment, timeout=limits.parse_seconds + 30, check=False)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode != 0:
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def limit_this_process(memory: str, seconds: str) -> None:
    """From now on this process may take so many bytes and seconds of processor, and leaves no core behind."""
    import resource  # POSIX only, and only the child needs it

    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def plain(text: str | None) -> str:
    """A title or header as it is compared: plain width, no blanks, line breaks, invisible characters or stars."""
    return _NOT_TITLE.sub("", unicodedata.normalize("NFKC", text or ""))


def _parse(path: str, wanted: list[str]) -> dict[str, Any]:
    from python_calamine import CalamineWorkbook

    # by its bytes: from_path would believe the name
    book = CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes()))
    by_plain: dict[str, str] = {}
    for title in book.sheet_names:
        by_plain.setdefault(plain(title), title)
    result: dict[str, Any] = {"titles": book.sheet_names, "cover": None, "sheets": {}, "is_empty": False}
    if not by_plain.keys() & set(wanted):
        result["is_empty"] = all(book.get_sheet_by_name(title).total_height == 0 for title in book.sheet_names)
    for title in wanted:
        if title not in by_plain:
            continue
        rows = book.get_sheet_by_name(by_plain[title]).to_python(skip_empty_area=False)
        if title == form.COVER:
            result["cover"] = [[to_text(value) for value in row[:2]] for row in rows[:COVER_ROWS]]
        else:
            result["sheets"][title] = _land(rows)
    return result


def _land(rows: list[list[Any]]) -> dict[str, Any]:
    columns = [_column(column) for column in zip(*rows, strict=True)]
    texts = list(zip(*columns, strict=True))
    keep = [i for i, row in enumerate(texts) if i and row.count(None) < len(row)]
    return {
        "head": texts[0] if texts else [],
        "top": texts[1:COVER_ROWS],
        "rows": [i + 1 for i in keep],
        "columns": [[column[i] for i in keep] for column in columns],
    }


def _column(values: tuple[Any, ...]) -> list[str | None]:
    if set(map(type, values)) == {str}:  # the usual column: nothing to turn, only to empty
        return [value if value and not value.isspace() else None for value in values]
    return [to_text(value) for value in values]


def to_text(value: Any) -> str | None:
    """A cell as text, as a person would see it: 12.0 → 12, a date → 2021-06-03, TRUE → 是; blank → None.

    A number of more than fifteen digits has already lost the rest in Excel: it comes as 6.40499E+17, so that nobody takes it for whole.
    """
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float | int):
        return f"{value:.5E}" if abs(value) >= 1e15 else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ", timespec="seconds")
    return None if value is None else str(value)


if __name__ == "__main__":
    limit_this_process(*sys.argv[2:4])
    sys.stdout.write(json.dumps(_parse(sys.argv[1], sys.argv[4:])))  # at once: writing piece by piece takes five times as long
