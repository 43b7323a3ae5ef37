"""Nobody is asked twice: what a receipt, or the workbook itself, said about a cell in an earlier month stands apart while the cell says the same.

The story: in May the village of one household is called a 乡村 instead of 农村, and a wife has no identity number. In June both are as they were, and a
third household comes with a house of grade E. In July the grade is X, which is another wrong word.
"""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exchange import clerk, month
from exchange.rosters import roster
from factories import TOWNSHIP, change, household, member, write_form
from intake.sending import send
from lowincome import steps
from lowincome.intake import form, repeated

Row = dict[str, Any]
MAY, JUNE, JULY = "2021-05", "2021-06", "2021-07"
CITED = "以前提示过"


def house(n: int, label: str, **over: Any) -> Row:
    return household(n, month=label, **over)


def files(home: Path, label: str, houses: list[Row], changes: list[Row] | None = None) -> Path:
    """A workbook of these households; the first has a wife without a number."""
    people = [*(member(one) for one in houses), member(houses[0], 2, 证件号码=None)]
    return roster(home, f"{label}.xlsx", label, houses, people, changes or [])


def may(home: Path) -> Path:
    return files(home, MAY, [house(1, MAY, 城乡="乡村"), house(2, MAY)])


def june(home: Path) -> Path:
    third = house(3, JUNE, 住房等级="E", 本月变化="新增")
    return files(home, JUNE, [house(1, JUNE, 城乡="乡村"), house(2, JUNE), third], [change(third)])


def sent(home: Path, path: Path) -> tuple[Row, list[Row]]:
    """The summary and the findings of a file that comes on the 24th of its own month."""
    return send(home, path, f"{path.stem[:7]}-24T10:00")


def said_before(home: Path, answer: tuple[Row, list[Row]]) -> set[tuple[str, str, str]]:
    """(sheet, column, since when) of what was said in an earlier month."""
    summary, findings = answer
    since = repeated.since(home, home / summary["folder"])
    return {
        (one["sheet"], one["column_name"], since[one["finding_number"]].isoformat()[:7])
        for one in findings
        if one["finding_number"] in since
    }


def test_the_first_time_nothing_was_said_before(home: Path) -> None:
    answer = sent(home, may(home))
    assert {one["column_name"] for one in answer[1] if one["severity"] == "warning"} == {"城乡", "证件号码"}
    assert said_before(home, answer) == set()


def test_what_stands_as_it_stood_was_said_before_and_what_is_new_was_not(home: Path) -> None:
    sent(home, may(home))
    assert said_before(home, sent(home, june(home))) == {("家庭", "城乡", MAY), ("成员", "证件号码", MAY)}


def test_it_is_said_since_which_month_and_a_month_that_was_not_sent_does_not_count(home: Path) -> None:
    sent(home, may(home))
    july = files(home, JULY, [house(1, JULY, 城乡="乡村"), house(2, JULY), house(3, JULY, 住房等级="E")])
    assert said_before(home, sent(home, july)) == {("家庭", "城乡", MAY), ("成员", "证件号码", MAY)}
    august = files(home, "2021-08", [house(1, "2021-08", 城乡="乡村"), house(3, "2021-08", 住房等级="E")])
    assert said_before(home, sent(home, august)) == {("家庭", "城乡", MAY), ("成员", "证件号码", MAY), ("家庭", "住房等级", JULY)}


def test_another_wrong_word_in_the_same_cell_is_asked_about(home: Path) -> None:
    sent(home, may(home))
    sent(home, june(home))
    july = files(home, JULY, [house(1, JULY, 城乡="乡村"), house(2, JULY), house(3, JULY, 住房等级="X")])
    assert said_before(home, sent(home, july)) == {("家庭", "城乡", MAY), ("成员", "证件号码", MAY)}


