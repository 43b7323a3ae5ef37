"""What an explanation tells, for each of the answers, and what it never tells."""

import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from explain import world
from lowincome import cli, explain
from lowincome.errors import ReportError
from lowincome.reports import render, rule_explanation

RUN = CliRunner().invoke


def told(con, rule_id: str, household_id: str, person_id: str | None = None):
    return explain.explain(con, rule_id, household_id, world.MONTH, person_id)


def facts(context, index: int = 0):
    return {fact["label"]: fact for fact in context["answers"][index]["facts"]}


def amounts(context):
    return {line["label"]: line["amount"]["value"] for line in context["account"]}


def test_a_triggered_rule_tells_what_was_measured_against_what_and_by_which_clause(con) -> None:
    (answer,) = told(con, "low_income_band", "H-level3")["answers"]
    assert answer["answer"] == "触发"
    assert (answer["measured_label"], answer["measured"]) == ("人均年收入", "7500元/人·年")
    assert answer["threshold"] == "低于 9000元/人·年"
    assert answer["is_fulfilled"] == "符合"
    assert answer["cited"] == "宁民发〔2020〕52号·一(一)"
    assert answer["missing"] == []


def test_every_fact_has_its_file_sheet_rows_and_columns(con) -> None:
    found = facts(told(con, "low_income_band", "H-level3"))
    assert found["人均年收入(元)"]["value"] == "7,500"
    assert f"{world.FORM}「家庭」第 4 行「工资性收入、经营净收入、财产净收入、转移净收入」栏" in found["人均年收入(元)"]["sources"]
    assert found["财产符合"]["sources"] == [f"{world.FORM}「家庭」第 4 行「财产符合」栏"]
    assert found["低保标准(元/年)"]["sources"] == ["政策参数(见下)"]
    assert [place for place in found["在户人数"]["sources"] if f"{world.FORM}「成员」第 41、42 行" in place]


def test_a_rule_about_persons_tells_each_of_them_apart_the_undecided_before_the_others(con) -> None:
    context = told(con, "single_person_dibao_severe_disability", "H-level3")
    assert [(answer["who"], answer["answer"]) for answer in context["answers"]] == [("禹**(配偶)", "不能判断"), ("马**(户主)", "未触发")]
    assert any("「成员」第 42 行「残疾等级」栏" in place for place in facts(context)["残疾等级"]["sources"])
    assert any("「成员」第 41、42 行" in place for place in facts(context)["人均年收入(元)"]["sources"])
    alone = told(con, "single_person_dibao_severe_disability", "H-level3", "H-level3-1")
    assert [answer["who"] for answer in alone["answers"]] == ["马**(户主)"]


def test_what_cannot_be_told_names_what_is_missing(con) -> None:
    (answer,) = told(con, "low_income_uncovered", "H-unknown")["answers"]
    assert answer["answer"] == "不能判断"
    assert "报送表「家庭」的「工资性收入」没有填、未核或读不出" in answer["missing"]
    undecided = told(con, "single_person_dibao_severe_disability", "H-level3")["answers"][0]
    assert [one for one in undecided["missing"] if "政策参数" in one and "三级" in one]


def test_an_extract_that_did_not_come_is_not_compared(con) -> None:
    context = told(con, "payment_missing", "H-dibao")
    assert context["answers"][0]["answer"] == "不能判断"
    assert [(feed["state"], "发放台账" in feed["title"]) for feed in context["feeds"]] == [("未比对", True)]
    assert [one for one in context["answers"][0]["missing"] if "未比对" in one]
    assert [place for place in facts(context)["本月发放项目"]["sources"] if place.startswith("未比对")]


def test_an_extract_that_came_is_named_with_the_row_that_matched(con) -> None:
    members = con.execute("SELECT * FROM core.person_month WHERE person_id = 'H-level3-2' AND month = ?", [world.MONTH])
    names = [column[0] for column in members.description]
    member = dict(zip(names, members.fetchone(), strict=True))
    household = {"household_id": "H-level3", "submission_id": "S202106-form", "row_number": 4}
    sources = explain.rule_sources.Sources(con, world.MONTH, household, {"H-level3-2": member}, frozenset({"disability"}))
    column = explain.lineage.Column("core.person_fact", "card_level")
    assert sources.of([column], member) == [f"{world.CARDS}「名册」第 7 行「残疾等级」栏"]
    nobody = {**member, "person_id": "H-level3-1"}
    assert sources.of([column], nobody) == [f"残联「持证残疾人名册」:{world.CARDS} 里没有比中的行"]


def test_the_account_goes_step_by_step_with_both_figures_and_the_line(con) -> None:
    context = told(con, "dibao_income_above_line", "H-dibao")
    found = amounts(context)
    assert found["毛收入(四项之和)"] == 15000
    assert found["减: 必要就业成本"] == 600
    assert found["扣减就业成本后"] == 14400
    assert found["全部扣减后"] == 13400
    assert (found["人均毛收入"], found["全部扣减后人均"]) == (7500, 6700)
    assert (found["低保标准"], found["低保标准×人数"]) == (6000, 12000)
    assert context["answers"][0]["threshold"].startswith("高于 6000")


