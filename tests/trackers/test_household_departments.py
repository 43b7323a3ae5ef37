"""What departments say in a household's file: in the list, not in it, not compared, in doubt; each new word once, with its day and row."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from cases.life import put
from lowincome import rules, warehouse
from lowincome.reports import household_file

HOUSEHOLD, MAY, JUNE = "640424100-00000001", date(2021, 5, 1), date(2021, 6, 1)
PEOPLE = {"P1": ("马有福", "户主"), "P2": ("马小花", "配偶")}
FEEDS = {
    "disability": ("残联", "持证残疾人名册"),
    "medical_insurance": ("医保局", "医保参保与自付费用"),
    "education": ("教育局", "在校学生学籍"),
    "health": ("卫健局", "大病患者登记"),
    "assets": ("核对中心", "家庭经济状况核对结果"),
    "housing": ("住建局", "农村住房安全鉴定"),
    "payment": ("民政局", "救助资金发放台账"),
    "temporary_relief": ("民政局", "临时救助台账"),
}
Con = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def bare() -> Iterator[Con]:
    """Two months of one household of two; one is in the disability list, the school register never came, one row of assets is in doubt."""
    con = warehouse.in_memory()
    rules.prepare(con)
    for feed, (department, title) in FEEDS.items():
        put(con, "ref.feed", feed=feed, department=department, title=title)
    for month in (MAY, JUNE):
        home = {"township_code": "640424100", "township_name": "香水镇", "head_name": "马有福", "known_on": month.replace(day=20)}
        put(con, "core.household_month", month=month, household_id=HOUSEHOLD, is_carried_forward=False, **home)
        for row, (person_id, (name, relation)) in enumerate(PEOPLE.items(), start=2):
            about = {"month": month, "household_id": HOUSEHOLD, "person_id": person_id}
            put(con, "core.person_month", **about, name=name, relation=relation, is_in_household=True, row_number=row)
            listed = {"in_disability": person_id == "P2", "in_medical_insurance": True, "in_health": False, "in_assets": None}
            put(con, "core.person_fact", **about, **listed)
        put(con, "core.household_fact", month=month, household_id=HOUSEHOLD, in_housing=False)
        for feed, (department, title) in FEEDS.items():
            put(con, "stg.feed_standing", month=month, feed=feed, department=department, title=title, is_compared=feed != "education")
        said(con, month, "disability", "P2", "残疾类别和等级", "肢体2级", date(2015, 3, 2), row=7)
        for row, person_id in enumerate(PEOPLE, start=2):
            said(con, month, "medical_insurance", person_id, "参保状态", "参保", month, row=row)
    yield con
    con.close()


@pytest.fixture
def con(bare: Con) -> Iterator[Con]:
    with warehouse.tentative(bare):
        yield bare


def said(
    con: Con, month: date, feed: str, person_id: str, fact: str, value: str, happened_on: date | None = None, row: int = 2, **more: Any
) -> None:
    sent = f"{feed}-{month:%Y%m}"
    if not con.execute("SELECT 1 FROM raw.submission WHERE submission_id = ?", [sent]).fetchall():
        put(con, "raw.submission", submission_id=sent, kind="feed", feed=feed, file_name=f"{feed}{month.month}月.csv", month=month)
    about = {"feed": feed, "submission_id": sent, "row_number": row, "household_id": HOUSEHOLD, "person_id": person_id, "result": "已比中"}
    told = {"fact": fact, "value": value, "happened_on": happened_on, "known_on": month.replace(day=18)}
    put(con, "core.fact", month=month, **{**about, **told, **more})


def now(con: Con) -> dict[str, list[str]]:
    return {line["title"].split("「")[0]: line["said"] for line in household_file.read(con, HOUSEHOLD, JUNE)["departments"]}


def told(con: Con, what: str) -> list[tuple[str, list[str]]]:
    entries = household_file.read(con, HOUSEHOLD, JUNE)["entries"]
    return [(entry["on"], entry["told"]) for entry in entries if entry["what"] == what]


def test_the_four_answers_are_four_different_words(con: Con) -> None:
    found = now(con)
    assert found["残联"] == ["马**(配偶):2015-03-02 发证:残疾类别和等级 肢体2级"]
    assert found["卫健局"] == ["比对过,名单里没有"]
    assert found["教育局"] == ["不知:本月没有收到,未比对"]
    assert found["核对中心"] == ["不知:有一行像是这一户的人,还没有认定"]


def test_what_is_said_of_everybody_is_said_of_the_household(con: Con) -> None:
    assert now(con)["医保局"] == ["全家 2 人:2021-06-01 结算:参保状态 参保"]


def test_the_same_word_month_after_month_is_told_once_and_a_new_one_again(con: Con) -> None:
    assert told(con, "残联") == [("2021-05-18", ["马**(配偶):2015-03-02 发证:残疾类别和等级 肢体2级"])]
    con.execute("UPDATE core.fact SET value = '肢体1级' WHERE month = ? AND feed = 'disability'", [JUNE])
    assert [on for on, _ in told(con, "残联")] == ["2021-05-18", "2021-06-18"]


def test_a_word_stands_with_its_file_and_rows(con: Con) -> None:
    (entry,) = [one for one in household_file.read(con, HOUSEHOLD, JUNE)["entries"] if one["what"] == "医保局"]
    assert entry["source"] == ["medical_insurance5月.csv 第 2、3 行"]


def test_a_row_that_only_may_be_about_them_is_not_told_as_theirs(con: Con) -> None:
    said(con, JUNE, "health", "P1", "大病病种", "尿毒症", JUNE, result="疑似")
    assert told(con, "卫健局") == []


def test_money_paid_stands_on_the_day_it_was_paid_and_each_relief_is_one_of_its_own(con: Con) -> None:
    for month in (MAY, JUNE):
        said(con, month, "payment", "P1", "发放", "农村低保 实发520.00", month.replace(day=9))
        said(con, month, "temporary_relief", "P1", "临时救助", "急难型 1500.00", month.replace(day=4))
    assert told(con, "发放") == [("2021-05-09", ["马**(户主):农村低保 实发520.00"])]
    assert [on for on, _ in told(con, "临时救助")] == ["2021-05-04", "2021-06-04"]


@pytest.mark.parametrize(
    ("counts", "told_as"),
    [
        ((1, 0, 2), "车辆 1、房产 0、工商登记 2"),
        ((None, 1, 2), "车辆 不知、房产 1、工商登记 2"),
        ((1, None, 2), "车辆 1、房产 不知、工商登记 2"),
        ((None, None, None), "车辆 不知、房产 不知、工商登记 不知"),
    ],
)
def test_of_what_is_registered_each_count_says_what_it_counts_and_an_unknown_one_that_it_is_unknown(
    con: Con, counts: tuple[int | None, ...], told_as: str
) -> None:
    """Given a count that was left out or cannot be read, then no other takes its place."""
    row = {"month": JUNE, "submission_id": "assets-202106", "row_number": 2}
    put(con, "raw.submission", submission_id="assets-202106", kind="feed", feed="assets", file_name="核对6月.csv", month=JUNE)
    put(con, "stg.assets", **row, **dict(zip(("vehicles", "houses", "companies"), counts, strict=True)), financial_assets_yuan=12345.5)
    put(con, "core.match", **row, feed="assets", household_id=HOUSEHOLD, person_id="P1", result="已比中")
    con.execute("UPDATE stg.feed_standing SET known_on = ? WHERE month = ?", [JUNE.replace(day=18), JUNE])
    warehouse.run_models(con, ("core.fact",), {"month": JUNE})
    ((on, lines),) = told(con, "核对中心")
    assert on == "2021-06-18"
    assert sorted(lines) == [f"马**(户主):财产登记 {told_as}", "马**(户主):金融资产(元) 12,345.5"]
