"""What the centre decides: about a sending (withdrawn, or why a late one is taken), about a case, about the lists of a month.

A decision is a file like any other and stays in raw.
"""

import csv
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import paths
from lowincome.errors import IntakeError
from lowincome.intake import feed, submission

LATE = "逾期接收"
HOLD, RESUME, LIFT = "暂缓", "恢复", "解除静默"
RELEASED, REFUSED = "下发", "不下发"
SENDINGS = ("form", "urgent", "returned_list")  # the kinds of submission that a township sends, as they are listed
Row = dict[str, Any]


def write(home: Path, submission_id: str, word: str, reason: str, by: str, on: date) -> Path:
    """Puts the decision into the inbox, as an extract of `submission_decision` for the month of the sending it is about.

    word: 撤回 or 逾期接收. Errors: IntakeError when there is no such sending, when it is none that was taken, or not late.
    """
    folder = submission.find(home, submission_id)
    line = submission.load(folder) if folder else None
    if line is None or line["kind"] not in SENDINGS:
        raise IntakeError(f"没有编号为 {submission_id} 的报送:编号在回执上,也可以用 submission list 月份 查看。")
    if line["status"] == "退回":
        raise IntakeError(f"{submission_id} 已经退回,没有收下,不用再处理。")
    if word == LATE and line["kind"] != "form":
        raise IntakeError(f"{submission_id} 不是报送表,没有截止日,不用说明逾期原因。")
    if word == LATE and line["is_on_time"]:
        raise IntakeError(f"{submission_id} 是按时报送的,不用说明逾期原因。")
    cells = {
        "报送编号": submission_id,
        "处理": word,
        "原因": reason,
        "决定人": by,
        "决定日期": on.isoformat(),
        "数据月份": line["month"][:7],
    }
    return _put(paths.inbox(home) / f"报送处理决定_{submission_id}_{word}.csv", cells)


def write_case(home: Path, case_id: str, word: str, reason: str, by: str, on: date, until: date | None = None) -> Path:
    """Puts a decision about a case into the inbox, as an extract of `case_decision` for the month it was made in.

    word: 暂缓, 恢复 or 解除静默. until: the last day on hold, itself still on hold. Errors: IntakeError when that day is over already.
    """
    if until is not None and until < on:
        raise IntakeError(f"暂缓至 {until},这一天在决定日期 {on} 之前:请核对 --until。")
    cells = {
        "预警编号": case_id,
        "处理": word,
        "原因": reason,
        "至": until.isoformat() if until else "",
        "决定人": by,
        "决定日期": on.isoformat(),
        "数据月份": months.label(on),
    }
    return _put(paths.inbox(home) / f"个案处理决定_{case_id}_{word}.csv", cells)


def land_approval(home: Path, month: date, word: str, by: str, at: datetime, reason: str = "") -> None:
    """Lands in raw, as an extract of `list_approval`, whether the lists of a month go out. Landed twice, it is there once.

    It does not pass through the inbox, where files of others lie that are not of this moment. word: 下发 or 不下发. Errors: IntakeError for a
    refusal without a reason.
    """
    from lowincome.intake import receive

    if word == REFUSED and not reason.strip():
        raise IntakeError(f"{months.label(month)} 的清单不下发,要写明原因。")
    moment = months.local(at)
    cells = {
        "清单月份": months.label(month),
        "处理": word,
        "原因": reason,
        "决定人": by,
        "决定日期": moment.date().isoformat(),
        "数据月份": months.label(month),
    }
    with tempfile.TemporaryDirectory() as folder:
        path = _put(Path(folder) / f"清单下发审批_{months.label(month)}_{word}.csv", cells)
        for submission_id in receive.admit(home, path, moment):
            receive.read_submission(home, submission_id)


def _put(path: Path, cells: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([list(cells), list(cells.values())])
    return path


def made(home: Path) -> list[Row]:
    """Every decision in raw, oldest first: about, word, reason, by, on (as written) and received_at."""
    columns = next(one.columns for one in feed.declared() if one.feed == submission.DECISION)
    found = [
        {column.name: cells.get(column.title) for column in columns} | {"received_at": submission.load(folder)["received_at"]}
        for folder in submission.folders(home)
        if submission.load(folder)["feed"] == submission.DECISION
        for cells in submission.accepted_cells(folder)
    ]
    return sorted(found, key=lambda row: (datetime.fromisoformat(row["received_at"]), str(row["about_submission_id"])))


def listing(home: Path, month: date) -> list[Row]:
    """Every sending of a month that a decision may be about, by township, kind and version, with what was decided, and of a form whether it stands."""
    from lowincome.intake import earlier

    decisions: dict[str, list[Row]] = {}
    for row in made(home):
        decisions.setdefault(str(row["about_submission_id"]), []).append(row)
    rows = []
    for folder, version in submission.versions(home, month):
        line = submission.load(folder)
        if line["kind"] in SENDINGS:
            stands = line["kind"] == "form" and earlier.version(home, line["township_code"], month) == folder
            rows.append({**line, "version": version, "stands": stands, "decisions": decisions.get(folder.name, [])})
    return sorted(rows, key=lambda row: (row["township_code"], SENDINGS.index(row["kind"]), row["version"]))


def withdrawals(home: Path) -> list[tuple[Path, Row]]:
    """The folders of withdrawn sendings, each with the first decision that withdrew it."""
    found: dict[str, Row] = {}
    for row in made(home):
        if row["decision"] == submission.WITHDRAWN:
            found.setdefault(str(row["about_submission_id"]), row)
    folders = {folder.name: folder for folder in submission.folders(home)}
    return [(folders[name], row) for name, row in found.items() if name in folders and submission.load(folders[name])["kind"] in SENDINGS]


def about(home: Path, sendings: list[Path]) -> list[Path]:
    """The folders of the decisions about any of these sendings."""
    names = {folder.name for folder in sendings}
    decisions = (folder for folder in submission.folders(home) if submission.load(folder)["feed"] == submission.DECISION)
    return [folder for folder in decisions if any(cells.get("报送编号") in names for cells in submission.accepted_cells(folder))]


def moment(row: Row) -> str:
    """When a line was received, as YYYY-MM-DD HH:MM in local time."""
    return months.local(datetime.fromisoformat(row["received_at"])).strftime("%Y-%m-%d %H:%M")
