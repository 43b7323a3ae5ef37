"""The 回执: what became of one file, and what to mend, for the clerk who sent it."""

from datetime import date
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.reports import outbox, render, words, workbook_style
from lowincome.reports.render import Context, figure

Row = dict[str, Any]

# the page is for reading; whoever needs every line opens the workbook
SHOWN_PER_GROUP = 5
ALL_FINDINGS = "逐条"
WEIGHT = {"critical": "必须改", "warning": "请核对", "info": "供知悉"}
COUNTS = ("rows_in", "rows_accepted", "rows_quarantined", "rows_rejected")
COUNT_HEADS = ("工作表", "收到", "接收", "暂存", "未收")
GROUP_HEADS = ("序号", "轻重", "条数", "工作表", "栏目", "什么问题", "为什么要改", "怎么改")
GROUP_WIDTHS = (10, 10, 10, 11, 15, 34, 34, 38)
# of the lines under the title, those that the clerk must not miss
FIRST_TO_READ = 2
FINDING_HEADS = ("序号", "轻重", "工作表", "单元格", "栏目", "填写内容(已遮盖)", "什么问题", "为什么要改", "怎么改")

FINDING_WIDTHS = (7, 9, 10, 9, 15, 24, 36, 34, 38)


def write(folder: Path, version: int, out: Path) -> list[Path]:
    """The receipt of one submission as .xlsx and .html.

    folder: the submission in raw (submission, sheet and finding parquet). version: which sending of the township's month
    it is. out: the folder the receipt goes to. Returns both paths.
    Errors: ReportError when a sheet's rows in are not accepted + quarantined + rejected.
    """
    submission = _read(folder, "submission")[0]
    context = _context(submission, version, _read(folder, "sheet"), _read(folder, "finding"))
    workbook, page = _paths(submission, version, out)
    context["workbook"] = workbook.name
    html = render.page("receipt", context)
    made_on = months.local(submission["received_at"]).date()
    _write_workbook(workbook, made_on, context, _read(folder, "finding"))
    return [workbook, outbox.put_page(page, html)]


def exists(folder: Path, version: int, out: Path) -> bool:
    """Whether both files of this submission's receipt lie in out."""
    return all(path.exists() for path in _paths(_read(folder, "submission")[0], version, out))


def _paths(submission: Row, version: int, out: Path) -> tuple[Path, Path]:
    month = months.label(submission["month"]) if submission["month"] else "月份不明"
    stem = words.file_name(
        "回执", month, *([submission["township_name"], submission["feed"]] if submission["feed"] else []), f"第{version}次"
    )
    return out / f"{stem}.xlsx", out / f"{stem}.html"


def _read(folder: Path, name: str) -> list[Row]:
    from pyarrow import parquet

    rows: list[Row] = parquet.read_table(folder / f"{name}.parquet").to_pylist()
    return sorted(rows, key=lambda row: row["finding_number"]) if name == "finding" else rows


def _context(submission: Row, version: int, sheets: list[Row], findings: list[Row]) -> Context:
    total = {"sheet": "合计"} | {count: sum(sheet[count] or 0 for sheet in sheets) for count in COUNTS}
    for row in [*sheets, total]:
        if row["rows_in"] != row["rows_accepted"] + row["rows_quarantined"] + row["rows_rejected"]:
            raise ReportError(f"回执: 工作表「{row['sheet']}」的行数不平(收到 ≠ 接收 + 暂存 + 未收),没有出具。请检查收件步骤。")
    groups = _groups(findings)
    return {
        "kind": f"「{sheets[0]['sheet']}」" if submission["feed"] and sheets else "数据" if submission["feed"] else "报送表",
        "township": submission["township_name"] or "乡镇不明",
        "month_zh": words.month_zh(submission["month"]) if submission["month"] else "月份不明",
        "version": version,
        "file_name": submission["file_name"],
        "submission_id": submission["submission_id"],
        "status": submission["status"],
        "sentence": _sentence(submission, total, findings),
        "next_step": _next_step(submission),
        "received": words.moment_zh(submission["received_at"]),
        "timeliness": _timeliness(submission),
        "sheets": [
            {"sheet": row["sheet"], **{count.removeprefix("rows_"): figure(row[count], "行") for count in COUNTS}}
            for row in [*sheets, total]
        ],
        "groups": groups,
        "findings": figure(len(findings), "条"),
    }


def _sentence(submission: Row, total: Row, findings: list[Row]) -> str:
    """The outcome as one would say it."""
    accepted, held, refused = (words.number(total[count]) for count in COUNTS[1:])
    heavy = next((finding["message_zh"] for finding in findings if finding["severity"] == "critical"), "")
    match submission["status"]:
        case "接收":
            return f"{accepted} 行全部收下,没有发现问题。"
        case "接收有提示":
            return f"{accepted} 行全部收下;有 {words.number(len(findings))} 处请核对一下。"
        case "部分接收":
            parts = [f"收下 {accepted} 行"]
            parts += [f"暂存 {held} 行(等改好再用)"] if total["rows_quarantined"] else []
            parts += [f"没有收 {refused} 行"] if total["rows_rejected"] else []
            return ",".join(parts) + "。"
        case _:
            return f"这份文件没有收下。{heavy}"


