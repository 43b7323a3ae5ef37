"""Files that say otherwise than May's roster: two couples on dibao, and a third household of one."""

from typing import Any

from corpus.mutation import MAY, TAKEN, WITH_NOTES, Rows, form
from factories import change, household, member

THIRD, NEW = household(3), household(7)
NONE = {"救助类别": "无", "低保档次": None, "保障人数": None, "月保障金额": None}


def stays(*more: Any) -> Any:
    """The third household as well, and then more."""

    def do(rows: Rows) -> None:
        rows["household"].append(household(3))
        rows["member"].append(member(THIRD))
        for one in more:
            one(rows)

    return do


def listed(n: int, kind: str) -> Any:
    return lambda rows: rows["change"].append(change(household(n), 变动=kind))


def third(**over: Any) -> Any:
    return lambda rows: rows["household"][2].update(over)


def comes(rows: Rows) -> None:
    rows["household"].append(household(7, 本月变化="新增"))
    rows["member"].append(member(NEW))


def person(place: int, **over: Any) -> Any:
    return lambda rows: rows["member"][place].update(over)


def gone(rows: Rows) -> None:
    del rows["member"][1]


def head_dead(rows: Rows) -> None:
    rows["member"][4].update({"状态": "死亡", "状态日期": "2021-06-03"})


MUTATIONS = [
    form("May's roster again", TAKEN, home=MAY, do=stays(), rows=8),
    form("a household of May is not there", WITH_NOTES, "household_missing", home=MAY),
    form("a household of May is not there, and 增减 says why", TAKEN, home=MAY, do=listed(3, "退出"), rows=7),
    form("a person of May is not there", WITH_NOTES, "person_missing 家庭!A2", home=MAY, do=stays(gone), rows=7),
    form("a new household on dibao", WITH_NOTES, "new_not_listed 家庭!H5", home=MAY, do=stays(comes), rows=10),
    form("a new household on dibao, and 增减 says so", TAKEN, home=MAY, do=stays(comes, listed(7, "新增")), rows=11),
    form("a household no longer on dibao", WITH_NOTES, "exit_not_listed 家庭!H4", home=MAY, do=stays(third(**NONE)), rows=8),
    form("a household no longer on dibao, and 增减 says so", TAKEN, home=MAY, do=stays(third(**NONE), listed(3, "退出")), rows=9),
    form("an amount raised", TAKEN, "raise_not_listed 家庭!K4", home=MAY, do=stays(third(月保障金额=400)), rows=8),
    form("an amount cut", WITH_NOTES, "cut_not_listed 家庭!K4", home=MAY, do=stays(third(月保障金额=200)), rows=8),
    form(
        "增减 says four things of households that stay as they were",
        WITH_NOTES,
        *(f"listed_{word}_not_found 增减!D{row}" for row, word in enumerate(("new", "exit", "raise", "cut"), start=2)),
        home=MAY,
        do=stays(listed(1, "新增"), listed(2, "退出"), listed(3, "提标"), listed(1, "降标")),
        rows=12,
    ),
    form(
        "everybody of a household died, and the number of the covered was left",
        WITH_NOTES,
        "covered_exceeds_persons 家庭!J4",
        home=MAY,
        do=stays(head_dead, listed(3, "退出")),
        rows=9,
    ),
]
