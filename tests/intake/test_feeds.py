"""Department files at the door: recognised by their headers in whatever shape they come, answered in Chinese, never half loaded."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from factories import id_number
from intake.sending import RECEIVED, send
from lowincome import contract, paths, steps
from lowincome.intake import feed, submission
from lowincome.paths import EXPECTATIONS

HEAD = ["姓名", "身份证号码", "残疾类别", "残疾等级", "发证日期"]
GOOD = [["马甲", id_number(1), "肢体", "二级", "2020-01-03"], ["李乙", id_number(2), "智力", "三", "2021-06-09"]]


def text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


@dataclass(frozen=True)
class Sent:
    """line: of the manifest. rows: of raw.feed."""

    line: dict[str, Any]
    findings: list[dict[str, Any]]
    rows: list[dict[str, Any]]


@pytest.fixture
def answer(home, tmp_path):
    """Sends a file of these bytes and says what became of it."""

    def sent(data: bytes, name: str = "来文.csv") -> Sent:
        path = tmp_path / name
        path.write_bytes(data)
        summary, findings = send(home, path)
        folder = home / summary["folder"]
        return Sent(submission.load(folder), findings, pq.read_table(folder / "feed.parquet").to_pylist())

    return sent


def causes(answer: Sent) -> set[str]:
    return {one["check_id"] for one in answer.findings}


def cells(answer: Sent) -> list[dict[str, str]]:
    return [json.loads(row["cells"]) for row in answer.rows if row["verdict"] == "accepted"]


@pytest.mark.parametrize(
    "data",
    [text([HEAD, *GOOD]).encode(), text([HEAD, *GOOD]).encode("utf-8-sig"), text([HEAD, *GOOD]).encode("gb18030")],
    ids=["UTF-8", "UTF-8 with mark", "GB18030"],
)
def test_the_same_list_in_any_encoding_gives_the_same_rows(answer, data):
    got = answer(data)
    assert (got.line["kind"], got.line["feed"], got.line["status"]) == ("feed", "disability", "接收")
    assert cells(got)[0] == {"姓名": "马甲", "证件号码": id_number(1), "残疾类别": "肢体", "残疾等级": "二级", "发证日期": "2020-01-03"}


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_are_read(answer, delimiter):
    assert answer("\n".join(delimiter.join(row) for row in [HEAD, *GOOD]).encode()).line["rows_accepted"] == 2


def test_columns_may_stand_in_any_order_and_carry_an_offices_own_words(answer):
    head = ["等级", "序号", "类别", "公民身份号码", "人员姓名"]
    assert cells(answer(text([head, ["一", "1", "视力", id_number(3), "丙"]]).encode()))[0] == {
        "姓名": "丙",
        "证件号码": id_number(3),
        "残疾类别": "视力",
        "残疾等级": "一",
    }


def workbook(path: Path, rows: list[list[Any]]) -> bytes:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("名单")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path.read_bytes()


def test_a_workbook_with_a_title_above_the_header_speaks_of_the_month_in_its_title(answer, tmp_path):
    got = answer(workbook(tmp_path / "x.xlsx", [["2021年5月持证残疾人名册"], HEAD, *GOOD]), "随便.xlsx")
    assert (got.line["feed"], got.line["month"], got.line["rows_accepted"]) == ("disability", "2021-05-01", 2)
    assert [row["row_number"] for row in got.rows] == [3, 4]


def test_without_a_stated_month_it_is_the_month_of_receipt(answer):
    assert answer(text([HEAD, *GOOD]).encode()).line["month"] == f"{RECEIVED[:7]}-01"


def test_a_month_that_has_not_come_yet_is_returned(answer):
    got = answer(text([["数据月份", *HEAD], *(["2021-12", *row] for row in GOOD)]).encode())
    assert (got.line["status"], causes(got), got.line["rows_accepted"]) == ("退回", {"feed_month_in_future"}, 0)


def test_two_months_in_one_file_are_returned(answer):
    got = answer(text([["数据月份", *HEAD], ["2021-05", *GOOD[0]], ["2021-06", *GOOD[1]]]).encode())
    assert (got.line["status"], causes(got)) == ("退回", {"feed_months_differ"})


def test_shifted_columns_are_returned_whole(answer):
    got = answer(text([HEAD, *([row[1], row[2], row[3], row[4], ""] for row in GOOD)]).encode())
    assert (got.line["status"], causes(got), got.line["rows_in"], got.line["rows_rejected"]) == ("退回", {"feed_shifted"}, 2, 2)


def test_two_encodings_in_one_file_are_returned_with_the_line(answer):
    mixed = text([HEAD, *GOOD]).encode() + f"王戊,{id_number(5)},肢体,二,2020-01-01\n".encode("gb18030")
    got = answer(mixed)
    assert (got.line["status"], causes(got)) == ("退回", {"feed_mixed_encodings"})
    assert "第 4 行" in got.findings[0]["message_zh"]


def test_a_workbook_of_the_old_excel_is_read_like_any_other(answer):
    """`old_list.xls` was saved as Excel 97: a title with the month, the header, two invented persons."""
    got = answer((Path(__file__).parent / "old_list.xls").read_bytes(), "名册.xls")
    assert (got.line["feed"], got.line["month"], got.line["status"]) == ("disability", "2021-05-01", "接收")
    assert [one["姓名"] for one in cells(got)] == ["马甲", "李乙"]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "空.csv"),
        (b"\n\n", "空行.csv"),
        (text([["编号", "甲"], ["1", "2"]]).encode(), "别的.csv"),
        (text(GOOD).encode(), "没有表头.csv"),
    ],
    ids=["no byte", "blank lines", "headers nobody declared", "no header"],
)
def test_a_file_in_which_nothing_is_ours_is_returned_with_what_to_do(answer, data, name):
    got = answer(data, name)
    assert (got.line["status"], got.line["rows_in"], got.rows) == ("退回", 0, [])
    [only] = got.findings
    assert all(only[part] for part in ("message_zh", "why_zh", "mend_zh"))


def test_a_file_that_lacks_a_column_is_told_what_it_is_most_like_and_what_is_missing(answer):
    got = answer(text([HEAD[:3], GOOD[0][:3]]).encode())
    assert causes(got) == {"feed_unknown"}
    assert "残联「持证残疾人名册」,但缺少“残疾等级”栏" in got.findings[0]["message_zh"]


def test_a_header_without_rows_does_not_count_as_compared(answer):
    got = answer(text([HEAD]).encode())
    assert (got.line["status"], causes(got)) == ("退回", {"feed_empty"})


LOST, FUTURE = "6.40499E+17", "2031-07-01"


@pytest.mark.parametrize(
    ("row", "cause", "verdict"),
    [
        (["丙", LOST, "肢体", "一", ""], "id_digits_lost", "quarantined"),
        (["丙", id_number(3), "肢体", "一", FUTURE], "date_in_future", "quarantined"),
        (["丙", id_number(3), "肢体", "一", "昨天"], "date_unreadable", "accepted"),
        (["丙", id_number(3), "怪病", "一", ""], "word_not_allowed", "accepted"),
        (["丙", id_number(3)[:-1] + "0", "肢体", "一", ""], "id_check_digit", "accepted"),
        (["丙", "", "肢体", "一", ""], "id_missing", "accepted"),
        (["", "", "肢体", "一", ""], "feed_key_missing", "rejected"),
        (GOOD[0], "feed_row_repeated", "rejected"),
        ([*GOOD[0][:3], "四", ""], "feed_answers_differ", "quarantined"),
    ],
)
def test_one_bad_row_gets_its_answer_and_the_others_go_on(answer, row, cause, verdict):
    got = answer(text([HEAD, *GOOD, row]).encode())
    assert cause in causes(got)
    assert [one["verdict"] for one in got.rows][-1] == verdict
    assert got.line["rows_in"] == 3
    assert got.line["rows_in"] == got.line["rows_accepted"] + got.line["rows_quarantined"] + got.line["rows_rejected"]


def test_of_two_answers_about_one_person_neither_is_taken(answer):
    got = answer(text([HEAD, *GOOD, [*GOOD[0][:3], "四", ""]]).encode())
    assert [one["verdict"] for one in got.rows] == ["quarantined", "accepted", "quarantined"]


def test_of_several_answers_each_row_points_at_another(answer):
    got = answer(text([HEAD, *GOOD, [*GOOD[0][:3], "四", ""]]).encode())
    told = {one["row_number"]: one["message_zh"] for one in got.findings if one["check_id"] == "feed_answers_differ"}
    assert told.keys() == {2, 4}
    assert "另见第 4 行" in told[2]
    assert "另见第 2 行" in told[4]


def test_a_file_without_one_good_row_is_returned_with_every_cause(answer):
    got = answer(text([HEAD, ["丙", LOST, "肢体", "一", ""], ["丁", id_number(3), "肢体", "一", FUTURE]]).encode())
    assert (got.line["status"], got.line["rows_in"], got.line["rows_rejected"]) == ("退回", 2, 2)
    assert [(one["check_id"], one["cell"]) for one in got.findings] == [
        ("feed_nothing_accepted", None),
        ("id_digits_lost", "B2"),
        ("date_in_future", "E3"),
    ]


def test_an_old_number_of_fifteen_digits_is_no_mistake(answer):
    old = id_number(7)[:6] + id_number(7)[8:17]
    assert causes(answer(text([HEAD, ["丁", old, "肢体", "一", ""]]).encode())) == set()


def test_no_identity_number_stands_in_a_finding(answer):
    got = answer(text([HEAD, *GOOD, [*GOOD[0][:3], "四", ""], ["丙", id_number(3)[:-1] + "0", "怪", "九", FUTURE]]).encode())
    assert [one for one in got.findings if id_number(1) in str(one) or id_number(3)[:-1] in str(one)] == []


def test_a_townships_roster_is_no_extract(answer):
    got = answer(text([["户编号", "姓名", "证件号码", "与户主关系"], ["H1", "马甲", id_number(1), "户主"]]).encode())
    assert (got.line["status"], causes(got)) == ("退回", {"list_township_missing"})


def test_what_came_stands_in_staging_and_the_receipt_lies_with_the_county(home, answer, monkeypatch):
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    answer(text([["2021年6月", *[""] * 4], HEAD, *GOOD]).encode())
    steps.register()
    steps.send_receipts()
    steps.stage("2021-06")
    with duckdb.connect(str(paths.warehouse(home)), read_only=True) as con:
        assert con.execute("SELECT name, card_type, card_level FROM stg.disability ORDER BY name").fetchall() == [
            ("李乙", "智力", 3),
            ("马甲", "肢体", 2),
        ]
        standing = dict(con.execute("SELECT feed, is_compared FROM stg.feed_standing").fetchall())
    assert standing.keys() == {one.feed for one in feed.declared() if one.subject not in ("submission", "case", "list")}
    assert [name for name, is_compared in standing.items() if is_compared] == ["disability"]
    (receipt,) = (home / "outbox" / "2021-06" / "county").glob("回执*.xlsx")
    assert "「持证残疾人名册」回执" in str(openpyxl.load_workbook(receipt).worksheets[0]["A1"].value)


def test_a_later_file_of_the_same_kind_stands_and_both_are_kept(home, answer, monkeypatch):
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    for rows in (GOOD[:1], GOOD):
        answer(text([["2021年6月", *[""] * 4], HEAD, *rows]).encode())
    steps.register()
    with duckdb.connect(str(paths.warehouse(home)), read_only=True) as con:
        assert con.execute("SELECT count(*), max(version) FROM raw.submission WHERE feed = 'disability'").fetchone() == (2, 2)


VALUES = {
    "name": "马甲",
    "id": id_number(9),
    "text": "甲处",
    "day": "2021-06-01",
    "month": "2021-06",
    "amount": "12.50",
    "whole": "3",
    "yes": "是",
    "level": "二",
}


def sample(kind: feed.Feed, **over: str) -> list[str]:
    """One good row of a kind of extract."""
    return [over.get(one.title, one.words[0] if one.words else VALUES[one.kind]) for one in kind.columns]


@pytest.mark.parametrize("kind", feed.declared(), ids=lambda kind: kind.feed)
def test_every_kind_is_recognised_and_a_good_row_taken_without_a_word(answer, kind):
    got = answer(text([[one.title for one in kind.columns], sample(kind)]).encode())
    assert (got.line["feed"], got.line["status"], got.findings) == (kind.feed, "接收", [])


@pytest.mark.parametrize("kind", feed.declared(), ids=lambda kind: kind.feed)
def test_every_check_of_every_suite_can_fail(answer, kind):
    wrong = {"day": ("昨天", "2031-01-01"), "amount": ("若干", "-1", ""), "whole": ("几", "-1", ""), "id": (LOST, id_number(9)[:17], "")}
    rows = [sample(kind)]
    for number, one in enumerate(kind.columns):
        for bad in wrong.get(one.kind, ("", "胡写") if one.words or one.kind in ("yes", "level") else ("",)):
            row = sample(kind, **{one.title: bad})
            # rows of their own, so that no two speak of the same thing
            rows.append(
                [
                    f"{cell}{len(rows)}" if kind.columns[place].kind in ("name", "text") and place != number and cell else cell
                    for place, cell in enumerate(row)
                ]
            )
    rows += [sample(kind), sample(kind, **{kind.columns[-1].title: ""}), ["" for _ in kind.columns[:-1]] + [rows[0][-1]]]
    many = [
        sample(kind, **{one.title: f"{VALUES[one.kind]}好{n}" for one in kind.columns if one.kind in ("name", "text")}) for n in range(80)
    ]
    got = answer(text([[one.title for one in kind.columns], *rows, *many]).encode())
    suite = contract.load_suite(EXPECTATIONS / "2_staging" / f"{kind.feed}.json")
    expected = {(one["meta"]["check_id"], one["meta"]["column"]) for one in suite["expectations"]}
    assert {(one["check_id"], one["column_name"]) for one in got.findings} >= expected
