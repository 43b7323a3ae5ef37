"""Mistakes in rows: each is answered at its cell, in Chinese; what can be understood is understood without a word."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from factories import household_id, id_number
from intake.sending import ENDS_IN_X, Answer
from lowincome.intake import submission

Bad = tuple[Path, Answer]


def found(bad: Bad, check_id: str, n: int | None = None, sheet: str = "家庭") -> dict[str, Any]:
    """The one finding of that kind, at a row of household n if one is named."""
    findings = bad[1][1]
    rows = {row for row, household in landed(bad, sheet, "row_number, 户编号") if n and household == household_id(n)}
    matching = [
        one for one in findings if one["check_id"] == check_id and (n is None or (one["sheet"] == sheet and one["row_number"] in rows))
    ]
    assert len(matching) == 1, [one["message_zh"] for one in matching]
    return matching[0]


def landed(bad: Bad, sheet: str, columns: str, where: str = "TRUE") -> list[tuple[Any, ...]]:
    home, (summary, _) = bad
    name = {"家庭": "household", "成员": "member", "增减": "change", "核查反馈": "feedback"}[sheet]
    return duckdb.sql(f"SELECT {columns} FROM '{home / summary['folder'] / name}.parquet' WHERE {where} ORDER BY row_number").fetchall()


def verdict(bad: Bad, n: int, sheet: str = "家庭") -> set[tuple[str, str | None]]:
    return set(landed(bad, sheet, "verdict, verdict_reason", f"户编号 = '{household_id(n)}'"))


ACCEPTED = {("accepted", None)}


def test_the_rest_of_the_file_goes_on(bad_township):
    summary = bad_township[1][0]
    assert summary["status"] == "部分接收"
    assert verdict(bad_township, 9) == verdict(bad_township, 9, "成员") == ACCEPTED
    assert summary["rows_in"] == summary["rows_accepted"] + summary["rows_quarantined"] + summary["rows_rejected"]


def test_a_negative_amount_quarantines_the_household(bad_township):
    one = found(bad_township, "amount_out_of_range", 11)
    assert one["message_zh"] == "“工资性收入”不应是负数,也不应超过 5,000,000 元。"
    assert one["cell"].startswith("N")
    assert one["value_masked"] == "-500"
    assert verdict(bad_township, 11) == verdict(bad_township, 11, "成员") == {("quarantined", "amount_out_of_range")}


def test_an_absurd_amount_quarantines_the_household(bad_township):
    assert found(bad_township, "amount_out_of_range", 12)["mend_zh"] == "请核对金额和单位(元),改正后重新报送。"
    assert verdict(bad_township, 12) == {("quarantined", "amount_out_of_range")}


def test_text_in_a_number_becomes_unknown(bad_township):
    one = found(bad_township, "amount_unreadable", 13)
    assert one["message_zh"] == "“教育支出”读不出金额(有文字,或数字过大)。"
    assert (one["severity"], one["value_masked"]) == ("warning", "约三千")
    assert verdict(bad_township, 13) == ACCEPTED


def test_text_in_a_whole_number_becomes_unknown(bad_township):
    assert found(bad_township, "number_unreadable", 47, "成员")["message_zh"] == "“务工月数”不是整数。"


@pytest.mark.parametrize("n", [14, 17])
def test_an_impossible_date_becomes_unknown(bad_township, n):
    assert found(bad_township, "date_unreadable", n)["mend_zh"] == "请写成 2021-06-03 这样的形式。"
    assert verdict(bad_township, n) == ACCEPTED


def test_a_date_in_the_future_is_named(bad_township):
    assert found(bad_township, "date_in_future", 25)["message_zh"] == "“走访日期”晚于交表的那一天,或晚于本月月末。"


@pytest.mark.parametrize("n", [15, 16, ENDS_IN_X])
def test_what_can_be_understood_is_understood_silently(bad_township, n):
    """Dates as text and as serial numbers; small x, full-width digits, blanks and line breaks in an identity number."""
    rows = {
        (sheet, row) for sheet in ("家庭", "成员") for (row,) in landed(bad_township, sheet, "row_number", f"户编号 = '{household_id(n)}'")
    }
    assert [one["message_zh"] for one in bad_township[1][1] if (one["sheet"], one["row_number"]) in rows] == []
    assert verdict(bad_township, n) == ACCEPTED


def test_a_month_that_lost_its_zero_is_named(bad_township):
    assert "分不清是 1 月还是 10 月" in found(bad_township, "month_ambiguous", 21)["message_zh"]


def test_a_word_that_is_not_on_the_list_is_unknown(bad_township):
    assert found(bad_township, "word_not_allowed", 18)["mend_zh"] == "请从下拉框选择:A、B、C、D。"
    assert found(bad_township, "word_not_allowed", 44, "成员")["value_masked"] == "不太好"


def test_more_covered_than_present_is_named(bad_township):
    assert found(bad_township, "covered_exceeds_persons", 19)["message_zh"] == "保障人数比「成员」表里在户的人数(1人)还多。"


def test_an_amount_without_a_category_is_named(bad_township):
    assert found(bad_township, "amount_without_category", 20)["column_name"] == "救助类别"


def test_a_missing_village_is_named(bad_township):
    assert found(bad_township, "village_missing", 22)["message_zh"] == "没有填行政村。"


def test_a_wrong_check_digit_is_taken_and_masked(bad_township):
    one = found(bad_township, "id_check_digit", 41, "成员")
    assert one["message_zh"] == "证件号码不对:位数、出生日期或末位校验码有错。"
    assert one["value_masked"].startswith("640499********")
    assert verdict(bad_township, 41, "成员") == ACCEPTED


def test_a_number_stored_as_a_number_is_lost_and_says_so(bad_township):
    one = found(bad_township, "id_digits_lost", 42, "成员")
    assert one["value_masked"].startswith("6.40499E+17")
    assert one["mend_zh"] == "请先把这一栏设为“文本”格式,再重新输入完整的 18 位号码。"
    # one reason is enough
    assert not [other for other in bad_township[1][1] if other["cell"] == one["cell"] and other["sheet"] == "成员" and other is not one]


def test_a_person_without_a_number_is_taken(bad_township):
    assert found(bad_township, "id_missing", 43, "成员")["mend_zh"] == "新生儿、无户口的请先空着,办好后补填。"
    assert verdict(bad_township, 43, "成员") == ACCEPTED


def test_no_head_quarantines_the_household(bad_township):
    assert found(bad_township, "head_none", 45)["message_zh"] == "「成员」表里这一户没有人填“户主”。"
    assert verdict(bad_township, 45, "成员") == {("quarantined", "head_none")}


def test_two_heads_quarantine_the_household_and_are_named_by_row(bad_township):
    rows = [row for (row,) in landed(bad_township, "成员", "row_number", f"户编号 = '{household_id(51)}'")]
    assert found(bad_township, "head_several", 51)["message_zh"] == f"「成员」表里这一户有 2 个户主(第{rows[0]}、{rows[1]}行)。"
    assert verdict(bad_township, 51) == verdict(bad_township, 51, "成员") == {("quarantined", "head_several")}


def test_a_head_who_died_does_not_take_the_family_off_the_roster(bad_township):
    assert found(bad_township, "head_gone", 46)["severity"] == "warning"
    assert verdict(bad_township, 46) == verdict(bad_township, 46, "成员") == ACCEPTED


def test_a_household_without_members_waits(bad_township):
    assert found(bad_township, "household_without_members", 52)["message_zh"] == "「成员」表里没有这一户的人。"
    assert verdict(bad_township, 52) == {("quarantined", "household_without_members")}


def test_a_member_without_a_household_waits(bad_township):
    assert found(bad_township, "member_without_household", 99, "成员")["message_zh"] == "「家庭」表里没有这一户。"
    assert verdict(bad_township, 99, "成员") == {("quarantined", "member_without_household")}


def test_a_person_in_two_households_quarantines_both(bad_township):
    [there] = landed(bad_township, "成员", "row_number", f"户编号 = '{household_id(54)}' AND 与户主关系 = '配偶'")
    assert found(bad_township, "person_in_two_households", 53, "成员")["message_zh"] == f"此人在另一户也填为在户(第{there[0]}行)。"
    for n in (53, 54):
        assert verdict(bad_township, n) == verdict(bad_township, n, "成员") == {("quarantined", "person_in_two_households")}


def test_the_same_person_twice_in_a_household_quarantines_it(bad_township):
    messages = [one["message_zh"] for one in bad_township[1][1] if one["check_id"] == "person_repeated"]
    assert len(messages) == 2
    assert all(message.endswith("行也是此人,内容却不同。") for message in messages)
    assert verdict(bad_township, 55) == {("quarantined", "person_repeated")}


def test_a_repeated_row_is_taken_once(bad_township):
    one = found(bad_township, "row_repeated", 8)
    assert one["message_zh"] == "这一行与第9行完全相同,只收了第9行。"
    assert verdict(bad_township, 8) == {("accepted", None), ("rejected", "row_repeated")}
    assert found(bad_township, "row_repeated", 7, "成员")["sheet"] == "成员"


def test_a_household_told_twice_differently_waits(bad_township):
    assert verdict(bad_township, 56) == {("quarantined", "household_repeated")}
    assert len([one for one in bad_township[1][1] if one["check_id"] == "household_repeated"]) == 2


def test_a_row_without_a_household_number_is_not_taken(bad_township):
    reasons = landed(bad_township, "成员", "verdict, verdict_reason", "户编号 IS NULL")
    assert reasons == [("rejected", "household_id_missing")]


def test_a_formula_in_a_name_cell_is_named_and_stays_text(bad_township):
    at_b2 = [one for one in bad_township[1][1] if one["check_id"] == "formula_cell"]
    assert [(one["sheet"], one["cell"], one["message_zh"]) for one in at_b2] == [("成员", "B2", "这一格是公式,不是文字。")]
    assert landed(bad_township, "成员", "姓名", "row_number = 2") == [("2",)]
    assert found(bad_township, "formula_text", 23)["value_masked"] == "=**"
    assert found(bad_township, "formula_text", 48, "成员")["message_zh"] == "内容以“=、+、-、@”开头,像一条公式。"
    assert found(bad_township, "formula_number")["cell"] == "N3"


def test_a_change_without_its_kind_waits_and_one_without_household_is_not_taken(bad_township):
    outcomes = landed(bad_township, "增减", "verdict, verdict_reason")
    assert outcomes == [("accepted", None), ("quarantined", "change_not_allowed"), ("rejected", "household_id_missing")]


def test_feedback_is_judged_row_by_row(bad_township):
    outcomes = landed(bad_township, "核查反馈", "verdict, verdict_reason")
    taken, without_date, negative, without_case, not_visited = outcomes
    assert taken == without_date == not_visited == ("accepted", None)
    assert negative == ("quarantined", "amount_out_of_range")
    assert without_case == ("rejected", "case_missing")
    assert found(bad_township, "result_without_date")["message_zh"] == "填了核查结果,没有填核查日期。"


def test_no_finding_shows_a_whole_number_or_name(bad_township):
    findings = bad_township[1][1]
    numbers = {id_number(n) for n in range(1, 400)}
    names = {name for (name,) in landed(bad_township, "成员", "姓名") if name and len(name) > 1}
    for one in findings:
        text = " ".join(str(value) for value in one.values())
        assert not [number for number in numbers if number in text], one["check_id"]
        assert not [name for name in names if name in text], one["check_id"]
        assert "13900001111" not in text


def test_only_rows_that_are_not_taken_have_a_critical_finding(bad_township):
    critical = {(one["sheet"], one["row_number"]) for one in bad_township[1][1] if one["severity"] == "critical"}
    for sheet in ("家庭", "成员", "增减", "核查反馈"):
        for row, outcome in landed(bad_township, sheet, "row_number, verdict"):
            assert not (outcome == "accepted" and (sheet, row) in critical)


def test_the_files_load_into_the_warehouse(bad_township):
    from lowincome import sql_model, warehouse

    home, (summary, _) = bad_township
    con = warehouse.in_memory()
    folders = submission.folders(home)
    for model in sql_model.layer("raw"):
        name = model.table.removeprefix("raw.")
        warehouse.replace(con, model, {f"{name}_files": [str(folder / f"{name}.parquet") for folder in folders]})
    totals = con.execute("SELECT sum(rows_in), sum(rows_accepted), sum(rows_quarantined), sum(rows_rejected) FROM raw.sheet").fetchone()
    assert totals == tuple(summary[f"rows_{name}"] for name in ("in", "accepted", "quarantined", "rejected"))
    assert con.execute("SELECT count(*) FROM raw.finding").fetchone() == (summary["findings"],)
    assert con.execute("SELECT version, is_on_time, month, due_at::VARCHAR FROM raw.submission").fetchone()[:2] == (1, True)
