"""Several sendings of one month: which stands, what the newer changed, withdrawal and late files; and the door that asks as the month does."""

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from exchange.rosters import MARTS, decided, roster, rows, run, sent
from factories import TOWNSHIP, change, household, member
from intake.sending import send
from lowincome import month as months
from lowincome import paths, steps, warehouse
from lowincome.intake import difference, earlier
from lowincome.intake.form import COLUMNS as FORM
from pipeline import query

MAY, JUNE = "2021-05", "2021-06"
OTHER = "640424101"
Con = duckdb.DuckDBPyConnection


def standing(con: Con) -> str:
    return rows(con, "stg.standing", JUNE)[0]["submission_id"]


# ---- which sending stands ----------------------------------------------------------------------------------------------------------------


def test_a_withdrawn_sending_gives_way_to_the_one_before_it(con: Con) -> None:
    first = sent(con, JUNE, [household(1), household(2)])
    second = sent(con, JUNE, [household(1)], version=2)
    run(con, JUNE)
    assert standing(con) == second
    decided(con, second, "撤回")
    run(con, JUNE)
    assert standing(con) == first
    assert {row["carried_because"] for row in rows(con, "core.household_month", JUNE)} == {None}


def test_with_its_only_sending_withdrawn_the_township_keeps_last_months_roster(con: Con) -> None:
    may = sent(con, MAY, [household(1)])
    june = sent(con, JUNE, [household(1), household(2)])
    decided(con, june, "撤回")
    run(con, MAY, JUNE)
    assert standing(con) == may
    assert [row["carried_because"] for row in rows(con, "core.household_month", JUNE)] == ["未报"]


def test_a_withdrawal_is_not_known_before_its_day(con: Con) -> None:
    """Both sides of the day on which the decision came."""
    sent(con, JUNE, [household(1)])
    second = sent(con, JUNE, [household(1)], version=2)
    decided(con, second, "撤回", on="2021-06-28")
    stood = []
    for day in ("2021-06-27", "2021-06-28"):
        run(con, JUNE, known_on=date.fromisoformat(day))
        stood.append(standing(con) == second)
    assert stood == [True, False]


@pytest.mark.parametrize("newest", ["名单", "1"])
def test_a_list_of_another_system_never_displaces_a_form_of_the_same_month(con: Con, newest: str) -> None:
    ids = {
        version: sent(con, JUNE, [household(1)], version=number, form_version=version)
        for number, version in enumerate(sorted(["名单", "1"], key=lambda one: one == newest), start=1)
    }
    run(con, JUNE)
    assert standing(con) == ids["1"]


def test_a_list_of_another_system_stands_where_it_is_all_there_is(con: Con) -> None:
    sent(con, MAY, [household(1)])
    june = sent(con, JUNE, [household(1)], form_version="名单")
    run(con, MAY, JUNE)
    assert standing(con) == june


# ---- the month names what was late and who decided ---------------------------------------------------------------------------------------


def late(con: Con) -> str:
    sent(con, JUNE, [household(1)])
    second = sent(con, JUNE, [household(1)], version=2, received="2021-06-27T09:00+08:00")
    con.execute("UPDATE raw.submission SET is_on_time = received_at <= due_at WHERE kind = 'form'")
    return second


def month_run(con: Con) -> tuple[int, str, str | None]:
    warehouse.run_models(con, ("mart.month_run",), {"month": months.parse(JUNE), "region": "640424", "known_on": None})
    [row] = rows(con, "mart.month_run", JUNE)
    return row["revision"], row["reason"], row["decisions"]


def test_a_late_file_without_a_decision_is_taken_and_said_to_be_unexplained(con: Con) -> None:
    second = late(con)
    run(con, JUNE)
    assert standing(con) == second
    assert month_run(con) == (2, "香水镇第2次报送 2021-06-27 逾期送达,未说明原因", None)


def test_a_late_file_with_a_decision_names_reason_and_who_decided(con: Con) -> None:
    decided(con, late(con), "逾期接收", "停电两天")
    run(con, JUNE)
    revision, reason, decisions = month_run(con)
    assert (revision, reason) == (2, "香水镇第2次报送 2021-06-27 逾期送达,已说明原因")
    assert decisions == "香水镇第2次报送 逾期接收: 停电两天 王主任 2021-06-28"


def test_a_withdrawal_after_the_deadline_is_a_revision_of_its_own(con: Con) -> None:
    decided(con, late(con), "撤回", "报错了月份")
    run(con, JUNE)
    assert month_run(con)[:2] == (3, "香水镇第2次报送 2021-06-27 逾期送达,未说明原因;香水镇第2次报送 2021-06-28 撤回")


@pytest.mark.parametrize(("day", "revision"), [("2021-06-25", 1), ("2021-06-26", 2)])
def test_a_withdrawal_up_to_the_deadline_is_no_revision(con: Con, day: str, revision: int) -> None:
    decided(con, sent(con, JUNE, [household(1)]), "撤回", on=day)
    run(con, JUNE)
    assert month_run(con)[0] == revision


# ---- at the door -------------------------------------------------------------------------------------------------------------------------


