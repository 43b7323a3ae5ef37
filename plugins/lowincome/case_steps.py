"""The verbs between two monthly runs: the lists wait for the centre, go out or stay; cases go on day by day.

Like those of `steps.py`: small arguments, small returns, each can be run again at any time. A month is `YYYY-MM`, a day `YYYY-MM-DD`.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import paths, received, release, settings, tracking, warehouse
from lowincome.errors import IntakeError, ReleaseError
from lowincome.intake import decision
from lowincome.progress import reported

Result = dict[str, Any]


@reported("清单待审批")
def ask(month: str) -> Result:
    """The note that goes with the lists of a month, once all of them are made: its `text`, and the `batch` number of the lists.

    Errors: ReleaseError when no lists wait.
    """
    from lowincome.reports import approval, outbox

    home, first = settings.load().home, months.parse(month)
    batch, files = release.batch(home, first), len(release.lists(home, first))
    if not files:
        raise ReleaseError(f"{month} 没有等候审批的清单: 请从「出清单」起重跑。")
    with warehouse.reader(paths.warehouse(home)) as con:
        text = approval.text(con, first, batch, files)
    outbox.put_page(paths.pending(home, first) / release.NOTE, text)
    return {"summary": f"{files} 份,编号 {batch}", "text": text, "batch": batch}


@reported("下发清单")
def let_go(month: str, batch: str | None = None) -> Result:
    """The lists of a month into the outbox. batch: the number that was approved; None for whatever waits."""
    folders = release.let_go(settings.load().home, months.parse(month), batch)
    return {"summary": f"{folders} 个文件夹已进 outbox", "folders": folders}


@reported("登记审批")
def record(month: str, word: str, by: str, at: str, reason: str = "") -> Result:
    """Who decided what about the lists of a month, and when (ISO moment): into raw and the register. word: 下发 or 不下发."""
    home = settings.load().home
    decision.land_approval(home, months.parse(month), word, by, datetime.fromisoformat(at), reason)
    with warehouse.writer(paths.warehouse(home)) as con, warehouse.transaction(con):
        received.load_raw(con, home)
    return {"summary": f"{month} {word},{by}" + (f",{reason}" if reason else ""), "decision": word}


def approve(month: str, by: str, at: str, reason: str = "") -> list[Result]:
    """The lists that wait go out. Errors: ReleaseError when none wait."""
    _must_wait(month)
    # written down first: whoever runs this again after a kill finds the lists still waiting
    return [record(month, decision.RELEASED, by, at, reason), let_go(month)]


def refuse(month: str, by: str, at: str, reason: str) -> Result:
    """The lists stay where they are. Errors: ReleaseError when none wait, IntakeError without a reason."""
    _must_wait(month)
    return record(month, decision.REFUSED, by, at, reason)


def _must_wait(month: str) -> None:
    if release.asked(settings.load().home, months.parse(month)) is None:
        raise ReleaseError(f"{month} 没有等候审批的清单: 请先运行 python -m lowincome month run {month}。")


def decide_case(case_id: str, word: str, reason: str, by: str, on: str, until: str | None = None) -> Path:
    """Puts a decision about a case into the inbox. Errors: IntakeError when there is no such case, or when `until` is before `on`."""
    home = settings.load().home
    with warehouse.reader(paths.warehouse(home)) as con:
        known = con.execute("SELECT 1 FROM mart.case_event WHERE case_id = ? LIMIT 1", [case_id]).fetchone()
    if not known:
        raise IntakeError(f"没有预警编号 {case_id}: 编号在预警清单和销号台账上。")
    return decision.write_case(home, case_id, word, reason, by, date.fromisoformat(on), date.fromisoformat(until) if until else None)


@reported("个案跟踪")
def track_cases(on: str, month: str | None = None) -> Result:
    """Cases as they stand at the end of a day, in the month that the day belongs to (or the one named); then what their townships get.

    A month that has been run is left alone.
    """
    home, day = settings.load().home, date.fromisoformat(on)
    first = months.parse(month) if month else tracking.month_of(day)
    with warehouse.writer(paths.warehouse(home)) as con:
        with warehouse.transaction(con):
            received.load_raw(con, home)
            hindrance = tracking.hindrance(con, first)
            if hindrance is None:
                tracking.run(con, first, day)
        if hindrance:
            return {"summary": hindrance, "events": 0, "files": 0}
        events = len(con.execute("SELECT 1 FROM mart.case_event WHERE month = ?", [first]).fetchall())
        files = _tell(con, home, first) if tracking.lists_are_out(con, first) else 0
    return {"summary": f"{months.label(first)} 到 {on}: {events} 件事,台账和超期清单 {files} 份", "events": events, "files": files}


def _tell(con: Any, home: Path, month: date) -> int:
    """What each township gets of the month in progress. A file that would be the same stays untouched; reminders are written by `steps.remind`."""
    from lowincome.reports import case_ledger, overdue_list

    townships = con.execute(
        "SELECT township_code, township_name FROM mart.submission_status WHERE month = ? ORDER BY township_code", [month]
    ).fetchall()
    return sum(
        len(report.write(con, month, code, paths.township_outbox(home, month, code, name)))
        for code, name in townships
        for report in (case_ledger, overdue_list)
    )
