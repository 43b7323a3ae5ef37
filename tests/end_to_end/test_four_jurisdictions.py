"""The same households in 中卫, in 宁夏 and in 荣昌, before and after the documents: which rules are in force, and what they answer.

Which rule is in force where, and from when, is written down in `in_force.py`.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from end_to_end.in_force import MONTHS, NINGXIA, PLACES, RONGCHANG, ZHONGWEI, expected, table
from lowincome import month as months
from lowincome import policy, rules, warehouse
from rules import test_situations as situations


@pytest.fixture(scope="module")
def empty() -> Iterator[duckdb.DuckDBPyConnection]:
    con = warehouse.in_memory()
    rules.prepare(con)
    warehouse.run_layer(con, "ref", situations.parameters("2020-06", NINGXIA))
    con.execute("DELETE FROM stg.feed_standing")
    yield con
    con.close()


@pytest.fixture
def con(empty: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    empty.begin()
    yield empty
    empty.rollback()


def judged(con: duckdb.DuckDBPyConnection, rule_id: str, place: str, month: str, given: dict[str, Any], **more: Any) -> Any:
    """The rule's state where it is not in force; else its answer, `none` where it does not speak of the household."""
    states = situations.judge(con, {"month": month, "region": place, "given": given, **more}, (rule_id,))
    if states[rule_id] != rules.IN_FORCE:
        return states[rule_id]
    found = con.execute(f"SELECT is_triggered FROM rule.{rule_id} WHERE household_id = 'H1'").fetchall()
    return found[0][0] if found else "none"


def test_the_table_names_every_rule() -> None:
    assert table().keys() == {rule.rule_id for rule in rules.load()}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("month", MONTHS)
def test_the_rules_in_force_are_those_of_the_place_s_documents(con: duckdb.DuckDBPyConnection, place: str, month: str) -> None:
    params = {"month": months.parse(month), "jurisdictions": policy.chain(place), **policy.reference_params()}
    warehouse.run_models(con, ["ref.policy_in_force", "ref.dibao_line", "ref.dibao_raise"], params)
    states = rules.evaluate(con, params["month"], params)
    assert {rule_id for rule_id, state in states if state == rules.IN_FORCE} == expected(place, month)


def test_somewhere_a_rule_looks_for_losses_and_one_for_weak_capacity(con: duckdb.DuckDBPyConnection) -> None:
    """查损补失 and 查弱补强 are two of the four checks of 2020; a family without a rule in force would be a check nobody makes."""
    families = {rule.rule_id: rule.model.header["family"] for rule in rules.load()}
    for place, month in ((ZHONGWEI, "2020-03"), (NINGXIA, "2020-03"), (NINGXIA, "2020-08"), (ZHONGWEI, "2021-06")):
        assert {"查损补失", "查弱补强"} <= {families[rule_id] for rule_id in expected(place, month)}, (place, month)
    assert "查弱补强" in {families[rule_id] for rule_id in expected(RONGCHANG, "2020-03")}


@pytest.mark.parametrize(
    ("multiple", "registered", "answer"),
    [
        ("1.0", "已脱贫", False),  # at the line: not above it
        ("1.9", "已脱贫", False),  # within the band: goes on, without a term
        ("1.9", "未脱贫", False),
        ("2.0", "已脱贫", True),  # at twice the line: not below it
        ("2.1", "已脱贫", True),
        ("2.1", "否", "none"),  # the clause speaks of registered households alone
        ("2.1", None, None),
    ],
)
def test_in_rongchang_gradual_exit_is_a_band_of_income_up_to_twice_the_line(
    con: duckdb.DuckDBPyConnection, multiple: str, registered: str | None, answer: bool | str | None
) -> None:
    home = {"settlement": "农村", "support_category": "农村低保", "registered_poor": registered, "gradual_exit_from": "2019-01-01"}
    given = {"households": [{**home, "persons": 1, "income_yuan_12m": Decimal(multiple) * 5940}]}
    assert judged(con, "dibao_income_above_line", RONGCHANG, "2020-06", given) == answer


@pytest.mark.parametrize(
    ("month", "place", "answer"), [("2019-06", ZHONGWEI, "未施行"), ("2020-06", NINGXIA, "未施行"), ("2020-08", NINGXIA, None)]
)
def test_elsewhere_there_is_no_band_and_the_time_is_what_counts(
    con: duckdb.DuckDBPyConnection, month: str, place: str, answer: str | None
) -> None:
    """1.9 times the line, in gradual exit since January 2019: 中卫 has a year for those who found work; NX52 「一定时间」, not said how long."""
    home = {"settlement": "农村", "support_category": "农村低保", "registered_poor": "已脱贫", "gradual_exit_from": "2019-01-01"}
    given = {"households": [{**home, "persons": 1, "income_yuan_12m": 11400, "wage_yuan_12m": 0}], "persons": [{"employment": "就业"}]}
    assert judged(con, "dibao_income_above_line", place, month, given) == answer


