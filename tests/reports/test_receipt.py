"""The receipt: the counts add up, the reason comes first, and nothing that was typed comes alive."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from lowincome.errors import ReportError
from lowincome.intake.waiting import Waiting
from lowincome.reports import receipt, returned_copy
from reports import sample_file

FORMULA = '=HYPERLINK("http://example.invalid","看这里")'


@pytest.fixture
def written(tmp_path) -> tuple[Path, Path]:
    """The receipt of a file with forty-six findings of three causes."""
    folder = sample_file.submission(tmp_path / "raw", findings=sample_file.many_findings())
    workbook, page = receipt.write(folder, 2, tmp_path / "out")
    return workbook, page


def cells(path: Path, sheet: str) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_the_page_is_the_one_that_was_looked_at(written, golden):
    golden("receipt_partly_accepted.html", written[1].read_text(encoding="utf-8"))


def test_names_of_the_files(written):
    assert [path.name for path in written] == ["回执_2021-06_第2次.xlsx", "回执_2021-06_第2次.html"]


@pytest.mark.parametrize(
    ("status", "said", "next_step"),
    [
        ("接收", "3,413 行全部收下", "不用再做什么"),
        ("接收有提示", "有 5 处请核对", "没有填错的"),
        ("部分接收", "收下 3,365 行", "下面标着「必须改」的都要改"),
        ("退回", "这份文件没有收下。身份证号码的最后一位", "上一次收下的名册"),
    ],
)
def test_each_status_in_one_sentence_with_its_next_step(tmp_path, status, said, next_step):
    findings = {"接收": [], "接收有提示": sample_file.many_findings()[38:43]}.get(status, [{}])
    _, page = receipt.write(sample_file.submission(tmp_path / "raw", status=status, findings=findings), 1, tmp_path)
    html = page.read_text(encoding="utf-8")
    assert said in html
    assert next_step in html


@pytest.mark.parametrize(
    ("rows", "rejected", "said", "next_step"),
    [
        (45, 0, "只剩 45 行(7 户)从2021年4月起一直暂存着", "改好下面标着「必须改」的地方,存盘后把整份文件再报一次。一时核不清的先放着"),
        (40, 0, "暂存 45 行(等改好再用,其中 40 行从2021年4月起就等着改正)", "下面标着「必须改」的都要改"),
        (45, 3, "暂存 45 行(等改好再用,其中 45 行从2021年4月起就等着改正),没有收 3 行", "下面标着「必须改」的都要改"),
    ],
    ids=["nothing else was kept back", "some of it is new", "other rows were refused"],
)
def test_what_waits_since_an_earlier_month_is_said_first(tmp_path, rows, rejected, said, next_step):
    folder = sample_file.submission(tmp_path / "raw", findings=[{}], rejected=rejected)
    _, page = receipt.write(folder, 1, tmp_path, old=Waiting(rows, 7, date(2021, 4, 1)))
    lead = page.read_text(encoding="utf-8").partition("</div>")[0].replace("，", ",").replace("（", "(").replace("）", ")")
    assert said in lead
    assert next_step in lead


def test_what_to_check_is_named_beside_what_must_be_mended_where_there_is_any(tmp_path):
    for folder, findings, is_named in (("both", [{}, *sample_file.many_findings()[38:43]], True), ("one", [{}], False)):
        _, page = receipt.write(sample_file.submission(tmp_path / folder, findings=findings), 1, tmp_path)
        assert ("「请核对」的填错了的也改" in page.read_text(encoding="utf-8")) is is_named


def test_what_waits_does_not_hide_what_there_is_to_check(tmp_path):
    findings = [{}, *sample_file.many_findings()[38:43]]
    folder = sample_file.submission(tmp_path / "raw", findings=findings, rejected=0)
    for told, found in (
        ("有 5 处请核对一下", folder),
        ("没有新的差错要找", sample_file.submission(tmp_path / "b", findings=[{}], rejected=0)),
    ):
        _, page = receipt.write(found, 1, tmp_path, old=Waiting(45, 7, date(2021, 4, 1)))
        assert told in page.read_text(encoding="utf-8").partition("</div>")[0]


def test_a_departments_receipt_bears_the_name_that_people_know(tmp_path):
    folder = sample_file.submission(tmp_path / "raw", kind="feed", feed="disability", township_name="残联", due_at=None, is_on_time=None)
    workbook, page = receipt.write(folder, 1, tmp_path)
    assert workbook.name == "回执_2021-06_残联_持证残疾人名册_第1次.xlsx"
    assert "「持证残疾人名册」回执" in page.read_text(encoding="utf-8")


def test_a_late_file_and_one_that_nobody_can_place(tmp_path):
    _, late = receipt.write(sample_file.submission(tmp_path / "late", is_on_time=False), 1, tmp_path)
    assert "晚于截止日" in late.read_text(encoding="utf-8")
    unknown = {"month": None, "township_name": None, "township_code": None, "due_at": None, "is_on_time": None, "kind": "unknown"}
    _, page = receipt.write(sample_file.submission(tmp_path / "who", status="退回", **unknown), 1, tmp_path)
    assert page.name == "回执_月份不明_第1次.html"
    assert "认不出是哪个乡镇" in page.read_text(encoding="utf-8")


def test_rows_that_do_not_add_up_give_no_receipt(tmp_path, monkeypatch):
    folder = sample_file.submission(tmp_path / "raw")
    read = returned_copy.read

    def one_row_lost(where, name):
        rows = read(where, name)
        if name == "sheet":
            rows[1]["rows_accepted"] -= 1
        return rows

    monkeypatch.setattr(returned_copy, "read", one_row_lost)
    with pytest.raises(ReportError, match=r"成员.*行数不平"):
        receipt.write(folder, 1, tmp_path)


def test_what_must_be_mended_stands_on_top_then_what_to_check(written):
    rows = cells(written[0], "回执")
    told = [row for row in rows if str(row[0]).startswith(("必须改", "请核对", "供知悉")) or isinstance(row[0], int)]
    assert [row[0] if isinstance(row[0], str) else row[:3] for row in told] == [
        "必须改 38 条：改好了才能全部用上。",
        [1, "成员", "证件号码"],
        "请核对 8 条：填错了的改，没有填错的不用管。",
        [2, "成员", "医保参保"],
        [3, "家庭", "监测类别"],
    ]


def test_one_mend_is_said_to_clear_many_only_where_it_does(written):
    """One wrong word typed five times is one mend and another typed twice a second; thirty-eight wrong numbers are thirty-eight."""
    rows = {row[2]: row[4] for row in cells(written[0], "回执") if isinstance(row[0], int)}
    assert rows == {"证件号码": "38 条", "监测类别": "2 处改正可消 7 条", "医保参保": "1 条"}
    html = written[1].read_text(encoding="utf-8")
    assert "F3、F4、F5 等 5 格</td><td>填的是「贫困户」" in html


def test_the_page_shows_some_of_a_long_group_and_the_workbook_all(written):
    html = written[1].read_text(encoding="utf-8")
    assert html.count("640499********1X") == receipt.SHOWN_PER_GROUP
    assert "<b>33</b> 条" in html
    rows = cells(written[0], "逐条")
    assert len(rows) == 1 + 46
    assert rows[1][3:6] == ["C14", "证件号码", "640499********1X"]


def test_a_formula_stays_the_characters_that_were_typed(tmp_path):
    findings = [{"value_masked": FORMULA, "column_name": "户主姓名"}, {"value_masked": "+1+1"}, {"value_masked": "@SUM(A1)"}]
    workbook, page = receipt.write(sample_file.submission(tmp_path / "raw", findings=findings, file_name="=1+1.xlsx"), 1, tmp_path)
    book = openpyxl.load_workbook(workbook)
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in every} <= {"s", "n"}
    assert [cell.quotePrefix for cell in every if cell.value == FORMULA] == [True]
    assert not any(cell.hyperlink for cell in every)
    assert "<a " not in page.read_text(encoding="utf-8")


def test_the_same_file_twice_gives_the_same_bytes(tmp_path):
    folder = sample_file.submission(tmp_path / "raw", findings=sample_file.many_findings())
    first = [path.read_bytes() for path in receipt.write(folder, 1, tmp_path / "a")]
    assert first == [path.read_bytes() for path in receipt.write(folder, 1, tmp_path / "b")]


def test_a_receipt_exists_when_both_its_files_do(tmp_path):
    folder = sample_file.submission(tmp_path / "raw")
    assert not receipt.exists(folder, 1, tmp_path)
    _, page = receipt.write(folder, 1, tmp_path)
    assert receipt.exists(folder, 1, tmp_path)
    assert not receipt.exists(folder, 2, tmp_path)
    page.unlink()
    assert not receipt.exists(folder, 1, tmp_path)


@pytest.mark.parametrize(
    ("status", "said"),
    [("接收", "已列入急难快报清单"), ("部分接收", "报过的不会重复办"), ("退回", "先打电话")],
)
def test_an_urgent_report_has_a_receipt_of_its_own(tmp_path, status, said):
    folder = sample_file.submission(tmp_path / "raw", status=status, findings=[], kind="urgent", due_at=None, is_on_time=None)
    workbook, page = receipt.write(folder, 1, tmp_path)
    html = page.read_text(encoding="utf-8")
    assert workbook.name == "回执_2021-06_急难快报_第1次.xlsx"
    assert said in html
    assert "没有截止日" in html
    assert "名册" not in html.partition("</div>")[0]
