"""Which findings are gone with one mend, and which are not."""

from typing import Any

import pytest

from lowincome.reports import causes

NUMBER = "64049919750615123X"
Row = dict[str, Any]


def at(check_id: str, sheet: str, row: int | None, column: str = "户编号", **over: Any) -> Row:
    severity = "warning" if check_id in ("word_not_allowed", "amount_unreadable", "change_without_household") else "critical"
    words = {"message_zh": f"{check_id}。", "why_zh": "", "mend_zh": "请改。", "value_masked": None, "cell": f"A{row}"}
    return {"check_id": check_id, "sheet": sheet, "row_number": row, "column_name": column, "severity": severity, **words, **over}


def told(findings: list[Row], rows: causes.Rows | None = None) -> list[tuple[str, int, int]]:
    """Sheet, findings and mends of every cause, in the order in which they are read."""
    numbered = [one | {"finding_number": number} for number, one in enumerate(findings, start=1)]
    found = causes.of(numbered, rows or {})
    assert sorted(one["finding_number"] for cause in found for one in cause.findings) == [one["finding_number"] for one in numbered]
    return [(cause.sheet, len(cause.findings), len(cause.mends)) for cause in found]


def person(household: str, number: str | None, relation: str = "子女", name: str = "马小") -> Row:
    return {"户编号": household, "证件号码": number, "与户主关系": relation, "姓名": name}


def test_one_wrong_word_is_one_mend_and_each_other_word_another():
    words = [at("word_not_allowed", "家庭", row, "监测类别", value_masked="贫困户") for row in range(2, 39)]
    assert told(words) == [("家庭", 37, 1)]
    assert told([*words, words[0] | {"value_masked": "一般"}]) == [("家庭", 38, 2)]


@pytest.mark.parametrize(("text", "mends"), [("没有", 1), ("—", 1), ("约三万", 4), ("3万", 4), (None, 4)])
def test_a_word_in_an_amount_is_one_mend_but_an_amount_is_each_households_own(text, mends):
    assert told([at("amount_unreadable", "家庭", row, "教育支出", value_masked=text) for row in range(2, 6)]) == [("家庭", 4, mends)]


def test_the_same_masked_number_says_nothing():
    assert told([at("id_check_digit", "成员", row, "证件号码", value_masked="640499********1X") for row in (2, 3, 4)]) == [("成员", 3, 3)]


def test_one_wrong_household_number_is_one_mend_for_the_household_and_its_members():
    """The head stands in 家庭 under one number and in 成员 under another, with the same identity number."""
    rows = {
        "家庭": {5: {"户编号": "H1", "户主证件号码": NUMBER}},
        "成员": {8: person("H2", None), 9: person("H2", NUMBER, "户主"), 10: person("H2", None)},
        "增减": {2: {"户编号": "H2"}},
    }
    findings = [
        at("household_without_members", "家庭", 5),
        *(at("member_without_household", "成员", row) for row in (8, 9, 10)),
        at("change_without_household", "增减", 2),
    ]
    assert told(findings, rows) == [("家庭、成员", 5, 1)]
    [cause] = causes.of([one | {"finding_number": n} for n, one in enumerate(findings)], rows)
    assert cause.what == "「家庭」表第5行与「成员」表第8–10行是同一户(户主证件号码相同),户编号却不同。"


def test_members_of_a_household_that_is_missing_go_with_one_row_added():
    rows = {"家庭": {}, "成员": {8: person("H2", NUMBER, "户主"), 9: person("H2", None), 12: person("H3", None)}}
    findings = [at("member_without_household", "成员", row) for row in (8, 9, 12)]
    assert told(findings, rows) == [("家庭、成员", 2, 1), ("成员", 1, 1)]


def test_what_the_last_roster_misses_for_the_same_reason_goes_with_it():
    rows = {"家庭": {}, "成员": {8: person("H2", NUMBER, "户主")}}
    missing = at("household_missing", "家庭", None, severity="warning", value_masked="H2", cell=None)
    another = missing | {"value_masked": "H9"}
    assert told([at("member_without_household", "成员", 8), missing, another], rows) == [("家庭、成员", 2, 1), ("家庭", 1, 1)]


def test_another_household_with_another_head_is_not_mended_with_it():
    rows = {"家庭": {5: {"户编号": "H1", "户主证件号码": "640499197001010011"}}, "成员": {8: person("H2", NUMBER, "户主")}}
    findings = [at("household_without_members", "家庭", 5), at("member_without_household", "成员", 8)]
    assert told(findings, rows) == [("家庭", 1, 1), ("成员", 1, 1)]


def test_of_two_rows_that_contradict_each_other_one_goes_of_three_two():
    rows = {"家庭": {n: {"户编号": "H1"} for n in (2, 3)} | {n: {"户编号": "H2"} for n in (5, 6, 7)}}
    pair = [at("household_repeated", "家庭", row) for row in (2, 3)]
    assert told(pair, rows) == [("家庭", 2, 1)]
    assert told([*pair, *(at("household_repeated", "家庭", row) for row in (5, 6, 7))], rows) == [("家庭", 5, 4)]


def test_what_concerns_the_whole_sheet_is_read_before_single_rows():
    column = at("column_missing", "成员", None, "医保参保", severity="warning", cell=None)
    words = [at("word_not_allowed", "家庭", row, "监测类别", value_masked="贫困户") for row in (2, 3)]
    assert told([*words, column, at("row_repeated", "成员", 4)]) == [("成员", 1, 1), ("成员", 1, 1), ("家庭", 2, 1)]


def test_row_numbers_are_said_as_one_says_them():
    assert causes.numbers([8, 3, 2, 4, 11, 10]) == "2–4、8、10–11"
