"""The policy store: what it refuses, what holds on a day in a place, what it shows."""

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from lowincome import month as months
from lowincome import policy, rules, warehouse
from lowincome.errors import PolicyError

GOOD = {
    "parameter": "gradual_exit_months",
    "jurisdiction": "50",
    "valid_from": "2020-01-01",
    "valid_to": "",
    "value": "9",
    "unit": "months",
    "comparator": "at most",
    "document": "RC10",
    "clause": "三(二)2",
    "confidence": "document",
    "note": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference tables, to spoil."""
    return Path(shutil.copytree(policy.REFERENCE, tmp_path / "0_reference"))


def add(folder: Path, *rows: dict[str, str]) -> Path:
    lines = [",".join(policy.COLUMNS), *(",".join(row[column] for column in policy.COLUMNS) for row in rows)]
    (folder / "policy" / "added.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return folder


def test_a_good_row_is_taken(folder: Path) -> None:
    value = policy.lookup("gradual_exit_months", date(2020, 1, 1), "500153", add(folder, GOOD))
    assert (value.value, value.unit, value.comparator, value.document, value.clause) == (Decimal(9), "months", "at most", "RC10", "三(二)2")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"parameter": "no_such_name"}, "参数名未登记"),
        ({"jurisdiction": "999999"}, "地区代码「999999」"),
        ({"valid_from": ""}, "日期「」"),
        ({"valid_from": "2020-02-30"}, "日期「2020-02-30」"),
        ({"valid_to": "明年"}, "日期「明年」"),
        ({"valid_to": "2019-12-31"}, "valid_to 早于 valid_from"),
        ({"value": "九"}, "value「九」不是数"),
        ({"value": "NaN"}, "value「NaN」不是数"),
        ({"unit": "fortnights"}, "单位「fortnights」"),
        ({"comparator": "about"}, "比较词「about」"),
        ({"document": "XX99"}, "文件「XX99」"),
        ({"document": ""}, "必须写明 document 和 clause"),
        ({"clause": ""}, "必须写明 document 和 clause"),
        ({"confidence": "sure"}, "可信度「sure」"),
        ({"note": "甲,乙"}, "栏数多于表头"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_and_parameter(folder: Path, change: dict[str, str], told: str) -> None:
    add(folder, GOOD, {**GOOD, "jurisdiction": "500153", **change})
    with pytest.raises(PolicyError) as refused:
        policy.load(folder)
    assert told in str(refused.value)
    assert "added.csv 第3行" in str(refused.value)
    assert change.get("parameter", "gradual_exit_months") in str(refused.value)


@pytest.mark.parametrize(("ends", "begins"), [("", "2021-01-01"), ("2021-01-01", "2021-01-01"), ("2022-12-31", "2021-06-01")])
def test_overlapping_periods_of_one_place_are_refused(folder: Path, ends: str, begins: str) -> None:
    add(folder, {**GOOD, "valid_to": ends}, {**GOOD, "valid_from": begins, "value": "8"})
    with pytest.raises(PolicyError, match=r"added.csv 第3行「gradual_exit_months」.*第2行.*重叠"):
        policy.load(folder)


def test_periods_that_meet_are_taken(folder: Path) -> None:
    add(folder, {**GOOD, "valid_to": "2020-12-31"}, {**GOOD, "valid_from": "2021/1/1", "value": "8"})
    assert policy.lookup("gradual_exit_months", date(2020, 12, 1), "50", folder).value == 9
    assert policy.lookup("gradual_exit_months", date(2021, 1, 1), "50", folder).value == 8


def test_other_columns_are_refused(folder: Path) -> None:
    (folder / "policy" / "added.csv").write_text("parameter,value\ngradual_exit_months,9\n", encoding="utf-8-sig")
    with pytest.raises(PolicyError, match=r"added.csv 第1行: 栏目应为 parameter,"):
        policy.load(folder)


def test_a_file_saved_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "policy" / "added.csv").write_bytes("参数,地区\n".encode("gb18030"))
    with pytest.raises(PolicyError, match=r"added.csv: 不是 UTF-8 编码"):
        policy.load(folder)


def test_the_chain_goes_up_from_the_nearest() -> None:
    assert policy.chain("640424") == ["640424", "6404", "64"]
    assert policy.chain("640424100") == ["640424100", "640424", "6404", "64"]
    assert policy.chain("50") == ["50"]
    with pytest.raises(PolicyError, match="地区代码「123456」"):
        policy.chain("123456")


def test_a_month_is_asked_at_its_end() -> None:
    """JY33 is of 4 June 2021 and holds for June; the day before its month it does not."""
    assert policy.lookup("submission_deadline_day", date(2021, 6, 1), "640424").document == "JY33"
    assert policy.lookup("submission_deadline_day", date(2021, 5, 1), "640424").confidence == "local"


def test_before_the_first_date_is_an_error_that_names_parameter_and_month() -> None:
    with pytest.raises(PolicyError, match=r"change_list_deadline_day 在 2021-05 没有取值:最早自 2021-06-04"):
        policy.lookup("change_list_deadline_day", date(2021, 5, 1), "640424")
    with pytest.raises(PolicyError, match=r"change_list_deadline_day 在 2021-06 没有取值:在 640521、6405、64 都没有值"):
        policy.lookup("change_list_deadline_day", date(2021, 6, 1), "640521")


def test_a_switch_nobody_has_set_is_not_a_no() -> None:
    with pytest.raises(PolicyError, match=r"severe_disability_optional_adopted .*本地未明确"):
        policy.lookup("severe_disability_optional_adopted", date(2021, 6, 1), "640424")


def test_after_an_explicit_end_there_is_no_value() -> None:
    assert policy.lookup("job_loss_months", date(2020, 12, 1), "64").value == 3
    ended = policy.lookup("job_loss_months", date(2021, 1, 1), "64")
    assert (ended.value, ended.document, ended.valid_to) == (None, "NX52", date(2020, 12, 31))


def test_the_nearest_division_wins_and_may_say_not_here(folder: Path) -> None:
    add(folder, {**GOOD, "jurisdiction": "640521"}, {**GOOD, "jurisdiction": "640522", "value": "", "confidence": "local"})
    june = date(2021, 6, 1)
    assert policy.lookup("gradual_exit_months", june, "640521", folder).value == 9
    assert policy.lookup("gradual_exit_months", june, "640522", folder).value is None
    assert policy.lookup("gradual_exit_months", june, "640502", folder).value == 12


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    found = warehouse.in_memory()
    yield found
    found.close()


@pytest.mark.parametrize("region", ["640424", "640522", "500153"])
def test_the_warehouse_reads_the_same_values(con: duckdb.DuckDBPyConnection, region: str) -> None:
    tables = ["ref.policy_value", "ref.policy_in_force"]
    names = {value.parameter for value in policy.load()}
    for month in (date(2019, 3, 1), date(2020, 2, 1), date(2020, 7, 1), date(2021, 1, 1), date(2021, 6, 1)):
        params = {"month": month, "jurisdictions": policy.chain(region), **policy.reference_params()}
        warehouse.run_models(con, tables, params)
        found = con.execute(
            "SELECT parameter, jurisdiction, value, valid_from FROM ref.policy_in_force WHERE month = ?", [month]
        ).fetchall()
        expected = []
        for name in names:
            try:
                value = policy.lookup(name, month, region)
            except PolicyError:
                continue
            if value.value is not None:
                expected.append((name, value.jurisdiction, value.value, value.valid_from))
        assert sorted(found) == sorted(expected)
    assert con.execute("SELECT count(*) FROM ref.policy_value").fetchone() == (len(policy.load()),)


def test_the_line_is_the_same_sum_for_a_month_and_for_a_year(con: duckdb.DuckDBPyConnection) -> None:
    params = {"month": date(2020, 7, 1), "jurisdictions": policy.chain("640424"), **policy.reference_params()}
    warehouse.run_models(con, ["ref.policy_value", "ref.policy_in_force", "ref.unit", "ref.dibao_line"], params)
    lines = dict(con.execute("SELECT settlement, yuan_per_person_year FROM ref.dibao_line WHERE month = DATE '2020-07-01'").fetchall())
    assert lines == {"农村": policy.lookup("dibao_line_rural", date(2020, 7, 1), "64").value, "城镇": Decimal(600 * 12)}


def test_every_number_without_a_document_is_marked() -> None:
    """The five documents name no line, no share of income, no visiting hours: none of these may pass as theirs."""
    ours = {value.parameter for value in policy.load() if value.confidence != "document"}
    nobodys = "dibao_line_rural dibao_line_urban medical_burden_share income_drop_share visit_hours_household small_cell_minimum verify_within_days"
    assert set(nobodys.split()) <= ours
    assert {value.parameter for value in policy.load() if not value.document} <= ours


def test_a_plan_of_one_year_goes_on_and_says_that_its_year_is_over() -> None:
    """Only clauses with an end in their words end; a plan that has run out is shown as one."""
    rows = [value for value in policy.load() if value.document in ("NX28", "RC10")]
    assert rows
    for row in rows:
        assert f"{row.document}为2020年计划" in (row.note or ""), row.parameter
        followed = [other for other in policy.load() if other.parameter == row.parameter and other.jurisdiction == row.jurisdiction]
        assert row.valid_to is None or len(followed) > 1


def test_a_clause_in_force_before_its_document_says_so() -> None:
    """NX52 is of 10 July 2020 and admits from 1 July: two dates, both told."""
    issued = {row["document"]: date.fromisoformat(row["issued_on"]) for _, row in policy.rows(policy.REFERENCE / "documents.csv")}
    early = [value for value in policy.load() if value.document and value.valid_from < issued[value.document]]
    assert {value.valid_from for value in early} == {date(2020, 7, 1)}
    assert [value.parameter for value in early if "文件日期7月10日" not in (value.note or "")] == []


def test_a_document_speaks_only_for_its_own_place() -> None:
    place = {row["document"]: row["jurisdiction"] for _, row in policy.rows(policy.REFERENCE / "documents.csv")}
    assert [
        value.parameter for value in policy.load() if value.document and place[value.document] not in policy.chain(value.jurisdiction)
    ] == []


def test_reference_tables_open_in_excel() -> None:
    """Without the byte order mark Excel shows Chinese as garbage."""
    paths = sorted(policy.REFERENCE.rglob("*.csv"))
    assert len(paths) > 10
    assert [path.name for path in paths if not path.read_bytes().startswith(b"\xef\xbb\xbf")] == []


def test_the_five_documents_are_fingerprinted() -> None:
    rows = [row for _, row in policy.rows(policy.REFERENCE / "documents.csv")]
    assert {row["document"] for row in rows} == {"NX28", "NX52", "JY33", "RC10", "WZ21"}
    assert len({row["sha256"] for row in rows if len(row["sha256"]) == 64}) == 5


def test_every_registered_parameter_has_a_value_or_is_left_open_knowingly() -> None:
    registered = {row["parameter"] for _, row in policy.rows(policy.REFERENCE / "parameters.csv")}
    assert registered - {value.parameter for value in policy.load()} == {"severe_disability_optional_adopted"}


def test_every_parameter_a_rule_names_is_registered() -> None:
    registered = {row["parameter"] for _, row in policy.rows(policy.REFERENCE / "parameters.csv")}
    named = {name for rule in rules.load() for name in rule.parameters}
    assert len(named) > 20
    assert named <= registered


def test_the_months_of_the_example_have_all_settings_of_the_office() -> None:
    office = "submission_deadline_day verify_within_days visit_hours_township_month visit_hours_household small_cell_minimum dibao_line_rural dibao_line_urban"
    for month in months.between(date(2020, 7, 1), date(2021, 6, 1)):
        assert all(policy.lookup(name, month, "640424").value for name in office.split())


def test_show_tells_value_source_mark_and_what_others_say() -> None:
    shown = policy.show("gradual_exit_months", date(2021, 6, 30), "640424")
    own, others = shown.split("另有规定")
    assert "渐退期最长月数" in own
    assert "640424 泾源县" in own
    assert "不超过 12 个月  [本地取值,待本县确认]" in own
    assert "6405 中卫市: 不超过 12 个月  [文件所载]" in others
    assert "卫民发〔2019〕21号 二(一)5(2019-03-11 发文)" in others
    assert "500153 荣昌区 渐退期的收入上限: 低于 2 倍(低保标准)" in others
    assert "RC10为2020年计划" in others


def test_show_is_asked_for_the_day_itself() -> None:
    assert "没有取值(自 2020-07-10 起有值)" in policy.show("statistics_deadline_day", date(2020, 7, 9), "64")
    assert "不超过 8 日(每月)  [文件所载]" in policy.show("statistics_deadline_day", date(2020, 7, 10), "64")
    assert "没有取值(此前的规定到 2020-12-31 为止)" in policy.show("statistics_deadline_day", date(2021, 1, 1), "64")
    assert "没有取值(本地未明确)" in policy.show("severe_disability_optional_adopted", date(2021, 6, 30), "640424")


def test_show_refuses_a_name_nobody_entered() -> None:
    with pytest.raises(PolicyError, match="没有名为 dibao 的政策参数"):
        policy.show("dibao", date(2021, 6, 30), "640424")
