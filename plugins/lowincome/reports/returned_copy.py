"""The 退改表: what was sent, with every finding at its cell as a comment and a colour, to be mended in place and sent back.

Made anew from the texts landed in raw, never from the original file: no macro, link, formula or picture of it can survive.
It goes back to the township that wrote it, so cells stay whole; comments show only what findings may show.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lowincome import month as months
from lowincome.intake import earlier, form, workbook
from lowincome.intake.bounds import address
from lowincome.intake.read import plain
from lowincome.intake.workbook_cells import COVER, NOTES, OPEN, ROW
from lowincome.reports import causes, words
from lowincome.reports.causes import WEIGHT, Row

Place = tuple[str, int, str]
HEAD = 1
# a comment is read in one glance, or not at all
SHOWN_PER_CELL = 4
# thousands of comments make a workbook slow to open; colour alone does not
SPEAKING_PER_KIND = 300
KEYS = {form.COVER: COVER, **{title: key for key, title in form.SHEETS.items()}}
# what no copy can put right: nothing was read, or it may be another township's
NO_COPY = ("another_township", "sheet_missing", "header_not_first", "header_absent")
# what making the copy has already done
DONE = {
    "formula_cell": "这里已经换成它显示的结果,请核对一下。",
    "formula_number": "这里已经换成它显示的结果。",
    "column_twice": "这里只留了左边的一栏,请核对一下。",
}
MORE = {
    "row_repeated": "删不掉的,把这一行清空也行。",
    **dict.fromkeys(
        ("column_required", "column_missing"),
        "这一栏没有读到,在这里是空的。您的文件里有这一栏、只是名称不同的,可以把那一栏整栏复制过来,行的位置没有变。",
    ),
    "column_unknown": "没有读的栏目没有带过来。",
}
# what may have to be changed in 成员 to mend what was found in 家庭
IN_MEMBERS = {
    **dict.fromkeys(("head_none", "head_several", "head_gone"), "与户主关系"),
    "head_name_differs": "姓名",
    "head_number_differs": "证件号码",
    "household_repeated": "户编号",
}


def write(folder: Path, version: int, out: Path, repeated: Mapping[int, date] | None = None) -> Path | None:
    """The returned copy of one submission, beside its receipt; None where there is nothing to mend or nothing was read.

    folder: the submission in raw. version: which sending of the township's month it is. out: the folder of the receipt.
    repeated: as the receipt has it.
    """
    submission = read(folder, "submission")[0]
    findings = causes.set_apart(read(folder, "finding"), repeated or {})
    is_form = submission["kind"] == "form" and submission["form_version"] != earlier.OLD_LIST
    if not is_form or submission["status"] == "接收" or any(one["check_id"] in NO_COPY for one in findings):
        return None
    rows = {
        key: [{ROW: row["row_number"], **{column: row[column] for column in form.COLUMNS[key]}} for row in read(folder, key)]
        for key in form.SHEETS
    }
    if not (rows["household"] and rows["member"]):
        return None
    _open_members(rows, findings)
    name = words.file_name("退改表", months.label(submission["month"]), f"第{version}次")
    path = out / f"{name}.xlsx"
    workbook.write(
        path,
        submission["township_code"],
        submission["township_name"],
        submission["month"],
        rows,
        submission["fingerprint"] or "",
        issued=True,
        marks=_marks(findings),
    )
    return path


def read(folder: Path, name: str, numbers: set[int] | None = None) -> list[Row]:
    """The rows of one Parquet file of a submission, all or those of these Excel row numbers; findings in their order."""
    from pyarrow import parquet

    chosen = None if numbers is None else [("row_number", "in", numbers)]
    rows: list[Row] = parquet.read_table(folder / f"{name}.parquet", filters=chosen).to_pylist()
    return sorted(rows, key=lambda row: row["finding_number"]) if name == "finding" else rows


def place(finding: Row) -> Place:
    """Sheet key, row and column of the cell that a finding stands at in the copy: of a sheet its header, of a file 说明."""
    key = KEYS.get(finding["sheet"] or "", COVER)
    columns = form.COVER_KEYS if key == COVER else form.COLUMNS[key]
    column = finding["column_name"] if finding["column_name"] in columns else columns[0]
    return key, finding["row_number"] or HEAD, column


def cell(finding: Row) -> str:
    """The same as sheet and address in one link: '家庭'!C12."""
    key, row, column = place(finding)
    if key == COVER:
        return f"'{form.COVER}'!B{form.COVER_KEYS.index(column) + 1}"
    return f"'{form.SHEETS[key]}'!{address(form.COLUMNS[key].index(column) + 1, row)}"


def _open_members(rows: dict[str, list[Row]], findings: list[Row]) -> None:
    """Opens in 成员 what belongs to a finding in 家庭, and says so there."""
    numbers = {row[ROW]: plain(row["户编号"]) for row in rows["household"]}
    asked: dict[str, list[Row]] = {}
    for finding in findings:
        if finding["check_id"] in IN_MEMBERS:
            asked.setdefault(numbers[finding["row_number"]], []).append(finding)
    for row in rows["member"]:
        found = asked.get(plain(row["户编号"]), [])
        row[NOTES] = {IN_MEMBERS[one["check_id"]]: f"与「家庭」表第{one['row_number']}行的问题有关:{one['message_zh']}" for one in found}
        row[OPEN] = set(row[NOTES])


def _marks(findings: list[Row]) -> dict[Place, tuple[str, str]]:
    """One comment a cell, the gravest first; the colour is that of the gravest. Of what is found very often the first few hundred speak."""
    at: dict[Place, list[Row]] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    spoken: set[Place] = set()
    for finding in sorted(findings, key=lambda one: list(WEIGHT).index(one["severity"])):
        where = place(finding)
        kind = (finding["check_id"], finding["sheet"] or "", finding["column_name"] or "")
        at.setdefault(where, []).append(finding)
        seen[kind] += 1
        if seen[kind] <= SPEAKING_PER_KIND:
            spoken.add(where)
    return {where: (found[0]["severity"], _comments(found) if where in spoken else "") for where, found in at.items()}


def _comments(found: list[Row]) -> str:
    more = [f"另有 {len(found) - SHOWN_PER_CELL} 条,见回执的「逐条」表。"] if len(found) > SHOWN_PER_CELL else []
    return "\n\n".join([*map(_comment, found[:SHOWN_PER_CELL]), *more])


def _comment(finding: Row) -> str:
    how = DONE.get(finding["check_id"]) or (finding["mend_zh"] or "") + MORE.get(finding["check_id"], "")
    return words.shown(f"【{WEIGHT[finding['severity']]}】{finding['message_zh']}" + (f"\n怎么改:{how}" if how else ""))