def test_what_was_mended_and_is_wrong_again_is_asked_about(home: Path) -> None:
    sent(home, may(home))
    sent(home, files(home, JUNE, [house(1, JUNE), house(2, JUNE)]))
    july = files(home, JULY, [house(1, JULY, 城乡="乡村"), house(2, JULY)])
    assert said_before(home, sent(home, july)) == {("成员", "证件号码", MAY)}


def test_a_file_that_was_withdrawn_has_said_nothing(home: Path) -> None:
    from lowincome.intake import decision, receive

    summary, _ = sent(home, may(home))
    decision.write(home, summary["submission_id"], "撤回", "用错了表", "王主任", steps.date(2021, 5, 25))
    [withdrawal] = receive.collect(home, steps.datetime(2021, 5, 25, 10, tzinfo=steps.months.LOCAL))
    receive.read_submission(home, withdrawal)
    assert said_before(home, sent(home, june(home))) == set()


def test_a_second_child_without_name_and_number_is_asked_about(home: Path) -> None:
    """Nobody can tell which of the two is the new one."""
    nameless = {"姓名": None, "证件号码": None}
    first = house(1, MAY)
    sent(home, roster(home, f"{MAY}.xlsx", MAY, [first], [member(first), member(first, 3, **nameless)]))
    again = house(1, JUNE)
    people = [member(again), member(again, 3, **nameless), member(again, 4, **nameless, 状态="出生", 状态日期="2021-06-03")]
    answer = sent(home, roster(home, f"{JUNE}.xlsx", JUNE, [again], people))
    assert said_before(home, answer) == set()


@pytest.mark.parametrize(
    ("column", "typed"),
    [("走访日期", "没记"), ("户主姓名", "马某某")],
    ids=["what is filled anew every month", "what two sheets say differently: the other may have changed"],
)
def test_what_is_asked_every_month(home: Path, column: str, typed: str) -> None:
    for label in (MAY, JUNE):
        answer = sent(home, roster(home, f"{label}.xlsx", label, [house(1, label, **{column: typed})], [member(house(1, label))]))
        assert [one["column_name"] for one in answer[1] if one["severity"] == "warning"] == [column]
    assert said_before(home, answer) == set()


# ---- on the receipt ----------------------------------------------------------------------------------------------------------------------


def receipt(home: Path, label: str) -> tuple[str, Path]:
    """The receipt's page, and the returned copy."""
    steps.send_receipts()
    [page] = (home / "outbox" / label).rglob("回执*.html")
    [copy] = (home / "outbox" / label).rglob("退改表*.xlsx")
    return page.read_text(encoding="utf-8"), copy


def sections(page: str) -> dict[str, str]:
    """The page's text below each heading, without markup."""
    parts = re.split(r'<h2 class="weight">', page)[1:]
    plain = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part)).strip() for part in parts]
    return {text.split()[0]: text for text in plain}


def test_the_receipt_lists_what_was_said_before_by_itself(home: Path) -> None:
    sent(home, may(home))
    sent(home, june(home))
    page, copy = receipt(home, JUNE)
    lead = page.partition("</div>")[0]
    assert "有 1 处请核对一下" in lead
    assert "2 处以前提示过" in lead
    found = sections(page)
    assert "住房等级" in found["请核对"]
    assert "城乡" not in found["请核对"]
    assert "城乡" in found[CITED]
    assert "2021年5月起已提示过" in found[CITED]
    lines = openpyxl.load_workbook(next((home / "outbox" / JUNE).rglob("回执*.xlsx")))["逐条"]
    assert [row[1].value for row in lines.iter_rows(min_row=2)] == ["请核对", CITED, CITED, *["供知悉"] * (lines.max_row - 4)]
    assert marked(copy, "城乡", 2) == ("FFDDEBF7", True)
    assert marked(copy, "住房等级", 4) == ("FFFFE08A", False)


def marked(copy: Path, column: str, row: int) -> tuple[str, bool]:
    """The colour of a cell of 家庭 in the returned copy, and whether its comment says that it was said before."""
    cell = openpyxl.load_workbook(copy)["家庭"].cell(row, form.COLUMNS["household"].index(column) + 1)
    return cell.fill.fgColor.rgb, CITED in cell.comment.text


