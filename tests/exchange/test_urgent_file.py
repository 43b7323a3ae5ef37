"""An urgent report as a file: what it is known by, why it is returned, and every check of its rows seen to fail."""

from pathlib import Path

import openpyxl
import pytest

from exchange.urgent_sheet import FIRE, JUNE, NAME, Row, report
from factories import TOWNSHIP
from intake.sending import returned, send
from lowincome import contract, steps
from lowincome.intake import issue, urgent
from lowincome.paths import EXPECTATIONS, township_outbox


def test_it_is_known_by_its_cells_not_by_its_name_or_sheet(home: Path, tmp_path: Path) -> None:
    path = report(tmp_path / "照片.xlsx", [FIRE])
    book = openpyxl.load_workbook(path)
    book.active.title = "Sheet1"
    book.active.insert_rows(1, 2)
    book.save(path)
    summary, _ = send(home, path)
    assert (summary["status"], summary["township_name"], summary["month"]) == ("接收", NAME, "2021-06")


@pytest.mark.parametrize(
    ("cover", "rows", "check"),
    [
        ({"乡镇代码": "640424999"}, [FIRE], "urgent_township_unknown"),
        ({}, [], "urgent_empty"),
        ({}, [{"困难情形": "没有写是谁"}], "urgent_nothing_accepted"),
    ],
)
def test_what_cannot_be_sent_out_is_returned_with_the_reason(home: Path, tmp_path: Path, cover: Row, rows: list[Row], check: str) -> None:
    summary, findings = send(home, report(tmp_path / "x.xlsx", rows, **cover))
    assert (summary["status"], summary["rows_accepted"]) == ("退回", 0)
    assert summary["rows_in"] == summary["rows_quarantined"] + summary["rows_rejected"] == len(rows)
    assert findings[0]["check_id"] == check


def test_a_telephone_in_what_was_written_freely_is_on_no_list(home: Path, tmp_path: Path) -> None:
    send(home, report(tmp_path / "x.xlsx", [{**FIRE, "困难情形": "房子塌了,找他弟弟13900001111"}]), "2021-06-10T09:00")
    steps.register()
    steps.answer_urgent()
    lists = sorted((home / "outbox" / "2021-06").rglob("急难快报清单*"))
    assert len(lists) == 4, "page and workbook, of the township and of the county"
    for path in lists:
        said = path.read_text(encoding="utf-8") if path.suffix == ".html" else cells(path)
        assert "13****" in said, path.name
        assert "0000" not in said.partition("房子塌了")[2][:20], path.name


def cells(path: Path) -> str:
    return "\n".join(str(cell) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_without_the_column_of_what_happened_it_is_returned(home: Path, tmp_path: Path) -> None:
    path = report(tmp_path / "x.xlsx", [FIRE])
    book = openpyxl.load_workbook(path)
    [cell] = [cell for row in book.active.iter_rows() for cell in row if cell.value == "遭遇"]
    cell.value = "别的"
    book.save(path)
    assert returned(lambda sent: send(home, sent), path)["check_id"] == "urgent_column_missing"


MISTAKES = {
    ("name_missing", "户主姓名"): {"户主姓名": None},
    ("row_repeated", "户主姓名"): {},
    ("amount_out_of_range", "先行救助金额"): {"先行救助金额": "-1"},
    ("shock_missing", "遭遇"): {"遭遇": None},
    ("word_not_allowed", "遭遇"): {"遭遇": "无"},
    ("hardship_missing", "困难情形"): {"困难情形": None},
    ("village_missing", "行政村"): {"行政村": None},
    ("id_digits_lost", "证件号码"): {"证件号码": "6.40499E+17"},
    ("id_check_digit", "证件号码"): {"证件号码": "640499197506150013"},
    ("date_unreadable", "发生日期"): {"发生日期": "月初"},
    ("date_in_future", "发生日期"): {"发生日期": "2021-06-28"},
    ("amount_unreadable", "先行救助金额"): {"先行救助金额": "若干"},
    ("household_of_another_township", "户编号"): {"户编号": "640424101-00000001"},
}


def test_every_expectation_is_made_to_fail_by_one_row_and_by_no_other(home: Path, tmp_path: Path) -> None:
    """The first row is right; each of the others has one mistake; the repeated one is a copy of the first."""
    rows = [
        FIRE,
        *({**FIRE, **({} if key[0] == "row_repeated" else {"报告人": str(n)}), **wrong} for n, (key, wrong) in enumerate(MISTAKES.items())),
    ]
    summary, findings = send(home, report(tmp_path / "x.xlsx", rows))
    first = min(one["row_number"] for one in findings) - 1
    told = sorted((one["row_number"] - first - 1, one["check_id"], one["column_name"]) for one in findings)
    assert told == sorted((n, *key) for n, key in enumerate(MISTAKES))
    suite = [(one["meta"]["check_id"], one["meta"]["column"]) for one in urgent_suite()]
    assert sorted(suite) == sorted(MISTAKES)
    assert summary["rows_in"] == summary["rows_accepted"] + summary["rows_quarantined"] + summary["rows_rejected"] == len(rows)


def urgent_suite() -> list[Row]:
    return contract.load_suite(EXPECTATIONS / "2_staging" / "urgent.json")["expectations"]


def test_a_blank_one_is_given_out_with_the_months_workbook_and_comes_back_unfilled_as_empty(home: Path) -> None:
    issue.issue_all(home, JUNE, "640424")
    blank = township_outbox(home, JUNE, TOWNSHIP, NAME) / f"急难快报_空白_{NAME}.xlsx"
    sheet = openpyxl.load_workbook(blank).active
    assert [cell.value for cell in sheet[7]][: len(urgent.COLUMNS)] == list(urgent.COLUMNS)
    assert sheet.data_validations.dataValidation[0].formula1.strip('"').split(",") == list(urgent.SHOCKS)
    assert returned(lambda sent: send(home, sent), blank)["check_id"] == "urgent_empty"
