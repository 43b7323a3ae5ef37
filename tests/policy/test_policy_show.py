"""What an official sees: one parameter with its conflicts, two days compared, the list of conflicts."""

import re
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from lowincome import cli, policy, policy_show, rules, warehouse
from lowincome.errors import PolicyError

CONFLICTS = {row["conflict"]: row for row in policy_show.conflicts()}


def test_show_tells_value_source_mark_and_what_others_say() -> None:
    shown = policy_show.show("gradual_exit_months", date(2021, 6, 30), "640424")
    own, others = shown.split("另有规定")
    assert "渐退期最长月数" in own
    assert "640424 泾源县" in own
    assert "不超过 12 个月  [本地取值,待本县确认]" in own
    assert "6405 中卫市 实现就业的低保对象渐退期: 不超过 12 个月  [文件所载]" in others
    assert "卫民发〔2019〕21号 二(一)5(2019-03-11 发文)" in others
    assert "500153 荣昌区 渐退期的收入上限: 低于 2 倍(低保标准)" in others
    assert "荣民发〔2020〕10号为2020年计划" in others


def test_show_prints_the_conflicts_that_touch_the_parameter_between_its_value_and_the_others() -> None:
    shown = policy_show.show("tekun_amount_multiple", date(2020, 7, 31), "640521").splitlines()
    at = [shown.index("矛盾"), shown.index("  C1 特困供养标准按什么算"), shown.index("另有规定")]
    assert at == sorted(at)
    assert shown[1].strip() == "不低于 1.3 倍(低保标准)  [文件所载]"
    told = "\n".join(shown[at[0] : at[2]])
    for words in ("1.3倍", "80%", "60%", "城市低保标准", "卫民发〔2019〕21号二(三)9", "做法: "):
        assert words in told
    assert "C2" not in told


def test_show_has_no_word_of_conflict_where_there_is_none() -> None:
    assert "矛盾" not in policy_show.show("staff_ratio_disabled", date(2020, 7, 31), "640521")


def test_show_is_asked_for_the_day_itself() -> None:
    assert "没有取值(自 2020-07-10 起有值)" in policy_show.show("statistics_deadline_day", date(2020, 7, 9), "64")
    assert "不超过 8 日(每月)  [文件所载]" in policy_show.show("statistics_deadline_day", date(2020, 7, 10), "64")
    assert "没有取值(此前的规定到 2020-12-31 为止)" in policy_show.show("statistics_deadline_day", date(2021, 1, 1), "64")
    assert "没有取值(本地未明确)" in policy_show.show("severe_disability_optional_adopted", date(2021, 6, 30), "640424")


@pytest.mark.parametrize(
    ("parameter", "region", "told"),
    [
        ("must_admit_single_person", "64", "是  [文件所载]"),
        ("tekun_amount_central_share", "6405", "不低于 80%"),
        ("statistics_first_due", "64", "不晚于 2020-08-08"),
        ("statistics_period_from", "64", "不早于 2020-06"),
        ("full_check_month", "640424", "为 2021-06"),
        ("child_allowance_orphan", "64", "为 937 元/人·月"),
    ],
)
def test_a_number_is_told_as_it_is_said(parameter: str, region: str, told: str) -> None:
    on = date(2021, 6, 30) if region == "640424" else date(2020, 8, 31)
    assert policy_show.show(parameter, on, region).splitlines()[1].strip().startswith(told)


def test_show_refuses_a_name_nobody_entered() -> None:
    with pytest.raises(PolicyError, match="没有名为 dibao 的政策参数"):
        policy_show.show("dibao", date(2021, 6, 30), "640424")
    with pytest.raises(PolicyError, match=r"没有名为 gradual_exit_month 的政策参数.*是不是 gradual_exit_months"):
        policy_show.show("gradual_exit_month", date(2021, 6, 30), "640424")


