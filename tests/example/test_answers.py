"""What clerks of the example county answer to the open cases."""

from collections import Counter
from datetime import date

from lowincome.example import answer_cases
from lowincome.intake import form

JUNE = date(2021, 6, 1)
CASES = [
    {"case_id": f"C{number:05d}", "head_name": "马某", "village": "柳泉湾村", "household_id": f"H{number}", "family": "漏保漏救"}
    for number in range(3000)
]


def test_answers_have_the_columns_and_words_of_the_form():
    for row in answer_cases(CASES[:200], JUNE):
        assert list(row) == form.COLUMNS["feedback"]
        assert all(row[column] in words for column, words in form.CODES["feedback"].items())


def test_most_suspicions_are_not_confirmed():
    shares = Counter(row["核查结果"] for row in answer_cases(CASES, JUNE))
    expected = {"属实": 0.30, "不属实": 0.45, "已有政策覆盖": 0.10, "外出未见": 0.10, "需部门复核": 0.05}
    assert all(abs(shares[word] / len(CASES) - share) < 0.03 for word, share in expected.items())


def test_what_is_true_has_a_measure_and_a_day_and_the_rest_has_none():
    for row in answer_cases(CASES, JUNE):
        assert bool(row["采取措施"]) == bool(row["落实日期"]) == (row["核查结果"] == "属实")
        assert "2021-06-02" <= row["核查日期"] <= (row["落实日期"] or "2021-06-17") <= "2021-06-30"


def test_some_ask_to_close_and_nobody_does_who_saw_nobody():
    rows = answer_cases(CASES, JUNE)
    assert 0.3 < sum(row["申请销号"] == "是" for row in rows) / len(rows) < 0.7
    assert all(row["申请销号"] == "否" for row in rows if row["核查结果"] in ("外出未见", "需部门复核"))


def test_the_answer_depends_on_the_case_and_the_month_alone():
    assert answer_cases(CASES[5:6], JUNE) == answer_cases(CASES[:10], JUNE)[5:6]
    assert answer_cases(CASES, JUNE) != answer_cases(CASES, date(2021, 5, 1))


def test_an_unknown_family_is_answered_too():
    cases = [{**case, "family": "别的"} for case in CASES[:50]]
    assert any(row["采取措施"] for row in answer_cases(cases, JUNE))
