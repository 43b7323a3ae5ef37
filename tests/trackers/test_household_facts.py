"""What a household's file says of warnings, of the roster and of its people: once while nothing changes, and unknown, nothing and zero apart."""

from typing import Any

import duckdb
import pytest

from cases.life import put
from lowincome import warehouse
from trackers import world
from trackers.chain import entry, read

Con = duckdb.DuckDBPyConnection
JUNE = world.JUNE


def fact(context: dict[str, Any], label: str) -> str:
    return next(one["value"] for one in context["facts"] if one["label"] == label)


def test_every_warning_has_rule_measured_threshold_and_clause_and_is_told_once_while_nothing_changes(lived: Con) -> None:
    found = [one for one in read(lived, world.MOVED)["entries"] if one["what"] == "预警"]
    assert [one["on"] for one in found] == ["2021-03-26"]
    assert found[0]["told"] == ["医疗自付占家庭收入的比例过高:医疗自付占收入 75%,标准 40%", "所据:医疗自付占收入 0.75;在册类别 不知"]
    assert (found[0]["basis"], found[0]["source"]) == (["宁民发〔2020〕28号·二(二)2"], ["2021年3月比对", "规则 medical_burden"])


def test_a_warning_that_changed_is_told_again(lived: Con) -> None:
    with warehouse.tentative(lived):
        lived.execute("UPDATE rule.medical_burden SET measured = 0.9 WHERE month = ?", [JUNE])
        found = [one["on"] for one in read(lived, world.MOVED)["entries"] if one["what"] == "预警"]
    assert found == ["2021-03-26", "2021-06-26"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [(False, "数据不再显示"), (None, "不能判断,资料不够"), ("no row", "规则没有施行,或不再看这样的户")],
    ids=["no", "not known", "not asked"],
)
def test_a_warning_that_is_gone_says_whether_it_was_answered_or_could_not_be(lived: Con, answer: bool | str | None, told: str) -> None:
    with warehouse.tentative(lived):
        if answer == "no row":
            lived.execute("DELETE FROM rule.medical_burden WHERE month = ?", [JUNE])
        else:
            lived.execute("UPDATE rule.medical_burden SET is_triggered = ? WHERE month = ?", [answer, JUNE])
        gone = entry(read(lived, world.MOVED), "预警消失")
    assert (gone["on"], gone["told"]) == ("2021-06-26", [f"医疗自付占家庭收入的比例过高:{told}"])


def test_a_finding_kept_quiet_says_by_which_case_and_until_when(lived: Con) -> None:
    context = read(lived, world.QUIET)
    (case_id,) = [one["case_id"] for one in context["ended"]]
    told = entry(context, "不再派单")["told"]
    assert told == [f"人均收入低于低保标准,未纳入低保或特困:仍显示,以前已核实,依据没有变化({case_id}),不再派单,到 2021-09-12 为止"]


def test_unknown_nothing_and_zero_are_three_different_words(lived: Con) -> None:
    checked = read(lived, world.CHECKED)
    assert (fact(checked, "监测类别"), fact(checked, "低保档次"), fact(checked, "教育支出")) == ("不知", "没有", "0元")
    with warehouse.tentative(lived):
        lived.execute(
            "UPDATE core.household_month SET is_in_dibao = NULL, support_category = NULL, income_yuan_12m = NULL, has_assets = NULL"
            " WHERE month = ? AND household_id = ?",
            [JUNE, world.CHECKED],
        )
        lived.execute("UPDATE core.person_month SET health = NULL, employment = NULL WHERE month = ?", [JUNE])
        context = read(lived, world.CHECKED)
    labels = ("救助类别", "低保档次", "近12个月总收入", "存款与有效资产")
    assert [fact(context, label) for label in labels] == ["不知", "不知", "不知", "不知"]
    assert (context["members"][0]["health"], context["members"][0]["disease"], context["members"][0]["disability"]) == (
        "不知",
        "不知",
        "没有",
    )
    assert "救助类别:无 → 不知" in entry(context, "名册", -1)["told"]


def test_members_who_come_go_and_change_are_told(lived: Con) -> None:
    with warehouse.tentative(lived):
        person = {
            "month": JUNE,
            "household_id": world.CHECKED,
            "person_id": "P9",
            "name": "丁小龙",
            "relation": "子女",
            "is_in_household": True,
        }
        put(lived, "core.person_month", **person)
        lived.execute(
            "UPDATE core.person_month SET is_in_household = FALSE, status = '死亡', status_on = '2021-06-02' WHERE month = ? AND person_id = ?",
            [JUNE, "丁翠英"],
        )
        lived.execute("UPDATE core.person_month SET health = '大病' WHERE month = ? AND person_id = ?", [JUNE, "兰成虎"])
        assert entry(read(lived, world.CHECKED), "名册", -1)["told"] == ["走了 丁**(户主):死亡 2021-06-02", "来了 丁**(子女)"]
        assert entry(read(lived, world.HELD), "名册", -1)["told"][0] == "兰**(户主) 健康状况:健康 → 大病"


def test_somebody_whose_number_was_put_right_is_the_same_person(lived: Con) -> None:
    """Given another number for the same name in the household, then nobody came and nobody went."""
    with warehouse.tentative(lived):
        lived.execute("UPDATE core.person_month SET person_id = 'P-right' WHERE month = ? AND person_id = '兰成虎'", [JUNE])
        told = [line for one in read(lived, world.HELD)["entries"] for line in one["told"]]
    assert not any(line.startswith(("来了", "走了", "名册上没有了")) for line in told)


def test_a_roster_carried_forward_says_so(lived: Con) -> None:
    with warehouse.tentative(lived):
        lived.execute(
            "UPDATE core.household_month SET is_carried_forward = TRUE, carried_because = '未报', roster_month = '2021-05-01'"
            " WHERE month = ? AND household_id = ?",
            [JUNE, world.CHECKED],
        )
        context = read(lived, world.CHECKED)
    assert context["notes"] == ["2021年6月沿用 2021-05 的名册。"]
    assert entry(context, "名册")["told"] == ["2021-06 没有报,沿用 2021-05 的名册", "没有新的内容"]
