"""急难快报: whole, filled wrongly cell by cell, and changed as a table."""

from pathlib import Path
from typing import Any

import openpyxl

from corpus.mutation import PARTLY, RETURNED, TAKEN, WITH_NOTES, Mutation, Row
from exchange.test_urgent_file import MISTAKES
from exchange.urgent_sheet import FIRE, ILLNESS, report

STATUS = {"name_missing": PARTLY, "row_repeated": PARTLY, "amount_out_of_range": PARTLY}


def sent(
    what: str, status: str, *checks: str, rows: list[Row], edit: Any = None, cover: Row | None = None, read: int | None = None
) -> Mutation:
    def make(path: Path) -> Path:
        report(path, rows, **(cover or {}))
        if edit:
            book = openpyxl.load_workbook(path)
            edit(book.active)
            book.save(path)
        return path

    return Mutation(f"急难快报: {what}", make, status, checks, len(rows) if read is None else read)


def headed(sheet: Any, old: str, new: str | None) -> None:
    [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == old]
    cell.value = new


def titled(sheet: Any) -> None:
    sheet.title = "Sheet1"
    sheet.insert_rows(1, 2)


def untitled(sheet: Any) -> None:
    sheet.title, sheet["A1"] = "Sheet1", "快报"


def gap(sheet: Any) -> None:
    sheet.insert_rows(9)


OTHER = {**FIRE, "报告人": "另一人"}
MUTATIONS = [
    sent("two rows", TAKEN, rows=[FIRE, OTHER]),
    sent("another sheet name and two rows above", TAKEN, rows=[FIRE], edit=titled),
    sent("an empty row between", TAKEN, rows=[FIRE, OTHER], edit=gap),
    sent("the day it was reported is not written", TAKEN, rows=[FIRE], cover={"报告日期": None}),
    sent("证件号码 is called 身份证号", TAKEN, rows=[FIRE], edit=lambda sheet: headed(sheet, "证件号码", "身份证号")),
    sent("without 困难情形", TAKEN, rows=[FIRE], edit=lambda sheet: headed(sheet, "困难情形", "备考")),
    sent("a person of a household, without a village", WITH_NOTES, "village_missing", rows=[ILLNESS]),
    sent("nothing filled in", RETURNED, "urgent_empty", rows=[]),
    sent(
        "nobody named in any row",
        RETURNED,
        "urgent_nothing_accepted",
        "name_missing",
        rows=[{"遭遇": "因病", "困难情形": "x", "行政村": "第1村"}],
    ),
    sent("a township of another county", RETURNED, "urgent_township_unknown", rows=[FIRE], cover={"乡镇代码": "640522100"}),
    sent("a township by its name", RETURNED, "urgent_township_unknown", rows=[FIRE], cover={"乡镇代码": "香水镇"}),
    sent("without 遭遇", RETURNED, "urgent_column_missing", rows=[FIRE], edit=lambda sheet: headed(sheet, "遭遇", "别的")),
    sent("its title changed", RETURNED, "table_unknown", rows=[FIRE], edit=untitled, read=0),
    *(
        sent(
            f"{check} at {column}",
            STATUS.get(check, WITH_NOTES),
            check,
            rows=[OTHER, FIRE, {**FIRE, **wrong}] if check != "row_repeated" else [FIRE, FIRE],
        )
        for (check, column), wrong in MISTAKES.items()
    ),
]
