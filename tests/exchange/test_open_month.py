"""The workbook a township gets on the 1st: its own people as they stood at the end of the month before, and nothing it need not say."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange import clerk, month
from factories import TOWNSHIP, TOWNSHIPS, household, household_id, id_number, member, write_form
from lowincome import paths, steps
from lowincome.intake import form, prefill

OTHER = "640424101"
CARD = "姓名,证件号码,残疾类别,残疾等级\n"


def may(n: int, **over: Any) -> dict[str, Any]:
    return household(n, month="2021-05", **over)


PLAIN, WIDOWED, GROWN, LEFT, HEADLESS, EMPTIED, MOVED, IDLE, MISTYPED, TWO_HEADS, DISABLED, ABSENT, NEVER = range(1, 14)
HOUSES = {
    PLAIN: may(PLAIN, 备注="子女在外务工,电话核实", 首次纳入年月="2019年3月"),
    WIDOWED: may(WIDOWED),
    GROWN: may(GROWN, 本月变化="有变化"),
    LEFT: may(LEFT, 本月变化="退出"),
    HEADLESS: may(HEADLESS),
    EMPTIED: may(EMPTIED),
    IDLE: may(IDLE),
    MISTYPED: may(MISTYPED),
    TWO_HEADS: may(TWO_HEADS),
    DISABLED: may(DISABLED),
    NEVER: may(NEVER),
}
DIED = {"状态": "死亡", "状态日期": "2021-05-11"}
PEOPLE = [
    member(HOUSES[PLAIN], 务工地="银川市 金凤区"),
    member(HOUSES[WIDOWED]),
    member(HOUSES[WIDOWED], 2, **DIED),
    member(HOUSES[GROWN]),
    member(HOUSES[GROWN], 2, 状态="婚入", 状态日期="2021-05-03"),
    member(HOUSES[GROWN], 3, 状态="出生", 状态日期="2021-05-04", 证件号码=None),
    member(HOUSES[GROWN], 4, 状态="迁入", 状态日期="2021-05-05"),
    member(HOUSES[LEFT]),
    member(HOUSES[HEADLESS], **DIED),
    member(HOUSES[HEADLESS], 2),
    member(HOUSES[EMPTIED], 状态="迁出", 状态日期="2021-05-06"),
    member(HOUSES[IDLE], 就业状况="失业", 连续无收入月数=2, 无收入起始年月="2021-04"),
    member(HOUSES[IDLE], 2, 连续无收入月数=0),
    member(HOUSES[MISTYPED], 证件号码=id_number(MISTYPED)[:17] + "*"),
    member(HOUSES[TWO_HEADS]),
    member(HOUSES[TWO_HEADS], 2, 与户主关系="户主"),
    member(HOUSES[NEVER]),
    member(HOUSES[NEVER], 2, 与户主关系="户主", 务工地="兰州市"),
    member(HOUSES[DISABLED], 残疾人证="有", 残疾类别="肢体", 残疾等级=None, 健康状况="残疾"),
    member(HOUSES[DISABLED], 2, 残疾人证="有", 残疾类别="视力", 残疾等级="三", 健康状况="残疾"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """May of two townships; the last household moved from the first to the second. Then June is opened. Look, do not touch."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(folder))
        drawn = tmp_path_factory.mktemp("drawn")
        moved, settled, absent = may(MOVED), household(21, OTHER, "2021-05"), may(ABSENT)
        april = [*(one for n, one in HOUSES.items() if n != NEVER), moved, absent]
        before = write_form(drawn / "april.xlsx", TOWNSHIP, "2021-04", april, [member(one) for one in april])
        month.take([before], "2021-04-20T10:00")
        month.close("2021-04")
        ours = write_form(drawn / "ours.xlsx", TOWNSHIP, "2021-05", HOUSES.values(), PEOPLE)
        theirs = write_form(drawn / "theirs.xlsx", OTHER, "2021-05", [settled, moved], [member(settled), member(moved)])
        cards = drawn / "残联.csv"
        spouse = PEOPLE[-1]
        head = HOUSES[DISABLED]
        cards.write_text(
            CARD
            + f"{head['户主姓名']},{head['户主证件号码']},肢体,二\n{spouse['姓名']},{spouse['证件号码']},视力,一\n"
            + f"{HOUSES[PLAIN]['户主姓名']},{HOUSES[PLAIN]['户主证件号码']},听力,四\n",
            encoding="utf-8",
        )
        month.take([ours], "2021-05-20T10:00")
        month.take([theirs, cards], "2021-05-21T10:00")
        month.close("2021-05")
        steps.open_month("2021-06")
        yield folder


@pytest.fixture
def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    return clerk.workbook(home)


def house(path: Path, n: int) -> dict[str, Any]:
    return {row["户编号"]: row for row in clerk.read(path, "household")}[household_id(n)]


