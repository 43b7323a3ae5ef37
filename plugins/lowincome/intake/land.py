"""Turns the texts of a parsed workbook into the columns of `raw`, unchanged, with file, sheet and row number."""

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from lowincome import identity
from lowincome.intake import form
from lowincome.intake.answers import finding
from lowincome.intake.bounds import address
from lowincome.intake.check import Landed
from lowincome.intake.read import plain

Finding = dict[str, Any]
# what a spreadsheet would run if it were written back as it stands; a lone dash or a negative number is none
_FORMULA_TEXT = r"^\s*([=＝+@]|-\s*[^\d\s.\-—])"


def land(sheet: str, read: dict[str, Any] | None, positions: dict[str, int], facts: dict[str, Any], title: str = "") -> Landed:
    """The sheet's rows with every column of the form; a column the file does not have is NULL throughout. title: of the sheet, if not the form's."""
    rows = read["rows"] if read else []
    count = len(rows)
    columns: dict[str, pa.Array] = {
        "submission_id": pa.array([facts["submission_id"]] * count, pa.string()),
        "township_code": pa.array([facts["township_code"]] * count, pa.string()),
        "month": pa.array([facts["month"]] * count, pa.date32()),
        "sheet": pa.array([title or form.SHEETS[sheet]] * count, pa.string()),
        "row_number": pa.array(rows, pa.int32()),
    }
    for name in form.COLUMNS[sheet]:
        texts = read["columns"][positions[name]] if read and name in positions else [None] * count
        columns[name] = pa.array(texts, pa.string())
    return Landed(pa.table(columns), positions)


def filled(read: dict[str, Any], positions: dict[str, int]) -> dict[str, Any]:
    """The sheet without the rows in which nothing stands under a column of ours: a sum or a note beside the table is no row of it."""
    columns = [read["columns"][place] for place in positions.values()]
    keep = [i for i in range(len(read["rows"])) if any(column[i] is not None for column in columns)]
    if not columns or len(keep) == len(read["rows"]):
        return read
    return {**read, "rows": [read["rows"][i] for i in keep], "columns": [[column[i] for i in keep] for column in read["columns"]]}


def formula_findings(title: str, part: Landed, formulas: dict[str, list[str]]) -> list[Finding]:
    """Cells that hold a formula or an error, and texts that begin like a formula. None may reach another file as a formula."""
    names = {position: name for name, position in part.positions.items()}
    cells = {cell for there, found in formulas.items() if plain(there) == title for cell in found}
    row_index = {row: index for index, row in enumerate(part.rows.column("row_number").to_pylist())}
    found = []
    for cell in sorted(cells, key=lambda cell: (len(cell), cell)):
        match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
        if not match:
            continue
        row, name = int(match[2]), names.get(_position(match[1]))
        if name and row in row_index:
            check_id = "formula_number" if name in form.NUMBERS else "formula_cell"
            if part.rows.column(name)[row_index[row]].as_py() is None:
                check_id = "formula_without_result"
            found.append(_at(check_id, title, part, name, row, row_index[row]))
    for name in part.positions:
        if name in form.NUMBERS:
            continue
        like = pc.fill_null(pc.match_substring_regex(part.rows.column(name), _FORMULA_TEXT), False)
        for index in pc.indices_nonzero(like).to_pylist():
            row = part.rows.column("row_number")[index].as_py()
            if address(part.positions[name] + 1, row) not in cells:
                found.append(_at("formula_text", title, part, name, row, index))
    return found


def _at(check_id: str, title: str, part: Landed, name: str, row: int, index: int) -> Finding:
    value = identity.mask(name, part.rows.column(name)[index].as_py())
    return finding(check_id, title, name, address(part.positions[name] + 1, row)) | {"row_number": row, "value_masked": value}


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1
