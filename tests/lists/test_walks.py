"""How the hours are filled and the visits grouped into walks. A visit takes 2 hours, the way 2, a day has 8: three households a walk."""

from decimal import Decimal

from lists import township
from lists.township import OTHER, TOWNSHIP, by_household, case, household, listed, put, run, settings


def homes(con, count: int, village: str = "上村", first: int = 1, **about) -> list[str]:
    """Households with one case each, the first with the highest score."""
    names = [f"H{number:03d}" for number in range(first, first + count)]
    for place, name in enumerate(names):
        household(con, name, village=village)
        case(con, name, score=90 - place, **about)
    return names


def test_hours_go_to_the_first_in_the_queue_and_the_way_counts_once_a_walk(con):
    settings(con, visit_hours_township_month=16)
    names = homes(con, 8)
    plan = run(con)
    assert listed(plan) == set(names[:6])
    assert [(row["walk"], row["hours"]) for row in plan if row["is_listed"]] == [
        (1, Decimal(4)),
        (1, Decimal(2)),
        (1, Decimal(2)),
        (2, Decimal(4)),
        (2, Decimal(2)),
        (2, Decimal(2)),
    ]
    assert {row["not_listed_reason"] for row in plan if not row["is_listed"]} == {"本月走访时间已排满"}
    assert sum(row["hours"] for row in plan) == 8 * 2 + 3 * 2  # what all cases would need


def test_a_household_in_a_walk_that_is_made_anyway_costs_no_way(con):
    """Given 6 hours, then two of one village fit; of two villages only one does."""
    settings(con, visit_hours_township_month=6)
    homes(con, 2)
    assert len(listed(run(con))) == 2
    township.clear(con)
    settings(con, visit_hours_township_month=6)
    homes(con, 1)
    homes(con, 1, "下村", first=2)
    assert listed(run(con)) == {"H001"}


def test_small_villages_along_one_route_are_one_walk_by_the_farthest(con):
    settings(con)
    for village, hours in (("上村", 1), ("下村", 3)):
        put(con, "ref.village_travel", township_code=TOWNSHIP, village=village, route="东线", travel_hours=hours)
    homes(con, 1)
    homes(con, 1, "下村", first=2)
    homes(con, 1, "远村", first=3)
    plan = by_household(run(con))
    assert [plan[name]["walk"] for name in ("H001", "H002", "H003")] == [1, 1, 2]
    assert [plan[name]["hours"] for name in ("H001", "H002", "H003")] == [Decimal(5), Decimal(2), Decimal(4)]


def test_a_large_village_takes_several_days_and_each_has_its_way(con):
    settings(con, visit_hours_township_month=240)
    homes(con, 7)
    plan = run(con)
    assert [row["walk"] for row in plan] == [1, 1, 1, 2, 2, 2, 3]
    assert sum(row["hours"] for row in plan) == 7 * 2 + 3 * 2


def test_on_a_route_a_village_is_finished_before_the_next_begins_and_each_walk_has_its_way(con):
    settings(con)
    for village in ("上村", "下村"):
        put(con, "ref.village_travel", township_code=TOWNSHIP, village=village, route="东线")
    for name, village, score in (("H1", "上村", 90), ("H2", "下村", 80), ("H3", "下村", 70), ("H4", "上村", 60), ("H5", "上村", 50)):
        household(con, name, village=village)
        case(con, name, score=score)
    plan = by_household(run(con))
    assert {name: row["walk"] for name, row in plan.items()} == {"H1": 1, "H4": 1, "H5": 1, "H2": 2, "H3": 2}
    assert [sum(row["hours"] for row in plan.values() if row["walk"] == walk) for walk in (1, 2)] == [8, 6]


def test_a_way_of_a_whole_day_still_leads_to_one_door(con):
    settings(con)
    put(con, "ref.village_travel", township_code=TOWNSHIP, village="上村", travel_hours=8)
    homes(con, 2)
    assert [(row["walk"], row["hours"]) for row in run(con)] == [(1, Decimal(10)), (2, Decimal(10))]


def test_a_household_whose_village_nobody_knows_is_a_walk_of_its_own(con):
    settings(con)
    homes(con, 1)
    homes(con, 2, None, first=2)
    plan = run(con)
    assert listed(plan) == {"H001", "H002", "H003"}
    assert sorted(row["walk"] for row in plan) == [1, 2, 3]
    assert sum(row["hours"] for row in plan) == 3 * 4


def test_villages_of_one_name_in_two_townships_are_two(con):
    settings(con)
    put(con, "ref.village_travel", township_code=OTHER, village="上村", route="东线", travel_hours=6)
    homes(con, 1)
    household(con, "N1", township_code=OTHER)
    case(con, "N1", township_code=OTHER)
    plan = by_household(run(con))
    assert (plan["H001"]["walk"], plan["H001"]["hours"]) == (1, Decimal(4))
    assert (plan["N1"]["walk"], plan["N1"]["hours"]) == (1, Decimal(8))
