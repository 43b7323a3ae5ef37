"""What a clerk does with a workbook: opens it, changes cells, saves it. By openpyxl, or by LibreOffice where it is installed."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl

from factories import TOWNSHIP, TOWNSHIPS
from lowincome.intake import form

SOFFICE = shutil.which("libreoffice") or shutil.which("soffice")
Row = dict[str, Any]


def read(path: Path, sheet: str) -> list[Row]:
    """The rows below the header as they stand, with their Excel row numbers under "row"; empty cells left out."""
    table = openpyxl.load_workbook(path)[form.SHEETS[sheet]]
    head = [cell.value for cell in table[1]]
    rows = []
    for number, cells in enumerate(table.iter_rows(min_row=2, values_only=True), start=2):
        row = {name: value for name, value in zip(head, cells, strict=True) if value is not None}
        if row:
            rows.append({**row, "row": number})
    return rows


def fill(path: Path, target: Path, changes: Mapping[tuple[str, int, str], Any]) -> Path:
    """A copy with cells changed: (sheet key, Excel row number, column) → value. The sheet key "cover" is 说明."""
    book = openpyxl.load_workbook(path)
    for (sheet, row, column), value in changes.items():
        if sheet == "cover":
            book[form.COVER].cell(form.COVER_KEYS.index(column) + 1, 2, value)
        else:
            cell = book[form.SHEETS[sheet]].cell(row, form.COLUMNS[sheet].index(column) + 1)
            cell.value = value  # also None, which cell() would take for "as it is"
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def confirm(path: Path, target: Path, changes: Mapping[tuple[str, int, str], Any] | None = None, month: str = "2021-06") -> Path:
    """Every household visited and without a change, but for `changes`."""
    said: dict[tuple[str, int, str], Any] = {}
    for row in read(path, "household"):
        said |= {("household", row["row"], column): value for column, value in VISITED.items()}
        said["household", row["row"], "走访日期"] = f"{month}-10"
    return fill(path, target, {**said, **(changes or {})})


VISITED = {"本月变化": "无变化", "本月遭遇": "无", "走访人": "村级网格员"}


def saved_by_libreoffice(path: Path, folder: Path, ending: str = "xlsx") -> Path:
    """The same workbook as LibreOffice writes it, as happens on its way through an office."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    folder.mkdir(parents=True, exist_ok=True)
    command = [str(SOFFICE), profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / f"{path.stem}.{ending}"


def workbook(home: Path, township: str = TOWNSHIP, label: str = "2021-06") -> Path:
    """What the township was given for the month."""
    [path] = (home / "outbox" / label / f"{township}_{TOWNSHIPS[township]}").glob("报送表_*.xlsx")
    return path
