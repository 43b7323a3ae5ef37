"""The 回执 as a workbook: one page to read, and every finding on a line of its own with a link to its cell in the 退改表."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lowincome.reports import returned_copy, workbook_style
from lowincome.reports.causes import WEIGHT, Cause, Row
from lowincome.reports.render import Context
from lowincome.reports.workbook_style import Styles, put, put_row

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

ALL_FINDINGS = "逐条"
COUNT_HEADS = ("工作表", "收到", "接收", "暂存", "未收")
COUNTS = ("in", "accepted", "quarantined", "rejected")
GROUP_HEADS = ("序号", "工作表", "栏目", "从哪一格改起", "条数", "什么问题", "为什么要改", "怎么改")
GROUP_WIDTHS = (9, 11, 15, 13, 14, 36, 34, 40)
GROUP_LOOKS = ("centre", "text", "text", "centre", "centre", "text", "text", "text")
FINDING_HEADS = ("序号", "轻重", "工作表", "单元格", "栏目", "填写内容(已遮盖)", "什么问题", "为什么要改", "怎么改")
FINDING_WIDTHS = (7, 9, 10, 9, 15, 24, 36, 34, 38)
FINDING_LOOKS = ("centre", "centre", "text", "centre", "text", "text", "text", "text", "text")
CHANGE = "与上一次相比"
CHANGED_HEADS = ("序号", "什么变了", "工作表", "行号", "户编号或预警编号", "谁", "栏目", "上一次", "这一次")
CHANGED_WIDTHS = (7, 11, 11, 8, 24, 9, 16, 26, 26)
CHANGED_LOOKS = ("centre", "centre", "text", "centre", "text", "text", "text", "text", "text")
CELL = 3  # the column that links, on both sheets
# of the lines under the title, those that the clerk must not miss
FIRST_TO_READ = 2
# more links than this Excel refuses on one sheet
LINKS = 65_000


def write(path: Path, made_on: date, context: Context, found: list[Cause], changed: list[Row]) -> None:
    """changed: the lines that differ from the sending before, as `versions.between` gives them."""
    footer = f"{context['township']} {context['month_zh']} 第{context['version']}次报送 回执"
    with workbook_style.workbook(path, made_on) as (book, styles):
        sheet = book.add_worksheet("回执")
        workbook_style.set_up(sheet, widths=GROUP_WIDTHS, footer=footer)
        row = _write_outcome(sheet, styles, context)
        row = _write_sections(sheet, styles, context, row + 1)
        row = _write_change(sheet, styles, context["change"], row + 1)
        _write_counts(sheet, styles, context, row + 1)
        _write_findings(book.add_worksheet(ALL_FINDINGS), styles, context["copy"], found, footer)
        if changed:
            _write_changed(book.add_worksheet(CHANGE), styles, changed, footer)


def _write_outcome(sheet: "Worksheet", styles: Styles, context: Context) -> int:
    put(sheet, 0, 0, f"{context['township']} {context['month_zh']}{context['kind']}回执(第{context['version']}次)", styles["title"])
    sheet.set_row(0, 28)
    said = (
        ("结果", f"{context['status']}:{context['sentence']}"),
        ("下一步", context["next_step"]),
        ("收到", f"{context['received']},{context['timeliness']}"),
        ("文件", f"{context['file_name']},报送编号 {context['submission_id']}"),
    )
    for row, (head, text) in enumerate(said, start=1):
        put(sheet, row, 0, head, styles["note"])
        put(sheet, row, 1, text, styles["strong" if row <= FIRST_TO_READ else "note"])
        sheet.set_row(row, 22)
    return len(said) + 1


def _write_sections(sheet: "Worksheet", styles: Styles, context: Context, row: int) -> int:
    """What to mend, under three headings; returns the row below."""
    if not context["sections"]:
        put(sheet, row, 0, "没有发现问题", styles["strong"])
        return row + 1
    put(sheet, row, 0, f"同一原因的归在一起。每一条在哪个单元格,见「{ALL_FINDINGS}」表。", styles["note"])
    for section in context["sections"]:
        row += 1
        put(sheet, row, 0, f"{section['weight']} {section['count']['value']} 条:{section['note']}", styles["strong"])
        sheet.set_row(row, 24)
        row += 1
        put_row(sheet, row, GROUP_HEADS, [styles["head"]] * len(GROUP_HEADS))
        for group in section["groups"]:
            row += 1
            what = group["what"] if group["is_same_text"] else f"{group['what']}(余下类推)"
            cell = group["link"].rpartition("!")[2] or group["shown"][0]["cells"]
            values = (group["number"], group["sheet"], group["column"], cell, group["clears"], what, group["why"], group["how"])
            put_row(sheet, row, values, [styles[look] for look in GROUP_LOOKS], GROUP_WIDTHS)
            _link(sheet, row, cell, context["copy"], group["link"], styles)
    return row + 1


def _write_change(sheet: "Worksheet", styles: Styles, change: dict[str, Any] | None, row: int) -> int:
    """One line on what is new against the sending before; returns the row below."""
    if not change:
        return row
    more = f"逐行见「{CHANGE}」表。" if change["sheets"] else ""
    put(sheet, row, 0, f"{CHANGE}({change['since']} 收下的那一份):{change['sentence']}{more}", styles["strong"])
    sheet.set_row(row, 24)
    return row + 1


def _write_changed(sheet: "Worksheet", styles: Styles, changed: list[Row], footer: str) -> None:
    workbook_style.set_up(sheet, widths=CHANGED_WIDTHS, footer=footer)
    put(sheet, 0, 0, "少了的行写的是上一次的行号。空着的是没有填。", styles["note"])
    put_row(sheet, 1, CHANGED_HEADS, [styles["head"]] * len(CHANGED_HEADS))
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(1)
    names = ("change", "sheet", "row_number", "household_id", "who", "column", "before", "after")
    for number, line in enumerate(changed, start=1):
        values = (number, *(line[name] for name in names))
        put_row(sheet, number + 1, values, [styles[look] for look in CHANGED_LOOKS], CHANGED_WIDTHS)
    sheet.autofilter(1, 0, len(changed) + 1, len(CHANGED_HEADS) - 1)


def _write_counts(sheet: "Worksheet", styles: Styles, context: Context, row: int) -> None:
    put(sheet, row, 0, "行数:收到 = 接收 + 暂存 + 未收", styles["strong"])
    put_row(sheet, row + 1, COUNT_HEADS, [styles["head"]] * len(COUNT_HEADS))
    for line, counted in enumerate(context["sheets"], start=row + 2):
        strong = "strong_" if counted["sheet"] == "合计" else ""
        values = [counted["sheet"], *(counted[count] for count in COUNTS)]
        put_row(sheet, line, values, [styles[f"{strong}text"], *[styles[f"{strong}count"]] * len(COUNTS)])


def _write_findings(sheet: "Worksheet", styles: Styles, copy: str, found: list[Cause], footer: str) -> None:
    workbook_style.set_up(sheet, widths=FINDING_WIDTHS, footer=footer)
    put_row(sheet, 0, FINDING_HEADS, [styles["head"]] * len(FINDING_HEADS))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    findings: list[Row] = [finding for cause in found for finding in cause.findings]
    for number, finding in enumerate(findings, start=1):
        link = returned_copy.cell(finding) if copy and number <= LINKS else ""
        cell = link.rpartition("!")[2] or finding["cell"]
        where = (finding["sheet"] or "整份文件", cell, finding["column_name"], finding["value_masked"])
        said = (finding["message_zh"], finding["why_zh"], finding["mend_zh"])
        values = (number, WEIGHT[finding["severity"]], *where, *said)
        put_row(sheet, number, values, [styles[look] for look in FINDING_LOOKS], FINDING_WIDTHS)
        _link(sheet, number, cell, copy, link, styles)
    sheet.autofilter(0, 0, max(len(findings), 1), len(FINDING_HEADS) - 1)


def _link(sheet: "Worksheet", row: int, cell: str, copy: str, link: str, styles: Styles) -> None:
    """Makes the cell lead to its place in the 退改表, which lies beside the receipt."""
    if copy and link:
        sheet.write_url(row, CELL, f"external:{copy}#{link}", styles["link"], cell, f"打开 {copy}")
