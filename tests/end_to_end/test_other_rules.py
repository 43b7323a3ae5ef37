"""The whole example county under its own rules and under those of other days and places, and every warning of it explained."""

from datetime import date
from pathlib import Path

from lowincome import explain, paths, time_machine, warehouse
from lowincome.reports import render, rule_explanation
from pipeline import ID_NUMBER

MONTH = date(2021, 6, 1)
REGION = "640424"


def test_the_county_judged_again_by_its_own_rules_gives_what_the_warehouse_holds(county: Path) -> None:
    home = paths.warehouse(county)
    with warehouse.reader(home) as con:
        rows = con.execute(
            "SELECT rule_id, list(DISTINCT coalesce(household_id, office_id)) FROM rule.hit WHERE month = ? AND is_triggered GROUP BY rule_id",
            [MONTH],
        ).fetchall()
        states = dict(con.execute("SELECT rule_id, state FROM rule.definition WHERE month = ?", [MONTH]).fetchall())
    found = time_machine.compare(home, MONTH, MONTH, REGION)
    assert {one.rule_id: set(one.now) for one in found.rules if one.now} == {rule_id: set(units) for rule_id, units in rows}
    assert {one.rule_id: one.state_now for one in found.rules} == states
    assert all(one.now == one.then for one in found.rules)
    assert found.caseload.found_now == found.caseload.found_then > 0


def test_the_county_a_year_earlier_loses_what_the_documents_of_the_year_brought(county: Path) -> None:
    found = {one.rule_id: one for one in time_machine.compare(paths.warehouse(county), MONTH, date(2020, 6, 30), REGION).rules}
    band = found["low_income_band"]
    assert band.now
    assert (band.state_then, band.then) == ("未施行", frozenset())
    assert found["low_income_uncovered"].state_then == "施行"


def test_every_warning_of_the_county_is_explained_with_its_sources_and_without_names(county: Path) -> None:
    explained = 0
    with warehouse.reader(paths.warehouse(county)) as con:
        names = {row[0] for row in con.execute("SELECT DISTINCT name FROM core.person_month WHERE length(name) > 2").fetchall()}
        hits = con.execute(
            "SELECT DISTINCT rule_id, household_id FROM rule.hit WHERE month = ? AND is_triggered AND household_id IS NOT NULL ORDER BY ALL",
            [MONTH],
        ).fetchall()
        for rule_id, household_id in hits:
            context = explain.explain(con, rule_id, household_id, MONTH)
            shown = render.page("rule_explanation", context) + rule_explanation.text(context)
            assert not ID_NUMBER.search(shown.encode())
            assert not [name for name in names if name in shown]
            first = context["answers"][0]
            assert first["answer"] == "触发"
            assert first["cited"]
            assert all(fact["sources"] for fact in first["facts"])
            explained += 1
    assert explained > 10
