"""The returned copy: what she sent, with every finding at its cell; mended in place and sent back, it is taken."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest

from exchange import clerk
from factories import TOWNSHIP, household, id_number, member, write_form
from intake.sending import send
from lowincome import steps
from lowincome.intake import form
from lowincome.reports import receipt, returned_copy
from reports import mending


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folder in raw of a workbook with mistakes of every kind, and its returned copy."""
    folder = tmp_path_factory.mktemp("sent")
    summary, _ = send(folder / "home", mending.write(folder))
    assert summary["status"] == "部分接收"
    raw = folder / "home" / summary["folder"]
    copy = returned_copy.write(raw, 1, folder / "out")
    receipt.write(raw, 1, folder / "out", copy)
    return raw, copy


def findings(raw: Path) -> list[dict]:
    return pq.read_table(raw / "finding.parquet").to_pylist()


@pytest.mark.parametrize("way", ["excel", "libreoffice"])
def test_mended_as_the_comments_say_and_sent_again_it_is_taken(sent, tmp_path, way):
    if way == "libreoffice" and not clerk.SOFFICE:
        pytest.skip("LibreOffice is not installed here")
    mended = tmp_path / "改好.xlsx"
    assert mending.mend(sent[1], mended) == [], "a comment that says nothing she could do"
    file = clerk.saved_by_libreoffice(mended, tmp_path / "office") if way == "libreoffice" else mended
    summary, left = send(tmp_path / "home", file, "2021-06-25T09:00")
    assert [(one["sheet"], one["cell"], one["message_zh"]) for one in left if one["severity"] != "info"] == []
    assert summary["status"] == "接收"
    assert summary["rows_accepted"] == summary["rows_in"]


def test_sent_back_as_it_is_it_says_what_the_file_said(sent, tmp_path):
    """Rows stand where they stood; only what making the copy has mended is gone: formulas, and a column that was not there."""
    _, again = send(tmp_path / "home", sent[1], "2021-06-25T09:00")
    gone = {"formula_cell", "formula_number", "column_missing"}
    before = {
        (one["check_id"], one["sheet"], one["row_number"], one["column_name"]) for one in findings(sent[0]) if one["check_id"] not in gone
    }
    assert {(one["check_id"], one["sheet"], one["row_number"], one["column_name"]) for one in again} == before


def test_the_cover_counts_households_but_not_visits_that_nobody_asked_for(sent):
    cover = openpyxl.load_workbook(sent[1])[form.COVER]
    assert [cell.value for cell in cover["A"] if cell.value in form.SHEETS.values()] == ["家庭"]


def test_every_finding_has_its_comment_and_its_colour(sent):
    book = openpyxl.load_workbook(sent[1])
    colours = {}
    for finding in findings(sent[0]):
        title, _, address = returned_copy.cell(finding).replace("'", "").partition("!")
        cell = book[title][address]
        assert finding["message_zh"][:6] in cell.comment.text.replace("，", ","), finding["check_id"]
        colours.setdefault(cell.comment.text[:5], set()).add(cell.fill.fgColor.rgb)
    assert {word: len(found) for word, found in colours.items()} == {"【必须改】": 1, "【请核对】": 1, "【供知悉】": 1}
    assert len(set.union(*colours.values())) == 3
    assert not [sheet.title for sheet in book if len(sheet.conditional_formatting)], "a colour of filling in would cover that of a finding"


def test_what_is_found_very_often_speaks_a_few_times_and_keeps_its_colour(sent, tmp_path, monkeypatch):
    monkeypatch.setattr(returned_copy, "SPEAKING_PER_KIND", 2)
    sheet = openpyxl.load_workbook(returned_copy.write(sent[0], 1, tmp_path))["家庭"]
    words = [cell for cell in sheet["F"] if cell.value == "贫困户"]
    assert [cell.comment is not None for cell in words] == [True, True, False, False]
    assert len({cell.fill.fgColor.rgb for cell in words}) == 1


