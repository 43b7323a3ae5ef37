"""How shares, intervals, periods and yields are said."""

from decimal import Decimal

from lowincome.reports import words
from lowincome.reports.query import Row

# where a parameter has no value here
UNSET = "(没有定)"


def per_cent(share: float | Decimal | None) -> str:
    """0.1250 → `12.5%`; empty where it is not known."""
    return "" if share is None else f"{words.number(round(100 * float(share), 1))}%"


def interval(low: float | Decimal | None, high: float | Decimal | None) -> str:
    """`8.1～18%`; empty where it is not known."""
    return "" if low is None or high is None else f"{per_cent(low).removesuffix('%')}～{per_cent(high)}"


def period_zh(row: Row) -> str:
    """What a row of a month, a half-year or everything is about; `period`, `period_from` and `period_to` of the row."""
    first, last = row["period_from"], row["period_to"]
    match row["period"]:
        case "月":
            return words.month_zh(first)
        case "半年":
            return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
        case _:
            return f"全部({words.month_zh(first)}至{words.month_zh(last)})"


def plainly(row: Row) -> str:
    """A yield in one sentence: of how many visits one was true. No visit is no judgement."""
    visited, confirmed = row["visited"], row["confirmed"]
    if not visited:
        return "还没有走访出结论,不知道"
    if not confirmed:
        return f"走访 {visited} 件,没有一件属实"
    if confirmed == visited:
        return f"走访 {visited} 件,件件属实"
    each = round(visited / confirmed)
    return f"走访 {visited} 件,属实 {confirmed} 件,{f'约每 {each} 件有 1 件' if each > 1 else '多半属实'}"