def people(path: Path, n: int) -> list[dict[str, Any]]:
    return [row for row in clerk.read(path, "member") if row["户编号"] == household_id(n)]


def test_every_township_has_its_workbook(home: Path) -> None:
    found = sorted(path.relative_to(home / "outbox" / "2021-06").as_posix() for path in (home / "outbox" / "2021-06").rglob("报送表*"))
    assert found == [f"{code}_{name}/报送表_2021-06_{name}.xlsx" for code, name in TOWNSHIPS.items()]


def test_the_cover_names_month_and_roster(opened: Path) -> None:
    rows = clerk.openpyxl.load_workbook(opened)[form.COVER].iter_rows(max_row=5, max_col=2, values_only=True)
    cover = dict(rows)
    assert (cover["乡镇代码"], cover["月份"]) == (TOWNSHIP, "2021-06")
    assert cover["名册指纹"].startswith("2021-06-")
    register = json.loads(prefill.register_path(paths.raw(opened.parents[3]).parent, steps.months.parse("2021-06"), TOWNSHIP).read_text())
    assert register["fingerprint"] == cover["名册指纹"]
    assert household_id(PLAIN) in register["households"]


def test_what_the_clerk_wrote_comes_back_as_she_wrote_it(opened: Path) -> None:
    assert house(opened, PLAIN)["备注"] == "子女在外务工,电话核实"
    assert house(opened, PLAIN)["首次纳入年月"] == "2019年3月"
    assert house(opened, PLAIN)["工资性收入"] == 6001
    assert people(opened, PLAIN)[0]["务工地"] == "银川市 金凤区"


def test_what_must_be_said_anew_is_empty(opened: Path) -> None:
    anew = {column for (sheet, column), one in form.filling().items() if sheet == "household" and one.how == form.ANEW}
    assert anew == {"本月遭遇", "走访日期", "走访人", "本月变化"}
    assert not any(anew & row.keys() for row in clerk.read(opened, "household"))
    assert clerk.read(opened, "change") == []


def test_who_died_last_month_is_gone_and_who_came_is_there(opened: Path) -> None:
    assert [row["与户主关系"] for row in people(opened, WIDOWED)] == ["户主"]
    assert [row["状态"] for row in people(opened, GROWN)] == ["在户"] * 4
    assert not any("状态日期" in row for row in people(opened, GROWN))


@pytest.mark.parametrize("n", [LEFT, EMPTIED])
def test_a_household_that_left_is_gone(opened: Path, n: int) -> None:
    assert household_id(n) not in {row["户编号"] for row in clerk.read(opened, "household")}
    assert people(opened, n) == []


def test_a_household_that_moved_stands_in_its_new_township_alone(home: Path) -> None:
    assert household_id(MOVED) not in {row["户编号"] for row in clerk.read(clerk.workbook(home), "household")}
    assert household_id(MOVED) in {row["户编号"] for row in clerk.read(clerk.workbook(home, OTHER), "household")}


def test_a_household_whose_head_died_is_asked_for_a_new_one(opened: Path) -> None:
    assert "请定新的户主" in said_at(opened, HEADLESS)
    assert said_at(opened, WIDOWED) == ""


def test_months_without_pay_count_on_and_none_stays_none(opened: Path) -> None:
    assert [row["连续无收入月数"] for row in people(opened, IDLE)] == [3, 0]


def test_a_wrong_number_is_open_and_a_right_one_is_locked(opened: Path) -> None:
    sheet = clerk.openpyxl.load_workbook(opened)["成员"]
    column = form.COLUMNS["member"].index("证件号码") + 1
    locked = {n: sheet.cell(people(opened, n)[0]["row"], column).protection.locked for n in (PLAIN, MISTYPED)}
    assert locked == {PLAIN: True, MISTYPED: False}


def said_at(path: Path, n: int, column: str = "户主姓名") -> str:
    """The comment at a cell of the household's row."""
    comment = clerk.openpyxl.load_workbook(path)["家庭"].cell(house(path, n)["row"], form.COLUMNS["household"].index(column) + 1).comment
    return str(comment.text) if comment else ""


def test_a_household_that_contradicted_itself_stands_as_it_was_and_is_asked_about(opened: Path) -> None:
    assert [row["与户主关系"] for row in people(opened, TWO_HEADS)] == ["户主"], "as in April"
    assert "自相矛盾" in said_at(opened, TWO_HEADS)


def test_a_household_that_was_never_accepted_need_not_be_typed_again(opened: Path) -> None:
    assert [row["与户主关系"] for row in people(opened, NEVER)] == ["户主", "户主"]
    assert people(opened, NEVER)[1]["务工地"] == "兰州市"
    assert "暂存待核" in said_at(opened, NEVER, "户编号")
    sheet = clerk.openpyxl.load_workbook(opened)["家庭"]
    assert not any(cell.protection.locked for cell in sheet[house(opened, NEVER)["row"]])


