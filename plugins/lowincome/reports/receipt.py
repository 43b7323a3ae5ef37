"""The 回执: what became of one file, and what to mend, for the clerk who sent it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.intake import form, versions
from lowincome.intake.waiting import Waiting
from lowincome.reports import causes, outbox, receipt_book, receipt_words, render, returned_copy, words
from lowincome.reports.causes import Cause, Mend, Row
from lowincome.reports.render import Context, figure

# the page is for reading; whoever needs every line opens the workbook
SHOWN_PER_GROUP = 5
CELLS_NAMED = 3
COUNTS = ("rows_in", "rows_accepted", "rows_quarantined", "rows_rejected")
SECTIONS = {
    "critical": ("必须改", "改好了才能全部用上。"),
    "warning": ("请核对", "填错了的改,没有填错的不用管。"),
    causes.REPEATED: ("以前提示过", "那时就是这样填的。没有变化的不用再改,也不用再答;哪天查清楚了再改。"),
    "info": ("供知悉", "不用改。"),
}


def write(
    folder: Path,
    version: int,
    out: Path,
    copy: Path | None = None,
    before: Path | None = None,
    old: Waiting | None = None,
    repeated: Mapping[int, date] | None = None,
) -> list[Path]:
    """The receipt of one submission as .xlsx and .html.

    folder: the submission in raw (submission, sheet and finding parquet). version: which sending of the township's month
    it is. out: the folder the receipt goes to. copy: the 退改表 beside it, if there is one. before: the folder of the sending
    taken before it, if it is not the first. old: its rows that wait since an earlier month. repeated: its findings that an
    earlier month's receipt said already, as `intake.repeated` gives them. Returns both paths.
    Errors: ReportError when a sheet's rows in are not accepted + quarantined + rejected.
    """
    submission = returned_copy.read(folder, "submission")[0]
    findings = causes.set_apart(returned_copy.read(folder, "finding"), repeated or {})
    found = causes.of(findings, _rows(folder, findings) if submission["kind"] == "form" else {})
    context = _context(submission, version, returned_copy.read(folder, "sheet"), found, copy.name if copy else "", old)
    lines: list[Row] = []
    if before and submission["status"] != "退回":
        lines = versions.between(before, folder)
        context["change"] = receipt_words.change(returned_copy.read(before, "submission")[0], lines)
    workbook, page = _paths(submission, version, out)
    context["workbook"] = workbook.name
    html = render.page("receipt", context)
    receipt_book.write(workbook, months.local(submission["received_at"]).date(), context, found, lines)
    return [workbook, outbox.put_page(page, html)]


def exists(folder: Path, version: int, out: Path) -> bool:
    """Whether both files of this submission's receipt lie in out."""
    return all(path.exists() for path in _paths(returned_copy.read(folder, "submission")[0], version, out))


def _paths(submission: Row, version: int, out: Path) -> tuple[Path, Path]:
    month = months.label(submission["month"]) if submission["month"] else "月份不明"
    # each kind of file of a township's month is counted by itself
    kind = [submission["township_name"], receipt_words.feed_title(submission["feed"])] if submission["feed"] else []
    kind += [receipt_words.SHORT[submission["kind"]]] if submission["kind"] in receipt_words.SHORT else []
    stem = words.file_name("回执", month, *kind, f"第{version}次")
    return out / f"{stem}.xlsx", out / f"{stem}.html"


def _rows(folder: Path, findings: list[Row]) -> causes.Rows:
    """The landed rows that something was found in, by sheet title and row number."""
    named: dict[str, set[int]] = {}
    for finding in findings:
        if finding["row_number"] is not None:
            named.setdefault(finding["sheet"] or "", set()).add(finding["row_number"])
    keys = {title: key for key, title in form.SHEETS.items() if title in named and (folder / f"{key}.parquet").exists()}
    return {title: {row["row_number"]: row for row in returned_copy.read(folder, key, named[title])} for title, key in keys.items()}


