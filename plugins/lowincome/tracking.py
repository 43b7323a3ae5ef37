"""The month in progress: what has become of cases since the last monthly run, day by day. The month's own run makes all of it anew.

Its rosters and rules are not there yet, so nothing here opens a case by a rule, and none is closed for want of one: `sql/5_marts` sees to that.
"""

from datetime import date
from typing import Any

from lowincome import month as months
from lowincome import policy, received, settings, warehouse
from lowincome.intake import decision

# what cases need of a month before it is run; `ref` comes before them, and each comes after what it reads, whatever the order here
MODELS = (
    *("stg.submission_decision", "stg.taken", "stg.standing", "stg.feedback", "stg.urgent", "stg.case_decision", "stg.list_approval"),
    *("mart.submission_status", "mart.urgent_report", "mart.urgent_case", "mart.case_home", "mart.case_before", "mart.feedback_unplaced"),
    *(
        "mart.case_claim",
        "mart.closing_check",
        "mart.case_answer",
        "mart.case_now",
        "mart.case_event",
        "mart.case_state",
        "mart.case_ledger",
    ),
    *("mart.case_spell", "mart.household_clock", "mart.case_clock"),
    "mart.case_tracking",
)


def month_of(day: date) -> date:
    """The month whose run will take up what comes on a day: from the day after the deadline on it is the next month's."""
    month = day.replace(day=1)
    deadline = policy.submission_deadline(month, settings.load().region)
    return month if deadline is None or day <= deadline else months.add(month, 1)


def hindrance(con: Any, month: date) -> str | None:
    """Why the month is not to be tracked: its own run stands, or that of the month before does not; None where it is."""
    run = {found for (found,) in con.execute("SELECT month FROM mart.month_run").fetchall()}
    before = months.add(month, -1)
    if month in run:
        return f"{months.label(month)} 已经运行,不再跟踪"
    return None if before in run else f"{months.label(before)} 还没有运行,无从跟踪"


def run(con: Any, month: date, day: date) -> None:
    """The cases of a month in progress as they stand at the end of a day, replaced. Call it inside a transaction, with raw loaded."""
    params = received.parameters(month, day)
    warehouse.run_layer(con, "ref", params)
    warehouse.run_models(con, MODELS, params)


def again(con: Any, month: date) -> None:
    """After a month was run: what is in progress later rested on its earlier revision, and is tracked anew as of its own day."""
    in_progress = con.execute("SELECT month, known_on FROM mart.case_tracking WHERE is_in_progress AND month > ?", [month]).fetchall()
    for later, day in in_progress:
        run(con, later, day)


def lists_are_out(con: Any, month: date) -> bool:
    """Whether the lists of the month before went out, as the month in progress knows it: until then nothing of its cases leaves either."""
    asked = "SELECT 1 FROM stg.list_approval WHERE month = ? AND list_month = ? AND decision = ?"
    return con.execute(asked, [month, months.add(month, -1), decision.RELEASED]).fetchone() is not None
