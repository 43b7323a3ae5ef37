"""Twenty-four months of a county whose truth is known: what must hold whatever clerks do, said in words and asked of what the real steps made."""

import shutil
from pathlib import Path

import pytest

from lowincome import month as months
from lowincome import paths, steps
from lowincome.example import names, papers
from lowincome.intake import returned_list
from pipeline import query
from simulation import asked, drawn
from simulation.conftest import Lived

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
EVENTS = "立案 复开 派单 核查结果 帮扶落实 申请销号 销号 不予销号 暂缓 恢复 待说明 未采纳 户变更 并案 新增预警 分歧消失".split()
COLUMNS = [f'"{column}"' for column in returned_list.COLUMNS]


def nothing(lived: Lived, question: str) -> None:
    """Or the first few that should not be there."""
    found = lived.ask(question)
    assert not found, f"{len(found)}: {found[:5]}"


def test_the_two_years_hold_what_is_to_be_tested(lived: Lived) -> None:
    events = {row[0] for row in lived.ask("SELECT DISTINCT event FROM mart.case_event")}
    assert set(EVENTS) - events == set()
    answers = {row[0] for row in lived.ask("SELECT DISTINCT move FROM mart.case_event WHERE event = '核查结果'")}
    assert {"属实", "不属实", "已有政策覆盖", "外出未见"} <= answers
    reasons = {row[0] for row in lived.ask("SELECT DISTINCT reason FROM mart.feedback_unplaced")}
    assert {"还没有走访", "以前报过,内容相同"} <= reasons
    assert set(lived.told.upheavals) >= {"moves", "splits", "joins", "renumbers", "dies_out", "loses_its_head"}
    assert lived.told.late
    assert lived.ask("SELECT count(*) FROM stg.standing WHERE is_carried_forward AND roster_month < month")[0][0] > 0


@pytest.mark.parametrize("cut", ["", "township_code", "family"])
def test_no_case_is_lost_opened_and_reopened_less_closed_and_joined_is_what_is_open(lived: Lived, cut: str) -> None:
    """By township the moves of households belong to the account too, so there it is asked of the cases that stayed where they were."""
    whose = "case_id NOT IN (SELECT case_id FROM mart.case_event WHERE event = '户变更')" if cut == "township_code" else "TRUE"
    same = f"f.{cut} = s.{cut}" if cut else "TRUE"
    nothing(lived, asked.UNBALANCED.format(cut=f", {cut}" if cut else "", whose=whose, same=same))


def test_every_case_that_ever_was_is_in_every_later_month(lived: Lived) -> None:
    nothing(lived, asked.LOST_CASES)


def test_no_finding_vanishes_every_triggered_rule_is_in_an_open_case_or_quiet_with_its_reason(lived: Lived) -> None:
    nothing(lived, asked.LOST_FINDINGS)
    assert lived.ask("SELECT count(*) FROM mart.finding WHERE is_quiet")[0][0] > 20


def test_what_is_quiet_stays_quiet_while_its_evidence_is_the_same_and_its_time_is_not_over(lived: Lived) -> None:
    nothing(lived, asked.FORGOTTEN)


def test_one_open_case_per_household_and_cause(lived: Lived) -> None:
    nothing(lived, asked.TWO_OPEN)


def test_a_case_stays_with_the_people_it_is_about(lived: Lived) -> None:
    """Where the household of an open case is on the roster no more and those who lived there last live in another, the case is there."""
    nothing(lived, asked.LEFT_BEHIND)


def test_nobody_warned_waits_longer_than_the_parameter_unless_the_centre_kept_the_list(lived: Lived) -> None:
    """A month whose list did not go out is a month of waiting for everybody on it; from the bound on who has a warning is always on the list."""
    nothing(lived, asked.WAITS_TOO_LONG)
    assert lived.ask("SELECT count(*) FROM mart.visit_plan WHERE needs_visit AND NOT is_listed AND months_waiting > 1")[0][0] > 0


def test_what_is_urgent_and_what_is_drawn_is_on_the_list_of_its_month(lived: Lived) -> None:
    nothing(lived, asked.PRESSING_NOT_LISTED)


def test_a_routine_visit_nobody_made_in_its_month_takes_no_hours_from_who_has_a_warning(lived: Lived) -> None:
    nothing(lived, asked.DRAWN_EARLIER_BEFORE_WARNED)


def test_what_is_not_on_the_list_says_why(lived: Lived) -> None:
    nothing(lived, "SELECT month, case_id FROM mart.visit_plan WHERE NOT is_listed AND not_listed_reason IS NULL")
    nothing(lived, asked.NOT_PLANNED)


def test_a_case_is_sent_out_only_by_a_list_that_was_let_go(lived: Lived) -> None:
    [refused] = lived.told.refused
    assert lived.ask("SELECT case_id FROM mart.case_event WHERE event = '派单' AND month = ?", months.add(refused, 1)) == []
    nothing(lived, asked.SENT_WITHOUT_LIST)


def test_the_rosters_balance_each_month(lived: Lived) -> None:
    nothing(lived, "SELECT month, township_code, support_category, unit FROM mart.conservation WHERE NOT is_balanced")
    assert lived.ask("SELECT count(DISTINCT month) FROM mart.conservation")[0][0] == len(lived.months)


