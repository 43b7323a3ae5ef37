"""Hundreds of files, each good but for one thing: every one gets the status and the words it must get, and no row is lost."""

from collections import Counter
from typing import Any

import duckdb
import pytest

from corpus import cells, cover, damage, differences, door, extracts, households, lists, returned, structure, urgents
from corpus.conftest import Ask
from corpus.door import found
from corpus.homes import content
from corpus.mutation import Mutation
from corpus.promises import every_row_is_counted_once, says_where_what_and_how
from intake.sending import send, taken
from lowincome import contract
from lowincome.intake import feed, read
from lowincome.intake import form as sheets
from lowincome.intake.answers import ANSWERS
from lowincome.paths import EXPECTATIONS

PARTS = (structure, households, cells, cover, damage, differences, lists, extracts, urgents, returned)
ALL: list[Mutation] = [one for part in PARTS for one in part.MUTATIONS]
ENOUGH = 300


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.what)
def test_the_file_gets_its_status_and_its_words_and_no_row_is_lost(ask: Ask, good_rows: dict[str, Any], one: Mutation) -> None:
    answers = ask(one)
    findings = found(answers)
    assert [line["status"] for line, _ in answers] == [one.status, *one.others]
    assert {each["check_id"] for each in findings} == {check.split()[0] for check in one.checks}
    assert {check for check in one.checks if " " in check} <= {f"{each['check_id']} {each['sheet']}!{each['cell']}" for each in findings}
    assert sum(line["rows_in"] for line, _ in answers) == one.rows
    for answer in answers:
        every_row_is_counted_once(*answer)
    for each in findings:
        says_where_what_and_how(each)
    if one.reads_same:
        assert understood() == good_rows


GOOD: dict[str, Any] = {}


def understood() -> dict[str, list[dict[str, str]]]:
    return {sheet: content(frame) for sheet, frame in door.FRAMES.items()}


@pytest.fixture
def good_rows(ask: Ask) -> dict[str, Any]:
    """What the workbook says to which nothing was done."""
    if not GOOD:
        ask(structure.MUTATIONS[0])
        GOOD["rows"] = understood()
        assert [len(GOOD["rows"][sheet]) for sheet in ("household", "member")] == [2, 4]
    return dict(GOOD["rows"])


# the corpus as a whole


def test_there_are_enough_of_them_and_no_two_are_called_the_same() -> None:
    assert len(ALL) >= ENOUGH
    assert [name for name, count in Counter(one.what for one in ALL).items() if count > 1] == []


def test_every_answer_is_given_to_some_file() -> None:
    assert ANSWERS.keys() - {check.split()[0] for one in ALL for check in one.checks} == set()


SUITES = sorted(path.stem for path in (EXPECTATIONS / "2_staging").glob("*.json"))


@pytest.mark.parametrize("suite", SUITES)
def test_every_check_of_a_suite_is_failed_by_some_file(suite: str) -> None:
    stated = {one["meta"]["check_id"] for one in contract.load_suite(EXPECTATIONS / "2_staging" / f"{suite}.json")["expectations"]}
    assert stated - failed(suite) == set()


def failed(suite: str) -> set[str]:
    """The checks that files of the corpus fail: of the form's sheets those that are looked for at a cell of it."""
    if title := sheets.SHEETS.get(suite):
        listed = {check for one in returned.MUTATIONS for check in one.checks} if suite == "feedback" else set()
        return listed | {check.split()[0] for one in ALL for check in one.checks if f" {title}!" in check}
    if suite == "urgent":
        return {check for one in urgents.MUTATIONS for check in one.checks}
    [kind] = [one for one in feed.declared() if one.feed == suite]
    return {check for one in extracts.MUTATIONS if one.what == extracts.named(kind) for check in one.checks}


# the shortcuts of the corpus, and the real door


@pytest.mark.parametrize("one", ALL[:: len(ALL) // 4], ids=lambda one: one.what)
def test_what_the_corpus_hurries_over_changes_no_answer(ask: Ask, one: Mutation, monkeypatch: pytest.MonkeyPatch) -> None:
    hurried = found(ask(one))
    monkeypatch.setattr(read, "in_a_process", door.in_a_process)
    monkeypatch.setattr(contract, "_validate", door.validate)
    monkeypatch.setattr(duckdb, "connect", door.connect)
    assert found(ask(one)) == hurried


NAMES_OF_FILES = ("C:\\..\\etc\\passwd.xls", "=cmd|' C calc'!A0.xlsx", "表\u202exslx.exe", "{{ 7*7 }}<b>.ods")


@pytest.mark.parametrize("name", NAMES_OF_FILES)
def test_a_good_workbook_is_taken_under_any_name(tmp_path, name):
    path = structure.MUTATIONS[0].make(tmp_path / "a.xlsx").rename(tmp_path / name)
    summary, messages = taken(lambda file: send(tmp_path / "home", file), path)
    assert (summary["status"], messages) == ("接收", [])
