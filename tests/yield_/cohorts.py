"""The cohorts of a push, as the tests of yield ask for them."""

from datetime import date
from typing import Any

from yield_ import world
from yield_.world import after, rows, run

M0, M1, M2, M3, M4 = (after(n) for n in range(5))
COUNTS = ("pushed", "visited", "unseen", "unanswered", "confirmed", "helped")


def counts(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(row[name] for name in COUNTS)


def cohort(con, month: date = M4, **where: Any) -> dict[str, Any]:
    """The one cohort there is (of those named)."""
    run(con, world.YIELD, month)
    (row,) = rows(con, "mart.rule_yield", month=month, **where)
    return row
