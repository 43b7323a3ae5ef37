"""The 四查四补清单 (NX28 三14): per township every finding with its remedy; for the county counts and its own findings."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from lowincome.reports import ledger, query, words
from lowincome.reports.render import Context, figure
from lowincome.reports.warning_list import UNKNOWN_VILLAGE, source, township_status

TITLE = "四查四补清单"
# what each check looks for, in the words of the clause made short
CHECKS = {
    "查损补失": "疫情等给就业、收入、公共保障造成的损失",
    "查漏补缺": "漏保漏救、因困致贫、漏统漏管、漏查漏退",
    "查短补齐": "三保障和政策、资金没有落实到位的",
    "查弱补强": "力量、设施、服务跟不上的",
}
COLUMNS = (
    ("序号", 6, "centre"),
    ("行政村", 11, "text"),
    ("户主", 9, "text"),
    ("问题类别", 11, "text"),
    ("缓急", 6, "centre"),
    ("查出的问题", 36, "text"),
    ("依据", 28, "fine"),
    ("怎样补", 26, "fine"),
    ("责任科室", 13, "text"),
    ("预警编号", 14, "code"),
    ("办到哪一步", 15, "centre"),
    ("核查期限", 13, "centre"),
)
OFFICE_COLUMNS = (
    ("序号", 6, "centre"),
    ("单位", 16, "text"),
    ("四查", 10, "text"),
    ("查出的问题", 46, "text"),
    ("依据", 29, "fine"),
    ("要核对什么", 36, "text"),
    ("责任科室", 16, "text"),
    ("结论", 9, "centre"),
)


def write(con: duckdb.DuckDBPyConnection, month: date, township_code: str, out: Path) -> list[Path]:
    """The list of one township. Errors: ReportError when the month did not run."""
    township = township_status(con, month, township_code)
    found = query.rows(
        con,
        """
        SELECT check_name, family, coalesce(village, '') AS village, head_name, urgency, seen, basis, remedy, owner, case_id, state, due_on
        FROM mart.four_checks
        WHERE month = ? AND township_code = ?
        ORDER BY list_position(['紧急', '一般', '核实'], urgency), village, household_id, family
        """,
        [month, township_code],
    )
    sections = [
        ledger.section(check, f"{said}。", COLUMNS, _lines([row for row in found if row["check_name"] == check]))
        for check, said in CHECKS.items()
    ]
    context = _context(
        con, month, township["township_name"], [f"查出 {len(found)} 项,都是线索,以到户核实为准。", source(township)], sections
    )
    return ledger.write(context, month, out)


def write_county(con: duckdb.DuckDBPyConnection, month: date, county: str, out: Path) -> list[Path]:
    """Counts by township and check, without a name; then what was found about offices, institutions and funds."""
    counts = query.rows(
        con,
        """
        SELECT t.township_code, t.township_name, f.check_name, count(f.household_id) AS findings
        FROM mart.submission_status AS t
        LEFT JOIN mart.four_checks AS f ON t.month = f.month AND t.township_code = f.township_code
        WHERE t.month = ?
        GROUP BY ALL
        """,
        [month],
    )
    tally = {(row["township_code"], row["check_name"]): row["findings"] for row in counts}
    townships = sorted({(row["township_code"], row["township_name"]) for row in counts})
    head = (("乡镇", 14, "text"), *((check, 11, "count") for check in CHECKS))
    rows = [[name, *(figure(tally.get((code, check), 0), "项") for check in CHECKS)] for code, name in townships]
    rows.append(["合计", *(figure(sum(tally.get((code, check), 0) for code, _ in townships), "项") for check in CHECKS)])
    sections = [
        ledger.section("各乡镇", "按区划代码排列,一户一类算一项。", head, rows),
        ledger.section("县级", "乡镇、机构、资金等方面的问题。", OFFICE_COLUMNS, _offices(con, month)),
    ]
    return ledger.write(_context(con, month, county, [], sections), month, out)


def _context(con: duckdb.DuckDBPyConnection, month: date, place: str, notes: list[str], sections: list[dict[str, Any]]) -> Context:
    said = [*notes, query.not_compared_zh(con, month)]
    return {
        "title": TITLE,
        "place": place,
        "month_zh": words.month_zh(month),
        "notes": [note for note in said if note],
        "sections": sections,
    }


def _lines(found: list[query.Row]) -> list[list[Any]]:
    return [
        [
            number,
            row["village"] or UNKNOWN_VILLAGE,
            row["head_name"],
            row["family"],
            row["urgency"],
            words.lines(row["seen"]),
            words.lines(row["basis"]),
            words.lines(row["remedy"]),
            row["owner"],
            row["case_id"],
            row["state"],
            words.day(row["due_on"]),
        ]
        for number, row in enumerate(found, start=1)
    ]


def _offices(con: duckdb.DuckDBPyConnection, month: date) -> list[list[Any]]:
    found = query.rows(
        con,
        """
        SELECT office_name, family, seen, basis, ask, owner, is_triggered
        FROM mart.office_finding
        WHERE month = ? AND is_triggered IS NOT FALSE
        ORDER BY is_triggered IS NULL, rule_id, office_id
        """,
        [month],
    )
    return [
        [
            number,
            row["office_name"],
            row["family"] if row["family"] in CHECKS else "查漏补缺",
            words.lines(row["seen"]),
            words.lines(row["basis"]),
            words.lines(row["ask"]),
            row["owner"],
            "有问题" if row["is_triggered"] else "不能判断",
        ]
        for number, row in enumerate(found, start=1)
    ]
