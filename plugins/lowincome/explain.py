"""Why a rule said what it said about one household in one month: rule, facts and their sources, account, parameters, comparison.

Read from a finished warehouse; nothing is computed anew but the words. Names come out masked, identity numbers not at all.
"""

import difflib
import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome import identity, lineage, policy_show, rule_account, rule_list, rule_sources, rules
from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.policy import COMPARATORS
from lowincome.reports import query, words
from lowincome.reports.query import CONFIDENCE_ZH, Row
from lowincome.reports.render import Context
from lowincome.rules import Rule

ANSWERS = {True: "触发", False: "未触发", None: "不能判断"}
OUTSIDE = "不在判断之列"
# what a rule writes where nothing was filled in
BLANK = (None, "", "未填", "未核", "未知", "不知")


def explain(con: duckdb.DuckDBPyConnection, rule_id: str, household_id: str, month: date, person_id: str | None = None) -> Context:
    """The whole chain, as `reports_templates/rule_explanation/context.schema.json` describes it.

    Errors: ReportError for a rule there is not, a month not run, a rule not in force then, a household or person not on the roster.
    """
    _known(rule_id)
    definition = _definition(con, rule_id, month)
    household = _household(con, household_id, month)
    rule = rule_list.current(rule_id, month)
    members = _members(con, household_id, month)
    if person_id is not None:
        _check_person(definition, members, person_id)
    hits = _hits(con, rule, household_id, month, person_id)
    sources = rule_sources.Sources(con, month, household, members, frozenset(definition["feeds"]))
    told = [_told(con, rule, definition, hit, members, sources) for hit in hits]
    parameters = _parameters(con, rule, month)
    return {
        "rule": _rule(rule, definition, month, con),
        "month_zh": words.month_zh(month),
        "household": {
            "id": household_id,
            "head": identity.mask_name(household["head_name"] or ""),
            "place": " ".join(filter(None, (household["township_name"], household["village"]))),
            "roster": _roster(household),
        },
        "answers": told or [_outside(rule)],
        "account": rule_account.account(con, household_id, month) if rule_account.concerns(rule) else None,
        "parameters": parameters,
        "feeds": sources.feeds(definition["feeds"]),
    }


def _known(rule_id: str) -> None:
    known = sorted({rule.rule_id for rule in rules.load()})
    if rule_id not in known:
        near = difflib.get_close_matches(rule_id, known, n=3)  # no policy: how many names are offered
        hint = f"是不是 {'、'.join(near)}?" if near else ""
        raise ReportError(f"没有名为「{rule_id}」的规则。{hint}全部规则见 python -m lowincome rule list。")


def _definition(con: duckdb.DuckDBPyConnection, rule_id: str, month: date) -> Row:
    found = query.rows(con, "SELECT * FROM rule.definition WHERE month = ? AND rule_id = ?", [month, rule_id])
    if not found:
        held = [months.label(row["month"]) for row in query.rows(con, "SELECT DISTINCT month FROM rule.definition ORDER BY month", [])]
        have = f"现有 {held[0]} 至 {held[-1]}。" if held else "现在一个月也没有。"
        label = months.label(month)
        if label in held:
            raise ReportError(f"{label} 运行时还没有「{rule_id}」这条规则。请重跑 python -m lowincome month run {label}。")
        raise ReportError(f"数据仓库里没有 {label} 的判断结果,{have}请先运行 python -m lowincome month run {label}。")
    definition = found[0]
    if definition["state"] != rules.IN_FORCE:
        raise ReportError(f"规则「{definition['title']}」在 {months.label(month)} {definition['state']}:{definition['reason']}。")
    if definition["subject"] == "office":
        raise ReportError(f"规则「{definition['title']}」判断的是乡镇、机构、资金或信访件,不是户。结果见 mart.office_finding。")
    return definition


def _household(con: duckdb.DuckDBPyConnection, household_id: str, month: date) -> Row:
    """The household's row. The error names the months in which it was on the roster: a slip of the month is the usual cause."""
    found = query.rows(
        con, "SELECT * FROM core.household_month WHERE household_id = ? AND month <= ? ORDER BY month", [household_id, month]
    )
    if found and found[-1]["month"] == month:
        return found[-1]
    before = f"最后一次在册是 {months.label(found[-1]['month'])}。" if found else "以前各月也没有。"
    raise ReportError(f"户编号「{identity.mask_text(household_id)}」不在 {months.label(month)} 的名册里,{before}请核对户编号和月份。")