def test_a_header_speaks_of_the_first_few_and_says_how_many_more(tmp_path):
    """Six households of May's roster are not in June's file: asked about at the header, since they have no row."""
    for month, households in (("2021-05", [household(n) for n in range(1, 8)]), ("2021-06", [household(7)])):
        path = write_form(tmp_path / f"{month}.xlsx", TOWNSHIP, month, households, [member(one) for one in households])
        summary, _ = send(tmp_path / "home", path, f"{month}-20T10:00")
    copy = returned_copy.write(tmp_path / "home" / summary["folder"], 1, tmp_path / "out")
    told = openpyxl.load_workbook(copy)["家庭"]["A1"]
    assert told.value == "户编号"
    assert "不用改" not in told.comment.text.partition("另有")[2]
    assert told.comment.text.count("【请核对】") == returned_copy.SHOWN_PER_CELL
    assert "另有 2 条" in told.comment.text


def test_numbers_of_people_stay_whole_in_the_cells_and_masked_in_the_comments(sent):
    texts = " ".join(text for text, _ in mending.comments(sent[1]))
    assert not [n for n in range(1, 130) if id_number(n) in texts]
    assert openpyxl.load_workbook(sent[1])["成员"]["C3"].value == id_number(2)


def test_what_has_a_finding_is_open_and_a_household_without_one_is_locked(sent):
    book = openpyxl.load_workbook(sent[1])
    sheet = book["家庭"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
    fixed = form.COLUMNS["household"].index("行政村") + 1
    assert sheet.cell(rows[household(5)["户编号"]], fixed).protection.locked
    assert not sheet.cell(rows[household(19)["户编号"]], fixed).protection.locked


def test_the_head_is_mended_in_the_other_sheet_and_a_note_there_says_so(sent):
    sheet = openpyxl.load_workbook(sent[1])["成员"]
    relation = form.COLUMNS["member"].index("与户主关系") + 1
    [told] = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == household(45)["户编号"]]
    assert "与「家庭」表第" in sheet.cell(told, relation).comment.text


@pytest.fixture
def poisoned(tmp_path) -> Path:
    """A workbook that carries whatever a workbook can carry, and one mistake so that there is a copy."""
    texts = {"备注": '=HYPERLINK("http://example.invalid","看这里")', "走访人": "<script>alert(1)</script>", "住房等级": "E"}
    households = [household(1, **texts), household(2, 备注="=cmd|' /C calc'!A0", 走访人="@SUM(1+1)")]
    members = [member(household(n)) for n in (1, 2)]
    formulas = {("家庭", "I3"): "=[1]Sheet1!A1", ("成员", "B2"): '=HYPERLINK("http://example.invalid","马伟")'}
    path = write_form(tmp_path / "毒.xlsx", TOWNSHIP, "2021-06", households, members, formulas=formulas)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
        archive.writestr("xl/connections.xml", "<connections/>")
    return path


def parts(path: Path) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode("utf-8")


def test_nothing_of_the_original_comes_alive(poisoned, tmp_path):
    summary, _ = send(tmp_path / "home", poisoned)
    copy = returned_copy.write(tmp_path / "home" / summary["folder"], 1, tmp_path / "out")
    for name, text in parts(copy):
        assert not any(word in name for word in ("vba", "external", "connections", "embed")), name
        assert 'TargetMode="External"' not in text, name
        assert "<script>" not in text, name
    book = openpyxl.load_workbook(copy)
    cells = [cell for title in form.SHEETS.values() for row in book[title].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert '=HYPERLINK("http://example.invalid","看这里")' in {cell.value for cell in cells}


def test_no_copy_where_there_is_nothing_to_mend_or_nothing_was_read(tmp_path):
    households = [household(n) for n in (1, 2)]
    members = [member(one) for one in households]
    elsewhere = [household(n, "640424101") for n in (1, 2)]
    cases = {
        "好": {},
        "别乡": {"households": elsewhere, "members": [member(one) for one in elsewhere]},
        "缺表": {"drop": ["member"]},
        "缺月份": {"cover": {"月份": "六月"}},
    }
    for number, (name, wrong) in enumerate(cases.items()):
        rows = {"households": households, "members": members} | wrong
        path = write_form(tmp_path / f"{name}.xlsx", TOWNSHIP, "2021-06", **rows)
        summary, _ = send(tmp_path / f"home{number}", path)
        assert returned_copy.write(tmp_path / f"home{number}" / summary["folder"], 1, tmp_path / "out") is None, name


def test_the_same_sending_gives_the_same_bytes(sent, tmp_path):
    first = returned_copy.write(sent[0], 1, tmp_path / "a").read_bytes()
    assert first == returned_copy.write(sent[0], 1, tmp_path / "b").read_bytes()


def test_the_receipt_leads_to_the_cell_in_the_copy(sent):
    sheet = openpyxl.load_workbook(sent[1].with_name("回执_2021-06_第1次.xlsx"))["逐条"]
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[4].value == "住房等级"]
    assert row[3].value == "X16"
    link = row[3].hyperlink
    assert (link.target, link.location) == (sent[1].name, "'家庭'!X16")
    page = sent[1].with_name("回执_2021-06_第1次.html").read_text(encoding="utf-8")
    assert "<a " not in page
    assert f"打开「{sent[1].name}」" in page


