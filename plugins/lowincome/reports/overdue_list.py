"""The 超期清单: what has run out without being done, who answers for it and for how long; for each township and for the county.

What cannot be told, because a day or a term is not known, stands apart and is never counted as in time.
"""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome.reports import case_words, ledger, query, words
from lowincome.reports.render import Context, figure
from lowincome.reports.warning_list import UNKNOWN_VILLAGE, source, township_status

TITLE = "超期清单"
PROVISIONAL = "节假日安排未公布,暂按周一至周五计"
SAID = "起算日那天不算,到期日当天办了不算超期;超期按日历天数,算到出清单的那天。"
TERM = (
    ("什么期限", 16, "text"),
    ("多长", 9, "centre"),
    ("从哪天起", 11, "centre"),
    ("到期日", 11, "centre"),
    ("超期天数", 8, "count"),
    ("责任单位", 12, "text"),
)
LAST = (("依据", 22, "fine"), ("预警编号", 14, "code"), ("备注", 20, "fine"))
OWN = (("序号", 5, "centre"), ("行政村", 11, "text"), ("户主", 9, "text"), *TERM, *LAST)
OWN_UNKNOWN = (
    ("什么期限", 18, "text"),
    ("为什么不知", 30, "text"),
    ("户(件)数", 8, "count"),
    ("行政村", 12, "text"),
    ("户主", 50, "fine"),
)
COUNTY = (("序号", 5, "centre"), ("乡镇", 10, "text"), *TERM, *LAST)
SUMS = (
    ("乡镇", 12, "text"),
    ("责任单位", 14, "text"),
    ("什么期限", 24, "text"),
    ("超期", 9, "count"),
    ("最久超期天数", 13, "count"),
    ("不知超没超", 11, "count"),
    ("本月办了而迟了", 15, "count"),
)


def write(con: duckdb.DuckDBPyConnection, month: date, township_code: str, out: Path) -> list[Path]:
    """The list of one township. Errors: ReportError when the month did not run."""
    township = township_status(con, month, township_code)
    rows = [row for row in _rows(con, month) if row["township_code"] == township_code]
    over = [row for row in rows if row["is_overdue"]]
    lines = [[number, row["village"], row["head_name"], *_told(row)] for number, row in enumerate(over, start=1)]
    unknown = [row for row in rows if row["is_overdue"] is None]
    sections = [
        ledger.section("已超期", f"共 {len(over)} 项,最久的在前。{SAID}", OWN, lines),
        ledger.section("不知超没超", "缺了日期或别的一项,算不出来,不当作没有超期。补上就能算。", OWN_UNKNOWN, _unknown(unknown)),
    ]
    notes = [*_as_of(con, month), source(township)]
    return ledger.write(_context(month, township["township_name"], notes, sections), month, out)


def write_county(con: duckdb.DuckDBPyConnection, month: date, county: str, out: Path) -> list[Path]:
    """Counts by township, office and term; then every overdue item, without a name. In the order of the townships' codes."""
    rows = _rows(con, month)
    over = [row for row in rows if row["is_overdue"]]
    lines = [[number, row["township_name"], *_told(row)] for number, row in enumerate(over, start=1)]
    sections = [
        ledger.section("按乡镇和责任单位", "按区划代码排列;没有列出的,没有超期,也没有不知道的。", SUMS, _sums(rows)),
        ledger.section("逐项", f"共 {len(over)} 项。{SAID}户主姓名在各乡镇自己的清单上。", COUNTY, lines),
    ]
    return ledger.write(_context(month, county, _as_of(con, month), sections), month, out)


def _rows(con: duckdb.DuckDBPyConnection, month: date) -> list[query.Row]:
    """Every clock of the month that is overdue, cannot be told, or stopped late."""
    return query.rows(
        con,
        """
        SELECT
          k.*, c.title, c.limit_zh, coalesce(t.name, '不知哪个乡镇') AS township_name, s.state, v.not_listed_reason,
          coalesce(h.village, l.village, ?) AS village, coalesce(h.head_name, l.head_name, '') AS head_name
        FROM mart.case_clock AS k
        INNER JOIN ref.clock AS c ON k.month = c.month AND k.clock = c.clock
        LEFT JOIN ref.division AS t ON k.township_code = t.code
        LEFT JOIN core.household_month AS h
          ON k.household_id = h.household_id AND h.month = (SELECT max(r.month) FROM core.household_month AS r WHERE r.month <= k.month)
        LEFT JOIN mart.case_ledger AS l ON k.month = l.month AND k.case_id = l.case_id
        LEFT JOIN mart.case_state AS s ON k.month = s.month AND k.case_id = s.case_id
        LEFT JOIN mart.visit_plan AS v ON k.month = v.month AND k.case_id = v.case_id AND v.needs_visit AND NOT v.is_listed
        WHERE k.month = ? AND (k.is_overdue OR k.is_overdue IS NULL OR k.days_over > 0)
        ORDER BY k.township_code, k.is_overdue DESC NULLS LAST, k.days_over DESC NULLS LAST, k.clock, village, k.household_id, k.clock_id
        """,
        [UNKNOWN_VILLAGE, month],
    )


def _as_of(con: duckdb.DuckDBPyConnection, month: date) -> list[str]:
    tracked_to = case_words.tracked_to(con, month)
    return [f"截至 {words.day(tracked_to)} 的情况,本月还没有结束。"] if tracked_to else []


def _context(month: date, place: str, notes: list[str], sections: list[dict[str, Any]]) -> Context:
    return {"title": TITLE, "place": place, "month_zh": words.month_zh(month), "notes": notes, "sections": sections}


def _told(row: query.Row) -> list[Any]:
    remarks = [f"现在{row['state']}"] if row["state"] else []
    remarks += [f"没有列入清单:{row['not_listed_reason']}"] if row["not_listed_reason"] else []
    remarks += [PROVISIONAL] if row["is_provisional"] else []
    return [
        row["title"],
        row["limit_zh"],
        words.day(row["started_on"]),
        words.day(row["due_on"]),
        figure(row["days_over"], "天"),
        row["office"],
        row["basis"],
        row["case_id"],
        remarks,
    ]


def _unknown(found: list[query.Row]) -> list[list[Any]]:
    """One line a term, reason and village, with the heads of the households."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for row in sorted(found, key=lambda row: (row["title"], row["doubt"], row["village"], row["household_id"] or "")):
        groups.setdefault((row["title"], row["doubt"], row["village"]), []).append(row["head_name"] or "户主不知")
    return [[title, doubt, figure(len(heads), "户"), village, "、".join(heads)] for (title, doubt, village), heads in groups.items()]


def _sums(found: list[query.Row]) -> list[list[Any]]:
    groups: dict[tuple[str, str, str, str], list[query.Row]] = {}
    for row in found:
        groups.setdefault((row["township_code"] or "", row["township_name"], row["office"], row["title"]), []).append(row)
    lines = []
    for (_, township, office, title), rows in sorted(groups.items()):
        over = [row["days_over"] for row in rows if row["is_overdue"]]
        unknown = sum(row["is_overdue"] is None for row in rows)
        late = sum(row["is_overdue"] is False for row in rows)
        counts = [figure(len(over), "项"), figure(max(over, default=0), "天"), figure(unknown, "项"), figure(late, "项")]
        lines.append([township, office, title, *counts])
    return lines