def _members(con: duckdb.DuckDBPyConnection, household_id: str, month: date) -> dict[str, Row]:
    found = query.rows(
        con, "SELECT * FROM core.person_month WHERE household_id = ? AND month = ? ORDER BY row_number, person_id", [household_id, month]
    )
    return {row["person_id"]: row for row in found}


def _check_person(definition: Row, members: dict[str, Row], person_id: str) -> None:
    if definition["subject"] != "person":
        raise ReportError(f"规则「{definition['title']}」按户判断,不分人。请去掉 --person。")
    if person_id not in members:
        have = "、".join(f"{known} {who(row)}" for known, row in members.items())
        raise ReportError(f"本户本月没有人员编号「{identity.mask_text(person_id)}」。户里有: {have}。")


def who(member: Row | None) -> str:
    """A member as the explanation names him: masked name and relation."""
    return f"{identity.mask_name(member['name'] or '')}({member['relation'] or '关系未填'})" if member else ""


def _roster(household: Row) -> str:
    """Which roster speaks, where it is not this month's own."""
    return f"沿用 {months.label(household['roster_month'])} 的名册" if household["is_carried_forward"] else ""


def _hits(con: duckdb.DuckDBPyConnection, rule: Rule, household_id: str, month: date, person_id: str | None) -> list[Row]:
    return query.rows(
        con,
        """
        WITH multiple AS (
          SELECT min(comparator) AS comparator
          FROM ref.policy_in_force
          WHERE month = ? AND list_contains(?::VARCHAR[], parameter) AND starts_with(unit, 'multiple_of')
          HAVING count(*) = 1
        ),

        hit AS (
          -- a line is an amount and compares with nothing: how to compare stands beside its multiple, if the rule has one multiple
          SELECT h.*, CASE WHEN p.comparator = 'exactly' AND starts_with(p.unit, 'yuan') THEN m.comparator ELSE p.comparator END AS comparator
          FROM rule.hit AS h
          LEFT JOIN ref.policy_in_force AS p ON h.month = p.month AND h.parameter = p.parameter
          LEFT JOIN multiple AS m ON TRUE
          WHERE h.rule_id = ? AND h.household_id = ? AND h.month = ? AND (?::VARCHAR IS NULL OR h.person_id = ?)
        )

        SELECT
          h.*,
          spoken_value(h.measured, h.unit, u.label_zh) AS measured_zh,
          spoken_value(h.threshold, h.unit, u.label_zh) AS threshold_zh,
          fulfils(h.measured, h.comparator, h.threshold) AS is_fulfilled,
          d.number || '·' || h.clause AS cited
        FROM hit AS h
        LEFT JOIN ref.unit AS u ON h.unit = u.unit
        LEFT JOIN ref.document AS d ON h.document = d.document
        ORDER BY h.is_triggered IS TRUE DESC, h.is_triggered IS NULL DESC, h.person_id
        """,
        [month, rule.parameters, rule.rule_id, household_id, month, person_id, person_id],
    )


def _told(
    con: duckdb.DuckDBPyConnection, rule: Rule, definition: Row, hit: Row, members: dict[str, Row], sources: "rule_sources.Sources"
) -> dict[str, Any]:
    """One answer: the comparison, the facts with their sources, and what was not known."""
    member = members.get(hit["person_id"])
    facts = [
        {"label": label, "value": _value(value), "sources": sources.of(lineage.evidence(rule).get(label, frozenset()), member)}
        for label, value in json.loads(hit["evidence"] or "{}").items()
    ]
    is_compared = hit["comparator"] and hit["threshold_zh"] and hit["unit"] != "yes_no"
    said = f"{COMPARATORS[hit['comparator']]} {hit['threshold_zh']}" if is_compared else hit["threshold_zh"]
    return {
        "who": who(member),
        "answer": ANSWERS[hit["is_triggered"]],
        "measured_label": definition["measured_label"],
        "measured": hit["measured_zh"] or "不知",
        "threshold": said or "不知",
        "is_fulfilled": {True: "符合", False: "不符合", None: ""}[hit["is_fulfilled"]],
        "cited": hit["cited"] or "",
        "facts": facts,
        "missing": _missing(con, rule, hit["month"], facts, member, sources) if hit["is_triggered"] is None else [],
        "note": "",
    }


