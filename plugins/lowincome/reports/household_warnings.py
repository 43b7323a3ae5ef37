"""Every warning about a household: when it was first found, when it changed, when it was no longer there or could not be told any more."""

import json
from datetime import date
from typing import Any

from lowincome.reports import words
from lowincome.reports.household_sources import compared
from lowincome.reports.household_trail import Trail
from lowincome.reports.query import Row

# after what was reported, before what was done about it
COMPARED = 2
# figures that grow with time alone: a month more is not another finding
PASSING = ("months", "days", "years_of_age")


def warning_entries(trail: Trail) -> list[dict[str, Any]]:
    """Entries of all rules that ever were triggered for the household, whoever of it they were about."""
    found = trail.rows(
        """
        SELECT
          h.month, h.rule_id, h.person_id, h.is_triggered, h.measured, h.unit, h.evidence, d.title, d.measured_label,
          spoken_value(h.measured, h.unit, u.label_zh) AS measured_zh, spoken_value(h.threshold, h.unit, u.label_zh) AS threshold_zh,
          coalesce(w.number || '·' || h.clause, d.basis) AS basis, p.name, p.relation,
          coalesce(f.is_quiet, FALSE) AS is_quiet, f.quiet_reason, f.quiet_until, f.case_id
        FROM rule.hit AS h
        INNER JOIN trail AS t ON h.month = t.month AND h.household_id = t.household_id
        INNER JOIN rule.definition AS d ON h.month = d.month AND h.rule_id = d.rule_id
        LEFT JOIN ref.unit AS u ON h.unit = u.unit
        LEFT JOIN ref.document AS w ON h.document = w.document
        LEFT JOIN core.person_month AS p ON h.month = p.month AND h.household_id = p.household_id AND h.person_id = p.person_id
        LEFT JOIN mart.finding AS f ON h.month = f.month AND h.household_id = f.household_id AND h.rule_id = f.rule_id
        ORDER BY h.rule_id, h.month, h.person_id
        """
    )
    judged = [
        row["month"] for row in trail.rows("SELECT DISTINCT d.month FROM rule.definition AS d INNER JOIN trail AS t ON d.month = t.month")
    ]
    people = {(person["month"], person["person_id"]): person["who"] for person in trail.people}
    series: dict[tuple[str, str], dict[date, Row]] = {}
    for row in found:
        who = people.get((row["month"], row["person_id"]), row["person_id"])
        series.setdefault((row["rule_id"], who or ""), {})[row["month"]] = row
    return [
        entry
        for answers in series.values()
        if any(row["is_triggered"] for row in answers.values())
        for entry in _told(trail, answers, sorted(judged))
    ]


def _told(trail: Trail, answers: dict[date, Row], judged: list[date]) -> list[dict[str, Any]]:
    """One rule about one person or the household, month by month: only what is new."""
    entries: list[dict[str, Any]] = []
    before: Row | None = None
    for month in judged:
        row = answers.get(month)
        if row and row["is_triggered"]:
            if before is None or _figures(before) != _figures(row):
                entries.append(_entry(trail, row, "预警", _finding(row)))
            elif row["is_quiet"] and not before["is_quiet"]:
                entries.append(_entry(trail, row, "不再派单", _quiet(row)))
            before = row
        elif before is not None:
            entries.append(_entry(trail, before | {"month": month}, "预警消失", [f"{_about(before)}:{_gone(row)}"]))
            before = None
    return entries


def _figures(row: Row) -> tuple[Any, ...]:
    measured = None if row["unit"] in PASSING else row["measured"]
    return (measured, row["threshold_zh"], row["basis"])


def _finding(row: Row) -> list[str]:
    figures = f"{row['measured_label'] or '实测'} {row['measured_zh'] or '不知'},标准 {row['threshold_zh'] or '不知'}"
    facts = ";".join(f"{label} {_value(value)}" for label, value in json.loads(row["evidence"] or "{}").items())
    told = [f"{_about(row)}:{figures}", *([f"所据:{facts}"] if facts else [])]
    return told + (_quiet(row) if row["is_quiet"] else [])


def _quiet(row: Row) -> list[str]:
    until = f",到 {words.day(row['quiet_until'])} 为止" if row["quiet_until"] else ""
    return [f"{row['title']}:仍显示,{row['quiet_reason'] or '以前已核实'}({row['case_id']}),不再派单{until}"]


def _about(row: Row) -> str:
    member = f"({row['name']},{row['relation'] or '关系不知'})" if row["name"] else ""
    return f"{row['title']}{member}"


def _gone(row: Row | None) -> str:
    if row is None:
        return "规则没有施行,或不再看这样的户"
    return "不能判断,资料不够" if row["is_triggered"] is None else "数据不再显示"


def _value(value: Any) -> str:
    if value is None:
        return "不知"
    if isinstance(value, bool):
        return "是" if value else "否"
    return words.number(value) if isinstance(value, int | float) else str(value)


def _entry(trail: Trail, row: Row, what: str, told: list[str]) -> dict[str, Any]:
    return {
        "on": trail.compared_on[row["month"]],
        "order": COMPARED,
        "what": what,
        "case": trail.labels.get(row["case_id"], "") if what == "预警" and not row["is_quiet"] else "",
        "told": told,
        "basis": words.lines(row["basis"]),
        "source": [compared(row["month"]), f"规则 {row['rule_id']}"],
    }
