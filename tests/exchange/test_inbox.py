"""The inbox as offices use it: odd names, odd things, files half copied, two runs at once, power cuts. Nothing is lost, nothing taken twice."""

import json
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exchange.boxes import LATER, MOMENT, TWO_TOWNSHIPS, tree, waiting
from lowincome import cli
from lowincome.errors import IntakeError
from lowincome.intake import inbox, receive

NOBODY = 65534


# names


NAMES = {
    "255 bytes of Chinese": "报" * 83 + ".xlsx",
    "a long ending": "表." + "x" * 250,
    "an ending in Chinese": "报送表.表格" * 6,
    "characters Windows refuses": 'a<>:"|?*\\b.xlsx',
    "a line break and a colour code": "a\nb\x1b[31m.xl\nsx",
    "a reserved name": "CON.xlsx",
    "emoji": "🏠👵.xlsx",
    "turned round": "表\u202exslx.exe",
    "a path in disguise": "%2e%2e%2f..%2fetc%2fpasswd",
    "backslashes": "C:\\..\\windows\\a.xlsx",
    "no ending": "报送表",
    "blanks": "  .xlsx ",
    "a dash": "-rf *.xlsx",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_words_for_the_receipt_and_never_a_path(home, name):
    (home / "inbox" / name).write_bytes(b"1")
    [submission_id] = receive.collect(home, MOMENT)
    kept = tree(home)
    assert [data for path, data in kept.items() if "/original" in path] == [b"1"]
    assert all(path.isascii() for path in kept)
    shown = json.loads(kept[f"raw/_incoming/{submission_id}/arrival.json"])["file_name"]
    assert shown == "".join(" " if not one.isprintable() and one != "🏠" else one for one in name).strip()


def test_a_name_of_an_old_system_in_gb18030_is_read(home):
    Path(os.fsdecode(os.fsencode(home / "inbox") + b"/" + "香水镇名单.xls".encode("gb18030"))).write_bytes(b"1")
    [name] = receive.collect(home, MOMENT)
    assert json.loads((home / "raw/_incoming" / name / "arrival.json").read_text(encoding="utf-8"))["file_name"] == "香水镇名单.xls"


def test_a_name_in_no_encoding_at_all_is_taken_all_the_same(home):
    Path(os.fsdecode(os.fsencode(home / "inbox") + b"/\xff\xfe\xff.xls")).write_bytes(b"1")
    assert len(receive.collect(home, MOMENT)) == 1


# things that are no file, and files that are not ready


def test_links_devices_pipes_sockets_and_names_of_dots_stay_where_they_are(home, tmp_path):
    place = home / "inbox"
    (tmp_path / "secret").write_bytes(b"s")
    (place / "link.xlsx").symlink_to(tmp_path / "secret")
    (place / "dangling.xlsx").symlink_to(tmp_path / "nothing")
    (place / "folder").symlink_to(tmp_path)
    os.mkfifo(place / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as listening:
        os.chdir(place)  # the name of a socket may be no longer than 108 bytes
        listening.bind("socket.xlsx")
        if os.geteuid() == 0:
            os.mknod("null.xlsx", 0o600 | 0o020000, os.makedev(1, 3))
        for name in ("...", "..xlsx", "~$表.xlsx", "表.xlsx.part", "表.xlsx.filepart"):
            (place / name).write_bytes(b"1")
        before = sorted(path.name for path in place.iterdir())
        assert receive.collect(home, MOMENT) == []
    assert sorted(path.name for path in place.iterdir()) == before


def test_a_folder_called_like_a_workbook_is_a_folder(home):
    (home / "inbox/六月.xlsx").mkdir()
    (home / "inbox/六月.xlsx/a.xlsx").write_bytes(b"1")
    assert len(receive.collect(home, MOMENT)) == 1
    assert (home / "inbox/六月.xlsx").is_dir()


def test_a_file_that_a_program_is_still_writing_waits_for_the_next_time(home):
    with (home / "inbox/a.xlsx").open("wb") as stream:
        stream.write(b"half")
        stream.flush()
        assert receive.collect(home, MOMENT) == []
        stream.write(b" and half")
    receive.collect(home, LATER)
    assert waiting(home) == [b"half and half"]


@pytest.fixture
def network_folder(monkeypatch):
    """On a network folder one may not ask who is writing."""
    monkeypatch.setattr(inbox, "_is_being_written", lambda path: None)


def test_on_a_network_folder_a_file_that_grows_between_two_looks_waits_and_the_others_do_not(home, network_folder):
    growing, whole = home / "inbox/a.xlsx", home / "inbox/b.xlsx"
    growing.write_bytes(b"1")
    whole.write_bytes(b"2")
    stop = threading.Event()

    def copy() -> None:
        while not stop.wait(0.05):
            with growing.open("ab") as stream:
                stream.write(b"1")

    copier = threading.Thread(target=copy)
    copier.start()
    try:
        receive.collect(home, MOMENT)
    finally:
        stop.set()
        copier.join()
    assert waiting(home) == [b"2"]
    receive.collect(home, LATER)
    assert len(waiting(home)) == 2


def test_on_a_network_folder_there_is_one_short_wait_for_all_files(home, network_folder):
    for n in range(20):
        (home / f"inbox/{n}.xlsx").write_bytes(b"%d" % n)
    began = time.monotonic()
    assert len(receive.collect(home, MOMENT)) == 20
    assert inbox._SETTLE_SECONDS < time.monotonic() - began < 4 * inbox._SETTLE_SECONDS


def as_nobody(work: Callable[[Path], None]) -> None:
    """Does the work on a home that belongs to an account without rights over others' files."""
    home = Path(tempfile.mkdtemp()) / "home"
    try:
        home.parent.chmod(0o755)
        (home / "inbox").mkdir(parents=True)
        (home / "inbox/secret.xlsx").write_bytes(b"s")
        (home / "inbox/secret.xlsx").chmod(0)
        (home / "inbox/locked").mkdir()
        (home / "inbox/locked/b.xlsx").write_bytes(b"2")
        (home / "inbox/locked").chmod(0o555)
        (home / "inbox/a.xlsx").write_bytes(b"1")
        if os.geteuid() == 0:
            for path in (home, home / "inbox", home / "inbox/a.xlsx"):
                os.chown(path, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        work(home)
    finally:
        os.seteuid(os.getuid())
        (home / "inbox/locked").chmod(0o755)
        shutil.rmtree(home.parent)


def test_a_file_that_may_not_be_read_or_moved_holds_up_no_other(caplog):
    def work(home: Path) -> None:
        assert len(receive.collect(home, MOMENT)) == 1
        assert waiting(home) == [b"1"]
        assert sorted(path.name for path in (home / "inbox").rglob("*.xlsx")) == ["b.xlsx", "secret.xlsx"]

    as_nobody(work)
    assert "有 2 个文件读不了或移不走" in caplog.text


# putting files there


def test_what_is_dropped_appears_whole_and_its_folder_goes_with_it(home, tmp_path):
    for name, data in (("六月/a.xlsx", b"1"), ("六月/乙/a.xlsx", b"2"), ("六月/.hidden", b"3")):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "六月/link.xlsx").symlink_to(tmp_path / "六月/a.xlsx")
    inbox.drop(home, tmp_path / "六月")
    assert len(tree(home / "inbox")) == 2
    receive.collect(home, MOMENT)
    assert waiting(home) == [b"1", b"2"]
    assert list((home / "inbox").iterdir()) == []


def test_two_files_of_one_name_do_not_overwrite_each_other(home, tmp_path):
    for data in (b"1", b"2"):
        (tmp_path / "a.xlsx").write_bytes(data)
        inbox.drop(home, tmp_path / "a.xlsx")
    assert len(receive.collect(home, MOMENT)) == 2


def test_a_pipe_is_not_dropped(home, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(IntakeError):
        inbox.drop(home, tmp_path / "pipe")


def test_the_command_line_takes_a_file_from_anywhere_and_leaves_it_there(home, tmp_path, monkeypatch):
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    path = tmp_path / ("名" * 83 + ".csv")
    path.write_bytes(TWO_TOWNSHIPS)
    done = CliRunner().invoke(cli.app, ["intake", str(path), "--received-at", "2021-06-24T10:00"], catch_exceptions=False)
    assert done.exit_code == 0
    assert path.read_bytes() == TWO_TOWNSHIPS
    assert len(list((home / "outbox/2021-06").glob("*/回执*.html"))) == 3
    assert list((home / "inbox").iterdir()) == []


def test_what_lies_in_the_inbox_is_taken_without_being_named(home, monkeypatch):
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    (home / "inbox/名单.csv").write_bytes(TWO_TOWNSHIPS)
    done = CliRunner().invoke(cli.app, ["intake", "--received-at", "2021-06-24T10:00"], catch_exceptions=False)
    assert done.exit_code == 0
    assert len(list((home / "outbox/2021-06").glob("*/回执*.html"))) == 3
