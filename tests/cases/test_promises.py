"""What holds whatever townships answer and in whatever order: nothing lost, nothing closed by itself, the accounts balance."""

import csv
from datetime import date
from typing import Any

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import life
from lowincome import policy, warehouse

MONTHS = ("2021-04", "2021-05", "2021-06", "2021-07")
FAMILIES = ("漏保漏救", "因困致贫", "漏统漏管", "查短补齐")
RESULTS = ("属实", "不属实", "已有政策覆盖", "外出未见", "需部门复核")

finding = st.tuples(st.sampled_from(FAMILIES), st.sampled_from("甲乙"), st.sampled_from([True, True, False, None]), st.integers(1000, 4000))
answer = st.fixed_dictionaries(
    {
        "result": st.sampled_from(RESULTS),
        "on": st.integers(1, 23),
        "helps": st.booleans(),
        "asks": st.booleans(),
        "remark": st.sampled_from([None, "有说明"]),
    }
)
household_month = st.fixed_dictionaries(
    {
        "finds": st.lists(finding, max_size=4, unique_by=lambda found: found[:2]),
        "answers": st.lists(answer, max_size=3),
        "there": st.booleans(),
        "monitored": st.booleans(),
    }
)
stories = st.lists(st.lists(household_month, min_size=len(MONTHS), max_size=len(MONTHS)), min_size=6, max_size=8)


def play(con: duckdb.DuckDBPyConnection, told: list[list[dict[str, Any]]]) -> None:
    """Every household lives its months side by side; whatever case is open in a month gets that month's answers."""
    for place, month in enumerate(MONTHS):
        for number, story in enumerate(told):
            _month(con, month, f"H{number}", story[place])
        life.close(con, month)


def _month(con: duckdb.DuckDBPyConnection, month: str, household_id: str, said: dict[str, Any]) -> None:
    if said["there"] or month == MONTHS[0]:
        life.lives(con, month, household_id, (f"P{household_id}",), monitoring_category="突发严重困难户" if said["monitored"] else "一般户")
    for family, which, is_triggered, measured in said["finds"]:
        life.finds(con, month, household_id, f"{family}{which}", family, is_triggered, measured)
    cases = con.execute("SELECT DISTINCT case_id FROM mart.case_event WHERE household_id = ? ORDER BY ALL", [household_id]).fetchall()
    for (case_id,) in cases:
        for one in said["answers"]:
            more = life.helped(month, min(one["on"] + 1, 24)) if one["helps"] else {}
            life.hears(con, month, case_id, one["result"], one["on"], asks_to_close=one["asks"], remark=one["remark"], **more)


def table() -> dict[tuple[str, str], str]:
    with (policy.REFERENCE / "case_moves.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {(row["from_state"], row["move"]): row["to_state"] for row in csv.DictReader(stream)}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(stories)
def test_whatever_is_answered_in_whatever_order(shared: duckdb.DuckDBPyConnection, told: list[list[dict[str, Any]]]) -> None:
    with warehouse.tentative(shared):
        play(shared, told)
        _replays(shared)
        _no_case_is_lost(shared)
        _no_finding_vanishes(shared)
        _nothing_closes_by_itself(shared)
        _one_open_case_a_household_and_family(shared)


def _replays(con: duckdb.DuckDBPyConnection) -> None:
    """The state told by the table of moves, walked by hand, is the state the warehouse holds."""
    moves, now = table(), {}
    for case_id, move in con.execute("SELECT case_id, move FROM mart.case_event ORDER BY case_id, seq").fetchall():
        before = now.get(case_id, "")
        now[case_id] = before if move in ("待说明", "未采纳") else moves[before, move]
    held = con.execute("SELECT case_id, state FROM mart.case_state WHERE month = ?", [life.day(MONTHS[-1], 1)]).fetchall()
    assert dict(held) == now


def _no_case_is_lost(con: duckdb.DuckDBPyConnection) -> None:
    """Opened and reopened, less closed and joined, is what is open; and a case once there is there every month."""
    for month in MONTHS:
        opened, ended, still = con.execute(
            """
            SELECT
              count(*) FILTER (WHERE event IN ('立案', '复开')), count(*) FILTER (WHERE state_after IN ('已销号', '已并案')),
              (SELECT count(*) FROM mart.case_state WHERE month = $month AND is_open_case(state))
            FROM mart.case_event WHERE month <= $month
            """,
            {"month": life.day(month, 1)},
        ).fetchone()
        assert opened - ended == still


def _no_finding_vanishes(con: duckdb.DuckDBPyConnection) -> None:
    """Every triggered rule is quiet with its reason, or stands in an open case that names it."""
    lost = con.execute(
        """
        SELECT f.* FROM mart.finding AS f
        LEFT JOIN mart.case_state AS s ON f.month = s.month AND f.case_id = s.case_id AND is_open_case(s.state)
        WHERE CASE WHEN f.is_quiet THEN f.quiet_reason IS NULL OR f.quiet_until < f.month ELSE NOT coalesce(list_contains(s.rule_ids, f.rule_id), FALSE) END
        """
    ).fetchall()
    triggered, told = (
        con.execute(query).fetchone()
        for query in (
            "SELECT count(*) FROM rule.hit AS h SEMI JOIN core.household_month AS c ON h.month = c.month AND h.household_id = c.household_id WHERE is_triggered",
            "SELECT count(*) FROM mart.finding",
        )
    )
    assert (lost, triggered) == ([], told)


def _nothing_closes_by_itself(con: duckdb.DuckDBPyConnection) -> None:
    """Whatever was closed had been asked to be by a township, or its departments agreed; and what was true had been helped."""
    closed = con.execute(
        """
        SELECT e.case_id, any_value(e.move),
          (SELECT bool_or(f.asks_to_close) FROM stg.feedback AS f WHERE f.case_id = e.case_id),
          bool_or(s.result = '属实' AND NOT s.is_helped)
        FROM mart.case_event AS e
        INNER JOIN mart.case_state AS s ON e.month = s.month AND e.case_id = s.case_id
        WHERE e.state_after = '已销号' GROUP BY e.case_id
        """
    ).fetchall()
    assert all((asked or move == "分歧消失") and not unhelped for _, move, asked, unhelped in closed)


def _one_open_case_a_household_and_family(con: duckdb.DuckDBPyConnection) -> None:
    doubled = con.execute(
        "SELECT month, household_id, family FROM mart.case_state WHERE is_open_case(state) GROUP BY ALL HAVING count(*) > 1"
    ).fetchall()
    assert doubled == []


def test_the_rows_it_read_are_named_by_every_event_that_came_from_a_file(con: duckdb.DuckDBPyConnection) -> None:
    number = life.opened(con)
    life.hears(con, "2021-05", number, "属实", asks_to_close=True, **life.helped("2021-05"))
    life.close(con, "2021-05")
    sources = con.execute("SELECT event, submission_id IS NOT NULL, known_on FROM mart.case_event ORDER BY seq").fetchall()
    assert sources == [
        ("立案", False, date(2021, 4, 26)),
        ("核查结果", True, date(2021, 5, 12)),
        ("帮扶落实", True, date(2021, 5, 12)),
        ("销号", True, date(2021, 5, 12)),
    ]
