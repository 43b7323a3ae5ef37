"""A check nobody has seen fail is no check: every expectation of every suite is made to fail by one mistake in one workbook's rows.

Each mistake stands in a household (or row) of its own, goes through the real staging SQL, and must be found there and nowhere else.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from factories import TOWNSHIP, change, feedback, household, household_id, id_number, member
from lowincome import contract
from lowincome.intake import check, form
from lowincome.month import LOCAL
from lowincome.paths import EXPECTATIONS

SUITES = {sheet: EXPECTATIONS / "2_staging" / f"{sheet}.json" for sheet in form.SHEETS}
LOST = "6.40499E+17"
ID = id_number(7)
WRONG_ID = ID[:17] + ("1" if ID[17] != "1" else "2")
NEGATIVE_ALLOWED = ("经营净收入", "财产净收入", "转移净收入")
Mistakes = dict[tuple[str, str], dict[str, Any]]

HOUSEHOLD: Mistakes = {
    ("household_id_missing", "户编号"): {"户编号": None},
    ("name_missing", "户主姓名"): {"户主姓名": None},
    ("village_missing", "行政村"): {"行政村": " "},
    ("id_digits_lost", "户主证件号码"): {"户主证件号码": LOST},
    ("head_name_differs", "户主姓名"): {"户主姓名": "另一人"},
    ("head_number_differs", "户主证件号码"): {"户主证件号码": id_number(4000)},
    **{("word_not_allowed", column): {column: "胡写"} for column in form.CODES["household"]},
    ("number_unreadable", "保障人数"): {"保障人数": "两个"},
    ("number_out_of_range", "保障人数"): {"保障人数": "-1"},
    ("covered_exceeds_persons", "保障人数"): {"保障人数": "7"},
    **{("amount_unreadable", column): {column: "约三千"} for column in (*form.AMOUNTS, "月保障金额")},
    **{
        ("amount_out_of_range", column): {column: "-6000000" if column in NEGATIVE_ALLOWED else "-1"}
        for column in (*form.AMOUNTS, "月保障金额")
    },
    ("amount_without_category", "救助类别"): {"救助类别": "无"},
    **{("date_unreadable", column): {column: "2021-13"} for column in ("首次纳入年月", "渐退起始年月")},
    ("date_unreadable", "走访日期"): {"走访日期": "2021-02-30"},
    ("date_in_future", "首次纳入年月"): {"首次纳入年月": "2021-07"},
    ("date_in_future", "走访日期"): {"走访日期": "2021-07-01"},
    **{("month_ambiguous", column): {column: "2020.1"} for column in ("首次纳入年月", "渐退起始年月")},
    ("household_of_another_township", "户编号"): {"户编号": "640424101-00000001"},
}
MEMBER: Mistakes = {
    ("household_id_missing", "户编号"): {"户编号": None},
    ("member_without_household", "户编号"): {"户编号": household_id(99999)},
    ("name_missing", "姓名"): {"姓名": None},
    ("id_missing", "证件号码"): {"证件号码": None},
    ("id_digits_lost", "证件号码"): {"证件号码": LOST},
    ("id_check_digit", "证件号码"): {"证件号码": WRONG_ID},
    ("born_after_month", "证件号码"): {"证件号码": id_number(1, date(2021, 8, 1))},
    ("relation_missing", "与户主关系"): {"与户主关系": None},
    **{("word_not_allowed", column): {column: "胡写"} for column in form.CODES["member"]},
    **{("number_unreadable", column): {column: "半年"} for column in ("务工月数", "连续无收入月数")},
    **{("number_out_of_range", column): {column: "-1"} for column in ("务工月数", "连续无收入月数")},
    ("date_unreadable", "无收入起始年月"): {"无收入起始年月": "去年"},
    ("date_unreadable", "状态日期"): {"状态日期": "2021-06-31"},
    ("date_in_future", "无收入起始年月"): {"无收入起始年月": "2021-07"},
    ("date_in_future", "状态日期"): {"状态日期": "2021-07-01"},
    ("month_ambiguous", "无收入起始年月"): {"无收入起始年月": "2020.1"},
}
CHANGE: Mistakes = {
    ("household_id_missing", "户编号"): {"户编号": None},
    ("change_missing", "变动"): {"变动": None},
    ("change_not_allowed", "变动"): {"变动": "变了"},
    ("word_not_allowed", "救助类别"): {"救助类别": "低保"},
    ("id_digits_lost", "证件号码"): {"证件号码": LOST},
    ("id_check_digit", "证件号码"): {"证件号码": WRONG_ID},
    ("date_unreadable", "日期"): {"日期": "本月"},
    ("date_in_future", "日期"): {"日期": "2021-07-01"},
    ("change_without_household", "户编号"): {"户编号": household_id(99999)},
}
FEEDBACK: Mistakes = {
    ("case_missing", "预警编号"): {"预警编号": None},
    ("amount_out_of_range", "金额"): {"金额": "-1"},
    ("amount_unreadable", "金额"): {"金额": "若干"},
    **{("word_not_allowed", column): {column: "胡写"} for column in form.CODES["feedback"]},
    ("date_unreadable", "核查日期"): {"核查日期": "月初"},
    ("date_in_future", "核查日期"): {"核查日期": "2021-06-28"},
    ("date_unreadable", "落实日期"): {"落实日期": "月初"},
    ("result_without_date", "核查日期"): {"核查日期": None},
    ("closing_without_result", "核查结果"): {"核查结果": None, "申请销号": "是"},
    ("date_in_future", "落实日期"): {"落实日期": "2021-06-28"},
    ("delivered_before_visit", "落实日期"): {"落实日期": "2021-06-11"},
    ("result_missing", "核查结果"): {"核查结果": None},
    ("closing_without_measure", "采取措施"): {"申请销号": "是"},
    ("closing_without_conclusion", "申请销号"): {"核查结果": "外出未见", "申请销号": "是"},
    ("true_without_measure", "采取措施"): {"采取措施": None},
    **{("case_" + what, "预警编号"): {} for what in ("unknown", "of_another_township", "closed")},
    ("visited_before_opening", "核查日期"): {},
}
# what the door knows of the case of such a row, where it is not the usual
CASES = {
    "case_unknown": None,
    "case_of_another_township": {"townships": ["640424101"]},
    "case_closed": {"closed_on": date(2021, 5, 26)},
    "visited_before_opening": {"opened_on": date(2021, 6, 13)},
}
Key = tuple[str, str, str]


def build() -> tuple[dict[str, list[dict[str, Any]]], dict[Key, int]]:
    """The rows of the four sheets, and for every expectation the position of the row that must fail it."""
    rows: dict[str, list[dict[str, Any]]] = {sheet: [] for sheet in form.SHEETS}
    wrong: dict[Key, int] = {}
    number = iter(range(1, 1000))

    def add(sheet: str, row: dict[str, Any], *key: str) -> None:
        if key:
            wrong[(sheet, *key)] = len(rows[sheet])
        rows[sheet].append(row)

    def family(over: dict[str, Any] | None = None, *key: str) -> dict[str, Any]:
        plain = household(next(number))
        add("household", {**plain, **(over or {})}, *key)
        if stated := (over or plain).get("户编号", plain["户编号"]):
            add("member", {**member(plain), "户编号": stated})
        return plain

    first = family()
    for key, over in HOUSEHOLD.items():
        family(over, *key)
    for key, over in MEMBER.items():
        plain = family()
        add("member", {**member(plain, 2), **over}, *key)
    plain = family()
    add("household", dict(plain), "row_repeated", "户编号")
    add("household", {**family(), "行政村": "另一村"}, "household_repeated", "户编号")
    add("household", household(next(number)), "household_without_members", "户编号")
    plain = household(next(number))
    add("household", plain, "head_none", "户主姓名")
    add("member", member(plain, 2))
    plain = household(next(number))
    add("household", plain, "head_several", "户主姓名")
    rows["member"] += [member(plain), member(plain, 2, 与户主关系="户主")]
    plain = household(next(number))
    add("household", plain, "head_gone", "户主姓名")
    rows["member"] += [member(plain, 1, 状态="死亡"), member(plain, 2)]
    plain = family()
    add("member", member(plain), "row_repeated", "姓名")
    plain = family()
    add("member", member(plain, 1, 民族="汉族"), "person_repeated", "姓名")
    one, other = family(), family()
    rows["member"].append(member(one, 2))
    add("member", {**member(other, 2), "证件号码": member(one, 2)["证件号码"]}, "person_in_two_households", "证件号码")
    add("change", change(first))
    for key, over in CHANGE.items():
        add("change", {**change(first, 原因=str(key)), **over}, *key)
    add("change", change(first), "row_repeated", "户编号")
    add("feedback", feedback("Y-0"))
    for key, over in FEEDBACK.items():
        add("feedback", {**feedback(f"Y-{len(rows['feedback'])}"), **over}, *key)
    add("feedback", feedback("Y-0"), "row_repeated", "预警编号")
    add("feedback", feedback("Y-T"))
    add("feedback", feedback("Y-T", 核查结果="不属实"), "result_contradicts", "核查结果")
    return rows, wrong


def as_table(sheet: str, rows: list[dict[str, Any]]) -> pa.Table:
    """The rows as they are landed: text."""
    columns: dict[str, list[Any]] = {
        "submission_id": ["S"] * len(rows),
        "township_code": [TOWNSHIP] * len(rows),
        "month": [date(2021, 6, 1)] * len(rows),
        "sheet": [form.SHEETS[sheet]] * len(rows),
        "row_number": list(range(2, len(rows) + 2)),
    }
    for name in form.COLUMNS[sheet]:
        columns[name] = [None if row.get(name) is None else str(row[name]) for row in rows]
    return pa.table(
        columns, pa.schema([(n, pa.date32() if n == "month" else pa.int32() if n == "row_number" else pa.string()) for n in columns])
    )


ROWS, WRONG = build()
FACTS = {"submission_id": "S", "township_code": TOWNSHIP, "township_name": "香水镇", "month": date(2021, 6, 1)}
ALL = [
    (sheet, one["meta"]["check_id"], one["meta"]["column"])
    for sheet, path in SUITES.items()
    for one in contract.load_suite(path)["expectations"]
]


def known_cases(home: Path) -> None:
    """What the run of May left: every case that a row names, the county's own and open, but for those of CASES."""
    usual = {"townships": [TOWNSHIP], "opened_on": date(2021, 5, 26), "closed_on": None}
    cases = {row["预警编号"]: {**usual, "case_id": row["预警编号"]} for row in ROWS["feedback"] if row["预警编号"]}
    for (sheet, check_id, _), position in WRONG.items():
        if sheet == "feedback" and check_id in CASES:
            case_id = ROWS[sheet][position]["预警编号"]
            cases[case_id] = {**cases[case_id], **(CASES[check_id] or {"case_id": None})}
    types = {"case_id": pa.string(), "townships": pa.list_(pa.string()), "opened_on": pa.date32(), "closed_on": pa.date32()}
    path = home / "raw" / "2021-05" / "_issued" / "cases.parquet"
    path.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist([case for case in cases.values() if case["case_id"]], pa.schema(types)), path)


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[Key, list[int]]:
    home = tmp_path_factory.mktemp("home")
    known_cases(home)
    moment = datetime(2021, 6, 24, 10, tzinfo=LOCAL)
    frames = check.type_rows({sheet: as_table(sheet, rows) for sheet, rows in ROWS.items()}, FACTS, moment, home)
    return {
        (sheet, one.check_id, one.column): one.positions
        for sheet, path in SUITES.items()
        for one in contract.run_suite(frames[sheet], path)
    }


@pytest.mark.parametrize("key", ALL, ids="-".join)
def test_the_expectation_can_fail(failures, key):
    assert WRONG[key] in failures.get(key, [])


def test_no_expectation_stands_twice():
    assert len(set(ALL)) == len(ALL) == len(WRONG)


def test_a_plain_row_fails_nothing(failures):
    for sheet in form.SHEETS:
        assert not [key for key, positions in failures.items() if key[0] == sheet and 0 in positions and key[1] != "row_repeated"]


def test_a_mistake_is_found_in_its_own_row_only(failures):
    """What concerns two rows by its nature is found in both; a person repeated as head makes two heads."""
    doubled = [
        ("household", "household_repeated"),
        ("household", "head_several"),
        ("member", "person_repeated"),
        ("member", "person_in_two_households"),
    ]
    others = [key[:2] for key, positions in failures.items() for position in positions if position != WRONG[key]]
    assert sorted(others) == sorted(doubled)
