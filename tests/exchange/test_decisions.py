"""What a later sending of a month changed, and what the centre decides about sendings."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from exchange.rosters import roster
from exchange.urgent_sheet import ACCIDENT, FIRE, report
from factories import TOWNSHIP, household, member
from feedback.answered import JULY, TRUE, returned
from intake.sending import send
from lowincome import cli, steps
from lowincome import month as months
from lowincome.errors import IntakeError
from lowincome.intake import decision, earlier, submission, versions

JUNE = "2021-06"


# ---- what a later sending changed --------------------------------------------------------------------------------------------------------


def test_a_later_sending_is_told_what_it_changed(home: Path) -> None:
    first = [household(1), household(2)]
    send(
        home,
        roster(home, "a.xlsx", JUNE, first, [member(first[0]), member(first[1]), member(first[1], 3, 证件号码=None)]),
        "2021-06-20T10:00",
    )
    second = [{**first[1], "月保障金额": 320}, household(3)]
    people = [member(first[1]), member(first[1], 3), member(second[1])]
    summary, _ = send(home, roster(home, "b.xlsx", JUNE, second, people))
    changed = versions.between(versions.before(home, home / summary["folder"]), home / summary["folder"])
    assert [(row["change"], row["sheet"], row["household_id"][-1], row["column"]) for row in changed] == [
        ("少了的行", "家庭", "1", None),
        ("改动", "家庭", "2", "月保障金额"),
        ("新增的行", "家庭", "3", None),
        ("少了的行", "成员", "1", None),
        ("改动", "成员", "2", "证件号码"),
        ("新增的行", "成员", "3", None),
    ]
    assert [(row["before"], row["after"]) for row in changed if row["column"] == "月保障金额"] == [("300", "320")]
    number = next(row for row in changed if row["column"] == "证件号码")
    assert (number["before"], number["after"][6:14]) == (None, "********")
    assert versions.counts(changed)[1] == {"sheet": "家庭", "change": "改动", "column": "月保障金额", "count": 1}
    assert {row["who"][1:] for row in changed} == {"**"}


def test_a_first_sending_changed_nothing(home: Path) -> None:
    summary, _ = send(home, roster(home, "a.xlsx", JUNE, [household(1)]))
    assert versions.before(home, home / summary["folder"]) is None


# ---- decisions from the command line -----------------------------------------------------------------------------------------------------


def command(*words: str) -> str:
    done = CliRunner().invoke(cli.app, ["submission", *words])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_a_sending_is_withdrawn_and_the_township_is_told(home: Path) -> None:
    first, _ = send(home, roster(home, "a.xlsx", JUNE, [household(1)]), "2021-06-20T10:00")
    second, _ = send(home, roster(home, "b.xlsx", JUNE, [household(1), household(2)]))
    steps.register()
    steps.send_receipts()
    receipts = {path: path.read_bytes() for path in (home / "outbox").rglob("回执*")}
    command("withdraw", second["submission_id"], "--reason", "用错了表", "--by", "王主任")
    assert earlier.version(home, TOWNSHIP, months.parse(JUNE)).name == first["submission_id"]
    [note] = (home / "outbox").rglob("撤回说明*")
    assert note.parent.name == f"{TOWNSHIP}_香水镇"
    assert "第 2 次报送已撤回" in note.read_text(encoding="utf-8")
    assert "原因:用错了表" in note.read_text(encoding="utf-8")
    assert {path: path.read_bytes() for path in receipts} == receipts
    listed = command("list", JUNE).splitlines()
    assert [line.split()[-1] for line in listed if line.startswith("香水镇")] == ["为准", "撤回"]
    assert any("撤回: 用错了表(王主任" in line for line in listed)


def test_a_file_withdrawn_by_mistake_may_be_sent_again_as_it_was(home: Path) -> None:
    path = roster(home, "a.xlsx", JUNE, [household(1)])
    first, _ = send(home, path)
    command("withdraw", first["submission_id"], "--reason", "看错了", "--by", "王主任")
    again, _ = send(home, path, "2021-06-24T15:00")
    assert again["submission_id"] != first["submission_id"]
    assert earlier.version(home, TOWNSHIP, months.parse(JUNE)).name == again["submission_id"]


def test_a_late_sending_is_given_its_reason(home: Path) -> None:
    sent_late, _ = send(home, roster(home, "a.xlsx", JUNE, [household(1)]), "2021-06-28T10:00")
    assert sent_late["is_on_time"] is False
    command("accept-late", sent_late["submission_id"], "--reason", "停电两天", "--by", "王主任")
    [row] = decision.listing(home, months.parse(JUNE))
    assert (row["stands"], [one["decision"] for one in row["decisions"]]) == (True, ["逾期接收"])
    assert submission.withdrawn(home) == set()


def test_a_withdrawn_urgent_report_leaves_the_lists_at_once(home: Path, tmp_path: Path) -> None:
    """Two reports; the second was of a household that is not the township's. Then the first is withdrawn as well."""
    first, _ = send(home, report(tmp_path / "1.xlsx", [ACCIDENT]), "2021-06-10T09:00")
    second, _ = send(home, report(tmp_path / "2.xlsx", [FIRE]), "2021-06-11T09:00")
    steps.register()
    steps.answer_urgent()
    lists = [
        home / "outbox" / JUNE / place
        for place in ("640424100_香水镇/急难快报清单_2021-06_香水镇.html", "county/急难快报清单_2021-06_泾源县.html")
    ]
    for gone, left in ((second, "共 1 条"), (first, "共 0 条")):
        command("withdraw", gone["submission_id"], "--reason", "报错了", "--by", "王主任")
        assert [left in page.read_text(encoding="utf-8") for page in lists] == [True, True]
    note = (home / "outbox" / JUNE / "640424100_香水镇/撤回说明_2021-06_香水镇_急难快报_第2次.txt").read_text(encoding="utf-8")
    assert "急难快报第 2 次报送已撤回" in note
    assert "名册" not in note


