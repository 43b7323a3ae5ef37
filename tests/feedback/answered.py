"""The 预警清单 of June as a township gets it, and what a clerk makes of it: cells filled, rows added, columns moved."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.worksheet.worksheet import Worksheet

from factories import TOWNSHIP, TOWNSHIPS
from lowincome.intake import returned_list
from lowincome.reports import warning_list
from reports import sample

Row = dict[str, Any]
NAME = TOWNSHIPS[TOWNSHIP]
OTHER_TOWNSHIP = "640424101"
JULY = "2021-07-03T09:00"  # the list of June is out: the cases on it were opened on 26 June
OPENED = date(2021, 6, 26)
TRUE = {"核查日期": "2021-07-01", "核查人": "网格员", "核查结果": "属实"}
HELPED = {**TRUE, "采取措施": "临时救助", "落实日期": "2021-07-02", "金额": 500}
UNTRUE = {**TRUE, "核查结果": "不属实"}
UNSEEN = {**TRUE, "核查结果": "外出未见"}


@cache
def _given() -> bytes:
    """As the monthly run writes it."""
    with TemporaryDirectory() as folder:
        workbook, _ = warning_list.write(sample.warehouse_of(9), sample.MONTH, TOWNSHIP, Path(folder))
        return workbook.read_bytes()


def header(sheet: Worksheet) -> tuple[int, dict[str, int]]:
    """The header's row and the columns by name, from 1."""
    found = next(row for row in sheet.iter_rows() if {"预警编号", "核查结果"} <= {cell.value for cell in row})
    return found[0].row, {cell.value: cell.column for cell in found}


@cache
def cases() -> tuple[str, ...]:
    """The case numbers on it, from top to bottom."""
    sheet = openpyxl.load_workbook(BytesIO(_given())).worksheets[0]
    head, columns = header(sheet)
    numbers = (sheet.cell(row, columns["预警编号"]).value for row in range(head + 1, sheet.max_row + 1))
    return tuple(number for number in numbers if number)


def returned(
    path: Path,
    answers: Mapping[str, Row] | Sequence[Row],
    *,
    extra: Sequence[Row] = (),
    cover: tuple[str, str] | None = None,
    edit: Callable[[Worksheet], None] | None = None,
) -> Path:
    """The list with these cells filled: by case number, or from the first case on. extra: rows written below by hand.

    cover: a text of the line that tells whose list it is, and what stands there instead.
    """
    book = openpyxl.load_workbook(BytesIO(_given()))
    sheet = book.worksheets[0]
    head, columns = header(sheet)
    by_case = dict(answers) if isinstance(answers, Mapping) else dict(zip(cases(), answers, strict=False))
    for row in range(head + 1, sheet.max_row + 1):
        for name, value in by_case.get(sheet.cell(row, columns["预警编号"]).value, {}).items():
            sheet.cell(row, columns[name]).value = value
    for row, cells in enumerate(extra, start=sheet.max_row + 1):
        for name, value in cells.items():
            sheet.cell(row, columns[name]).value = value
    if cover:
        [line] = [cell for row in sheet.iter_rows(max_row=head) for cell in row if "乡镇代码" in str(cell.value)]
        line.value = line.value.replace(*cover)
    if edit:
        edit(sheet)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def tell_the_door(home: Path, over: Mapping[str, Row] | None = None, month: str = "2021-06") -> None:
    """What the monthly run leaves for the door: every case of the list, opened on 26 June and open; `over` changes or adds some."""
    rows: dict[str, Row] = {case: {"townships": [TOWNSHIP], "opened_on": OPENED, "closed_on": None} for case in cases()}
    for case, cells in (over or {}).items():
        rows[case] = {**rows.get(case, {"townships": [TOWNSHIP], "opened_on": OPENED, "closed_on": None}), **cells}
    schema = pa.schema(
        [
            ("case_id", pa.string()),
            ("townships", pa.list_(pa.string())),
            ("opened_on", pa.date32()),
            ("closed_on", pa.date32()),
        ]
    )
    path = home / "raw" / month / "_issued" / "cases.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist([{"case_id": case, **cells} for case, cells in rows.items()], schema), path)


def landed(home: Path, summary: Row) -> list[Row]:
    """The rows of raw.feedback that a sending brought, the cells that are filled."""
    rows = pq.read_table(home / summary["folder"] / "feedback.parquet").to_pylist()
    return [{name: row[name] for name in returned_list.COLUMNS if row[name] is not None} for row in rows]
