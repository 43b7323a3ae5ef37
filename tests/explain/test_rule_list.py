"""The list of rules of any day and place, without any household."""

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from typer.testing import CliRunner

from lowincome import cli, policy, rule_list, rules, warehouse
from lowincome.errors import PolicyError
from lowincome.rule_list import Listed

PLACES = ("640424", "640502", "500153")
DAYS = (date(2019, 2, 28), date(2020, 3, 31), date(2020, 7, 31), date(2021, 6, 30))


@cache
def listing(on: date, region: str) -> dict[str, Listed]:
    return {one.rule_id: one for one in rule_list.listing(on, region)}


def test_every_rule_is_listed_once_by_family() -> None:
    found = listing(date(2021, 6, 30), "640424")
    assert found.keys() == {rule.rule_id for rule in rules.load()}
    families = [one.family for one in found.values()]
    assert families == sorted(families, key=list(rules.FAMILIES).index)


def test_a_rule_in_force_says_since_when_and_by_which_clause() -> None:
    band = listing(date(2021, 6, 30), "640424")["low_income_band"]
    assert (band.state, band.since, band.until) == ("施行", date(2020, 7, 1), None)
    assert band.clause == "宁民发〔2020〕52号·一(一)"
    assert band.unconfirmed == ["农村低保标准", "城市低保标准"]


def test_the_nearest_duty_gives_the_clause() -> None:
    assert listing(date(2021, 5, 31), "640424")["low_income_uncovered"].clause == "宁民发〔2020〕52号·一(二)"
    assert listing(date(2021, 6, 30), "640424")["low_income_uncovered"].clause == "泾民发〔2021〕33号·二(一)"
    assert listing(date(2021, 6, 30), "640502")["low_income_uncovered"].clause == "宁民发〔2020〕52号·一(二)"


def test_one_not_yet_in_force_says_from_when() -> None:
    water = listing(date(2021, 5, 31), "640424")["unsafe_water"]
    assert (water.state, water.since, water.clause) == ("未施行", date(2021, 6, 4), "")
    assert "自 2021-06-04 起有取值" in str(water.reason)


def test_one_that_ended_says_until_when() -> None:
    loss = listing(date(2021, 3, 31), "640502")["job_loss_three_months"]
    assert (loss.state, loss.since, loss.until) == ("已停止", date(2020, 7, 10), date(2020, 12, 31))


@pytest.mark.parametrize(
    ("region", "rule_id", "number"),
    [("500153", "low_income_uncovered", "荣民发〔2020〕10号"), ("640424", "duplicate_benefit", "宁民发〔2020〕28号")],
)
def test_a_year_s_plan_is_marked_once_its_year_has_passed_and_stays_in_force(region: str, rule_id: str, number: str) -> None:
    before, after = listing(date(2020, 12, 31), region)[rule_id], listing(date(2021, 1, 1), region)[rule_id]
    assert (before.state, before.ran_out) == ("施行", [])
    assert (after.state, after.ran_out) == ("施行", [number])


def test_a_document_without_an_end_does_not_run_out() -> None:
    assert listing(date(2021, 6, 30), "640502")["low_income_band"].ran_out == []
    assert listing(date(2021, 6, 30), "640502")["tekun_amount_below_income_share"].ran_out == []


@pytest.mark.parametrize("region", PLACES)
def test_the_periods_are_those_in_which_the_rules_are_judged(region: str) -> None:
    """Two ways to the same answer: the dates of the parameter files, and the states the warehouse gives."""
    with warehouse.in_memory() as con:
        for on in DAYS:
            month = on.replace(day=1)
            params = {"month": month, "jurisdictions": policy.chain(region), **policy.reference_params()}
            warehouse.run_layer(con, "ref", params)
            states = dict(rules.evaluate(con, month, params))
            for rule_id, state in states.items():
                spans = rule_list.periods(rule_id, region)
                holds = any(since <= on and (until is None or on <= until) for since, until in spans)
                assert holds == (state == "施行"), (rule_id, on)


def test_periods_do_not_touch() -> None:
    for rule_id in {rule.rule_id for rule in rules.load()}:
        spans = rule_list.periods(rule_id, "640424")
        for (_, until), (since, _) in pairwise(spans):
            assert until is not None
            assert until + timedelta(days=1) < since


def test_a_place_nobody_entered_is_refused() -> None:
    with pytest.raises(PolicyError, match="999999"):
        rule_list.listing(date(2021, 6, 30), "999999")


def test_the_command_prints_states_clauses_and_marks(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "nothing"))
    run = CliRunner().invoke(cli.app, ["rule", "list", "--on", "2021-06-30", "--in", "500153"])
    assert run.exit_code == 0, run.output
    words = run.output.replace(" ", "").replace("\n", "")
    for said in ("施行", "未施行", "计划年度已过", "自2020-03-18起", "荣民发〔2020〕10号", "low_income_band", "漏保漏救"):
        assert said in words
    assert not (tmp_path / "nothing").exists()
    assert "2021年6月末荣昌区" in words
