"""Reads the warehouse for a report: rows as dictionaries, and the two things that several reports say alike."""

from datetime import date
from typing import Any

import duckdb

from lowincome import month as months
from lowincome.errors import ReportError
from lowincome.reports import words

Row = dict[str, Any]

CONFIDENCE_ZH = {"local": "本地暂定", "example": "示例"}


def rows(con: duckdb.DuckDBPyConnection, select: str, values: list[Any] | dict[str, Any]) -> list[Row]:
    """Every row of the SELECT, column names as keys."""
    cursor = con.execute(select, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def unconfirmed_parameters(con: duckdb.DuckDBPyConnection, month: date) -> list[Row]:
    """Every parameter of the month that no document settles: label, value, unit and mark, in the order of their names."""
    found = rows(
        con,
        """
        SELECT p.parameter, coalesce(t.title, p.parameter) AS title, p.value, p.unit, coalesce(u.label_zh, p.unit) AS unit_zh, p.confidence
        FROM mart.parameter_used AS p
        LEFT JOIN ref.parameter AS t ON p.parameter = t.parameter
        LEFT JOIN ref.unit AS u ON p.unit = u.unit
        WHERE p.month = ? AND p.confidence <> 'document'
        ORDER BY p.parameter
        """,
        [month],
    )
    return [{"name": row["parameter"], "label": row["title"], "mark": CONFIDENCE_ZH[row["confidence"]], **_amount(row)} for row in found]


def _amount(row: Row) -> dict[str, str]:
    """The value as one says it: a share in per cent, a switch as 是 or 否, a month as a month."""
    value = row["value"]
    if value is None:
        return {"value": "不实行", "unit": ""}
    match row["unit"]:
        case "share":
            return {"value": f"{words.number(value * 100)}%", "unit": ""}
        case "yes_no":
            return {"value": "是" if value else "否", "unit": ""}
        case "housing_grade":
            return {"value": f"{chr(ord('@') + int(value))}级", "unit": ""}
        case "year_month":
            return {"value": f"{int(value) // 100}年{int(value) % 100}月", "unit": ""}
        case _:
            return {"value": words.number(value), "unit": row["unit_zh"]}


def parameter(con: duckdb.DuckDBPyConnection, month: date, name: str) -> float | None:
    """The value in force this month; None where there is none."""
    row = con.execute("SELECT value FROM mart.parameter_used WHERE month = ? AND parameter = ?", [month, name]).fetchone()
    return None if row is None or row[0] is None else float(row[0])


def score_method_zh(methods: list[str]) -> str:
    """One sentence on how the order of visits came about."""
    explained = {
        "模型": "统计模型(在往月资料上训练并检验过)",
        "专家评分卡": "专家评分卡(往月资料还不够多,没有用统计模型)",
    }
    named = "、".join(explained.get(method, method) for method in methods) or "没有评分,只按缓急和等候时间"
    return f"先后依据:{named}。评分只用来排走访先后,不能据此停发、拒绝或销号。"


def not_compared(con: duckdb.DuckDBPyConnection, month: date) -> list[str]:
    """The departments' extracts that this month's rules would have used and that did not come, as one names them."""
    found = rows(
        con,
        """
        SELECT DISTINCT f.department || '「' || f.title || '」' AS name
        FROM (SELECT unnest(not_compared) AS feed FROM rule.definition WHERE month = ? AND state = '施行') AS m
        INNER JOIN stg.feed_standing AS f ON f.month = ? AND m.feed = f.feed
        ORDER BY name
        """,
        [month, month],
    )
    return [row["name"] for row in found]


def not_compared_zh(con: duckdb.DuckDBPyConnection, month: date) -> str:
    """The same as one sentence; empty where everything came."""
    names = not_compared(con, month)
    return f"未比对:{'、'.join(names)},本月没有收到,有关的规则不能判断。" if names else ""


def county_name(con: duckdb.DuckDBPyConnection, month: date) -> str:
    """The county whose townships the month speaks of. Errors: ReportError when the month did not run."""
    found = rows(
        con,
        """
        SELECT DISTINCT c.name
        FROM mart.submission_status AS s
        INNER JOIN ref.division AS t ON s.township_code = t.code
        INNER JOIN ref.division AS c ON t.parent_code = c.code
        WHERE s.month = ?
        """,
        [month],
    )
    if len(found) != 1:
        raise ReportError(f"mart.submission_status 没有 {months.label(month)} 的乡镇,或乡镇不属于同一个县:请先运行本月的监测。")
    return str(found[0]["name"])
