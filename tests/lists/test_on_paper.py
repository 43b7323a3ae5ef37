"""The list as the clerk gets it: hours had and needed, walks, those left out, and nothing that tells a routine visit was drawn."""

from pathlib import Path

import openpyxl
import pytest

from lists.township import JUNE, PLAN, TOWNSHIP, case, household, put, run, settings
from lowincome.reports import warning_list

LINES = (*PLAN, "mart.list_line")


def homes(con, count: int, first: int = 1, **about) -> None:
    for number in range(first, first + count):
        household(con, f"H{number:03d}", head_name=f"马{number}")
        case(con, f"H{number:03d}", **about)


def written(con, folder: Path) -> tuple[list[str], list[tuple], str]:
    """Everything said above the list's head, the rows of the sheet 未安排, and the page."""
    run(con, models=LINES)
    con.execute("DELETE FROM mart.submission_status")
    con.execute("DELETE FROM mart.parameter_used")
    put(con, "mart.submission_status", month=JUNE, township_code=TOWNSHIP, township_name="香水镇", is_carried_forward=False)
    con.execute(
        "INSERT INTO mart.parameter_used (month, parameter, value, unit, confidence) SELECT month, parameter, value, '', 'local' FROM ref.policy_in_force"
    )
    workbook, page = warning_list.write(con, JUNE, TOWNSHIP, folder)
    book = openpyxl.load_workbook(workbook)
    first = [row[0] for row in book["预警清单"].iter_rows(values_only=True)]
    left_out = list(book["未安排"].iter_rows(min_row=4, values_only=True))
    return [str(text) for text in first[: first.index("序号")] if text], left_out, page.read_text(encoding="utf-8")


def wide(text: str) -> str:
    return text.replace(",", "\uff0c").replace(":", "\uff1a").replace("(", "\uff08").replace(")", "\uff09")


@pytest.mark.parametrize(
    ("hours", "urgency", "said", "short"),
    [
        (24, "一般", "走访工时:本月 24 小时(乡镇报的)。要走访的 4 户都在清单上,分 2 趟,约要 12 小时。", None),
        (8, "一般", "走访工时:本月 8 小时(乡镇报的)。要走访的 4 户全走完约要 12 小时,清单上的 3 户分 1 趟,约要 8 小时。", None),
        (0, "一般", "走访工时:本月 0 小时(乡镇报的)。要走访的 4 户全走完约要 12 小时,这个月一户也排不上。", None),
        (
            7.5,
            "紧急",
            "走访工时:本月 7.5 小时(乡镇报的)。要走访的 4 户都在清单上,分 2 趟,约要 12 小时。",
            "工时不够:清单上的户这个月都必须去,比工时多 4.5 小时。先去紧急的,去不完的告诉监测中心。",
        ),
    ],
)
def test_hours_needed_stand_against_hours_had_and_a_shortage_is_said_aloud(con, tmp_path, hours, urgency, said, short):
    settings(con)
    put(con, "stg.visit_capacity", month=JUNE, row_number=1, township_name="香水镇", hours=hours)
    homes(con, 4, urgency=urgency)
    above, _, page = written(con, tmp_path)
    assert wide(said) in above
    assert wide(said) in page
    assert [text for text in above if text.startswith("工时不够")] == ([wide(short)] if short else [])
    assert (wide(short) in page) if short else ("工时不够" not in page)


def test_a_township_that_declared_nothing_is_told_whose_number_it_is(con, tmp_path):
    settings(con)
    homes(con, 1)
    above, _, _ = written(con, tmp_path)
    assert any(text.startswith(wide("走访工时:本月 24 小时(没有收到贵乡镇报的,按县里暂定的数)。")) for text in above)


def test_where_the_county_has_set_no_hours_the_list_says_so_and_names_no_number(con, tmp_path):
    settings(con, visit_hours_township_month=None, visit_hours_household=None)
    homes(con, 1)
    homes(con, 1, first=2, urgency="紧急")
    above, left_out, _ = written(con, tmp_path)
    assert wide("走访工时:县里还没有定,只列入了必须去的。") in above
    assert [row[-2] for row in left_out[1:]] == ["县里还没有定走访工时"]


def test_the_left_out_are_told_apart_those_who_wait_with_their_months_and_those_already_seen(con, tmp_path):
    settings(con, visit_hours_township_month=4)
    homes(con, 3)
    homes(con, 1, first=4, state="帮扶落实")
    above, left_out, page = written(con, tmp_path)
    assert (
        wide("共 1 户 1 件,分 1 趟;另有 2 件这个月排不下,1 件不用再走访、正在办,见「未安排」表。怎么填,见「说明」表。").replace(
            ";", "\uff1b"
        )
        in above
    )
    assert [row[0] for row in left_out if not isinstance(row[0], int)] == [
        wide("要走访,这个月排不下的  2 件"),
        wide("不用再走访,正在办的  1 件"),
    ]
    assert [row[-2:] for row in left_out if isinstance(row[0], int)] == [
        ("本月走访时间已排满", 0),
        ("本月走访时间已排满", 0),
        (wide("已经帮扶,继续跟踪"), None),
    ]
    assert "不用再走访、正在办的" in page


def test_nothing_on_paper_tells_that_a_routine_visit_was_drawn(con, tmp_path):
    """Given a drawn household among others, then words like chance, the share and the parameter's name are nowhere."""
    settings(con)
    homes(con, 3, score=50)
    household(con, "R1", head_name="李某")
    case(con, "R1", family="例行走访", urgency=None, score=60)
    _, _, page = written(con, tmp_path)
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(next(tmp_path.glob("*.xlsx")))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    told = "\n".join([*cells, page])
    assert "李某" in told
    assert wide("按月走访,核实家庭生活情况") in told
    assert not any(word in told for word in ("随机", "抽查", "抽取", "is_random", "random_visit_share", "例行走访的比例"))
    assert "visit_wait_months" in told or "最多等" in told


def test_a_household_that_waited_says_so_among_the_reasons(con, tmp_path):
    settings(con)
    homes(con, 1)
    run(con, models=LINES)
    con.execute("UPDATE mart.list_line SET months_waiting = 3")
    (line,) = [case for walk in warning_list.read(con, JUNE, TOWNSHIP)["walks"] for home in walk["households"] for case in home["cases"]]
    assert line["reasons"] == ["已经等了 3 个月"]


def test_walks_of_unknown_village_are_named_so(con, tmp_path):
    settings(con)
    household(con, "H1", village=None)
    case(con, "H1")
    _, _, page = written(con, tmp_path)
    assert "第 1 趟　行政村不详 1 户" in page
