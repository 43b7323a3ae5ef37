"""What a rule file must say, which version holds, and what a run leaves behind."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lowincome import policy, rules, warehouse
from lowincome.errors import ModelError

JUNE = date(2021, 6, 1)
HEADER = """-- rule:      a_rule
-- title:     测试
-- family:    三保障
-- urgency:   一般
-- subject:   household
-- measured:  数
-- basis:     宁民发〔2020〕52号·一(一)
-- policy:    -
-- reads:     core.household_month
-- params:    month
-- ask:       问什么?
-- may_apply: 无
-- office:    社会救助科
-- private:   -
"""
SELECT = """SELECT household_id, CAST(NULL AS VARCHAR) AS person_id, TRUE AS is_triggered, 1 AS measured, 1 AS threshold, 'households' AS unit,
  '{"数":1}' AS evidence, 'p' AS parameter, 'NX52' AS document, '一(一)' AS clause
FROM core.household_month WHERE month = $month::DATE"""


def params(month: date, region: str = "640424") -> warehouse.Params:
    return {"month": month, "jurisdictions": policy.chain(region), **policy.reference_params()}


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    con = warehouse.in_memory()
    rules.prepare(con)
    for month in (date(2020, 7, 1), date(2021, 5, 1), JUNE):
        warehouse.run_layer(con, "ref", params(month))
    yield con
    con.close()


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    empty.begin()
    yield empty
    empty.rollback()


def test_the_families_of_the_design_each_have_a_rule() -> None:
    assert {rule.model.header["family"] for rule in rules.load()} == set(rules.FAMILIES)
    assert len({rule.rule_id for rule in rules.load()}) >= 17


def test_urgent_is_only_what_leaves_a_household_without_food_or_shelter() -> None:
    urgent = {rule.rule_id for rule in rules.load() if rule.model.header["urgency"] == "紧急"}
    assert urgent == {"low_income_uncovered", "disaster_hit", "earner_died"}


def test_what_could_take_something_away_only_asks_to_verify() -> None:
    exits = [rule for rule in rules.load() if rule.model.header["family"] in ("漏查漏退", "漏统漏管")]
    assert len(exits) >= 4
    assert {rule.model.header["urgency"] for rule in exits} == {"核实"}


def test_every_citation_names_a_known_document() -> None:
    numbers = {row["number"] for _, row in policy.rows(policy.REFERENCE / "documents.csv")}
    for rule in rules.load():
        for key in ("basis", "may_apply"):
            for item in rule.model.header[key].split(";"):
                assert re.search(r"[一-鿿]{3}〔\d{4}〕\d+号", item)[0] in numbers, f"{rule.model.path.name}: {item}"


def test_rules_on_illness_and_disability_are_private() -> None:
    private = {rule.rule_id: rule.model.header["private"] for rule in rules.load() if rule.model.header["private"] != "-"}
    assert private == {
        "disability_allowance_without_card": "disability",
        "disabled_for_tekun": "disability",
        "disability_living_allowance_missing": "disability",
        "disability_nursing_allowance_missing": "disability",
        "dispersed_tekun_not_visited": "disability",
        "epidemic_loss": "disability",
        "full_guarantee_short": "disability",
        "home_adaptation_wanted": "disability",
        "new_severe_disability": "disability",
        "no_labour_uncovered": "disability",
        "severe_disability_unserved": "disability",
        "single_person_dibao_severe_disability": "disability",
        "tekun_care_allowance_missing": "disability",
        "weak_household_no_uplift": "disability",
        "central_care_wanted": "health",
        "epidemic_case_allowance_below": "health",
        "insured_medical_cost": "health",
        "left_behind_woman_in_hardship": "health",
        "medical_burden": "health",
        "new_serious_illness": "health",
        "priority_for_dibao": "health",
        "registered_poor_care_wanted": "health",
        "registered_poor_single_person": "health",
        "rigid_over_income": "health",
        "single_person_dibao_serious_illness": "health",
        "split_household_candidate": "health",
        "top_up_candidate": "health",
    }


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("三保障", "其他", "family"),
        ("一般", "很急", "urgency"),
        ("household\n", "village\n", "subject"),
        ("a_rule", "another", "rule"),
        ("-- private:   -\n", "", "private"),
        ("-- ask:       问什么?\n", "", "ask"),
    ],
)
def test_a_header_that_breaks_the_form_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    (tmp_path / "a_rule.sql").write_text(HEADER.replace(old, new, 1) + SELECT, encoding="utf-8")
    with pytest.raises(ModelError, match=rf"a_rule.sql: 文件头.*{told}"):
        rules.load(tmp_path)


def test_a_good_header_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a_rule.sql").write_text(HEADER + SELECT, encoding="utf-8")
    (tmp_path / "a_rule@2021-03.sql").write_text(HEADER + SELECT, encoding="utf-8")
    assert [(rule.rule_id, rule.since) for rule in rules.load(tmp_path)] == [("a_rule", None), ("a_rule", date(2021, 3, 1))]


def test_rule_hit_stands_before_any_month_was_judged(con: duckdb.DuckDBPyConnection) -> None:
    assert con.execute("SELECT count(*) FROM rule.hit").fetchone() == (0,)
    names = [row[0] for row in con.execute("SELECT column_name FROM (DESCRIBE rule.hit)").fetchall()]
    assert (
        names
        == "month rule_id household_id person_id office_id is_triggered measured threshold unit evidence parameter document clause".split()
    )


def test_every_table_and_column_of_the_layer_has_a_chinese_comment(con: duckdb.DuckDBPyConnection) -> None:
    found = con.execute("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'rule'").fetchall()
    found += con.execute("SELECT table_name, '', comment FROM duckdb_tables() WHERE schema_name = 'rule'").fetchall()
    found += con.execute("SELECT view_name, '', comment FROM duckdb_views() WHERE schema_name = 'rule'").fetchall()
    assert len(found) > 200
    assert [row[:2] for row in found if not re.search("[一-鿿]", row[2] or "")] == []


def household(con: duckdb.DuckDBPyConnection, household_id: str, month: date, water: bool | None) -> None:
    con.execute("INSERT INTO core.household_month (month, household_id, has_safe_water) VALUES (?, ?, ?)", [month, household_id, water])


def hits(con: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return con.execute("SELECT month, household_id, is_triggered FROM rule.hit WHERE rule_id = 'unsafe_water' ORDER BY ALL").fetchall()


def test_a_month_is_replaced_and_other_months_stay(con: duckdb.DuckDBPyConnection) -> None:
    july = date(2021, 7, 1)
    warehouse.run_layer(con, "ref", params(july))
    household(con, "H1", JUNE, False)
    household(con, "H1", july, True)
    rules.evaluate(con, JUNE, params(JUNE))
    rules.evaluate(con, july, params(july))
    first = hits(con)
    assert first == [(JUNE, "H1", True), (july, "H1", False)]
    rules.evaluate(con, JUNE, params(JUNE))
    assert hits(con) == first
    con.execute("DELETE FROM core.household_month WHERE month = ?", [JUNE])
    rules.evaluate(con, JUNE, params(JUNE))
    assert hits(con) == [(july, "H1", False)]


def test_a_rule_not_in_force_leaves_no_rows_and_says_why(con: duckdb.DuckDBPyConnection) -> None:
    may = date(2021, 5, 1)
    household(con, "H1", may, False)
    con.execute("INSERT INTO rule.unsafe_water (month, household_id) VALUES (?, 'H1')", [may])
    states = dict(rules.evaluate(con, may, params(may)))
    assert states["unsafe_water"] == "未施行"
    assert hits(con) == []
    told = con.execute("SELECT state, reason FROM rule.definition WHERE month = ? AND rule_id = 'unsafe_water'", [may]).fetchone()
    assert told == ("未施行", "排查两不愁三保障:自 2021-06-04 起有取值;饮水安全(三保障标志):自 2021-06-04 起有取值")


def test_an_explicit_no_stops_a_rule(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("UPDATE ref.policy_value SET value = NULL WHERE parameter = 'safe_water_sign'")
    warehouse.run_models(con, ["ref.policy_in_force"], params(JUNE))
    household(con, "H1", JUNE, False)
    assert dict(rules.evaluate(con, JUNE, params(JUNE)))["unsafe_water"] == "已停止"
    told = con.execute("SELECT reason FROM rule.definition WHERE rule_id = 'unsafe_water'").fetchone()
    assert told == ("饮水安全(三保障标志):本地明确不实行",)


def test_the_version_of_the_month_is_taken_and_named(con: duckdb.DuckDBPyConnection) -> None:
    select = "SELECT version, urgency, parameters FROM rule.definition WHERE rule_id = 'job_loss_three_months' AND month = ?"
    july = date(2020, 7, 1)
    rules.evaluate(con, july, params(july))
    rules.evaluate(con, JUNE, params(JUNE))
    assert con.execute(select, [july]).fetchone() == ("初版", "一般", ["job_loss_cohort_month", "job_loss_months"])
    assert con.execute(select, [JUNE]).fetchone() == ("2021-06", "核实", ["job_loss_months"])


def test_a_basis_names_only_documents_issued_by_then_and_for_that_place(con: duckdb.DuckDBPyConnection) -> None:
    select = "SELECT basis FROM rule.definition WHERE rule_id = 'dibao_income_above_line' AND month = ?"
    july = date(2020, 7, 1)
    rules.evaluate(con, july, params(july))
    rules.evaluate(con, JUNE, params(JUNE))
    assert con.execute(select, [july]).fetchone() == ("宁民发〔2020〕52号·四",)
    assert con.execute(select, [JUNE]).fetchone() == ("宁民发〔2020〕52号·四;泾民发〔2021〕33号·二(三)",)
    assert con.execute("SELECT count(*) FROM rule.definition WHERE contains(basis, '荣民发')").fetchone() == (0,)


def test_a_unit_judged_twice_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    household(con, "H1", JUNE, False)
    household(con, "H1", JUNE, True)
    with pytest.raises(ModelError, match=r"rule\.\w+: 有 1 组行"):
        rules.evaluate(con, JUNE, params(JUNE))