def _next_step(submission: Row) -> str:
    match submission["status"]:
        case "接收":
            return "不用再做什么。"
        case "接收有提示":
            return "看看下面的提示:填错了的,改好后把整份文件再报一次;没有填错的,不用管。"
        case "部分接收":
            return "只改下面标着「必须改」的地方,存盘后把整份文件再报一次,不用另做新表。新的一份会代替这一份,已收下的行不会重复。"
        case _ if submission["feed"]:
            return "照下面写的改好,再报一次。在新文件收下以前,本月按「未比对」处理。"
        case _:
            return "照下面写的改好,再报一次。在新文件收下以前,本月先用贵乡镇上一次收下的名册,不会有人因此从名册上消失。"


def _timeliness(submission: Row) -> str:
    if submission["feed"]:
        return "部门数据和台账没有统一的截止日"
    if submission["due_at"] is None or submission["is_on_time"] is None:
        return "认不出是哪个乡镇、哪个月的,没法判断是否按时"
    deadline = words.deadline_zh(submission["due_at"])
    return f"按时(截止 {deadline})" if submission["is_on_time"] else f"晚于截止日({deadline});照样收下"


def _groups(findings: list[Row]) -> list[dict[str, Any]]:
    """Findings with one cause and one cure together: what must be mended first, then the most frequent."""
    causes: dict[tuple[str, str, str], list[Row]] = {}
    for finding in findings:
        causes.setdefault((finding["check_id"], finding["sheet"] or "", finding["column_name"] or ""), []).append(finding)
    ordered = sorted(causes.items(), key=lambda item: (list(WEIGHT).index(item[1][0]["severity"]), -len(item[1]), item[0]))
    return [
        {
            "weight": WEIGHT[members[0]["severity"]],
            "sheet": sheet or "整份文件",
            "column": column,
            "count": figure(len(members), "条"),
            "what": members[0]["message_zh"],
            "is_same_text": len({member["message_zh"] for member in members}) == 1,
            "why": members[0]["why_zh"] or "",
            "how": members[0]["mend_zh"] or "",
            "shown": [
                {"cell": member["cell"] or "", "value": member["value_masked"] or "", "what": member["message_zh"]}
                for member in members[:SHOWN_PER_GROUP]
            ],
            "rest": figure(max(len(members) - SHOWN_PER_GROUP, 0), "条"),
        }
        for (_, sheet, column), members in ordered
    ]


def _write_workbook(path: Path, made_on: date, context: Context, findings: list[Row]) -> None:
    footer = f"{context['township']} {context['month_zh']} 第{context['version']}次报送 回执"
    with workbook_style.workbook(path, made_on) as (book, styles):
        _write_summary(book.add_worksheet("回执"), styles, context, footer)
        _write_findings(book.add_worksheet(ALL_FINDINGS), styles, findings, footer)


def _write_summary(sheet: Any, styles: workbook_style.Styles, context: Context, footer: str) -> None:
    workbook_style.set_up(sheet, widths=GROUP_WIDTHS, footer=footer)
    put, put_row = workbook_style.put, workbook_style.put_row
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
    row = len(said) + 2
    put(sheet, row, 0, "行数:收到 = 接收 + 暂存 + 未收", styles["strong"])
    row += 1
    put_row(sheet, row, COUNT_HEADS, [styles["head"]] * len(COUNT_HEADS))
    for counted in context["sheets"]:
        row += 1
        strong = "strong_" if counted["sheet"] == "合计" else ""
        values = [counted["sheet"], *(counted[count.removeprefix("rows_")] for count in COUNTS)]
        put_row(sheet, row, values, [styles[f"{strong}text"], *[styles[f"{strong}count"]] * len(COUNTS)])
    row += 2
    put(
        sheet, row, 0, "发现的问题,同一原因的归在一起,照此改好可消的条数写在前面" if context["groups"] else "没有发现问题", styles["strong"]
    )
    if not context["groups"]:
        return
    put(sheet, row + 1, 0, f"每一条在哪个单元格,见「{ALL_FINDINGS}」表。", styles["note"])
    row += 2
    put_row(sheet, row, GROUP_HEADS, [styles["head"]] * len(GROUP_HEADS))
    for number, group in enumerate(context["groups"], start=1):
        what = group["what"] if group["is_same_text"] else f"{group['what']}(余下类推)"
        values = [number, group["weight"], group["count"], group["sheet"], group["column"], what, group["why"], group["how"]]
        looks = ("centre", "centre", "count", "text", "text", "text", "text", "text")
        put_row(sheet, row + number, values, [styles[look] for look in looks], GROUP_WIDTHS)


def _write_findings(sheet: Any, styles: workbook_style.Styles, findings: list[Row], footer: str) -> None:
    workbook_style.set_up(sheet, widths=FINDING_WIDTHS, footer=footer)
    workbook_style.put_row(sheet, 0, FINDING_HEADS, [styles["head"]] * len(FINDING_HEADS))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    looks = [styles[look] for look in ("centre", "centre", "text", "centre", "text", "text", "text", "text", "text")]
    for number, finding in enumerate(findings, start=1):
        place = (finding["sheet"] or "整份文件", finding["cell"], finding["column_name"], finding["value_masked"])
        said = (finding["message_zh"], finding["why_zh"], finding["mend_zh"])
        workbook_style.put_row(sheet, number, (number, WEIGHT[finding["severity"]], *place, *said), looks, FINDING_WIDTHS)
    sheet.autofilter(0, 0, max(len(findings), 1), len(FINDING_HEADS) - 1)
