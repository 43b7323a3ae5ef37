"""Reminders, in words: to send the month's form, and of terms that run out. Whoever has nothing to do hears nothing.

A reminder speaks to one township about itself: no name of a person, no other township, nothing to compare with.
"""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from lowincome import month as months
from lowincome import paths, policy, settings, warehouse
from lowincome.errors import PolicyError
from lowincome.reports import outbox, query, render, words

NAMED = 3  # causes and cases named in a reminder; the receipt and the 超期清单 name all
FOLDER = "催报"
CLOCKS = "期限提醒"
STATUS = "mart.submission_status"
COUNTY = "county"  # whom the overview is for, where a township has its code


def days(month: date, region: str) -> list[date]:
    """The days on which the month's missing forms are asked for: two before the deadline, one after it, which may lie in the next month.

    None where there is no deadline.
    """
    deadline = policy.submission_deadline(month, region) if _value("submission_deadline_day", month, region) else None
    if deadline is None:
        return []
    before = [_value(name, month, region) for name in ("reminder_first_day", "reminder_second_day")]
    after = _value("reminder_after_days", month, region)
    found = [month + timedelta(days=day - 1) for day in before if day and day <= months.last_day(month).day]
    return sorted({*found, *([deadline + timedelta(days=after)] if after else [])})


def _value(parameter: str, month: date, region: str) -> int:
    """0 where nobody has set a day, so that nothing is sent there."""
    try:
        return int(policy.lookup(parameter, month, region).value or 0)
    except PolicyError:
        return 0


def status(con: duckdb.DuckDBPyConnection, month: date, on: date) -> list[query.Row]:
    """`mart.submission_status` of the month as it stood at the end of a day, in the order of the townships' codes.

    Any day after the deadline counts as overdue. Needs `raw` and `ref`; call it inside `warehouse.tentative`, for it makes the month's
    rows anew as they were on that day.
    """
    region = settings.load().region
    closes_on = (policy.submission_deadline(month, region) or months.last_day(month)) + timedelta(days=1)
    params = {"month": month, "region": region, "known_on": on, "closes_on": closes_on}
    warehouse.run_models(con, ("stg.submission_decision", "stg.taken", "stg.standing", STATUS), params)
    return query.rows(con, f"SELECT * FROM {STATUS} WHERE month = ? ORDER BY township_code", [month])


def texts(con: duckdb.DuckDBPyConnection, month: date, on: date) -> list[tuple[str, str]]:
    """(township code, text) for every township of which something is still missing at the end of the day `on`."""
    return _texts(con, status(con, month, on), on)


def _texts(con: duckdb.DuckDBPyConnection, rows: list[query.Row], on: date) -> list[tuple[str, str]]:
    return [(row["township_code"], render.text("reminder", _context(con, row, on))) for row in rows if is_missing(row)]


def is_missing(row: query.Row) -> bool:
    """Nothing was sent, or the newest file was returned or taken in part. `row`: one of `status`."""
    return row["file_status"] in (None, "退回", "部分接收")


def overview(rows: list[query.Row], month: date, on: date) -> str:
    """The day for the centre: every township in the order of its code, with its state. `rows`: those of `status`."""
    head = f"{words.month_zh(month)}报送情况,{words.day_zh(on)}"
    lines = [f"{row['township_name']}:{row['status']}{_since(row)}" for row in rows]
    return "\n".join(words.shown(line) for line in (head, *lines)) + "\n"


def _since(row: query.Row) -> str:
    return f"(第{row['version']}次,{words.moment_zh(row['received_at'])} 收到,{row['file_status']})" if row["file_status"] else ""


def write(con: duckdb.DuckDBPyConnection, home: Path, month: date, on: date) -> list[dict[str, str]]:
    """Puts every text into the outbox of its township and of the county; returns them as {to, title, text} for whoever sends them on."""
    rows = status(con, month, on)
    names = {row["township_code"]: row["township_name"] for row in rows}
    county = paths.county_outbox(home, month) / FOLDER
    title = f"{words.month_zh(month)}报送表提醒"
    messages = []
    for code, text in _texts(con, rows, on):
        place = paths.township_outbox(home, month, code, names[code])
        outbox.put_page(place / f"{words.file_name('提醒', on.isoformat())}.txt", text)
        outbox.put_page(county / f"{words.file_name(on.isoformat(), names[code])}.txt", text)
        messages.append({"to": code, "title": title, "text": text})
    heard = "、".join(names[message["to"]] for message in messages)
    whole = overview(rows, month, on) + words.shown(f"已提醒:{heard}。" if heard else "都报好了,没有要提醒的。") + "\n"
    outbox.put_page(county / f"{words.file_name(on.isoformat(), '全县')}.txt", whole)
    return [*messages, {"to": COUNTY, "title": title, "text": whole}]


def _context(con: duckdb.DuckDBPyConnection, row: query.Row, on: date) -> dict[str, Any]:
    month = row["month"]
    deadline = policy.submission_deadline(month, settings.load().region) or months.last_day(month)
    is_sent = row["file_status"] is not None
    return {
        "township": row["township_name"],
        "month_zh": words.month_zh(month),
        "status": "有问题" if row["file_status"] == "退回" else row["status"],
        "is_sent": is_sent,
        "is_taken": row["is_taken"],
        "received": words.moment_zh(row["received_at"]),
        "accepted": row["rows_accepted"] or 0,
        "held": row["rows_quarantined"] or 0,
        "refused": row["rows_rejected"] or 0,
        "open": _open(con, row["submission_id"]) if is_sent else [],
        "deadline": words.day_zh(deadline),
        "days_left": max((deadline - on).days, 0),
        "is_over": on > deadline,
        "workbook": words.file_name("报送表", months.label(month), row["township_name"]) + ".xlsx",
    }


