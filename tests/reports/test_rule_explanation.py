"""The explanation of one answer: the page a caseworker prints, and the same in lines."""

from typing import Any

from lowincome.reports import render, rule_explanation
from lowincome.reports.render import figure

DUTY = {
    "name": "must_admit_single_person",
    "title": "低收入家庭重残重病人员参照单人户纳入低保",
    "value": "是",
    "cited": "泾民发〔2021〕33号·二(三)",
    "dates": "2021-06-04 起,未写截止",
    "place": "泾源县",
    "mark": "文件所载",
    "note": "排查「单人保」落实情况",
}
LINE = {
    "name": "dibao_line_rural",
    "title": "农村低保标准",
    "value": "为 6000元/人·年",
    "cited": "没有文件出处",
    "dates": "2020-07-01 起,未写截止",
    "place": "宁夏回族自治区",
    "mark": "示例",
    "note": "",
}


def answer(who: str, said: str, **more: Any) -> dict[str, Any]:
    """An answer about a member, compared with the level that the clause names."""
    empty: dict[str, Any] = {"facts": [], "missing": [], "note": "", "is_fulfilled": "", "cited": "宁民发〔2020〕52号·一(一)"}
    return {**empty, "who": who, "answer": said, "measured_label": "残疾等级", "measured": "不知", "threshold": "不超过 2级", **more}


def context() -> dict[str, Any]:
    """One member for whom the rule is true, one for whom nobody can tell; an extract that came and one that did not."""
    level = {"label": "残疾等级", "value": "2", "sources": ["香水镇6月.xlsx「成员」第 41 行「残疾等级」栏"]}
    cards = {"title": "残联「持证残疾人名册」", "state": "已比对", "detail": "2021-06-20 收到,残疾人.xlsx"}
    schools = {"title": "教育局「在校学生学籍」", "state": "未比对", "detail": "本月没有收到"}
    return {
        "rule": {
            "id": "single_person_dibao_severe_disability",
            "title": "低收入家庭中的重度残疾人,尚未参照单人户纳入低保",
            "family": "漏保漏救",
            "urgency": "一般",
            "version": "初版",
            "since": "2020-07-01",
            "clause": "泾民发〔2021〕33号·二(三)",
            "basis": ["宁民发〔2020〕52号·一(一)(三)", "泾民发〔2021〕33号·二(三)"],
            "ran_out": [],
            "ask": "残疾人证在不在手里?本人或监护人愿不愿意申请?",
            "may_apply": ["参照单人户纳入低保(宁民发〔2020〕52号·一(一))"],
            "office": "社会救助科",
            "file": "sql/4_rules/single_person_dibao_severe_disability.sql",
        },
        "month_zh": "2021年6月",
        "household": {"id": "640424100-0007", "head": "马**", "place": "香水镇 柳泉湾村", "roster": "沿用 2021-05 的名册"},
        "answers": [
            answer("马**(户主)", "触发", measured="2级", is_fulfilled="符合", facts=[level]),
            answer("禹**(配偶)", "不能判断", missing=["报送表「成员」的「残疾等级」没有填、未核或读不出"]),
        ],
        "account": [
            {"label": "毛收入(四项之和)", "amount": figure(15000, "元"), "note": "", "strong": True},
            {"label": "扣减就业成本后", "amount": figure(None, "元"), "note": "有工资收入而没有填必要就业成本", "strong": False},
        ],
        "parameters": [DUTY, LINE],
        "feeds": [cards, schools],
    }


def test_the_page_is_the_one_that_was_looked_at(golden):
    golden("rule_explanation.html", render.page("rule_explanation", context()))


def test_the_lines_tell_answer_comparison_facts_and_what_is_missing():
    lines = rule_explanation.text(context()).splitlines()
    told = [
        "判断：马**（户主） 触发",
        "  残疾等级：实测 2级，标准 不超过 2级，比较：符合",
        "    香水镇6月.xlsx「成员」第 41 行「残疾等级」栏",
        "判断：禹**（配偶） 不能判断",
        "  判断用到而没有的项目，可能与此有关：",
        "    报送表「成员」的「残疾等级」没有填、未核或读不出",
        "  未比对  教育局「在校学生学籍」：本月没有收到",
        "  扣减就业成本后：不知（有工资收入而没有填必要就业成本）",
        "  农村低保标准（dibao_line_rural）：为 6000元/人·年  [示例]",
    ]
    places = [lines.index(line) for line in told]
    assert places == sorted(places)


def test_the_sections_of_the_page_are_numbered_without_a_gap():
    for without, last in (({}, "五"), ({"feeds": []}, "四"), ({"account": None}, "四"), ({"feeds": [], "account": None}, "三")):
        assert f"<h2>{last}、用到的参数</h2>" in render.page("rule_explanation", context() | without)