def test_the_account_says_why_nothing_was_deducted_and_keeps_the_unknown_unknown(con) -> None:
    notes = {line["label"]: line["note"] for line in told(con, "low_income_band", "H-level3")["account"]}
    assert notes["减: 必要就业成本"] == "不扣减:文件只对低保对象扣减"
    unknown = {line["label"]: line["amount"]["state"] for line in told(con, "low_income_uncovered", "H-unknown")["account"]}
    assert unknown["毛收入(四项之和)"] == "not_assessed"
    assert unknown["人均毛收入"] == "not_assessed"


def test_a_rule_that_does_not_look_at_income_has_no_account(con) -> None:
    assert told(con, "unsafe_water", "H-poor")["account"] is None


def test_parameters_come_with_number_clause_days_and_mark(con) -> None:
    found = {one["name"]: one for one in told(con, "low_income_band", "H-level3")["parameters"]}
    ceiling = found["low_income_ceiling_multiple"]
    assert (ceiling["value"], ceiling["cited"]) == ("低于 1.5倍(低保标准)", "宁民发〔2020〕52号·一(一)")
    assert ceiling["dates"].startswith("2020-07-01 起")
    assert (ceiling["mark"], found["dibao_line_rural"]["mark"]) == ("文件所载", "示例")


def test_the_rule_says_since_when_and_whether_its_plan_has_run_out(con) -> None:
    assert told(con, "low_income_band", "H-level3")["rule"]["since"] == "2020-07-01"
    assert told(con, "duplicate_benefit", "H-dibao")["rule"]["ran_out"] == ["宁民发〔2020〕28号"]


def test_a_household_the_rule_does_not_speak_of_is_outside_it(con) -> None:
    (answer,) = told(con, "dibao_income_above_line", "H-poor")["answers"]
    assert answer["answer"] == "不在判断之列"
    assert answer["note"]


@pytest.mark.parametrize(
    ("rule_id", "household_id", "month", "person_id", "said"),
    [
        ("low_income_bnd", "H-poor", world.MONTH, None, "没有名为「low_income_bnd」的规则。是不是 low_income_band"),
        ("low_income_band", "H-gone", world.MONTH, None, "不在 2021-06 的名册里,以前各月也没有"),
        ("low_income_band", "H-poor", date(2021, 9, 1), None, "没有 2021-09 的判断结果,现有 2021-05 至 2021-06"),
        ("class_ab_not_whole", "H-poor", world.MONTH, None, "在 2021-06 未施行:A、B类低保户全面按户施保:本地未明确"),
        ("unsafe_water", "H-poor", world.BEFORE, None, "在 2021-05 未施行:.*自 2021-06-04 起有取值"),
        ("funds_decreased", "H-poor", world.MONTH, None, "不是户"),
        ("low_income_band", "H-poor", world.MONTH, "H-poor-1", "按户判断"),
        ("single_person_dibao_severe_disability", "H-poor", world.MONTH, "H-wider-1", "没有人员编号.*马\\*\\*"),
    ],
)
def test_what_cannot_be_explained_is_refused_in_words(con, rule_id, household_id, month, person_id, said) -> None:
    with pytest.raises(ReportError, match=said) as refused:
        explain.explain(con, rule_id, household_id, month, person_id)
    assert world.NAME not in str(refused.value)


def every_answer(con):
    return con.execute("SELECT DISTINCT rule_id, household_id FROM rule.hit WHERE month = ? AND household_id IS NOT NULL", [world.MONTH])


def test_every_answer_there_is_can_be_explained_and_names_nobody(con) -> None:
    pages = 0
    for rule_id, household_id in every_answer(con).fetchall():
        context = told(con, rule_id, household_id)
        page, text = render.page("rule_explanation", context), rule_explanation.text(context)
        for shown in (page, text):
            assert world.NAME not in shown
            assert "禹秀兰" not in shown
            assert not re.search(r"640499\d{6}", shown)
        for answer in context["answers"]:
            assert all(fact["sources"] for fact in answer["facts"])
        pages += 1
    assert pages > 50


def test_the_page_and_the_lines_say_the_same(con) -> None:
    context = told(con, "low_income_band", "H-level3")
    page = re.sub(r"<[^>]+>", "", render.page("rule_explanation", context))
    for words in ("低收入家庭上限（元/年）", "7,500", "低于 9000元/人·年", "第 4 行", "52号", "本地暂定", "示例"):
        assert words in page or words not in rule_explanation.text(context)
    assert "不停发、不拒绝、不销号" in page


def test_a_file_name_with_a_number_in_it_is_masked(con) -> None:
    context = told(con, "low_income_band", "H-level3")
    context["answers"][0]["facts"][0]["sources"] = ["640499198001010011.xlsx「家庭」第 4 行"]
    for shown in (render.page("rule_explanation", context), rule_explanation.text(context)):
        assert "640499198001010011" not in shown


def test_the_command_prints_and_writes_the_page(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(path.parents[1]))
    page = tmp_path / "page.html"
    asked = ["rule", "explain", "low_income_band", "--household", "H-level3", "--month", "2021-06"]
    run = RUN(cli.app, [*asked, "--html", str(page)])
    assert run.exit_code == 0, run.output
    assert "触发" in run.output
    assert "触发" in page.read_text(encoding="utf-8")
    run = RUN(cli.app, asked)
    assert (path.parents[1] / "outbox" / "2021-06" / "county" / "规则说明_low_income_band_H-level3.html").is_file()
