"""Reads a .sql file of `sql/`: its header, its one SELECT, and the order in which files must run.

A header is a block of `-- key: value` lines at the top; a value goes on in following lines that are indented.
`columns:` lists `name TYPE 中文说明` line by line: the table's one definition, from which it is created and commented.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

from lowincome.errors import ModelError
from lowincome.paths import SQL

LAYERS = {
    "ref": "0_reference",
    "raw": "1_raw",
    "stg": "2_staging",
    "core": "3_core",
    "rule": "4_rules",
    "mart": "5_marts",
    "pub": "6_published",
}
_KEY = re.compile(r"-- ([a-z_]+):\s*(.*)")
_MORE = re.compile(r"--\s{2,}(\S.*)")
_COLUMN = re.compile(r"(\S+)\s+([A-Z]+(?:\([\d, ]+\))?(?:\[\])?)\s+(\S.*)")


@dataclass(frozen=True)
class Column:
    """type is DuckDB's; comment is Chinese, with unit and source."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True)
class Model:
    """One table: what its file's header says, and the SELECT that makes it."""

    path: Path
    header: dict[str, str] = field(hash=False)
    select: str

    @property
    def table(self) -> str:
        return self.header["table"]

    @property
    def schema(self) -> str:
        return self.table.split(".")[0]

    @property
    def grain(self) -> list[str]:
        return _words(self.header["grain"])

    @property
    def reads(self) -> list[str]:
        return _words(self.header.get("reads", ""))

    @property
    def params(self) -> list[str]:
        return _words(self.header.get("params", ""))

    @property
    def columns(self) -> list[Column]:
        return parse_columns(self.header["columns"], self.path)


def _words(value: str) -> list[str]:
    return [word for word in re.split(r"[,\s]+", value) if word and word != "-"]


def parse_columns(block: str, path: Path) -> list[Column]:
    """The lines of a `columns:` block as columns; a line of another shape is refused with its text."""
    columns = []
    for line in filter(None, block.split("\n")):
        match = _COLUMN.fullmatch(line)
        if not match:
            raise ModelError(f"{path.name}: 字段行应为「名称 类型 说明」,实为「{line}」。")
        columns.append(Column(*match.groups()))
    return columns


def parse_header(text: str, path: Path) -> dict[str, str]:
    """The header's keys and values. Continued lines are joined by line breaks."""
    header: dict[str, str] = {}
    key = None
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if match := _KEY.fullmatch(line):
            key = match[1]
            header[key] = match[2].strip()
        elif key and (match := _MORE.fullmatch(line)):
            header[key] += "\n" + match[1].strip()
        else:
            raise ModelError(f"{path.name}: 文件头有一行无法识别:「{line}」。")
    return header


def read(path: Path, required: tuple[str, ...] = ("table", "title", "grain", "reads", "params", "columns")) -> Model:
    """One file as a model. Errors: a missing header key names the file and the key."""
    text = path.read_text(encoding="utf-8")
    header = parse_header(text, path)
    missing = [key for key in required if key not in header]
    if missing:
        raise ModelError(f"{path.name}: 文件头缺少 {'、'.join(missing)}。")
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--")).strip().rstrip(";")
    return Model(path, header, body)


@cache
def layer(schema: str, root: Path = SQL) -> tuple[Model, ...]:
    """All models of a schema, each after the ones it reads. Rules are read by `rules.py`."""
    models = {
        model.table: model for path in sorted((root / LAYERS[schema]).glob("*.sql")) if path.name != "macros.sql" for model in [read(path)]
    }
    graph = {table: [t for t in model.reads if t in models and t != table] for table, model in models.items()}
    return tuple(models[table] for table in TopologicalSorter(graph).static_order())
