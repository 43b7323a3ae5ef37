"""What stands on the 四查四补清单, in the 分类动态监测台账 and among the county's own findings: one situation each."""

from datetime import date
from typing import Any

import duckdb
import pytest

from lowincome import rules, sql_model, warehouse

JUNE = date(2021, 6, 1)
TOWNSHIP = "640424100"


@pytest.fixture
def con():
    con = warehouse.in_memory()
    rules.prepare(con)
    put(con, "ref.unit", unit="yes_no", label_zh="")
    put(con, "ref.unit", unit="persons", label_zh="人")
    put(con, "ref.document", document="NX28", number="甲文1号")
    yield con
    con.close()


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def rule(con: duckdb.DuckDBPyConnection, rule_id: str, family: str, subject: str = "household", urgency: str = "一般") -> None:
    said = {
        "title": f"标题{rule_id}",
        "measured_label": "实测",
        "basis": "甲文1号·一",
        "may_apply": "某政策",
        "ask": "问什么?",
        "office": "社会救助科",
    }
    put(con, "rule.definition", month=JUNE, rule_id=rule_id, family=family, subject=subject, urgency=urgency, state="施行", **said)


def hit(con: duckdb.DuckDBPyConnection, rule_id: str, is_triggered: bool | None = True, **key: Any) -> None:
    found = {"measured": 1, "threshold": 0, "unit": "yes_no", "document": "NX28", "clause": "三14", "is_triggered": is_triggered}
    put(con, "rule.unsafe_water", month=JUNE, rule_id=rule_id, **key, **found)


def household(con: duckdb.DuckDBPyConnection, household_id: str, **stated: Any) -> None:
    row = {"township_code": TOWNSHIP, "village": "上村", "head_name": "马某", **stated}
    put(con, "core.household_month", month=JUNE, household_id=household_id, **row)


def run(con: duckdb.DuckDBPyConnection, table: str) -> list[dict[str, Any]]:
    warehouse.run_models(con, [table], {"month": JUNE, "region": "640424"})
    cursor = con.execute(f"SELECT * FROM {table} ORDER BY ALL")
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]


FAMILIES = {
    "查损补失": "查损补失",
    "漏保漏救": "查漏补缺",
    "因困致贫": "查漏补缺",
    "漏统漏管": "查漏补缺",
    "漏查漏退": "查漏补缺",
    "三保障": "查短补齐",
    "查短补齐": "查短补齐",
    "查弱补强": "查弱补强",
}


def test_every_family_of_rules_belongs_to_one_of_the_four_checks(con):
    assert set(FAMILIES) == set(rules.FAMILIES)
    household(con, "H1")
    for family in FAMILIES:
        rule(con, f"r_{family}", family)
        hit(con, f"r_{family}", household_id="H1")
    assert {line["family"]: line["check_name"] for line in run(con, "mart.four_checks")} == FAMILIES


def test_a_household_with_two_findings_of_a_family_is_one_line_that_tells_both(con):
    household(con, "H1")
    for rule_id, urgency in (("a", "核实"), ("b", "紧急")):
        rule(con, rule_id, "漏保漏救", urgency=urgency)
        hit(con, rule_id, household_id="H1")
    (line,) = run(con, "mart.four_checks")
    assert (line["urgency"], line["seen"].split("\n")) == ("紧急", ["标题b:实测 是,标准 否", "标题a:实测 是,标准 否"])
    assert (line["basis"], line["remedy"], line["owner"]) == ("甲文1号·三14", "某政策", "社会救助科")


def test_two_persons_of_a_household_with_the_same_finding_are_told_once(con):
    household(con, "H1")
    rule(con, "a", "三保障", "person")
    for person in ("P1", "P2"):
        hit(con, "a", household_id="H1", person_id=person)
    (line,) = run(con, "mart.four_checks")
    assert line["seen"].count("标题a") == 1


def test_what_cannot_be_judged_is_not_on_the_list(con):
    household(con, "H1")
    rule(con, "a", "三保障")
    hit(con, "a", None, household_id="H1")
    assert run(con, "mart.four_checks") == []


def test_an_open_case_is_named_and_a_closed_one_is_not(con):
    rule(con, "a", "三保障")
    for household_id, state in (("H1", "待核查"), ("H2", "已销号")):
        household(con, household_id)
        hit(con, "a", household_id=household_id)
        put(con, "mart.case_state", month=JUNE, case_id=f"Y-{household_id}", household_id=household_id, family="三保障", state=state)
    assert [(line["case_id"], line["state"]) for line in run(con, "mart.four_checks")] == [("Y-H1", "待核查"), (None, "以前已核实")]


def test_a_finding_about_an_office_is_the_countys_and_opens_nothing_for_a_household(con):
    put(con, "ref.division", code=TOWNSHIP, name="香水镇", parent_code="640424")
    rule(con, "a", "查弱补强", "office")
    hit(con, "a", office_id=TOWNSHIP)
    hit(con, "a", None, office_id="中心敬老院")
    assert run(con, "mart.four_checks") == []
    found = {line["office_name"]: (line["is_triggered"], line["seen"], line["basis"]) for line in run(con, "mart.office_finding")}
    told = ("标题a:实测 是,标准 否", "甲文1号·三14")
    assert found == {"香水镇": (True, *told), "中心敬老院": (None, *told)}
    assert run(con, "mart.rule_summary") == []


@pytest.mark.parametrize(
    ("ours", "listed", "theirs", "comparison", "class_"),
    [
        ("边缘易致贫户", True, "边缘易致贫户", "一致", "边缘易致贫户"),
        ("边缘易致贫户", True, "脱贫不稳定户", "类别不同", "边缘易致贫户"),
        ("边缘易致贫户", False, None, "对方名单没有", "边缘易致贫户"),
        ("边缘易致贫户", None, None, "未比对", "边缘易致贫户"),
        ("一般户", True, "突发严重困难户", "我方没有列入", "仅乡村振兴局列入"),
        (None, True, "突发严重困难户", "我方没有列入", "仅乡村振兴局列入"),
    ],
)
def test_the_monitoring_ledger_says_how_the_comparison_came_out(con, ours, listed, theirs, comparison, class_):
    household(con, "H1", monitoring_category=ours)
    put(con, "core.person_fact", month=JUNE, household_id="H1", person_id="P1", in_rural_revitalisation=listed, rr_category=theirs)
    (line,) = run(con, "mart.monitoring_ledger")
    assert (line["comparison"], line["class"]) == (comparison, class_)


def test_a_household_that_neither_office_watches_is_not_in_the_monitoring_ledger(con):
    household(con, "H1", monitoring_category="脱贫户")
    put(con, "core.person_fact", month=JUNE, household_id="H1", person_id="P1", in_rural_revitalisation=True, rr_category="脱贫户")
    household(con, "H2", monitoring_category="一般户")
    assert run(con, "mart.monitoring_ledger") == []


def test_the_models_tested_here_stand_in_the_mart_layer():
    tables = {model.table for model in sql_model.layer("mart")}
    assert {"mart.four_checks", "mart.monitoring_ledger", "mart.office_finding"} <= tables
