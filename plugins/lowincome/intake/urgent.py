"""The 急难快报: one sheet for what cannot wait for the 25th. Its columns, the blank one, and how a filled one is recognised and checked.

A report names a household that has just been struck. It need not be on the roster, and an identity number is welcome but not asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from lowincome import contract, settings, sql_model, warehouse
from lowincome import month as months
from lowincome.intake import form, recognise, submission
from lowincome.intake.answers import finding
from lowincome.intake.bounds import address
from lowincome.intake.check import Verdicts, all_rejected, judge_rows, tell, text_of
from lowincome.intake.read import plain
from lowincome.paths import EXPECTATIONS
from lowincome.reports import workbook_style

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Rows = Sequence[Sequence[str | None]]
TITLE = "急难快报"
COVER = ("乡镇代码", "乡镇名称", "报告日期")
COLUMNS = ("户编号", "户主姓名", "证件号码", "行政村", "发生日期", "遭遇", "困难情形", "已采取措施", "先行救助金额", "报告人")
REQUIRED = ("户主姓名", "遭遇")
SHOCKS = tuple(word for word in form.CODES["household"]["本月遭遇"] if word != "无")
HEADER_ROWS = 15  # the header is looked for in so many rows; above it may stand a title and notes
BLANK_ROWS, BLANK_HEIGHT = 20, 26
WIDTHS = {"户编号": 21, "证件号码": 21, "行政村": 12, "发生日期": 13, "困难情形": 36, "已采取措施": 26, "先行救助金额": 14}
HELP = (
    "急事当天报,不等 25 日。一户一行;填好放进收件文件夹,文件名随便取,一小时内有回执和清单。",
    "户主姓名、遭遇必填。户编号、证件号码知道就填,不知道空着;不在名册上的户照样报。同一件事报过的不用再报。",
)


@dataclass(frozen=True)
class Report:
    """A table that is a 急难快报: where its header stands (from 0) and which column stands where."""

    rows: Rows
    header: int
    positions: dict[str, int]


def write(path: Path, township_code: str, township_name: str, month: date) -> None:
    """A blank one for a township, in place only when all of it was written. month: when it was given out; it may be used later too."""
    with workbook_style.workbook(path, month) as (book, styles):
        sheet = book.add_worksheet(TITLE)
        text = book.add_format({"num_format": "@", "border": 1, "border_color": workbook_style.LINE, "text_wrap": True, "locked": False})
        workbook_style.set_up(sheet, widths=[WIDTHS.get(name, 11) for name in COLUMNS], footer=f"{township_name} {TITLE}")
        workbook_style.put(sheet, 0, 0, TITLE, styles["title"])
        for row, (key, value) in enumerate(zip(COVER, (township_code, township_name, None), strict=True), start=1):
            workbook_style.put(sheet, row, 0, key, styles["head"])
            workbook_style.put(sheet, row, 1, value, styles["text"] if value else text)
        for row, line in enumerate(HELP, start=len(COVER) + 1):
            workbook_style.put(sheet, row, 0, line, styles["note"])
        head = len(COVER) + len(HELP) + 1
        workbook_style.put_row(sheet, head, COLUMNS, [styles["head_fill" if name in REQUIRED else "head"] for name in COLUMNS])
        for row in range(head + 1, head + 1 + BLANK_ROWS):
            workbook_style.put_row(sheet, row, [None] * len(COLUMNS), [text] * len(COLUMNS))
            sheet.set_row(row, BLANK_HEIGHT)
        _add_choices(sheet, head + 1, head + BLANK_ROWS)
        sheet.freeze_panes(head + 1, 2)
        sheet.repeat_rows(head)
        workbook_style.lock(sheet)


def _add_choices(sheet: "Worksheet", first: int, last: int) -> None:
    column = COLUMNS.index("遭遇")
    choice = {"validate": "list", "source": list(SHOCKS), "error_title": "遭遇", "error_message": "请从下拉列表中选择。"}
    sheet.data_validation(first, column, last, column, choice)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{address(len(COLUMNS), last + 1)}"})


def recognise_report(found: Sequence[tuple[str, Rows]]) -> Report | None:
    """The first of a file's tables that says 急难快报 above a header of its columns; None where there is none."""
    for title, rows in found:
        above = plain(title)
        for number, row in enumerate(rows[:HEADER_ROWS]):
            heads = [form.SYNONYMS.get(plain(cell), plain(cell)) for cell in row]
            if TITLE in above and len(set(heads) & set(COLUMNS)) > len(COLUMNS) // 2:
                return Report(rows, number, {name: heads.index(name) for name in COLUMNS if name in heads})
            above += "".join(heads)
    return None