def test_diff_tells_what_began_and_changed_by_topic_with_its_clause() -> None:
    told = policy_show.diff(date(2020, 7, 9), date(2020, 7, 10), "640424").splitlines()
    assert told[0] == "640424 泾源县  2020-07-09 与 2020-07-10 相比"
    at = told.index("  改动 急难型家庭人均临时救助标准  relief_multiple_emergency")
    assert "不低于 2 倍(城市低保月标准)  [文件所载]  宁民发〔2020〕28号 二(二)5" in told[at + 1]
    assert "后来 为 2 倍(城市低保月标准)  [文件所载]  宁民发〔2020〕52号 二(二)" in told[at + 2]
    assert max(place for place, line in enumerate(told[:at]) if not line.startswith(" ")) == told.index("临时救助标准")
    began = told.index("  新增 连续无收入月数  job_loss_months")
    assert "不低于 3 个月" in told[began + 1]
    assert "宁民发〔2020〕52号 二(一)" in told[began + 1]
    # the same duty from a newer clause is not told as a new duty
    assert "  改出处 核算低保家庭收入时扣减必要就业成本  deduct_employment_cost" in told
    assert not [line for line in told if "low_income_ceiling_multiple" in line]  # since 1 July


def test_diff_tells_what_ended() -> None:
    told = policy_show.diff(date(2020, 12, 31), date(2021, 1, 1), "640521").splitlines()
    at = told.index("  停止 连续无收入月数  job_loss_months")
    assert "不低于 3 个月" in told[at + 1]
    assert told[at + 2].strip() == "到 2020-12-31 为止"
    assert not [line for line in told if "新增" in line or "改动" in line]


def test_diff_of_a_refusal_nearby_is_an_end(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(policy.REFERENCE, tmp_path / "0_reference"))
    row = "gradual_exit_income_multiple,640521,2021-03-01,,,multiple_of_dibao_line,more than,,,local,本县不实行"
    (folder / "policy" / "added.csv").write_text(f"{','.join(policy.COLUMNS)}\n{row}\n", encoding="utf-8-sig")
    told = policy_show.diff(date(2021, 2, 28), date(2021, 3, 1), "640521", folder).splitlines()
    assert told[1:3] == ["渐退期", "  停止 渐退期的收入下限  gradual_exit_income_multiple"]
    assert "明确不实行" in told[4]
    assert "没有变化" in policy_show.diff(date(2021, 2, 28), date(2021, 3, 1), "640522", folder)


def test_diff_says_so_when_nothing_changed_and_takes_the_days_in_either_order() -> None:
    quiet = date(2021, 6, 30)
    assert policy_show.diff(quiet, quiet, "640424").endswith("政策参数没有变化")
    days = date(2020, 6, 30), date(2020, 7, 31)
    assert policy_show.diff(*days, "640424") == policy_show.diff(*reversed(days), "640424")


def test_the_commands_print_the_same() -> None:
    run = CliRunner().invoke
    shown = run(cli.app, ["policy", "show", "relief_multiple_emergency", "--on", "2020-03-31", "--in", "640424"])
    assert (shown.exit_code, "C6" in shown.output) == (0, True)
    compared = run(cli.app, ["policy", "diff", "--on", "2020-06-30", "--on", "2020-07-31", "--in", "640424"])
    assert compared.output.strip() == policy_show.diff(date(2020, 6, 30), date(2020, 7, 31), "640424")
    assert run(cli.app, ["policy", "diff", "--on", "2020-06-30", "--in", "640424"]).exit_code != 0


def test_every_conflict_found_in_the_documents_is_entered_with_a_treatment() -> None:
    assert list(CONFLICTS) == [f"C{number}" for number in range(1, len(CONFLICTS) + 1)]
    assert len(CONFLICTS) >= 25
    for row in CONFLICTS.values():
        assert row["treatment"]
        assert row["title"]


