"""The difference of two months' rosters: what it is called, that nobody counts twice, and where it does not fit the sheet 增减."""

from datetime import date

import duckdb
import pytest

from exchange.rosters import asked, rows, run, sent, told
from factories import TOWNSHIP, change, household, id_number, member

OTHER = "640424101"
NONE = {"救助类别": "无", "低保档次": None, "保障人数": None, "月保障金额": None}
MAY, JUNE = "2021-05", "2021-06"
Con = duckdb.DuckDBPyConnection


def two_months(con: Con, may: tuple, june: tuple, changes=()) -> None:
    """Households and members of both months; the second household stays as it is, so that the township has a roster before."""
    stays = household(90)
    sent(con, MAY, [*may[0], stays], [*may[1], member(stays)])
    sent(con, JUNE, [*june[0], stays], [*june[1], member(stays)], changes)
    run(con, MAY, JUNE)


def couple(n: int, **over) -> tuple[list, list]:
    one = household(n, **over)
    return [one], [member(one, 1), member(one, 2)]


# ---- what it is called -------------------------------------------------------------------------------------------------------------------


def test_a_household_that_moved_to_another_township_appears_once(con: Con) -> None:
    """Given a couple that one township listed in May and another in June, then it moved: neither new nor gone, and its people with it."""
    moved = household(1)
    stays, there = household(90), household(91, OTHER)
    sent(con, MAY, [moved, stays], [member(moved, 1), member(moved, 2), member(stays)])
    sent(con, MAY, [there], township=OTHER)
    sent(con, JUNE, [stays])
    sent(con, JUNE, [there, moved], [member(there), member(moved, 1), member(moved, 2)], township=OTHER)
    run(con, MAY, JUNE)
    assert told(con) == {("01", "迁移")}
    assert told(con, unit="人") == set()
    [row] = rows(con, "mart.roster_change", JUNE, "unit = '户'")
    assert (row["township_before"], row["township_after"], row["flow"]) == (TOWNSHIP, OTHER, "移")
    assert len(rows(con, "mart.roster_change", JUNE, "unit = '人' AND change = '迁移' AND is_with_household")) == 2
    assert asked(con) == set()


def test_a_person_who_goes_to_another_household_appears_once(con: Con) -> None:
    one, two = household(1), household(2)
    people = [member(one), member(two)]
    two_months(
        con,
        ([one, two], [*people, member(one, 2)]),
        ([one, two], [*people, {**member(one, 2), "户编号": two["户编号"], "与户主关系": "其他"}]),
    )
    assert told(con) == set()
    [row] = rows(con, "mart.roster_change", JUNE, "unit = '人'")
    assert (row["change"], row["value_before"], row["value_after"], row["flow"]) == ("换户", one["户编号"], two["户编号"], "无")


def test_a_head_who_died_is_a_continuation_and_not_a_new_household(con: Con) -> None:
    homes, people = couple(1)
    widow = {**people[1], "与户主关系": "户主"}
    later = [{**homes[0], "户主姓名": widow["姓名"], "户主证件号码": widow["证件号码"]}]
    two_months(con, (homes, people), (later, [{**people[0], "状态": "死亡", "状态日期": "2021-06-03"}, widow]))
    assert told(con) == {("01", "户主变更")}
    assert told(con, unit="人") == {("01", "死亡")}
    [row] = rows(con, "mart.roster_change", JUNE, "change = '户主变更'")
    assert (row["value_before"], row["value_after"], row["reason"]) == (people[0]["姓名"], widow["姓名"], "原户主死亡")
    assert asked(con) == set()


def test_who_goes_on_under_another_household_number_is_not_new(con: Con) -> None:
    """Given the head died, the list says so and the widow got a household number of her own, then the old household goes on in the new one."""
    homes, people = couple(1)
    new = household(2, 户主姓名=people[1]["姓名"], 户主证件号码=people[1]["证件号码"])
    died = change(homes[0], 变动="退出", 原因="死亡")
    two_months(con, (homes, people), ([new], [{**people[1], "户编号": new["户编号"], "与户主关系": "户主"}]), [died])
    assert told(con) == {("02", "换号"), ("02", "户主变更")}
    assert asked(con) == set()


