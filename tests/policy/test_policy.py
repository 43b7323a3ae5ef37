"""The policy store: what it refuses, what holds in a month in a place."""

import csv
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from lowincome import month as months
from lowincome import policy, warehouse
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
    "note": "文件日期3月18日",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the reference tables, to spoil."""
    return Path(shutil.copytree(policy.REFERENCE, tmp_path / "0_reference"))


def add(folder: Path, *rows: dict[str, str], columns: list[str] = policy.COLUMNS) -> Path:
    with (folder / "policy" / "added.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_two_values_from_the_same_day_are_told_to_be_one(folder: Path) -> None:
    with pytest.raises(PolicyError, match=r"日期重叠.*请只留一行"):
        policy.load(add(folder, GOOD, {**GOOD, "value": "12"}))


def test_a_file_without_a_line_is_answered_like_one_without_its_columns(folder: Path) -> None:
    (folder / "policy" / "added.csv").write_bytes(b"")
    with pytest.raises(PolicyError, match=r"added\.csv 第1行: 栏目应为"):
        policy.load(folder)


def test_a_good_row_is_taken(folder: Path) -> None:
    value = policy.lookup("gradual_exit_months", date(2020, 1, 1), "500153", add(folder, GOOD))
    assert (value.value, value.unit, value.comparator, value.document, value.clause) == (Decimal(9), "months", "at most", "RC10", "三(二)2")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"parameter": "no_such_name"}, "参数名未登记在 parameters.csv.*请改正拼写"),
        ({"jurisdiction": "999999"}, "地区代码「999999」.*先在该表登记"),
        ({"valid_from": ""}, "日期「」.*YYYY-MM-DD"),
        ({"valid_from": "2020-02-30"}, "日期「2020-02-30」"),
        ({"valid_from": "2020年7月1日"}, "日期「2020年7月1日」.*例如 2020-07-01"),
        ({"valid_from": "43983"}, "日期「43983」"),
        ({"valid_from": "２０２０-07-01"}, "日期「２０２０-07-01」"),
        ({"valid_to": "明年"}, "日期「明年」.*没有截止的 valid_to 留空"),
        ({"valid_to": "2019-12-31"}, "valid_to 早于 valid_from"),
        ({"value": "九"}, "value「九」不是数"),
        ({"value": "９"}, "value「９」不是数: 有全角.*半角"),
        ({"value": "1,249"}, "value「1,249」有千位分隔.*请写成 1249"),
        ({"value": "=1.3*600"}, "「=1.3\\*600」是公式.*请填算好的数"),
        ({"value": "NaN"}, "value「NaN」不是数"),
        ({"value": "1e3"}, "value「1e3」不是数"),
        ({"value": "0.33333"}, "value「0.33333」不是数.*小数最多四位"),
        ({"value": "9个月"}, "value「9个月」不是数"),
        ({"value": "2", "unit": "yes_no"}, "value「2」: 是否类只能写 1.*0"),
        ({"value": "20200230", "unit": "date"}, "value「20200230」不是真实的日期"),
        ({"value": "202013", "unit": "year_month"}, "value「202013」不是真实的日期"),
        ({"unit": "fortnights"}, "单位「fortnights」.*单位代码"),
        ({"unit": "persons"}, "单位「persons」与 .* 的「months」不同.*改成一致"),
        ({"comparator": "about"}, "比较词「about」应为 at least"),
        ({"document": "XX99"}, "文件「XX99」.*先在该表登记"),
        ({"document": ""}, "必须写明 document 和 clause.*请改标 local"),
        ({"clause": ""}, "必须写明 document 和 clause"),
        ({"confidence": "sure"}, "可信度「sure」应为 document"),
        ({"note": ""}, "早于文件的发文日期 2020-03-18.*请在 note 写明「文件日期2020年3月18日」"),
        ({"note": "文件日期3月17日"}, "早于文件的发文日期"),
        ({"note": "=HYPERLINK(1)"}, "是公式"),
    ],
)
def test_a_bad_row_is_refused_with_file_line_and_parameter(folder: Path, change: dict[str, str], told: str) -> None:
    add(folder, GOOD, {**GOOD, "jurisdiction": "500153", **change})
    with pytest.raises(PolicyError, match=told) as refused:
        policy.load(folder)
    assert "added.csv 第3行" in str(refused.value)
    assert change.get("parameter", "gradual_exit_months") in str(refused.value)


@pytest.mark.parametrize("day", ["文件日期3月18日", "自年初算起,文件日期2020年3月18日"])
def test_a_value_older_than_its_document_is_taken_when_it_says_so(folder: Path, day: str) -> None:
    assert policy.lookup("gradual_exit_months", date(2020, 1, 1), "50", add(folder, {**GOOD, "note": day})).value == 9


def test_nothing_is_loaded_when_one_row_is_bad(folder: Path) -> None:
    """Neither here nor in the warehouse: the models of `ref` read the files only after all were found good."""
    add(folder, GOOD, {**GOOD, "jurisdiction": "500153", "unit": "fortnights"})
    for ask in (policy.load, policy.reference_params):
        with pytest.raises(PolicyError, match="fortnights"):
            ask(folder)


@pytest.mark.parametrize(("ends", "begins"), [("", "2021-01-01"), ("2021-01-01", "2021-01-01"), ("2022-12-31", "2021-06-01")])
def test_overlapping_periods_of_one_place_are_refused(folder: Path, ends: str, begins: str) -> None:
    add(folder, {**GOOD, "valid_to": ends}, {**GOOD, "valid_from": begins, "value": "8"})
    with pytest.raises(PolicyError, match=r"added.csv 第3行「gradual_exit_months」.*第2行.*重叠"):
        policy.load(folder)


def test_periods_that_meet_are_taken(folder: Path) -> None:
    add(folder, {**GOOD, "valid_to": "2020-12-31"}, {**GOOD, "valid_from": "2021/1/1", "value": "8"})
    assert policy.lookup("gradual_exit_months", date(2020, 12, 1), "50", folder).value == 9
    assert policy.lookup("gradual_exit_months", date(2021, 1, 1), "50", folder).value == 8


@pytest.mark.parametrize("begins", ["2021-01-02", "2021-06-01"])
def test_a_gap_that_nobody_meant_is_refused(folder: Path, begins: str) -> None:
    add(folder, {**GOOD, "valid_from": begins, "value": "8"}, {**GOOD, "valid_to": "2020-12-31"})
    with pytest.raises(
        PolicyError, match=r"added.csv 第2行「gradual_exit_months」: 与 .*第3行.*2021-01-01 至 .* 没有取值.*note 写明「停止」"
    ):
        policy.load(folder)


def test_a_gap_that_is_meant_is_taken(folder: Path) -> None:
    """Either the note says that it stops, or a row without value fills the time: in both there is no value in between."""
    ends, begins = {**GOOD, "valid_to": "2020-12-31"}, {**GOOD, "valid_from": "2021-06-01", "value": "8"}
    add(folder, {**ends, "note": "文件日期3月18日;到年底停止"}, begins)
    assert policy.lookup("gradual_exit_months", date(2021, 3, 1), "50", folder).value is None
    filled = Path(shutil.copytree(policy.REFERENCE, folder / "filled"))
    add(filled, ends, {**GOOD, "valid_from": "2021-01-01", "valid_to": "2021-05-31", "value": ""}, begins)
    assert policy.lookup("gradual_exit_months", date(2021, 3, 1), "50", filled).value is None
    assert policy.lookup("gradual_exit_months", date(2021, 6, 1), "50", filled).value == 8


@pytest.mark.parametrize(
    "columns", [policy.COLUMNS[:-1], [*policy.COLUMNS, "memo"], [policy.COLUMNS[1], policy.COLUMNS[0], *policy.COLUMNS[2:]]]
)
def test_missing_extra_or_moved_columns_are_refused(folder: Path, columns: list[str]) -> None:
    with pytest.raises(PolicyError, match=r"added.csv 第1行: 栏目应为 parameter,.*不能多、不能少"):
        policy.load(add(folder, GOOD, columns=columns))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("gradual_exit_months,50,2020-01-01", "第2行「gradual_exit_months」: 栏数少于表头"),
        ("gradual_exit_months,50,2020-01-01,,9,months,at most,RC10,三(二)2,document,甲,乙", "第2行「gradual_exit_months」: 栏数多于表头"),
        ('gradual_exit_months,50,2020-01-01,,9,months,at most,RC10,三(二)2,document,"甲', "引号不成对"),
    ],
)
def test_a_row_of_another_length_is_refused(folder: Path, row: str, told: str) -> None:
    (folder / "policy" / "added.csv").write_text(",".join(policy.COLUMNS) + "\n" + row + "\n", encoding="utf-8-sig")
    with pytest.raises(PolicyError, match=told):
        policy.load(folder)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_byte_order_mark_of_excel_may_be_there_or_not(folder: Path, encoding: str) -> None:
    path = add(folder, GOOD) / "policy" / "added.csv"
    path.write_text(path.read_text(encoding="utf-8-sig"), encoding=encoding)
    assert policy.lookup("gradual_exit_months", date(2020, 1, 1), "50", folder).value == 9


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_saved_in_another_encoding_is_refused(folder: Path, encoding: str) -> None:
    path = add(folder, {**GOOD, "note": "文件日期3月18日,渐退"}) / "policy" / "added.csv"
    path.write_text(path.read_text(encoding="utf-8-sig"), encoding=encoding)
    with pytest.raises(PolicyError, match=r"added.csv: 不是 UTF-8 编码.*CSV UTF-8"):
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
    city, county, none = {"jurisdiction": "6405", "value": "12"}, {"jurisdiction": "640521"}, {"jurisdiction": "640522", "value": ""}
    add(folder, *({**GOOD, **row, "confidence": "local"} for row in (city, county, none)))
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


def test_the_months_of_the_example_have_all_settings_of_the_office() -> None:
    office = "submission_deadline_day verify_within_days visit_hours_township_month visit_hours_household small_cell_minimum dibao_line_rural dibao_line_urban"
    for month in months.between(date(2020, 7, 1), date(2021, 6, 1)):
        assert all(policy.lookup(name, month, "640424").value for name in office.split())
