"""Taking files out of the inbox: once each, whole or not at all, and the same again after a kill at any moment."""

import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from factories import TOWNSHIP, household, member, write_form
from lowincome import month as months
from lowincome.errors import IntakeError
from lowincome.intake import receive, submission

MOMENT = datetime(2021, 6, 24, 2, tzinfo=UTC)  # ten o'clock in the township
LATER = datetime(2021, 6, 24, 3, tzinfo=UTC)


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def drop(home: Path, name: str, data: bytes) -> Path:
    path = home / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def roster(folder: Path, households: int = 2) -> bytes:
    rows = [household(n) for n in range(1, households + 1)]
    return write_form(folder / "roster.xlsx", TOWNSHIP, "2021-06", rows, [member(row) for row in rows]).read_bytes()


def test_files_are_found_at_any_depth_and_leave_the_inbox(home):
    drop(home, "a.xlsx", b"1")
    drop(home, "香水镇/六月/b.xlsx", b"2")
    assert len(receive.collect(home, MOMENT)) == 2
    assert tree(home / "inbox") == {}


def test_an_id_names_day_and_content_and_the_arrival_is_written_down(home):
    drop(home, "表.XLSX", b"1")
    # half past four in the afternoon of the 24th in London is already the 25th here
    [name] = receive.collect(home, datetime(2021, 6, 24, 16, 30, tzinfo=UTC))
    assert name.startswith("S20210625-6b86b273ff34")
    arrival = json.loads((home / "raw/_incoming" / name / "arrival.json").read_text())
    assert (arrival["file_name"], arrival["size_bytes"], arrival["received_at"]) == ("表.XLSX", 1, "2021-06-25T00:30:00+08:00")
    assert (home / "raw/_incoming" / name / "original.xlsx").read_bytes() == b"1"


def test_what_is_no_file_of_a_township_is_left_where_it_is(home, tmp_path):
    for name in ("~$表.xlsx", ".hidden", ".git/x", "表.xlsx.part"):
        drop(home, name, b"1")
    (tmp_path / "secret").write_bytes(b"s")
    (home / "inbox/link.xlsx").symlink_to(tmp_path / "secret")
    (home / "inbox/folder").symlink_to(tmp_path)
    os.mkfifo(home / "inbox/pipe.xlsx")
    assert receive.collect(home, MOMENT) == []
    assert len(list((home / "inbox").iterdir())) == 7


def test_the_same_bytes_twice_in_one_scan_are_one_submission(home):
    drop(home, "a.xlsx", b"1")
    drop(home, "b/a.xlsx", b"1")
    assert len(receive.collect(home, MOMENT)) == 1
    assert tree(home / "inbox") == {}


def test_an_empty_inbox_or_none_is_no_error(tmp_path):
    assert receive.collect(tmp_path, MOMENT) == []


def test_the_standing_roster_sent_again_changes_nothing(home, tmp_path):
    data = roster(tmp_path)
    drop(home, "a.xlsx", data)
    [first] = receive.collect(home, MOMENT)
    receive.read_submission(home, first)
    before = tree(home / "raw")
    drop(home, "again.xlsx", data)
    assert receive.collect(home, LATER) == []
    assert tree(home / "raw") == before
    assert tree(home / "inbox") == {}


def test_an_earlier_roster_sent_again_after_another_is_a_new_version(home, tmp_path):
    first, second = roster(tmp_path), roster(tmp_path, 3)
    for hour, data in ((2, first), (3, second), (4, first)):
        drop(home, "a.xlsx", data)
        [name] = receive.collect(home, datetime(2021, 6, 24, hour, tzinfo=UTC))
        receive.read_submission(home, name)
    assert name.endswith("-2")  # the same bytes on the same day
    assert [version for _, version in submission.versions(home, months.parse("2021-06"))] == [1, 2, 3]
    assert submission.versions(home, months.parse("2021-05")) == []


def test_a_returned_file_sent_again_is_judged_again(home, tmp_path):
    path = write_form(tmp_path / "a.xlsx", TOWNSHIP, "2021-07", [household(1, month="2021-07")], [member(household(1))])
    statuses = []
    for moment in (datetime(2021, 6, 30, tzinfo=UTC), datetime(2021, 7, 2, tzinfo=UTC)):
        drop(home, "a.xlsx", path.read_bytes())
        [name] = receive.collect(home, moment)
        statuses.append(receive.read_submission(home, name)["status"])
    assert statuses == ["退回", "接收"]


