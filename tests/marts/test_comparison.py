"""Both directions, department by department: who stands in their list and not in ours, who in ours and not in theirs, and lists that did not come."""

import json
from datetime import date
from typing import Any

import duckdb
import pytest

from factories import id_number
from lowincome import policy, sql_model, warehouse

JUNE = date(2021, 6, 1)
LISTS = {
    "rural_revitalisation": {"监测对象类别": "边缘易致贫户"},
    "disability": {"残疾类别": "肢体", "残疾等级": "2级"},
    "health": {"病种": "肺癌"},
    "education": {"学段": "初中", "学籍状态": "在籍"},
    "payment": {"发放项目": "农村低保", "实发金额": "300"},
    "temporary_relief": {"救助类型": "个人", "救助金额": "800"},
}
# what the township says of somebody who ought to stand in that list too, and what is then asked about
OUR_WORD = {
    "rural_revitalisation": ({"monitoring_category": "边缘易致贫户"}, "监测对象", "边缘易致贫户"),
    "disability": ({"has_disability_card": True}, "残疾人证", "有"),
    "health": ({"health": "大病"}, "大病", "大病"),
    "education": ({"schooling": "在校"}, "在校情况", "在校"),
}
COUNTS = ("rows_in", "matched", "doubtful", "unmatched", "only_theirs", "only_ours", "differing")


@pytest.fixture
def con():
    con = warehouse.in_memory()
    put(con, "core.household_month", month=JUNE, household_id="H1", township_code="640424100", township_name="香水镇", village="上村")
    warehouse.run_models(con, ["ref.feed", "ref.match_weight"], policy.reference_params())
    yield con
    con.close()


def put(con: duckdb.DuckDBPyConnection, table: str, **values: Any) -> None:
    con.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))


def ours(con: duckdb.DuckDBPyConnection, seed: int, name: str, **stated: Any) -> None:
    """A member of H1; what concerns the household is said of the household."""
    person = {"person_id": f"P{seed}", "name": name, "id_number": id_number(seed), "is_in_household": True, **stated}
    if category := person.pop("monitoring_category", None):
        con.execute("UPDATE core.household_month SET monitoring_category = ?", [category])
    put(con, "core.person_month", month=JUNE, household_id="H1", township_code="640424100", **person)


def listed(con: duckdb.DuckDBPyConnection, feed: str, *people: tuple[str, str | None], **said: str) -> None:
    """A department's list has come, with these names and numbers."""
    put(
        con,
        "raw.submission",
        submission_id=feed,
        kind="feed",
        feed=feed,
        month=JUNE,
        version=1,
        status="接收",
        received_at=JUNE.replace(day=20),
    )
    for row_number, (name, number) in enumerate(people, start=2):
        cells = {"姓名": name, "证件号码": number, "乡镇": "香水镇", "行政村": "上村", **LISTS[feed], **said}
        text = json.dumps(cells, ensure_ascii=False)
        put(con, "raw.feed", submission_id=feed, feed=feed, month=JUNE, row_number=row_number, cells=text, verdict="accepted")


def compare(con: duckdb.DuckDBPyConnection, feed: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The department's line of the comparison, and every disagreement of the month."""
    staged = [f"stg.{name}" for name in (*LISTS, "feed_standing")]
    judged = ["core.feed_row", "core.match_candidate", "core.match", "core.person_fact", "core.household_fact"]
    warehouse.run_models(con, [*staged, *judged, *marts("mart.comparison")], {"month": JUNE, "known_on": None})
    (line,) = rows(con, "SELECT * FROM mart.comparison WHERE feed = ?", [feed])
    return line, rows(con, "SELECT * FROM mart.disagreement_found ORDER BY feed, kind, person_id, row_number", [])


def marts(table: str) -> set[str]:
    """The marts a mart is made from, and itself."""
    (model,) = [model for model in sql_model.layer("mart") if model.table == table]
    return {table}.union(*(marts(read) for read in model.reads if read.startswith("mart.")))


def rows(con: duckdb.DuckDBPyConnection, select: str, values: list[Any]) -> list[dict[str, Any]]:
    cursor = con.execute(select, values)
    return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]


@pytest.mark.parametrize("feed", ["rural_revitalisation", "health", "payment", "temporary_relief"])
def test_who_stands_in_a_list_of_the_poor_and_not_on_our_roster_is_asked_about(con, feed):
    """应保尽保: nobody whom another office helps or watches is unknown to us without somebody having looked."""
    ours(con, 1, "马小花")
    listed(con, feed, ("马小花", id_number(1)), ("李建国", id_number(2, date(1960, 1, 1))))
    line, found = compare(con, feed)
    assert [line[count] for count in COUNTS[:5]] == [2, 1, 0, 1, 1]
    (one,) = [line for line in found if line["kind"] == "对方有我方无"]
    assert (one["feed"], one["row_number"], one["household_id"], one["theirs"]) == (
        feed,
        3,
        None,
        "大病" if feed == "health" else "在名单里",
    )


