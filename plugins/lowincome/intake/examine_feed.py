"""From a department's file to its rows and verdicts. Reads only that file; a file that fits no kind of extract is not one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from lowincome.intake import feed, feed_check, feed_table, submission
from lowincome.intake.answers import finding
from lowincome.intake.check import Verdicts
from lowincome.intake.read import plain

Finding = dict[str, Any]


@dataclass(frozen=True)
class Extract:
    """A table that is a department's: which kind (None where it is returned before that is known), its rows, why it is returned."""

    found: feed.Recognised | None
    sheet: str
    rows: feed_table.Rows
    answer: Finding | None


def read(tables: list[feed_table.Table], refused: list[Finding]) -> Extract | None:
    """The first table as an extract; None where the answer that the file already has says it better: no table, or nothing like one of ours."""
    if refused:
        return Extract(None, "", [], refused[0])
    if not tables:
        return None
    sheet, rows = tables[0]
    if _holds(rows, "监测类别", "救助类别"):  # a township's own roster without its cover
        return None
    found = feed.recognise(rows)
    if found:
        body = rows[found.header + 1 :]
        return Extract(found, sheet, rows, None if any(cell for row in body for cell in row) else finding("feed_empty"))
    near = feed.nearest(rows)
    return Extract(None, sheet, rows, near) if near and not _holds(rows, "户编号", "与户主关系") else None


def _holds(rows: feed_table.Rows, *heads: str) -> bool:
    return any(set(heads) <= {plain(cell) for cell in row} for row in rows[: feed.HEADER_ROWS])


def examine(extract: Extract, submission_id: str, received_at: datetime) -> tuple[dict[str, Any], pa.Table, Verdicts]:
    """The facts of the manifest line, the rows of raw.feed with their verdicts, and the findings."""
    facts: dict[str, Any] = dict.fromkeys(("township_code", "township_name", "month", "form_version", "fingerprint", "feed"))
    facts["kind"], facts["submission_id"] = "unknown", submission_id
    found = extract.found
    if found is None:
        return facts, submission.schema("feed").empty_table(), Verdicts({}, {}, [extract.answer] if extract.answer else [])
    facts["township_name"] = found.feed.department
    facts["month"], refused = feed.month_of(extract.rows, found, received_at)
    if facts["month"]:
        facts["kind"], facts["feed"] = "feed", found.feed.feed
    rows = feed_check.land(extract.rows, found, extract.sheet, facts)
    refused += [extract.answer] if extract.answer else []
    if refused:
        reasons: list[str | None] = [refused[0]["check_id"]] * rows.num_rows
        verdicts = Verdicts({found.feed.feed: ["rejected"] * rows.num_rows}, {found.feed.feed: reasons}, refused)
    else:
        verdicts = feed_check.check(rows, found, facts, received_at)
    rows = rows.append_column("verdict", pa.array(verdicts.verdict[found.feed.feed], pa.string()))
    return facts, rows.append_column("verdict_reason", pa.array(verdicts.reason[found.feed.feed], pa.string())), verdicts