@pytest.mark.parametrize("place", [ZHONGWEI, NINGXIA])
@pytest.mark.parametrize(
    ("born", "month", "answer"),
    [
        ("2003-02-10", "2020-06", "none"),  # seventeen, past the age of sixteen that held
        ("2003-02-10", "2020-07", False),  # seventeen, the month of the document: covered to eighteen
        ("2003-02-10", "2020-11", True),  # three months before eighteen
        ("2004-06-20", "2020-06", True),  # sixteen in June: the old age
        ("2004-06-20", "2020-08", False),  # sixteen in August: two years to go
        (None, "2020-08", None),
    ],
)
def test_a_minor_in_tekun_before_and_after_the_tenth_of_july_2020(
    con: duckdb.DuckDBPyConnection, place: str, born: str | None, month: str, answer: bool | str | None
) -> None:
    given = {"households": [{"support_category": "分散特困"}], "persons": [{"birth_date": born}]}
    assert judged(con, "minor_in_tekun_turns_eighteen", place, month, given) == answer


@pytest.mark.parametrize(
    ("place", "rule_id", "labour", "answer"),
    [
        (ZHONGWEI, "registered_poor_single_person", "有", True),  # the region's clause; it asks for no loss of labour
        (NINGXIA, "registered_poor_single_person", "有", True),
        (NINGXIA, "registered_poor_single_person", "部分丧失", True),
        (NINGXIA, "split_household_candidate", "部分丧失", "未施行"),
        (RONGCHANG, "registered_poor_single_person", "部分丧失", "未施行"),
        (RONGCHANG, "split_household_candidate", "部分丧失", True),
        (RONGCHANG, "split_household_candidate", "有", False),
        (RONGCHANG, "split_household_candidate", "无", None),
    ],
)
def test_a_registered_family_s_severely_ill_come_in_alone_by_each_place_s_own_clause(
    con: duckdb.DuckDBPyConnection, place: str, rule_id: str, labour: str, answer: bool | str | None
) -> None:
    """At 1.8 times the line, before July 2020: neither clause has a band of income."""
    home = {"settlement": "农村", "support_category": "无", "registered_poor": "未脱贫", "persons": 3, "income_per_capita_yuan_year": 9720}
    ill = {"health": "大病", "disease": "胃癌", "can_live_alone": False, "labour_capacity": labour}
    assert judged(con, rule_id, place, "2020-06", {"households": [home], "persons": [ill]}) == answer


LEVEL_3 = {
    "households": [
        {"settlement": "农村", "support_category": "无", "income_per_capita_yuan_year": 7000, "is_property_within_limits": True}
    ],
    "persons": [{"has_disability_card": True, "disability_type": "智力", "disability_level": 3}],
}


def switch(value: int) -> list[dict[str, Any]]:
    row = {"parameter": "severe_disability_optional_adopted", "jurisdiction": NINGXIA, "valid_from": "2020-07-01", "value": value}
    return [{**row, "unit": "yes_no", "comparator": "exactly"}]


@pytest.mark.parametrize("place", [ZHONGWEI, NINGXIA])
@pytest.mark.parametrize(("more", "answer"), [({"policy": switch(1)}, True), ({"policy": switch(0)}, False), ({}, None)])
def test_intellectual_disability_of_level_three_follows_the_local_switch(
    con: duckdb.DuckDBPyConnection, place: str, more: dict[str, Any], answer: bool | None
) -> None:
    rule_id = "single_person_dibao_severe_disability"
    assert judged(con, rule_id, place, "2020-08", LEVEL_3, **more) is answer


@pytest.mark.parametrize(("place", "month"), [(NINGXIA, "2020-06"), (RONGCHANG, "2020-08"), (RONGCHANG, "2021-06")])
def test_there_is_no_single_person_dibao_for_them_before_july_2020_nor_in_rongchang(
    con: duckdb.DuckDBPyConnection, place: str, month: str
) -> None:
    assert judged(con, "single_person_dibao_severe_disability", place, month, LEVEL_3, policy=switch(1)) == "未施行"


def relief(multiple: float, line: float, on: str) -> dict[str, Any]:
    return {"reliefs": [{"kind": "急难型家庭", "cause": "因病", "persons": 1, "amount_yuan": multiple * line, "granted_on": on}]}


@pytest.mark.parametrize("place", [ZHONGWEI, NINGXIA])
@pytest.mark.parametrize(
    ("month", "line", "multiple", "answer"),
    [
        ("2020-06", 560, 2.5, False),  # a floor: more is no fault
        ("2020-06", 560, 2, False),
        ("2020-06", 560, 1.9, True),
        ("2020-08", 600, 2.5, True),  # the very amount: more is shown too
        ("2020-08", 600, 2, False),
        ("2020-08", 600, 1.9, True),
    ],
)
def test_relief_of_two_and_a_half_lines_is_enough_by_the_floor_and_off_by_the_exact_standard(
    con: duckdb.DuckDBPyConnection, place: str, month: str, line: float, multiple: float, answer: bool
) -> None:
    assert judged(con, "relief_amount_off_standard", place, month, relief(multiple, line, f"{month}-20")) is answer


def test_rongchang_has_no_multiples_of_relief(con: duckdb.DuckDBPyConnection) -> None:
    assert judged(con, "relief_amount_off_standard", RONGCHANG, "2020-06", relief(2.5, 620, "2020-06-20")) == "未施行"
