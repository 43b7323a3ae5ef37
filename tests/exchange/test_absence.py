"""Nothing disappears silently: a household that a newer file does not have stays, is asked about, and leaves when explained or when time is up."""

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from exchange.rosters import LIMIT, REGION, asked, emptied, rows, run, sent, told
from factories import TOWNSHIP, change, household, household_id, member
from lowincome import month as months
from lowincome import policy

OTHER = "640424101"
MAY, JUNE, JULY = "2021-05", "2021-06", "2021-07"
Con = duckdb.DuckDBPyConnection
STAYS = household(90)


def roster(con: Con, month: str) -> dict[str, str | None]:
    """The last two digits of every household on the month's roster, and why it is carried forward."""
    return {row["household_id"][-2:]: row["carried_because"] for row in rows(con, "core.household_month", month)}


def balanced(con: Con, month: str) -> bool:
    return all(row["is_balanced"] for row in rows(con, "mart.conservation", month))


def test_a_household_that_is_missing_without_a_reason_stays_and_is_asked_about(con: Con) -> None:
    sent(con, MAY, [household(1), STAYS])
    sent(con, JUNE, [STAYS])
    run(con, MAY, JUNE)
    assert roster(con, JUNE) == {"01": "待说明", "90": None}
    assert asked(con) == {("household_missing", "家庭", None)}
    assert told(con) == {("01", "待说明")}
    [kept] = rows(con, "core.household_month", JUNE, "carried_because = '待说明'")
    assert (kept["is_carried_forward"], kept["persons"], kept["roster_month"]) == (True, 1, months.parse(MAY))
    assert balanced(con, JUNE)


def test_it_leaves_the_month_after_the_last_it_may_stay_with_a_trace(con: Con) -> None:
    """Both sides: in the last month the parameter allows it is there, in the next it is gone, and the difference says why."""
    allowed = int(policy.lookup(LIMIT, months.parse(JUNE), REGION).value or 0)
    sent(con, MAY, [household(1), STAYS])
    names = [months.label(months.add(months.parse(MAY), count)) for count in range(1, allowed + 2)]
    for name in names:
        sent(con, name, [STAYS])
    run(con, MAY, *names)
    assert [roster(con, name).get("01") for name in names] == ["待说明"] * allowed + [None]
    assert [row["months_absent"] for name in names for row in rows(con, "core.household_home", name, "absent_since IS NOT NULL")] == [
        *range(1, allowed + 1)
    ]
    [trace] = rows(con, "mart.roster_change", names[-1], "unit = '户'")
    assert (trace["change"], trace["reason"], trace["flow"]) == ("离册", "没有说明,沿用期满", "出")
    assert balanced(con, names[-1])


