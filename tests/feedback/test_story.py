"""A list from the monthly run to the events of its case: given out, filled, received any day, told again in the workbook, counted once.

The story: May finds three poor households. On 3 June the list of May comes back with two of them answered and one number that no case has;
on the 10th the centre withdraws a second sending; the form of the 20th repeats the list and says what became of the first household.
"""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from factories import TOWNSHIP, TOWNSHIPS, feedback, household, member, write_form
from feedback.answered import header
from lowincome import month as months
from lowincome import paths, steps, warehouse
from lowincome.intake import decision, receive
from lowincome.reports import warning_list
from pipeline import query

POOR = {"救助类别": "无", "低保档次": None, "保障人数": None, "月保障金额": None, "首次纳入年月": None, "工资性收入": 2000, "转移净收入": 0}
MAY = months.parse("2021-05")
VISIT = {"核查日期": "2021-06-02", "核查人": "网格员", "核查结果": "属实"}
HELP = {"核查日期": "2021-06-02", "核查人": "网格员", "采取措施": "临时救助", "落实日期": "2021-06-15", "金额": 500}


def receive_file(home: Path, path: Path, at: str) -> dict[str, Any]:
    (home / "inbox").mkdir(parents=True, exist_ok=True)
    (home / "inbox" / path.name).write_bytes(path.read_bytes())
    return answer_all(home, at)[-1]


def answer_all(home: Path, at: str) -> list[dict[str, Any]]:
    results = [steps.read_file(number) for number in receive.collect(home, datetime.fromisoformat(at))]
    steps.register()
    steps.send_receipts()
    return results


def run(label: str) -> None:
    for step in (steps.stage, steps.judge, steps.assess, steps.follow):
        step(label)


def form(path: Path, label: str, notes: list[dict[str, Any]]) -> Path:
    rows = [household(n, month=label, **POOR) for n in (1, 2, 3)]
    return write_form(path, TOWNSHIP, label, rows, [member(row) for row in rows], feedback=notes)


def filled(given: Path, target: Path, answers: list[dict[str, Any]], stranger: str = "") -> Path:
    """The first lines of the list answered, and one more with a number of somebody's own."""
    book = openpyxl.load_workbook(given)
    sheet = book.worksheets[0]
    head, columns = header(sheet)
    places = [row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, columns["预警编号"]).value]
    lines = [*zip(places, answers, strict=False), *([(sheet.max_row + 1, {"预警编号": stranger, **VISIT})] if stranger else [])]
    for row, cells in lines:
        for name, value in cells.items():
            sheet.cell(row, columns[name]).value = value
    book.save(target)
    return target


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("feedback")
    home = folder / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(home))
        receive_file(home, form(folder / "may.xlsx", "2021-05", []), "2021-05-20T10:00")
        run("2021-05")
        with warehouse.reader(paths.warehouse(home)) as con:
            given, _ = warning_list.write(con, MAY, TOWNSHIP, folder / "out")
            cases = [
                row[0] for row in con.execute("SELECT case_id FROM mart.list_line WHERE is_listed ORDER BY village, priority").fetchall()
            ]
        seen: dict[str, Any] = {"home": home, "cases": cases}
        first = filled(given, folder / "1.xlsx", [VISIT, {**VISIT, "核查结果": "不属实"}], "YJ202105-0000000000")
        seen["first"] = receive_file(home, first, "2021-06-03T09:00")
        second = receive_file(home, filled(given, folder / "2.xlsx", [{}, {}, VISIT]), "2021-06-09T09:00")
        decision.write(home, second["submission_id"], "撤回", "填错了户", "监测中心", date(2021, 6, 10))
        answer_all(home, "2021-06-10T09:00")
        notes = [feedback(cases[0], **{"采取措施": None, "金额": None, **VISIT}), feedback(cases[0], **HELP), {"预警编号": cases[2]}]
        receive_file(home, form(folder / "june.xlsx", "2021-06", notes), "2021-06-20T10:00")
        run("2021-06")
        yield seen


def outbox(story: dict[str, Any]) -> Path:
    return paths.township_outbox(story["home"], MAY, TOWNSHIP, TOWNSHIPS[TOWNSHIP])


def test_the_receipt_lies_beside_the_list_and_says_what_is_amiss(story: dict[str, Any]) -> None:
    assert (story["first"]["status"], story["first"]["rows_in"], story["first"]["rows_accepted"]) == ("接收有提示", 3, 3)
    page = (outbox(story) / "回执_2021-05_预警清单_第1次.html").read_text(encoding="utf-8")
    for words in ("预警清单", "没有这个预警编号", "已收下的不会重复", "随到随收"):
        assert words in page


def test_the_door_knew_the_cases_that_the_run_of_may_had_left(story: dict[str, Any]) -> None:
    rows = pq.read_table(story["home"] / "raw" / "2021-05" / "_issued" / "cases.parquet").to_pylist()
    assert {row["case_id"] for row in rows} >= set(story["cases"])
    assert all(row["townships"] == [TOWNSHIP] and row["opened_on"] == date(2021, 5, 26) and row["closed_on"] is None for row in rows)


def test_what_was_told_twice_counts_once_as_of_the_list(story: dict[str, Any]) -> None:
    counted = query(
        paths.warehouse(story["home"]),
        "SELECT case_id, result, known_on FROM stg.feedback WHERE month = '2021-06-01' AND NOT is_repeat ORDER BY known_on, row_number",
    )
    first, second, *_ = story["cases"]
    assert counted == [
        (first, "属实", date(2021, 6, 3)),
        (second, "不属实", date(2021, 6, 3)),
        ("YJ202105-0000000000", "属实", date(2021, 6, 3)),
        (first, "属实", date(2021, 6, 20)),  # the same visit, and now what was done about it
    ]


def test_what_is_not_used_stands_with_its_reason(story: dict[str, Any]) -> None:
    found = query(paths.warehouse(story["home"]), "SELECT case_id, reason, is_asked FROM mart.feedback_unplaced ORDER BY reason")
    first, _, third = story["cases"][:3]
    assert found == [
        (first, "以前报过,内容相同", False),
        ("YJ202105-0000000000", "没有这个预警编号,请对照上月清单", True),
        (third, "还没有走访", False),
    ]


def test_the_events_come_from_the_list_and_nothing_from_what_was_withdrawn(story: dict[str, Any]) -> None:
    happened = query(
        paths.warehouse(story["home"]),
        "SELECT case_id, state_after, happened_on, known_on FROM mart.case_event WHERE event = '核查结果' AND state_after IS NOT NULL",
    )
    day, known = date(2021, 6, 2), date(2021, 6, 3)
    first, second, *_ = story["cases"]
    assert sorted(happened) == sorted([(first, "属实", day, known), (second, "不属实", day, known)])
    note = (outbox(story) / f"撤回说明_2021-05_{TOWNSHIPS[TOWNSHIP]}_预警清单_第2次.txt").read_text(encoding="utf-8")
    assert "填错了户" in note


def test_a_month_run_again_leaves_the_same_for_the_door(story: dict[str, Any]) -> None:
    path = story["home"] / "raw" / "2021-05" / "_issued" / "cases.parquet"
    before = path.read_bytes()
    steps.follow("2021-05")
    assert path.read_bytes() == before