def test_a_conflict_cites_documents_by_number_and_clauses_that_exist() -> None:
    numbers = {row["number"]: code for code, row in policy.table(policy.REFERENCE, "documents").items()}
    known = {(row["document"], row["clause"]) for row in policy_show.clauses()}
    for row in CONFLICTS.values():
        found = re.findall(r"([一-鿿]{3}〔\d{4}〕\d+号)([一二三四五六](?:\([一二三四五六]\))*\d*|附件)?", row["text"])
        assert found, row["conflict"]
        for number, clause in found:
            assert number in numbers, row["conflict"]
            assert not clause or all((numbers[number], one) in known for one in _addresses(clause)), f"{row['conflict']} {number}{clause}"


def _addresses(clause: str) -> list[str]:
    """二(一)(二) is two clauses: 二(一) and 二(二)."""
    if found := re.fullmatch(r"(.)(\(.\))(\(.\))", clause):
        return [found[1] + found[2], found[1] + found[3]]
    return [clause]


@pytest.mark.parametrize(
    ("conflict", "parameters"),
    [
        ("C1", "tekun_amount_multiple tekun_amount_urban_multiple tekun_amount_central_share tekun_amount_dispersed_share"),
        ("C2", "gradual_exit_income_multiple gradual_exit_upper_multiple gradual_exit_months"),
        ("C4", "must_admit_single_person must_split_household must_admit_registered_poor_single"),
        ("C6", "relief_multiple_emergency relief_multiple_expenditure relief_multiple_individual relief_epidemic_uplift"),
        ("C10", "submission_deadline_day statistics_deadline_day"),
        ("C20", "low_income_ceiling_multiple must_recognise_monitored"),
        ("C21", "must_include_no_labour"),
        ("C22", "township_confirms_from one_off_by_county"),
        ("C23", "single_person_recognition_date child_allowance_orphan"),
        ("C24", "must_register_poor"),
        ("C25", "must_pay_on_time payments_per_month"),
    ],
)
def test_a_conflict_is_shown_at_each_of_its_parameters(conflict: str, parameters: str) -> None:
    for parameter in parameters.split():
        assert f"  {conflict} {CONFLICTS[conflict]['title']}" in policy_show.show(parameter, date(2021, 6, 30), "640424")


def test_a_conflict_names_rules_that_exist() -> None:
    named = {name for row in CONFLICTS.values() for name in row["rules"].split(";") if name}
    assert named - {rule.rule_id for rule in rules.load()} == set()


def test_a_conflict_about_a_name_nobody_entered_is_refused(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(policy.REFERENCE, tmp_path / "0_reference"))
    text = (folder / "conflicts.csv").read_text(encoding="utf-8-sig")
    (folder / "conflicts.csv").write_text(text.replace("tekun_amount_multiple", "tekun_multiple", 1), encoding="utf-8-sig")
    with pytest.raises(PolicyError, match=r"conflicts.csv 第2行「C1」: 参数 tekun_multiple 未登记"):
        policy_show.conflicts(folder)


def test_the_warehouse_has_the_same_conflicts_and_clauses() -> None:
    con: duckdb.DuckDBPyConnection = warehouse.in_memory()
    warehouse.run_models(con, ["ref.conflict", "ref.clause"], policy.reference_params())
    found = con.execute(
        "SELECT conflict, said, list_contains(parameters, 'tekun_amount_multiple') FROM ref.conflict ORDER BY ALL"
    ).fetchall()
    assert sorted((row["conflict"], row["text"]) for row in CONFLICTS.values()) == [row[:2] for row in found]
    assert [row[0] for row in found if row[2]] == ["C1"]
    count = con.execute("SELECT count(*), count(*) FILTER (WHERE len(targets) = 0) FROM ref.clause").fetchone()
    outside = [row for row in policy_show.clauses() if not row["target"]]
    assert count == (len(policy_show.clauses()), len(outside))
    con.close()
