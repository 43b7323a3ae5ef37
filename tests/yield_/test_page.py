"""The page 预警成效: relapse first, then who was missed, then rules; it proposes, says whose a threshold is, and changes nothing."""

import re
from datetime import date

import openpyxl
import pytest

from lowincome.errors import ReportError
from lowincome.paths import SQL
from lowincome.reports import rule_yield, rule_yield_proposals
from lowincome.reports.rule_yield_words import interval, per_cent, period_zh, plainly
from yield_ import sample, world
from yield_.world import after, county_of

SECTIONS = ["销号以后又出现的", "漏保", "各条规则", "各部门", "超出标准多少", "按推送的月份", "提请看一看"]


@pytest.fixture(scope="module")
def county():
    return sample.month()


@pytest.fixture(scope="module")
def context(county):
    return rule_yield.read(county, sample.MONTH)[0]


@pytest.fixture(scope="module")
def files(county, tmp_path_factory):
    return rule_yield.write(county, sample.MONTH, tmp_path_factory.mktemp("yield"))


def section(context: dict, title: str) -> dict:
    return next(part for part in context["sections"] if part["title"] == title)


def proposals(context: dict) -> dict[str, str]:
    """What is asked, by what it is about."""
    return {row[1]: " ".join(row[2:]) for row in section(context, "提请看一看")["rows"]}


def test_the_page_is_the_one_that_was_looked_at(files, golden):
    book, page = files
    assert (book.name, page.name) == ("预警成效_2022-06_泾源县.xlsx", "预警成效_2022-06_泾源县.html")
    golden("rule_yield.html", page.read_text(encoding="utf-8"))


def test_relapse_comes_first_then_the_missed_then_the_rules(context):
    assert [headline["label"][:4] for headline in context["headlines"]] == ["核实属实", "漏保率:", "推送的预"]
    assert [part["title"] for part in context["sections"]] == SECTIONS


def test_rules_stand_from_best_to_worst_by_what_is_sure_of_them(context):
    lows = [float(row[9].split("～")[0]) for row in section(context, "各条规则")["rows"]]
    assert lows == sorted(lows, reverse=True)
    assert len(lows) == len(sample.RULES)


def test_a_local_threshold_is_named_with_the_file_to_change_it_in(context):
    (asked,) = [text for about, text in proposals(context).items() if about.startswith("收入大幅缩减")]
    assert "收入大幅缩减的比例:30%,本地暂定" in asked
    assert "sql/0_reference/policy/shocks.csv 的 income_drop_share 一行" in asked
    assert rule_yield_proposals.UNCHANGED in asked


def test_a_threshold_of_a_document_is_not_ours_to_move(context):
    asked = [text for about, text in proposals(context).items() if about.startswith("人均收入在低收入区间")]
    assert asked
    for text in asked:
        assert "这个标准是文件定的,不归本县改" in text
        assert "号·" in text
        assert "policy" not in text


def test_a_rule_that_only_asks_yes_or_no_has_nothing_to_move(context):
    (asked,) = [text for about, text in proposals(context).items() if about.startswith("残疾人证")]
    assert asked.startswith("走访 55 件,属实 1 件")
    assert "没有可以调的数" in asked
    assert "残联的数据准不准" in asked


def test_far_beyond_the_threshold_and_still_untrue_is_rather_a_matter_of_the_data(context):
    asked = proposals(context)
    assert "离标准这么远还不属实" in asked["收入大幅缩减,超出标准五成以上的一段(数据来自乡镇)"]


def test_a_good_rule_is_not_proposed(context):
    assert not any(about.startswith(("饮水", "救助资金", "人均收入低于")) for about in proposals(context))


def test_a_high_missed_rate_asks_what_those_found_have_in_common(context):
    first = section(context, "提请看一看")["rows"][0]
    assert "没有一条规则查出来" in first[1]
    assert "有什么相同" in first[4]


def test_a_missed_rate_that_is_low_or_unknown_asks_nothing(county):
    for missed in (None, {"share": None}, {"share": 0.03}):
        rows = rule_yield_proposals.section(county, sample.MONTH, missed)["rows"]
        assert not any("没有一条规则" in row[1] for row in rows)