def received(home: Path) -> dict[date, list[Path]]:
    """The finished submissions that are urgent reports, by the month they came in, in order."""
    found: dict[date, list[Path]] = {}
    for folder in submission.folders(home):
        if submission.load(folder)["kind"] == "urgent":
            found.setdefault(months.parse(folder.parent.name), []).append(folder)
    return found


def examine(report: Report, submission_id: str, received_at: datetime) -> tuple[dict[str, Any], pa.Table, Verdicts]:
    """The facts of the manifest line, the rows of raw.urgent with their verdicts, and the findings. A report belongs to the month it came in."""
    facts: dict[str, Any] = dict.fromkeys(("township_code", "township_name", "month", "form_version", "fingerprint", "feed", "due_at"))
    facts |= {"kind": "unknown", "submission_id": submission_id}
    cover = {plain(row[0]): plain(row[1]) for row in report.rows[: report.header] if len(row) > 1 and row[0]}
    known = recognise.townships(settings.load().region)
    if (code := cover.get("乡镇代码", "")) in known:
        facts |= {"kind": "urgent", "township_code": code, "township_name": known[code], "month": months.of_moment(received_at)}
    rows = _land(report, facts, cover.get("报告日期") or None)
    refused = _refused(report, rows, code, known)
    verdicts = all_rejected(TITLE, rows.num_rows, refused) if refused else _check(rows, report, facts, received_at)
    rows = rows.append_column("verdict", pa.array(verdicts.verdict[TITLE], pa.string()))
    return facts, rows.append_column("verdict_reason", pa.array(verdicts.reason[TITLE], pa.string())), verdicts


def _refused(report: Report, rows: pa.Table, code: str, known: dict[str, str]) -> dict[str, Any] | None:
    """Why the whole file is returned."""
    if code not in known:
        return finding("urgent_township_unknown", TITLE, "乡镇代码", code=code[:12])
    if missing := [name for name in REQUIRED if name not in report.positions]:
        return finding("urgent_column_missing", TITLE, missing[0])
    return None if rows.num_rows else finding("urgent_empty", TITLE)


def _land(report: Report, facts: dict[str, Any], reported_on: str | None) -> pa.Table:
    """The rows below the header, text as it came; a row without a single cell of ours is no row."""
    body = [
        (number, {name: row[place] if place < len(row) else None for name, place in report.positions.items()})
        for number, row in enumerate(report.rows[report.header + 1 :], start=report.header + 2)
    ]
    kept = [(number, cells) for number, cells in body if any(cells.values())]
    keys = ("submission_id", "township_code", "month")
    lines = [
        {
            **{key: facts[key] for key in keys},
            "sheet": TITLE,
            "row_number": number,
            "报告日期": reported_on,
            **{name: cells.get(name) for name in COLUMNS},
        }
        for number, cells in kept
    ]
    schema = submission.schema("urgent")
    return pa.Table.from_pylist(lines, pa.schema([field for field in schema if not field.name.startswith("verdict")]))


def _check(rows: pa.Table, report: Report, facts: dict[str, Any], received_at: datetime) -> Verdicts:
    frame = type_rows(rows, facts, received_at)
    absent = frozenset(COLUMNS) - frozenset(report.positions)
    failures = contract.run_suite(frame, EXPECTATIONS / "2_staging" / "urgent.json", absent)
    verdicts = judge_rows(TITLE, len(frame), failures)
    verdicts.findings += tell(failures, frame, TITLE, report.positions, verdicts.verdict[TITLE], text_of(rows))
    if "accepted" not in verdicts.verdict[TITLE]:
        verdicts.findings.insert(0, finding("urgent_nothing_accepted", TITLE))
    return verdicts


def type_rows(rows: pa.Table, facts: dict[str, Any], received_at: datetime) -> Any:
    """The check table as a frame, one row a landed row and in the same order, from the same SQL that the month runs."""
    layers = {model.table: model for layer in ("raw", "stg") for model in sql_model.layer(layer)}
    wanted = ("stg.urgent", "stg.urgent_check")
    needed = sorted({*wanted, *(read for name in wanted for read in layers[name].reads)})
    with warehouse.at_the_door(layers[name] for name in needed) as con:
        con.execute(
            "INSERT INTO raw.submission BY NAME SELECT $id AS submission_id, 'urgent' AS kind, $moment::TIMESTAMPTZ AS received_at",
            {"id": facts["submission_id"], "moment": received_at},
        )
        con.register("landed", rows)
        con.execute("INSERT INTO raw.urgent BY NAME SELECT *, 'accepted' AS verdict FROM landed")
        day_after = months.add(facts["month"], 1)
        for name in wanted:
            warehouse.replace(con, layers[name], {"month": facts["month"], "known_on": None, "closes_on": day_after})
        return con.execute("SELECT * FROM stg.urgent_check ORDER BY row_number").df()
