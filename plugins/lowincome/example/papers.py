"""The two papers of the simulation beside the workbook: a 预警清单 that comes back filled, and a 急难快报."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from lowincome.example.rows import Cell, Row
from lowincome.intake import returned_list, urgent
from lowincome.reports import workbook_style


def send_back_list(path: Path, township_code: str, township_name: str, month: date, rows: Sequence[Row]) -> None:
    """The list of a month with what was found. rows: as columns of 核查反馈."""
    table = [[row.get(column) for column in returned_list.COLUMNS] for row in rows]
    _write(path, month, [[returned_list.cover_line(township_code, township_name, month)], [*returned_list.COLUMNS], *table])


def report_urgently(path: Path, township_code: str, township_name: str, on: date, rows: Sequence[Row]) -> None:
    """rows: as columns of the 急难快报."""
    cover = [[key, value] for key, value in zip(urgent.COVER, (township_code, township_name, on.isoformat()), strict=True)]
    table = [[row.get(column) for column in urgent.COLUMNS] for row in rows]
    _write(path, on, [[urgent.TITLE], *cover, [*urgent.COLUMNS], *table])


def _write(path: Path, made_on: date, lines: Sequence[Sequence[Cell]]) -> None:
    with workbook_style.workbook(path, made_on) as (book, styles):
        sheet = book.add_worksheet("Sheet1")
        for row, cells in enumerate(lines):
            workbook_style.put_row(sheet, row, cells, [styles["text"]] * len(cells))
