"""The example population judged as 中卫市, 宁夏 and 荣昌区 in months of 2019, 2020 and 2021, and what the documents make of it there.

Four households of the county are given what the documents differ over; everybody else is as drawn. What is expected is worked out here,
from the roster and the documents' own numbers, not asked of the rules.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from end_to_end.in_force import NINGXIA, RONGCHANG, ZHONGWEI, expected
from lowincome import month as months
from lowincome import paths, policy, time_machine, warehouse

MONTH = date(2021, 6, 1)
SIDES = [
    (ZHONGWEI, "2019-06"),
    (NINGXIA, "2020-06"),
    (NINGXIA, "2020-08"),
    (RONGCHANG, "2020-06"),
    (ZHONGWEI, "2021-06"),
    (RONGCHANG, "2021-06"),
]
# 低保 lines of each place and time, rural and urban, yuan a head and year: local examples, as no document gives one
LINES = {
    (ZHONGWEI, "2019-06"): (4560, 530 * 12),
    (NINGXIA, "2020-06"): (5400, 560 * 12),
    (NINGXIA, "2020-08"): (6000, 600 * 12),
    (RONGCHANG, "2020-06"): (5940, 620 * 12),
    (ZHONGWEI, "2021-06"): (6000, 600 * 12),
    (RONGCHANG, "2021-06"): (5940, 620 * 12),
}
ADOPTED = "severe_disability_optional_adopted,64,2020-07-01,,1,yes_no,exactly,,,local,试算"
NOBODY = frozenset[str]()


@pytest.fixture(scope="module")
def named(_homes: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A copy of the county's warehouse, and who is who in it."""
    path = tmp_path_factory.mktemp("elsewhere") / "lowincome.duckdb"
    shutil.copyfile(paths.warehouse(_homes[0]), path)
    with duckdb.connect(str(path)) as con:
        found = con.execute(
            "SELECT household_id FROM core.household_month WHERE month = ? AND settlement = '农村' AND support_category = '无'"
            " AND persons >= 2 AND NOT is_carried_forward ORDER BY household_id LIMIT 4",
            [MONTH],
        ).fetchall()
        who = dict(zip(("under twice", "over twice", "level three", "relieved"), (row[0] for row in found), strict=True))
        poor = "registered_poor = '已脱贫', gradual_exit_from = NULL"
        _set(con, who["under twice"], 11286, f"{poor}, support_category = '农村低保', is_in_dibao = TRUE")  # 1.9 x 5940
        _set(con, who["over twice"], 12474, f"{poor}, support_category = '农村低保', is_in_dibao = TRUE")  # 2.1 x 5940
        _set(con, who["level three"], 7000, "is_property_within_limits = TRUE")
        con.execute(
            "UPDATE core.person_month SET health = '健康', has_disability_card = relation = '户主',"
            " disability_type = CASE WHEN relation = '户主' THEN '智力' END, disability_level = CASE WHEN relation = '户主' THEN 3 END"
            " WHERE month = ? AND household_id = ?",
            [MONTH, who["level three"]],
        )
        con.execute(  # 2.5 times the urban line of July 2020
            "INSERT INTO core.relief (month, row_number, household_id, person_id, kind, cause, persons, amount_yuan, granted_on)"
            " VALUES (?, 9001, ?, 'P', '急难型家庭', '因病', 1, 1500, DATE '2021-06-10')",
            [MONTH, who["relieved"]],
        )
        (who["seventeen"],) = con.execute(
            "SELECT h.household_id FROM core.household_month AS h INNER JOIN core.person_month AS p USING (month, household_id)"
            " WHERE month = ? AND h.is_in_tekun AND p.age = 17",
            [MONTH],
        ).fetchall()[0]
    return path, who