def _context(submission: Row, version: int, sheets: list[Row], found: list[Cause], copy: str, old: Waiting | None) -> Context:
    total = {"sheet": "合计"} | {count: sum(sheet[count] or 0 for sheet in sheets) for count in COUNTS}
    for row in [*sheets, total]:
        if row["rows_in"] != row["rows_accepted"] + row["rows_quarantined"] + row["rows_rejected"]:
            raise ReportError(f"回执: 工作表「{row['sheet']}」的行数不平(收到 ≠ 接收 + 暂存 + 未收),没有出具。请检查收件步骤。")
    return {
        "kind": receipt_words.kind(submission),
        "township": submission["township_name"] or "乡镇不明",
        "month_zh": words.month_zh(submission["month"]) if submission["month"] else "月份不明",
        "version": version,
        "file_name": submission["file_name"],
        "submission_id": submission["submission_id"],
        "status": submission["status"],
        "sentence": receipt_words.sentence(submission, total, found, old),
        "next_step": receipt_words.next_step(submission, total, found, copy, old),
        "received": words.moment_zh(submission["received_at"]),
        "timeliness": receipt_words.timeliness(submission),
        "copy": copy,
        "sheets": [
            {"sheet": row["sheet"], **{count.removeprefix("rows_"): figure(row[count], "行") for count in COUNTS}}
            for row in [*sheets, total]
        ],
        "sections": _sections(found, bool(copy)),
        "change": None,
    }


def _sections(found: list[Cause], has_copy: bool) -> list[dict[str, Any]]:
    """What must be mended, what to look at, what is only told; in each the cause that clears most comes first."""
    sections = []
    numbered = list(enumerate(found, start=1))
    for severity, (title, note) in SECTIONS.items():
        groups = [_group(number, cause, has_copy) for number, cause in numbered if cause.severity == severity]
        count = sum(len(cause.findings) for cause in found if cause.severity == severity)
        if groups:
            sections.append({"weight": title, "note": note, "count": figure(count, "条"), "groups": groups})
    return sections


def _group(number: int, cause: Cause, has_copy: bool) -> dict[str, Any]:
    return {
        "number": number,
        "sheet": cause.sheet or "整份文件",
        "column": cause.column,
        "count": figure(len(cause.findings), "条"),
        "clears": _clears(cause),
        "what": cause.what,
        "is_same_text": bool(cause.mends[0].what) or not any(mend.what for mend in cause.mends),
        "why": cause.why,
        "how": cause.how,
        "link": returned_copy.cell(cause.findings[0]) if has_copy else "",
        "shown": [_item(mend, has_copy) for mend in cause.mends[:SHOWN_PER_GROUP]],
        "rest": figure(sum(len(mend.findings) for mend in cause.mends[SHOWN_PER_GROUP:]), "条"),
    }


def _clears(cause: Cause) -> str:
    """How many findings go with how many mends; only a number of findings where each needs a mend of its own."""
    count, mends = len(cause.findings), len(cause.mends)
    if count == mends:
        return f"{words.number(count)} 条"
    return f"{'一处' if mends == 1 else f'{words.number(mends)} 处'}改正可消 {words.number(count)} 条"


def _item(mend: Mend, has_copy: bool) -> dict[str, str]:
    placed = [finding for finding in mend.findings if finding["sheet"]]
    cells = [returned_copy.cell(finding) if has_copy else _typed_at(finding) for finding in placed]
    if len({cell.partition("!")[0] for cell in cells}) == 1:
        cells = [cell.partition("!")[2] for cell in cells]
    cells = [cell.replace("'", "").replace("!", " ") for cell in cells if cell]
    more = f" 等 {len(cells)} 格" if len(cells) > CELLS_NAMED else ""
    values = {finding["value_masked"] or "" for finding in mend.findings}
    value = values.pop() if len(values) == 1 else ""
    return {
        "cells": "、".join(cells[:CELLS_NAMED]) + more,
        "value": "" if value in mend.what else value,
        "what": mend.what,
        "how": mend.how,
    }


def _typed_at(finding: Row) -> str:
    """Where it stood in the file as it was sent."""
    return f"'{finding['sheet']}'!{finding['cell']}" if finding["cell"] else ""