def test_where_all_was_said_before_there_is_nothing_to_do(home: Path) -> None:
    sent(home, may(home))
    sent(home, files(home, JUNE, [house(1, JUNE, 城乡="乡村"), house(2, JUNE)]))
    lead = receipt(home, JUNE)[0].partition("</div>")[0]
    assert "没有新的要核对" in lead
    assert "2 处以前提示过" in lead
    assert "不用再做什么" in lead


# ---- in the workbook that is given out ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks of June and July, from the rosters of May and June.

    The head's card says 二 where the township says 三, both months; the wife's says 一 in June alone; that of the other household's head says 一
    where the township said 三 in May and says 四 in June. A neighbour's number is wrong in both months.
    """
    folder = tmp_path_factory.mktemp("opened")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(folder / "home"))
        for label, after, cards, degrees in ((MAY, JUNE, "二三一", "三三三"), (JUNE, JULY, "二一一", "三三四")):
            houses = [house(n, label) for n in (1, 2, 3)]
            disabled = [member(houses[0]), member(houses[0], 2), member(houses[1])]
            disabled = [
                {**one, "残疾人证": "有", "残疾类别": "肢体", "健康状况": "残疾", "残疾等级": degree}
                for one, degree in zip(disabled, degrees, strict=True)
            ]
            extract = folder / f"{label}.csv"
            lines = [f"{one['姓名']},{one['证件号码']},肢体,{degree}\n" for one, degree in zip(disabled, cards, strict=True)]
            extract.write_text("姓名,证件号码,残疾类别,残疾等级\n" + "".join(lines), encoding="utf-8")
            people = [*disabled, member(houses[2], 证件号码="640499197506150013")]
            month.take([write_form(folder / f"{label}.xlsx", TOWNSHIP, label, houses, people)], f"{label}-20T10:00")
            month.take([extract], f"{label}-21T10:00")
            month.close(label)
            steps.open_month(after)
            found[after] = clerk.workbook(folder / "home", label=after)
    return found


def looked_at(path: Path, row: int, column: str) -> tuple[str, str, bool]:
    """The colour of a cell of 成员, its comment, and whether it is locked."""
    cell = openpyxl.load_workbook(path)["成员"].cell(row, form.COLUMNS["member"].index(column) + 1)
    return cell.fill.fgColor.rgb[2:], cell.comment.text if cell.comment else "", cell.protection.locked


ORANGE, WHITE = "FCE4D6", "FFFFFF"


@pytest.mark.parametrize(("row", "column"), [(2, "残疾等级"), (5, "证件号码")], ids=["a department's word", "a wrong number"])
def test_what_to_look_at_is_said_once(opened: dict[str, Path], row: int, column: str) -> None:
    colour, said, is_locked = looked_at(opened[JUNE], row, column)
    assert (colour, is_locked) == (ORANGE, False)
    assert "请看一看" in said
    colour, said, is_locked = looked_at(opened[JULY], row, column)
    assert (colour, is_locked) == (WHITE, False)
    assert "2021年6月的报送表里就请看过,没有变化的不用再看" in said


def test_a_new_difference_is_shown_as_a_new_one(opened: dict[str, Path]) -> None:
    assert looked_at(opened[JUNE], 3, "残疾等级")[1] == ""
    colour, said, _ = looked_at(opened[JULY], 3, "残疾等级")
    assert colour == ORANGE
    assert "残联:一" in said
    assert "请看过" not in said


def test_a_cell_that_was_changed_since_is_looked_at_once_more(opened: dict[str, Path]) -> None:
    assert "残联:一" in looked_at(opened[JUNE], 4, "残疾等级")[1]
    colour, said, _ = looked_at(opened[JULY], 4, "残疾等级")
    assert colour == ORANGE
    assert "请看一看" in said
