"""Opening month after month: the first, an unchanged one, and the one that waits for every township."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from exchange import clerk, month
from factories import TOWNSHIP, TOWNSHIPS, household, member, write_form
from lowincome import cli, paths, steps
from lowincome.intake import form
from pipeline import query


def test_in_the_first_month_it_is_empty_and_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    assert "空表" in steps.open_month("2021-06")["summary"]
    book = clerk.openpyxl.load_workbook(clerk.workbook(tmp_path / "home"))
    assert not book[form.COVER]["B5"].value
    assert not any(sheet.protection.sheet for sheet in book)
    assert clerk.read(clerk.workbook(tmp_path / "home"), "household") == []


def test_who_opens_a_month_is_told_where_the_workbooks_lie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    assert "放在 outbox/2021-06/<乡镇>" in steps.open_month("2021-06")["summary"]
    said = CliRunner().invoke(cli.app, ["month", "open", "2021-06"]).output
    folder = Path(said.split(": ")[1].strip())
    assert [path.parent.name for path in sorted(folder.rglob("报送表_*.xlsx"))] == [f"{code}_{name}" for code, name in TOWNSHIPS.items()]


def test_months_without_a_change_leave_the_roster_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Given a roster, when every month its workbook comes back with 无变化, then three months later it is the same but for what time alone changes."""
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    houses = [household(n, month="2020-10") for n in (1, 2, 3)]
    persons = [member(one, n, 务工地="固原市", 连续无收入月数=1 if n == 2 else None) for one in houses for n in (1, 2)]
    month.take([write_form(tmp_path / "first.xlsx", TOWNSHIP, "2020-10", houses, persons)], "2020-10-20T10:00")
    month.close("2020-10")
    for label in ["2020-11", "2020-12", "2021-01"]:
        steps.open_month(label)
        sent = clerk.confirm(clerk.workbook(tmp_path / "home", label=label), tmp_path / f"{label}.xlsx", month=label)
        assert month.take([sent], f"{label}-20T10:00") == ["接收"]
        month.close(label)
    changing = "month, submission_id, row_number, visited_on, known_on, roster_month, change_stated, age, months_without_income"
    for table in ("household_month", "person_month"):
        columns = {name for (name,) in query(paths.warehouse(tmp_path / "home"), f"SELECT column_name FROM (DESCRIBE core.{table})")}
        kept = ", ".join(sorted(columns - set(changing.split(", "))))
        first, last = (
            query(paths.warehouse(tmp_path / "home"), f"SELECT {kept} FROM core.{table} WHERE month = ? ORDER BY ALL", [f"{label}-01"])
            for label in ("2020-10", "2021-01")
        )
        assert first
        assert first == last
    idle = query(paths.warehouse(tmp_path / "home"), "SELECT max(months_without_income) FROM core.person_month WHERE month = '2021-01-01'")
    assert idle == [(4,)]


def test_all_have_sent_when_something_of_every_township_was_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path / "home"))
    files = [
        write_form(tmp_path / f"{code}.xlsx", code, "2021-06", [household(1, code)], [member(household(1, code))]) for code in TOWNSHIPS
    ]
    month.take(files[1:], "2021-06-20T10:00")
    assert not steps.all_sent("2021-06")
    run = {"conf": None, "partition_key": "2021-06", "run_after": "2021-06-01T06:00:00+08:00"}
    steps.deadline_passed({"dag_run": run})
    note = next((tmp_path / "home" / "outbox" / "2021-06" / "county").rglob("截止时还没有收到_2021-06.txt")).read_text(encoding="utf-8")
    assert "1 个乡镇的:香水镇。" in note
    month.take(files[:1], "2021-06-26T10:00")
    assert steps.all_sent("2021-06")