def _set(con: duckdb.DuckDBPyConnection, household_id: str, yuan_per_head: int, more: str) -> None:
    con.execute(
        f"UPDATE core.household_month SET {more}, wage_yuan_12m = {yuan_per_head} * persons, income_yuan_12m = {yuan_per_head} * persons,"
        f" income_per_capita_yuan_year = {yuan_per_head}, business_yuan_12m = 0, property_yuan_12m = 0, transfer_yuan_12m = 0,"
        " employment_cost_yuan_12m = 0 WHERE month = ? AND household_id = ?",
        [MONTH, household_id],
    )


Judge = Callable[..., Any]


@pytest.fixture(scope="module")
def judged(named: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Judge]:
    """Judges the population by the rules of a place and a month; `more` is a row of a changed parameter file."""
    with warehouse.in_memory() as con:
        time_machine._copy(con, named[0], MONTH)

        @cache
        def judge(place: str, month: str, more: str = "") -> Any:
            changed = None
            if more:
                changed = tmp_path_factory.mktemp("changed") / "试算.csv"
                changed.write_text("\n".join([",".join(policy.COLUMNS), more, ""]), encoding="utf-8-sig")
            with time_machine._reference(changed) as folder:
                return time_machine._judge(con, MONTH, time_machine.Side(months.parse(month), place, changed), folder)

        yield judge


@pytest.fixture(scope="module")
def roster(named: tuple[Path, dict[str, str]]) -> list[dict[str, Any]]:
    with warehouse.reader(named[0]) as con:
        cursor = con.execute("SELECT * FROM core.household_month WHERE month = ?", [MONTH])
        return [dict(zip([column[0] for column in cursor.description], row, strict=True)) for row in cursor.fetchall()]


def triggered(judgement: Any, rule_id: str) -> frozenset[str]:
    return judgement.units.get(rule_id, NOBODY)


def state(judgement: Any, rule_id: str) -> str:
    return judgement.definitions[rule_id][3]


def line(row: dict[str, Any], side: tuple[str, str]) -> int | None:
    return {"农村": LINES[side][0], "城镇": LINES[side][1]}.get(row["settlement"])


@pytest.mark.parametrize(("place", "month"), SIDES)
def test_the_rules_in_force_are_those_of_the_place_and_month(judged: Judge, place: str, month: str) -> None:
    found = judged(place, month)
    assert {rule_id for rule_id, definition in found.definitions.items() if definition[3] == "施行"} == expected(place, month)
    assert sum(map(len, found.units.values())) > 10


@pytest.mark.parametrize("side", SIDES)
def test_who_is_below_the_line_of_the_place_and_not_covered(judged: Judge, roster: list[dict[str, Any]], side: tuple[str, str]) -> None:
    below = {
        row["household_id"]
        for row in roster
        if row["support_category"] not in (None, "农村低保", "城市低保", "集中特困", "分散特困")
        and row["is_property_within_limits"] is not False
        and None not in (row["income_yuan_12m"], line(row, side))
        and row["income_yuan_12m"] < line(row, side) * row["persons"]
    }
    assert below
    assert triggered(judged(*side), "low_income_uncovered") == below


def test_gradual_exit_in_rongchang_is_a_band_and_in_ningxia_a_time(judged: Judge, named: tuple[Path, dict[str, str]]) -> None:
    _, who = named
    both = {who["under twice"], who["over twice"]}
    for month in ("2020-06", "2021-06"):
        found = judged(RONGCHANG, month)
        assert triggered(found, "dibao_income_above_line") & both == {who["over twice"]}
    # above the line and no gradual exit entered: whether it is twice the line or not is no matter there
    assert both <= triggered(judged(NINGXIA, "2020-08"), "dibao_income_above_line")
    for place, month in ((ZHONGWEI, "2019-06"), (NINGXIA, "2020-06")):
        assert state(judged(place, month), "dibao_income_above_line") == "未施行"