def test_all_that_can_be_withdrawn_is_on_the_list(home: Path, tmp_path: Path) -> None:
    """A form, an urgent report and a filled warning list of one month; the urgent report is found there, and withdrawn."""
    whole, _ = send(home, roster(home, "a.xlsx", JUNE, [household(1)]))
    filled, _ = send(home, returned(tmp_path / "list.xlsx", [TRUE]), JULY)
    urgent, _ = send(home, report(tmp_path / "1.xlsx", [ACCIDENT]), "2021-06-10T09:00")
    command("withdraw", urgent["submission_id"], "--reason", "报错了", "--by", "王主任")
    listed = [line.split() for line in command("list", JUNE).splitlines() if line.startswith("香水镇")]
    assert [(line[1], line[3]) for line in listed] == [
        ("报送表", whole["submission_id"]),
        ("急难快报", urgent["submission_id"]),
        ("预警清单", filled["submission_id"]),
    ]
    assert [line[-1] for line in listed] == ["为准", "撤回", filled["status"]]


def test_an_urgent_report_is_never_late(home: Path, tmp_path: Path) -> None:
    summary, _ = send(home, report(tmp_path / "1.xlsx", [ACCIDENT]))
    with pytest.raises(IntakeError, match="没有截止日"):
        command("accept-late", summary["submission_id"], "--reason", "无", "--by", "王主任")


@pytest.mark.parametrize("word", ["withdraw", "accept-late"])
def test_there_is_nothing_to_decide_about_a_sending_that_is_not_there(home: Path, word: str) -> None:
    with pytest.raises(IntakeError, match="没有编号为"):
        command(word, "S20210601-000000000000", "--reason", "无", "--by", "王主任")
    assert not list((home / "inbox").rglob("*.csv"))


def test_a_sending_in_time_needs_no_reason_for_being_late(home: Path) -> None:
    summary, _ = send(home, roster(home, "a.xlsx", JUNE, [household(1)]))
    with pytest.raises(IntakeError, match="按时"):
        command("accept-late", summary["submission_id"], "--reason", "无", "--by", "王主任")
