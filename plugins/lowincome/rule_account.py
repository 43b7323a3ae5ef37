"""A household's income account written out line by line, both before and after what is deducted."""

from datetime import date
from typing import Any

import duckdb

from lowincome import lineage
from lowincome.reports import query
from lowincome.reports.query import Row
from lowincome.reports.render import figure
from lowincome.rules import Rule

KINDS = (
    ("wage_yuan_12m", "工资性收入"),
    ("business_yuan_12m", "经营净收入"),
    ("property_yuan_12m", "财产净收入"),
    ("transfer_yuan_12m", "转移净收入"),
)
RIGID = (
    ("medical_yuan_12m", "医疗自付"),
    ("education_yuan_12m", "教育支出"),
    ("housing_yuan_12m", "住房支出"),
    ("care_yuan_12m", "康复照料支出"),
    ("other_rigid_yuan_12m", "其他刚性支出"),
    ("work_yuan_12m", "就业支出(不在低保的户)"),
)
INCOME = {"income_yuan_12m", "income_per_capita_yuan_year"}


def concerns(rule: Rule) -> bool:
    """Whether the rule looks at the household's income at all."""
    columns = lineage.answer(rule).union(*lineage.evidence(rule).values())
    return any(column.table == "core.income_account" or column.name in INCOME for column in columns)


def account(con: duckdb.DuckDBPyConnection, household_id: str, month: date) -> list[dict[str, Any]]:
    """Lines of the account: what, yuan, and why where a step is left out. Unknown stays unknown."""
    found = query.rows(
        con,
        """
        SELECT
          h.* EXCLUDE (employment_cost_yuan_12m, rigid_yuan_12m),
          h.employment_cost_yuan_12m AS employment_cost_stated,
          a.* EXCLUDE (month, household_id, persons, medical_yuan_12m, education_yuan_12m, housing_yuan_12m, care_yuan_12m, other_rigid_yuan_12m),
          work.value = 1 AS is_employment_cost_rule
        FROM core.household_month AS h
        INNER JOIN core.income_account AS a ON h.month = a.month AND h.household_id = a.household_id
        LEFT JOIN ref.policy_in_force AS work ON h.month = work.month AND work.parameter = 'deduct_employment_cost'
        WHERE h.month = ? AND h.household_id = ?
        """,
        [month, household_id],
    )
    return _lines(found[0]) if found else []


def _lines(row: Row) -> list[dict[str, Any]]:
    lines = [_line(f"近12个月{label}", row[name]) for name, label in KINDS]
    lines.append(_line("毛收入(四项之和)", row["gross_yuan_12m"], strong=True))
    lines.append(_line("减: 必要就业成本", row["employment_cost_yuan_12m"] if row["is_employment_cost_deducted"] else 0, _why_no_cost(row)))
    lines.append(_line("扣减就业成本后", row["after_employment_yuan_12m"], strong=True))
    if row["is_rigid_deducted"]:
        lines += [_line(f"减: {label}", row[name]) for name, label in RIGID]
        lines.append(_line("刚性支出合计", row["rigid_yuan_12m"], "按全额扣减,只作线索:文件写的是「增加的刚性支出按规定扣减」"))
    else:
        lines.append(_line("减: 刚性支出", 0, "不扣减:没有文件要求本地本月扣减"))
    lines.append(_line("全部扣减后", row["after_all_yuan_12m"], strong=True))
    lines.append(_line("在户人数", row["persons"], unit="人"))
    yearly = "元/人·年"
    lines.append(_line("人均毛收入", row["gross_per_capita_yuan"], unit=yearly, strong=True))
    lines.append(_line("扣减就业成本后人均", row["after_employment_per_capita_yuan"], unit=yearly))
    lines.append(_line("全部扣减后人均", row["after_all_per_capita_yuan"], unit=yearly, strong=True))
    settled = row["settlement"] or "城乡没有填,不知用哪一个"
    lines.append(_line("低保标准", row["line_yuan_per_person_year"], settled, unit=yearly))
    lines.append(_line("低保标准×人数", row["line_yuan_year"], "判断时用全户的数与它比较,不用四舍五入后的人均", unit="元/年", strong=True))
    return lines


def _line(label: str, value: Any, note: str = "", unit: str = "元", strong: bool = False) -> dict[str, Any]:
    return {"label": label, "amount": figure(None if value is None else float(value), unit), "note": note, "strong": strong}


def _why_no_cost(row: Row) -> str:
    """Why nothing was deducted, or what is missing to deduct it."""
    if row["is_employment_cost_deducted"]:
        return "" if row["employment_cost_yuan_12m"] is not None else "有工资收入而没有填必要就业成本,扣减后的数不知道"
    if not row["is_employment_cost_rule"]:
        return "不扣减:没有文件要求本地本月扣减"
    return "不扣减:文件只对低保对象扣减" if row["is_in_dibao"] is False else "不扣减:没有填救助类别,不知是不是低保对象"
