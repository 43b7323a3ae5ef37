"""What the page 预警成效 proposes to look at. It says whose a threshold is and where it stands, and never changes one."""

from datetime import date
from typing import Any

import duckdb

from lowincome import policy
from lowincome.reports import ledger, query
from lowincome.reports.query import Row
from lowincome.reports.rule_yield_words import UNSET, interval, per_cent

TITLE = "提请看一看"
COLUMNS = (
    ("序号", 5, "centre"),
    ("看哪里", 34, "text"),
    ("走访的结果", 30, "text"),
    ("标准现在是多少、谁定的", 36, "text"),
    ("提请", 50, "text"),
)
UNCHANGED = "要不要改由县里定,本页不改。"


def section(con: duckdb.DuckDBPyConnection, month: date, missed: Row | None) -> dict[str, Any]:
    """One line a proposal: the missed rate where it is high, then each threshold of a band that is hardly ever true.

    missed: the row of mart.missed_rate for all months; None where there is none.
    """
    limit, below = (query.parameter(con, month, name) for name in ("missed_review_above", "yield_review_below"))
    found = query.rows(
        con, "SELECT * FROM mart.yield_proposal WHERE month = ? ORDER BY hours DESC NULLS LAST, title, band, parameter", [month]
    )
    lines = [_missed(missed, limit)] if missed and _is_high(missed, limit) else []
    lines += [[_where(row), _result(row), _standard(row), _ask(row)] for row in found]
    note = (
        f"列在这里的:漏保率高于 {per_cent(limit) or UNSET}的;规则的一段,属实率连区间上限都低于 {per_cent(below) or UNSET}的。"
        "只是提请,什么都没有改;文件定的标准不归本县改。"
    )
    return ledger.section(TITLE, note, COLUMNS, [[n, *line] for n, line in enumerate(lines, start=1)])


def _is_high(missed: Row, limit: float | None) -> bool:
    return limit is not None and missed["share"] is not None and float(missed["share"]) > limit


def _missed(row: Row, limit: float | None) -> list[str]:
    return [
        "漏保:没有一条规则查出来的困难户",
        f"随机走访有结论 {row['visited']} 户,属实 {row['confirmed']} 户,漏保率 {per_cent(row['share'])},区间 {interval(row['low'], row['high'])},高于 {per_cent(limit)}",
        "不是哪一条标准的事",
        "请把查实的这几户放在一起看有什么相同:哪类家庭,钱从哪里来,困难出在哪里,哪个部门的数据里本来有,哪条规则只差一点。"
        f"名单在各乡镇销号台账里,问题类别为「例行走访」、核查结果为「属实」。{UNCHANGED}",
    ]


def _where(row: Row) -> str:
    band = "" if row["band"] == "不分段" else f",超出标准{row['band']}的一段"
    return f"{row['title']}{band}(数据来自{row['department']})"


def _result(row: Row) -> str:
    hours = "" if row["hours"] is None else f",用了 {row['hours']:.0f} 小时"
    return f"走访 {row['visited']} 件,属实 {row['confirmed']} 件,属实率 {per_cent(row['confirmed_share'])},区间 {interval(row['confirmed_low'], row['confirmed_high'])}{hours}"


def _standard(row: Row) -> str:
    if row["lever"] == "没有":
        return "没有可以调的数"
    source = f"{row['number']}·{row['clause']}" if row["lever"] == "文件" else query.CONFIDENCE_ZH[row["confidence"]]
    return f"{row['parameter_title']}:{row['said']},{source}"


def _ask(row: Row) -> str:
    checked = f"{row['department']}的数据准不准、到户问得对不对"
    match row["lever"]:
        case "文件":
            return f"这个标准是文件定的,不归本县改。可以看的是{checked}。"
        case "没有":
            return f"这条规则只问有没有、是不是,没有标准可以放宽收紧。可以看的是{checked}。"
        case _:
            kept = f"sql/0_reference/policy/{_file(row['parameter'])} 的 {row['parameter']} 一行"
            if row["is_nearest"]:
                return f"请看一看「{row['parameter_title']}」是不是定得太宽,也看{checked}。它记在 {kept}。{UNCHANGED}"
            return f"离标准这么远还不属实,多半不是标准松紧的事:先看{checked},再看「{row['parameter_title']}」。它记在 {kept}。{UNCHANGED}"


def _file(parameter: str) -> str:
    """The file of sql/0_reference/policy in which a parameter stands."""
    files = sorted((policy.REFERENCE / "policy").glob("*.csv"))
    return next(path.name for path in files if any(row["parameter"] == parameter for _, row in policy.rows(path)))
