"""From one original file to its answer: status, row counts, findings, and the tables of `raw`.

Reads that file and, to ask about what differs, the township's earlier submissions in raw; never the warehouse.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from lowincome import month as months
from lowincome import policy, settings
from lowincome.errors import PolicyError
from lowincome.intake import (
    bounds,
    check,
    difference,
    examine_feed,
    feed_table,
    fingerprint,
    form,
    land,
    read,
    recognise,
    returned_list,
    roster_list,
    submission,
    urgent,
)
from lowincome.intake.answers import finding

Finding = dict[str, Any]
Answer = tuple[dict[str, Any], dict[str, pa.Table]]
# what a file is answered that may be a department's all the same
NOT_A_FORM = ("no_cover", "not_excel", "damaged")
RETURNED, PARTLY, WITH_NOTES, TAKEN = "退回", "部分接收", "接收有提示", "接收"


def examine(original: Path, arrival: dict[str, Any], home: Path) -> list[Answer]:
    """The manifest line and the tables by name (submission, sheet, finding, feed, urgent and the four sheets of the form).

    One answer a file; of a list that names several townships one each, the first under the file's own submission_id.
    arrival: submission_id, file_name, sha256, size_bytes, received_at (ISO). home: where the township's earlier rosters lie.
    Whatever is wrong with the file is in the answer.
    """
    received_at = datetime.fromisoformat(arrival["received_at"])
    facts, workbook, findings = _recognise(original, received_at)
    is_no_form = any(one["check_id"] in NOT_A_FORM for one in findings)
    if is_no_form or (workbook and not workbook["sheets"]):
        found, refused = feed_table.read_tables(original)
        formulas = workbook["formulas"] if workbook else {}
        # a form without its cover has a sheet 核查反馈 of the same columns
        is_form = bool(workbook and workbook["sheets"])
        if not is_form and (sent_back := returned_list.recognise_list(found)):
            return [_returned_list(sent_back, formulas, arrival, received_at, home)]
    if is_no_form:
        if report := urgent.recognise_report(found):
            return [_urgent(report, arrival, received_at)]
        roster, extract = roster_list.recognise(found), examine_feed.read(found, refused)
        if roster and (extract is None or extract.found is None or roster.knows > len(extract.found.positions)):
            roster.formulas = formulas
            return _roster(roster, arrival, received_at, home)
        if extract:
            return [_feed(extract, arrival, received_at)]
        if not is_form and any(map(_is_list, found)):
            findings = [finding("table_unknown")]
    facts["submission_id"] = arrival["submission_id"]
    tables: dict[str, pa.Table] = submission.empty_tables()
    counts: dict[str, dict[str, int]] = {}
    if workbook and facts["township_code"] and facts["month"]:
        parts, more = _land(workbook, facts)
        findings += more
        findings += fingerprint.check(home, parts, facts)
        tables, counts = _judge(parts, facts, findings, received_at, home)
    kind = "form" if facts["township_code"] and facts["month"] else "unknown"
    return [_answer(arrival, {**facts, "kind": kind, "feed": None, "due_at": _due_at(facts["month"])}, findings, counts, tables)]


def _judge(
    parts: dict[str, check.Landed], facts: dict[str, Any], findings: list[Finding], received_at: datetime, home: Path
) -> tuple[dict[str, pa.Table], dict[str, dict[str, int]]]:
    """The landed rows with their verdicts, and the row counts by sheet title; adds to `findings` what the checks found."""
    if _is_critical(findings):
        verdicts = _returned(parts, findings)
    else:
        verdicts = check.check(parts, facts, received_at, home)
        findings += verdicts.findings
        _return_if_nothing_taken(verdicts, findings)
    tables = {sheet: _with_verdicts(part.rows, verdicts, sheet) for sheet, part in parts.items()}
    if not _is_critical([one for one in findings if one["row_number"] is None]):
        places = {sheet: part.positions for sheet, part in parts.items()}
        findings += difference.findings(home, tables, places, facts, received_at)
    return tables, {form.SHEETS[sheet]: count for sheet, count in check.counts(verdicts.verdict).items()}


def _roster(roster: roster_list.Roster, arrival: dict[str, Any], received_at: datetime, home: Path) -> list[Answer]:
    """The same for a list from another system: the rows of each township as a 报送表 of its own, judged by the same checks."""
    answers = []
    for part in roster_list.parts(roster, arrival["submission_id"], received_at, home):
        if submission.find(home, part.facts["submission_id"]):  # finished before a kill; the file's own submission comes last
            continue
        tables, counts = _judge(part.landed, part.facts, part.findings, received_at, home)
        facts = {**part.facts, "due_at": _due_at(part.facts["month"])}
        answers.append(_answer(arrival, facts, roster_list.placed(part.findings, roster), counts, tables))
    return answers


def _feed(extract: examine_feed.Extract, arrival: dict[str, Any], received_at: datetime) -> Answer:
    """The same for a department's file: one table, no deadline of ours."""
    facts, rows, verdicts = examine_feed.examine(extract, arrival["submission_id"], received_at)
    title = extract.found.feed.title if extract.found else ""
    counts = dict.fromkeys([title], *check.counts(verdicts.verdict).values()) if title else {}
    tables = {**submission.empty_tables(), "feed": rows}
    return _answer(arrival, {**facts, "due_at": None}, verdicts.findings, counts, tables)


