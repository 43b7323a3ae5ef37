"""一户一档: one household's whole chain in the order of the days, through moves and new numbers; masked, without identity number or score."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from cases.life import put
from factories import id_number
from lowincome import paths, rules, warehouse
from lowincome.cli_decisions import case_app
from lowincome.errors import ReportError
from lowincome.reports import household_file
from trackers import world
from trackers.chain import entry, happened, read

Con = duckdb.DuckDBPyConnection
JUNE = world.JUNE


@pytest.mark.parametrize(
    ("name", "household", "own"),
    [
        ("reopened", world.REOPENED, False),
        ("refused", world.REFUSED, False),
        ("moved", world.MOVED, False),
        ("joined", world.JOINED, False),
        ("own", world.REOPENED, True),
    ],
)
def test_the_page_is_the_one_that_was_looked_at(lived: Con, tmp_path: Path, golden: Any, name: str, household: str, own: bool) -> None:
    page = household_file.write(lived, household, JUNE, tmp_path / "page.html", is_own=own)
    golden(f"household_{name}.html", page.read_text(encoding="utf-8"))


def test_a_case_closed_and_reopened_is_told_from_the_first_finding_to_the_second(lived: Con) -> None:
    assert happened(read(lived, world.REOPENED)) == [
        ("2021-01-26", "立案"),
        ("2021-01-26", "派单"),
        ("2021-02-10", "核查结果"),
        ("2021-02-11", "帮扶落实"),
        ("2021-02-12", "销号"),
        ("2021-05-26", "复开"),
        ("2021-05-26", "派单"),
    ]


def test_a_refused_request_stands_with_its_reason_file_row_and_basis(lived: Con) -> None:
    refused = entry(read(lived, world.REFUSED), "不予销号", -1)
    assert refused["told"] == ["不得销号,继续跟踪帮扶", "家中没有劳动力,继续跟踪帮扶"]
    assert refused["source"] == ["香水镇6月报送表.xlsx「核查反馈」第 7 行"]
    assert refused["basis"] == ["本县规定"]


def test_a_household_that_moved_under_a_new_number_has_one_file(lived: Con) -> None:
    context = read(lived, world.MOVED)
    assert context["notes"] == [f"2021-04 起在 香水镇 {world.MOVED};此前在 泾河源镇 {world.FROM}。"]
    assert entry(context, "户变更")["told"] == ["迁移、换号", f"现在 香水镇 {world.MOVED}"]
    assert entry(context, "在册")["source"][0] == "泾河源镇1月报送表.xlsx「家庭」第 4 行"
    assert entry(context, "名册")["told"][:2] == [f"户编号:{world.FROM} → {world.MOVED}", "乡镇:泾河源镇 → 香水镇"]


def test_asked_for_by_its_old_number_it_is_the_same_file(lived: Con) -> None:
    old, new = read(lived, world.FROM), read(lived, world.MOVED)
    assert old["notes"][0] == f"查的是以前的户编号 {world.FROM},现在是 {world.MOVED}。"
    assert old["entries"] == new["entries"]


def test_before_the_move_it_is_the_file_of_the_old_place(lived: Con) -> None:
    context = read(lived, world.FROM, date(2021, 3, 1))
    assert (context["number"], context["place"], context["notes"]) == (world.FROM, "泾河源镇 涝池村", [])
    assert max(one["on"] for one in context["entries"]) == "2021-03-26"


def test_the_case_of_a_household_that_joined_this_one_is_told_from_its_beginning(lived: Con) -> None:
    context = read(lived, world.JOINED)
    opened = entry(context, "立案", 1)
    assert opened["told"][-1] == f"当时的户编号 {world.GONE}"
    assert [one["how"][:2] for one in context["ended"]] == ["并入"]


def test_a_household_that_is_on_no_roster_any_more_still_has_its_file(lived: Con) -> None:
    context = read(lived, world.GONE)
    assert context["notes"] == ["2021年6月名册上没有这一户,下面「现在的情况」是最后一次在册(2021年4月)的。"]
    assert [what for _, what in happened(context)][-1] == "并案"


def test_open_cases_stand_on_top_with_the_next_step_its_term_and_what_is_lacking(lived: Con) -> None:
    (case,) = read(lived, world.MOVED)["open"]
    assert (case["family"], case["state"]) == ("因困致贫", ["不得销号"])
    assert case["next"] == ["继续帮扶,社会救助科办。怎样算办结:还差的都有了,乡镇再申请销号"]
    assert case["lacking"] == ["本月数据仍显示同一类问题", "刚性支出仍超过收入的规定比例"]
    (waiting,) = read(lived, world.REOPENED)["open"]
    assert waiting["terms"] == ["核查期限:2021-06-10,已超 16 天,香水镇负责"]


def test_what_was_reported_urgently_stands_with_its_own_file(lived: Con) -> None:
    opened = entry(read(lived, world.URGENT), "立案")
    assert opened["told"][0] == "急难快报:06月02日,因病,无钱住院"
    assert opened["source"] == ["香水镇急难快报.xlsx 第 2 行"]


def test_a_hold_says_why_and_until_when_and_a_dispatch_by_which_approval(lived: Con) -> None:
    context = read(lived, world.HELD)
    assert entry(context, "暂缓")["told"] == ["等部门答复", "到 2021-07-20"]
    assert entry(context, "暂缓")["source"] == ["2021-06个案处理决定.csv 第 2 行"]
    assert entry(context, "派单")["source"] == ["2021-05清单下发审批.csv 第 2 行(同意下发)"]


def test_feedback_that_fitted_nowhere_is_not_lost(lived: Con) -> None:
    with warehouse.tentative(lived):
        case_id = world.number(lived, world.QUIET)
        about = {"month": JUNE, "township_code": world.OTHER, "submission_id": "T2021-06", "row_number": 9, "case_id": case_id}
        put(lived, "stg.feedback", **about, result="属实", known_on=date(2021, 6, 20))
        put(lived, "mart.feedback_unplaced", **about, reason="这个个案已经销号", is_asked=True)
        told = entry(read(lived, world.QUIET), "反馈没有用上")
    assert (told["on"], told["told"]) == ("2021-06-20", ["这个个案已经销号", "属实"])
    assert told["source"] == ["泾河源镇6月报送表.xlsx「核查反馈」第 9 行"]


def test_silence_lifted_by_the_centre_is_part_of_the_chain(lived: Con) -> None:
    with warehouse.tentative(lived):
        said = {"case_id": world.number(lived, world.QUIET), "decision": "解除静默", "reason": "群众来信", "decided_on": date(2021, 6, 9)}
        for month in (date(2021, 5, 1), JUNE):
            put(lived, "stg.case_decision", month=month, submission_id="D2021-06", row_number=3, known_on=date(2021, 6, 9), **said)
        (told,) = [one for one in read(lived, world.QUIET)["entries"] if one["what"] == "解除静默"]
    assert told["told"] == ["群众来信", "监测中心决定"]


def test_no_name_in_full_no_identity_number_no_score(lived: Con, tmp_path: Path) -> None:
    """Given a clerk who wrote a name and an identity number into the remark, then neither is on the page; nor is any score."""
    number = id_number(7)
    with warehouse.tentative(lived):
        lived.execute(
            "UPDATE mart.case_event SET detail = detail || ';马小军 ' || ? WHERE household_id = ? AND event = '核查结果'",
            [number, world.REOPENED],
        )
        put(lived, "mart.risk_score", month=JUNE, household_id=world.REOPENED, score=87, reasons=["近12个月医疗自付占收入62%"])
        masked = household_file.write(lived, world.REOPENED, JUNE, tmp_path / "masked.html").read_text(encoding="utf-8")
        own = household_file.write(lived, world.REOPENED, JUNE, tmp_path / "own.html", is_own=True).read_text(encoding="utf-8")
    assert [name for name in ("马有福", "马小军") if name in masked] == []
    assert "马**" in masked
    assert ("马有福" in own, "马小军" in own) == (True, True)
    for page in (masked, own):
        assert number not in page
        assert not re.search(r"\d{17}[\dXx]", page)
        assert not any(word in page for word in ("评分", "87", "62%"))


def test_nothing_the_page_is_made_of_reads_a_score() -> None:
    modules = sorted(Path(household_file.__file__).parent.glob("household_*.py"))
    assert len(modules) > 5
    assert [module.name for module in modules if "risk_score" in module.read_text(encoding="utf-8")] == []


def test_a_number_nobody_knows_is_refused_with_what_to_check(lived: Con) -> None:
    with pytest.raises(ReportError, match=r"户编号「640424100-99999999」到 2021-06 为止不在任何一月的名册里,也没有个案"):
        read(lived, "640424100-99999999")


def test_equal_content_gives_equal_bytes(lived: Con, tmp_path: Path) -> None:
    first, second = (household_file.write(lived, world.MOVED, JUNE, tmp_path / name).read_bytes() for name in ("a.html", "b.html"))
    assert first == second


def stored(home: Path) -> None:
    """A warehouse on disk with one household that has no case."""
    with warehouse.writer(paths.warehouse(home)) as con:
        rules.prepare(con)
        world.lives(con, "2021-06", world.CHECKED)


def test_the_command_line_writes_the_page_for_the_centre_or_for_the_township(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOWINCOME_HOME", str(tmp_path))
    stored(tmp_path)
    asked = ["file", world.CHECKED, "--month", "2021-06"]
    for more in ([], ["--own"], ["--html", str(tmp_path / "here.html")]):
        done = CliRunner().invoke(case_app, [*asked, *more], catch_exceptions=False)
        assert done.exit_code == 0, done.output
    name = f"一户一档_2021-06_{world.CHECKED}.html"
    masked, own = tmp_path / "outbox/2021-06/county" / name, tmp_path / "outbox/2021-06/640424100_香水镇" / name
    assert ("丁翠英" in masked.read_text(encoding="utf-8"), "丁翠英" in own.read_text(encoding="utf-8")) == (False, True)
    assert (tmp_path / "here.html").read_text(encoding="utf-8") == masked.read_text(encoding="utf-8")


def test_the_shape_of_the_page_is_declared() -> None:
    schema = json.loads((paths.TEMPLATES / "household_file" / "context.schema.json").read_text(encoding="utf-8"))
    assert schema["additionalProperties"] is False
