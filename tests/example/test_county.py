"""The example county is the same every time, holds together from month to month, and is a believable county."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from stdnum.iso7064 import mod_11_2

from lowincome.example import draw, rows, sendings, story
from lowincome.example.names import figures
from lowincome.intake import form

GONE = ("死亡", "迁出", "婚出")
COVERED = ("农村低保", "城市低保", "集中特困", "分散特困")
JULY, AUGUST, JUNE = date(2020, 7, 1), date(2020, 8, 1), date(2021, 6, 1)


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.xlsx")}


def households(sheets):
    return {row["户编号"]: row for row in sheets["household"]}


def living(sheets):
    """Household number → how many live there at the month's end."""
    return Counter(row["户编号"] for row in sheets["member"] if row["状态"] not in GONE)


def levels(sheets):
    """Household number → income per person as a multiple of its line; without those where nobody is left."""
    people = living(sheets)
    found = {}
    for number, row in households(sheets).items():
        if people[number]:
            line = figures()["line_urban" if row["城乡"] == "城镇" else "line_rural"]
            found[number] = sum(row[column] for column in form.AMOUNTS[:4]) / people[number] / line
    return found


def falls_within_three_months(clean):
    """(level now, whether below the line in one of the next three months) of every household above the line, for all months."""
    by_month = {month: levels(sheets) for month, sheets in clean.items()}
    ordered = sorted(by_month)
    for index, month in enumerate(ordered[:-3]):
        later = [by_month[other] for other in ordered[index + 1 : index + 4]]
        for number, level in by_month[month].items():
            if level >= 1:
                yield level, any(number in levels and levels[number] < 1 for levels in later)


# ---- the same every time


def test_the_same_call_gives_the_same_bytes(tmp_path):
    first = draw(tmp_path / "a", [AUGUST], 60)
    second = draw(tmp_path / "b", [AUGUST], 60)
    assert len(first) == len(second) == 7
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_month_is_the_same_whether_asked_for_alone_or_with_others():
    alone = list(sendings([date(2020, 9, 1)], 60))
    among = [sending for sending in sendings([JULY, AUGUST, date(2020, 9, 1), date(2020, 10, 1)], 60) if sending.month == date(2020, 9, 1)]
    assert alone == among


def test_progress_is_told_after_every_workbook_in_any_order_of_arrival(tmp_path):
    told = []
    arrivals = draw(tmp_path, [JULY], 60, told.append)
    assert sorted(told) == sorted(arrivals)
    assert [arrival.received_at for arrival in arrivals] == sorted(arrival.received_at for arrival in arrivals)
    assert all(arrival.path.stat().st_mtime == arrival.received_at.timestamp() for arrival in arrivals)


# ---- it holds together


def test_the_county_has_the_size_asked_for(clean):
    for sheets in clean.values():
        assert 380 <= len(sheets["household"]) <= 420
        assert 2.2 <= len(sheets["member"]) / len(sheets["household"]) <= 2.8


def test_every_number_is_an_invented_one_with_a_right_check_digit(clean):
    numbers = [row["证件号码"] for sheets in clean.values() for row in sheets["member"] if row["证件号码"]]
    assert len(numbers) > 10_000
    assert all(number.startswith("640499") and mod_11_2.is_valid(number) for number in numbers)


def test_nobody_shares_a_number(clean):
    for sheets in clean.values():
        numbers = [row["证件号码"] for row in sheets["member"] if row["证件号码"]]
        assert len(numbers) == len(set(numbers))


def test_only_newborns_have_no_number(clean):
    without = [row for sheets in clean.values() for row in sheets["member"] if not row["证件号码"]]
    assert all(row["状态"] == "出生" for row in without)


def test_every_household_has_one_head_whom_it_names(clean):
    for sheets in clean.values():
        heads = [row for row in sheets["member"] if row["与户主关系"] == "户主"]
        assert Counter(row["户编号"] for row in heads) == dict.fromkeys(households(sheets), 1)
        assert all(households(sheets)[row["户编号"]]["户主姓名"] == row["姓名"] for row in heads)


@pytest.mark.parametrize("sheet", ["household", "member", "change"])
def test_coded_cells_hold_the_words_of_the_form(clean, sheet):
    for sheets in clean.values():
        for row in sheets[sheet]:
            assert set(row) <= set(form.COLUMNS[sheet])
            for column, words in form.CODES[sheet].items():
                assert row[column] is None or row[column] in words, (column, row[column])


def test_one_months_roster_goes_on_in_the_next(clean):
    """Whoever stays is there again; whoever is new says how they came."""
    for earlier, later in pairwise(clean[month] for month in sorted(clean)):
        before = {(row["户编号"], row["姓名"]) for row in earlier["member"] if row["状态"] not in GONE}
        after = {(row["户编号"], row["姓名"]): row for row in later["member"]}
        assert before <= after.keys()
        assert all(after[person]["状态"] in ("出生", "迁入", "婚入") for person in after.keys() - before)


