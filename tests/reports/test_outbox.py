"""Files appear whole or not at all."""

from datetime import date

import pytest

from lowincome.reports import outbox, workbook_style


def test_an_interrupted_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = outbox.put(tmp_path / "a" / "list.html", b"old")

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(outbox.os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        outbox.put(path, b"new, but only half")
    assert path.read_bytes() == b"old"


def test_a_workbook_that_fails_half_way_is_not_there(tmp_path):
    path = tmp_path / "list.xlsx"

    def write_half():
        with workbook_style.workbook(path, date(2021, 6, 1)) as (book, _):
            book.add_worksheet("预警清单")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert not path.exists()
