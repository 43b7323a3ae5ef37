"""Who is reminded of a term, on which day; quiet where there is nothing new."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from clocks import world
from clocks.world import HOUSEHOLD, cycle_of, day, event, home, look, put, urgent
from lowincome import paths, reminder, steps, warehouse

TOWNSHIP = "640424100"


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path))


def said(con: duckdb.DuckDBPyConnection, tmp_path: Path, on: str) -> dict[str, str]:
    month = cycle_of(day(on))
    put(con, "mart.submission_status", month=month, township_code=TOWNSHIP, township_name="香水镇")
    look(con, on)
    return {message["to"]: message["text"] for message in reminder.write_clocks(con, tmp_path, day(on).replace(day=1), day(on))}


def dispatched(con: duckdb.DuckDBPyConnection) -> None:
    """To be verified by the 10th of June."""
    event(con, "2021-05-26", "立案", "待核查")
    event(con, "2021-05-28", "派单", "核查中")


@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2021-06-06", None),
        ("2021-06-07", "快到期：\n核查期限 1 件，最早 6月10日到期（YJ202105-0000000001）"),
        ("2021-06-08", None),
        ("2021-06-09", None),
        ("2021-06-10", "快到期：\n核查期限 1 件，最早 6月10日到期（YJ202105-0000000001）"),
        ("2021-06-11", "已超期：\n核查期限 1 件，最久超了 1 天（YJ202105-0000000001）"),
        ("2021-06-12", None),
    ],
)
def test_a_township_hears_before_the_last_day_on_it_and_the_day_after(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, on: str, words: str | None
) -> None:
    dispatched(con)
    texts = said(con, tmp_path, on)
    assert list(texts) == ([TOWNSHIP] if words else [])
    if words:
        assert words in texts[TOWNSHIP]
        assert (tmp_path / "outbox" / "2021-06" / "640424100_香水镇" / f"期限提醒_{on}.txt").read_text(encoding="utf-8") == texts[TOWNSHIP]


def test_what_no_list_has_sent_out_is_not_asked_for(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    event(con, "2021-05-26", "立案", "待核查")
    assert said(con, tmp_path, "2021-06-11") == {}


def test_what_is_done_is_not_asked_for(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    dispatched(con)
    event(con, "2021-06-08", "核查结果", "不属实")
    assert said(con, tmp_path, "2021-06-11") == {}


def test_an_urgent_report_needs_no_list(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    event(con, "2021-06-01", "立案", "待核查", family="因困致贫")
    urgent(con, "2021-06-01")
    assert "急难上门期限 1 件，最早 6月3日到期" in said(con, tmp_path, "2021-06-03")[TOWNSHIP]


def test_a_term_of_the_county_is_told_to_the_county_on_the_1st(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    home(con, "2021-06-01", is_in_dibao=False, support_category="刚性支出困难", first_included_month=date(2020, 7, 1))
    texts = said(con, tmp_path, "2021-06-01")
    assert list(texts) == ["county"]
    assert texts["county"].startswith("【泾源县】办理期限提醒，6月1日\n快到期：\n刚性支出困难认定有效期 1 件，最早 6月30日到期\n")
    assert said(con, tmp_path, "2021-06-28") == {}
    assert "已超期：\n刚性支出困难认定有效期 1 件，最久超了 1 天" in said(con, tmp_path, "2021-07-01")["county"]


def test_a_notice_that_has_hung_its_days_is_not_called_overdue(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    home(con, "2021-06-01", monitoring_category="边缘易致贫户")
    event(con, "2021-05-01", "立案", "待核查")
    event(con, "2021-06-10", "申请销号", "观察")
    text = said(con, tmp_path, "2021-06-16")[TOWNSHIP]
    assert "已等满，可以往下办：\n监测对象公示期 1 件" in text
    assert "超期" not in text


def test_no_more_than_three_cases_are_named_and_no_household(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    for number in range(5):
        event(con, "2021-05-26", "立案", "待核查", case_id=f"YJ202105-000000000{number}")
        event(con, "2021-05-28", "派单", "核查中", case_id=f"YJ202105-000000000{number}")
    text = said(con, tmp_path, "2021-06-11")[TOWNSHIP]
    assert "核查期限 5 件" in text
    assert text.count("YJ202105") == 3
    assert HOUSEHOLD not in text


def test_an_unknown_day_reminds_nobody(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    home(con, "2021-06-01", is_in_dibao=False, support_category="刚性支出困难")
    assert said(con, tmp_path, "2021-06-01") == {}


def test_nothing_at_all_is_quiet(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    assert reminder.write_clocks(con, tmp_path, date(2021, 6, 1), date(2021, 6, 10)) == []
    assert not (tmp_path / "outbox").exists()


def test_the_step_speaks_of_terms_on_any_day_and_leaves_the_warehouse_as_it_was(tmp_path: Path) -> None:
    with warehouse.writer(paths.warehouse(tmp_path)) as con:
        world.reference(con)
        put(con, "mart.submission_status", month=date(2021, 6, 1), township_code=TOWNSHIP, township_name="香水镇")
        dispatched(con)
        look(con, "2021-06-09")
    assert steps.remind("2021-06", "2021-06-09") == {"summary": "2021-06-09 没有要提醒的", "messages": []}
    told = steps.remind("2021-06", "2021-06-10")
    assert (told["summary"], [message["to"] for message in told["messages"]]) == ("期限提醒 1 份", [TOWNSHIP])
    assert steps.remind("2021-06", "2021-06-10") == told