def _urgent(report: urgent.Report, arrival: dict[str, Any], received_at: datetime) -> Answer:
    """The same for a 急难快报: one sheet, no deadline."""
    facts, rows, verdicts = urgent.examine(report, arrival["submission_id"], received_at)
    tables = {**submission.empty_tables(), "urgent": rows}
    return _answer(arrival, facts, verdicts.findings, check.counts(verdicts.verdict), tables)


def _returned_list(
    sent_back: returned_list.SentBack, formulas: dict[str, list[str]], arrival: dict[str, Any], received_at: datetime, home: Path
) -> Answer:
    """The same for a 预警清单 that comes back filled: its rows as those of 核查反馈, any day."""
    facts, rows, verdicts = returned_list.examine(sent_back, formulas, arrival["submission_id"], received_at, home)
    tables = {**submission.empty_tables(), "feedback": rows}
    return _answer(arrival, facts, verdicts.findings, check.counts(verdicts.verdict), tables)


def _answer(
    arrival: dict[str, Any],
    facts: dict[str, Any],
    findings: list[Finding],
    counts: dict[str, dict[str, int]],
    tables: dict[str, pa.Table],
) -> Answer:
    received_at = datetime.fromisoformat(arrival["received_at"])
    for other in ("feed", "urgent"):
        tables.setdefault(other, submission.schema(other).empty_table())
    line = _line(arrival, facts, received_at, findings, counts)
    tables["submission"] = pa.Table.from_pylist([{**line, "received_at": received_at}], submission.schema("submission"))
    sheets = [{"submission_id": line["submission_id"], "sheet": sheet, **count} for sheet, count in counts.items()]
    tables["sheet"] = pa.Table.from_pylist(sheets, submission.schema("sheet"))
    tables["finding"] = _finding_table(findings, line["submission_id"])
    return line, tables


def _recognise(original: Path, received_at: datetime) -> tuple[dict[str, Any], dict[str, Any] | None, list[Finding]]:
    nothing: dict[str, Any] = dict.fromkeys(("township_code", "township_name", "month", "form_version", "fingerprint"))
    inspection = bounds.inspect(original)
    if inspection.answer:
        return nothing, None, [inspection.answer]
    workbook = read.read_workbook(original)
    if workbook is None:
        return nothing, None, [finding("damaged")]
    if workbook["is_empty"]:
        return nothing, None, [finding("workbook_empty")]
    workbook["formulas"] = inspection.formulas
    facts, findings = recognise.read_cover(workbook["cover"], received_at, recognise.townships(settings.load().region))
    return facts, workbook, findings


def _is_list(table: feed_table.Table) -> bool:
    """Whether it has columns, though none that is known; a letter has one."""
    return any(sum(cell is not None for cell in row) > 1 for row in table.rows)


