"""The month in progress, day by day: what came is taken up, nothing else moves, and the month's own run is none the wiser."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lowincome import case_steps, cli, paths, sql_model, steps, tracking
from lowincome.errors import IntakeError
from pipeline import content, files, query, run_month, tables

JUNE = date(2021, 6, 1)
# what rests on the month's rosters and rules: empty until the month is run, so it is not made
WITH_THE_RUN = {
    *("mart.roster_pair", "mart.household_change", "mart.finding", "mart.random_draw", "mart.month_run"),
    *("stg.household", "stg.person", "stg.change", "stg.quarantined_household", "stg.feed_standing", "stg.ruling"),
}


def cases(home: Path, month: str) -> list[tuple[str, str]]:
    return query(
        paths.warehouse(home), "SELECT case_id, state FROM mart.case_state WHERE month = ? ORDER BY case_id", [date.fromisoformat(month)]
    )


def events(home: Path) -> list[tuple[str, int]]:
    return query(paths.warehouse(home), "SELECT event, count(*) FROM mart.case_event WHERE month = ? GROUP BY event ORDER BY event", [JUNE])


@pytest.mark.parametrize(
    ("day", "month"), [("2021-06-25", "2021-06"), ("2021-06-26", "2021-07"), ("2021-12-26", "2022-01"), ("2021-07-01", "2021-07")]
)
def test_a_day_belongs_to_the_month_whose_run_takes_up_what_comes_on_it(day: str, month: str) -> None:
    assert tracking.month_of(date.fromisoformat(day)) == date.fromisoformat(f"{month}-01")


def test_what_tracking_makes_is_all_that_cases_need() -> None:
    models = {model.table: model for schema in ("stg", "mart") for model in sql_model.layer(schema)}
    needed, waiting = set(), {"mart.case_ledger", "mart.submission_status", "mart.case_tracking", "mart.case_clock"}
    while waiting:
        table = waiting.pop()
        needed.add(table)
        waiting |= {read for read in models[table].reads if read in models} - needed - WITH_THE_RUN
    assert set(tracking.MODELS) == needed


def test_with_nothing_new_every_case_stays_as_it_was(unrun: Path) -> None:
    """Given May's lists, approved, when the first day after them is tracked, then the cases on them are dispatched and nothing else has happened."""
    open_before = {case for case, state in cases(unrun, "2021-05-01") if state != "已销号"}
    case_steps.track_cases("2021-05-26")
    assert {event for event, _ in events(unrun)} == {"派单"}
    assert {case for case, state in cases(unrun, "2021-06-01") if state != "已销号"} == open_before
    assert {case for case, _ in cases(unrun, "2021-06-01")} == {case for case, _ in cases(unrun, "2021-05-01")}


def test_tracked_twice_nothing_changes_and_no_file_is_touched(unrun: Path) -> None:
    case_steps.track_cases("2021-06-20")
    before, written = tables(paths.warehouse(unrun)), {path: path.stat().st_mtime_ns for path in (unrun / "outbox").rglob("销号台账*")}
    assert case_steps.track_cases("2021-06-20")["files"] > 0
    assert tables(paths.warehouse(unrun)) == before
    assert {path: path.stat().st_mtime_ns for path in (unrun / "outbox").rglob("销号台账*")} == written


def test_the_monthly_run_is_the_same_as_if_nobody_had_tracked(county: Path, unrun: Path) -> None:
    for day in ("2021-05-27", "2021-06-20", "2021-06-25"):
        case_steps.track_cases(day)
    assert cases(unrun, "2021-06-01") != []
    run_month("2021-06")
    assert content(unrun) == content(county)


def test_an_older_month_run_again_is_followed_by_the_month_in_progress(unrun: Path) -> None:
    """Given June in progress, when a file of May is withdrawn and May run again, then June stands as if it were tracked only now."""
    case_steps.track_cases("2021-06-20")
    tracked = tables(paths.warehouse(unrun))
    withdrawn = query(paths.warehouse(unrun), "SELECT max(submission_id) FROM raw.submission WHERE month = '2021-05-01' AND kind = 'form'")[
        0
    ][0]
    done = CliRunner().invoke(cli.app, ["submission", "withdraw", withdrawn, "--reason", "报错了", "--by", "王主任"])
    assert done.exit_code == 0, done.output
    steps.run_month("2021-05", lists=False)
    followed = tables(paths.warehouse(unrun))
    assert followed["mart.case_state"] != tracked["mart.case_state"]
    case_steps.track_cases("2021-06-20")
    assert tables(paths.warehouse(unrun)) == followed


def test_a_month_that_was_run_is_left_alone_and_so_is_one_without_a_month_before(copy: Path) -> None:
    before = content(copy)
    assert "已经运行" in case_steps.track_cases("2021-06-25")["summary"]
    assert "还没有运行" in case_steps.track_cases("2021-08-03")["summary"]
    assert content(copy) == before


def test_the_warehouse_rebuilt_for_a_day_is_the_one_of_that_day(unrun: Path) -> None:
    """June's files are there, and it is the 20th: May is the last month that was run, June is in progress."""
    case_steps.track_cases("2021-06-20")
    before = content(unrun)
    paths.warehouse(unrun).unlink()
    assert steps.rebuild(date(2021, 6, 20)) == ["2021-04", "2021-05"]
    assert content(unrun) == before


def test_a_decision_about_a_case_is_a_file_and_counts_from_the_day_it_comes(unrun: Path) -> None:
    [(case, _), *_] = cases(unrun, "2021-05-01")
    case_steps.decide_case(case, "暂缓", "户主外出,年底回来", "王主任", "2021-06-10", "2021-12-31")
    for submission_id in steps.collect("2021-06-10T10:00"):
        steps.read_file(submission_id)
    said = "SELECT case_id, decision, reason, until_on, decided_by, decided_on, known_on FROM stg.case_decision WHERE month = '2021-06-01'"
    case_steps.track_cases("2021-06-09")
    assert query(paths.warehouse(unrun), said) == []
    case_steps.track_cases("2021-06-10")
    on = date(2021, 6, 10)
    assert query(paths.warehouse(unrun), said) == [(case, "暂缓", "户主外出,年底回来", date(2021, 12, 31), "王主任", on, on)]


@pytest.mark.parametrize(("verb", "word"), [("hold", "暂缓"), ("resume", "恢复"), ("lift", "解除静默")])
def test_the_verbs_of_the_command_line_say_what_they_are_called(unrun: Path, verb: str, word: str) -> None:
    [(case, _), *_] = cases(unrun, "2021-05-01")
    done = CliRunner().invoke(cli.app, ["case", verb, case, "--reason", "试一试", "--by", "王主任"])
    assert done.exit_code == 0, done.output
    cells = query(paths.warehouse(unrun), "SELECT cells ->> '预警编号', cells ->> '处理' FROM raw.feed WHERE feed = 'case_decision'")
    assert cells == [(case, word)]


def test_there_is_nothing_to_decide_about_a_case_that_is_not_there_or_until_a_day_gone_by(county: Path) -> None:
    before = files(county / "inbox")
    [(case, _), *_] = cases(county, "2021-05-01")
    with pytest.raises(IntakeError, match="没有预警编号"):
        case_steps.decide_case("YJ202101-0000000000", "暂缓", "无", "王主任", "2021-06-10")
    with pytest.raises(IntakeError, match="在决定日期"):
        case_steps.decide_case(case, "暂缓", "无", "王主任", "2021-06-10", "2021-06-09")
    assert files(county / "inbox") == before
