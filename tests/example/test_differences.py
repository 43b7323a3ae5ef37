"""What departments say is mostly what the roster says; where it is not, it is seldom, and there in every county."""

from datetime import date

from lowincome import month as months
from lowincome.example import story
from lowincome.example.names import table
from lowincome.example.people import COVERED, age, present

HOUSEHOLDS = 400
MARCH, MAY, JUNE = date(2021, 3, 1), date(2021, 5, 1), date(2021, 6, 1)


def said(extract, person):
    """What a department says of each person of ours who stands in its file, by the column."""
    return {line.id_number: line.cells for line in extract.lines if line.is_on_roster and line.id_number in person}


def test_watched_people_are_mostly_theirs_too(extracts, roster):
    ours = {person.id_number: house.monitoring for house in roster for person in house.people if person.id_number}
    theirs = said(extracts["rural_revitalisation", JUNE], ours)
    watched = {number for number, category in ours.items() if category != "一般户"}
    assert 0 < len(watched - theirs.keys()) < 0.03 * len(watched)
    assert 0 < len(theirs.keys() - watched) < 0.03 * len(watched)
    differing = [number for number in watched & theirs.keys() if theirs[number]["监测对象类别"] != ours[number]]
    assert 0 < len(differing) < 0.06 * len(watched)


def test_cards_differ_in_level_and_some_are_new_to_us(extracts, roster):
    ours = {person.id_number: person.level for house in roster for person in house.people if person.id_number}
    theirs = said(extracts["disability", JUNE], ours)
    levels = {number: "一二三四".index(cells["残疾等级"][0]) + 1 for number, cells in theirs.items()}
    assert 0 < sum(ours[number] not in (0, level) for number, level in levels.items()) < 0.1 * len(levels)
    assert any(ours[number] == 0 for number in levels)
    assert any(cells["注销日期"] for cells in theirs.values())


def test_pupils_are_mostly_in_the_register(extracts):
    *_, (_, homes) = story.tell(MAY, HOUSEHOLDS)
    pupils = {p.id_number for house in homes for p in house.people if p.schooling == "在校" and age(p, MAY) < 23}
    theirs = said(extracts["education", MAY], pupils)
    assert 1 <= len(pupils - theirs.keys()) <= 3
    assert any(cells["学籍状态"] == "辍学" for cells in theirs.values())


def test_payments_are_what_is_due_but_for_few(extracts, roster):
    lines = extracts["payment", JUNE].lines
    basic = {line.household: line.cells for line in lines if line.cells["资金项目"] in COVERED}
    due = {house.number: house.amount for house in roster if present(house) and house.category in COVERED}
    assert 0 <= len(due.keys() - basic.keys()) <= 2
    assert all(basic[number]["应发金额"] == amount for number, amount in due.items() if number in basic)
    short = [line.cells for line in lines if line.cells["发放结果"] == "成功" and line.cells["实发金额"] < line.cells["应发金额"]]
    failed = [line.cells for line in lines if line.cells["发放结果"] == "失败"]
    assert 1 <= len(short) <= 0.03 * len(lines)
    assert 1 <= len(failed) <= 0.03 * len(lines)
    assert all(cells["失败原因"] and not cells["实发金额"] for cells in failed)


def test_one_of_the_dead_still_stands_on_the_roster(truths, roster):
    living = {person.id_number for house in roster for person in present(house)}
    dead = [row for row in truths["death", JUNE] if row.id_number in living]
    assert 1 <= len(dead) <= 2


def test_last_months_dead_are_listed_although_the_roster_has_let_them_go(truths):
    dead = {
        month: {person.id_number for house in homes for person in house.people if person.status == "死亡"}
        for month, homes in story.tell(MAY, HOUSEHOLDS)
        if month >= date(2021, 2, 1)
    }
    assert any(dead.values())
    for month, gone in dead.items():
        listed = {row.id_number: row for row in truths["death", months.add(month, 1)] if row.household}
        assert gone <= listed.keys()
        assert not any(listed[number].is_on_roster for number in gone)


def test_relief_follows_the_standards_but_for_few(extracts):
    lines = [line.cells for month in months.between(MARCH, JUNE) for line in extracts["temporary_relief", month].lines]
    each = {"急难型家庭": 1200, "支出型家庭": 1800, "个人": 900}
    judged = [cells for cells in lines if cells["救助类型"] in each]
    off = [cells for cells in judged if cells["救助金额"] != each[cells["救助类型"]] * cells["救助人数"]]
    assert 0 < len(off) < 0.4 * len(judged)
    early = [cells for cells in lines if cells["先行救助"] == "是"]
    assert any(cells["手续补齐日期"] for cells in early)
    assert not all(cells["手续补齐日期"] for cells in early)


def test_offices_have_their_faults(extracts):
    funds = [line.cells for line in extracts["reserve_fund", JUNE].lines]
    unbalanced = [cells for cells in funds if cells["期初余额"] + cells["本期拨入"] - cells["本期支出"] != cells["期末余额"]]
    assert (len(funds), len(unbalanced)) == (7, 1)
    homes = [line.cells for line in extracts["institution", JUNE].lines]
    needed = [-(-cells["失能人数"] // 3) - (-cells["半失能人数"] // 6) - (-cells["自理人数"] // 10) for cells in homes]
    assert [cells["工作人员"] < count for cells, count in zip(homes, needed, strict=True)] == [True, False, False]
    assert [cells["法人登记"] for cells in homes] == ["是", "是", "否"]
    money = {(line.cells["年度"], line.cells["资金来源"]): line.cells["安排金额"] for line in extracts["fund", JUNE].lines}
    assert [source for year, source in money if year == 2021 and money[year, source] < money[2020, source]] == ["市级"]
    complaints = [line.cells for line in extracts["petition", JUNE].lines]
    overdue = [c for c in complaints if not c["办结日期"] and (date(2021, 6, 30) - date.fromisoformat(c["登记日期"])).days > 60]
    assert len(overdue) == 1


def test_each_township_says_how_many_can_visit(extracts):
    assert {line.cells["乡镇"] for line in extracts["visit_capacity", JUNE].lines} == {row["township"] for row in table("townships.csv")}
