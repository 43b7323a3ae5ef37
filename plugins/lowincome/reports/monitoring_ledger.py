"""The 分类动态监测台账 (JY33 二(四)): households at risk by class, with the monthly comparison and what followed."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome.reports import ledger, query, words
from lowincome.reports.render import figure
from lowincome.reports.warning_list import UNKNOWN_VILLAGE, source, township_status

TITLE = "分类动态监测台账"
CLASSES = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "仅乡村振兴局列入")
RESULTS = ("一致", "类别不同", "对方名单没有", "我方没有列入", "未比对")
COLUMNS = (
    ("序号", 6, "centre"),
    ("行政村", 11, "text"),
    ("户主", 9, "text"),
    ("人口", 6, "centre"),
    ("救助类别", 11, "text"),
    ("乡村振兴局类别", 15, "text"),
    ("比对结果", 14, "text"),
    ("本月发现", 44, "text"),
    ("个案状态", 14, "text"),
    ("最近一件事", 19, "text"),
    ("走访日期", 13, "centre"),
)


def write(con: duckdb.DuckDBPyConnection, month: date, township_code: str, out: Path) -> list[Path]:
    """The ledger of one township, one sheet a class. Errors: ReportError when the month did not run."""
    township = township_status(con, month, township_code)
    found = query.rows(
        con,
        """
        SELECT class, coalesce(village, '') AS village, head_name, persons, support_category, partner_category, comparison, seen, states, measures, visited_on
        FROM mart.monitoring_ledger
        WHERE month = ? AND township_code = ?
        ORDER BY village, household_id
        """,
        [month, township_code],
    )
    sections = [ledger.section(name, "", COLUMNS, _lines([row for row in found if row["class"] == name])) for name in CLASSES]
    context = {
        "title": TITLE,
        "place": township["township_name"],
        "month_zh": words.month_zh(month),
        "notes": [note for note in (source(township), query.not_compared_zh(con, month)) if note],
        "sections": sections,
    }
    return ledger.write(context, month, out)


def write_county(con: duckdb.DuckDBPyConnection, month: date, county: str, out: Path) -> list[Path]:
    """Households by class and township, and by result of the comparison; no names."""
    found = query.rows(
        con,
        """
        SELECT t.township_code, t.township_name, l.class, l.comparison, count(l.household_id) AS households
        FROM mart.submission_status AS t
        LEFT JOIN mart.monitoring_ledger AS l ON t.month = l.month AND t.township_code = l.township_code
        WHERE t.month = ?
        GROUP BY ALL
        """,
        [month],
    )
    townships = sorted({(row["township_code"], row["township_name"]) for row in found})
    sections = [
        ledger.section(
            title,
            "按区划代码排列。",
            (("乡镇", 14, "text"), *((name, 14, "count") for name in names)),
            [[place, *(_households(found, code, key, name) for name in names)] for code, place in townships],
        )
        for title, key, names in (("按类别", "class", CLASSES), ("按比对结果", "comparison", RESULTS))
    ]
    note = query.not_compared_zh(con, month)
    context = {
        "title": TITLE,
        "place": county,
        "month_zh": words.month_zh(month),
        "notes": [note] if note else [],
        "sections": sections,
    }
    return ledger.write(context, month, out)


def _households(found: list[query.Row], code: str, key: str, name: str) -> dict[str, Any]:
    return figure(sum(row["households"] for row in found if row["township_code"] == code and row[key] == name), "户")


def _lines(found: list[query.Row]) -> list[list[Any]]:
    return [
        [
            number,
            row["village"] or UNKNOWN_VILLAGE,
            row["head_name"],
            figure(row["persons"], "人"),
            row["support_category"] or "未填",
            row["partner_category"] or "",
            row["comparison"],
            words.lines(row["seen"]),
            row["states"],
            row["measures"],
            words.day(row["visited_on"]),
        ]
        for number, row in enumerate(found, start=1)
    ]
