"""问题清单、任务清单、责任清单 of the county, with the account that holds them together: what is open, what is to be done next, who answers for it.

No name and no ranking: causes in a fixed order, townships by their codes, offices before them.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome import month as months
from lowincome.reports import ledger, query, words
from lowincome.reports.render import figure
from lowincome.rules import FAMILIES

TITLE = "问题任务责任清单"
ROUTINE = "例行走访"
TASKS = ("说明", "入户核查", "部门复核", "审核确认", "落实帮扶", "书面告知", "继续帮扶", "申请销号", "公示", "恢复办理")
NUMBER = ("序号", 5, "centre")
CASE = ("预警编号", 14, "code")
PROBLEMS = (
    NUMBER,
    ("问题类别", 10, "text"),
    ("乡镇", 9, "text"),
    CASE,
    ("缓急", 6, "centre"),
    ("发现了什么", 46, "fine"),
    ("依据", 28, "fine"),
    ("立案月份", 9, "centre"),
    ("已办月数", 8, "count"),
    ("办到哪一步", 11, "centre"),
)
DUTIES = (
    NUMBER,
    ("谁办", 12, "text"),
    ("下一步", 9, "text"),
    ("乡镇", 9, "text"),
    CASE,
    ("问题类别", 10, "text"),
    ("到期日", 12, "centre"),
    ("超期天数", 8, "count"),
    ("怎样算办结", 28, "fine"),
    ("还差什么、为什么", 30, "fine"),
)
OWNERS = (
    ("责任单位", 20, "text"),
    ("下一步", 12, "text"),
    ("件数", 9, "count"),
    ("已超期", 9, "count"),
    ("最久超期天数", 12, "count"),
    ("没到期的里最早的到期日", 20, "centre"),
    ("没有定期限", 11, "count"),
    ("算不出超没超", 12, "count"),
)
ACCOUNT = ("opening", "opened", "reopened", "moved_in", "moved_out", "closed", "merged", "closing")
BALANCE = (
    ("乡镇", 14, "text"),
    ("问题类别", 14, "text"),
    *((label, 11, "count") for label in ("上月末在办", "立案", "复开", "随户迁入", "随户迁出", "销号", "并案", "本月末在办")),
    ("平不平", 9, "centre"),
)
SAID = "上月末在办 + 立案 + 复开 + 随户迁入 − 随户迁出 − 销号 − 并案 = 本月末在办。"
NO_TERM = "没有定期限"


def write_county(con: duckdb.DuckDBPyConnection, month: date, county: str, out: Path) -> list[Path]:
    """The three lists and their account, a sheet each, as .xlsx and .html. Returns both paths."""
    townships = query.rows(
        con, "SELECT township_code, township_name FROM mart.submission_status WHERE month = ? ORDER BY township_code", [month]
    )
    names = {row["township_code"]: row["township_name"] for row in townships}
    cases = _cases(con, month)
    balance = query.rows(con, "SELECT * FROM mart.case_balance WHERE month = ?", [month])
    sections = [
        ledger.section("问题清单", f"共 {len(cases)} 件,按问题类别、乡镇排列。都是线索,以到户核实为准。", PROBLEMS, _problems(cases)),
        ledger.section("任务清单", "一案只写下一步,办完才有再下一步。户主姓名和到户问什么在各乡镇的预警清单上。", DUTIES, _duties(cases)),
        ledger.section("责任清单", "科室在前,乡镇按区划代码排列,不分先后。", OWNERS, _owners(cases, names)),
        ledger.section("逐项对账", SAID, BALANCE, _balance(balance, names)),
    ]
    context = {
        "title": TITLE,
        "place": county,
        "month_zh": words.month_zh(month),
        "notes": [_agreement(len(cases), sum(row["closing"] for row in balance))],
        "sections": sections,
    }
    return ledger.write(context, month, out)


def _agreement(listed: int, held: int) -> str:
    """Whether the lists and the account speak of the same cases."""
    if listed == held:
        return f"问题、任务、责任三张清单各 {listed} 件,与对账的本月末在办 {held} 件相符。"
    return f"三张清单各 {listed} 件,对账的本月末在办 {held} 件,对不上:请查 mart.case_task 和 mart.case_balance。"


def _cases(con: duckdb.DuckDBPyConnection, month: date) -> list[query.Row]:
    return query.rows(
        con,
        """
        SELECT k.*, coalesce(t.name, '不知哪个乡镇') AS township_name
        FROM mart.case_task AS k
        LEFT JOIN ref.division AS t ON k.township_code = t.code
        WHERE k.month = ?
        ORDER BY list_position(?::VARCHAR[], k.family), k.family, k.township_code, k.case_id
        """,
        [month, [*FAMILIES, ROUTINE]],
    )


def _problems(cases: list[query.Row]) -> list[list[Any]]:
    return [
        [
            number,
            row["family"],
            row["township_name"],
            row["case_id"],
            row["urgency"],
            words.lines(row["seen"]),
            words.lines(row["basis"]),
            months.label(row["opened_month"]),
            figure(row["months_open"], "个月"),
            row["state"],
        ]
        for number, row in enumerate(cases, start=1)
    ]


def _order(row: query.Row) -> tuple[Any, ...]:
    """Offices by name, then townships by code; under each the steps in their order, the earliest due first."""
    place = (row["township_code"] or "") if row["is_township"] else row["owner"]
    return (row["is_township"], place, TASKS.index(row["task"]), row["due_on"] or date.max, row["case_id"])


def _duties(cases: list[query.Row]) -> list[list[Any]]:
    return [
        [
            number,
            row["owner"],
            row["task"],
            row["township_name"],
            row["case_id"],
            row["family"],
            words.day(row["due_on"]) or row["doubt"] or NO_TERM,
            figure(row["days_over"], "天") if row["has_term"] else "",
            row["evidence"],
            words.lines(row["told"]),
        ]
        for number, row in enumerate(sorted(cases, key=_order), start=1)
    ]


def _owners(cases: list[query.Row], names: dict[str, str]) -> list[list[Any]]:
    """Per owner all its steps together, then each; a township without any stands there with 0. The county's own line at the end."""
    offices = sorted({row["owner"] for row in cases if not row["is_township"]})
    unknown = sorted({row["owner"] for row in cases if row["is_township"]} - set(names.values()))
    lines = []
    for owner in [*offices, *names.values(), *unknown]:
        own = [row for row in cases if row["owner"] == owner]
        steps = [task for task in TASKS if any(row["task"] == task for row in own)]
        lines.append(_sum(owner, "全部", own))
        lines += [_sum(owner, task, [row for row in own if row["task"] == task]) for task in steps if len(steps) > 1]
    return [*lines, _sum("合计", "全部", cases)]


