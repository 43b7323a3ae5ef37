"""What the door knows of the cases that feedback answers: a list that every run leaves in raw, and what the township answered before.

The door never opens the warehouse, and in an office it cannot reach it. It only asks: what is used is decided by the month.
"""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from lowincome import month as months
from lowincome import paths, policy, settings, sql_model, warehouse
from lowincome.errors import PolicyError
from lowincome.intake import submission
from lowincome.reports import outbox

LIST = "cases.parquet"
MODEL = "stg.feedback_case_check"
ANSWERING = ("form", "returned_list")  # the kinds of submission that bring feedback


def write(con: duckdb.DuckDBPyConnection, home: Path, month: date) -> Path:
    """Every case of the county as it stood at the end of a month's run, in place only when all of it was written. con: the warehouse.

    A case may be answered from the day it was opened; one of an urgent report from the day it happened.
    """
    rows = con.execute(
        """
        SELECT
          s.case_id,
          list_sort(list(DISTINCT e.township_code)) AS townships,
          least(arg_min(e.happened_on, e.seq), min(u.happened_on)) AS opened_on,
          min(s.closed_on) AS closed_on
        FROM mart.case_state AS s
        INNER JOIN mart.case_event AS e ON s.case_id = e.case_id AND e.month <= s.month
        LEFT JOIN (
          SELECT case_id, min(least(happened_on, reported_on, known_on)) AS happened_on FROM mart.urgent_report WHERE month <= $month GROUP BY case_id
        ) AS u ON s.case_id = u.case_id
        WHERE s.month = $month
        GROUP BY s.case_id
        ORDER BY s.case_id
        """,
        {"month": month},
    ).to_arrow_table()
    data = BytesIO()
    pq.write_table(rows, data, compression="zstd")
    return outbox.put(_path(home, month), data.getvalue())


def fill(con: duckdb.DuckDBPyConnection, home: Path, facts: dict[str, Any], received_at: datetime) -> None:
    """Into a database at the door: the newest list of cases written for the month in which the file came or before, and the earlier answers.

    facts: submission_id, township_code, month and kind of the file, whose own rows are in `raw` already.
    """
    in_progress = running(received_at)
    if found := _newest(home, in_progress):
        month, path = found
        # what a month in progress has opened since its last run is on no list yet
        through = min(month, months.add(in_progress, -1))
        model = next(model for model in sql_model.layer("stg") if model.table == MODEL)
        warehouse.replace(con, model, {"case_files": [str(path)], "complete_through": through})
    folders = _answered_before(home, facts, received_at)
    if folders:
        files = {name: [str(folder / f"{name}.parquet") for folder in folders] for name in ("submission", "feedback")}
        # without a kind: none of them is a sending of this month
        con.execute(
            "INSERT INTO raw.submission BY NAME SELECT submission_id, received_at FROM read_parquet($submission)",
            {"submission": files["submission"]},
        )
        con.execute(
            "INSERT INTO raw.feedback BY NAME SELECT * FROM read_parquet($feedback) WHERE verdict = 'accepted'",
            {"feedback": files["feedback"]},
        )


def _path(home: Path, month: date) -> Path:
    return paths.raw(home) / months.label(month) / "_issued" / LIST


def _newest(home: Path, in_progress: date) -> tuple[date, Path] | None:
    found = sorted(paths.raw(home).glob(f"[0-9][0-9][0-9][0-9]-[0-9][0-9]/_issued/{LIST}"), reverse=True)
    pairs = ((months.parse(path.parent.parent.name), path) for path in found)
    return next((pair for pair in pairs if pair[0] <= in_progress), None)


def running(moment: datetime) -> date:
    """The month in progress at a moment: what comes after the last day in time belongs to the next."""
    month = months.of_moment(moment)
    try:
        last_day = policy.submission_deadline(month, settings.load().region)
    except PolicyError:
        return month
    return months.add(month, 1) if last_day and months.local(moment).date() > last_day else month


def _answered_before(home: Path, facts: dict[str, Any], received_at: datetime) -> list[Path]:
    """The township's earlier sendings with feedback that count: not those withdrawn, nor a form that this one takes the place of."""
    out = submission.withdrawn(home)
    found = []
    for folder in submission.folders(home):
        line = submission.load(folder)
        is_hers = line["kind"] in ANSWERING and line["township_code"] == facts["township_code"] and line["status"] != "退回"
        is_replaced = line["kind"] == facts["kind"] == "form" and line["month"] == facts["month"].isoformat()
        if is_hers and not is_replaced and folder.name not in out and datetime.fromisoformat(line["received_at"]) < received_at:
            found.append(folder)
    return found