def _open(con: duckdb.DuckDBPyConnection, submission_id: str) -> list[str]:
    """What keeps rows of the file from being taken: sheet, column and how many, the most frequent first."""
    found = query.rows(
        con,
        """
        SELECT sheet, column_name, count(DISTINCT row_number) AS rows
        FROM raw.finding
        WHERE submission_id = ? AND severity = 'critical' AND row_number IS NOT NULL
        GROUP BY sheet, column_name
        ORDER BY rows DESC, sheet, column_name
        """,
        [submission_id],
    )
    named = [f"「{row['sheet']}」{row['column_name']} {row['rows']} 行" for row in found[:NAMED]]
    return named + (["其余见回执"] if len(found) > NAMED else [])


def write_clocks(con: duckdb.DuckDBPyConnection, home: Path, month: date, on: date) -> list[dict[str, str]]:
    """The texts about terms for a day, put into the outbox and returned as `write` does; none on a day on which nothing is new.

    A term counted in days is new some days before its last day, on it and on the day after; one counted in months on the 1st, for the
    whole month. Rests on the newest month of `mart.case_clock` up to `month`.
    """
    rows = _clocks(con, month, on)
    county = query.county_name(con, rows[0]["month"]) if rows else ""
    messages = []
    for code, name in sorted({(row["township_code"], row["township_name"]) for row in rows if row["office"] == row["township_name"]}):
        text = _clock_text(name, [row for row in rows if row["office"] == name], month, on)
        if text:
            outbox.put_page(paths.township_outbox(home, month, code, name) / f"{words.file_name(CLOCKS, on.isoformat())}.txt", text)
            messages.append({"to": code, "title": CLOCKS, "text": text})
    text = _clock_text(county, [row for row in rows if row["office"] != row["township_name"]], month, on)
    if text:
        outbox.put_page(paths.county_outbox(home, month) / FOLDER / f"{words.file_name(CLOCKS, on.isoformat())}.txt", text)
        messages.append({"to": COUNTY, "title": CLOCKS, "text": text})
    return messages


def _clocks(con: duckdb.DuckDBPyConnection, month: date, on: date) -> list[query.Row]:
    """Every running term that is over or ends before long. A case that no list has sent to its township yet is not spoken of."""
    notice = timedelta(days=_value("clock_notice_days", month, settings.load().region))
    found = query.rows(
        con,
        """
        SELECT k.*, c.title, c.kind, c.unit, t.name AS township_name
        FROM mart.case_clock AS k
        INNER JOIN ref.clock AS c ON k.month = c.month AND k.clock = c.clock
        LEFT JOIN mart.case_state AS s ON k.month = s.month AND k.case_id = s.case_id
        INNER JOIN ref.division AS t ON k.township_code = t.code
        WHERE
          k.month = (SELECT max(month) FROM mart.case_clock WHERE month <= ?)
          AND k.is_running AND k.due_on IS NOT NULL AND (k.doubt IS NULL OR k.due_on >= ?)
          AND NOT (k.clock = 'verify' AND s.state = '待核查')
        ORDER BY k.clock, k.due_on, k.clock_id
        """,
        [month, on],
    )
    for row in found:
        by_month = row["unit"] == "months"
        until = months.last_day(on) if by_month and on.day == 1 else on + notice
        row["group"] = "over" if row["due_on"] < on else "soon" if row["due_on"] <= until else None
        row["is_new"] = on.day == 1 if by_month else row["due_on"] in (on + notice, on, on - timedelta(days=1))
    return [row for row in found if row["group"]]


def _clock_text(place: str, rows: list[query.Row], month: date, on: date) -> str | None:
    """None where nothing is new today."""
    if not any(row["is_new"] for row in rows):
        return None
    over = [row for row in rows if row["group"] == "over" and row["kind"] == "限期"]
    full = [row for row in rows if row["group"] == "over" and row["kind"] == "期满"]
    context = {
        "place": place,
        "day": words.day_zh(on),
        "soon": _clock_lines([row for row in rows if row["group"] == "soon"], on),
        "over": _clock_lines(over, on),
        "full": _clock_lines(full, on),
        "is_provisional": any(row["is_provisional"] for row in rows),
    }
    return render.text("clock_reminder", context)


def _clock_lines(rows: list[query.Row], on: date) -> list[dict[str, Any]]:
    """One line a term: how many, the earliest last day, how long ago, some of the case numbers."""
    lines = []
    for title in dict.fromkeys(row["title"] for row in rows):
        own = [row for row in rows if row["title"] == title]
        first = min(row["due_on"] for row in own)
        cases = list(dict.fromkeys(row["case_id"] for row in own if row["case_id"]))
        named = cases[:NAMED] + (["等"] if len(cases) > NAMED else [])
        lines.append({"title": title, "count": len(own), "first": words.day_zh(first), "days": max((on - first).days, 0), "cases": named})
    return lines
