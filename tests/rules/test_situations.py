"""Every rule, against the situations in words beside it: `<rule_id>.yaml`, a list of name, month, given, then.

given: rows by table (TABLES), and `earlier` (month → the same); what is not said is unknown. Without `id` a household is H1 and a
person P1 of H1. `compared: [death]` says which departments' extracts came; core.income_account is computed from the households.
`region` is the place (泾源 unless said), `policy` adds or replaces local values.
then: the row of H1 (and P1), or a list of rows by `household`, `person` or `office`; `row: none` when the rule does not speak of it;
`state` when the rule is not in force.
"""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from lowincome import month as months
from lowincome import policy, rules, warehouse

FOLDER = Path(__file__).parent
SITUATIONS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [pytest.param(rule_id, one, id=f"{rule_id}: {one['name']}") for rule_id, found in SITUATIONS.items() for one in found]
HOME = "640424"
KEYS = {"name", "month", "region", "given", "policy", "then"}
TABLES = {
    "households": "core.household_month",
    "persons": "core.person_month",
    "person_facts": "core.person_fact",
    "household_facts": "core.household_fact",
    "payments": "core.benefit_month",
    "reliefs": "core.relief",
    "institutions": "stg.institution",
    "reserve_funds": "stg.reserve_fund",
    "funds": "stg.fund",
    "petitions": "stg.petition",
    "changes": "stg.change",
    "standings": "stg.standing",
}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    """No households, and the policy of every month a situation speaks of, as it holds in 泾源."""
    con = warehouse.in_memory()
    rules.prepare(con)
    for label in sorted({situation["month"] for found in SITUATIONS.values() for situation in found}):
        warehouse.run_layer(con, "ref", parameters(label, HOME))
    con.execute("DELETE FROM stg.feed_standing")
    yield con
    con.close()


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The empty warehouse; what a test writes is taken back."""
    empty.begin()
    yield empty
    empty.rollback()


def put(con: duckdb.DuckDBPyConnection, month: date, given: dict[str, Any]) -> None:
    for kind, table in TABLES.items():
        for number, stated in enumerate(given.get(kind, []), start=1):
            row = {
                "month": month,
                **defaults(kind, number, stated),
                **{key: value for key, value in stated.items() if key not in ("id", "household")},
            }
            names = ", ".join(row)
            con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in row)})", list(row.values()))
    for feed in given.get("compared", []):
        con.execute("INSERT INTO stg.feed_standing (month, feed, is_compared) VALUES (?, ?, TRUE)", [month, feed])
    warehouse.run_models(con, ["core.income_account"], {"month": month})


def defaults(kind: str, number: int, stated: dict[str, Any]) -> dict[str, Any]:
    if kind in ("persons", "person_facts"):
        keys = {"household_id": stated.get("household", "H1"), "person_id": stated.get("id", "P1")}
        return {**keys, "is_in_household": True} if kind == "persons" else keys
    if kind == "household_facts":
        return {"household_id": stated.get("household", "H1")}
    if kind in ("payments", "reliefs"):
        return {"row_number": number, "household_id": stated.get("household", "H1"), "person_id": stated.get("id", "P1")}
    if kind != "households":
        return {"township_code": "640424100"} if kind == "standings" else {"row_number": number}
    category = stated.get("support_category")
    return {
        "household_id": stated.get("id", "H1"),
        "township_code": "640424100",
        "is_carried_forward": False,
        "is_in_dibao": category in ("农村低保", "城市低保") if category else None,
        "is_in_tekun": category in ("集中特困", "分散特困") if category else None,
        **whole_income(stated),
    }


def whole_income(stated: dict[str, Any]) -> dict[str, Any]:
    """Said by the head only, the household has one; rules compare what the whole household has."""
    head = stated.get("income_per_capita_yuan_year")
    if head is None or "income_yuan_12m" in stated:
        return {}
    persons = stated.get("persons", 1)
    return {"persons": persons, "income_yuan_12m": Decimal(str(head)) * persons}


def parameters(label: str, region: str) -> dict[str, Any]:
    return {"month": months.parse(label), "jurisdictions": policy.chain(region), **policy.reference_params()}


def judge(con: duckdb.DuckDBPyConnection, situation: dict[str, Any], only: tuple[str, ...] = ()) -> dict[str, str]:
    """Puts the situation in place, judges its month; returns the states."""
    params = parameters(situation["month"], situation.get("region", HOME))
    for value in situation.get("policy", []):
        con.execute("DELETE FROM ref.policy_value WHERE parameter = ? AND jurisdiction = ?", [value["parameter"], value["jurisdiction"]])
        con.execute(
            f"INSERT INTO ref.policy_value ({', '.join(value)}, confidence) VALUES ({', '.join('?' for _ in value)}, 'local')",
            list(value.values()),
        )
    if "policy" in situation or "region" in situation:
        warehouse.run_models(con, ["ref.policy_in_force", "ref.dibao_line", "ref.dibao_raise"], params)
    for label, rows in situation["given"].get("earlier", {}).items():
        put(con, months.parse(label), rows)
    put(con, params["month"], situation["given"])
    return dict(rules.evaluate(con, params["month"], params, only))


def expected_rows(then: Any) -> list[dict[str, Any]]:
    return then if isinstance(then, list) else [then]


@pytest.mark.parametrize(("rule_id", "situation"), CASES)
def test_situation(con: duckdb.DuckDBPyConnection, rule_id: str, situation: dict[str, Any]) -> None:
    assert set(situation) <= KEYS
    states = judge(con, situation, (rule_id,))
    rows = con.execute(
        "SELECT household_id, person_id, office_id, is_triggered, measured, threshold, unit, evidence, parameter, document, clause"
        " FROM rule.hit WHERE rule_id = ?",
        [rule_id],
    ).fetchall()
    names = "household person office is_triggered measured threshold unit evidence parameter document clause".split()
    found = [dict(zip(names, row, strict=True)) for row in rows]
    for then in expected_rows(situation["then"]):
        if "state" in then:
            assert states[rule_id] == then["state"]
            assert found == []
            reason = con.execute("SELECT reason FROM rule.definition WHERE rule_id = ?", [rule_id]).fetchone()
            assert reason != (None,)
            continue
        assert states[rule_id] == "施行"
        mine = [row for row in found if speaks_of(row, then)]
        if then.get("row") == "none":
            assert mine == []
            continue
        assert len(mine) == 1
        assert mine[0]["is_triggered"] is then["is_triggered"]
        for key in ("measured", "threshold"):
            if key in then:
                assert mine[0][key] == (None if then[key] is None else Decimal(str(then[key])))
        for key in ("parameter", "document", "clause"):
            if key in then:
                assert mine[0][key] == then[key]
    for row in found:
        must_be_told(row)


def speaks_of(row: dict[str, Any], then: dict[str, Any]) -> bool:
    if row["household"] is None:
        return "office" not in then or row["office"] == then["office"]
    return row["household"] == then.get("household", "H1") and row["person"] in (then.get("person", "P1"), None)


def must_be_told(row: dict[str, Any]) -> None:
    """Every hit says what was measured, against what, by which parameter, document and clause; never who."""
    evidence = json.loads(row["evidence"])
    assert evidence
    assert all(any("一" <= letter <= "鿿" for letter in key) for key in evidence)
    assert "640499" not in row["evidence"]
    assert row["parameter"] or not row["is_triggered"]
    if row["is_triggered"]:
        silent = [key for key in ("measured", "threshold", "unit", "document", "clause") if row[key] is None]
        assert silent == []


def test_every_rule_has_its_situations() -> None:
    assert set(SITUATIONS) == {rule.rule_id for rule in rules.load()}


@pytest.mark.parametrize("rule_id", sorted(SITUATIONS))
def test_situations_show_yes_no_unknown_and_not_in_force(rule_id: str) -> None:
    then = [row for situation in SITUATIONS[rule_id] for row in expected_rows(situation["then"])]
    shown = {row.get("state", row.get("is_triggered")) for row in then if row.get("row") != "none"}
    assert {True, False, None} <= shown
    assert "未施行" in shown


PLACES = (("2021-06", "640424"), ("2020-12", "640502"), ("2020-12", "500153"))


def test_where_nothing_is_known_nothing_is_triggered(con: duckdb.DuckDBPyConnection) -> None:
    categories = (None, "无", "低保边缘", "农村低保", "分散特困")
    given = {
        "households": [{"id": f"H-{category}", "support_category": category} for category in categories],
        "persons": [{"id": f"P-{category}", "household": f"H-{category}"} for category in categories],
        "person_facts": [{"id": f"P-{category}", "household": f"H-{category}"} for category in categories],
        "household_facts": [{"household": f"H-{category}"} for category in categories],
    }
    for month, region in PLACES:
        for table in (*TABLES.values(), "core.income_account"):
            con.execute(f"DELETE FROM {table}")
        judge(con, {"month": month, "region": region, "given": given})
        assert con.execute("SELECT rule_id, household_id FROM rule.hit WHERE is_triggered").fetchall() == []