def test_a_household_that_was_left_out_without_a_word_is_asked_about(opened: Path) -> None:
    assert "也没有说明" in said_at(opened, ABSENT)
    assert said_at(opened, PLAIN) == ""


def test_what_a_department_answers_is_filled_and_locked_and_a_difference_is_shown(opened: Path) -> None:
    sheet = clerk.openpyxl.load_workbook(opened)["成员"]
    level = form.COLUMNS["member"].index("残疾等级") + 1
    head, spouse = people(opened, DISABLED)
    assert head["残疾等级"] == "二"
    assert sheet.cell(head["row"], level).protection.locked is True
    assert spouse["残疾等级"] == "三"
    assert sheet.cell(spouse["row"], level).protection.locked is False
    assert "残联:一" in sheet.cell(spouse["row"], level).comment.text
    card = form.COLUMNS["member"].index("残疾人证") + 1
    assert people(opened, PLAIN)[0]["残疾人证"] == "无"
    assert "残联:有" in sheet.cell(people(opened, PLAIN)[0]["row"], card).comment.text


def test_filled_in_and_sent_back_it_is_taken_without_a_word(opened: Path, tmp_path: Path) -> None:
    mended = {("member", people(opened, MISTYPED)[0]["row"], "证件号码"): id_number(MISTYPED)}
    mended |= new_head(opened) | newborn(opened) | {("member", people(opened, NEVER)[1]["row"], "与户主关系"): "配偶"}
    sent = clerk.confirm(opened, tmp_path / "sent.xlsx", mended)
    assert answers(tmp_path, sent) == ("接收", [])


@pytest.mark.skipif(clerk.SOFFICE is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice_it_is_taken_just_so(opened: Path, tmp_path: Path) -> None:
    mended = {("member", people(opened, MISTYPED)[0]["row"], "证件号码"): id_number(MISTYPED)}
    mended |= new_head(opened) | newborn(opened) | {("member", people(opened, NEVER)[1]["row"], "与户主关系"): "配偶"}
    sent = clerk.confirm(opened, tmp_path / "sent.xlsx", mended)
    assert answers(tmp_path, clerk.saved_by_libreoffice(sent, tmp_path / "office")) == ("接收", [])


def new_head(path: Path) -> dict[tuple[str, int, str], Any]:
    [heir] = people(path, HEADLESS)
    row = house(path, HEADLESS)["row"]
    return {
        ("household", row, "户主姓名"): heir["姓名"],
        ("household", row, "户主证件号码"): heir["证件号码"],
        ("member", heir["row"], "与户主关系"): "户主",
    }


def newborn(path: Path) -> dict[tuple[str, int, str], Any]:
    [born] = [row for row in people(path, GROWN) if "证件号码" not in row]
    return {("member", born["row"], "证件号码"): id_number(777, steps.date(2021, 5, 4))}


def answers(tmp_path: Path, sent: Path) -> tuple[str, list[str]]:
    """What the door says, in a home of its own that knows what was issued."""
    from intake.sending import send

    summary, findings = send(tmp_path / "door", sent)
    return summary["status"], [one["message_zh"] for one in findings]


def test_opened_again_it_is_the_same_to_the_byte(opened: Path) -> None:
    before = opened.read_bytes()
    os.utime(opened, (0, 0))
    steps.open_month("2021-06")
    assert opened.read_bytes() == before


def test_once_a_file_has_come_the_workbook_stays_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a workbook that a township works in, when it has sent something and the roster of May changes, then its workbook stays."""
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    first = write_form(tmp_path / "first.xlsx", TOWNSHIP, "2021-05", [may(1)], [member(may(1))])
    late = write_form(tmp_path / "late.xlsx", TOWNSHIP, "2021-05", [may(1), may(2)], [member(may(1)), member(may(2))])
    month.take([first], "2021-05-20T10:00")
    month.close("2021-05")
    steps.open_month("2021-06")
    given = clerk.workbook(tmp_path / "home").read_bytes()
    month.take([late], "2021-06-02T10:00")
    month.close("2021-05")
    steps.open_month("2021-06")
    assert [row["户编号"] for row in clerk.read(clerk.workbook(tmp_path / "home"), "household")] == [household_id(1), household_id(2)]
    register = prefill.issued(tmp_path / "home", steps.months.parse("2021-06"), TOWNSHIP)
    assert register is not None
    assert len(register["earlier"]) == 1
    (tmp_path / "draft.xlsx").write_bytes(given)
    assert month.take([tmp_path / "draft.xlsx"], "2021-06-03T10:00") == ["接收有提示"]
    later = write_form(tmp_path / "later.xlsx", TOWNSHIP, "2021-05", [may(3)], [member(may(3))])
    month.take([later], "2021-06-04T10:00")
    month.close("2021-05")
    result = steps.open_month("2021-06")
    assert "1 个乡镇已有报送,不再改动" in result["summary"]
    assert len(clerk.read(clerk.workbook(tmp_path / "home"), "household")) == 2