def test_where_no_limit_is_set_it_stays(con: Con, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(con, MAY, [household(1), STAYS])
    names = [months.label(months.add(months.parse(MAY), count)) for count in range(1, 6)]
    for name in names:
        sent(con, name, [STAYS])
    monkeypatch.setattr("exchange.rosters.LIMIT", "submission_deadline_day")
    run(con, MAY, *names)
    assert roster(con, names[-1])["01"] == "待说明"


def test_a_month_in_which_the_township_did_not_send_is_not_counted(con: Con) -> None:
    """Given nobody could have explained it in June, then June does not count towards its leaving."""
    sent(con, MAY, [household(1), STAYS])
    sent(con, JUNE, [STAYS])
    run(con, MAY, JUNE, JULY)
    assert roster(con, JULY) == {"01": "待说明", "90": "未报"}
    assert rows(con, "core.household_home", JULY, "carried_because = '待说明'")[0]["months_absent"] == 1


def test_one_that_is_listed_again_is_as_if_it_had_never_been_gone(con: Con) -> None:
    sent(con, MAY, [household(1), STAYS])
    sent(con, JUNE, [STAYS])
    sent(con, JULY, [household(1), STAYS])
    run(con, MAY, JUNE, JULY)
    assert roster(con, JULY) == {"01": None, "90": None}
    assert told(con, JULY) == set()
    assert asked(con, JULY) == set()


ONE = household(1)
EXPLANATIONS = {
    "增减 lists it as 退出": ({}, {"changes": [change(ONE, 变动="退出")]}),
    "the last file said 本月变化 退出": ({"households": [{**ONE, "本月变化": "退出"}, STAYS]}, {}),
    "everybody had died": ({"members": [member(ONE, 状态="死亡"), member(STAYS)]}, {}),
    "everybody had left": ({"members": [member(ONE, 状态="迁出"), member(ONE, 2, 状态="婚出"), member(STAYS)]}, {}),
}


@pytest.mark.parametrize(("may", "june"), EXPLANATIONS.values(), ids=EXPLANATIONS)
def test_one_that_is_explained_leaves_at_once(con: Con, may, june) -> None:
    sent(con, MAY, **{"households": [ONE, STAYS], **may})
    sent(con, JUNE, [STAYS], **june)
    run(con, MAY, JUNE)
    assert roster(con, JUNE) == {"90": None}
    assert told(con) == {("01", "离册")}
    assert asked(con) == set()
    assert balanced(con, JUNE)


def test_one_that_another_township_lists_has_moved(con: Con) -> None:
    sent(con, MAY, [ONE, STAYS])
    sent(con, JUNE, [STAYS])
    sent(con, JUNE, [ONE], township=OTHER)
    run(con, MAY, JUNE)
    assert roster(con, JUNE) == {"01": None, "90": None}
    assert told(con) == {("01", "迁移")}


def test_who_lives_in_another_household_now_does_not_stay_in_the_missing_one(con: Con) -> None:
    """Given a couple's household is missing and the wife is listed with her son, then only the husband stays in it."""
    wife = {**member(ONE, 2), "户编号": STAYS["户编号"], "与户主关系": "父母"}
    sent(con, MAY, [ONE, STAYS], [member(ONE), member(ONE, 2), member(STAYS)])
    sent(con, JUNE, [STAYS], [member(STAYS), wife])
    run(con, MAY, JUNE)
    assert {row["household_id"][-2:]: row["persons"] for row in rows(con, "core.household_month", JUNE)} == {"01": 1, "90": 2}
    assert balanced(con, JUNE)


def test_one_whose_people_are_all_in_other_households_is_explained(con: Con) -> None:
    people = [{**member(ONE, n), "户编号": STAYS["户编号"], "与户主关系": "其他"} for n in (1, 2)]
    sent(con, MAY, [ONE, STAYS], [member(ONE), member(ONE, 2), member(STAYS)])
    sent(con, JUNE, [STAYS], [member(STAYS), *people])
    run(con, MAY, JUNE)
    assert roster(con, JUNE) == {"90": None}
    assert rows(con, "mart.roster_change", JUNE, "unit = '户'")[0]["reason"] == "成员都已在别户"


def test_people_without_a_number_are_not_taken_for_others_of_the_same_name(con: Con) -> None:
    """Given the missing household's only member has no identity number, and somebody of that name lives elsewhere, then it stays."""
    sent(con, MAY, [ONE, STAYS], [member(ONE, 证件号码=None), member(STAYS)])
    sent(con, JUNE, [STAYS], [member(STAYS), member(STAYS, 3, 姓名=ONE["户主姓名"], 证件号码=None)])
    run(con, MAY, JUNE)
    assert roster(con, JUNE)["01"] == "待说明"


# ---- a later file of the same month ------------------------------------------------------------------------------------------------------


def test_a_later_file_of_the_month_with_fewer_rows_deletes_nobody(con: Con) -> None:
    """Given a first roster ever of three households and a second file with one, then two stay and are asked about."""
    sent(con, JUNE, [household(1), household(2), STAYS])
    sent(con, JUNE, [STAYS], version=2)
    run(con, JUNE)
    assert roster(con, JUNE) == {"01": "待说明", "02": "待说明", "90": None}
    assert asked(con) == {("household_missing", "家庭", None)}
    assert len(rows(con, "core.person_month", JUNE)) == 3


def test_the_later_file_may_say_that_it_left(con: Con) -> None:
    sent(con, JUNE, [ONE, STAYS])
    sent(con, JUNE, [STAYS], changes=[change(ONE, 变动="退出")], version=2)
    run(con, JUNE)
    assert roster(con, JUNE) == {"90": None}


def test_what_the_later_file_says_of_a_household_stands(con: Con) -> None:
    sent(con, JUNE, [ONE, STAYS])
    sent(con, JUNE, [{**ONE, "工资性收入": 1}, STAYS], version=2)
    run(con, JUNE)
    assert rows(con, "core.household_month", JUNE, "household_id LIKE '%01'")[0]["wage_yuan_12m"] == 1
    assert len(rows(con, "core.person_month", JUNE)) == 2


def test_one_that_contradicts_itself_in_the_later_file_stays_as_the_earlier_had_it(con: Con) -> None:
    sent(con, JUNE, [ONE, STAYS])
    held = [{**ONE, "_verdict": "quarantined"}, STAYS]
    sent(con, JUNE, held, [{**member(ONE), "_verdict": "quarantined"}, member(STAYS)], version=2)
    run(con, JUNE)
    assert roster(con, JUNE) == {"01": "暂存", "90": None}
    assert asked(con) == set()


def test_half_of_a_panel_leaving_each_quarter_without_a_word_still_goes_out_again(con: Con) -> None:
    """Given a survey whose households rotate, then the roster does not grow for ever."""
    names = [months.label(months.add(months.parse("2021-01"), count)) for count in range(9)]
    for count, name in enumerate(names):
        quarter = count // 3
        sent(con, name, [household(n) for n in range(quarter * 5 + 1, quarter * 5 + 11)])
    run(con, *names)
    assert len(roster(con, names[-1])) == 10
    assert all(balanced(con, name) for name in names)


# ---- whatever two townships send ---------------------------------------------------------------------------------------------------------

PEOPLE = [member(household(n), 1) for n in range(1, 6)] + [member(household(1), 3, 证件号码=None, 姓名="马小宝")]
HOME = st.sampled_from([None, None, TOWNSHIP, OTHER])
CATEGORY = st.sampled_from(["农村低保", "分散特困", "无", None])
PLACE = st.sampled_from([None, 1, 2, 3, 4])
STATUS = st.sampled_from(["在户", "在户", "在户", "死亡", "迁出", None])
MONTH = st.tuples(
    st.lists(st.tuples(HOME, CATEGORY), min_size=4, max_size=4),
    st.lists(st.tuples(PLACE, STATUS), min_size=len(PEOPLE), max_size=len(PEOPLE)),
)


def drawn(con: Con, month: str, homes, people) -> None:
    """Households 1 to 4 in either township or none, each person in one of them or nowhere; one more household in each township."""
    for township, n in ((TOWNSHIP, 90), (OTHER, 91)):
        listed = {
            number: household(number, 救助类别=category) for number, (place, category) in enumerate(homes, start=1) if place == township
        }
        members = [
            {**one, "户编号": household_id(place), "状态": status}
            for one, (place, status) in zip(PEOPLE, people, strict=True)
            if place in listed
        ]
        stays = household(n, township)
        sent(con, month, [*listed.values(), stays], [*members, member(stays)], township=township)


@settings(max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(told_of=st.lists(MONTH, min_size=3, max_size=3))
def test_opening_and_what_came_and_went_is_closing_and_nobody_counts_twice(world: Con, told_of) -> None:
    con = emptied(world)
    names = [MAY, JUNE, JULY]
    for name, (homes, people) in zip(names, told_of, strict=True):
        drawn(con, name, homes, people)
    run(con, *names)
    for name in names:
        table = rows(con, "mart.conservation", name)
        assert all(row["is_balanced"] for row in table)
        for unit in ("户", "人"):
            lines = [row for row in table if row["unit"] == unit]
            changes = rows(con, "mart.roster_change", name, f"unit = '{unit}'")
            flows = {flow: {(row["household_id"], row["person_id"]) for row in changes if row["flow"] == flow} for flow in "进出移"}
            assert sum(row["entered"] for row in lines) == len(flows["进"])
            assert sum(row["left_"] for row in lines) == len(flows["出"])
            assert sum(row["moved_in"] for row in lines) == sum(row["moved_out"] for row in lines) == len(flows["移"])
            opening, closing = (sum(row[key] for row in lines) for key in ("opening", "closing"))
            assert opening + len(flows["进"]) - len(flows["出"]) == closing
            ways = [row["person_id"] or row["household_id"] for row in changes if row["change"] in ("迁移", "换户", "换号")]
            assert len(ways) == len(set(ways))
            assert not set(ways) & {row["person_id"] or row["household_id"] for row in changes if row["flow"] in ("进", "出")}
    again = {name: rows(con, "mart.roster_change", name) for name in names}
    run(con, *names)
    assert {name: rows(con, "mart.roster_change", name) for name in names} == again