def _sum(owner: str, task: str, cases: list[query.Row]) -> list[Any]:
    over = [row["days_over"] for row in cases if row["is_overdue"]]
    ahead = [row["due_on"] for row in cases if row["due_on"] and row["is_overdue"] is False]
    without = sum(not row["has_term"] for row in cases)
    unknown = sum(row["is_overdue"] is None for row in cases)
    counts = [figure(len(cases), "件"), figure(len(over), "件"), figure(max(over, default=0), "天")]
    return [owner, task, *counts, words.day(min(ahead, default=None)), figure(without, "件"), figure(unknown, "件")]


def _balance(found: list[query.Row], names: dict[str, str]) -> list[list[Any]]:
    """Per township its causes and their sum; then the county by cause and in all."""
    families = sorted({row["family"] for row in found}, key=lambda name: ([*FAMILIES, ROUTINE, name].index(name), name))
    codes = [*names, *sorted({row["township_code"] for row in found} - names.keys())]
    lines = []
    for code in codes:
        own = {row["family"]: row for row in found if row["township_code"] == code}
        lines += [_account(names.get(code, code), family, [own[family]]) for family in families if family in own]
        lines.append(_account(names.get(code, code), "小计", own.values()))
    lines += [_account("全县", family, [row for row in found if row["family"] == family], is_whole=True) for family in families]
    return [*lines, _account("全县", "合计", found, is_whole=True)]


def _account(place: str, family: str, found: Iterable[query.Row], is_whole: bool = False) -> list[Any]:
    """One line. Inside the county what moves out of one township moves into another."""
    rows = list(found)
    total = {name: sum(row[name] for row in rows) for name in ACCOUNT}
    came = total["opening"] + total["opened"] + total["reopened"] + total["moved_in"]
    holds = came - total["moved_out"] - total["closed"] - total["merged"] == total["closing"]
    holds = holds and not (is_whole and total["moved_in"] != total["moved_out"])
    return [place, family, *(figure(total[name], "件") for name in ACCOUNT), "平" if holds else "不平"]