def _value(value: Any) -> str:
    if value in BLANK:
        return "没有填" if value is None else str(value)
    return words.number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _missing(
    con: duckdb.DuckDBPyConnection,
    rule: Rule,
    month: date,
    facts: list[dict[str, Any]],
    member: Row | None,
    sources: "rule_sources.Sources",
) -> list[str]:
    """What the rule would have used and did not have: sheet columns left blank, extracts that did not come, numbers nobody decided."""
    blank = sources.blank(lineage.answer(rule), member)
    undecided = query.rows(
        con,
        """
        SELECT coalesce(t.title, w.parameter) AS title
        FROM (SELECT unnest(?::VARCHAR[]) AS parameter) AS w
        LEFT JOIN ref.parameter AS t ON w.parameter = t.parameter
        WHERE w.parameter NOT IN (SELECT parameter FROM ref.policy_in_force WHERE month = ?)
        ORDER BY w.parameter
        """,
        [rule.parameters, month],
    )
    empty = [] if blank else [f"「{fact['label']}」{fact['value']}" for fact in facts if fact["value"] in ("没有填", *BLANK)]
    return list(dict.fromkeys([*blank, *(f"政策参数「{row['title']}」本地未明确" for row in undecided), *empty]))


def _outside(rule: Rule) -> dict[str, Any]:
    note = rule.model.header.get("note", "").replace("\n", "").rstrip("。")
    return {
        **{"who": "", "answer": OUTSIDE, "measured_label": "", "measured": "", "threshold": "", "is_fulfilled": "", "cited": ""},
        **{"facts": [], "missing": []},
        "note": "这条规则不看这样的户,本月没有对它作出判断。" + (f"规则看什么、不看什么:{note}。" if note else ""),
    }


def _parameters(con: duckdb.DuckDBPyConnection, rule: Rule, month: date) -> list[dict[str, str]]:
    found = query.rows(
        con,
        """
        SELECT
          p.parameter, coalesce(t.title, p.parameter) AS title, p.comparator, p.value, p.unit,
          spoken_value(p.value, p.unit, u.label_zh) AS value_zh,
          d.number || coalesce('·' || p.clause, '') AS cited, p.valid_from, p.valid_to, v.name AS place, p.confidence, p.note
        FROM ref.policy_in_force AS p
        LEFT JOIN ref.parameter AS t ON p.parameter = t.parameter
        LEFT JOIN ref.unit AS u ON p.unit = u.unit
        LEFT JOIN ref.document AS d ON p.document = d.document
        LEFT JOIN ref.division AS v ON p.jurisdiction = v.code
        WHERE p.month = ? AND list_contains(?::VARCHAR[], p.parameter)
        """,
        [month, rule.parameters],
    )
    ordered = sorted(found, key=lambda row: rule.parameters.index(row["parameter"]))
    return [
        {
            "name": row["parameter"],
            "title": row["title"],
            "value": row["value_zh"] if row["unit"] == "yes_no" else f"{COMPARATORS[row['comparator']]} {row['value_zh']}",
            "cited": row["cited"] or "没有文件出处",
            "dates": f"{row['valid_from']} 起," + (f"到 {row['valid_to']} 止" if row["valid_to"] else "未写截止"),
            "place": row["place"] or "",
            "mark": CONFIDENCE_ZH.get(row["confidence"], "文件所载"),
            "note": policy_show.spelled(row["note"] or ""),
        }
        for row in ordered
    ]


def _rule(rule: Rule, definition: Row, month: date, con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    region = con.execute("SELECT region FROM mart.month_run WHERE month = ?", [month]).fetchone()
    since, clause, past = None, "", []
    if region:
        on = months.last_day(month)
        since = rule_list.span(rule.rule_id, on, str(region[0]))[0]
        values = list(rule_list.in_force(rule, on, str(region[0])).values())
        clause, past = rule_list.clause(values), rule_list.ran_out(values, on)
    return {
        "id": rule.rule_id,
        "title": definition["title"],
        "family": definition["family"],
        "urgency": definition["urgency"],
        "version": definition["version"],
        "since": words.day(since),
        "clause": clause,
        "basis": words.lines(definition["basis"]),
        "ran_out": past,
        "ask": definition["ask"],
        "may_apply": words.lines(definition["may_apply"]),
        "office": definition["office"],
        "file": f"sql/4_rules/{Path(rule.model.path).name}",
    }
