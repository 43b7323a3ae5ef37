"""A warning list comes back filled: what it is known by, what is a row of it, and why it is returned."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from exchange.clerk import SOFFICE, saved_by_libreoffice
from factories import TOWNSHIP, household, member, write_form
from feedback.answered import HELPED, JULY, NAME, TRUE, UNSEEN, cases, header, landed, returned
from intake.sending import returned as sent_back
from intake.sending import send
from lowincome import month as months
from lowincome.intake import receive, returned_list, submission
from lowincome.intake.read import plain
from lowincome.reports import receipt


def renamed(sheet: Worksheet) -> None:
    sheet.title = "Sheet1"
    sheet.insert_rows(1, 2)


def reversed_columns(sheet: Worksheet) -> None:
    """The columns of the whole table in the opposite order."""
    head, columns = header(sheet)
    for rows in sheet.iter_rows(min_row=head, max_col=len(columns)):
        for cell, value in zip(rows, [cell.value for cell in rows][::-1], strict=True):
            if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                cell.value = value


def headed(old: str, new: str | None) -> Any:
    def edit(sheet: Worksheet) -> None:
        head, columns = header(sheet)
        sheet.cell(head, columns[old]).value = new

    return edit


def test_it_is_known_by_its_cells_not_by_its_name_or_sheet(home: Path, tmp_path: Path) -> None:
    path = returned(tmp_path / "照片.xlsx", [TRUE, HELPED], edit=renamed)
    summary, _ = send(home, path, JULY)
    assert (summary["status"], summary["township_name"], summary["month"]) == ("接收", NAME, "2021-06")
    line = pq.read_table(home / summary["folder"] / "submission.parquet").to_pylist()[0]
    assert (line["kind"], line["is_on_time"], line["form_version"]) == ("returned_list", None, "1")


def test_a_row_is_what_the_township_has_filled_and_the_rest_is_told_not_taken(home: Path, tmp_path: Path) -> None:
    summary, findings = send(home, returned(tmp_path / "x.xlsx", [HELPED, {}, UNSEEN]), JULY)
    assert (summary["rows_in"], summary["rows_accepted"]) == (2, 2)
    assert [row["预警编号"] for row in landed(home, summary)] == [cases()[0], cases()[2]]
    [rest] = findings
    assert (rest["check_id"], rest["severity"]) == ("returned_list_rest", "info")
    assert f"还有 {len(cases()) - 2} 件没有填" in rest["message_zh"]


def test_a_finding_stands_at_the_cell_of_the_list(home: Path, tmp_path: Path) -> None:
    path = returned(tmp_path / "x.xlsx", [{**TRUE, "核查日期": "月初"}])
    sheet = openpyxl.load_workbook(path).worksheets[0]
    head, columns = header(sheet)
    _, findings = send(home, path, JULY)
    [told] = [one for one in findings if one["check_id"] == "date_unreadable"]
    assert (told["sheet"], told["column_name"]) == ("预警清单", "核查日期")
    assert sheet[told["cell"]].value == "月初"
    assert sheet[told["cell"]].column == columns["核查日期"]
    assert told["row_number"] > head


def test_moved_columns_and_another_file_format_say_the_same(home: Path, tmp_path: Path) -> None:
    plain, _ = send(home, returned(tmp_path / "1.xlsx", [HELPED, UNSEEN]), JULY)
    moved, _ = send(home, returned(tmp_path / "2.xlsx", [HELPED, UNSEEN], edit=reversed_columns), "2021-07-04T09:00")
    as_csv = tmp_path / "3.csv"
    rows = openpyxl.load_workbook(tmp_path / "1.xlsx").worksheets[0].iter_rows(values_only=True)
    with as_csv.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    typed, _ = send(home, as_csv, "2021-07-05T09:00")
    assert landed(home, plain) == landed(home, moved) == landed(home, typed)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_saved_by_another_office_it_says_the_same(home: Path, tmp_path: Path, ending: str) -> None:
    path = returned(tmp_path / "1.xlsx", [HELPED, UNSEEN])
    plain_one, _ = send(home, path, JULY)
    again, _ = send(home, saved_by_libreoffice(path, tmp_path / "saved", ending), "2021-07-04T09:00")
    assert again["status"] == "接收"
    assert landed(home, again) == landed(home, plain_one)


def test_a_row_added_by_hand_counts_if_it_names_its_case(home: Path, tmp_path: Path) -> None:
    by_hand = [{"预警编号": "yj202105-00000000ab", "户主": "周某", **HELPED}, {"户主": "周某", **HELPED}, {"序号": "填表人:张三"}]
    summary, findings = send(home, returned(tmp_path / "x.xlsx", [TRUE], extra=by_hand), JULY)
    assert (summary["status"], summary["rows_in"], summary["rows_accepted"], summary["rows_rejected"]) == ("部分接收", 3, 2, 1)
    assert [one["check_id"] for one in findings if one["severity"] == "critical"] == ["case_missing"]


@pytest.mark.parametrize(
    ("how", "check"),
    [
        ({"answers": []}, "returned_list_not_filled"),
        ({"cover": (TOWNSHIP, "640522100")}, "returned_list_township_unknown"),
        ({"cover": (f"乡镇代码 {TOWNSHIP}", "乡镇")}, "returned_list_township_unknown"),
        ({"cover": ("2021-06", "六月份")}, "returned_list_month_unreadable"),
        ({"cover": ("清单月份 2021-06", "")}, "returned_list_month_unreadable"),
        ({"cover": ("2021-06", "2021-08")}, "returned_list_month_in_future"),
        ({"edit": headed("预警编号", "编号")}, "returned_list_column_missing"),
        ({"edit": headed("核查结果", None)}, "returned_list_column_missing"),
        ({"answers": [], "extra": [HELPED]}, "returned_list_nothing_accepted"),
    ],
)
def test_what_cannot_be_placed_is_returned_with_the_reason(home: Path, tmp_path: Path, how: dict[str, Any], check: str) -> None:
    path = returned(tmp_path / "x.xlsx", **{"answers": [TRUE], **how})
    if check == "returned_list_nothing_accepted":
        summary, findings = send(home, path, JULY)
        assert (summary["status"], summary["rows_in"], summary["rows_rejected"]) == ("退回", 1, 1)
        assert findings[0]["check_id"] == check
    else:
        assert sent_back(lambda sent: send(home, sent, JULY), path)["check_id"] == check


def test_the_receipt_of_a_returned_one_speaks_of_the_list(home: Path, tmp_path: Path) -> None:
    summary, _ = send(home, returned(tmp_path / "x.xlsx", [TRUE], cover=("2021-06", "六月份")), JULY)
    folder = home / summary["folder"]
    [_, page] = receipt.write(folder, 1, submission.outbox(home, folder))
    assert page.parent.name.endswith(NAME)
    assert "预警清单" in page.name
    assert "把清单再交一次" in page.read_text(encoding="utf-8")


def test_an_older_list_is_taken_and_told_so(home: Path, tmp_path: Path) -> None:
    summary, findings = send(home, returned(tmp_path / "x.xlsx", [TRUE]), "2021-07-27T09:00")
    assert summary["status"] == "接收"
    [told] = [one for one in findings if one["check_id"] == "returned_list_of_earlier_month"]
    assert "2021-06" in told["message_zh"]
    assert "2021-07" in told["message_zh"]


def test_another_name_of_the_township_and_a_missing_column_are_told(home: Path, tmp_path: Path) -> None:
    path = returned(tmp_path / "x.xlsx", [TRUE], cover=(f"乡镇名称 {NAME}", "乡镇名称 黄花乡"), edit=headed("金额", "钱"))
    summary, findings = send(home, path, JULY)
    assert summary["status"] == "接收有提示"
    assert {one["check_id"] for one in findings} >= {"township_name_differs", "column_missing"}


@pytest.mark.parametrize("days", [0, 1, 40])
def test_the_same_file_again_is_no_new_sending_on_any_day(home: Path, tmp_path: Path, days: int) -> None:
    path = returned(tmp_path / "x.xlsx", [HELPED])
    send(home, path, JULY)
    (home / "inbox" / "再交一次.xlsx").write_bytes(path.read_bytes())
    later = months.local(datetime.fromisoformat(JULY)) + timedelta(days=days, minutes=1)
    assert receive.collect(home, later) == []


def test_a_township_that_answers_by_list_has_not_sent_its_form(home: Path, tmp_path: Path) -> None:
    homes = [household(1, month="2021-07")]
    send(home, returned(tmp_path / "x.xlsx", [HELPED]), JULY)
    summary, _ = send(home, write_form(tmp_path / "form.xlsx", TOWNSHIP, "2021-07", homes, [member(homes[0])]), "2021-07-20T09:00")
    assert pq.read_table(home / summary["folder"] / "submission.parquet").to_pylist()[0]["kind"] == "form"


def test_the_list_that_goes_out_says_what_it_is_known_by(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(returned(tmp_path / "x.xlsx", [])).worksheets[0]
    head, _ = header(sheet)
    lines = [plain(cell.value) for row in sheet.iter_rows(max_row=head) for cell in row if cell.value]
    assert plain(returned_list.cover_line(TOWNSHIP, NAME, months.parse("2021-06"))) in lines