def test_the_second_sending_is_answered_with_what_is_new_in_it(tmp_path, monkeypatch):
    """Three households, then again: one is gone, one has come, one income was corrected. Each sending gets its own receipt and copy."""
    home = tmp_path / "home"
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    first = [household(n, 住房等级="E") for n in (1, 2, 3)]
    second = [household(1, 工资性收入=8000), household(2), household(4)]
    for number, households in enumerate((first, second), start=1):
        path = tmp_path / f"第{number}份.xlsx"
        write_form(path, TOWNSHIP, "2021-06", households, [member(one) for one in households])
        send(home, path, f"2021-06-2{number}T10:00")
        steps.send_receipts()
    out = home / "outbox" / "2021-06" / f"{TOWNSHIP}_香水镇"
    assert {path.name for path in out.glob("退改表*")} >= {"退改表_2021-06_第1次.xlsx"}
    assert "与上一次相比" not in (out / "回执_2021-06_第1次.html").read_text(encoding="utf-8")
    page = (out / "回执_2021-06_第2次.html").read_text(encoding="utf-8")
    # the wrong word in 1 and 2 was mended, an income corrected; the missing household is asked about, not dropped
    assert "和 6月21日 10:00 收下的那一份比：多了 1 户、少了 1 户、多了 1 人、少了 1 人、改了 3 格。" in page
    sheet = openpyxl.load_workbook(out / "回执_2021-06_第2次.xlsx")["与上一次相比"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert ["改动", "家庭", 2, household(1)["户编号"], "李**", "工资性收入", "6001", "8000"] in [line[1:] for line in lines]
    assert len(lines) == 7


def test_a_list_of_another_system_and_a_department_get_no_copy(tmp_path):
    """They are mended where they were made; the copy of a form would ask for what their makers do not know."""
    path = tmp_path / "名单.csv"
    rows = [["户编号", "姓名", "身份证号", "与户主关系", "乡镇", "村"], ["H-1", "马伟", id_number(1), "户主", "香水镇", "第1村"]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="gb18030")
    summary, _ = send(tmp_path / "home", path)
    assert (summary["status"], summary["rows_accepted"]) == ("接收有提示", 2)
    assert returned_copy.write(tmp_path / "home" / summary["folder"], 1, tmp_path / "out") is None


def test_a_household_that_was_told_in_may_and_april_is_no_new_mistake_in_june(tmp_path, monkeypatch):
    """Household 2 has had two heads since April, and in May nothing came. June's 3 is new; in July only 2 is left."""
    home = tmp_path / "home"
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    pages = {}
    for month, doubtful in (("2021-03", ()), ("2021-04", (2,)), ("2021-06", (2, 3)), ("2021-07", (2,))):
        households = [household(n, month=month) for n in (1, 2, 3)]
        heads = [member(household(n), 2, 与户主关系="户主") for n in doubtful]
        path = write_form(tmp_path / f"{month}.xlsx", TOWNSHIP, month, households, [*map(member, households), *heads])
        send(home, path, f"{month}-20T10:00")
        steps.send_receipts()
        page = (home / f"outbox/{month}/{TOWNSHIP}_香水镇/回执_{month}_第1次.html").read_text(encoding="utf-8")
        pages[month] = page.partition("</div>")[0].replace("，", ",")
    assert "起一直" not in pages["2021-04"]
    assert "其中 3 行从2021年4月起就等着改正" in pages["2021-06"]
    assert "只剩 3 行" in pages["2021-07"]
    assert "改好这 1 户的红格" in pages["2021-07"]
