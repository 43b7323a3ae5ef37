"""The score's local settings, as they are in force in a month (`sql/0_reference/policy/risk.csv`)."""

from datetime import date
from typing import Any

from lowincome import month as months
from lowincome.errors import PolicyError


def value(con: Any, month: date, parameter: str) -> float:
    """The number in force at the end of the month. Errors: PolicyError when there is none."""
    row = con.execute(
        "SELECT CAST(value AS DOUBLE) FROM ref.policy_in_force WHERE month = ? AND parameter = ?", [month, parameter]
    ).fetchone()
    if row is None or row[0] is None:
        raise PolicyError(
            f"风险评分缺少参数 {parameter} 在 {months.label(month)} 的值:请在 sql/0_reference/policy/ 中补上,写明地区和起始日期。"
        )
    return float(row[0])


def visit_capacity(con: Any, month: date) -> int:
    """Households that all townships together can visit in the month by the hours set for a township, in full days, each with its way."""
    townships = con.execute("SELECT count(DISTINCT township_code) FROM core.household_month WHERE month = ?", [month]).fetchone()[0]
    hours, each = value(con, month, "visit_hours_township_month"), value(con, month, "visit_hours_household")
    way, day = value(con, month, "visit_travel_hours"), value(con, month, "visit_day_hours")
    walk = max(1, (day - way) // each)
    return int(hours * walk // (walk * each + way)) * int(townships)