def test_a_newborn_who_gets_a_number_is_the_same_child(con: Con) -> None:
    homes, people = couple(1)
    child = member(homes[0], 3, 证件号码=None, 姓名="马小宝")
    two_months(con, (homes, [*people, child]), (homes, [*people, {**child, "证件号码": id_number(77, date(2021, 5, 3))}]))
    assert told(con, unit="人") == {("01", "号码更正")}
    assert all(row["is_balanced"] for row in rows(con, "mart.conservation", JUNE))


@pytest.mark.parametrize(
    ("before", "after", "name"),
    [
        (NONE, {}, "纳入保障"),
        ({}, NONE, "停止保障"),
        ({"救助类别": "分散特困", "低保档次": None}, {}, "跨类转入"),
        (NONE, {**NONE, "救助类别": "低保边缘"}, "类别变化"),
        ({}, {"月保障金额": 301}, "提标"),
        ({}, {"月保障金额": 299}, "降标"),
        ({}, {"低保档次": "A"}, "提标"),
        ({}, {"低保档次": "C"}, "降标"),
        ({"月保障金额": 600, "保障人数": 2}, {}, "金额变化"),
    ],
)
def test_the_change_of_support_has_its_name(con: Con, before, after, name: str) -> None:
    two_months(con, couple(1, **before), couple(1, **after))
    assert told(con) == {("01", name)}


@pytest.mark.parametrize("unknown", [{"救助类别": None}, {"月保障金额": None, "低保档次": None}])
@pytest.mark.parametrize("is_before", [True, False])
def test_what_was_not_filled_in_is_no_change(con: Con, unknown, is_before: bool) -> None:
    """Given support or amount is unknown in one of the months, then nobody can say that it changed, and nothing is asked."""
    known, not_known = couple(1, 月保障金额=310), couple(1, **unknown)
    two_months(con, *((not_known, known) if is_before else (known, not_known)))
    assert {name for _, name in told(con)} <= {"类别变化"}
    assert asked(con) == set()
    assert all(row["is_balanced"] for row in rows(con, "mart.conservation", JUNE))


@pytest.mark.parametrize(
    ("status", "name"),
    [("出生", "出生"), ("婚入", "婚入"), ("迁入", "迁入"), ("在户", "新增"), ("死亡", "死亡"), ("迁出", "迁出"), ("婚出", "婚出")],
)
def test_who_comes_or_goes_has_a_name(con: Con, status: str, name: str) -> None:
    homes, people = couple(1)
    third = member(homes[0], 3)
    with_third = (homes, [*people, {**third, "状态": status}])
    before = (homes, people) if status in ("出生", "婚入", "迁入", "在户") else (homes, [*people, third])
    two_months(con, before, with_third)
    assert told(con, unit="人") == {("01", name)}


def test_a_townships_first_roster_is_no_list_of_newcomers(con: Con) -> None:
    sent(con, MAY, [household(1)])
    sent(con, JUNE, [household(1)])
    sent(con, JUNE, [household(2, OTHER)], township=OTHER)
    run(con, MAY, JUNE)
    assert told(con) == {("02", "首报")}
    assert asked(con) == set()


# ---- the sheet 增减 ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "word", "cause"),
    [
        (NONE, {}, "新增", ("new_not_listed", "家庭", 2)),
        ({}, NONE, "退出", ("exit_not_listed", "家庭", 2)),
        ({}, {"月保障金额": 310}, "提标", ("raise_not_listed", "家庭", 2)),
        ({}, {"月保障金额": 290}, "降标", ("cut_not_listed", "家庭", 2)),
    ],
)
@pytest.mark.parametrize("is_listed", [True, False])
def test_a_change_of_support_must_be_on_the_list(con: Con, before, after, word: str, cause, is_listed: bool) -> None:
    homes, people = couple(1, **after)
    two_months(con, couple(1, **before), (homes, people), [change(homes[0], 变动=word)] if is_listed else [])
    assert asked(con) == (set() if is_listed else {cause})
    [row] = rows(con, "mart.roster_change", JUNE, "unit = '户'")
    assert (row["stated"], row["stated_rows"]) == ((f"{word}(因病)", [f"{TOWNSHIP}/2"]) if is_listed else (None, []))


