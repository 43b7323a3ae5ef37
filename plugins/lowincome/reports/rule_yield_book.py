"""The workbook of 预警成效: what the page says first on the first sheet, then one sheet a table."""

from datetime import date
from pathlib import Path
from typing import Any

from lowincome.reports import ledger, workbook_style
from lowincome.reports.render import Context

OVERVIEW = "概况"
OVERVIEW_WIDTHS = (34, 14, 100)


def write(context: Context, details: list[dict[str, Any]], month: date, path: Path) -> Path:
    """The context of the page, and more sections after its own. Equal content gives equal bytes."""
    footer = f"{context['place']} {context['month_zh']}{context['title']}  {ledger.FOOTER}"
    with workbook_style.workbook(path, month) as (book, styles):
        _write_overview(book.add_worksheet(OVERVIEW), styles, context, footer)
        for section in [*context["sections"], *details]:
            _write_section(book.add_worksheet(section["title"]), styles, section, _heading(context, section["title"]), footer)
    return path


def _heading(context: Context, title: str) -> str:
    return f"{context['place']} {context['month_zh']}{context['title']}:{title}"


def _write_overview(sheet: Any, styles: workbook_style.Styles, context: Context, footer: str) -> None:
    workbook_style.set_up(sheet, widths=OVERVIEW_WIDTHS, footer=footer)
    workbook_style.put(sheet, 0, 0, _heading(context, OVERVIEW), styles["title"])
    sheet.set_row(0, 27)
    looks = [styles["strong_text"], styles["centre"], styles["text"]]
    for row, line in enumerate(context["headlines"], start=2):
        workbook_style.put_row(sheet, row, [line["label"], line["value"], "\n".join(line["said"])], looks, OVERVIEW_WIDTHS)
    last = len(context["headlines"]) + 2
    for row, note in enumerate(context["notes"], start=last + 1):
        workbook_style.put(sheet, row, 0, note, styles["note"])
    workbook_style.lock(sheet)


def _write_section(sheet: Any, styles: workbook_style.Styles, section: dict[str, Any], heading: str, footer: str) -> None:
    widths = [column["width"] for column in section["columns"]]
    looks = [styles[column["style"]] for column in section["columns"]]
    workbook_style.set_up(sheet, widths=widths, footer=footer)
    workbook_style.put(sheet, 0, 0, heading, styles["title"])
    sheet.set_row(0, 27)
    sheet.merge_range(1, 0, 1, len(widths) - 1, "", styles["wrapped"])
    workbook_style.put_row(sheet, 1, [section["note"]], [styles["wrapped"]], [sum(widths)])
    workbook_style.put_row(sheet, 2, [column["label"] for column in section["columns"]], [styles["head"]] * len(widths), widths)
    for row, values in enumerate(section["rows"], start=3):
        workbook_style.put_row(sheet, row, values, looks, widths)
    if not section["rows"]:
        workbook_style.put(sheet, 3, 0, "没有。", styles["note"])
    last = 2 + max(len(section["rows"]), 1)
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, last, len(widths) - 1)
    workbook_style.lock(sheet)