def test_the_third_level_comes_in_where_the_switch_is_on(judged: Judge, named: tuple[Path, dict[str, str]]) -> None:
    rule_id, home = "single_person_dibao_severe_disability", named[1]["level three"]
    assert home not in triggered(judged(NINGXIA, "2020-08"), rule_id)
    assert home in triggered(judged(NINGXIA, "2020-08", ADOPTED), rule_id)
    for place, month in ((ZHONGWEI, "2019-06"), (NINGXIA, "2020-06"), (RONGCHANG, "2021-06")):
        assert state(judged(place, month), rule_id) == "未施行"


def test_the_seventeen_year_old_is_told_of_by_the_age_of_the_time(judged: Judge, named: tuple[Path, dict[str, str]]) -> None:
    rule_id, home = "minor_in_tekun_turns_eighteen", named[1]["seventeen"]
    assert home not in triggered(judged(NINGXIA, "2020-06"), rule_id)  # past sixteen, the age until 10 July 2020
    assert home in triggered(judged(NINGXIA, "2020-08"), rule_id)  # soon eighteen
    assert home in triggered(judged(ZHONGWEI, "2021-06"), rule_id)
    assert state(judged(RONGCHANG, "2020-06"), rule_id) == "未施行"


def test_relief_of_two_and_a_half_lines_is_above_a_floor_and_off_an_exact_standard(
    judged: Judge, named: tuple[Path, dict[str, str]]
) -> None:
    rule_id, home = "relief_amount_off_standard", named[1]["relieved"]
    assert home not in triggered(judged(NINGXIA, "2020-06"), rule_id)
    assert home in triggered(judged(NINGXIA, "2020-08"), rule_id)
    for place, month in ((ZHONGWEI, "2019-06"), (RONGCHANG, "2020-06")):
        assert state(judged(place, month), rule_id) == "未施行"


def test_three_formulas_of_the_tekun_standard_find_whom_each_place_pays_too_little(judged: Judge, roster: list[dict[str, Any]]) -> None:
    def short(least: Callable[[dict[str, Any]], float | None]) -> frozenset[str]:
        known = [
            row for row in roster if row["is_in_tekun"] and None not in (row["monthly_amount_yuan"], row["covered_persons"], least(row))
        ]
        return frozenset(
            row["household_id"] for row in known if float(row["monthly_amount_yuan"]) * 12 < least(row) * row["covered_persons"]
        )

    def by_income(row: dict[str, Any]) -> float:
        return {"集中特困": 0.8, "分散特困": 0.6}[row["support_category"]] * 10600  # of 2018, an example

    def by_line(row: dict[str, Any]) -> float | None:
        own = line(row, (NINGXIA, "2020-08"))
        return None if own is None else 1.3 * own

    zhongwei, ningxia, rongchang = judged(ZHONGWEI, "2019-06"), judged(NINGXIA, "2020-08"), judged(RONGCHANG, "2020-06")
    assert triggered(zhongwei, "tekun_amount_below_income_share") == short(by_income)
    assert triggered(ningxia, "tekun_amount_below_standard") == short(by_line)
    assert triggered(rongchang, "tekun_amount_below_urban_standard") == short(lambda row: 1.3 * 620 * 12) != NOBODY
    assert state(zhongwei, "tekun_amount_below_standard") == state(rongchang, "tekun_amount_below_standard") == "未施行"


def test_the_four_checks_are_made_where_the_document_of_2020_holds(judged: Judge) -> None:
    """查损补失 and 查弱补强 have rules in force in 宁夏 and 中卫 from March 2020 on, and 查弱补强 finds something in this county."""
    for place, month in ((NINGXIA, "2020-06"), (ZHONGWEI, "2021-06")):
        found = judged(place, month)
        held = {definition[1] for definition in found.definitions.values() if definition[3] == "施行"}
        # 查漏补缺 is three of our families
        assert {"查损补失", "漏保漏救", "漏统漏管", "漏查漏退", "查短补齐", "查弱补强"} <= held
        assert any(found.units.get(rule_id) for rule_id, one in found.definitions.items() if one[1] == "查弱补强")