def test_who_ticks_no_change_has_changed_nothing(clean):
    visit = {"走访日期", "走访人", "备注", "本月变化"}
    unchanged = 0
    for earlier, later in pairwise(clean[month] for month in sorted(clean)):
        before = households(earlier)
        for number, row in households(later).items():
            if row["本月变化"] == "无变化":
                unchanged += 1
                assert {k: v for k, v in row.items() if k not in visit} == {k: v for k, v in before[number].items() if k not in visit}
    assert unchanged > 2000


def test_the_change_list_agrees_with_the_roster(clean):
    for earlier, later in pairwise(clean[month] for month in sorted(clean)):
        listed = {row["户编号"]: row for row in later["change"]}
        for number in households(earlier).keys() & households(later).keys():
            was, now = (households(sheets)[number]["救助类别"] in COVERED for sheets in (earlier, later))
            if was != now:
                assert listed[number]["变动"] == ("新增" if now else "退出")
        gone = {row["户编号"] for row in later["member"] if row["状态"] in GONE}
        assert gone <= listed.keys()


def test_a_death_of_the_head_leaves_a_living_head(clean):
    """Given a head who died, when others live on, then one of them is head in the same month."""
    for sheets in clean.values():
        people = living(sheets)
        for row in sheets["member"]:
            if row["与户主关系"] == "户主" and row["状态"] in GONE:
                assert people[row["户编号"]] == 0


# ---- it is believable


def test_about_a_sixth_of_the_households_is_in_support(clean):
    for sheets in clean.values():
        supported = sum(row["救助类别"] != "无" for row in sheets["household"]) / len(sheets["household"])
        assert 0.13 <= supported <= 0.23


def test_some_below_the_line_have_nothing_and_some_above_it_have_support(clean):
    for sheets in clean.values():
        level = levels(sheets)
        rows_of = households(sheets)
        uncovered = [number for number in level if level[number] < 1 and rows_of[number]["救助类别"] not in COVERED]
        above = [number for number in level if level[number] > 1 and rows_of[number]["救助类别"] in COVERED[:2]]
        assert 0.01 <= len(uncovered) / len(level) <= 0.07
        assert 0.003 <= len(above) / len(level) <= 0.07


def test_few_fall_below_the_line_soon(clean):
    labels = [falls for _, falls in falls_within_three_months(clean)]
    assert 0.02 <= sum(labels) / len(labels) <= 0.08


def test_who_falls_can_partly_be_foreseen(clean):
    """Income alone should say something, and not nearly everything: a figure near 1 would mean the story is a trick."""
    found = list(falls_within_three_months(clean))
    fell = [level for level, falls in found if falls]
    stayed = sorted(level for level, falls in found if not falls)[::20]
    auc = sum((a < b) + (a == b) / 2 for a in fell for b in stayed) / len(fell) / len(stayed)
    assert 0.65 <= auc <= 0.88


def test_misfortune_comes_in_all_its_kinds_and_seldom():
    shocks = Counter(house.shock for _, homes in story.tell(JUNE, 800) for house in homes)
    assert set(shocks) == set(form.CODES["household"]["本月遭遇"])
    assert 0.94 <= shocks["无"] / shocks.total() <= 0.99


def test_some_minor_in_support_comes_of_age_about_june_2021(clean):
    young = [
        row["证件号码"][6:12]
        for row in clean[JUNE]["member"]
        if row["证件号码"] and households(clean[JUNE])[row["户编号"]]["救助类别"].endswith("特困") and row["证件号码"][6:10] == "2003"
    ]
    assert any("200304" <= born <= "200309" for born in young)


def test_the_few_things_rules_look_for_are_there(clean):
    members = [row for sheets in clean.values() for row in sheets["member"]]
    homes = [row for sheets in clean.values() for row in sheets["household"]]
    idle = [row for row in members if (row["连续无收入月数"] or 0) >= 3 and row["农民工"] == "是" and row["失业保险"] == "未参保"]
    for few, of in (
        (idle, members),
        ([row for row in members if row["医保参保"] == "否"], members),
        ([row for row in members if row["单人户纳入"] == "是"], members),
        ([row for row in homes if row["住房等级"] in ("C", "D")], homes),
        ([row for row in homes if row["饮水安全"] == "否"], homes),
        ([row for row in homes if row["渐退起始年月"]], homes),
        ([row for row in homes if row["走访日期"] is None], homes),
    ):
        assert 0 < len(few) / len(of) < 0.04


def test_rows_are_what_a_careful_clerk_writes(clean):
    """Dates, months and numbers have one form before any slip."""
    for row in clean[JUNE]["household"]:
        assert row["走访日期"] is None or date.fromisoformat(row["走访日期"]) <= date(2021, 6, 17)
        assert all(isinstance(row[column], int) and row[column] >= 0 for column in rows.ACCOUNTS)
        assert row["首次纳入年月"] is None or row["救助类别"] != "无"