def test_the_same_scan_repeated_takes_nothing_twice(home):
    drop(home, "a.xlsx", b"1")
    [name] = receive.collect(home, MOMENT)
    receive.read_submission(home, name)
    before = tree(home)
    drop(home, "a.xlsx", b"1")
    assert receive.collect(home, MOMENT) == []
    assert tree(home) == before


def test_reading_again_gives_the_same_summary(home):
    drop(home, "a.xlsx", b"1")
    [name] = receive.collect(home, MOMENT)
    first, before = receive.read_submission(home, name), tree(home)
    assert receive.read_submission(home, name) == first
    assert tree(home) == before


def test_an_id_nobody_sent_is_refused(home):
    with pytest.raises(IntakeError, match="S20210624-000000000000"):
        receive.read_submission(home, "S20210624-000000000000")


class KilledError(BaseException):
    pass


def kill_at(monkeypatch, module, name: str, after: int = 0) -> None:
    """The function ends the run instead of doing its work, at its call number `after`."""
    real, calls = getattr(module, name), []

    def killed(*arguments, **named):
        calls.append(1)
        if len(calls) > after:
            raise KilledError
        return real(*arguments, **named)

    monkeypatch.setattr(module, name, killed)


@pytest.mark.parametrize("step", ["move", "rename", "write_text", "rmtree"])
def test_a_kill_while_collecting_loses_nothing_and_doubles_nothing(home, tmp_path, monkeypatch, step):
    drop(home, "a.xlsx", b"1")
    drop(home, "b.xlsx", b"2")
    with monkeypatch.context() as patch:
        if step in ("move", "rmtree"):
            kill_at(patch, shutil, step)
        elif step == "rename":
            kill_at(patch, os, "rename", after=1)  # the second: after the move of the file, before the folder's
        else:
            kill_at(patch, Path, "write_text")
        if step == "rmtree":  # nothing to clear away: the scan runs through
            receive.collect(home, MOMENT)
        else:
            with pytest.raises(KilledError):
                receive.collect(home, MOMENT)
    names = receive.collect(home, LATER)
    assert len(names) == 2
    assert tree(home / "inbox") == {}
    kept = tree(home / "raw/_incoming")
    assert sorted(data for name, data in kept.items() if "original" in name) == [b"1", b"2"]
    assert not [name for name in kept if ".tmp-" in name]


@pytest.mark.parametrize(("module", "name", "after"), [(pq, "write_table", 3), (Path, "write_text", 0), (os, "rename", 0)])
def test_a_kill_while_reading_ends_in_the_same_files(home, tmp_path, monkeypatch, module, name, after):
    data = roster(tmp_path)
    other = tmp_path / "other"
    for place in (home, other):
        drop(place, "a.xlsx", data)
    [submission_id] = receive.collect(home, MOMENT)
    with monkeypatch.context() as patch:
        kill_at(patch, module, name, after)
        with pytest.raises(KilledError):
            receive.read_submission(home, submission_id)
    assert submission.folders(home) == []
    assert receive.collect(home, LATER) == [submission_id]  # what a killed run left
    receive.read_submission(home, submission_id)
    [same] = receive.collect(other, MOMENT)
    receive.read_submission(other, same)
    assert tree(home / "raw") == tree(other / "raw")
    assert receive.collect(home, LATER) == []


@pytest.mark.parametrize(("moment", "is_on_time"), [("2021-06-25T23:59:59", True), ("2021-06-26T00:00:00", False)])
def test_the_deadline_day_counts_to_midnight(home, moment, is_on_time):
    from lowincome.intake import examine

    received_at = months.local(datetime.fromisoformat(moment))
    due_at = examine._due_at(months.parse("2021-06"))
    assert (received_at <= due_at) is is_on_time


def test_answers_go_to_the_township_or_to_the_county(home, tmp_path):
    drop(home, "a.xlsx", roster(tmp_path))
    drop(home, "b.xlsx", b"no workbook")
    for name in receive.collect(home, MOMENT):
        receive.read_submission(home, name)
    places = {submission.outbox(home, folder).relative_to(home).as_posix() for folder in submission.folders(home)}
    assert places == {"outbox/2021-06/640424100_香水镇", "outbox/2021-06/county"}
