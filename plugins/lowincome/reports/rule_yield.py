"""The page 预警成效: what came of the warnings. Relapse after closing first, then who was missed, then rules, departments and bands.

It proposes what to look at and changes nothing. County figures only; no household, no township.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome import month as months
from lowincome.reports import ledger, outbox, query, render, rule_yield_book, rule_yield_headlines, rule_yield_proposals, words
from lowincome.reports.query import Row
from lowincome.reports.render import Context, figure
from lowincome.reports.rule_yield_words import UNSET, interval, per_cent, period_zh, plainly

TITLE = "预警成效"
RULE = ("规则", 34, "text")
COUNTS = (
    ("推送", 7, "count"),
    ("走访", 7, "count"),
    ("没见到", 7, "count"),
    ("没回音", 7, "count"),
    ("属实", 7, "count"),
    ("属实率", 8, "centre"),
    ("区间", 14, "centre"),
    ("帮扶", 7, "count"),
    ("帮扶率", 8, "centre"),
    ("区间", 14, "centre"),
    ("工时", 8, "count"),
    ("查实一件工时", 12, "centre"),
)
MISSED = (
    ("抽到的时间", 26, "text"),
    ("抽到", 8, "count"),
    ("没有下发", 9, "count"),
    ("走访", 8, "count"),
    ("没有见到", 9, "count"),
    ("没有回音", 9, "count"),
    ("属实", 8, "count"),
    ("漏保率", 9, "centre"),
    ("区间", 15, "centre"),
    ("假如都没困难", 12, "centre"),
    ("假如都有困难", 12, "centre"),
    ("回音期", 9, "centre"),
)


def write(con: duckdb.DuckDBPyConnection, month: date, out: Path) -> list[Path]:
    """The page and the workbook of a month as 预警成效_<月>_<县> in the folder out. Errors: ReportError when the month did not run."""
    context, details = read(con, month)
    stem = words.file_name(TITLE, months.label(month), context["place"])
    book = rule_yield_book.write(context, details, month, out / f"{stem}.xlsx")
    return [book, outbox.put_page(out / f"{stem}.html", render.page("rule_yield", context))]


def read(con: duckdb.DuckDBPyConnection, month: date) -> tuple[Context, list[dict[str, Any]]]:
    """Everything the page says, and the sections that only the workbook has room for."""
    relapses = _in_order(query.rows(con, _RELAPSES, [month]))
    missed = _in_order(query.rows(con, "SELECT * FROM mart.missed_rate WHERE month = ?", [month]))
    totals = query.rows(con, _TOTALS, [month])
    proposals = rule_yield_proposals.section(con, month, _whole(missed))
    context = {
        "title": TITLE,
        "place": query.county_name(con, month),
        "month_zh": words.month_zh(month),
        "headlines": rule_yield_headlines.headlines(relapses, _whole(missed), totals),
        "notes": _notes(con, month, len(proposals["rows"])),
        "sections": [
            _relapse_section("销号以后又出现的", _long(relapses)),
            _missed_section("漏保", _long(missed)),
            _yields(
                "各条规则", _RULES_NOTE, totals, "规则", (RULE, ("数据来自", 12, "text")), lambda row: [row["title"], row["department"]]
            ),
            _yields("各部门", _DEPARTMENTS_NOTE, totals, "部门", (("数据来自", 20, "text"),), lambda row: [row["department"]]),
            _yields("超出标准多少", _BANDS_NOTE, totals, "段", (("超出标准", 20, "text"),), lambda row: [row["band"]]),
            _yields(
                "按推送的月份",
                _MONTHS_NOTE,
                totals,
                "推送月份",
                (("推送的月份", 20, "text"),),
                lambda row: [words.month_zh(row["from_month"])],
            ),
            proposals,
        ],
    }
    details = [
        _relapse_section("销号以后又出现的(按月)", [row for row in relapses if row["period"] == "月" and row["closed_as"] == "合计"]),
        _missed_section("漏保(按月)", [row for row in missed if row["period"] == "月"]),
        _yields(
            "各条规则的各段", _BANDS_NOTE, totals, "规则的一段", (RULE, ("超出标准", 12, "text")), lambda row: [row["title"], row["band"]]
        ),
    ]
    return context, details


def _notes(con: duckdb.DuckDBPyConnection, month: date, proposals: int) -> list[str]:
    level, span = (query.parameter(con, month, name) for name in ("yield_confidence_level", "yield_cohort_months"))
    return [
        f"本页只提请,什么都不改:不改标准,不停规则,不评乡镇。提请看一看的有 {proposals} 处,列在最后。",
        f"区间是按 {per_cent(level) or UNSET}的把握,真正的比率大致在哪里;件数越少,区间越宽,越不能下结论。"
        f"规则看最近 {words.number(span) or UNSET} 个月推送的。各个期限和界限都是本地暂定的,记在 sql/0_reference/policy/yield.csv。",
    ]


def _whole(found: list[Row]) -> Row | None:
    return next((row for row in found if row["period"] == "全部"), None)


def _in_order(found: list[Row]) -> list[Row]:
    """The whole first, then half-years, then months, the newest first; otherwise as they were."""
    newest = sorted(found, key=lambda row: row["period_from"], reverse=True)
    return sorted(newest, key=lambda row: ("全部", "半年", "月").index(row["period"]))


def _long(found: list[Row]) -> list[Row]:
    """The whole and the half-years: a month alone is a handful, and stands in the workbook."""
    return [row for row in found if row["period"] != "月"]


def _relapse_section(title: str, found: list[Row]) -> dict[str, Any]:
    """One row a period and way of closing; three columns for each watch."""
    watches = sorted({(row["watch"], row["watch_months"]) for row in found})
    columns = [("销号的时间", 26, "text"), ("怎样销号的", 11, "centre"), ("销号", 8, "count")]
    for _, watch_months in watches:
        columns += [(f"{watch_months}个月内", 9, "count"), ("满期的", 8, "count"), ("占比(区间)", 20, "centre")]
    grouped: dict[tuple[str, date, str], list[Row]] = {}
    for row in found:
        grouped.setdefault((row["period"], row["period_from"], row["closed_as"]), []).append(row)
    return ledger.section(title, _RELAPSE_NOTE, columns, [_relapse(rows) for rows in grouped.values()])


def _relapse(found: list[Row]) -> list[Any]:
    first = found[0]
    cells: list[Any] = [period_zh(first), first["closed_as"], figure(first["closed"])]
    for row in found:
        share = f"{per_cent(row['share'])}（{interval(row['low'], row['high'])}）" if row["followed"] else "未满"
        cells += [figure(row["relapsed"]) if row["followed"] else "未满", figure(row["followed"]), share]
    return cells


def _missed_section(title: str, found: list[Row]) -> dict[str, Any]:
    return ledger.section(title, _MISSED_NOTE, MISSED, [_missed(row) for row in found])


def _missed(row: Row) -> list[Any]:
    counts = [figure(row[name]) for name in ("drawn", "not_sent", "visited", "unseen", "unanswered", "confirmed")]
    shares = [
        per_cent(row["share"]) or "不知",
        interval(row["low"], row["high"]),
        *(per_cent(row[name]) or "不知" for name in ("least", "most")),
    ]
    return [period_zh(row), *counts, *shares, "已满" if row["is_mature"] else "未满"]


def _yields(
    title: str, note: str, totals: list[Row], scope: str, names: tuple[ledger.Column, ...], named: Callable[[Row], list[Any]]
) -> dict[str, Any]:
    """The totals of one scope, best first. names and named: the columns that say what a row is about."""
    columns = [("序号", 5, "centre"), *names, *COUNTS, ("说白了", 27, "text")]
    mine = [row for row in totals if row["scope"] == scope]
    return ledger.section(title, note, columns, [[n, *named(row), *_counts(row), plainly(row)] for n, row in enumerate(mine, start=1)])


def _counts(row: Row) -> list[Any]:
    return [
        *(figure(row[name]) for name in ("pushed", "visited", "unseen", "unanswered", "confirmed")),
        per_cent(row["confirmed_share"]) or "不知",
        interval(row["confirmed_low"], row["confirmed_high"]),
        figure(row["helped"]),
        per_cent(row["helped_share"]),
        interval(row["helped_low"], row["helped_high"]),
        figure(None if row["hours"] is None else round(row["hours"])),
        "" if row["hours_each"] is None else f"{row['hours_each']:.1f}",
    ]


_RELAPSE_NOTE = (
    "从这一案复开的,或同一户同一类问题又立了案的。按监测月份数;观察期没有满的写「未满」,不当作没有。"
    "「属实」是核实属实、帮扶后销号的;「其他」是不属实、已有政策覆盖、分歧消失的,它们在记忆期里本来就不重复立案,所以分开看。"
)
_MISSED_NOTE = (
    "抽到的都是没有在办个案、当月没有查出问题的户。漏保率只算走访有结论的;「假如」两栏是没有见到、没有回音的都没有困难、都有困难时的漏保率。"
    "半年和全部只算回音期已满的月份。各户一样算,各乡镇抽的比例不同没有加权。"
)
_RULES_NOTE = (
    "按属实率区间的下限从高到低排;还没有走访出结论的排在最后。一案一条规则算一件,只在第一次推送时算。同一案的各条规则用同一个走访结论。"
    "工时是到户的时间,不含路途;一次走访答复几案几条规则的,平分。"
)
_BANDS_NOTE = "实测值与标准之差是标准的几成;是否类、等级类和没有测得数的不分段。"
_DEPARTMENTS_NOTE = "按查出时比对了哪个部门的数据分;没有用部门数据的,和部门数据当月没有收到的,是乡镇自己的名册。"
_MONTHS_NOTE = "越近的月份,回音还没有来的越多:没有回音的不知道,不当作不属实。"
_RELAPSES = """
SELECT *
FROM mart.relapse
WHERE month = ?
ORDER BY list_position(['合计', '属实', '其他'], closed_as), watch
"""
_TOTALS = """
SELECT t.*
FROM mart.yield_total AS t
LEFT JOIN ref.yield_band AS b ON t.band = b.band
WHERE t.month = ?
ORDER BY
  CASE t.scope WHEN '规则的一段' THEN t.title END,
  CASE WHEN t.scope IN ('段', '规则的一段') THEN b.from_ratio END NULLS LAST,
  CASE t.scope WHEN '推送月份' THEN t.from_month END DESC,
  t.confirmed_low DESC NULLS LAST, t.confirmed_share DESC NULLS LAST, t.pushed DESC, t.title, t.department
"""