def _land(workbook: dict[str, Any], facts: dict[str, Any]) -> tuple[dict[str, check.Landed], list[Finding]]:
    findings = recognise.match_sheets(workbook["titles"])
    parts = {}
    for sheet, title in form.SHEETS.items():
        present = workbook["sheets"].get(title)
        positions, found = recognise.match_columns(sheet, present) if present else ({}, [])
        present = land.filled(present, positions) if present else None
        parts[sheet] = land.land(sheet, present, positions, facts)
        is_needed = sheet in check.FAMILY
        if present and (present["rows"] or is_needed):  # the headers of an optional sheet without rows matter to nobody
            findings += found
        if present and is_needed and not present["rows"]:
            findings.append(finding("sheet_without_rows", title))
        findings += land.formula_findings(title, parts[sheet], workbook["formulas"])
    known = recognise.townships(settings.load().region)
    ids = parts["household"].rows.column("户编号").to_pylist()
    return parts, findings + recognise.other_township(ids, facts["township_code"], known)


def _is_critical(findings: list[Finding]) -> bool:
    return any(one["severity"] == "critical" for one in findings)


def _returned(parts: dict[str, check.Landed], findings: list[Finding]) -> check.Verdicts:
    """Every row rejected for the file's first critical reason."""
    reason = next(one["check_id"] for one in findings if one["severity"] == "critical")
    sizes = {sheet: part.rows.num_rows for sheet, part in parts.items()}
    return check.Verdicts({s: ["rejected"] * n for s, n in sizes.items()}, {s: [reason] * n for s, n in sizes.items()}, [])


def _return_if_nothing_taken(verdicts: check.Verdicts, findings: list[Finding]) -> None:
    """A roster without one household would empty the township: it is returned, and what would have been taken is not."""
    if "accepted" in verdicts.verdict["household"]:
        return
    findings.insert(0, finding("nothing_accepted"))
    for sheet, outcomes in verdicts.verdict.items():
        for position, outcome in enumerate(outcomes):
            if outcome == "accepted":
                outcomes[position], verdicts.reason[sheet][position] = "rejected", "nothing_accepted"


def _with_verdicts(rows: pa.Table, verdicts: check.Verdicts, sheet: str) -> pa.Table:
    rows = rows.append_column("verdict", pa.array(verdicts.verdict[sheet], pa.string()))
    return rows.append_column("verdict_reason", pa.array(verdicts.reason[sheet], pa.string()))


def _line(
    arrival: dict[str, Any], facts: dict[str, Any], received_at: datetime, findings: list[Finding], counts: dict[str, dict[str, int]]
) -> dict[str, Any]:
    names = ("rows_in", "rows_accepted", "rows_quarantined", "rows_rejected")
    totals = {name: sum(count[name] for count in counts.values()) for name in names}
    due_at = facts["due_at"]
    if not totals["rows_accepted"] or any(one["severity"] == "critical" and one["row_number"] is None for one in findings):
        status = RETURNED
    elif totals["rows_quarantined"] or totals["rows_rejected"]:
        status = PARTLY
    else:
        status = WITH_NOTES if any(one["severity"] == "warning" for one in findings) else TAKEN
    return {
        **arrival,
        **facts,
        **totals,
        "is_on_time": None if due_at is None else received_at <= due_at,
        "status": status,
        "findings": len(findings),
    }


def _due_at(month: date | None) -> datetime | None:
    """The last moment in time: the deadline day itself counts to 24:00. None where the month or the deadline is unknown."""
    if month is None:
        return None
    try:
        last_day = policy.submission_deadline(month, settings.load().region)
    except PolicyError:
        return None
    return None if last_day is None else datetime.combine(last_day, datetime.max.time(), months.LOCAL)


def _finding_table(findings: list[Finding], submission_id: str) -> pa.Table:
    numbered = [{**one, "submission_id": submission_id, "finding_number": number} for number, one in enumerate(findings, start=1)]
    return pa.Table.from_pylist(numbered, submission.schema("finding"))
