"""How many hours a township has to visit, and how far they go: 2 hours a household, 2 the way, 8 a day."""

import pytest

from lists.township import JUNE, OTHER, TOWNSHIP, put, run, settings

CAPACITY = ("mart.visit_capacity",)


def capacity(con) -> dict[str, tuple]:
    return {row["township_code"]: (row["hours"], row["is_declared"], row["households"]) for row in run(con, models=CAPACITY)}


def test_the_townships_own_hours_where_it_declares_them_else_the_countys(con):
    settings(con, visit_hours_township_month=240)
    put(con, "stg.visit_capacity", month=JUNE, row_number=1, township_name="香水镇", hours=100)
    assert capacity(con) == {TOWNSHIP: (100, True, 37), OTHER: (240, False, 90)}


def test_none_is_none_and_not_unknown(con):
    settings(con)
    put(con, "stg.visit_capacity", month=JUNE, row_number=1, township_name="香水镇", hours=0)
    assert capacity(con)[TOWNSHIP] == (0, True, 0)


@pytest.mark.parametrize("hours", [None, -8])
def test_what_could_not_be_read_or_makes_no_sense_is_not_declared(con, hours):
    settings(con)
    put(con, "stg.visit_capacity", month=JUNE, row_number=1, township_name="香水镇", hours=hours)
    assert capacity(con)[TOWNSHIP] == (24, False, 9)


def test_where_the_county_has_set_nothing_the_hours_are_unknown(con):
    assert capacity(con) == {TOWNSHIP: (None, False, None), OTHER: (None, False, None)}


def test_a_way_as_long_as_the_day_still_leads_to_one_door(con):
    settings(con, visit_travel_hours=8)
    assert capacity(con)[TOWNSHIP] == (24, False, 2)
