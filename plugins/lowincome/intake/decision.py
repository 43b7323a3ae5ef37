"""What the centre decides about a sending: withdrawn, or why a late one is taken. A decision is a file like any other and stays in raw."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import paths
from lowincome.errors import IntakeError
from lowincome.intake import feed, submission

LATE = "逾期接收"
Row = dict[str, Any]


def write(home: Path, submission_id: str, word: str, reason: str, by: str, on: date) -> Path:
    """Puts the decision into the inbox, as an extract of `submission_decision` for the month of the sending it is about.

    word: 撤回 or 逾期接收. Errors: IntakeError when there is no such sending, when it is none that was taken, or not late.
    """
    folder = submission.find(home, submission_id)
    line = submission.load(folder) if folder else None
    if line is None or line["kind"] != "form":
        raise IntakeError(f"没有编号为 {submission_id} 的报送:编号在回执上,也可以用 submission list 月份 查看。")
    if line["status"] == "退回":
        raise IntakeError(f"{submission_id} 已经退回,没有收下,不用再处理。")
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
    target = paths.inbox(home) / f"报送处理决定_{submission_id}_{word}.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([list(cells), list(cells.values())])
    return target


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
    """Every form of a month, by township and version, with what was decided about it and whether it stands."""
    from lowincome.intake import earlier

    decisions: dict[str, list[Row]] = {}
    for row in made(home):
        decisions.setdefault(str(row["about_submission_id"]), []).append(row)
    rows = []
    for folder, version in submission.versions(home, month):
        line = submission.load(folder)
        if line["kind"] == "form":
            stands = earlier.version(home, line["township_code"], month) == folder
            rows.append({**line, "version": version, "stands": stands, "decisions": decisions.get(folder.name, [])})
    return sorted(rows, key=lambda row: (row["township_code"], row["version"]))


def withdrawals(home: Path) -> list[tuple[Path, Row]]:
    """The folders of withdrawn forms, each with the first decision that withdrew it."""
    found: dict[str, Row] = {}
    for row in made(home):
        if row["decision"] == submission.WITHDRAWN:
            found.setdefault(str(row["about_submission_id"]), row)
    folders = {folder.name: folder for folder in submission.folders(home)}
    return [(folders[name], row) for name, row in found.items() if name in folders and submission.load(folders[name])["kind"] == "form"]


def moment(row: Row) -> str:
    """When a line was received, as YYYY-MM-DD HH:MM in local time."""
    return months.local(datetime.fromisoformat(row["received_at"])).strftime("%Y-%m-%d %H:%M")
