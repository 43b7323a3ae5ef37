"""Every rule as it stands at the end of a month in a place: in force or not, since or until when, by which clause.

Asked of the policy files and of the rules themselves; no household is needed, and no warehouse.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from lowincome import month as months
from lowincome import policy, rules, warehouse
from lowincome.policy import REFERENCE, PolicyValue
from lowincome.rules import Rule

# what documents.csv says of a plan for one year
_PLAN = "计划年度已过"
# the parameter that says a thing is to be done at all; the clause of a rule is its clause
_DUTY = "must_"


@dataclass(frozen=True)
class Listed:
    """One rule. since, until: first and last day of the present period (or of the last one, or the first day to come), None if open.

    clause: document number and clause that now demand it, empty where none does. ran_out: numbers of the plans of a year now past it rests on.
    """

    rule_id: str
    title: str
    family: str
    version: str
    state: str
    reason: str | None
    since: date | None
    until: date | None
    clause: str
    ran_out: list[str]
    unconfirmed: list[str]


def listing(on: date, region: str, folder: Path = REFERENCE) -> list[Listed]:
    """All rules by family, as the month of the day judges by them. Errors: PolicyError for a division nobody entered."""
    month = on.replace(day=1)
    params = {"month": month, "jurisdictions": policy.chain(region, folder), **policy.reference_params(folder)}
    with warehouse.in_memory() as con:
        warehouse.run_layer(con, "ref", params)
        rules.evaluate(con, month, params)
        rows = con.execute(
            "SELECT rule_id, title, family, version, state, reason FROM rule.definition WHERE month = ? ORDER BY rule_id", [month]
        ).fetchall()
    families = list(rules.FAMILIES)
    listed = [_listed(row, months.last_day(month), region, folder) for row in rows]
    return sorted(listed, key=lambda one: (families.index(one.family), one.rule_id))


def _listed(row: tuple[str, str, str, str, str, str | None], on: date, region: str, folder: Path) -> Listed:
    rule_id, title, family, version, state, reason = row
    since, until = span(rule_id, on, region, folder)
    values = in_force(current(rule_id, on), on, region, folder) if state == rules.IN_FORCE else {}
    titles = policy.table(folder, "parameters")
    return Listed(
        rule_id=rule_id,
        title=title,
        family=family,
        version=version,
        state=state,
        reason=reason,
        since=since,
        until=until,
        clause=clause(values.values(), folder),
        ran_out=ran_out(values.values(), on, folder),
        unconfirmed=[titles[name]["title"] for name, value in values.items() if value.confidence != "document"],
    )


def current(rule_id: str, on: date) -> Rule:
    """The version a day is judged by; the first one where none has begun."""
    versions = [rule for rule in rules.load() if rule.rule_id == rule_id]
    begun = [rule for rule in versions if rule.since is None or rule.since <= on]
    return (begun or versions[:1])[-1]


def in_force(rule: Rule, on: date, region: str, folder: Path = REFERENCE) -> dict[str, PolicyValue]:
    """The values of the rule's parameters on a day, in the order of its header; what has none is left out."""
    codes = policy.chain(region, folder)
    held: dict[str, PolicyValue] = {}
    for name in rule.parameters:
        mine = [value for value in _values(folder).get(name, []) if value.jurisdiction in codes and value.in_force(on)]
        nearest = min(mine, key=lambda value: codes.index(value.jurisdiction), default=None)
        if nearest and nearest.value is not None:
            held[name] = nearest
    return held


def periods(rule_id: str, region: str, folder: Path = REFERENCE) -> list[tuple[date, date | None]]:
    """First and last day of every stretch in which all its required parameters have a value; the last day None if open."""
    codes = policy.chain(region, folder)
    versions = [rule for rule in rules.load() if rule.rule_id == rule_id]
    names = {name for rule in versions for name in rule.required}
    mine = [value for name in names for value in _values(folder).get(name, []) if value.jurisdiction in codes]
    turns = {value.valid_from for value in mine} | {rule.since for rule in versions if rule.since}
    turns |= {value.valid_to + timedelta(days=1) for value in mine if value.valid_to}
    found: list[tuple[date, date | None]] = []
    is_open = False
    for turn in sorted(turns):
        holds = _holds(versions, turn, region, folder)
        if holds and not is_open:
            found.append((turn, None))
        elif is_open and not holds:
            found[-1] = (found[-1][0], turn - timedelta(days=1))
        is_open = holds
    return found


def _holds(versions: list[Rule], on: date, region: str, folder: Path) -> bool:
    begun = [rule for rule in versions if rule.since is None or rule.since <= on]
    return bool(begun) and set(begun[-1].required) <= in_force(begun[-1], on, region, folder).keys()


@cache
def _values(folder: Path) -> dict[str, list[PolicyValue]]:
    found: dict[str, list[PolicyValue]] = {}
    for value in policy.load(folder):
        found.setdefault(value.parameter, []).append(value)
    return found


def span(rule_id: str, on: date, region: str, folder: Path = REFERENCE) -> tuple[date | None, date | None]:
    """The stretch that holds the day; else the last one before it; else the first day of the next to come."""
    spans = periods(rule_id, region, folder)
    begun = [span for span in spans if span[0] <= on]
    if begun:
        return begun[-1]
    return (spans[0][0], None) if spans else (None, None)


def clause(values: Iterable[PolicyValue], folder: Path = REFERENCE) -> str:
    """The clause of the duty; of a rule without a duty of its own, that of the first number a document gives."""
    cited = [value for value in values if value.document]
    duties = [value for value in cited if value.parameter.startswith(_DUTY)]
    said = [value for value in cited if value.confidence == "document"]
    for value in (*duties, *said, *cited):
        return f"{policy.table(folder, 'documents')[str(value.document)]['number']}·{value.clause}"
    return ""


def ran_out(values: Iterable[PolicyValue], on: date, folder: Path = REFERENCE) -> list[str]:
    """Numbers of the year's plans among the sources whose year has passed; they stand, and are shown so."""
    documents = policy.table(folder, "documents")
    cited = {value.document for value in values if value.document}
    past = [row for name, row in documents.items() if name in cited and _PLAN in row["valid_note"]]
    return [row["number"] for row in past if int(row["issued_on"][:4]) < on.year]
