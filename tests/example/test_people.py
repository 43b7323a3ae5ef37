"""Who becomes head when the head has gone, and what the others are to the new one."""

from datetime import date

import pytest

from lowincome.example.people import Household, Person, age, head, labour, succeed


def somebody(relation, born, status="在户", **more):
    return Person(f"{relation}{born}", "马某", "", True, date(born, 6, 15), relation, "回族", status=status, **more)


def home(*people):
    return Household("640424100-00000001", "640424100", "柳泉湾村", False, "核心", "马", "回族", list(people))


@pytest.mark.parametrize(
    ("given", "then"),
    [
        # a wife takes over: her husband's parents are her parents-in-law, the children stay children
        ([("户主", 1960), ("配偶", 1962), ("子女", 1990), ("父母", 1935)], ["配偶", "户主", "子女", "配偶父母"]),
        # no spouse: the eldest child, whose wife becomes the spouse and whose children become children
        (
            [("户主", 1940), ("子女", 1970), ("子女配偶", 1972), ("孙子女", 1995), ("子女", 1975)],
            ["父母", "户主", "配偶", "子女", "兄弟姐妹"],
        ),
        # a son goes before his old parents
        ([("户主", 1970), ("父母", 1945), ("父母", 1947), ("子女", 2000)], ["子女", "户主", "配偶", "孙子女"]),
        # grandparents' household: the elder grandchild
        ([("户主", 1950), ("孙子女", 2005), ("孙子女", 2010)], ["祖父母", "户主", "兄弟姐妹"]),
    ],
)
def test_given_the_head_died_then_there_is_one_head_again(given, then):
    house = home(*(somebody(relation, born, "死亡" if relation == "户主" else "在户") for relation, born in given))
    succeed(house)
    assert [person.relation for person in house.people] == then
    assert head(house).status == "在户"


def test_given_the_head_lives_then_nothing_changes():
    house = home(somebody("户主", 1960), somebody("配偶", 1962, "死亡"))
    succeed(house)
    assert [person.relation for person in house.people] == ["户主", "配偶"]


def test_given_nobody_is_left_then_the_last_head_stays_on_the_row():
    house = home(somebody("户主", 1940, "死亡"))
    succeed(house)
    assert head(house).relation == "户主"


def test_a_birthday_counts_on_its_day():
    person = somebody("户主", 2003)
    assert [age(person, date(2021, 6, day)) for day in (14, 15)] == [17, 18]


@pytest.mark.parametrize(
    ("born", "more", "then"),
    [
        (1980, {}, "有"),
        (1980, {"level": 1, "disability": "肢体"}, "完全丧失"),
        (1980, {"level": 3, "disability": "肢体"}, "部分丧失"),
        (1980, {"health": "大病"}, "部分丧失"),
        (1958, {}, "部分丧失"),
        (1940, {}, "无"),
        (2010, {}, "无"),
        (2003, {"schooling": "在校"}, "无"),
    ],
)
def test_labour_follows_from_age_school_disability_and_illness(born, more, then):
    assert labour(somebody("户主", born, **more), date(2021, 6, 30)) == then
