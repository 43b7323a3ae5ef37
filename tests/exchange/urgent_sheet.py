"""A 急难快报 as a clerk fills it, and what there is to report."""

from pathlib import Path
from typing import Any

import openpyxl

from factories import TOWNSHIP, TOWNSHIPS, household, member
from lowincome import month as months
from lowincome.intake import urgent

NAME = TOWNSHIPS[TOWNSHIP]
JUNE = months.parse("2021-06")
ACCIDENT = {"户主姓名": household(1)["户主姓名"], "行政村": household(1)["行政村"], "发生日期": "2021-06-09", "遭遇": "因意外"}
ILLNESS = {
    "户主姓名": "写错了",
    "证件号码": member(household(2), 2)["证件号码"],
    "发生日期": "2021-06-07",
    "遭遇": "因病",
    "困难情形": "住院,已借债",
}
FIRE = {"户主姓名": "周新来", "行政村": "第3村", "发生日期": "2021-06-08", "遭遇": "因灾", "困难情形": "失火,房子塌了一角"}
LATER = {"户主姓名": "马急事", "行政村": "第1村", "发生日期": "2021-06-27", "遭遇": "因疫情", "困难情形": "停工"}
Row = dict[str, Any]


def report(path: Path, rows: list[Row], **cover: Any) -> Path:
    """A filled one, as a clerk makes it from the blank one; `cover` changes the cells above the table."""
    urgent.write(path, TOWNSHIP, NAME, JUNE)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    names = {sheet.cell(row, 1).value: row for row in range(1, urgent.HEADER_ROWS)}
    for key, value in cover.items():
        sheet.cell(names[key], 2).value = value
    for number, row in enumerate(rows, start=names["户编号"] + 1):
        for column, name in enumerate(urgent.COLUMNS, start=1):
            sheet.cell(number, column).value = row.get(name)
    book.save(path)
    return path
