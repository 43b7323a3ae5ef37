"""A ledger as .xlsx and .html from one context: sections of one table each, the same words in both."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome.reports import outbox, render, words, workbook_style
from lowincome.reports.render import Context

Column = tuple[str, float, str]
FOOTER = "仅供工作使用,不张贴,不转发"


def section(title: str, note: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """One table. columns: heading, width, style of workbook_style; a list in a row is several lines of one cell."""
    whole = sum(width for _, width, _ in columns)
    return {
        "title": title,
        "note": note,
        "columns": [
            {"label": label, "width": width, "share": round(width / whole * 100, 2), "style": style} for label, width, style in columns
        ],
        "rows": [["" if value is None else value for value in row] for row in rows],
    }


def write(context: Context, month: date, out: Path) -> list[Path]:
    """Both files of the ledger in `out`, named by its title, month and place. Errors: ReportError for a context of another shape."""
    stem = words.file_name(context["title"], months.label(month), context["place"])
    html = render.page("ledger", context)
    footer = f"{context['place']} {context['month_zh']}{context['title']}  {FOOTER}"
    with workbook_style.workbook(out / f"{stem}.xlsx", month) as (book, styles):
        for part in context["sections"]:
            _write_sheet(book.add_worksheet(part["title"][: workbook_style.SHEET_NAME_LIMIT]), styles, context, part, footer)
    return [out / f"{stem}.xlsx", outbox.put_page(out / f"{stem}.html", html)]


def _write_sheet(sheet: Any, styles: workbook_style.Styles, context: Context, part: dict[str, Any], footer: str) -> None:
    widths = [column["width"] for column in part["columns"]]
    looks = [styles[column["style"]] for column in part["columns"]]
    workbook_style.set_up(sheet, widths=widths, footer=footer)
    workbook_style.put(sheet, 0, 0, f"{context['place']} {context['month_zh']}{context['title']}:{part['title']}", styles["title"])
    sheet.set_row(0, 27)
    said = [*context["notes"], *([part["note"]] if part["note"] else [])]
    for row, text in enumerate(said, start=1):
        workbook_style.put(sheet, row, 0, text, styles["note"])
    head = len(said) + 1
    workbook_style.put_row(sheet, head, [column["label"] for column in part["columns"]], [styles["head"]] * len(widths))
    sheet.set_row(head, 20)
    row = head
    for row, values in enumerate(part["rows"], start=head + 1):
        texts = ["\n".join(value) if isinstance(value, list) else value for value in values]
        workbook_style.put_row(sheet, row, texts, looks, widths)
    if not part["rows"]:
        row = head + 1
        workbook_style.put(sheet, row, 0, "没有。", styles["note"])
    sheet.freeze_panes(head + 1, 0)
    sheet.repeat_rows(head)
    sheet.print_area(0, 0, row, len(widths) - 1)
    if part["rows"]:
        sheet.autofilter(head, 0, row, len(widths) - 1)
    workbook_style.lock(sheet)
