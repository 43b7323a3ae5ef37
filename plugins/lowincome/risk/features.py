"""Which columns of `mart.risk_feature` the score looks at, what each means to a reader, and the matrix of a month.

No arithmetic here: features are SQL (`sql/5_marts/risk_feature.sql`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from lowincome import sql_model
from lowincome.errors import LowIncomeError

Matrix = npt.NDArray[np.float64]
Names = npt.NDArray[Any]

# parts of column names that must never be looked at, whatever they are joined to
FORBIDDEN = re.compile(r"ethnic|nation|sex|male|gender|relig|village|visit|opinion|_name|id_number|phone|bank|民族|性别|宗教|村|走访")


@dataclass(frozen=True)
class Feature:
    """theme: features of one theme say nearly the same, so they give one reason together. monotone: +1 where more of it never
    lowers the risk, -1 where it never raises it, 0 where the sign is not known. adverse: the side that can be a reason
    (0: never one). show: how the value is written. phrase: the reason; {} takes the value.
    """

    name: str
    theme: str
    monotone: int
    adverse: int
    show: str
    phrase: str


FEATURES = (
    Feature("income_per_head_yuan", "收入", -1, -1, "yuan", "人均年收入{}"),
    Feature("ratio_to_line", "收入", -1, -1, "percent", "人均年收入是低保标准的{}"),
    Feature("after_rigid_ratio", "支出", -1, -1, "percent", "扣除刚性支出后人均收入只相当于低保标准的{}"),
    Feature("income_change_1m", "收入变化", 0, -1, "fall", "人均收入比上月下降{}"),
    Feature("income_change_3m", "收入变化", 0, -1, "fall", "人均收入比3个月前下降{}"),
    Feature("wage_share", "收入来源", 0, 1, "percent", "工资占家庭收入{}"),
    Feature("rigid_share", "支出", 1, 1, "percent", "近12个月刚性支出占收入{}"),
    Feature("medical_share", "支出", 1, 1, "percent", "近12个月医疗自付占收入{}"),
    Feature("persons", "人口", 0, 1, "persons", "全家{}"),
    Feature("children", "人口", 0, 1, "persons", "儿童{}"),
    Feature("elders", "人口", 0, 1, "persons", "老人{}"),
    Feature("labour_capable", "劳动力", -1, -1, "persons", "家中有劳动能力的{}"),
    Feature("dependant_share", "劳动力", 1, 1, "percent", "没有劳动能力的占全家{}"),
    Feature("seriously_ill", "大病", 1, 1, "persons", "家中大病{}"),
    Feature("disabled", "残疾", 1, 1, "persons", "家中残疾{}"),
    Feature("uninsured", "医保", 1, 1, "persons", "没有参加医保的{}"),
    Feature("unemployed", "失业", 1, 1, "persons", "失业{}"),
    Feature("no_income_months", "失业", 1, 1, "months", "有人连续无收入{}"),
    Feature("lacks_unemployment_cover", "失业保险", 1, 1, "flag", "劳动力都没有参加失业保险"),
    Feature("housing_rank", "住房", 1, 1, "grade", "住房等级{}"),
    Feature("lacks_safe_water", "饮水", 1, 1, "flag", "饮水不安全"),
    Feature("shock_this_month", "遭遇", 1, 1, "flag", "本月遭遇突发困难"),
    Feature("shocks_3m", "遭遇", 1, 1, "times", "近3个月遭遇突发困难{}"),
    Feature("in_support", "救助", 0, 0, "flag", "正在享受救助"),
    Feature("months_since_included", "救助", 0, 0, "months", "首次纳入已{}"),
    Feature("is_monitored", "监测", 0, 1, "flag", "是防返贫监测对象"),
    Feature("needs_found", "规则", 1, 1, "findings", "规则发现{}需要帮扶的问题"),
)
NAMES = tuple(feature.name for feature in FEATURES)


def refuse_forbidden(names: Sequence[str]) -> None:
    """Errors: LowIncomeError when a column may not be looked at (promise 7)."""
    if found := [name for name in names if FORBIDDEN.search(name)]:
        raise LowIncomeError(
            f"评分不得使用 {'、'.join(found)}:民族、性别、宗教、村和走访人的看法一律不作评分依据。请从 risk/features.py 去掉。"
        )


def labels_zh() -> dict[str, str]:
    """What each feature is called, from the header of its SQL file: the comment up to the first comma or semicolon."""
    model = next(m for m in sql_model.layer("mart") if m.table == "mart.risk_feature")
    return {column.name: re.split(r"[,;]", column.comment)[0] for column in model.columns}


def columns() -> str:
    """The features as a piece of SELECT over an alias `f`, each a DOUBLE, true as 1."""
    refuse_forbidden(NAMES)
    return ", ".join(f"CAST(f.{name} AS DOUBLE) AS {name}" for name in NAMES)


def matrix(rows: dict[str, Any]) -> Matrix:
    """What DuckDB's fetchnumpy gave, as one row a household and one column a feature; unknown is NaN."""
    return np.column_stack([np.ma.filled(np.ma.asarray(rows[name], dtype=np.float64), np.nan) for name in NAMES])


def read(con: Any, month: date) -> tuple[Names, Matrix]:
    """Households of the month with features, in order of their number, and their matrix."""
    rows = con.execute(
        f"SELECT f.household_id, {columns()} FROM mart.risk_feature AS f WHERE f.month = ? ORDER BY f.household_id", [month]
    ).fetchnumpy()
    return rows["household_id"], matrix(rows)
