"""The lists wait until the centre lets them go, or says why not; what it said is in the data."""

import shutil
import signal
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lowincome import case_steps, cli, paths, received, release, steps, warehouse
from lowincome import month as months
from lowincome.errors import IntakeError, ReleaseError
from pipeline import drop, files, python, query

JUNE, JULY = "2021-06", date(2021, 7, 1)
MORNING, NOON, EVENING = (f"2021-06-26T{hour}:00+08:00" for hour in ("09", "12", "18"))


@pytest.fixture(scope="module")
def asked_home(_homes: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """June has just been run and waits; and what lay in the outbox before."""
    home = tmp_path_factory.mktemp("asked") / "home"
    shutil.copytree(_homes[1], home)
    before = files(home / "outbox" / JUNE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(home))
        steps.run_month(JUNE)
    return home, before


@pytest.fixture
def home(asked_home: tuple[Path, dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to be changed."""
    shutil.copytree(asked_home[0], tmp_path / "home")
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def outbox(home: Path) -> dict[str, str]:
    return files(home / "outbox" / JUNE)


def make_again() -> str:
    """The lists once more, as a second run of the month makes them; returns their batch number."""
    steps.write_lists(JUNE)
    steps.write_brief(JUNE)
    return case_steps.ask(JUNE)["batch"]


def waiting(home: Path) -> dict[str, str]:
    """The lists that wait, each with its checksum."""
    return {name: checksum for name, checksum in files(paths.pending(home, months.parse(JUNE))).items() if "/" in name}


def decisions(home: Path) -> list[tuple[str, str, str | None]]:
    """What is known of June's lists, whenever it was said, in the order in which it was said."""
    with warehouse.writer(paths.warehouse(home)) as con:
        warehouse.run_models(con, ["stg.list_approval"], received.parameters(JULY) | {"closes_on": None})
    return query(
        paths.warehouse(home),
        "SELECT decision, decided_by, reason FROM stg.list_approval WHERE month = ? AND list_month = ? ORDER BY received_at",
        [JULY, months.parse(JUNE)],
    )


def command(*words: str) -> str:
    done = CliRunner().invoke(cli.app, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_the_lists_of_a_run_wait_and_nothing_of_them_is_in_the_outbox(asked_home: tuple[Path, dict[str, str]], home: Path) -> None:
    assert outbox(home) == asked_home[1]
    assert {Path(name).name.split("_")[0] for name in waiting(home)} >= {
        "预警清单",
        "四查四补清单",
        "分类动态监测台账",
        "销号台账",
        "月度简报",
    }
    note = release.asked(home, months.parse(JUNE))
    assert note
    assert f"清单编号 {release.batch(home, months.parse(JUNE))}。" in note


def test_approved_they_lie_in_the_outbox_as_they_waited_and_the_data_say_who_and_when(home: Path) -> None:
    lists, before = waiting(home), outbox(home)
    case_steps.approve(JUNE, "王主任", MORNING)
    assert outbox(home) == before | lists
    assert len(lists) > 30
    assert waiting(home) == {}
    assert decisions(home) == [("下发", "王主任", None)]
    assert not list((home / "outbox").rglob(".*"))


def test_refused_nothing_leaves_and_the_reason_is_in_the_data(home: Path) -> None:
    lists, before = waiting(home), outbox(home)
    with pytest.raises(IntakeError, match="写明原因"):
        case_steps.refuse(JUNE, "王主任", MORNING, " ")
    assert decisions(home) == []
    case_steps.refuse(JUNE, "王主任", MORNING, "兴盛乡的名册还要核对")
    assert outbox(home) == before
    assert waiting(home) == lists, "whoever changes their mind may still let them go"
    assert decisions(home) == [("不下发", "王主任", "兴盛乡的名册还要核对")]


@pytest.mark.parametrize("words", [("下发", "不下发", "下发"), ("不下发", "下发", "不下发")])
def test_several_decisions_on_a_day_all_stand_in_the_order_they_were_made(home: Path, words: tuple[str, ...]) -> None:
    for word, at in zip(words, (MORNING, NOON, EVENING), strict=True):
        case_steps.record(JUNE, word, "王主任", at, "有一份要撤回" if word == "不下发" else "")
    assert [row[0] for row in decisions(home)] == list(words)


def test_the_same_decision_written_down_twice_is_there_once(home: Path) -> None:
    for _ in range(2):
        case_steps.record(JUNE, "下发", "王主任", MORNING)
    assert len(decisions(home)) == 1


def test_a_decision_takes_nothing_else_out_of_the_inbox(home: Path) -> None:
    """Given a township's file that came after the last intake, when the lists are approved, then it waits for the next intake and its own moment."""
    path = drop(home, next(home.glob("raw/2021-06/S*/original.xlsx")))
    case_steps.record(JUNE, "下发", "王主任", MORNING)
    assert path.exists()


def test_lists_made_anew_wait_again_and_an_approval_of_the_old_ones_lets_nothing_go(home: Path) -> None:
    old, before = make_again(), outbox(home)
    assert make_again() == old, "the same lists are the same batch"
    next(paths.pending(home, months.parse(JUNE)).glob("6*/预警清单*.html")).write_text("一份逾期的来了,清单变了", encoding="utf-8")
    new = case_steps.ask(JUNE)["batch"]
    with pytest.raises(ReleaseError, match="重新出过"):
        case_steps.let_go(JUNE, old)
    assert outbox(home) == before
    case_steps.let_go(JUNE, new)
    assert waiting(home) == {}


def test_half_the_lists_cannot_be_approved(home: Path) -> None:
    steps.write_lists(JUNE)  # and before the brief was written and the question asked
    before = outbox(home)
    for attempt in (lambda: case_steps.approve(JUNE, "王主任", MORNING), lambda: case_steps.let_go(JUNE)):
        with pytest.raises(ReleaseError):
            attempt()
    assert outbox(home) == before
    assert decisions(home) == []


def test_there_is_nothing_to_approve_where_nothing_waits(home: Path) -> None:
    case_steps.approve(JUNE, "王主任", MORNING)
    for attempt in (
        lambda: case_steps.approve(JUNE, "王主任", NOON),
        lambda: case_steps.refuse(JUNE, "王主任", NOON, "无"),
        lambda: case_steps.ask(JUNE),
    ):
        with pytest.raises(ReleaseError, match="没有等候审批"):
            attempt()


DYING = """
import os, signal
from lowincome import case_steps, release
real, calls = os.{function}, []
def dying(*args, **kwargs):
    calls.append(1)
    if len(calls) > {survives}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
os.{function} = dying
case_steps.let_go("2021-06")
"""


@pytest.mark.parametrize(("function", "survives"), [("rename", 0), ("rename", 3), ("replace", 0), ("replace", 20)])
def test_killed_while_lists_leave_a_township_has_all_of_them_or_none_once_it_is_run_again(home: Path, function: str, survives: int) -> None:
    lists, before = waiting(home), outbox(home)
    killed = python(home, DYING.format(function=function, survives=survives))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    left = {name.split("/")[0] for name in waiting(home)}
    assert {name for name in lists if name.split("/")[0] in left} == waiting(home).keys(), "a township's folder leaves whole"
    case_steps.let_go(JUNE)
    assert outbox(home) == before | lists
    assert case_steps.let_go(JUNE)["folders"] == 0, "and once more changes nothing"


def test_from_the_command_line(home: Path) -> None:
    said = command("month", "run", JUNE)
    assert "等您审批" in said
    assert "month approve 2021-06" in said
    command("month", "refuse", JUNE, "--by", "王主任", "--reason", "先等兴盛乡")
    assert waiting(home) != {}
    command("month", "approve", JUNE, "--by", "李副主任")
    assert waiting(home) == {}
    assert [row[:2] for row in decisions(home)] == [("不下发", "王主任"), ("下发", "李副主任")]
    command("month", "run", JUNE, "--approve-by", "张科长")
    assert decisions(home)[-1][:2] == ("下发", "张科长")
    assert waiting(home) == {}


def test_no_ledger_of_the_next_month_leaves_before_the_lists_have(home: Path) -> None:
    case_steps.record(JUNE, "不下发", "王主任", NOON, "还要核对")
    assert case_steps.track_cases("2021-07-10")["files"] == 0
    assert not list((home / "outbox" / "2021-07").rglob("销号台账*"))
    case_steps.approve(JUNE, "王主任", EVENING)
    assert case_steps.track_cases("2021-07-10")["files"] == 28
    assert len(list((home / "outbox" / "2021-07").rglob("销号台账*.xlsx"))) == 7
    case_steps.record(JUNE, "不下发", "王主任", "2021-06-28T09:00+08:00", "修订的一份不要")
    assert case_steps.track_cases("2021-07-11")["summary"].endswith("28 份")