def test_a_new_household_in_support_is_asked_about_once_with_all_its_people(con: Con) -> None:
    two_months(con, ([], []), couple(1))
    [row] = rows(con, "mart.roster_disagreement", JUNE)
    assert (row["cause"], row["sheet"], row["persons"], row["person_id"]) == ("new_not_listed", "家庭", 2, None)


@pytest.mark.parametrize("status", ["死亡", "迁出", "婚出"])
@pytest.mark.parametrize("is_listed", [True, False])
def test_who_left_a_household_that_stays_may_be_told_by_the_status_alone(con: Con, status: str, is_listed: bool) -> None:
    homes, people = couple(1)
    gone = {**people[1], "状态": status}
    listed = [{**change(homes[0], 变动="退出"), "姓名": gone["姓名"], "证件号码": gone["证件号码"]}]
    two_months(con, (homes, people), (homes, [people[0], gone]), listed if is_listed else [])
    assert asked(con) == set()


@pytest.mark.parametrize("is_in_support", [True, False])
def test_who_is_gone_without_a_word_is_asked_about(con: Con, is_in_support: bool) -> None:
    homes, people = couple(1, **({} if is_in_support else NONE))
    two_months(con, (homes, people), (homes, people[:1]))
    assert asked(con) == {("person_missing", "家庭", 2)}


def test_somebody_without_a_number_is_found_on_the_list_by_name(con: Con) -> None:
    """Given a child without an identity number is gone and the list says so by name, then nothing is asked."""
    homes, people = couple(1)
    child = member(homes[0], 3, 证件号码=None)
    listed = {**change(homes[0], 变动="退出"), "姓名": child["姓名"], "证件号码": None}
    two_months(con, (homes, [*people, child]), (homes, people), [listed])
    assert asked(con) == set()


@pytest.mark.parametrize(
    ("word", "cause"),
    [
        ("新增", "listed_new_not_found"),
        ("退出", "listed_exit_not_found"),
        ("提标", "listed_raise_not_found"),
        ("降标", "listed_cut_not_found"),
    ],
)
def test_a_row_of_the_list_that_the_rosters_do_not_show_is_asked_about(con: Con, word: str, cause: str) -> None:
    homes, people = couple(1)
    two_months(con, (homes, people), (homes, people), [change(homes[0], 变动=word)])
    assert asked(con) == {(cause, "增减", 2)}


def test_the_new_head_is_not_a_new_person(con: Con) -> None:
    """Given the clerk listed the old head's death and the new head as 新增, then only the second is asked about."""
    homes, people = couple(1)
    widow = {**people[1], "与户主关系": "户主"}
    later = [{**homes[0], "户主姓名": widow["姓名"], "户主证件号码": widow["证件号码"]}]
    two_months(
        con,
        (homes, people),
        (later, [{**people[0], "状态": "死亡"}, widow]),
        [change(homes[0], 变动="退出", 原因="死亡"), change(later[0], 变动="新增", 原因="接任户主")],
    )
    assert asked(con) == {("listed_new_not_found", "增减", 3)}


@pytest.mark.parametrize("is_before", [True, False])
def test_a_raise_of_an_unknown_amount_is_not_contradicted(con: Con, is_before: bool) -> None:
    known, unknown = couple(1), couple(1, 月保障金额=None)
    two_months(con, *((unknown, known) if is_before else (known, unknown)), [change(known[0][0], 变动="提标")])
    assert asked(con) == set()


def test_a_list_of_another_system_is_not_asked_for_what_it_cannot_hold(con: Con) -> None:
    homes, people = couple(1)
    sent(con, MAY, homes, people)
    sent(con, JUNE, [{**homes[0], **NONE}], people[:1], form_version="名单")
    run(con, MAY, JUNE)
    assert asked(con) == set()


def test_what_cleared_quarantine_may_have_been_listed_the_month_before(con: Con) -> None:
    """Given a new household whose rows of May contradicted themselves, when it is taken in June, then June's list need not name it."""
    new, stays = household(1), household(90)
    sent(con, "2021-04", [stays])
    sent(con, MAY, [{**new, "_verdict": "quarantined"}, stays], [member(stays)], [change(new)])
    sent(con, JUNE, [new, stays])
    run(con, "2021-04", MAY, JUNE)
    assert told(con) == {("01", "新增")}
    assert asked(con) == set()