def test_no_case_closes_without_somebody_asking(lived: Lived) -> None:
    """Or because the department's own list agrees now."""
    nothing(lived, asked.CLOSED_UNASKED)
    nothing(lived, asked.CLOSED_OTHERWISE)


def test_a_true_case_closes_only_with_a_delivered_measure_and_without_its_finding(lived: Lived) -> None:
    assert len(lived.ask(asked.TRUE_CLOSED)) > 10
    nothing(lived, asked.CLOSED_WITHOUT_MEASURE)
    nothing(lived, asked.CLOSED_WITH_FINDING)


def test_nobody_is_closed_who_may_not_be(lived: Lived) -> None:
    nothing(lived, asked.CLOSED_BUT_MAY_NOT_BE)


def test_every_refusal_of_closing_gives_its_reason(lived: Lived) -> None:
    nothing(lived, "SELECT month, case_id FROM mart.case_event WHERE event = '不予销号' AND coalesce(detail, '') = ''")
    assert lived.ask("SELECT count(*) FROM mart.case_event WHERE move = '不得销号'")[0][0] > 0


def test_a_death_a_removal_or_a_new_number_never_closes_a_case(lived: Lived) -> None:
    nothing(lived, "SELECT case_id, month FROM mart.case_event WHERE event = '户变更' AND state_after IS NOT NULL")
    said = lived.ask("SELECT DISTINCT detail FROM mart.case_event WHERE event = '户变更'")
    assert {"迁移", "换号", "换户主", "并户", "全户离册"} <= {word for (words,) in said for word in words.split("、")}


def test_the_same_thing_said_twice_is_one_event(lived: Lived) -> None:
    nothing(lived, asked.VISIT_TWICE)
    nothing(lived, asked.HELP_TWICE)


def test_replaying_the_events_gives_the_states(lived: Lived) -> None:
    nothing(lived, asked.OTHERWISE_REPLAYED)


def test_the_draw_is_fair_the_truth_of_its_households_is_that_of_all_who_could_be_drawn(lived: Lived) -> None:
    found = drawn.of(lived)
    needy = found.needy(found.drawn)
    low, high = drawn.wilson(sum(needy), len(needy))
    assert found.drawn <= found.pool
    assert len(needy) > 40
    assert low <= found.expected() <= high, (low, found.expected(), high)


def test_what_rules_point_at_is_true_more_often_than_what_is_drawn(lived: Lived) -> None:
    """Else the draw could not be told from the ranking, and the test above would show nothing."""
    [(true, count)] = lived.ask(
        "SELECT count(*) FILTER (WHERE move = '属实'), count(*) FROM mart.case_event"
        " WHERE move IN ('属实', '不属实', '已有政策覆盖') AND family <> '例行走访'"
    )
    assert drawn.wilson(true, count)[0] > drawn.of(lived).expected()


def test_the_missed_rate_found_at_the_door_holds_the_true_one_in_its_interval(lived: Lived) -> None:
    """Clerks overlook some and see some that is not there; who was not met counts neither way, and both ways in the bounds."""
    [(picked, unsent, visited, unseen, silent, confirmed, low, high)] = lived.ask(
        "SELECT drawn, not_sent, visited, unseen, unanswered, confirmed, low, high FROM mart.missed_rate WHERE month = ? AND period = '全部'",
        lived.months[-1],
    )
    assert picked == unsent + visited + unseen + silent
    assert unseen + silent > 0, "everybody answered: nothing is shown about those who do not"
    assert (float(low), float(high)) == pytest.approx(drawn.wilson(confirmed, visited), abs=0.001)
    expected = drawn.of(lived).expected()
    assert low <= expected <= high, (low, expected, high)
    sent = picked - unsent
    assert drawn.wilson(confirmed, sent)[0] <= expected <= drawn.wilson(sent - visited + confirmed, sent)[1]


def test_all_feedback_of_a_month_sent_once_more_changes_no_case(lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, last = tmp_path / "again", lived.months[-1]
    shutil.copytree(lived.home, home)
    monkeypatch.setenv("LOWINCOME_HOME", str(home))
    said = lived.ask(
        f"SELECT township_code, {', '.join(COLUMNS)} FROM raw.feedback WHERE month = ? AND \"核查日期\" IS NOT NULL AND verdict = 'accepted'",
        last,
    )
    assert said
    for code in {row[0] for row in said}:
        rows = [dict(zip(returned_list.COLUMNS, row[1:], strict=True)) for row in said if row[0] == code]
        path = paths.inbox(home) / f"{code}.xlsx"
        papers.send_back_list(path, code, names.townships()[code], months.add(last, -1), rows)
    for submission_id in steps.collect(f"{months.label(last)}-25T12:00"):
        assert steps.read_file(submission_id)["status"] != "退回"
    events = "SELECT * FROM mart.case_event ORDER BY month, case_id, seq"
    before = query(paths.warehouse(home), events)
    steps.run_month(months.label(last), lists=False)
    assert query(paths.warehouse(home), events) == before