def test_making_the_page_changes_no_parameter(county, tmp_path):
    before = {path: path.read_bytes() for path in SQL.rglob("*.csv")}
    values = county.execute("SELECT * FROM ref.policy_in_force ORDER BY ALL").fetchall()
    rule_yield.write(county, sample.MONTH, tmp_path)
    assert {path: path.read_bytes() for path in SQL.rglob("*.csv")} == before
    assert county.execute("SELECT * FROM ref.policy_in_force ORDER BY ALL").fetchall() == values


def test_the_page_says_that_it_changes_nothing(context):
    assert "本页只提请,什么都不改" in context["notes"][0]


def test_every_section_is_a_sheet_and_months_stand_in_the_workbook_only(files, context):
    book = openpyxl.load_workbook(files[0])
    assert book.sheetnames == ["概况", *SECTIONS, "销号以后又出现的(按月)", "漏保(按月)", "各条规则的各段"]
    monthly = [row[0].value for row in book["漏保(按月)"].iter_rows(min_row=4)]
    assert monthly[0] == "2022年6月"
    assert len(monthly) == sample.MONTHS
    assert "2022年6月" not in str(section(context, "漏保")["rows"])


def test_no_household_and_no_township_is_on_it(files):
    html = files[1].read_text(encoding="utf-8")
    assert re.search(r"Y-|H-|\d{9}", html) is None
    assert "香水镇" not in html


def test_equal_content_gives_equal_bytes(county, tmp_path):
    first, second = (rule_yield.write(county, sample.MONTH, tmp_path / name) for name in ("a", "b"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_before_anything_was_pushed_drawn_or_closed_all_three_figures_are_unknown():
    con = world.new()
    county_of(con, after(0))
    context, _ = rule_yield.read(con, after(0))
    assert [headline["value"] for headline in context["headlines"]] == ["不知", "不知", "不知"]
    assert [len(part["rows"]) for part in context["sections"]] == [0] * len(SECTIONS)
    # nor does any parameter have a value here: said so, not left out
    assert "按 (没有定)的把握" in context["notes"][1]
    assert "漏保率高于 (没有定)的" in context["sections"][-1]["note"]


def test_the_headline_is_the_longest_watch_that_is_over():
    con = world.new()
    for month in (after(0), after(4)):
        county_of(con, month)
    world.closed(con, "Y1", after(0))
    world.opened(con, "Y2", after(3), predecessor="Y1", household_id="H1")
    said = {}
    for month in (after(0), after(4)):
        world.run(con, ("mart.relapse",), month)
        headline = rule_yield.read(con, month)[0]["headlines"][0]
        said[month] = (headline["label"], headline["value"])
    label = "核实属实、帮扶后销号,又出现的"
    assert said == {after(0): (label, "未满"), after(4): (f"{label}(3 个月内)", "100%")}


def test_a_month_that_did_not_run_gives_no_page(county, tmp_path):
    with pytest.raises(ReportError, match="2023-01"):
        rule_yield.write(county, date(2023, 1, 1), tmp_path)


def test_the_workbook_can_be_read_before_anything_happened(tmp_path):
    con = world.new()
    county_of(con, after(0))
    book = openpyxl.load_workbook(rule_yield.write(con, after(0), tmp_path)[0])
    assert book["各条规则"]["A4"].value == "没有。"


@pytest.mark.parametrize(
    ("visited", "confirmed", "said"),
    [
        (0, 0, "还没有走访出结论,不知道"),
        (12, 0, "走访 12 件,没有一件属实"),
        (3, 3, "走访 3 件,件件属实"),
        (10, 8, "走访 10 件,属实 8 件,多半属实"),
        (31, 12, "走访 31 件,属实 12 件,约每 3 件有 1 件"),
    ],
)
def test_a_yield_in_plain_words(visited, confirmed, said):
    assert plainly({"visited": visited, "confirmed": confirmed}) == said


def test_shares_intervals_and_periods_in_words():
    assert (per_cent(0.125), per_cent(1), per_cent(0), per_cent(None)) == ("12.5%", "100%", "0%", "")
    assert (interval(0.081, 0.18), interval(None, None)) == ("8.1～18%", "")
    spans = [("月", 5, 5), ("半年", 0, 5), ("半年", 6, 11), ("全部", 0, 11)]
    said = [period_zh({"period": period, "period_from": after(first), "period_to": after(last)}) for period, first, last in spans]
    assert said == ["2021年6月", "2021年上半年", "2021年下半年", "全部(2021年1月至2021年12月)"]