def test_the_door_asks_what_the_month_asks(home: Path) -> None:
    """Given a June file that differs from May's in every way, then receipt and warehouse name the same causes, sheets and rows."""
    may = [household(n) for n in range(1, 7)]
    send(home, roster(home, "5.xlsx", MAY, may, [member(one, k) for one in may for k in (1, 2)]), "2021-05-20T10:00")
    june = [household(n) for n in range(2, 8)]
    june[1] |= {"救助类别": "无", "低保档次": None, "保障人数": None, "月保障金额": None}
    june[2]["月保障金额"] = 200
    people = [*[member(one, k) for one in june for k in (1, 2)][:-3], member(june[-1])]
    changes = [change(june[3], 变动=word) for word in ("提标", "退出", "新增")]
    summary, findings = send(home, roster(home, "6.xlsx", JUNE, june, people, changes))
    assert summary["status"] == "接收有提示"
    steps.stage(MAY)
    steps.stage(JUNE)
    with warehouse.writer(paths.warehouse(home)) as con:
        warehouse.run_models(con, MARTS, {"month": months.parse(JUNE), "known_on": None})
    seen = query(paths.warehouse(home), "SELECT cause, sheet, row_number FROM mart.roster_disagreement WHERE month = '2021-06-01'")
    assert Counter(seen) == Counter((one["check_id"], one["sheet"], one["row_number"]) for one in findings)
    assert {"household_missing", "person_missing", "new_not_listed", "exit_not_listed", "cut_not_listed"} <= {cause for cause, _, _ in seen}
    for one in findings:
        assert one["severity"] in ("info", "warning")
        assert all(name not in one["message_zh"] for name in (row["户主姓名"] for row in may))


def test_the_cell_named_at_the_door_is_the_one_to_mend(home: Path) -> None:
    may = [household(1), household(2)]
    send(home, roster(home, "5.xlsx", MAY, may), "2021-05-20T10:00")
    _, findings = send(home, roster(home, "6.xlsx", JUNE, may, changes=[change(may[1], 变动="降标")]))
    [one] = findings
    assert (one["check_id"], one["cell"], one["value_masked"]) == ("listed_cut_not_found", "D2", "降标")


def test_the_first_file_of_a_township_is_asked_nothing_about_before(home: Path) -> None:
    summary, findings = send(home, roster(home, "6.xlsx", JUNE, [household(1)]))
    assert (summary["status"], findings) == ("接收", [])


def test_a_second_file_of_a_first_month_with_fewer_rows_is_asked_about(home: Path) -> None:
    send(home, roster(home, "6.xlsx", JUNE, [household(1), household(2)]), "2021-06-20T10:00")
    _, findings = send(home, roster(home, "6b.xlsx", JUNE, [household(2)]))
    assert [(one["check_id"], one["value_masked"]) for one in findings] == [("household_missing", household(1)["户编号"])]


def test_a_missing_household_is_asked_about_until_it_is_explained(home: Path) -> None:
    """Given a household missing from May on, then June's receipt asks again, and not once 增减 has said why."""
    send(home, roster(home, "4.xlsx", "2021-04", [household(n, month="2021-04") for n in (1, 2)]), "2021-04-20T10:00")
    _, may = send(home, roster(home, "5.xlsx", MAY, [household(2, month=MAY)]), "2021-05-20T10:00")
    _, june = send(home, roster(home, "6.xlsx", JUNE, [household(2)]), "2021-06-20T10:00")
    _, again = send(home, roster(home, "6b.xlsx", JUNE, [household(2)], changes=[change(household(1), 变动="退出")]))
    assert [[one["check_id"] for one in findings] for findings in (may, june, again)] == [["household_missing"], ["household_missing"], []]


def test_one_that_was_explained_last_month_is_not_asked_about_again(home: Path) -> None:
    send(home, roster(home, "4.xlsx", "2021-04", [household(1), household(2)]), "2021-04-20T10:00")
    send(home, roster(home, "5.xlsx", MAY, [household(2)], changes=[change(household(1), 变动="退出")]), "2021-05-20T10:00")
    assert send(home, roster(home, "6.xlsx", JUNE, [household(2)]))[1] == []


def test_a_returned_file_is_no_roster_to_compare_with(home: Path) -> None:
    """Given May's file was returned, then June is compared with April."""
    april, _ = send(home, roster(home, "4.xlsx", "2021-04", [household(1)]), "2021-04-20T10:00")
    send(home, roster(home, "5.xlsx", MAY, [household(1)], []), "2021-05-20T10:00")
    found = earlier.roster(home, TOWNSHIP, months.parse(JUNE))
    assert found is not None
    assert found.name == april["submission_id"]


@pytest.mark.parametrize(("form_version", "is_asked"), [("名单", False), ("1", True)])
def test_a_list_beside_a_form_that_stands_asks_nothing(home: Path, form_version: str, is_asked: bool) -> None:
    """Given a form of two households out of May's three stands, when a file with one of them comes, then only a form is asked about the rest."""
    send(home, roster(home, "5.xlsx", MAY, [household(n, month=MAY) for n in (1, 2, 3)]), "2021-05-20T10:00")
    summary, _ = send(home, roster(home, "a.xlsx", JUNE, [household(1), household(2)]))
    tables = {sheet: pq.read_table(home / summary["folder"] / f"{sheet}.parquet") for sheet in ("household", "member", "change")}
    later = {name: table.set_column(0, "submission_id", pa.array(["S2"] * len(table))) for name, table in tables.items()}
    later["household"] = later["household"].slice(0, 1)
    facts = {"submission_id": "S2", "township_code": TOWNSHIP, "township_name": "香水镇", "month": months.parse(JUNE)}
    places = {sheet: {name: place for place, name in enumerate(names)} for sheet, names in FORM.items()}
    came = datetime(2021, 6, 25, 10, tzinfo=months.LOCAL)
    asked = difference.findings(home, later, places, {**facts, "form_version": form_version}, came)
    assert bool(asked) == is_asked
