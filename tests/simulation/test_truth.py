"""The invented truth by itself: always the same, not written in the register, changed by help and by nothing else."""

from datetime import date

import pytest

from lowincome import month as months
from lowincome.errors import LowIncomeError
from lowincome.example import aid, names, rows, simulation, truth, upheaval
from lowincome.example.chance import stream
from lowincome.example.people import Household, present
from lowincome.example.truth import World

CODES = list(names.townships())[:3]
YEAR = months.between(date(2020, 7, 1), date(2021, 6, 1))
DAY = date(2021, 6, 10)


def lived(households: int = 120) -> World:
    world = truth.settle(CODES, households)
    for month in YEAR:
        truth.live(world, month)
    return world


@pytest.fixture(scope="module")
def county() -> World:
    return lived()


def hardships(world: World) -> dict[str, list[str]]:
    return {house.number: truth.hardship(world, house) for house in world.homes}


def in_hardship(world: World, cause: str) -> Household:
    return next(house for house in world.homes if cause in truth.hardship(world, house))


def test_the_same_county_has_the_same_truth(county: World) -> None:
    again = lived()
    assert hardships(again) == hardships(county)
    assert [rows.household_row(house, YEAR[-1]) for house in again.homes] == [rows.household_row(house, YEAR[-1]) for house in county.homes]


def test_some_are_in_hardship_and_the_register_is_wrong_about_some(county: World) -> None:
    needy = sum(bool(causes) for causes in hardships(county).values())
    wrong = sum(bool(truth.register_errors(county, house)) for house in county.homes)
    assert 0.05 < needy / len(county.homes) < 0.4
    assert 0.03 < wrong / len(county.homes) < 0.4


def test_a_blow_that_nobody_wrote_down_stands_in_no_row() -> None:
    world = lived()
    struck = in_hardship(world, truth.UNWRITTEN)
    before = rows.household_row(struck, YEAR[-1])
    del world.blows[struck.number]
    assert rows.household_row(struck, YEAR[-1]) == before


@pytest.mark.parametrize("cause", [truth.NOT_COVERED, truth.UNWRITTEN])
def test_what_is_delivered_against_a_cause_ends_it(cause: str) -> None:
    world = lived()
    house = in_hardship(world, cause)
    for attempt in range(6):  # a post in the public service takes its months; being admitted does not
        if cause in (causes := truth.hardship(world, house)):
            aid.deliver(world, house, [cause, *causes], "漏保漏救", DAY, stream("aid", attempt))
    assert cause not in truth.hardship(world, house)


@pytest.mark.parametrize("happening", [upheaval.moves, upheaval.splits, upheaval.joins, upheaval.renumbers])
def test_nobody_is_lost_when_households_move_split_join_or_are_renumbered(happening: upheaval.Happening) -> None:
    world = lived(40)
    for house in world.homes:
        house.people = present(house)
    everybody = sorted(person.name for house in world.homes for person in present(house))
    month = months.add(YEAR[-1], 1)
    assert any(happening(world, house, month, month.replace(day=9), stream("upheaval"), {}) for house in list(world.homes))
    assert sorted(person.name for house in world.homes for person in present(house)) == everybody


def test_a_household_is_found_under_the_number_it_had_before() -> None:
    world = lived(40)
    house = next(house for house in world.homes if present(house))
    before = house.number
    upheaval.renumbers(world, house, YEAR[-1], DAY, stream("upheaval"), {})
    assert truth.home(world, before) is house


def test_the_county_has_no_months_before_its_story() -> None:
    with pytest.raises(LowIncomeError, match="2020-07"):
        simulation.simulate(date(2020, 6, 1), 1, 10)