@pytest.mark.parametrize(("level", "severe", "asked"), [("2级", 2, 1), ("3级", 2, 0), ("2级", None, 0)])
def test_of_the_disabled_whom_we_do_not_know_the_severely_disabled_are_asked_about(con, level, severe, asked):
    """How severe is a number of the documents; where none is in force nobody can say who is."""
    ours(con, 1, "马小花")
    if severe:
        put(con, "ref.policy_in_force", month=JUNE, parameter="severe_disability_level", value=severe)
    listed(con, "disability", ("李建国", id_number(2, date(1960, 1, 1))), 残疾等级=level)
    line, found = compare(con, "disability")
    assert (line["unmatched"], line["only_theirs"]) == (1, asked)
    assert [one["theirs"] for one in found if one["kind"] == "对方有我方无"] == ["重残"] * asked


@pytest.mark.parametrize("feed", ["disability", "education"])
def test_who_stands_in_a_list_of_the_whole_county_only_is_counted_and_is_no_disagreement(con, feed):
    ours(con, 1, "马小花")
    listed(con, feed, ("李建国", id_number(2, date(1960, 1, 1))))
    line, found = compare(con, feed)
    assert (line["unmatched"], line["only_theirs"]) == (1, 0)
    assert [one for one in found if one["kind"] == "对方有我方无"] == []


@pytest.mark.parametrize("feed", OUR_WORD)
def test_whom_we_know_and_the_department_does_not_list_is_asked_about(con, feed):
    """应扶尽扶: what the township saw at the door and the office in charge does not know."""
    said, field, word = OUR_WORD[feed]
    ours(con, 1, "马小花", **said)
    listed(con, feed, ("李建国", id_number(2, date(1960, 1, 1))))
    line, found = compare(con, feed)
    assert line["only_ours"] == 1
    (one,) = [line for line in found if line["kind"] == "我方有对方无"]
    assert (one["feed"], one["field"], one["household_id"], one["ours"], one["theirs"]) == (feed, field, "H1", word, None)
    assert one["person_id"] == (None if feed == "rural_revitalisation" else "P1")


@pytest.mark.parametrize("feed", OUR_WORD)
def test_whom_both_list_is_in_neither_direction(con, feed):
    ours(con, 1, "马小花", **OUR_WORD[feed][0])
    listed(con, feed, ("马小花", id_number(1)))
    line, found = compare(con, feed)
    assert [line[count] for count in COUNTS[:6]] == [1, 1, 0, 0, 0, 0]
    assert {one["kind"] for one in found} <= {"字段不同"}


@pytest.mark.parametrize("feed", ["disability", "health", "education"])
def test_who_has_left_the_household_is_not_missed_in_their_list(con, feed):
    ours(con, 1, "马小花", **{**OUR_WORD[feed][0], "is_in_household": False})
    listed(con, feed, ("李建国", id_number(2, date(1960, 1, 1))))
    assert compare(con, feed)[0]["only_ours"] == 0


def test_one_listed_member_is_enough_for_the_household(con):
    ours(con, 1, "马小花", monitoring_category="边缘易致贫户")
    ours(con, 2, "马大军")
    listed(con, "rural_revitalisation", ("马大军", id_number(2)))
    assert compare(con, "rural_revitalisation")[0]["only_ours"] == 0


def test_somebody_like_one_of_ours_is_asked_about_and_is_not_counted_as_unknown_to_us(con):
    ours(con, 1, "马小花")
    listed(con, "payment", ("李建国", id_number(1)))
    line, found = compare(con, "payment")
    assert [line[count] for count in COUNTS[:5]] == [1, 0, 1, 0, 0]
    (one,) = found
    assert (one["kind"], one["household_id"], one["person_id"]) == ("疑似待认", "H1", "P1")


@pytest.mark.parametrize("feed", LISTS)
def test_a_list_that_did_not_come_is_not_compared_and_yields_no_lines(con, feed):
    """Given a month with another office's list only, then this one's numbers are unknown, not zero, and nobody is said to be missing from it."""
    for seed, (said, _, _) in enumerate(OUR_WORD.values(), start=1):
        ours(con, seed, f"马{'一二三四'[seed - 1]}花", **said)
    other = "health" if feed == "disability" else "disability"
    listed(con, other, ("李建国", id_number(20, date(1960, 1, 1))))
    line, found = compare(con, feed)
    assert (line["is_compared"], *(line[count] for count in COUNTS)) == (False, *[None] * len(COUNTS))
    assert {one["feed"] for one in found} == {other}


def test_a_list_that_came_empty_of_ours_is_compared_and_its_numbers_are_zero(con):
    ours(con, 1, "马小花")
    listed(con, "disability")
    line, found = compare(con, "disability")
    assert (line["is_compared"], *(line[count] for count in COUNTS)) == (True, *[0] * len(COUNTS))
    assert found == []
